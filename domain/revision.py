"""A revision of a claim, and what can stand of those of one day."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from domain.clock import Span, read_time
from domain.event_parts import Selector
from domain.figure import Figure
from domain.shapes import Erased

BEFORE_ALL_DAYS = -(10**18)
AFTER_ALL_DAYS = 10**18

Identity: TypeAlias = tuple[str, str]
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
class Bucket:
    """The unreplaced revisions of one period day; mostly there is one, which a list holds in the least room.

    A *partial* one has let go of those that do not stand. It is right for as long as what is dropped is replaced by a
    revision of the same times, which is added next.
    """

    held: list[Revision]
    standing: Revision | None
    latest_first_ns: int | None
    partial: bool = False

    def add(self, one: Revision) -> None:
        """Takes in another revision of the day."""
        self.held.append(one)
        first = one.said.first_ns
        if first is not None and (self.latest_first_ns is None or first > self.latest_first_ns):
            self.latest_first_ns = first
            if one.rank != one.number and self.standing is not None and self._was_said_earlier(self.standing):
                self._search()
        if not self._was_said_earlier(one) and (self.standing is None or self.standing.rank < one.rank):
            self.standing = one

    def drop(self, one: Revision) -> None:
        """Takes out *one*, which was replaced."""
        if self.partial:
            self.held = [held for held in self.held if held is not one]
            self.standing = None if one is self.standing else self.standing
            return
        self.held.remove(one)
        if one is self.standing or not self._holds_latest():
            self._search()

    def put_in_place(self, one: Revision, other: Revision) -> None:
        """Holds *other*, of the same times, in the place of *one*."""
        self.held[self.held.index(one)] = other
        if one is self.standing:
            self.standing = other

    def fork(self) -> "Bucket":
        """Another one that holds the same."""
        return Bucket([*self.held], self.standing, self.latest_first_ns, self.partial)

    def let_go(self) -> None:
        """Holds the one that stands, and no other."""
        stands = [one for one in self.held if one is self.standing]
        self.partial = self.partial or len(stands) < len(self.held)
        self.held = stands

    def _was_said_earlier(self, one: Revision) -> bool:
        last = one.said.last_ns
        return last is not None and self.latest_first_ns is not None and last < self.latest_first_ns

    def _holds_latest(self) -> bool:
        return any(one.said.first_ns == self.latest_first_ns for one in self.held)

    def _search(self) -> None:
        self.latest_first_ns = max((f for one in self.held if (f := one.said.first_ns) is not None), default=None)
        left = (one for one in self.held if not self._was_said_earlier(one))
        self.standing = max(left, key=lambda one: one.rank, default=None)
