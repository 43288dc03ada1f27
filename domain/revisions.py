"""The revisions of one claim, and the one that stands.

The standing revision is never searched for among all of them: those that no correction has replaced lie in buckets
by period day, and only a bucket that loses its standing one, or its latest-said one, is looked through again.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from domain.clock import Span, certainly_earlier, read_time
from domain.events import Selector
from domain.figure import Figure
from domain.shapes import ERASED, Erased

BEFORE_ALL_DAYS = -(10**18)
AFTER_ALL_DAYS = 10**18

Identity: TypeAlias = tuple[str, str]
Utterance: TypeAlias = tuple[Span, str | None]
Kind = Literal["reported", "updated", "corrected"]
REVISION_MEMBERS = (
    "figure",
    "wording",
    "wording_note",
    "statement",
    "language",
    "refers_to",
    "said_at",
    "occasion",
    "published_at",
    "selector",
)


@dataclass(slots=True, eq=False)
class Revision:
    """One figure and wording of a claim, numbered in the order recorded.

    ``rank`` is the number of the revision that this one finally replaces (its own, if none): a correction counts as
    recorded when that one was. ``own`` names the members that came with its own event; the others are its target's.
    """

    number: int
    version: int
    position: int
    recorded_at: datetime
    kind: Kind
    figure: Figure | Erased
    wording: str | Erased
    said_at: str
    refers_to: str | None
    wording_note: str | Erased | None
    statement: str | Erased | None
    language: str | Erased | None
    occasion: str | Erased | None
    published_at: str | Erased | None
    selector: Selector | Erased | None
    reason: str | Erased | None
    own: frozenset[str]
    rank: int
    replaces: int | None = None
    replaced: bool = False
    replaced_by: int | None = None
    late: bool = False

    @property
    def said(self) -> Span:
        """When the source said it, as an interval."""
        return read_time(self.said_at)

    @property
    def period(self) -> Span | None:
        """The period the figure is about, as an interval."""
        return None if self.refers_to is None else read_time(self.refers_to)


def period_day(said: Span, period: Span | None) -> int:
    """The last day the figure is about, as a UTC day number (product page, "Standing", 1).

    The last day of the period, but at most the last day that the saying allows; without a period, or where its end is
    unknown, the first day that the saying allows. An open period goes as far as the saying.
    """
    if period is None or (period.last_day is None and period.unknown is not None):
        return BEFORE_ALL_DAYS if said.first_day is None else said.first_day
    period_end = AFTER_ALL_DAYS if period.last_day is None else period.last_day
    said_end = AFTER_ALL_DAYS if said.last_day is None else said.last_day
    return min(period_end, said_end)


@dataclass(slots=True, eq=False)
class _Bucket:
    """The unreplaced revisions of one period day; mostly there is one, which a list holds in the least room."""

    held: list[Revision]
    standing: Revision | None
    latest_first_ns: int | None

    def add(self, one: Revision, said: Span) -> None:
        self.held.append(one)
        first = said.first_ns
        if first is not None and (self.latest_first_ns is None or first > self.latest_first_ns):
            self.latest_first_ns = first
            if self.standing is None or self._was_said_earlier(self.standing.said) or self.standing.rank < one.rank:
                self._search_unless_newest(one)
        elif not self._was_said_earlier(said) and (self.standing is None or self.standing.rank < one.rank):
            self.standing = one

    def drop(self, one: Revision) -> None:
        self.held.remove(one)
        if one is self.standing or one.said.first_ns == self.latest_first_ns:
            self._search()

    def _was_said_earlier(self, said: Span) -> bool:
        last = said.last_ns
        return last is not None and self.latest_first_ns is not None and last < self.latest_first_ns

    def _search_unless_newest(self, one: Revision) -> None:
        if one.rank == one.number:
            self.standing = one
        else:
            self._search()

    def _search(self) -> None:
        self.latest_first_ns = max((f for r in self.held if (f := r.said.first_ns) is not None), default=None)
        left = (one for one in self.held if not self._was_said_earlier(one.said))
        self.standing = max(left, key=lambda one: one.rank, default=None)


@dataclass(slots=True, eq=False)
class Revisions:
    """All revisions of a claim, in order, with what the rules ask of them at hand."""

    numbered: list[Revision] = field(default_factory=list)
    _buckets: dict[int, _Bucket] = field(default_factory=dict)
    _days: list[int] = field(default_factory=list)
    _latest_said: list[tuple[int, int]] = field(default_factory=list)
    _utterances: dict[Utterance, list[Span | None]] | None = None

    def __len__(self) -> int:
        """How many there are, replaced ones included."""
        return len(self.numbered)

    def __iter__(self) -> Iterator[Revision]:
        """In the order recorded."""
        return iter(self.numbered)

    def __getitem__(self, number: int) -> Revision:
        """The revision of that *number*, from 1."""
        return self.numbered[number - 1]

    def add(self, one: Revision) -> None:
        """Takes in the next revision."""
        self.numbered.append(one)
        said, period = one.said, one.period
        self._put_into_bucket(one, said, period)
        if said.first_ns is not None:
            heapq.heappush(self._latest_said, (-said.first_ns, one.number))
        self._say(one)

    def replace(self, target: Revision, by: int | None) -> None:
        """Takes *target* out of what can stand, replaced *by* that revision or by nothing."""
        target.replaced, target.replaced_by = True, by
        self._buckets[period_day(target.said, target.period)].drop(target)
        self._unsay(target)

    def erase_occasion(self, one: Revision) -> None:
        """Erases it; an erased occasion equals no other, so the utterance may be said again."""
        if not one.replaced:
            self._unsay(one)
        one.occasion = ERASED

    @property
    def standing(self) -> Revision | None:
        """The one that holds now; None where every one has been replaced by nothing."""
        while self._days:
            bucket = self._buckets[-self._days[0]]
            if bucket.standing is not None:
                return bucket.standing
            del self._buckets[-heapq.heappop(self._days)]
        return None

    def is_late(self, said: Span) -> bool:
        """Whether *said* is certainly earlier than some revision not replaced."""
        heap = self._latest_said
        while heap and self.numbered[heap[0][1] - 1].replaced:
            heapq.heappop(heap)
        return bool(heap) and certainly_earlier(said, self.numbered[heap[0][1] - 1].said)

    def periods_said(self, said: Span, occasion: str | None) -> frozenset[Span | None]:
        """The periods of the unreplaced revisions that were said in that same utterance."""
        return frozenset(self._said_once().get((said, occasion), ()))

    def last_replacement(self, target: Revision) -> int | None:
        """The number of what replaces *target* in the end, or None where that is nothing."""
        one = target
        while one.replaced:
            if one.replaced_by is None:
                return None
            one = self[one.replaced_by]
        return one.number

    def _put_into_bucket(self, one: Revision, said: Span, period: Span | None) -> None:
        day = period_day(said, period)
        bucket = self._buckets.get(day)
        if bucket is None:
            self._buckets[day] = _Bucket([one], one, said.first_ns)
            heapq.heappush(self._days, -day)
        else:
            bucket.add(one, said)

    def _said_once(self) -> dict[Utterance, list[Span | None]]:
        """The periods of each utterance: gathered when first asked for, for a fold that only shows never asks."""
        if self._utterances is None:
            self._utterances = {}
            for one in self.numbered:
                if not one.replaced:
                    self._say(one)
        return self._utterances

    def _say(self, one: Revision) -> None:
        if self._utterances is not None and not isinstance(one.occasion, Erased):
            self._utterances.setdefault((one.said, one.occasion), []).append(one.period)

    def _unsay(self, one: Revision) -> None:
        if self._utterances is None or isinstance(one.occasion, Erased):
            return
        utterance = one.said, one.occasion
        periods = self._utterances[utterance]
        periods.remove(one.period)
        if not periods:
            del self._utterances[utterance]
