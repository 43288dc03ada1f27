"""Who reads: the zone of their clocks, from a cookie that the form in the footer sets; UTC until then."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from starlette.requests import Request

from api.http.parameters import AS_OF, AsOf, NotReadable, Parameter
from api.words import MONTHS
from domain.ports import LARGEST_POSITION

COOKIE = "zone"
UTC_ZONE = ZoneInfo("UTC")
LONGEST_ZONE = 64
FIRST_MOMENT, LAST_MOMENT = (0, 0, 0, 0), (23, 59, 59, 999_999)
EXAMPLES = "a position, such as 1042, or a time, such as 2 Mar 2022, 18:00 or 2022-03-02T23:00:00Z"

_ZONE = re.compile(r"[A-Za-z0-9_+\-]+(?:/[A-Za-z0-9_+\-]+){0,2}", re.ASCII)
_DAY = (
    r"(?:(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})|(?P<word_day>\d{1,2}) (?P<name>[a-z]{3})[a-z]* "
    r"(?P<word_year>\d{4}))"
)
_AS_PEOPLE_WRITE = re.compile(
    rf"{_DAY}(?:(?:,? |t)(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Reader:
    """What a page knows of who reads it: their clocks, and the position that they look back to, if they do."""

    zone: ZoneInfo = UTC_ZONE
    as_of: int | None = None

    @property
    def place(self) -> str:
        """The zone as people say it: "New York", "UTC"."""
        return self.zone.key.rpartition("/")[2].replace("_", " ")


SOMEBODY = Reader()
_reader: ContextVar[Reader] = ContextVar("reader", default=SOMEBODY)


def reader_of(request: Request) -> Reader:
    """Who sent *request*, as far as its cookie tells."""
    zone = zone_named(request.cookies.get(COOKIE, ""))
    return SOMEBODY if zone is None else Reader(zone)


def present_reader() -> Reader:
    """Whose page is being made; filters ask, for a macro's own names do not hold it."""
    return _reader.get()


@contextmanager
def reading(reader: Reader) -> Iterator[None]:
    """Makes a page for *reader* until the block ends."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


@lru_cache(maxsize=1_024)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone of that name, None if there is none; never a path, whatever the name holds."""
    if len(name) > LONGEST_ZONE or not _ZONE.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones, such as "America", is an OSError
        return None


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """The zones that the form offers: of places, in order, and UTC first."""
    places = (one for one in available_timezones() if "/" in one and not one.startswith(("Etc/", "SystemV/", "US/")))
    return ("UTC", *sorted(places))


def as_of_in(zone: ZoneInfo) -> Parameter[AsOf]:
    """``as_of`` as people write it: all that /v1 takes, and a day or a time by the clocks of *zone*."""

    def read(text: str) -> AsOf:
        if (moment := written_moment(text, zone)) is not None:
            return AsOf(moment=moment)
        try:
            return AS_OF.read(text.strip().replace(",", "") if _is_grouped(text) else text.strip())
        except NotReadable:
            raise NotReadable(EXAMPLES) from None

    return Parameter(AS_OF.name, AS_OF.meaning, read, AS_OF.schema)


def written_moment(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment that "2 Mar 2022, 18:00" or "2022-03-02 18:00" means in *zone*.

    A page shows a moment to the minute or to the second, and what it shows leads back to what it showed: a day, a
    minute and a second mean their end, or the present moment while they last, for of what goes on nobody knows the end.
    """
    found = _AS_PEOPLE_WRITE.fullmatch(" ".join(text.split()).lower())
    if found is None:
        return None
    named = [int(found[one]) for one in ("hour", "minute", "second") if found[one]]
    try:
        month = int(found["month"] or MONTHS.index(found["name"].capitalize()) + 1)
        year, day = int(found["year"] or found["word_year"]), int(found["day"] or found["word_day"])
        first, last = (_clock(named, rest) for rest in (FIRST_MOMENT, LAST_MOMENT))
        begins, ends = (datetime.combine(date(year, month, day), one, zone).astimezone(UTC) for one in (first, last))
    except (ValueError, OverflowError):
        return None
    now = datetime.now(UTC)
    return now if begins <= now < ends else ends


def _clock(named: Sequence[int], rest: Sequence[int]) -> time:
    """The time of day of the parts that were *named*, the others being those of *rest*."""
    hour, minute, second, microsecond = (*named, *rest[len(named) :])
    return time(hour, minute, second, microsecond)


def _is_grouped(text: str) -> bool:
    """Whether *text* is a position with commas, as the page shows it."""
    digits = text.strip().replace(",", "")
    return digits.isdecimal() and digits.isascii() and len(digits) <= len(str(LARGEST_POSITION))
