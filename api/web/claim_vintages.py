"""What we knew when: each stretch of recorded time in which a revision stood, in windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from api.http.claim_reading import Stood
from api.web.claim_asked import BELOW, Asking
from api.web.filters import clock, exactly, when
from api.web.reader import present_reader
from api.web.words_times import day_words_of

AT_ONCE = 12
PLACE = "revisions"


@dataclass(frozen=True, slots=True)
class Vintage:
    """That revision ``number`` stood from the event at ``position`` until another moment (None: it still does)."""

    number: int
    position: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Window:
    """Some vintages, newest first, how many there are, and the ways to earlier ones and back."""

    items: Sequence[Vintage]
    total: int
    earlier: str | None
    first: str | None


@dataclass(frozen=True, slots=True)
class Clocks:
    """How the moments of a window are told.

    ``day`` stands once above all where it is one; ``seconds`` where one stood for less than a minute.
    """

    day: str
    seconds: bool

    def told(self, moment: datetime) -> Markup:
        """The moment in a column, without what is told above it."""
        if self.day:
            return clock(moment, seconds=self.seconds)
        return exactly(moment) if self.seconds else when(moment)


def clocks_of(window: Window) -> Clocks:
    """By the clocks of who reads."""
    zone = present_reader().zone
    moments = {one.astimezone(zone) for item in window.items for one in (item.since, item.until) if one is not None}
    days = {day_words_of(one) for one in moments}
    is_short = any(one.until is not None and one.until - one.since < timedelta(minutes=1) for one in window.items)
    return Clocks(days.pop() if len(days) == 1 else "", seconds=is_short)


def window_of_vintages(stood: Sequence[Stood], asking: Asking) -> Window:
    """The vintages of positions below the one that is asked for."""
    ends = [one.recorded_at for one in stood[1:]] + [None]
    every = [
        Vintage(one.number, one.position, one.recorded_at, end)
        for one, end in zip(stood, ends, strict=False)
        if one.number is not None
    ][::-1]
    below = asking.asked[BELOW]
    left = [one for one in every if below is None or one.position < below]
    window = left[:AT_ONCE]
    return Window(
        items=window,
        total=len(every),
        earlier=asking.address(PLACE, below=window[-1].position) if len(left) > len(window) else None,
        first=asking.address(PLACE, below=None) if below is not None else None,
    )
