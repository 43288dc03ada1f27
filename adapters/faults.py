"""What pydantic finds wrong with posted data, as refusals that point into the posted event."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.pointer import SET_MEMBERS, step
from domain.refusals import (
    InvalidField,
    MissingField,
    NotAnAmount,
    NullNotAllowed,
    Refusal,
    ServerField,
    UnknownField,
    shown,
)
from domain.stored_form import NESTED

SET_BY_THE_SERVICE = frozenset(
    {
        "commitment",
        "digest",
        "disputed",
        "late",
        "position",
        "recorded_at",
        "recorder",
        "revision",
        "standing",
        "status",
    }
    | {"stream", "version"}
)
MOST_FAULTS = 100  # of each kind: an array of 60,000 wrong elements must not make an answer many times its size
_ABOUT_PYTHON = re.compile(r"\A\w+ should (?:be|have) | after validation, not \d+\Z")
INSTEAD_OF_OBJECTS = {
    "(event)": "a revision's number, or the identity of the event that made it",
    "(party)": "a name, or an object",
}


def null_faults(data: Mapping[str, Any], type_name: str) -> list[Refusal]:
    """The first nulls in *data*, but for the members of ``was`` and ``is``, where null means absent."""
    return [
        NullNotAllowed(pointer=pointer, expected="a value, or no such member at all", got=None)
        for pointer in islice(_nulls(data, "/data", nested=type_name in NESTED), MOST_FAULTS)
    ]


def faults_of_validation(error: ValidationError, data: Mapping[str, Any]) -> list[Refusal]:
    """The first faults of *error*, each once, in the order found; of alternatives, what came closest to fitting."""
    first = islice(error.errors(), MOST_FAULTS)
    faults = {(fault.pointer, fault.name): fault for fault in (_fault(one, data) for one in first)}
    pointers = {pointer for pointer, _ in faults}
    return [one for one in faults.values() if not any(other.startswith(f"{one.pointer}/") for other in pointers)]


def _nulls(value: Any, at: str, *, nested: bool) -> Iterator[str]:  # noqa: ANN401 (posted JSON)
    if value is None:
        yield at
    elif isinstance(value, dict):
        for name, one in value.items():
            pointer = at + step(name)
            if nested and name in SET_MEMBERS and isinstance(one, dict):
                for member, inside in one.items():
                    if inside is not None:
                        yield from _nulls(inside, pointer + step(member), nested=False)
            else:
                yield from _nulls(one, pointer, nested=False)
    elif isinstance(value, list):
        for n, one in enumerate(value):
            yield from _nulls(one, f"{at}/{n}", nested=False)


def _fault(error: ErrorDetails, data: Mapping[str, Any]) -> Refusal:
    pointer = _pointer(error, data)
    name = str(error["loc"][-1]) if error["loc"] else ""
    got = shown(error["input"])
    match error["type"]:
        case "missing":
            return MissingField(pointer=pointer, expected=f"{name}, which is required here")
        case "unexpected_keyword_argument" if name in SET_BY_THE_SERVICE:
            return ServerField(pointer=pointer, expected="no such member: the service sets it", got=got)
        case "unexpected_keyword_argument":
            return UnknownField(pointer=pointer, expected="no such member", got=got)
        case "union_tag_not_found":
            return MissingField(pointer=f"{pointer}/form", expected="form, which says what kind of figure this is")
        case "union_tag_invalid" if "ctx" in error:
            tags, tag = error["ctx"]["expected_tags"], error["ctx"]["tag"]
            return InvalidField(pointer=f"{pointer}/form", expected=f"one of {tags}", got=shown(tag))
        case "literal_error" if name == "[key]":
            return UnknownField(pointer=pointer, expected="no such member", got=got)
        case _ if error["input"] is None:
            return NullNotAllowed(pointer=pointer, expected="a value", got=None)
        case "dataclass_type" | "model_attributes_type":
            return InvalidField(pointer=pointer, expected=INSTEAD_OF_OBJECTS.get(name, "an object"), got=got)
        case "not_an_amount":
            return NotAnAmount(pointer=pointer, expected=error["msg"], got=got)
        case _:
            return InvalidField(pointer=pointer, expected=_expected(error), got=got)


def _expected(error: ErrorDetails) -> str:
    """What would have fitted, in the words of JSON: whoever posts knows nothing of tuples and dictionaries."""
    match error["type"]:
        case "string_type":
            return "a string"
        case "tuple_type":
            return "an array"
        case "dict_type":
            return "an object"
        case "string_pattern_mismatch" if "ctx" in error:
            return f"a string of the form {error['ctx']['pattern']}"
        case "literal_error" if "ctx" in error and error["ctx"]["expected"] == "True":
            return "true"
        case _:
            return _ABOUT_PYTHON.sub("", error["msg"])


def _pointer(error: ErrorDetails, data: Mapping[str, Any]) -> str:
    """The JSON pointer of the fault: pydantic's location without the names of the alternatives that it tried."""
    at, value = "/data", data
    last = len(error["loc"]) - 1
    for n, tried in enumerate(error["loc"]):
        if n < last and _is_form(value, tried):
            continue
        inside = _inside(value, tried)
        if inside is not _NOTHING:
            at, value = at + step(str(tried)), inside
        elif n == last and error["type"] in ("missing", "unexpected_keyword_argument"):
            at += step(str(tried))
    return at


def _is_form(value: Any, tried: int | str) -> bool:  # noqa: ANN401 (posted JSON)
    return isinstance(value, dict) and value.get("form") == tried


_NOTHING = object()


def _inside(value: Any, tried: int | str) -> Any:  # noqa: ANN401 (posted JSON)
    if isinstance(value, dict):
        return value.get(tried, _NOTHING)
    if isinstance(value, list) and isinstance(tried, int):
        return value[tried] if tried < len(value) else _NOTHING
    return _NOTHING
