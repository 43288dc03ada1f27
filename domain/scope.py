"""What exactly a claim counts: population, place, unit, definition."""

import unicodedata
from functools import lru_cache
from typing import Literal, TypeAlias

from pydantic.dataclasses import dataclass as shape

from domain.shapes import ERASED, STRICT_SHAPE, Erased, Name

SCOPE_FIELDS = ("population", "place", "unit", "definition")
ScopeValues: TypeAlias = tuple[str | Erased | None, ...]


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Scope:
    """What a claim counts; what it leaves open it inherits from its question (never ``signed``).

    ``signed`` allows amounts below zero: a change, a balance, a temperature.
    """

    population: Name | None = None
    place: Name | None = None
    unit: Name | None = None
    definition: Name | None = None
    signed: Literal[True] | None = None


def effective_scope(scope: Scope | Erased | None, question_scope: Scope | Erased | None) -> ScopeValues:
    """The values of ``SCOPE_FIELDS`` in order: inherited where left open, as they are compared."""
    return tuple(_effective(field, scope, question_scope) for field in SCOPE_FIELDS)


def _effective(field: str, *scopes: Scope | Erased | None) -> str | Erased | None:
    for one in scopes:
        if isinstance(one, Erased):
            return ERASED
        stated: str | None = getattr(one, field, None)
        if stated is not None:
            return comparable(stated)
    return None


@lru_cache(maxsize=16_384)
def comparable(text: str) -> str:
    """*text* after NFC, case folding and collapsing of white space."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).split())
