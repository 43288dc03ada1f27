"""Times as producers write them (RFC 3339, EDTF level 0 and 1), and the one order that is used between them.

What a text allows is an interval: an instant is itself, a day lasts 24 hours UTC, a year begins with its first day and
ends with its last. Nanoseconds are Python integers, for a four-digit year does not fit into 64 bits. The calendar is
the proleptic Gregorian one, as in ISO 8601: the year 0000 exists and is a leap year.
"""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

LONGEST = 100
SECOND_NS = 1_000_000_000
DAY_MINUTES = 24 * 60
DAY_NS = DAY_MINUTES * 60 * SECOND_NS
DAY_US = DAY_NS // 1_000

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CYCLE_YEARS = 400
_CYCLE_DAYS = 146_097

_INSTANT = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[Tt]"
    r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d|60)(?:\.(?P<fraction>\d+))?"
    r"(?:[Zz]|(?P<ahead>[+-])(?P<by_hours>[01]\d|2[0-3]):(?P<by_minutes>[0-5]\d))\Z",
    re.ASCII,
)
_DATE = re.compile(
    r"(?P<sign>-?)"
    r"(?:(?P<years>\d{3}X|\d{2}XX)"
    r"|(?P<year>\d{4})(?:-XX(?:-XX)?|-(?P<season>2[1-4])|-(?P<month>\d{2})(?:-(?:XX|(?P<day>\d{2})))?)?)"
    r"[?~%]?\Z",
    re.ASCII,
)
_FAR_YEAR = re.compile(r"Y-?[1-9]\d{4,}[?~%]?\Z", re.ASCII)
_UNSAID = ("", "..")

_AN_INSTANT = "RFC 3339 with seconds and an offset, such as 2022-03-02T20:41:07Z"
_A_DATE = "an EDTF date or interval of level 0 or 1, such as 2022-03-02 or 2022-02-24/2022-03-02"


class Span(NamedTuple):  # a tuple, for a fold looks spans up by the thousand, and tuples hash in C
    """What a time as written allows, as a closed interval.

    ``first_ns`` and ``last_ns`` are nanoseconds since 1970-01-01T00:00:00Z, the last one inclusive (a day ends at
    23:59:59.999999999Z); ``first_day`` and ``last_day`` are their UTC days since 1970-01-01. An end is None where it
    is open, unknown or beyond four-digit years. ``unknown`` is the text itself where an end is unknown (a season, an
    empty end, a Y-year), so that two such spans are equal only if written the same; an open end ("..") is known.
    """

    first_ns: int | None
    last_ns: int | None
    first_day: int | None
    last_day: int | None
    unknown: str | None


def period_text(period: Span) -> str:
    """The same text for the same interval; for one whose end is unknown, that it was written the same."""
    ends = f"{period.first_ns}/{period.last_ns}"
    return ends if period.unknown is None else f"{ends} {period.unknown}"


class NotATime(ValueError):  # noqa: N818 (the word of the trade; an Error would say that something broke)
    """Raised for a text that is no time; ``reason`` is what was expected instead."""

    def __init__(self, reason: str) -> None:
        """Holds *reason*, fit for a refusal's ``expected``."""
        super().__init__(reason)
        self.reason = reason


@lru_cache(maxsize=65_536)
def read_time(text: str) -> Span:
    """What *text* allows: RFC 3339 with an offset, or EDTF of level 0 or 1.

    Qualifiers (``?``, ``~``, ``%``) widen nothing. Ours: at most 100 characters, a Y-year stands alone, a time of day
    is never an end of an interval. Raises NotATime.
    """
    if len(text) > LONGEST:
        # what the cache holds must stay small, and a fraction of a second may have any number of digits
        raise NotATime(f"at most {LONGEST} characters")
    if instant := _INSTANT.match(text):
        return _moment(_instant_ns(instant))
    if "/" in text:
        return _interval(text)
    if _FAR_YEAR.match(text):
        return _days(None, None, unknown=text)
    days = _outer_days(text)
    return _days(None, None, unknown=text) if days is None else _days(*days)


