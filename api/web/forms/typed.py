"""What people type into fields for amounts and times, as the wire writes it. What could mean two things stays as typed.

A text that is turned into another one is told to the person in the preview; a text that cannot be read is left to the
domain, which refuses it beside its field.
"""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from api.web.reader import UTC_ZONE
from domain.clock import NotATime, read_time

_GROUPED = re.compile(r"(-?)([1-9][0-9]{0,2})((?:,[0-9]{3})+|(?:[ \u00a0\u202f][0-9]{3})+)(\.[0-9]+)?", re.ASCII)
_SEPARATORS = re.compile(r"[, \u00a0\u202f]")
_MINUS = "−"

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMES = "january february march april may june july august september october november december sept".split()
_DASHES = re.compile(r"\s*[–—]\s*|\s+-\s+|\s+to\s+")
_DAY = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([A-Za-z]+)\.?\s+(\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.ASCII)
_BARE_DAY = re.compile(r"(\d{1,2})(?:\s+([A-Za-z]+)\.?)?", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ]\s*(\d{1,2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*([Zz]|UTC|GMT|[+-]\d{2}:\d{2})", re.ASCII
)
_BY_THE_CLOCK = re.compile(r"(.+?)(?:,?\s+(?:at\s+)?|[Tt])(\d{1,2}:\d{2}(?::\d{2})?)", re.ASCII)
MOST_DIGITS = 9
LONGEST_TIME = 100
"""Characters of the longest text that is read as a time: what is longer is none, and costs nothing to see that."""

_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,20})?", re.ASCII)


def amount_typed(text: str) -> str:
    """*text* as an amount: groups of three digits joined, a typographic minus made plain; else as it was typed."""
    plain = text.replace(_MINUS, "-")
    grouped = _GROUPED.fullmatch(plain)
    if grouped is None:
        return plain
    sign, first, groups, rest = grouped.groups()
    return sign + first + _SEPARATORS.sub("", groups) + (rest or "")


def time_typed(text: str, zone: ZoneInfo = UTC_ZONE) -> str:
    """*text* as RFC 3339 or EDTF where it can mean one time only ("2 Mar 2022"); else as it was typed.

    A moment without a zone is one by the clocks of *zone*. One that these have shown twice or never, and a date in
    figures whose order nobody knows (3/2/2022), are left alone.
    """
    if len(text) > LONGEST_TIME:
        return text
    try:
        read_time(text)
    except NotATime:
        return _moment(text) or _day(text) or _period(text) or _by_the_clock(text, zone) or text
    return text


def whole_typed(text: str) -> int | None:
    """*text* as a whole number of at most nine digits, as rows, editions and revisions have; else None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def share_typed(text: str) -> str:
    """What is typed in percent ("10", "2.5 %") as a share; else as it was typed."""
    typed = text.strip().removesuffix("%").strip()
    return f"{Decimal(typed).scaleb(-2).normalize():f}" if _PERCENT.fullmatch(typed) else text


def _by_the_clock(text: str, zone: ZoneInfo) -> str | None:
    """A day and a time of day, with the offset that *zone* had then."""
    found = _BY_THE_CLOCK.fullmatch(text.strip())
    day = None if found is None else _one(found[1])
    if found is None or day is None:
        return None
    try:
        clock = time.fromisoformat(found[2] if found[2][1:2].isdigit() else f"0{found[2]}")
        there = datetime.combine(date.fromisoformat(day), clock, zone)
        offset, later = there.utcoffset(), there.replace(fold=1).utcoffset()
        if offset is None or offset != later:
            return None
        if not offset or offset.seconds % 60:  # before there were zones, places were seconds apart
            return f"{there.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
        return there.isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None


def _moment(text: str) -> str | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    day, minutes, seconds, zone = found.groups()
    return f"{day}T{minutes.zfill(5)}{seconds or ':00'}{zone if zone[0] in '+-' else 'Z'}"


def _day(text: str) -> str | None:
    if found := _DAY.fullmatch(text):
        return _date(found[3], found[2], found[1])
    if found := _MONTH_FIRST.fullmatch(text):
        return _date(found[3], found[1], found[2])
    return None


def _date(year: str, name: str, day: str | None) -> str | None:
    month = _month(name)
    if month is None:
        return None
    if day is None:
        return f"{year}-{month:02d}"
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int | None:
    lower = name.lower()
    if lower not in _MONTHS and lower not in _NAMES:
        return None
    return _MONTHS.index(lower[:3]) + 1


def _period(text: str) -> str | None:
    """Two days with a dash between them; the first may leave month and year to the second ("24 Feb – 2 Mar 2022")."""
    ends = _DASHES.split(text.strip())
    if len(ends) != 2:  # noqa: PLR2004 (a period has two ends)
        return None
    last = _one(ends[1])
    first = _one(ends[0]) or _first(ends[0], ends[1])
    if first is None or last is None:
        return None
    period = f"{first}/{last}"
    try:
        read_time(period)
    except NotATime:
        return None
    return period


def _one(text: str) -> str | None:
    try:
        read_time(text)
    except NotATime:
        return _day(text)
    return None if "/" in text or "T" in text.upper() else text


def _first(text: str, last: str) -> str | None:
    bare, whole = _BARE_DAY.fullmatch(text), _DAY.fullmatch(last)
    if bare is None or whole is None:
        return None
    return _date(whole[3], bare[2] or whole[2], bare[1])
