"""What is left of revisions whose contents were let go of: the place of each, and a trace of its utterance.

A revision in memory takes a kilobyte, its place 13 bytes and its traces 8. That is enough to judge and to take in
nearly every event; what was let go of is read from the log again where it is needed (``domain.recall``).
"""

from array import array
from bisect import bisect_left, insort
from collections.abc import Hashable, Iterable, MutableSequence
from typing import NamedTuple, Protocol

NOT_REPLACED, BY_NOTHING = 0, -1
TRACE = 0xFFFF_FFFF


class LetGo(LookupError):  # noqa: N818 (what happened; the caller has not recalled what it needs)
    """Something was asked of a settled claim that it does not hold; a mistake of the caller, who should recall it."""


class Place(NamedTuple):
    """A revision's number, the version of the event that made it, the number of the one that it replaces (or 0)."""

    number: int
    version: int
    replaces: int


class _Revision(Protocol):
    version: int
    replaces: int | None
    late: bool


class Places:
    """Where each revision, from the first on, comes from, and what has become of it; one entry a revision."""

    __slots__ = ("late", "replaced_by", "replaces", "versions")

    def __init__(self) -> None:
        self.versions: MutableSequence[int] = array("i")
        self.replaces: MutableSequence[int] = array("i")
        self.replaced_by: MutableSequence[int] = array("i")
        self.late = bytearray()

    def __len__(self) -> int:
        """How many revisions have their places here."""
        return len(self.versions)

    def extend(self, revisions: Iterable[_Revision]) -> None:
        """Takes in the places of the next *revisions*, as if nothing had replaced them."""
        for one in revisions:
            self.versions.append(one.version)
            self.replaces.append(one.replaces or 0)
            self.replaced_by.append(NOT_REPLACED)
            self.late.append(one.late)

    def of(self, number: int) -> Place:
        """The place of revision *number*."""
        return Place(number, self.versions[number - 1], self.replaces[number - 1])

    def number_at(self, version: int) -> int:
        """The number of the revision that the event at *version* made; 0 where it made none."""
        found = bisect_left(self.versions, version)
        return found + 1 if found < len(self.versions) and self.versions[found] == version else 0


class Traces:
    """Hashes of utterances, alone and each with its period: enough to tell that one was certainly never heard."""

    __slots__ = ("_of_period", "_said")

    def __init__(self) -> None:
        self._said: MutableSequence[int] = array("I")
        self._of_period: MutableSequence[int] = array("I")

    def add(self, utterance: Hashable, period: Hashable) -> None:
        """Remembers *utterance*, which was about *period*."""
        said = hash(utterance)
        insort(self._said, said & TRACE)
        insort(self._of_period, hash((said, period)) & TRACE)

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


def _holds(traces: MutableSequence[int], trace: int) -> bool:
    found = bisect_left(traces, trace)
    return found < len(traces) and traces[found] == trace


def _remove(traces: MutableSequence[int], trace: int) -> None:
    del traces[bisect_left(traces, trace)]
