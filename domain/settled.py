"""What is left of revisions whose contents were let go of: the place of each, and a trace of its utterance.

A revision in memory takes a kilobyte, its place mostly nothing and its traces 8 bytes. That is enough to judge and to
take in nearly every event; what was let go of is read from the log again where it is needed (``domain.recall``).
"""

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Hashable, Iterable, MutableSequence, Sequence
from typing import NamedTuple, Protocol

TRACE = 0xFFFF_FFFF
FEW = 100


class LetGo(LookupError):  # noqa: N818 (what happened; the caller has not recalled what it needs)
    """Something was asked of a settled claim that it does not hold; a mistake of the caller, who should recall it."""


class Place(NamedTuple):
    """A revision's number, the version of the event that made it, the number of the one that it replaces (or 0)."""

    number: int
    version: int
    replaces: int


class _Revision(Protocol):
    number: int
    version: int
    replaces: int | None
    late: bool


class Places:
    """Where each revision, from the first on, comes from, and what has become of it.

    Nearly all are made by one event after the other, late and replaced are few, and corrections mostly too. So only
    what is out of that order is written down: from which number on versions run ahead of numbers by more than before.
    """

    __slots__ = ("_ahead", "_late", "_numbers", "_replaced_by", "_replaces", "count")

    def __init__(self) -> None:
        self.count = 0
        self._numbers: list[int] = []
        self._ahead: list[int] = []
        self._replaces: dict[int, int] = {}
        self._replaced_by: dict[int, int | None] = {}
        self._late: set[int] = set()

    @property
    def exceptions(self) -> int:
        """How much is written down."""
        return len(self._numbers) + len(self._replaces) + len(self._replaced_by) + len(self._late)

    def extend(self, revisions: Sequence[_Revision]) -> None:
        """Takes in the places of the next *revisions*, as if nothing had replaced them."""
        for one in revisions:
            ahead = one.version - one.number
            if not self._ahead or ahead != self._ahead[-1]:
                self._numbers.append(one.number)
                self._ahead.append(ahead)
            if one.replaces is not None:
                self._replaces[one.number] = one.replaces
            if one.late:
                self._late.add(one.number)
        self.count += len(revisions)

    def replace(self, number: int, by: int | None) -> None:
        """Notes that revision *number* was replaced, *by* that one or by nothing."""
        self._replaced_by[number] = by

    def of(self, number: int) -> Place:
        """The place of revision *number*."""
        ahead = self._ahead[bisect_right(self._numbers, number) - 1]
        return Place(number, number + ahead, self._replaces.get(number, 0))

    def is_late(self, number: int) -> bool:
        """Whether it was late."""
        return number in self._late

    def is_replaced(self, number: int) -> bool:
        """Whether it was replaced."""
        return number in self._replaced_by

    def replaced_by(self, number: int) -> int | None:
        """The number of what replaced it; None where that is nothing."""
        return self._replaced_by.get(number)

    def number_at(self, version: int) -> int:
        """The number of the revision that the event at *version* made; 0 where it made none."""
        run = bisect_right(range(len(self._numbers)), version, key=lambda n: self._numbers[n] + self._ahead[n]) - 1
        number = version - self._ahead[run]
        last = self._numbers[run + 1] - 1 if run + 1 < len(self._numbers) else self.count
        return number if number <= last else 0


class Traces:
    """Hashes of utterances, alone and each with its period: enough to tell that one was certainly never heard."""

    __slots__ = ("_of_period", "_said")

    def __init__(self) -> None:
        self._said: MutableSequence[int] = array("I")
        self._of_period: MutableSequence[int] = array("I")

    def add(self, utterances: Iterable[tuple[Hashable, Hashable]]) -> None:
        """Remembers *utterances*, each with the period that it was about."""
        hashes = [(hash(utterance), period) for utterance, period in utterances]
        self._said = _with(self._said, [said & TRACE for said, _ in hashes])
        self._of_period = _with(self._of_period, [hash(one) & TRACE for one in hashes])

    def discard(self, utterance: Hashable, period: Hashable) -> None:
        """Forgets it, once."""
        said = hash(utterance)
        _remove(self._said, said & TRACE)
        _remove(self._of_period, hash((said, period)) & TRACE)

    def may_hold(self, utterance: Hashable, period: Hashable | None) -> bool:
        """Whether *utterance* may be known, and be known to be about *period*, if one is stated."""
        said = hash(utterance)
        if period is None:
            return _holds(self._said, said & TRACE)
        return _holds(self._of_period, hash((said, period)) & TRACE)


def _with(traces: MutableSequence[int], more: Sequence[int]) -> MutableSequence[int]:
    """*traces* and *more* in order: few go into their places, many of them would take the square of the time."""
    if len(more) > FEW:
        return array("I", sorted([*traces, *more]))
    for one in more:
        insort(traces, one)
    return traces


def _holds(traces: MutableSequence[int], trace: int) -> bool:
    found = bisect_left(traces, trace)
    return found < len(traces) and traces[found] == trace


def _remove(traces: MutableSequence[int], trace: int) -> None:
    del traces[bisect_left(traces, trace)]
