"""What an update note says of the figures that changed: an amount of one, or its words, excuses the change."""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import lru_cache

from domain.figure import Figure, Range, Relative, Tally, Vague, amounts
from domain.note_numbers import note_numerals
from domain.scope import comparable
from domain.shapes import amount_value
from domain.worded_figure import is_no_year, readings

_NO_WORD = re.compile(r"[^\w]+")


def note_gives(note: str, gone: Collection[Figure], come: Collection[Figure]) -> bool:
    """Whether an update note gives an amount of figures that went or came, or their words where they have none."""
    read, words = _read(note)
    pairs = ((gone, come), (come, gone))
    return any(
        not read.isdisjoint(_telling_amounts(figure, others)) or any(f" {term} " in words for term in _terms(figure))
        for figures, others in pairs
        for figure in figures
    )


def amounts_of_note(note: str) -> frozenset[Decimal]:
    """The amounts that an update note gives."""
    return _read(note)[0]


def stated_amounts(figure: Figure) -> set[Decimal]:
    """Every amount that a figure states of itself, without signs, for in words none is read."""
    return {abs(amount_value(amount)) for amount in amounts(figure)}


@lru_cache(maxsize=256)  # a note is held against every figure that changed, and again whenever one of the claims moves
def _read(note: str) -> tuple[frozenset[Decimal], str]:
    """The amounts that an update note gives, and its words between spaces."""
    given = [frozenset(readings(one)) for one in note_numerals(note) if not one.doubtful or is_no_year(note, one)]
    return frozenset[Decimal]().union(*given), f" {_NO_WORD.sub(' ', comparable(note))} "


def _telling_amounts(figure: Figure, others: Collection[Figure]) -> set[Decimal]:
    """The amounts of *figure* that tell of its change: of a tally or a range, those that differ."""
    if isinstance(figure, Tally):
        kept = [dict(_parts(other)) for other in others]
        return {amount for name, amount in _parts(figure) if not kept or any(one.get(name) != amount for one in kept)}
    stated = stated_amounts(figure)
    if isinstance(figure, Range):
        stated -= {
            abs(amount_value(end)) for other in others if isinstance(other, Range) for end in (other.low, other.high)
        }
    return stated


def _parts(figure: Figure) -> Iterator[tuple[str, Decimal]]:
    if isinstance(figure, Tally):
        for name, amount in figure.parts.items():
            yield name, amount_value(amount)


def _terms(figure: Figure) -> tuple[str, ...]:
    """The words of a figure that has no amount of its own."""
    match figure:
        case Vague(term=words) | Relative(comparison=words):
            return (_NO_WORD.sub(" ", comparable(words)),)
        case _:
            return ()
