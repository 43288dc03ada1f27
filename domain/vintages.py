"""What stood of a claim from one recorded moment to the next: what a vintage table shows, in all or for one period."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, cast

from domain.clock import Span, read_time
from domain.revision import Revision
from domain.revisions import Revisions


@dataclass(frozen=True, slots=True)
class Moment:
    """A position, and when it was recorded."""

    position: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event of a claim, as the rule within one period needs it.

    ``number`` is the revision that it made, if that is about the period; ``rank`` the one that this finally replaces.
    """

    at: Moment
    number: int | None
    rank: int | None
    said_at: str | None
    replaces: int | None
    retracted: bool


class Vintage(NamedTuple):
    """That revision ``number`` stood from one recorded moment until another (None: it still does)."""

    number: int
    since: Moment
    until: Moment | None


@dataclass(slots=True, eq=False)
class _Heard:
    """What the standing rule asks of one; *number* is its place among those of the period, without gaps."""

    number: int
    rank: int
    said: Span
    period: Span
    replaces: int | None
    replaced: bool = field(default=False)
    replaced_by: int | None = None


def vintages(stood: Iterable[tuple[Moment, int | None]]) -> Iterator[Vintage]:
    """The vintages of what stood after each of a claim's events, which come in order."""
    since, number = None, None
    for at, now in stood:
        if now != number:
            if number is not None and since is not None:
                yield Vintage(number, since, at)
            since, number = at, now
    if number is not None and since is not None:
        yield Vintage(number, since, None)


def stood_for(period: Span, events: Iterable[Recorded]) -> Iterator[tuple[Moment, int | None]]:
    """What stood after each of *events*, which come in order, among the revisions about *period*."""
    within, held, numbers = Revisions(), dict[int, Revision](), list[int]()
    for event in events:
        replaced = None if event.replaces is None else held.pop(event.replaces, None)
        if replaced is not None:
            within.replace(replaced, event.number)
        if event.number is not None and event.said_at is not None:
            numbers.append(event.number)
            heard = _Heard(len(numbers), event.rank or event.number, read_time(event.said_at), period, event.replaces)
            held[event.number] = cast("Revision", heard)  # it has all that the rule asks for
            within.add(held[event.number])
        standing = None if event.retracted else within.standing
        yield event.at, None if standing is None else numbers[standing.number - 1]
