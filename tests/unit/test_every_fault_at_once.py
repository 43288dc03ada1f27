"""An event that comes alone is refused with every fault found, of its attributes and of its data."""

from typing import Any

import orjson
import pytest

from api.http.cloudevents import batch, binary, structured
from domain.refusals import Refused
from tests.events import reported


def event(**attributes: Any) -> dict[str, Any]:
    return {"specversion": "1.0", **reported(), **attributes}


def faults(event: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        structured(orjson.dumps(event))
    return [(one.name, one.pointer) for one in refused.value.refusals]


def test_wrong_attributes_and_wrong_data_are_told_at_once() -> None:
    told = faults(event(source=None, data={**reported()["data"], "figure": {"form": "exact", "value": 498}, "mood": 1}))
    assert told == [
        ("missing-field", "/source"),
        ("not-an-amount", "/data/figure/value"),
        ("unknown-field", "/data/mood"),
    ]


def test_what_makes_no_sense_is_told_beside_wrong_attributes() -> None:
    contradicting = {**reported()["data"], "wording": "489 soldiers"}
    assert faults(event(time="noon", data=contradicting)) == [
        ("invalid-field", "/time"),
        ("wording-contradicts-figure", "/data/wording"),
    ]


@pytest.mark.parametrize("attributes", [{"type": "claim.guessed.v1"}, {"type": 7}, {"data": []}])
def test_of_data_that_no_type_describes_nothing_more_is_told(attributes: Any) -> None:
    assert all(not pointer.startswith("/data/") for _, pointer in faults(event(source=None, **attributes)))


def test_headers_and_body_are_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        binary([(b"ce-specversion", b"1.0"), (b"ce-type", b"claim.annotated.v1"), (b"ce-subject", b"c")], b"{}")
    assert [one.pointer for one in refused.value.refusals] == ["/id", "/source", "/data/text"]


def test_what_is_no_object_is_malformed_and_nothing_else() -> None:
    assert faults([1]) == [("malformed", "")]


def test_an_item_of_a_batch_is_told_of_its_attributes_first() -> None:
    (refused,) = batch(orjson.dumps([event(source=None, data={})]))
    assert isinstance(refused, Refused)
    assert [one.pointer for one in refused.refusals] == ["/source"]
