"""What a form holds: entries by name, as they were typed; rows added and taken out; what is recorded, as entries."""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from api.web.forms.fields import Entries, rows_of
from api.web.forms.typed import whole_typed

Change: TypeAlias = tuple[str, str]
"""What a button of the form does to its rows: a verb (add, remove, before) and a name."""

_CHANGE = re.compile(r"(add|remove|before):([a-z_]+(?:\.[a-z0-9_]+)*)", re.ASCII)
_PART = re.compile(r"(.+\.)part\.(name|amount)")


def as_entries(value: Any, name: str) -> dict[str, str]:  # noqa: ANN401 (any JSON)
    """A member's JSON as the entries that would give it again; erased values have none."""
    if value is None or (isinstance(value, Mapping) and value.get("redacted") is True):
        return {}
    if isinstance(value, Mapping):
        return {
            one: text for step, inside in value.items() for one, text in as_entries(inside, f"{name}.{step}").items()
        }
    if isinstance(value, list):
        return {one: text for n, inside in enumerate(value) for one, text in as_entries(inside, f"{name}.{n}").items()}
    if isinstance(value, bool):
        return {name: "true" if value else "false"}
    return {name: str(value)}


def change_of(pressed: str) -> Change | None:
    """What the button with this value does to rows; None for one that leaves them alone."""
    found = _CHANGE.fullmatch(pressed)
    return None if found is None else (found[1], found[2])


def with_rows_changed(entries: Entries, change: Change) -> dict[str, str]:
    """*entries* with an empty row more, or one row less; every other entry is kept."""
    verb, name = change
    if verb == "add":
        return {**entries, f"{name}.{_last_row(entries, name) + 1}.": ""}
    array, _, index = name.rpartition(".")
    at = whole_typed(index)
    if at is None:
        return dict(entries)
    by = 1 if verb == "before" else -1
    added = {f"{name}.": ""} if verb == "before" else {}
    return added | {
        _moved(one, array, at, by): text
        for one, text in entries.items()
        if verb == "before" or not (one == f"{name}" or one.startswith(f"{name}."))
    }


def row_of(change: Change, entries: Entries) -> str:
    """The row that somebody will want to look at after *change*."""
    verb, name = change
    if verb == "add":
        return f"{name}.{_last_row(entries, name)}"
    return name if verb == "before" else ""


def _last_row(entries: Entries, name: str) -> int:
    return max(rows_of(entries, name), default=0)


def _moved(name: str, array: str, at: int, by: int) -> str:
    begin = f"{array}."
    if not name.startswith(begin):
        return name
    index, dot, rest = name[len(begin) :].partition(".")
    n = whole_typed(index)
    return name if n is None or n < at else f"{begin}{n + by}{dot}{rest}"


def with_parts_named(entries: Entries) -> dict[str, str]:
    """*entries* with each newly named part of a tally among its parts, where it keeps its name."""
    named = dict(entries)
    for one in entries:
        found = _PART.fullmatch(one)
        if found and found[2] == "name" and (part := entries[one].strip()):
            amount = named.pop(f"{found[1]}part.amount", "")
            named.pop(one)
            named.setdefault(f"{found[1]}parts.{part}", amount)
    return named
