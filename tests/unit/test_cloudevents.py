"""The strict CloudEvents reader: what is taken, in which mode, and what every fault is called."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.codec import validated
from api.http.cloudevents import Mode, Posted, batch, binary, from_object, line, mode, structured
from domain.canonical import canonical
from domain.refusals import Json, Refused

CASES = 118
PARSED_BUT_WRONG = 422
BATCHES = {"batch of two": [True, True], "empty batch": [], "batch with one bad item": [True, False]}
STATUS = {"malformed": 400, "too-large": 413, "unsupported-media-type": 415}

EVENT: dict[str, Json] = {
    "specversion": "1.0",
    "id": "e-1",
    "source": "https://newsroom.example/cms",
    "type": "claim.reported.v1",
    "subject": "ru-mod.killed",
    "data": {"wording": "498 soldiers"},
}
OPTIONAL = ("time", "datacontenttype", "dataschema", "expectedversion", "traceparent", "tracestate")
JSON_BODY = (b"content-type", b"application/json")
WITHOUT_SPACE = (b"ce-specversion", b"1.0"), (b"ce-type", b"claim.reported.v1"), (b"ce-subject", b"ru-mod.killed")
HEADERS = [*WITHOUT_SPACE, (b"ce-source", b"https://newsroom.example/cms"), (b"ce-id", b"e-1"), JSON_BODY]
DATA = b'{"wording": "498 soldiers"}'

URI_REFERENCES = """
    /newsroom/cms urn:uuid:6e8bc430 a ./a:b mailto:cms@example.org //host:80/x?y=/?#z #top tag:host,2022:x
    https://[2001:db8::1]:8443/ https://user:pw@host.example/a%20b
"""
NO_URI_REFERENCES = """
    https://a.example/%zz % 1a:b :a https://a.example/ż a#b#c https://[::1 a[1] a\\b <x>
    https://host:port/ https://a@b@c/
"""
INSTANTS = """
    2022-03-02T20:41:07Z 2024-02-29T00:00:00Z 2016-12-31T23:59:60Z 2022-03-31T01:02:03.5-11:30
"""
NO_INSTANTS = """
    2022-03-02 2022-03-02T20:41:07 2022-02-30T00:00:00Z 2023-02-29T00:00:00Z 20220302T204107Z 2022-03-02T20:41Z
    2022-03-02T24:00:00Z 2022-03-02T20:41:60Z 2022-00-02T20:41:07Z 2022-03-02/2022-03-03
