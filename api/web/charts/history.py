"""What the chart of a claim is drawn from: its figures in time, where they were printed, how the claim ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Literal

from api.web.charts.figures import Mark
from api.web.charts.scales import Amount, Instant
from api.web.charts.svg import Told


@dataclass(frozen=True, slots=True)
class Step:
    """One revision on the axis that is shown.

    ``at`` is the moment, or the end of the interval that starts at ``since``. ``words`` is the figure ("1,351"),
    ``when`` what follows it ("said 25 March", "said by 2 March"; of a corrected one it is told where no label is beside
    its mark). A state is empty or holds its words:

    - ``corrected``: "corrected to 1,165", with ``corrected_to``, the revision that does it; ``put_back`` if that undoes
      the correction by which this one came in
    - ``disputed``: "disputed, one dispute open"
    - ``late``: "late, recorded 5 May"
    - ``silent``: "24 Sep: printed as 4,832 for 3 minutes, silently"
    - ``fall``: "13 Oct: first fall"; the two figures are added

    One that is ``beside`` the line adds to the history and displaced nothing: the line passes it by.
    """

    at: Instant
    mark: Mark
    words: str
    when: str = ""
    since: Instant | None = None
    revision: int = 0
    stands: bool = False
    corrected: str = ""
    corrected_to: int | None = None
    put_back: bool = False
    disputed: str = ""
    late: str = ""
    silent: str = ""
    fall: str = ""
    beside: bool = False

    @property
    def turns(self) -> bool:
        """Whether its mark tells more than its place on the line."""
        return bool(self.stands or self.corrected or self.disputed or self.late or self.silent or self.fall)


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that printed the claim, in words ("Newsweek ed. 2 prints 498", "Newsweek ed. 2") and by its amount.

    ``day`` tells which it is where its name finds no room at its tick: "2 Mar".
    """

    at: Instant
    words: str
    short: str
    printed: Amount | None = None
    day: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a claim ended: retracted, or continued by another, with words for it ("retracted by Newsweek").

    ``is_cut``: it ended later than the axis does, ``at`` is that end, and the words give the day.
    """

    kind: Literal["retracted", "continued"]
    at: Instant
    words: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """A claim on one axis of time, up to ``now``, in the reader's ``zone``; steps in any order.

    ``silence`` are the words for the time since the last figure; None counts days. ``daily``: its
    figures are known by their days alone, at noon UTC. ``dated``: the page has days of other years too.
    """

    told: Told
    steps: Sequence[Step]
    now: Instant
    zone: tzinfo = UTC
    editions: Sequence[Edition] = ()
    ending: Ending | None = None
    silence: str | None = None
    daily: bool = False
    dated: bool = False
