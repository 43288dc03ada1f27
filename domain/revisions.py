"""The revisions of one claim, and the one that stands.

The standing revision is never searched for among all of them: those that no correction has replaced lie in buckets
by period day, and only a bucket that loses its standing one, or its latest-said one, is looked through again.
"""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from domain.clock import Span, read_time
from domain.events import Selector
from domain.figure import Figure
from domain.shapes import ERASED, Erased

BEFORE_ALL_DAYS = -(10**18)
AFTER_ALL_DAYS = 10**18

Identity: TypeAlias = tuple[str, str]
Utterance: TypeAlias = tuple[Span, str | Erased | None]
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
    ``said`` and ``period`` are ``said_at`` and ``refers_to`` as intervals.
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
    said: Span = field(init=False)
    period: Span | None = field(init=False)

    def __post_init__(self) -> None:
        """Reads the times once, for a fold asks for them again and again."""
        self.said = read_time(self.said_at)
        self.period = None if self.refers_to is None else read_time(self.refers_to)


def period_day(said: Span, period: Span | None) -> int:
    """The last day the figure is about, as a UTC day number (``docs/concepts.md``, "What stands").

    The last day of the period, but at most the last day that the saying allows; without a period, or where its end is
    unknown, the first day that the saying allows. An open period goes as far as the saying.
    """
    if period is None or _is_end_unknown(period):
        return BEFORE_ALL_DAYS if said.first_day is None else said.first_day
    said_end = AFTER_ALL_DAYS if said.last_day is None else said.last_day
    return said_end if period.last_day is None or said_end < period.last_day else period.last_day


def _is_end_unknown(period: Span) -> bool:
    return period.last_day is None and period.unknown is not None and not period.unknown.endswith("/..")


@dataclass(slots=True, eq=False)
class _Bucket:
    """The unreplaced revisions of one period day; mostly there is one, which a list holds in the least room."""

    held: list[Revision]
    standing: Revision | None
    latest_first_ns: int | None

    def add(self, one: Revision) -> None:
        self.held.append(one)
        first = one.said.first_ns
        if first is not None and (self.latest_first_ns is None or first > self.latest_first_ns):
            self.latest_first_ns = first
            if one.rank != one.number and self.standing is not None and self._was_said_earlier(self.standing):
                self._search()
        if not self._was_said_earlier(one) and (self.standing is None or self.standing.rank < one.rank):
            self.standing = one

    def drop(self, one: Revision) -> None:
        self.held.remove(one)
        if one is self.standing or not self._holds_latest():
            self._search()

    def _was_said_earlier(self, one: Revision) -> bool:
        last = one.said.last_ns
        return last is not None and self.latest_first_ns is not None and last < self.latest_first_ns

    def _holds_latest(self) -> bool:
        return any(one.said.first_ns == self.latest_first_ns for one in self.held)

    def _search(self) -> None:
        self.latest_first_ns = max((f for one in self.held if (f := one.said.first_ns) is not None), default=None)
        left = (one for one in self.held if not self._was_said_earlier(one))
        self.standing = max(left, key=lambda one: one.rank, default=None)


@dataclass(slots=True, eq=False)
class Revisions:
    """All revisions of a claim, in order, with what the rules ask of them at hand.

    Days and first moments stand in sorted lists, where what is new is mostly last: cheaper than a heap, in which each
    new one would have to climb to the top. What is used up is thrown away when it comes to be the last.
    """

    numbered: list[Revision] = field(default_factory=list)
    _buckets: dict[int, _Bucket] = field(default_factory=dict)
    _days: list[int] = field(default_factory=list)
    _said_at_first: dict[int, int] = field(default_factory=dict)
    _firsts_ns: list[int] = field(default_factory=list)
    _utterances: dict[Utterance, dict[Span | None, int]] | None = None

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
        self._put_into_bucket(one)
        if one.said.first_ns is not None:
            self._count_first(one.said.first_ns)
        if self._utterances is not None:
            _say(self._utterances, one)

    def replace(self, target: Revision, by: int | None) -> None:
        """Takes *target* out of what can stand, replaced *by* that revision or by nothing."""
        target.replaced, target.replaced_by = True, by
        self._buckets[period_day(target.said, target.period)].drop(target)
        if target.said.first_ns is not None:
            self._said_at_first[target.said.first_ns] -= 1
        if self._utterances is not None:
            _unsay(self._utterances, target)

    def erase_occasion(self, one: Revision) -> None:
        """Erases it; an erased occasion equals no other, so the utterance may be said again."""
        if self._utterances is not None and not one.replaced:
            _unsay(self._utterances, one)
        one.occasion = ERASED

    @property
    def standing(self) -> Revision | None:
        """The one that holds now; None where every one has been replaced by nothing."""
        while self._days:
            standing = self._buckets[self._days[-1]].standing
            if standing is not None:
                return standing
            del self._buckets[self._days.pop()]
        return None

    def is_late(self, said: Span) -> bool:
        """Whether *said* is certainly earlier than some revision not replaced."""
        while self._firsts_ns and not self._said_at_first[self._firsts_ns[-1]]:
            del self._said_at_first[self._firsts_ns.pop()]
        return bool(self._firsts_ns) and said.last_ns is not None and said.last_ns < self._firsts_ns[-1]

    def is_new_utterance(self, said: Span, occasion: str | Erased | None, period: Span | None) -> bool:
        """Whether no unreplaced revision was said in that same utterance, or each of another *period*, if stated."""
        if self._utterances is None:
            # gathered when first asked for: a fold that only shows never asks
            self._utterances = {}
            for one in self.numbered:
                if not one.replaced:
                    _say(self._utterances, one)
        periods = self._utterances.get((said, occasion))
        return not periods or (period is not None and period not in periods)

    def last_replacement(self, target: Revision) -> int | None:
        """The number of what replaces *target* in the end, or None where that is nothing."""
        one = target
        while one.replaced:
            if one.replaced_by is None:
                return None
            one = self[one.replaced_by]
        return one.number

    def _put_into_bucket(self, one: Revision) -> None:
        day = period_day(one.said, one.period)
        bucket = self._buckets.get(day)
        if bucket is not None:
            bucket.add(one)
            return
        self._buckets[day] = _Bucket([one], one, one.said.first_ns)
        _put_in_order(self._days, day)

    def _count_first(self, first_ns: int) -> None:
        count = self._said_at_first.get(first_ns)
        if count is None:
            self._said_at_first[first_ns] = 1
            _put_in_order(self._firsts_ns, first_ns)
        else:
            self._said_at_first[first_ns] = count + 1


def _put_in_order(numbers: list[int], number: int) -> None:
    if not numbers or numbers[-1] < number:
        numbers.append(number)
    else:
        insort(numbers, number)


def _say(utterances: dict[Utterance, dict[Span | None, int]], one: Revision) -> None:
    if isinstance(one.occasion, Erased):
        return
    utterance = one.said, one.occasion
    periods = utterances.get(utterance)
    if periods is None:
        utterances[utterance] = {one.period: 1}
    else:
        periods[one.period] = periods.get(one.period, 0) + 1


def _unsay(utterances: dict[Utterance, dict[Span | None, int]], one: Revision) -> None:
    if isinstance(one.occasion, Erased):
        return
    periods = utterances[one.said, one.occasion]
    periods[one.period] -= 1
    if not periods[one.period]:
        del periods[one.period]