"""

texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=100)


def event(**changes: Json) -> dict[str, Json]:
    return {**EVENT, **changes}


def without(*names: str) -> dict[str, Json]:
    return {name: value for name, value in EVENT.items() if name not in names}


def written(value: Json) -> bytes:
    return json.dumps(value).encode()


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def with_header(name: bytes, value: bytes) -> list[tuple[bytes, bytes]]:
    return [*(one for one in HEADERS if one[0] != name), (name, value)]


def faults(refused: Refused) -> list[tuple[str, str]]:
    return [(one.name, one.pointer) for one in refused.refusals]


def faults_of(posted: Json) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        from_object(posted)
    return faults(refused.value)


def faults_of_headers(headers: Sequence[tuple[bytes, bytes]], body: bytes = DATA) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        binary(headers, body)
    return [(name, pointer) for name, pointer in faults(refused.value) if not pointer.startswith("/data/")]


def faults_of_body(body: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        structured(body)
    return faults(refused.value)


def read(headers: Sequence[tuple[bytes, bytes]], body: bytes) -> list[Posted | Refused]:
    """What a post is, its data held against its type; a post that is refused as a whole is one refusal."""
    content_type = next((value.decode() for name, value in headers if name == b"content-type"), None)
    try:
        match mode(content_type, any(name.lower().startswith(b"ce-") for name, _ in headers)):
            case Mode.BATCH:
                return batch(body)
            case Mode.BINARY:
                return [typed(binary(headers, body))]
            case _:
                return [typed(structured(body))]
    except Refused as refused:
        return [refused]


def typed(posted: Posted) -> Posted:
    data = validated(posted.type, posted.data, canonical(posted.data))
    if isinstance(data, list):
        raise Refused(*data)
    return posted


def fault_with(case: dict[str, Any]) -> str | None:
    """What is wrong with how *case* was read, None if nothing."""
    headers = [(name.encode(), value.encode()) for name, value in case["headers"]]
    items = read(headers, base64.b64decode(case["body_b64"]))
    if case["expect"] == "refuse":
        (one,) = items
        if isinstance(one, Posted):
            return "accepted"
        status = STATUS.get(one.first.name, PARSED_BUT_WRONG)
        return None if status in case["status"] else f"refused with {status}"
    if case["name"] in BATCHES:
        taken = [isinstance(one, Posted) for one in items]
        return None if taken == BATCHES[case["name"]] else f"took {taken}"
    (one,) = items
    if isinstance(one, Refused):
        return f"refused: {one.refusals}"
    understood = {name: getattr(one, name) for name in case["attrs"]}
    return None if understood == case["attrs"] else f"understood {understood}"


def test_every_vector_is_accepted_as_it_was_meant_or_refused_with_a_status_that_it_allows(shared: Path) -> None:
    cases = json.loads((shared / "vectors/cloudevents/cases.json").read_text(encoding="utf-8"))["cases"]
    assert len(cases) == CASES
    assert {case["name"]: fault for case in cases if (fault := fault_with(case))} == {}


@pytest.mark.parametrize(
    ("content_type", "has_ce_headers", "expected"),
    [
        ("application/cloudevents+json", False, Mode.STRUCTURED),
        ("application/cloudevents+json", True, Mode.STRUCTURED),
        ("Application/CloudEvents-Batch+JSON ; charset=UTF-8", False, Mode.BATCH),
        ("application/x-ndjson", True, Mode.NDJSON),
        ('application/jsonl; charset="utf-8"', False, Mode.NDJSON),
        ("application/json", True, Mode.BINARY),
        ("application/vnd.claim+json;;charset=utf-8", True, Mode.BINARY),
    ],
)
def test_the_content_type_says_how_a_post_is_read(content_type: str, has_ce_headers: bool, expected: Mode) -> None:  # noqa: FBT001 (a column of the table)
    assert mode(content_type, has_ce_headers) is expected


@pytest.mark.parametrize(
    ("content_type", "has_ce_headers"),
    [
        (None, True),
        ("", True),
        ("application/json", False),
        ("application/xml", True),
        ("application/cloudevents-protobuf+json", True),
        ("application/cloudevents+json, application/json", False),
        ("application/cloudevents+json; charset=latin-1", False),
        ("application/cloudevents+json; charset=utf-8; charset=utf-16", False),
        ("application/cloudevents+json; charset", False),
        ("application/cloudevents+json" + ("; " + " " * 50) * 200 + "\x00", False),
    ],
)
def test_another_content_type_is_not_taken(content_type: str | None, has_ce_headers: bool) -> None:  # noqa: FBT001 (a column of the table)
    with pytest.raises(Refused) as refused:
        mode(content_type, has_ce_headers)
    assert faults(refused.value) == [("unsupported-media-type", "")]


def test_an_event_is_kept_as_it_was_written() -> None:
    posted = from_object(event(id="é-1", time="2022-03-02t20:41:07.123456789+02:00", expectedversion="3"))
    assert posted == Posted(
        source="https://newsroom.example/cms",
        id="é-1",
        type="claim.reported.v1",
        subject="ru-mod.killed",
        time="2022-03-02t20:41:07.123456789+02:00",
        data={"wording": "498 soldiers"},
        expected_version=3,
    )


def test_an_event_without_optional_attributes_has_none() -> None:
    posted = from_object(EVENT)
    assert (posted.time, posted.expected_version) == (None, None)


@given(st.sets(st.sampled_from(OPTIONAL)))
def test_a_null_attribute_is_an_absent_one(nulls: set[str]) -> None:
    assert from_object(event(**dict.fromkeys(nulls))) == from_object(EVENT)


@pytest.mark.parametrize("name", ["specversion", "id", "source", "type", "subject", "data"])
def test_a_missing_member_is_named_by_its_own_pointer(name: str) -> None:
    assert faults_of(without(name)) == faults_of(event(**{name: None})) == [("missing-field", f"/{name}")]


@pytest.mark.parametrize("name", [*(name for name in EVENT if name != "data"), *OPTIONAL])
@pytest.mark.parametrize("value", [{}, [], 1.5, "line\nbreak", "\x7f", "a\ufffe", "\U0001ffff", "\ufdd0"])
def test_no_attribute_is_an_object_a_fraction_or_text_with_forbidden_characters(name: str, value: Json) -> None:
    assert faults_of(event(**{name: value})) == [("invalid-field", f"/{name}")]


@pytest.mark.parametrize("name", ["specversion", "id", "source", "type", "subject", "time", "dataschema"])
@pytest.mark.parametrize("value", ["", 7, True])
def test_a_string_attribute_is_a_string_that_is_not_empty(name: str, value: Json) -> None:
    assert faults_of(event(**{name: value})) == [("invalid-field", f"/{name}")]


def test_every_fault_is_told_at_once() -> None:
    posted = without("type", "data") | {"source": "my cms", "time": "yesterday", "colour": "red", "position": 7}
    assert faults_of(posted) == [
        ("invalid-field", "/source"),
        ("missing-field", "/type"),
        ("invalid-field", "/time"),
        ("unknown-field", "/colour"),
        ("server-field", "/position"),
        ("missing-field", "/data"),
    ]


def test_a_fault_says_what_was_expected_and_what_came() -> None:
    with pytest.raises(Refused) as refused:
        from_object(event(subject="Ru Mod"))
    assert "[a-z0-9]" in refused.value.first.expected
    assert refused.value.first.got == "Ru Mod"


def test_a_fault_shows_a_long_value_cut() -> None:
    with pytest.raises(Refused) as refused:
        from_object(event(id="i" * 100_000, **{"n" * 100_000: 1}))
    assert all(len(f"{one.pointer}{one.got}") < 500 for one in refused.value.refusals)


def test_a_thousand_unknown_members_are_not_all_answered() -> None:
    assert len(faults_of(event(**{f"x{n}": 1 for n in range(1000)}))) == 20


@pytest.mark.parametrize("source", [*URI_REFERENCES.split(), "x" * 1024])
def test_a_source_is_any_uri_reference(source: str) -> None:
    assert from_object(event(source=source)).source == source


@pytest.mark.parametrize("source", [*NO_URI_REFERENCES.split(), "a b", "x" * 1025])
def test_a_source_that_is_no_uri_reference_of_1024_bytes_is_refused(source: str) -> None:
    assert faults_of(event(source=source)) == [("invalid-field", "/source")]


def test_an_id_has_at_most_512_bytes() -> None:
    assert from_object(event(id="é" * 256)).id == "é" * 256
    assert faults_of(event(id="é" * 256 + "e")) == [("invalid-field", "/id")]


@pytest.mark.parametrize("subject", ["a" * 129, "A", "-a", "a b", "a\n", "claim/a", "é"])
def test_a_subject_is_an_id(subject: str) -> None:
    assert from_object(event(subject="0~a._-")).subject == "0~a._-"
    assert faults_of(event(subject=subject)) == [("invalid-field", "/subject")]


@pytest.mark.parametrize("time", INSTANTS.split())
def test_a_time_is_kept_verbatim(time: str) -> None:
    assert from_object(event(time=time)).time == time


@pytest.mark.parametrize("time", [*NO_INSTANTS.split(), "2022-03-02T20:41:07Z\n", f"2022-03-02T20:41:07.{'0' * 100}Z"])
def test_a_time_that_is_no_rfc_3339_instant_is_refused(time: str) -> None:
    assert faults_of(event(time=time)) == [("invalid-field", "/time")]


@pytest.mark.parametrize(("value", "version"), [(0, 0), ("0", 0), ("2147483647", 2**31 - 1)], ids=repr)
def test_an_expected_version_is_an_integer_or_its_digits(value: Json, version: int) -> None:
    assert from_object(event(expectedversion=value)).expected_version == version


@pytest.mark.parametrize(
    "value", [-1, True, 2**31, "2147483648", "01", "-1", "+1", "1.0", " 1", "1_0", "\u0667", ""], ids=repr
)
def test_an_expected_version_that_is_no_version_is_refused(value: Json) -> None:
    assert faults_of(event(expectedversion=value)) == [("invalid-field", "/expectedversion")]


def test_trace_attributes_are_taken_and_dropped() -> None:
    traced = event(traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate="")
    assert from_object(traced) == from_object(EVENT)


@pytest.mark.parametrize("name", ["partitionkey", "traceParent", "trace_parent", "", "ID"])
def test_another_extension_is_refused_by_name(name: str) -> None:
    assert faults_of(event(**{name: "x"})) == [("unknown-field", f"/{name}")]


def test_the_pointer_to_an_unknown_member_is_escaped() -> None:
    assert faults_of(event(**{"a/b~c": 1})) == [("unknown-field", "/a~1b~0c")]


@pytest.mark.parametrize(
    "name",
    ["stream", "version", "position", "recorded_at", "recordedat", "digest", "recorder", "commitment", "status"],
)
def test_what_only_the_service_sets_is_refused_from_a_client(name: str) -> None:
    assert faults_of(event(**{name: "1"})) == [("server-field", f"/{name}")]


def test_a_data_schema_is_an_absolute_uri() -> None:
    assert from_object(event(dataschema="https://schemas.example/claim#reported")) == from_object(EVENT)
    assert faults_of(event(dataschema="claim.json")) == [("invalid-field", "/dataschema")]


@pytest.mark.parametrize("media_type", ["application/xml", "json", "text/plain", "application/json; charset=utf-16"])
def test_data_of_another_media_type_is_refused(media_type: str) -> None:
    assert faults_of(event(datacontenttype=media_type)) == [("invalid-field", "/datacontenttype")]


@pytest.mark.parametrize("data", ['{"wording": "498"}', [], 7, True])
def test_data_is_an_object_and_never_parsed_again(data: Json) -> None:
    assert faults_of(event(data=data)) == [("invalid-field", "/data")]


@given(st.dictionaries(texts, texts, max_size=3))
def test_data_may_come_as_the_base64_of_its_json(data: dict[str, Json]) -> None:
    as_bytes = without("data") | {"datacontenttype": "application/json", "data_base64": encoded(json.dumps(data))}
    assert from_object(as_bytes) == from_object(event(data=data))


@pytest.mark.parametrize(("data", "encoded_data"), [({}, "e30="), (None, "e30="), ({}, None)])
def test_data_comes_only_once(data: Json, encoded_data: Json) -> None:
    both = event(datacontenttype="application/json", data=data, data_base64=encoded_data)
    assert faults_of(both) == [("invalid-field", "/data_base64")]


def test_base64_says_nothing_of_what_it_holds() -> None:
    assert faults_of(without("data") | {"data_base64": "e30="}) == [("missing-field", "/datacontenttype")]


@pytest.mark.parametrize("text", ["{}", "e30", "e30==", "e31=", "e3 0=", "e30=\n", "eyJ4Ijoi-_8ifQ==", "", "é", 7])
def test_base64_of_another_alphabet_or_padding_is_refused(text: Json) -> None:
    posted = without("data") | {"datacontenttype": "application/json", "data_base64": text}
    assert faults_of(posted) == [("invalid-field", "/data_base64")]


@pytest.mark.parametrize(
    ("text", "fault"), [("[]", "invalid-field"), ("{", "malformed"), ('{"a":1,"a":1}', "malformed")]
)
def test_base64_holds_a_json_object(text: str, fault: str) -> None:
    posted = without("data") | {"datacontenttype": "application/json", "data_base64": encoded(text)}
    assert faults_of(posted) == [(fault, "/data_base64")]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b"{}{}", b'{"id":"a","id":"a"}', b'{"id":"\xff"}'])
def test_a_body_that_is_no_json_object_cannot_be_read(body: bytes) -> None:
    assert faults_of_body(body) == [("malformed", "")]


def test_a_batch_judges_each_item_alone() -> None:
    good, nameless, number = batch(written([EVENT, without("id"), 7]))
    assert good == from_object(EVENT)
    assert isinstance(nameless, Refused)
    assert faults(nameless) == [("missing-field", "/id")]
    assert isinstance(number, Refused)
    assert faults(number) == [("malformed", "")]


@pytest.mark.parametrize("item", [EVENT, {}, [], {**EVENT, "subject": "?"}, None], ids=repr)
def test_a_line_is_judged_as_an_item_of_a_batch(item: Json) -> None:
    one, (other,) = line(json.dumps(item).encode()), batch(json.dumps([item]).encode())
    assert isinstance(one, Posted) == isinstance(other, Posted)
    if isinstance(one, Refused) and isinstance(other, Refused):
        assert one.refusals == other.refusals
    else:
        assert one == other


def test_an_empty_batch_is_a_batch() -> None:
    assert batch(b"[]") == []


def test_a_batch_of_a_thousand_is_taken_and_one_more_is_too_large() -> None:
    assert len(batch(written([EVENT] * 1000))) == 1000
    with pytest.raises(Refused) as refused:
        batch(written([7] * 1001))
    assert faults(refused.value) == [("too-large", "")]


@pytest.mark.parametrize("body", [written(EVENT), b"", b"[", b"null"])
def test_a_batch_that_is_no_array_cannot_be_read(body: bytes) -> None:
    with pytest.raises(Refused) as refused:
        batch(body)
    assert faults(refused.value) == [("malformed", "")]


def test_binary_and_structured_mode_say_the_same() -> None:
    assert binary(HEADERS, DATA) == from_object(EVENT)


def test_header_names_are_taken_in_any_case() -> None:
    assert binary([(name.upper(), value) for name, value in HEADERS], DATA) == from_object(EVENT)


@given(texts)
def test_an_attribute_survives_percent_encoding(text: str) -> None:
    assert binary(with_header(b"ce-id", quote(text, safe="").encode()), DATA) == from_object(event(id=text))


@given(texts)
def test_an_attribute_survives_quoting(text: str) -> None:
    quoted = quote(text, safe=' "\\+').replace("\\", "\\\\").replace('"', '\\"')
    assert binary(with_header(b"ce-id", f'"{quoted}"'.encode()), DATA) == from_object(event(id=text))


def test_percent_signs_are_decoded_once_and_a_plus_stays() -> None:
    assert binary(with_header(b"ce-id", b"a+b%2541"), DATA).id == "a+b%41"


@pytest.mark.parametrize(
    "value", [b"%", b"a%zz", b"%4", b"%C0%A0", b"%E2%82", b"%ED%A0%80", b"\xc3\xa9", b'"a', b'"a"b']
)
def test_a_header_that_cannot_be_decoded_is_malformed(value: bytes) -> None:
    assert faults_of_headers(with_header(b"ce-id", value)) == [("malformed", "/id")]


def test_a_decoded_control_character_is_refused_like_a_written_one() -> None:
    assert faults_of_headers(with_header(b"ce-id", b"a%0Ab")) == [("invalid-field", "/id")]


@pytest.mark.parametrize("again", [b"e-1", b"e-2", b""])
def test_a_header_sent_twice_is_malformed_even_if_both_agree(again: bytes) -> None:
    assert faults_of_headers([*HEADERS, (b"CE-ID", again)]) == [("malformed", "/id")]


def test_unreadable_headers_come_before_misplaced_ones() -> None:
    headers = [*with_header(b"ce-id", b"%"), (b"ce-data", b"x"), (b"ce-type", b"again")]
    assert faults_of_headers(headers) == [("malformed", "/id"), ("malformed", "/type"), ("unknown-field", "/data")]


@pytest.mark.parametrize("name", ["data", "data_base64", "datacontenttype", "trace-parent", "colour"])
def test_a_header_without_a_place_in_binary_mode_is_refused(name: str) -> None:
    assert faults_of_headers([*HEADERS, (f"ce-{name}".encode(), b"e30=")]) == [("unknown-field", f"/{name}")]


def test_an_expected_version_comes_as_digits_in_a_header() -> None:
    assert binary([*HEADERS, (b"ce-expectedversion", b"4")], DATA).expected_version == 4


@pytest.mark.parametrize(
    ("body", "fault"),
    [(b"", "missing-field"), (b"null", "missing-field"), (b"[]", "invalid-field"), (b"{", "malformed")],
)
def test_the_body_of_binary_mode_is_the_data(body: bytes, fault: str) -> None:
    assert faults_of_headers(HEADERS, body) == [(fault, "/data")]
