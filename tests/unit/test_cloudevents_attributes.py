"""The attributes of a CloudEvent: what is taken, kept as it was written, and what every fault is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.cloudevents import Posted, from_object
from domain.refusals import Json, Refused
from tests.cloudevents import EVENT, event, faults_of, without

OPTIONAL = ("time", "datacontenttype", "dataschema", "expectedversion", "traceparent", "tracestate")
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
