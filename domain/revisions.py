"""The revisions of one claim, and the one that stands.

The standing revision is never searched for among all of them: those that no correction has replaced lie in buckets
by period day, and only a bucket that loses its standing one, or its latest-said one, is looked through again.

Asking changes nothing that is told, so several threads may ask one claim at once, and fork it meanwhile; whoever takes
something in has to own it. Revisions that were added are never changed: what becomes of one is a copy in its place.

A claim that is *settled* has let go of the contents of its revisions, but for those that were made since, the one that
stands, and what is recalled from the log (``domain.recall``). Of the others it keeps the places.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from domain.clock import Span
from domain.revision import Bucket, Revision, period_day
from domain.settled import LetGo, Place, Places, Traces
from domain.shapes import ERASED, Erased

KEPT_DAYS = 1
A_TRACE, AN_EXCEPTION = 9, 100
"""Bytes, as measured."""

Utterance: TypeAlias = tuple[Span, str | Erased | None]


@dataclass(slots=True, eq=False)
class _Settled:
    """What a settled claim knows of the revisions that it had then, and the contents that it holds of them."""

    places: Places = field(default_factory=Places)
    traces: Traces | None = None
    held: dict[int, Revision] = field(default_factory=dict)

    def take(self, revisions: Sequence[Revision]) -> None:
        """Keeps the places of the next *revisions*, and the traces of their utterances."""
        self.places.extend(revisions)
        if self.traces is not None:
            self.traces.add(
                ((one.said, one.occasion), one.period)
                for one in revisions
                if not one.replaced and not isinstance(one.occasion, Erased)
            )

    def forget_utterance(self, one: Revision) -> None:
        """Lets the utterance of *one*, which is replaced now, be said again."""
        if self.traces is not None and not isinstance(one.occasion, Erased):
            self.traces.discard((one.said, one.occasion), one.period)


@dataclass(slots=True, eq=False)
class Revisions:
    """All revisions of a claim, in order, with what the rules ask of them at hand.

    Days and first moments stand in sorted lists, where what is new is mostly last: cheaper than a heap, in which each
    new one would have to climb to the top. What is used up is thrown away when it comes to be the last. ``recent`` are
    the revisions since the claim was settled: all of them, where it never was.
    """

    recent: list[Revision] = field(default_factory=list)
    _settled: _Settled | None = None
    _before: int = 0
    _buckets: dict[int, Bucket] = field(default_factory=dict)
    _days: list[int] = field(default_factory=list)
    _days_from: int | None = None
    _said_at_first: dict[int, int] = field(default_factory=dict)
    _firsts_ns: list[int] = field(default_factory=list)
    _firsts_from: int | None = None
    _utterances: dict[Utterance, dict[Span | None, int]] | None = None

    @property
    def numbered(self) -> list[Revision]:
        """All of them with their contents, in the order recorded; raises LetGo where the claim is settled."""
        if self._settled is not None:
            raise LetGo("all revisions of a settled claim")
        return self.recent

    @property
    def is_settled(self) -> bool:
        """Whether contents were let go of."""
        return self._settled is not None

    @property
    def weight(self) -> int:
        """About how many bytes the places and traces take."""
        if self._settled is None:
            return 0
        traces = 0 if self._settled.traces is None else self._before * A_TRACE
        return traces + self._settled.places.exceptions * AN_EXCEPTION

    @property
    def contents(self) -> int:
        """How many revisions have their contents here."""
        return len(self.recent) + (0 if self._settled is None else len(self._settled.held))

    def __len__(self) -> int:
        """How many there are, replaced ones included."""
        return len(self.recent) + self._before

    def __iter__(self) -> Iterator[Revision]:
        """In the order recorded; raises LetGo where the claim is settled."""
        return iter(self.numbered)

    def __getitem__(self, number: int) -> Revision:
        """The revision of that *number*, from 1; raises LetGo where its contents are not here."""
        if self._settled is None or number > self._before:
            return self.recent[number - self._before - 1]
        try:
            return self._settled.held[number]
        except KeyError:
            raise LetGo(f"revision {number}") from None

    def add(self, one: Revision) -> None:
        """Takes in the next revision."""
        self.recent.append(one)
        self._put_into_bucket(one)
        if one.said.first_ns is not None:
            self._count_first(one.said.first_ns)
        if self._utterances is not None:
            _say(self._utterances, one)
        if one.replaces is not None:
            self._throw_away()

    def replace(self, target: Revision, by: int | None) -> None:
        """Takes *target* out of what can stand, replaced *by* that revision, which is added next, or by nothing."""
        self._put_in_place(target, by)
        day, first_ns = period_day(target.said, target.period), target.said.first_ns
        if self._days_from is None or day >= self._days_from:
            self._buckets[day].drop(target)
        if first_ns is not None and (self._firsts_from is None or first_ns >= self._firsts_from):
            self._said_at_first[first_ns] -= 1
        if self._settled is not None and target.number <= self._before:
            self._settled.forget_utterance(target)
        elif self._utterances is not None:
            _unsay(self._utterances, target)
        if by is None:
            self._throw_away()

    def _throw_away(self) -> None:
        """Throws away days and first moments that are used up and last."""
        while self._days and self._buckets[self._days[-1]].standing is None:
            del self._buckets[self._days.pop()]
        while self._firsts_ns and not self._said_at_first[self._firsts_ns[-1]]:
            del self._said_at_first[self._firsts_ns.pop()]

    def _put_in_place(self, target: Revision, by: int | None) -> None:
        """Puts one that is replaced in the place of *target*, which a fork may hold too."""
        replaced = copy(target)
        replaced.replaced, replaced.replaced_by = True, by
        if target.number > self._before:
            self.recent[target.number - self._before - 1] = replaced
        else:
            self._known.held[target.number] = replaced

    def fork(self) -> "Revisions":
        """Others that start with the same revisions; what either takes in is its own.

        Raises LetGo where the claim is settled.
        """
        return replace(
            self,
            recent=[*self.numbered],
            _buckets={day: bucket.fork() for day, bucket in self._buckets.items()},
            _days=[*self._days],
            _said_at_first={**self._said_at_first},
            _firsts_ns=[*self._firsts_ns],
            _utterances=None if self._utterances is None else {**self._utterances},
        )

    def erase(self, number: int, member: str) -> None:
        """Erases *member* of that revision, in a copy, for a fork may hold it too.

        An erased occasion equals no other, so the utterance may be said again. Raises LetGo where the claim is settled.
        """
        one = self.numbered[number - 1]
        erased = copy(one)
        setattr(erased, member, ERASED)
        self.numbered[number - 1] = erased
        if not one.replaced:
            self._buckets[period_day(one.said, one.period)].put_in_place(one, erased)
            if member == "occasion" and self._utterances is not None:
                _unsay(self._utterances, one)

    @property
    def standing(self) -> Revision | None:
        """The one that holds now; None where every one has been replaced by nothing."""
        if self._days:
            return self._buckets[self._days[-1]].standing
        if self._days_from is not None:
            raise LetGo("what stood before")
        return None

    def is_late(self, said: Span) -> bool:
        """Whether *said* is certainly earlier than some revision not replaced."""
        if self._firsts_ns:
            return said.last_ns is not None and said.last_ns < self._firsts_ns[-1]
        if self._firsts_from is not None:
            raise LetGo("what was said before")
        return False

    def is_new_utterance(self, said: Span, occasion: str | Erased | None, period: Span | None) -> bool:
        """Whether no unreplaced revision was said in that same utterance, or each of another *period*, if stated."""
        if self.may_repeat(said, occasion, period):
            raise LetGo("an utterance")
        if self._utterances is None:  # a fold that only shows never asks
            self._utterances = _gathered(self.recent)  # whole at once, for another thread may fork it meanwhile
        periods = self._utterances.get((said, occasion))
        return not periods or (period is not None and period not in periods)

    def may_repeat(self, said: Span, occasion: str | Erased | None, period: Span | None) -> bool:
        """Whether a revision that was let go of may have been said in that same utterance, so that all are needed."""
        if self._settled is None:
            return False
        traces = self._settled.traces
        return traces is None or traces.may_hold((said, occasion), period)

    def last_replacement(self, target: Revision) -> int | None:
        """The number of what replaces *target* in the end, or None where that is nothing."""
        number: int | None = target.number
        while number is not None and self._is_replaced(number):
            number = self._replaced_by(number)
        return number

    def settle(self, *, to_decide: bool, days: int = KEPT_DAYS) -> None:
        """Lets go of the contents of all but the last recorded revision, and those that stand of the last *days*.

        *to_decide*: whether new utterances will have to be told from old ones.
        """
        settled = self._settled or _Settled(traces=Traces() if to_decide else None)
        changed = [*settled.held.values(), *self.recent]
        last = self[len(self)]
        settled.take(self.recent)
        for one in changed:
            if one.replaced:
                settled.places.replace(one.number, one.replaced_by)
        settled.held = {one.number: one for one in (last, *self._let_go_of_days(days))}
        self._let_go_of_firsts(days)
        self._settled, self._before = settled, settled.places.count
        self.recent, self._utterances = [], None

    def holds(self, number: int) -> bool:
        """Whether the contents of revision *number* are here."""
        return number > self._before or (self._settled is not None and number in self._settled.held)

    def number_at(self, version: int) -> int:
        """The number of the revision that the event at *version* of the stream made; 0 where it made none."""
        found = bisect_left(self.recent, version, key=lambda one: one.version)
        if found < len(self.recent) and self.recent[found].version == version:
            return self._before + found + 1
        return 0 if self._settled is None else self._settled.places.number_at(version)

    def lineage(self, number: int) -> list[Place]:
        """The revisions that have to be recalled for *number*, from the earliest on.

        A correction takes over what it does not set, so that its contents are those of what it replaces, too.
        """
        needed: list[Place] = []
        while number and not self.holds(number):
            needed.append(self._places.of(number))
            number = needed[-1].replaces
        return needed[::-1]

    def hold(self, place: Place, recalled: Revision) -> None:
        """Takes in the contents of the revision at *place*, as its events tell them; its place says the rest."""
        number = place.number
        recalled.number, recalled.version, recalled.replaces = number, place.version, place.replaces or None
        recalled.rank = self[place.replaces].rank if place.replaces else number
        recalled.replaced, recalled.replaced_by = self._places.is_replaced(number), self._places.replaced_by(number)
        recalled.late = self._places.is_late(number)
        self._known.held[number] = recalled

    def _put_into_bucket(self, one: Revision) -> None:
        day = period_day(one.said, one.period)
        bucket = self._buckets.get(day)
        if bucket is not None:
            bucket.add(one)
        elif self._days_from is None or day >= self._days_from:
            self._buckets[day] = Bucket([one], one, one.said.first_ns)
            _put_in_order(self._days, day)

    def _count_first(self, first_ns: int) -> None:
        count = self._said_at_first.get(first_ns)
        if count is not None:
            self._said_at_first[first_ns] = count + 1
        elif self._firsts_from is None or first_ns >= self._firsts_from:
            self._said_at_first[first_ns] = 1
            _put_in_order(self._firsts_ns, first_ns)

    def _is_replaced(self, number: int) -> bool:
        return self[number].replaced if self.holds(number) else self._places.is_replaced(number)

    def _replaced_by(self, number: int) -> int | None:
        return self[number].replaced_by if self.holds(number) else self._places.replaced_by(number)

    @property
    def _known(self) -> _Settled:
        if self._settled is None:
            raise LetGo("nothing: the claim is whole")
        return self._settled

    @property
    def _places(self) -> Places:
        return self._known.places

    def _let_go_of_days(self, kept: int) -> list[Revision]:
        """Forgets what cannot stand but after a withdrawal; what still can."""
        days = [day for day in self._days if self._buckets[day].held]
        self._days = days[-kept:]
        if len(days) > kept:
            self._days_from = self._days[0]
        self._buckets = {day: self._buckets[day] for day in self._days}
        for bucket in self._buckets.values():
            bucket.let_go()
        return [one for bucket in self._buckets.values() for one in bucket.held]

    def _let_go_of_firsts(self, kept: int) -> None:
        firsts = [first for first in self._firsts_ns if self._said_at_first[first]]
        self._firsts_ns = firsts[-kept:]
        if len(firsts) > kept:
            self._firsts_from = self._firsts_ns[0]
        self._said_at_first = {first: self._said_at_first[first] for first in self._firsts_ns}


def _put_in_order(numbers: list[int], number: int) -> None:
    if not numbers or numbers[-1] < number:
        numbers.append(number)
    else:
        insort(numbers, number)


def _gathered(revisions: Sequence[Revision]) -> dict[Utterance, dict[Span | None, int]]:
    utterances: dict[Utterance, dict[Span | None, int]] = {}
    for one in revisions:
        if not one.replaced:
            _say(utterances, one)
    return utterances


def _say(utterances: dict[Utterance, dict[Span | None, int]], one: Revision) -> None:
    if isinstance(one.occasion, Erased):
        return
    utterance = one.said, one.occasion
    periods = utterances.get(utterance, {})
    utterances[utterance] = {**periods, one.period: periods.get(one.period, 0) + 1}


def _unsay(utterances: dict[Utterance, dict[Span | None, int]], one: Revision) -> None:
    if isinstance(one.occasion, Erased):
        return
    utterance = one.said, one.occasion
    left = {**utterances[utterance]}
    left[one.period] -= 1
    utterances[utterance] = {period: count for period, count in left.items() if count}
