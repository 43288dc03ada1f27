"""The course of a claim's figures, and its turns: what stands, what was corrected, where a figure fell after rising.

The course has one figure for each period day, of those that no correction has replaced: the one last recorded.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, pairwise
from typing import NamedTuple

from domain.shapes import amount_value

RISES = 10
"""A fall is pointed out after so many rises without one."""


class Point(NamedTuple):
    """A revision as it is drawn: its clocks, its figure's amount and bounds as decimal texts, what became of it.

    ``form`` has the figure's form, with a colon and its leaning if it leans, and is None for an erased figure. Moments
    are µs since 1970, None where none is known. A replaced one with ``replaced_by`` None was never said.
    """

    number: int
    recorded_at: datetime
    late: bool
    form: str | None
    amount: str | None
    low: str | None
    high: str | None
    said_first: int | None
    said_last: int | None
    period_day: int
    published_first: int | None
    replaces: int | None
    replaced: bool
    replaced_by: int | None
    stands: bool


@dataclass(frozen=True, slots=True)
class Course:
    """The figures that hold, in the order of what they are about; ``falls`` are pairs of numbers, from and to."""

    points: tuple[Point, ...]
    falls: tuple[tuple[int, int], ...]

    @property
    def fell(self) -> tuple[int, ...]:
        """The numbers of those that fell."""
        return tuple(to for _, to in self.falls)


def course(points: Iterable[Point]) -> Course:
    """The course of *points*, which come in the order of their numbers."""
    by_day = {one.period_day: one for one in points if not one.replaced}
    held = tuple(by_day[day] for day in sorted(by_day))
    return Course(held, tuple(falls((one.number, one.amount) for one in held)))


def turns(points: Sequence[Point], held: Course) -> list[int]:
    """The numbers of the turns of *points*, whose course is *held*; the newest comes first."""
    falls = frozenset(chain.from_iterable(held.falls))
    return [
        one.number
        for one in reversed(points)
        if one.stands or one.replaced or one.replaces is not None or one.number in falls
    ]


def falls(amounts: Iterable[tuple[int, str | None]]) -> Iterator[tuple[int, int]]:
    """Where *amounts*, each with a number, fall after RISES without a fall: from which number to which.

    What has no amount is passed over.
    """
    rises = 0
    known = ((number, amount_value(amount)) for number, amount in amounts if amount is not None)
    for (last, was), (number, now) in pairwise(known):
        if now < was:
            if rises >= RISES:
                yield last, number
            rises = 0
        elif now > was:
            rises += 1
