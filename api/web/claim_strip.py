"""The as-of strip: the moment shown, the steps to earlier and later ones, a rail of what was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from api.http.claim_reading import Happened
from api.web.charts.rail import Rail, as_of_rail
from api.web.charts.svg import Told
from api.web.filters import when_words
from api.web.reader import present_reader
from api.web.sentences import count_words
from api.web.words_times import clock_words, day_words_of
from api.words import Shown

MOST_TICKS = 240
A_FEW_MINUTES = timedelta(minutes=5)
"""So short a time is told to the second."""
IN_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


@dataclass(frozen=True, slots=True)
class Strip:
    """Positions to go to (None: nowhere), words for the link back, the drawing."""

    earlier: int | None
    earlier_words: str
    later: int | None
    rail: Markup


def versions_wanted(last: int) -> set[int]:
    """Versions of a stream that the strip needs: evenly spread ones where there are more than it has room for."""
    step = max(1.0, last / MOST_TICKS)
    spread = {round(1 + n * step) for n in range(MOST_TICKS)}
    return {one for one in spread if one <= last} | {1, last, last + 1}


def strip(view: Shown, recorded: Sequence[Happened], shown: datetime, *, is_past: bool) -> Strip:
    """The strip as of *shown*; *recorded* are events of the claim, some beyond what is shown."""
    version = view["version"]
    until = [one for one in recorded if one.version <= version]
    last = next((one for one in until if one.version == version), None)
    later = next((one for one in recorded if one.version == version + 1), None)
    has_earlier = last is not None and version > 1
    return Strip(
        earlier=last.position - 1 if has_earlier and last else None,
        earlier_words=f"Before {when_words(last.recorded_at)}" if last else "",
        later=later.position if is_past and later else None,
        rail=_rail(until, version, shown),
    )


def came_later(count: int) -> str:
    """What the banner of the past says of events that it does not show."""
    if not count:
        return "Nothing on this claim came later."
    words = IN_WORDS[count] if count < len(IN_WORDS) else f"{count:,}"
    return f"{words} {'event' if count == 1 else 'events'} on this claim came later."


def _rail(recorded: Sequence[Happened], version: int, shown: datetime) -> Markup:
    if not recorded:
        return Markup("")
    zone = present_reader().zone
    first, end = recorded[0].recorded_at.astimezone(zone), shown.astimezone(zone)
    is_one_day = first.date() == end.date()
    is_short = end - first < A_FEW_MINUTES
    first_words, end_words = (
        clock_words(one, zone, seconds=is_short) if is_one_day else day_words_of(one) for one in (first, end)
    )
    if not is_one_day and first.year == end.year:
        first_words = first_words.rpartition(" ")[0]
    told = Told("rail", f"{count_words(version, 'recorded event')} from {first_words} to {end_words}")
    return as_of_rail(Rail(told, [one.recorded_at for one in recorded], end, end, first_words, end_words))
