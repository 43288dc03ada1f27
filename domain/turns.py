"""The course of a claim's figures, and its turns: what stands, what was corrected, where a figure fell after rising.

The course has the figures that held one after the other, of those that no correction has replaced. One that restates an
earlier day after a newer day had its figure displaced nothing: it stands beside the course. So does a late one of an
earlier day, where nobody can tell that it was said first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from itertools import chain, pairwise
from math import inf
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
    """The figures that held, in the order said; where nobody can tell, the standing rule decides. The last one stands.

    ``falls`` are pairs of numbers, from and to. ``beside`` are those that displaced nothing.
    """

    points: tuple[Point, ...]
    falls: tuple[tuple[int, int], ...]
    beside: tuple[Point, ...] = ()

    @property
    def fell(self) -> tuple[int, ...]:
        """The numbers of those that fell."""
        return tuple(to for _, to in self.falls)


def course(points: Iterable[Point]) -> Course:
    """The course of *points*, which come in the order of their numbers."""
    by_day: dict[int, list[tuple[int, Point]]] = {}
    ranks: dict[int, int] = {}
    for one in points:
        rank = ranks[one.number] = one.number if one.replaces is None else ranks.get(one.replaces, one.replaces)
        if not one.replaced:
            by_day.setdefault(one.period_day, []).append((rank, one))
    held: list[Point] = []
    beside: list[Point] = []
    begins, ends = inf, inf  # what held later began no earlier, and the first of it was over by then
    for day in sorted(by_day, reverse=True):
        in_turn = _in_turn(by_day[day])
        kept: list[Point] = []
        for place, one in reversed(list(enumerate(in_turn))):
            is_in_turn = _first(one) <= ends and (not (place or one.late) or _last(one) < begins)
            (kept if is_in_turn else beside).append(one)
        held += kept
        begins = min([begins, *(one.said_first for one in kept if one.said_first is not None)])
        ends = min([ends, *(_last(one) for one in kept)])
    held.reverse()
    return Course(tuple(held), tuple(falls((one.number, one.amount) for one in held)), tuple(reversed(beside)))


def _in_turn(ranked: list[tuple[int, Point]]) -> list[Point]:
    """Figures of one day, each with its rank (see ``Revision``), so that the last one of any first few stands of them.

    Found from the end: of those that none of the rest was certainly said after, the one recorded last.
    """
    if len(ranked) == 1:
        return [ranked[0][1]]
    by_first = sorted(ranked, key=lambda one: _first(one[1]))
    by_last = sorted(ranked, key=lambda one: _last(one[1]))
    free: list[tuple[int, int]] = []
    numbered = {one.number: one for _, one in ranked}
    found: dict[int, Point] = {}
    while len(found) < len(ranked):
        while by_first[-1][1].number in found:
            by_first.pop()
        while by_last and _last(by_last[-1][1]) >= _first(by_first[-1][1]):
            rank, one = by_last.pop()
            heappush(free, (-rank, one.number))
        number = heappop(free)[1]
        found[number] = numbered[number]
    return list(reversed(found.values()))


def _first(one: Point) -> float:
    return -inf if one.said_first is None else one.said_first


def _last(one: Point) -> float:
    return inf if one.said_last is None else one.said_last


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
