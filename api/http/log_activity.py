"""How much was recorded on which day: reports and updates, corrections, and all the rest.

Positions have no gaps, so what a day has follows from where it begins and ends; only what is neither a report nor an
update is counted one by one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from adapters.postgres.composed import composed
from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries

SQL = queries("log_trust")

MOST_DAYS = 366
MOST_EVENTS = 500_000
CORRECTED = "claim.corrected.v1"


@dataclass(frozen=True, slots=True)
class DayOfLog:
    """A day by some zone's clocks that has events: reports and *figures* updated, corrections, events in all."""

    day: date
    figures: int
    corrected: int
    events: int


@dataclass(frozen=True, slots=True)
class LogActivity:
    """The days that have events, in order; how many events of which type there are besides reports and updates.

    ``bound``: what is shown of a longer log: "the last year", "the latest 500,000 events"; else empty.
    """

    days: Sequence[DayOfLog]
    besides: Mapping[str, int]
    bound: str


async def activity_until(pool: Pool, until: int, recorded_at: datetime, zone: ZoneInfo) -> LogActivity:
    """The activity up to the event at *until*, which was *recorded_at*, by the days of *zone*."""
    last_day = recorded_at.astimezone(zone).date()
    days = [last_day - timedelta(days=back) for back in range(MOST_DAYS - 1, -1, -1)]
    midnights = [datetime.combine(day, time(), zone).astimezone(UTC) for day in days]
    found = await rows(
        pool, composed("log_trust", "days"), {"until": until, "after": until - MOST_EVENTS, "midnights": midnights}
    )
    before, stretches = _stretches([(position, day) for position, day in found], until)
    if not stretches:
        return LogActivity([], {}, "")
    counted = await rows(pool, SQL["besides"], {"until": until, "firsts": [first for _, first, _ in stretches]})
    by_stretch: dict[int, Counter[str]] = {}
    for stretch, type_, count in counted:
        by_stretch.setdefault(stretch, Counter())[type_] += count
    shown = [
        _day(days[day - 1], last - first + 1, by_stretch.get(n, Counter()))
        for n, (day, first, last) in enumerate(stretches, 1)
    ]
    besides = sum(by_stretch.values(), Counter[str]())
    return LogActivity(shown, besides, _bound(before, until))


def _bound(before: int, until: int) -> str:
    if not before:
        return ""
    return f"the latest {MOST_EVENTS:,} events" if before == until - MOST_EVENTS else "the last year"


def _stretches(ends: Sequence[tuple[int, int]], until: int) -> tuple[int, list[tuple[int, int, int]]]:
    """The position before the first day shown; of each day its number, its first and its last position."""
    before = max(until - MOST_EVENTS, *(position for position, day in ends if day == 0), 0)
    stretches = []
    first = before + 1
    for last, day in ends:
        if day and last >= first:
            stretches.append((day, first, last))
            first = last + 1
    return before, stretches


def _day(day: date, events: int, besides: Counter[str]) -> DayOfLog:
    return DayOfLog(day, events - besides.total(), besides[CORRECTED], events)
