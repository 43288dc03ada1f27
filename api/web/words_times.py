"""Times in the reader's zone, and the dates that producers write (RFC 3339, EDTF) in words.

A moment is shown in a zone; a day, a month or a period belongs to none and reads the same for everybody.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from api.words import DASH, MINUS, MONTHS

MONTHS_IN_FULL = tuple("January February March April May June July August September October November December".split())
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
UNSAID = ("", "..")
GREENWICH = ZoneInfo("UTC")

_DATE = re.compile(
    r"(?P<year>-?[\dX]{4})(?:-(?P<month>[\dX]{2})(?:-(?P<day>[\dX]{2}))?)?(?P<qualifier>[?~%]?)", re.ASCII
)
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_MOST_UNITS = 2


def moment_of(text: str) -> datetime | None:
    """The moment that an RFC 3339 *text* names; None for a day or a period, and for one that Python cannot hold."""
    if "T" not in text.upper():
        return None
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def moment_words(moment: datetime, zone: ZoneInfo, *, seconds: bool = False) -> str:
    """A moment by the clocks of *zone*: "2 Mar 2022, 15:30"."""
    there = _in_zone(moment, zone)
    clock = f"{there:%H:%M:%S}" if seconds else f"{there:%H:%M}"
    return f"{day_words_of(there)}, {clock}"


def clock_words(moment: datetime, zone: ZoneInfo, *, seconds: bool = False) -> str:
    """The time of day alone: "15:30"."""
    there = _in_zone(moment, zone)
    return f"{there:%H:%M:%S}" if seconds else f"{there:%H:%M}"


def day_words_of(there: datetime) -> str:
    """The day of a moment, in whatever zone it carries: "2 Mar 2022"."""
    return f"{there.day} {MONTHS[there.month - 1]} {there.year}"


def weekday_words(moment: datetime, zone: ZoneInfo) -> str:
    """A day in full, for a title: "Friday 14 October 2022"."""
    there = _in_zone(moment, zone)
    return f"{WEEKDAYS[there.weekday()]} {there.day} {MONTHS_IN_FULL[there.month - 1]} {there.year}"


def exact_utc(moment: datetime) -> str:
    """The moment for a title or an audit trail, to the microsecond."""
    there = moment.astimezone(UTC)
    return f"{there.year:04d}-{there:%m-%d %H:%M:%S.%f} UTC"


def period_words(text: str) -> str:
    """What a figure is about: "24 Feb – 2 Mar 2022", "24 Feb 2022 onwards", "Mar 2022"; a moment in UTC."""
    first, slash, last = text.partition("/")
    if not slash:
        moment = moment_of(text)
        return date_words(text) if moment is None else f"{moment_words(moment, GREENWICH)} UTC"
    if first in UNSAID:
        return f"until {date_words(last)}"
    if last in UNSAID:
        return f"{date_words(first)} onwards"
    return between(first, last, f" {DASH} ")


def said_words(text: str) -> str:
    """A day or period as when one thing was said or printed: "between 24 Feb and 2 Mar 2022; the day is not given"."""
    first, slash, last = text.partition("/")
    if not slash:
        missing = _missing(text)
        return f"{date_words(text)}; the {missing} is not given" if missing else date_words(text)
    if first in UNSAID:
        return f"by {date_words(last)}; the day is not given"
    if last in UNSAID:
        return f"{date_words(first)} or later; the day is not given"
    return f"between {between(first, last, ' and ')}; the day is not given"


def by_words(text: str) -> str:
    """The same in a narrow column: "by 2 Mar 2022"."""
    _, slash, last = text.partition("/")
    if not slash:
        return date_words(text)
    return period_words(text) if last in UNSAID else f"by {date_words(last)}"


def between(first: str, last: str, joint: str) -> str:
    """Two dates, the first without what it shares with the last: "24 – 28 Feb 2022"."""
    one, other = _DATE.fullmatch(first), _DATE.fullmatch(last)
    end = date_words(last)
    if one is None or other is None or not (one["day"] and other["day"]) or "X" in first + last:
        return f"{date_words(first)}{joint}{end}"
    if one["qualifier"] or other["qualifier"] or one["year"] != other["year"]:
        return f"{date_words(first)}{joint}{end}"
    day = str(int(one["day"]))
    start = day if one["month"] == other["month"] else f"{day} {MONTHS[int(one['month']) - 1]}"
    return f"{start}{joint}{end}"


def date_words(text: str) -> str:
    """An EDTF date: "2 Mar 2022", "Mar 2022", "spring 2022", "the 2020s", "about 1950"; else as it was written."""
    found = _DATE.fullmatch(text)
    if found is None:
        return text.replace("-", MINUS) if text.startswith("Y") else text
    words = _plain_date(found)
    match found["qualifier"]:
        case "~":
            return f"about {words}"
        case "?":
            return f"{words} (uncertain)"
        case "%":
            return f"about {words} (uncertain)"
        case _:
            return words


def span_words(span: timedelta) -> str:
    """How long something took, in its two largest units: "3 hours 41 minutes", "226 days"."""
    left = abs(int(span.total_seconds()))
    parts: list[str] = []
    for name, seconds in _UNITS:
        count, left = divmod(left, seconds)
        if count:
            parts.append(f"{count:,} {name}{'' if count == 1 else 's'}")
        if parts and (name == "day" or len(parts) == _MOST_UNITS):
            break
    return " ".join(parts) or "less than a second"


def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError:  # a zone ahead of UTC at the very ends of the calendar
        return moment.astimezone(UTC)


def _plain_date(found: re.Match[str]) -> str:
    year = _year_words(found["year"])
    month, day = found["month"], found["day"]
    if month is None or "X" in month:
        return year
    if month in SEASONS:
        return f"{SEASONS[month]} {year}"
    name = f"{MONTHS[int(month) - 1]} {year}" if 1 <= int(month) <= len(MONTHS) else found[0]
    return name if day is None or "X" in day else f"{int(day)} {name}"


def _year_words(year: str) -> str:
    if "X" in year:
        return f"the {year.replace('X', '0').replace('-', MINUS)}s"
    return f"{MINUS}{int(year[1:])}" if year.startswith("-") else str(int(year))


def _missing(text: str) -> str:
    """What a date leaves open, "day" or "month"; nothing where it has a day, or is of a form that names no day."""
    found = _DATE.fullmatch(text)
    if found is None or found["month"] in SEASONS:
        return "day" if found else ""
    if found["month"] is None or "X" in found["month"]:
        return "day"
    return "day" if found["day"] is None or "X" in found["day"] else ""
