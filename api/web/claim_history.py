"""A claim's figures as its page needs them again and again: all points, the course of those that hold, the turns.

Of a long history that takes most of the page's time, so it is kept while nothing new is recorded of the claim.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from fastapi import Request

from adapters.postgres.fetch import Pool
from api.http.claim_figures import points_of
from domain.turns import Course, Point, course, turns

LONG = 12
"""Revisions up to which all are listed, in one table."""

KEPT_FROM, MOST_KEPT = 500, 40_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Key = tuple[str, int, int]
Placed = tuple[int, int | None, Point]
"""A point with its moment on an axis and the first one it may have been, in µs since 1970."""


class Along(NamedTuple):
    """What held along an axis, in order; what displaced nothing; what was corrected."""

    held: Sequence[Placed]
    beside: Sequence[Placed]
    wrong: Sequence[Placed]


def year_of(us: int) -> int | None:
    """The year of a moment in µs since 1970, by UTC; None beyond the calendar."""
    try:
        return (EPOCH + timedelta(microseconds=us)).year
    except OverflowError:
        return None


@dataclass(frozen=True)
class Figures:
    """The points of a claim in the order of their numbers, which begin at 1 and have no gaps.

    ``along`` keeps, by axis, those that the chart is drawn from.
    """

    points: Sequence[Point]
    along: dict[str, Along] = field(default_factory=dict)

    @cached_property
    def course(self) -> Course:
        """The figures that hold."""
        return course(self.points)

    @cached_property
    def turns(self) -> Sequence[int]:
        """The numbers of what the short list of a long history shows, the newest first."""
        return turns(self.points, self.course)

    @cached_property
    def corrections(self) -> Sequence[int]:
        """The numbers of revisions that correct, or were corrected, the newest first."""
        return [one.number for one in reversed(self.points) if one.replaced or one.replaces is not None]

    @cached_property
    def before(self) -> Mapping[int, Point]:
        """The figure before each one of the course, by its number."""
        return {after.number: earlier for earlier, after in pairwise(self.course.points)}

    @cached_property
    def years(self) -> frozenset[int]:
        """The first and the last year in which a figure was said, published or recorded."""
        said = [
            one
            for point in self.points
            for one in (point.said_first, point.said_last, point.published_first)
            if one is not None
        ]
        recorded = [self.points[place].recorded_at.year for place in (0, -1)] if self.points else []
        ends = [year_of(one) for one in (min(said), max(said))] if said else []
        return frozenset([*recorded, *(one for one in ends if one is not None)])

    def is_of_one_year(self, shown: datetime) -> bool:
        """Whether a day needs no year on a page of the moment *shown*."""
        return self.years == {shown.year}

    @property
    def is_long(self) -> bool:
        """Whether the page lists them in windows."""
        return len(self.points) > LONG

    def numbered(self, number: int) -> Point | None:
        """The point of that number."""
        return self.points[number - 1] if 0 < number <= len(self.points) else None

    def last_stated(self) -> int | None:
        """The last number of the course under which the source gave a figure; None if it never did."""
        stated = (one.number for one in reversed(self.course.points) if one.form not in (None, "none"))
        return next(stated, None)


@dataclass(slots=True)
class Kept:
    """Long histories that were asked for last, together at most 40,000 points."""

    figures: OrderedDict[Key, Figures] = field(default_factory=OrderedDict)

    def get(self, key: Key) -> Figures | None:
        """What is kept under *key*, which is then the last one asked for."""
        found = self.figures.get(key)
        if found is not None:
            self.figures.move_to_end(key)
        return found

    def keep(self, key: Key, figures: Figures) -> None:
        """Keeps a long one, and lets go of those asked for longest ago."""
        if not KEPT_FROM <= len(figures.points) <= MOST_KEPT:
            return
        self.figures[key] = figures
        while sum(len(one.points) for one in self.figures.values()) > MOST_KEPT:
            self.figures.popitem(last=False)


async def figures_of(request: Request, pool: Pool, claim: str, until: int, latest: int | None) -> Figures:
    """The figures of *claim* up to a position.

    *latest* is the position of the claim's last event of all, which the read model has come to: a later erasure
    reaches into the past. None where that is not known, and nothing is kept.
    """
    kept = kept_of(request)
    key = (claim, until, latest or 0)
    if latest is not None and (found := kept.get(key)) is not None:
        return found
    figures = Figures((await points_of(pool, [claim], until)).get(claim, []))
    if len(figures.points) >= KEPT_FROM:
        await asyncio.to_thread(lambda: (figures.course, figures.turns, figures.before))
    if latest is not None:
        kept.keep(key, figures)
    return figures


def kept_of(request: Request) -> Kept:
    """What this service keeps."""
    state = request.app.state
    if not hasattr(state, "claim_figures"):
        state.claim_figures = Kept()
    kept: Kept = state.claim_figures
    return kept
