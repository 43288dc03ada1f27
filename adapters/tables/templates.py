"""Texts with cells in them: ``{place}`` is the cell of a column, ``{value:,}`` its number with commas, ``{{`` a brace.

A text all of whose cells are empty is left out, so that an optional member is there where the table has it. In an id
each cell is spelled in the characters that ids may have.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from adapters.tables.amounts import Marks, NotANumber
from domain.refusals import Json

Cells: TypeAlias = Mapping[str, str]
Fill: TypeAlias = Callable[[Cells], Json]
"""What makes a member of an event from the cells of a row; None where the member is to be left out."""

IDS = frozenset({"id"})
_HOLE = re.compile(r"\{\{|\}\}|\{([^{}:]+)(:,)?\}|[{}]")


class BadCell(ValueError):  # noqa: N818 (the word of the trade)
    """A cell that the map makes nothing of: its column, what was expected there, and what stands there."""

    def __init__(self, where: str, expected: str, got: str) -> None:
        super().__init__(where)
        self.where, self.expected, self.got = where, expected, got


class BadTemplate(ValueError):  # noqa: N818 (the word of the trade)
    """A text whose braces cannot be read."""


def filled(template: Json, marks: Marks, at: str = "") -> Fill:
    """What fills every text in *template*, at any depth; what is no text stays as it is. Raises BadTemplate.

    Members called ``id`` are ids. *at* names the member for BadTemplate.
    """
    match template:
        case str():
            return text_filled(template, marks, at)
        case Mapping():
            members = {
                name: id_filled(one, at) if name in IDS and isinstance(one, str) else filled(one, marks, f"{at}.{name}")
                for name, one in template.items()
            }
            return lambda cells: _without_nones(members, cells)
        case list() | tuple():
            items = [filled(one, marks, at) for one in template]
            return lambda cells: [made for one in items if (made := one(cells)) is not None]
        case _:
            return lambda _cells: template


def text_filled(template: str, marks: Marks, at: str = "") -> Fill:
    """What fills one text. Raises BadTemplate."""
    return _joined(list(_parts(template, marks, at)), any)


def id_filled(template: str, at: str = "") -> Fill:
    """What fills an id, each cell ``spelled``; None where one of them has no letter or digit. Raises BadTemplate."""
    return _joined([part if isinstance(part, str) else _spelled(part) for part in _parts(template, Marks(), at)], all)


def columns_in(template: Json) -> Iterator[str]:
    """The columns that the texts in *template* name."""
    match template:
        case str():
            yield from (hole[1] for hole in _HOLE.finditer(template) if hole[1])
        case Mapping():
            for one in template.values():
                yield from columns_in(one)
        case list() | tuple():
            for one in template:
                yield from columns_in(one)
        case _:
            pass


@lru_cache(maxsize=16_384)
def spelled(text: str) -> str:
    """*text* in the characters of ids: "Côte d'Ivoire" is cote-d-ivoire; letters of other scripts are code points."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LATIN))
    return re.sub(r"[^a-z0-9~]+", "-", "".join(map(_letter, plain))).strip("-")


_LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"})


def _letter(character: str) -> str:
    if character.isascii():
        return "-" if character == "~" else character
    if unicodedata.combining(character):
        return ""
    return f"~{ord(character):x}" if character.isalnum() else "-"


_Part: TypeAlias = "str | Callable[[Cells], str]"


def _parts(template: str, marks: Marks, at: str) -> Iterator[_Part]:
    end = 0
    for hole in _HOLE.finditer(template):
        if hole.start() > end:
            yield template[end : hole.start()]
        end = hole.end()
        if hole[0] in ("{{", "}}"):
            yield hole[0][0]
        elif hole[1] is None:
            raise BadTemplate(f"{at}: a brace stands alone in {template!r}; {{column}} takes a cell, {{{{ is a brace")
        else:
            yield _cell_of(hole[1], marks if hole[2] else None)
    if end < len(template):
        yield template[end:]


def _cell_of(column: str, marks: Marks | None) -> Callable[[Cells], str]:
    if marks is None:
        return lambda cells: cells[column]
    return lambda cells: _with_commas(column, cells[column], marks) if cells[column] else ""


def _with_commas(column: str, cell: str, marks: Marks) -> str:
    try:
        return marks.with_commas(cell)
    except NotANumber as error:
        raise BadCell(column, str(error), cell) from None


def _spelled(part: Callable[[Cells], str]) -> Callable[[Cells], str]:
    return lambda cells: spelled(part(cells))


def _joined(parts: list[_Part], enough: Callable[[Iterable[str]], bool]) -> Fill:
    holes = [place for place, part in enumerate(parts) if not isinstance(part, str)]
    if not holes:
        whole = "".join(map(str, parts))
        return lambda _cells: whole

    def fill(cells: Cells) -> str | None:
        made = [part if isinstance(part, str) else part(cells) for part in parts]
        return "".join(made) if enough([made[place] for place in holes]) else None

    return fill


def _without_nones(members: Mapping[str, Fill], cells: Cells) -> Json:
    return {name: made for name, one in members.items() if (made := one(cells)) is not None}
