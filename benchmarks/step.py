"""A step of the suite, and what it is held against: goals are data, most of them ratios to others in the same round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.ground import Run
from benchmarks.measure import Measured
from benchmarks.stands import FSYNC

OURS = "claimtrail"
TEXTBOOK = "textbook"


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that a goal is about: of mine and theirs, or of mine alone (then theirs is mine)."""

    words: str
    of: Callable[[Measured, Measured], float | None]
    compares: bool = True


RATE = Figure("by rate", lambda mine, theirs: mine.per_s / theirs.per_s)
CPU = Figure("by CPU", lambda mine, theirs: theirs.cpu_us / mine.cpu_us if mine.cpu_us else None)
BOTH = (RATE, CPU)
CPU_COST = Figure("times the CPU", lambda mine, theirs: mine.cpu_us / theirs.cpu_us if theirs.cpu_us else None)
P50_TIMES = Figure("times the p50", lambda mine, theirs: _ratio(mine.p50_ms, theirs.p50_ms))
P99_TIMES = Figure("times the p99", lambda mine, theirs: _ratio(mine.p99_ms, theirs.p99_ms))
LAG = Figure("events of lag", lambda mine, _: mine.lag_events, compares=False)
LARGEST = Figure("MiB in one process", lambda mine, _: mine.largest_mib, compares=False)
CLIENT = Figure("MiB in the importer", lambda mine, _: mine.client_mib, compares=False)
GROWTH = Figure("times the memory at a tenth", lambda mine, _: mine.memory_growth, compares=False)
P50 = Figure("ms at the median", lambda mine, _: mine.p50_ms, compares=False)
CPU_US = Figure("µs of CPU", lambda mine, _: mine.cpu_us, compares=False)


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound for some figures of one contender, at a disk."""

    figures: Sequence[Figure]
    at_least: float | None = None
    at_most: float | None = None
    of: str = OURS
    against: str | None = None
    """Whom, where it is not the step's base."""

    against_step: str | None = None
    """Where the other is found, if not in the same step."""

    disk: str = FSYNC

    def is_met(self, values: Sequence[float]) -> bool:
        """Whether every one of the figures keeps within the bounds."""
        return all(
            (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)
            for value in values
        )

    def __str__(self) -> str:
        """As a reader of the table reads it."""
        bound = f"≥ {self.at_least:g}" if self.at_least is not None else f"≤ {self.at_most:g}"
        against = ", ".join(one for one in (self.against, self.against_step) if one and one != self.of)
        first, *more = (one.words for one in self.figures)
        words = " and ".join([first, *(one.removeprefix("by ") for one in more)])
        return f"{bound} {words}" + (f" of {against}" if against else "")


@dataclass(frozen=True, slots=True)
class Step:
    """A name, what is done in words, who does it in turn, on which disks, and what is wanted of it."""

    name: str
    words: str
    runs: Sequence[Run] = ()
    disks: Sequence[str] = (FSYNC,)
    base: str = TEXTBOOK
    """Who the others' ratios are to."""

    goals: Sequence[Goal] = ()
    quick: bool = False
    """Whether ``--quick`` has it."""

    long: bool = False
    """Whether it runs only when it is named."""


def _ratio(mine: float | None, theirs: float | None) -> float | None:
    return mine / theirs if mine is not None and theirs else None
