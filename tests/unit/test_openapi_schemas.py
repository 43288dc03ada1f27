"""What /openapi.json says of events: what it takes is recorded, what is refused for its shape it does not take."""

import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from adapters.codec import validated
from api.http.openapi import AT, schemas
from domain.canonical import canonical
from domain.events import EVENT_TYPES
from tests.events import corrected, exact, reported

SCHEMAS = schemas()
EXAMPLES = dict(
    re.findall(
        r"^### ([a-z]+\.\S+)\n.*?```json\n(.*?)```",
        (Path(__file__).parents[2] / "docs" / "events.md").read_text(),
        re.MULTILINE | re.DOTALL,
    )
)
REPORTED = reported()["data"]


def takes(name: str, instance: Any) -> bool:
    document = {"$ref": f"{AT}{name}", "components": {"schemas": SCHEMAS}}
    return Draft202012Validator(document).is_valid(instance)


def event(name: str, data: Any) -> dict[str, Any]:
    return {"specversion": "1.0", "id": "1", "source": "s", "type": name, "subject": "a", "data": data}


def is_refused(name: str, data: dict[str, Any]) -> bool:
    return isinstance(validated(name, data, canonical(data)), list)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_an_example_of_each_kind_of_event_fits_its_schema(name: str) -> None:
    assert takes("Event", event(name, orjson.loads(EXAMPLES[name])))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("claim.reported.v1", {**REPORTED, "figure": {"form": "exact", "value": 498}}),
        ("claim.reported.v1", {**REPORTED, "figure": {"form": "some", "value": "498"}}),
        ("claim.reported.v1", {**REPORTED, "mood": "grim"}),
        ("claim.reported.v1", {**REPORTED, "statement": None}),
        ("claim.reported.v1", {**REPORTED, "question": "Ru Mod"}),
        ("claim.reported.v1", {name: value for name, value in REPORTED.items() if name != "wording"}),
        ("claim.annotated.v1", {"text": ""}),
    ],
)
def test_what_is_refused_for_its_shape_fits_no_schema(name: str, data: dict[str, Any]) -> None:
    assert is_refused(name, data)
    assert not takes("Event", event(name, data))


def test_null_means_absent_in_what_a_correction_sets() -> None:
    data = corrected({"figure": exact("1"), "statement": "s"}, {"figure": exact("2"), "statement": None})["data"]
    assert not is_refused("claim.corrected.v1", data)
    assert takes("Event", event("claim.corrected.v1", data))
