"""Ticks of a time axis, from seconds to centuries, in the reader's zone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import chain
from math import ceil, inf

from api.web.charts.lettering import width_of
from api.web.charts.scales import TimeScale
from api.words import MONTHS

_MINUTE, _HOUR, _DAY, _MONTH, _YEAR = 60, 3_600, 86_400, 2_551_443, 31_556_952
_APART, _CLEAR = 12.0, 4.0  # px between two labels, wanted and needed
_FEWEST = 2
_FIRST_YEAR, _LAST_YEAR = 1, 9999
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class TimeTick:
    """A moment named on the axis; ``day`` stands below the first one: its day under times of day, else its year."""

    at: float
    words: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class _Rhythm:
    seconds: float
    widest: str
    moments: Callable[[float, float, tzinfo], Iterator[float]]
    words: Callable[[datetime], str]


def time_ticks(scale: TimeScale, zone: tzinfo, *, daily: bool = False, dated: bool = False) -> list[TimeTick]:
    """As many round moments as have room for their words.

    *daily*: what is shown is known by its day alone and stands at that day's noon, UTC; so do days on the axis, and no
    hour is named. *dated*: other years are near, so the first tick says its own if none does.
    """
    zone = UTC if daily else zone
    if scale.last <= scale.first:
        return [TimeTick(scale.first, _date_words(_moment(scale.first, zone)))]
    rhythms = [one for one in _RHYTHMS if not daily or one.seconds >= _DAY]
    for place, rhythm in enumerate(rhythms):
        if _room(rhythm, scale) < width_of(rhythm.widest) + _APART:
            continue
        found = _within(rhythm, scale, zone, daily=daily)
        if len(found) < _FEWEST and place:
            finer = _spread(rhythms[place - 1], scale, zone, daily=daily)
            if len(finer) > len(found):
                return _named(rhythms[place - 1], finer, zone, dated=dated)
        if found:
            return _named(rhythm, found, zone, dated=dated)
        break
    return [TimeTick(scale.first, _date_words(_moment(scale.first, zone)))]


def _room(rhythm: "_Rhythm", scale: TimeScale) -> float:
    """The pixels between two of its moments."""
    return rhythm.seconds / (scale.last - scale.first) * (scale.end - scale.start)


def _within(rhythm: "_Rhythm", scale: TimeScale, zone: tzinfo, *, daily: bool) -> list[float]:
    shift = _DAY / 2 if daily and rhythm.words is _day_words else 0
    moments = (at + shift for at in rhythm.moments(scale.first - shift, scale.last, zone))
    return [at for at in moments if scale.first <= at <= scale.last]


def _spread(rhythm: "_Rhythm", scale: TimeScale, zone: tzinfo, *, daily: bool) -> list[float]:
    """Some of a rhythm's moments that are too many to be named all: as many as have room."""
    every = ceil((width_of(rhythm.widest) + _APART) / _room(rhythm, scale))
    return _within(rhythm, scale, zone, daily=daily)[::every]


def _named(rhythm: "_Rhythm", found: list[float], zone: tzinfo, *, dated: bool) -> list[TimeTick]:
    named = [TimeTick(at, rhythm.words(_moment(at, zone))) for at in found]
    first = _moment(found[0], zone)
    if rhythm.seconds < _DAY:
        named[0] = TimeTick(found[0], named[0].words, _date_words(first))
    elif dated and not any(one.words.lstrip("-").isdigit() for one in named):
        named[0] = TimeTick(found[0], named[0].words, str(first.year))
    return named


def centred(
    found: Iterable[TimeTick], scale: TimeScale, edges: tuple[float, float]
) -> Iterator[tuple[TimeTick, float]]:
    """Ticks with the middle of their words, moved inside *edges*; words that would then meet others are left out."""
    free = -inf
    for one in found:
        half = width_of(one.words) / 2
        middle = min(max(scale.at(one.at), edges[0] + half), edges[1] - half)
        if middle - half >= free:
            free = middle + half + _CLEAR
            yield one, middle
        else:
            yield TimeTick(one.at, "", one.day), middle


def days_between(first: float, last: float, zone: tzinfo) -> int:
    """Whole calendar days of the zone from one moment to a later one."""
    return (_moment(last, zone).date() - _moment(first, zone).date()).days


def _moment(at: float, zone: tzinfo) -> datetime:
    try:
        return datetime.fromtimestamp(at, zone)
    except (OverflowError, ValueError, OSError):
        return datetime(_LAST_YEAR if at > 0 else _FIRST_YEAR, 1, 2, tzinfo=UTC)


def _date_words(moment: datetime) -> str:
    return f"{_day_words(moment)} {moment.year}"


def _day_words(moment: datetime) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]}"


def _month_words(moment: datetime) -> str:
    return str(moment.year) if moment.month == 1 else MONTHS[moment.month - 1]


def _clock_words(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}"


def _hour_words(moment: datetime) -> str:
    return f"{moment:%H:%M}" if moment.hour or moment.minute else _day_words(moment)


def _year_words(moment: datetime) -> str:
    return str(moment.year)


def _within_days(step: int) -> Callable[[float, float, tzinfo], Iterator[float]]:
    def moments(first: float, last: float, zone: tzinfo) -> Iterator[float]:
        midnight = _midnight(_moment(first, zone).date(), zone)
        at = midnight + (first - midnight) // step * step
        while at <= last:
            yield at
            at += step

    return moments


def _by_days(step: int) -> Callable[[float, float, tzinfo], Iterator[float]]:
    def moments(first: float, last: float, zone: tzinfo) -> Iterator[float]:
        ordinal = _moment(first, zone).toordinal()
        day = date.fromordinal(max(ordinal - (ordinal - 1) % step, 1))  # sevens are Mondays
        while (at := _midnight(day, zone)) <= last:
            yield at
            day += timedelta(days=step)

    return moments


def _by_months(step: int) -> Callable[[float, float, tzinfo], Iterator[float]]:
    def moments(first: float, last: float, zone: tzinfo) -> Iterator[float]:
        start = _moment(first, zone)
        months = (start.year * _MONTHS_A_YEAR + start.month - 1) // step * step
        while (year := months // _MONTHS_A_YEAR) <= _LAST_YEAR:
            if year >= _FIRST_YEAR:
                at = _midnight(date(year, months % _MONTHS_A_YEAR + 1, 1), zone)
                if at > last:
                    return
                yield at
            months += step

    return moments


def _midnight(day: date, zone: tzinfo) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()


_RHYTHMS = tuple(
    chain(
        (_Rhythm(n, "00:00:00", _within_days(n), _clock_words) for n in (1, 2, 5, 10, 15, 30)),
        (_Rhythm(n * _MINUTE, "00:00", _within_days(n * _MINUTE), _hour_words) for n in (1, 2, 5, 10, 15, 30)),
        (_Rhythm(n * _HOUR, "30 May", _within_days(n * _HOUR), _hour_words) for n in (1, 2, 3, 6, 12)),
        (_Rhythm(n * _DAY, "30 May", _by_days(n), _day_words) for n in (1, 2, 7)),
        (_Rhythm(n * _MONTH, "2022", _by_months(n), _month_words) for n in (1, 2, 3, 6)),
        (
            _Rhythm(n * _YEAR, "2022", _by_months(n * _MONTHS_A_YEAR), _year_words)
            for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
        ),
    )
)
