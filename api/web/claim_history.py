"""A claim's figures as its page needs them again and again: all points, the course of those that hold, the turns.

Of a long history that takes most of the page's time, so it is kept while nothing new is recorded of the claim.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.clock import DAY_US, EPOCH
from domain.turns import Course, Point, course, turns

LONG = 12
"""Revisions up to which all are listed, in one table."""

KEPT_FROM, MOST_KEPT = 500, 40_000

Key = tuple[str, int, int]
Placed = tuple[int, int | None, Point]
"""A point with its moment on an axis and the first one it may have been, in µs since 1970."""


class Along(NamedTuple):
    """What held along an axis, in order; what displaced nothing; what was corrected."""

    held: Sequence[Placed]
    beside: Sequence[Placed]
    wrong: Sequence[Placed]


def years_said(point: Point, zone: ZoneInfo) -> tuple[int | None, int | None]:
    """The first and the last year in which it may have been said, as the reader in *zone* sees it; None for unknown.

    A moment is told by the reader's clocks. A day belongs to no zone.
    """
    clocks = zone if _is_moment(point) else UTC
    first, last = (None if one is None else _year(one, clocks) for one in (point.said_first, point.said_last))
    return first, last


def _is_moment(point: Point) -> bool:
    """Whether it was said at a moment, and not on a day."""
    first, last = point.said_first, point.said_last
    return first is not None and last is not None and last - first < DAY_US - 1


def _year(us: int, clocks: tzinfo) -> int | None:
    """The year of a moment in µs since 1970; None beyond the calendar."""
    try:
        return (EPOCH + timedelta(microseconds=us)).astimezone(clocks).year
    except OverflowError:
        return None


def _ends(moments: Collection[int]) -> Sequence[int]:
    return (min(moments), max(moments)) if moments else ()


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
    def _days_and_moments(self) -> tuple[Sequence[int], Sequence[int]]:
        """The first and the last day, and the first and the last moment, on which something was said or published."""
        days: set[int] = set()
        moments: set[int] = set()
        for one in self.points:
            said = (moment for moment in (one.said_first, one.said_last) if moment is not None)
            (moments if _is_moment(one) else days).update(said)
            if one.published_first is not None:
                moments.add(one.published_first)
                if one.published_first % DAY_US == 0:  # which is told as a moment in the chart, else as the day it is
                    days.add(one.published_first)
        return _ends(days), _ends(moments)

    def years(self, zone: ZoneInfo) -> frozenset[int]:
        """The first and the last year in which a figure was said, published or recorded, as one in *zone* sees it."""
        days, moments = self._days_and_moments
        found = [*(_year(one, UTC) for one in days), *(_year(one, zone) for one in moments)]
        recorded = [self.points[place].recorded_at.astimezone(zone).year for place in (0, -1)] if self.points else []
        return frozenset([*recorded, *(one for one in found if one is not None)])

    def is_of_one_year(self, shown: datetime, zone: ZoneInfo) -> bool:
        """Whether a day needs no year on a page of the moment *shown*, for a reader in *zone*."""
        return self.years(zone) == {shown.astimezone(zone).year}

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
class KeptFigures:
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
