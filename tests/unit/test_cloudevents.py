"""The strict CloudEvents reader: every vector, the modes, and what a structured body, a batch and a line are."""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from adapters.codec import validated
from api.http.cloudevents import Mode, Posted, batch, binary, from_object, line, mode, structured
from domain.canonical import canonical
from domain.refusals import Json, Refused
from tests.cloudevents import EVENT, faults, without

CASES = 118
PARSED_BUT_WRONG = 422
BATCHES = {"batch of two": [True, True], "empty batch": [], "batch with one bad item": [True, False]}
STATUS = {"malformed": 400, "too-large": 413, "unsupported-media-type": 415}


def written(value: Json) -> bytes:
    return json.dumps(value).encode()


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
