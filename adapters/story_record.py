"""Editions of stories out of the projection ``figures``, as the domain's functions take them."""

from collections.abc import Container, Sequence
from datetime import datetime
from typing import Any

import orjson
from pydantic import TypeAdapter

from adapters.claim_records import unless_erased
from domain.attribution import PartyOrName
from domain.event_parts import Print
from domain.story import VEILED, Edition

_OUTLET: TypeAdapter[Any] = TypeAdapter(PartyOrName)
_PRINT = TypeAdapter(Print)


def edition_of(view: bytes, text: bytes | None = None, only: Container[str] | None = None) -> Edition:
    """The edition of a row of ``story_edition``; its text is None unless it is given, or erased.

    Where *only* some claims matter, what it prints of others is veiled.
    """
    said = {name: unless_erased(value) for name, value in orjson.loads(view).items()}
    said["recorded_at"] = datetime.fromisoformat(said["recorded_at"])
    said["prints"] = tuple(_print(one, only) for one in said["prints"])
    if isinstance(said["outlet"], dict):
        said["outlet"] = _OUTLET.validate_python(said["outlet"])
    if text is not None:
        said["text"] = text.decode()
    return Edition(**said)


def in_force(rows: Sequence[Sequence[Any]], only: Container[str] | None = None) -> dict[str, dict[int, Edition]]:
    """Editions by story and number, of rows (story, edition, view); *only* as ``edition_of`` has it."""
    found: dict[str, dict[int, Edition]] = {}
    for story, number, view in rows:
        found.setdefault(story, {})[number] = edition_of(view, only=only)
    return found


def _print(shown: Any, only: Container[str] | None) -> Any:  # noqa: ANN401 (JSON of a view; a Print, or Erased)
    one = unless_erased(shown)
    if not isinstance(one, dict):
        return one
    return _PRINT.validate_python(one) if only is None or one["claim"] in only else VEILED
