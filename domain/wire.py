"""Typed values as the wire writes them: what was left out stays out, what is erased says so."""

from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from domain.refusals import Json
from domain.shapes import ABSENT, Erased

REDACTED: Final[Json] = {"redacted": True}


def wire(value: object) -> Json:
    """*value*, one of our shapes or made of them, as JSON; an erased part reads ``{"redacted": true}``."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Erased):
        return REDACTED
    if isinstance(value, tuple | list):
        return [wire(one) for one in value]
    if isinstance(value, dict):
        return {name: wire(one) for name, one in value.items()}
    return _shape(value)


def _shape(value: object) -> Json:
    if not is_dataclass(value):
        message = f"no wire form for {type(value).__name__}"
        raise TypeError(message)
    members = ((shown, getattr(value, name)) for name, shown in _names(type(value)))
    return {shown: wire(one) for shown, one in members if one is not None and one is not ABSENT}


def instant_text(moment: datetime) -> str:
    """A UTC *moment* to the microsecond: ``2022-03-02T20:41:07.123456Z``, always six digits and Z."""
    return moment.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


@lru_cache(maxsize=None)
def _names(kind: type) -> tuple[tuple[str, str], ...]:
    return tuple((one.name, one.name.removesuffix("_")) for one in fields(kind))
