"""What we knew when: each stretch of recorded time in which a revision stood, in windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.http.claim_reading import Stood
from api.web.claim_asked import BELOW, Asking

AT_ONCE = 25
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
