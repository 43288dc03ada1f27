"""Stored name and version to event type and back: a closed table. Nothing that a row or a sender names is imported.

What comes from the wire is validated into the types of ``domain.events`` and every fault is named; what comes from the
log was valid once and is read as it is, with ``Erased`` wherever a redaction left null.
"""

from collections.abc import Collection, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, cast, get_type_hints

import orjson
from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from adapters.faults import faults_of_validation, null_faults
from domain.attribution import Hop
from domain.event_parts import Members, Print
from domain.events import EVENT_TYPES, Corrected, EventData
from domain.refusals import Refusal, UnknownEventType, shown
from domain.shapes import ERASED
from domain.wire import REDACTED

MOST_LISTED = 1_000
TOO_LONG = 300
"""Elements: more than any array may have."""

_VALIDATORS: dict[str, SchemaValidator] = {
    name: cast("SchemaValidator", TypeAdapter(shape).validator) for name, shape in EVENT_TYPES.items()
}


def validated(type_name: str, data: Mapping[str, Any], payload: bytes) -> EventData | list[Refusal]:
    """*data* of a posted event as its type, or every fault of its shape; *payload* is its canonical form."""
    validator = _VALIDATORS.get(type_name)
    if validator is None:
        return [UnknownEventType(pointer="/type", expected=", ".join(_VALIDATORS), got=shown(type_name))]
    nulls = null_faults(data, type_name) if b"null" in payload else []
    try:
        typed = validator.validate_python(data)
    except ValidationError as error:
        pointers = {one.pointer for one in nulls}
        told = faults_of_validation(_of_beginnings(error, validator, data), data)
        return [*nulls, *(one for one in told if one.pointer not in pointers)]
    return nulls or cast("EventData", typed)


def _of_beginnings(error: ValidationError, validator: SchemaValidator, data: Mapping[str, Any]) -> ValidationError:
    """*error*, or where very much is wrong that of each array's beginning: to list 125,000 elements takes 0.3 s."""
    if error.error_count() > MOST_LISTED:
        try:
            validator.validate_python(_beginnings(data))
        except ValidationError as shorter:
            return shorter
    return error


def _beginnings(value: Any) -> Any:  # noqa: ANN401 (posted JSON)
    if isinstance(value, dict):
        return {name: _beginnings(one) for name, one in value.items()}
    return [_beginnings(one) for one in value[:TOO_LONG]] if isinstance(value, list) else value


def stored(type_name: str, payload: bytes, erased: bytes | None) -> EventData:
    """The data of a stored event; *erased* is its column, None for an event that is whole."""
    if erased is None:
        return cast("EventData", _VALIDATORS[type_name].validate_json(payload))
    return cast("EventData", _rebuilt(EVENT_TYPES[type_name], orjson.loads(payload), "", erased_pointers(erased)))


def erased_pointers(erased: bytes | None) -> dict[str, str]:
    """Pointer of each erased unit to its commitment (hex)."""
    return {} if erased is None else orjson.loads(erased)["erased"]


def _rebuilt(shape: type, data: Mapping[str, Any], at: str, gone: Collection[str]) -> object:
    """An instance of *shape* from stored *data*: each member that is whole validated alone, the erased ones Erased."""
    made: object = object.__new__(shape)
    for one in fields(shape):
        name = one.name.removesuffix("_")
        value = one.default
        if name in data:
            value = _rebuilt_member(shape, one.name, data[name], f"{at}/{name}", gone)
        object.__setattr__(made, one.name, value)
    return made


def _rebuilt_member(shape: type, name: str, value: Any, at: str, gone: Collection[str]) -> object:  # noqa: ANN401 (stored JSON)
    if at in gone:
        return ERASED
    if shape is Corrected and name == "is_":
        return _rebuilt(Members, value, at, gone)
    if shape is Corrected and name == "was":
        return {member: _shown_was(one, f"{at}/{member}", gone) for member, one in value.items()}
    if isinstance(value, list) and any(f"{at}/{n}" in gone for n in range(len(value))):
        return tuple(ERASED if f"{at}/{n}" in gone else _element(name, one) for n, one in enumerate(value))
    return _member_validator(shape, name).validate_python(value)


def _shown_was(value: Any, at: str, gone: Collection[str]) -> object:  # noqa: ANN401 (stored JSON)
    if at in gone:
        return REDACTED
    if isinstance(value, list):
        return [REDACTED if f"{at}/{n}" in gone else one for n, one in enumerate(value)]
    return value


def _element(name: str, value: Any) -> object:  # noqa: ANN401 (stored JSON)
    element = _ELEMENTS.get(name)
    return value if element is None else element.validate_python(value)


_HOP = TypeAdapter(Hop)
_ELEMENTS: dict[str, TypeAdapter[Any]] = {"attribution": _HOP, "by": _HOP, "prints": TypeAdapter(Print)}


@cache
def _member_validator(shape: type, name: str) -> TypeAdapter[object]:
    return TypeAdapter(get_type_hints(shape, include_extras=True)[name])
