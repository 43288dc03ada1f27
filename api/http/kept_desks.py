"""The desks that are kept for whoever asks next: that of now, and the last ones as of the past."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from domain.view import View

PASTS_KEPT = 4  # some megabytes each

Shown: TypeAlias = Mapping[str, Any]
Looked: TypeAlias = dict[str, tuple[object, View | None]]
"""What was said of questions last, and what it was made of: it holds until one of their claims moves."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk as it is answered, and the views of the claims that it names, for whoever has to call them by name."""

    view: Shown
    claims: Mapping[str, Shown]


@dataclass(slots=True)
class KeptDesks:
    """The desk of now, for all who ask until something new is reflected, and for ten times as long as its making took.

    So a stream of events costs a tenth of a processor at most, however many look on. It is not kept for longer than
    a minute, for it tells of days; nor at all once something was erased. The last desks as of the past are kept beside
    it, by position: of these nothing changes but what is erased.
    """

    desk: Desk | None = None
    position: int = -1
    erasures: int = -1
    made_at: float = 0.0
    until: float = 0.0
    looked: Looked = field(default_factory=dict)
    making: asyncio.Lock = field(default_factory=asyncio.Lock)
    pasts: OrderedDict[int, Desk] = field(default_factory=OrderedDict)
    pasts_erasures: int = -1

    def past(self, moment: int, erasures: int) -> Desk | None:
        """The desk as of position *moment*, if it was made after the last erasure."""
        if erasures != self.pasts_erasures:
            self.pasts.clear()
            self.pasts_erasures = erasures
        if moment in self.pasts:
            self.pasts.move_to_end(moment)
        return self.pasts.get(moment)

    def keep_past(self, moment: int, erasures: int, desk: Desk) -> None:
        """Keeps it, and lets go of the one that was not asked for the longest."""
        if erasures == self.pasts_erasures:
            self.pasts[moment] = desk
        while len(self.pasts) > PASTS_KEPT:
            self.pasts.popitem(last=False)
