"""Typed values as the wire writes them: what was left out stays out, what is erased says so."""

from dataclasses import fields
from datetime import datetime
from functools import cache, lru_cache
from typing import Final, cast

from domain.refusals import Json
from domain.shapes import ABSENT, Erased

REDACTED: Final[Json] = {"redacted": True}
_PLAIN = frozenset({str, int, bool, type(None)})


def wire(value: object) -> Json:
    """*value*, one of our shapes or made of them, as JSON; an erased part reads ``{"redacted": true}``."""
    if type(value) in _PLAIN:
        return cast("Json", value)
    if isinstance(value, Erased):
        return REDACTED
    if isinstance(value, tuple | list):
        return [wire(one) for one in value]
    if isinstance(value, dict):
        return {name: wire(one) for name, one in value.items()}
    return _shape(value)


def _shape(value: object) -> Json:
    kind: type = type(value)
    return {
        shown: wire(one)
        for name, shown in _names(kind)
        if (one := getattr(value, name)) is not None and one is not ABSENT
    }


@lru_cache(maxsize=4_096)  # the events of one group share theirs
def instant_text(moment: datetime) -> str:
    """A UTC *moment* to the microsecond: ``2022-03-02T20:41:07.123456Z``, always six digits and Z."""
    return moment.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


@cache
def _names(kind: type) -> tuple[tuple[str, str], ...]:
    return tuple((one.name, one.name.removesuffix("_")) for one in fields(kind))