def certainly_earlier(a: Span, b: Span) -> bool:
    """Whether *a* ends before *b* begins: the only order there is, a strict partial one. False if nobody can know."""
    return a.last_ns is not None and b.first_ns is not None and a.last_ns < b.first_ns


def read_instant(text: str) -> int:
    """Nanoseconds since 1970-01-01T00:00:00Z of an RFC 3339 date-time.

    Digits beyond the ninth of a fraction are cut off. A leap second (23:59:60 UTC) counts as the last nanosecond of
    its minute. Raises NotATime.
    """
    instant = _INSTANT.match(text)
    if instant is None:
        raise NotATime(_AN_INSTANT)
    return _instant_ns(instant)


def _moment(ns: int) -> Span:
    day = ns // DAY_NS
    return Span(ns, ns, day, day, unknown=None)


def _days(first: int | None, last: int | None, unknown: str | None = None) -> Span:
    first_ns = None if first is None else first * DAY_NS
    last_ns = None if last is None else (last + 1) * DAY_NS - 1
    return Span(first_ns, last_ns, first, last, unknown)


def _instant_ns(instant: re.Match[str]) -> int:
    year, month, day, hour, minute, second, fraction, ahead, by_hours, by_minutes = instant.groups()
    minutes = _day_number(int(year), int(month), int(day)) * DAY_MINUTES + int(hour) * 60 + int(minute)
    if ahead is not None:
        minutes -= int(ahead + "1") * (int(by_hours) * 60 + int(by_minutes))
    if second == "60":
        return _leap_second_ns(minutes)
    return (minutes * 60 + int(second)) * SECOND_NS + int((fraction or "0")[:9].ljust(9, "0"))


def _leap_second_ns(minutes: int) -> int:
    if (minutes + 1) % DAY_MINUTES:
        raise NotATime("a second up to 59 (60 only at 23:59:60 UTC)")
    return (minutes + 1) * 60 * SECOND_NS - 1


def _interval(text: str) -> Span:
    start, _, end = text.partition("/")
    if start in _UNSAID and end in _UNSAID:
        raise NotATime("an interval that has a start or an end")
    starts, ends = (None if side in _UNSAID else _outer_days(side) for side in (start, end))
    first, last = starts and starts[0], ends and ends[1]
    if first is not None and last is not None and last < first:
        raise NotATime("an interval that does not end before it starts")
    is_unknown = (starts is None and start != "..") or (ends is None and end != "..")
    return _days(first, last, unknown=text if is_unknown else None)


def _outer_days(text: str) -> tuple[int, int] | None:
    """First and last day that an EDTF date allows; None for a season, which has none that all agree upon."""
    written = _DATE.match(text)
    if written is None:
        raise NotATime(f"{_AN_INSTANT}, or {_A_DATE}")
    first_year, last_year = _years(written["sign"], written["years"] or written["year"])
    if written["season"]:
        return None
    if written["month"] is None:
        return _day_number(first_year, 1, 1), _day_number(last_year, 12, 31)
    month = int(written["month"])
    if written["day"] is None:
        return _day_number(first_year, month, 1), _day_number(first_year + month // 12, month % 12 + 1, 1) - 1
    day = _day_number(first_year, month, int(written["day"]))
    return day, day


def _years(sign: str, digits: str) -> tuple[int, int]:
    least, most = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    if not sign:
        return least, most
    if most == 0:
        raise NotATime("0000 without a sign, or a year below it")
    return -most, -max(least, 1)


def _day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01; ``date`` knows only the years 1 to 9999, and the calendar repeats every 400 years."""
    cycle, year_of_cycle = divmod(year, _CYCLE_YEARS)
    try:
        within = date(year_of_cycle + _CYCLE_YEARS, month, day)
    except ValueError:
        raise NotATime("a month and a day that the calendar has") from None
    return within.toordinal() - EPOCH.toordinal() + (cycle - 1) * _CYCLE_DAYS
