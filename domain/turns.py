"""The course of a claim's figures, and its turns: what stands, what was corrected, where a figure fell after rising.

The course has one figure for each period day, of those that no correction has replaced: the one last recorded.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, pairwise
from typing import Literal, NamedTuple, TypeAlias

from domain.figure import EXACT, plain
from domain.shapes import amount_value

RISES = 10
"""A fall is pointed out after so many rises without one."""

What: TypeAlias = Literal["stands", "fell", "before the fall", "corrects", "corrected"]


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
class Turn:
    """A revision that the short list of a long history shows, and why.

    ``change`` is the exact difference to the figure before it in the course (a decimal text); None where either has
    no single amount.
    """

    number: int
    what: tuple[What, ...]
    change: str | None


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
    return Course(held, tuple(_falls(held)))


def turns(points: Sequence[Point]) -> list[Turn]:
    """The turns of *points*, which come in the order of their numbers; the newest comes first."""
    held = course(points)
    fell = frozenset(held.fell)
    steps = {one.number: (last, one) for last, one in pairwise(held.points)}
    before = frozenset(last for last, _ in held.falls)
    return [
        Turn(one.number, tuple(_what(one, fell, before)), _change(steps.get(one.number)))
        for one in _turning(points, fell | before)
    ]


def numbers_of_turns(points: Sequence[Point], held: Course) -> list[int]:
    """The numbers of the turns alone, with the course of *points* at hand: there may be tens of thousands."""
    return [one.number for one in _turning(points, frozenset(chain.from_iterable(held.falls)))]


def _turning(points: Sequence[Point], falls: Container[int]) -> Iterator[Point]:
    return (
        one for one in reversed(points) if one.stands or one.replaced or one.replaces is not None or one.number in falls
    )


def _what(one: Point, fell: Container[int], before: Container[int]) -> Iterator[What]:
    if one.stands:
        yield "stands"
    if one.number in fell:
        yield "fell"
    if one.number in before:
        yield "before the fall"
    if one.replaces is not None:
        yield "corrects"
    if one.replaced:
        yield "corrected"


def _change(step: tuple[Point, Point] | None) -> str | None:
    if step is None or step[0].amount is None or step[1].amount is None:
        return None
    return plain(EXACT.subtract(amount_value(step[1].amount), amount_value(step[0].amount)))


def _falls(held: Sequence[Point]) -> Iterator[tuple[int, int]]:
    rises = 0
    amounts = [(one.number, amount_value(one.amount)) for one in held if one.amount is not None]
    for (last, was), (number, now) in pairwise(amounts):
        if now < was:
            if rises >= RISES:
                yield last, number
            rises = 0
        elif now > was:
            rises += 1
