"""Projections that go through the log together: each event is read and folded once, for all of them.

A batch is one transaction with all their rows, places and digests. A projection that is behind the others goes alone
until it has caught up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from psycopg import Connection

from adapters.postgres.queries import queries
from adapters.projections.digest import MODULUS
from adapters.projections.folds import MOST_BYTES, Folds
from adapters.projections.log_events import Events, events_after, events_of_streams
from adapters.projections.read_model import Place, track, turns
from adapters.projections.table import Step
from domain.changes import Effect, effect_on_claim, effect_on_question, effect_on_story
from domain.claim_state import ClaimState
from domain.events import REDACTIONS
from domain.ledger import evolve
from domain.ports import LARGEST_POSITION
from domain.story import StoryState

if TYPE_CHECKING:
    from adapters.projections.projection import BatchProjection

SQL = queries("projection")

AT_ONCE = 1_000  # findings are made anew once a batch, however often its claims moved
NOT_ASKED = Effect(())


@dataclass(frozen=True, slots=True)
class Applied:
    """What a batch did: events read (0: nothing was there), the places after it. ``aside``: rebuilds are at work."""

    read: int
    places: Mapping[str, Place]
    aside: bool = False

    @property
    def place(self) -> Place:
        """That of the projection that is furthest behind."""
        return min(self.places.values(), key=lambda place: place.position)


class Company:
    """*projections* of one database, and the folds of the place where they left off.

    If they are found at another place than that, somebody else has been at work, and the folds are forgotten.
    """

    def __init__(self, projections: Sequence["BatchProjection"], most_bytes: int = MOST_BYTES) -> None:
        self.projections = tuple(projections)
        self._folds = Folds(most_bytes)
        self._folded_to: int | None = None
        self._one_at_a_time = Lock()

    def process_batch(self, until: int = LARGEST_POSITION, most: int = AT_ONCE) -> Applied:
        """Applies what comes next, at most *most* events, with places and digests in one transaction, or nothing."""
        names = [one.name for one in self.projections]
        with self._one_at_a_time, turns(self.projections[0].view.pool, names) as (connection, places):
            ours = [one for one in self.projections if _is_ours(connection, one, places[one.name])]
            if not ours:
                return Applied(0, places, aside=True)
            start = min(places[one.name].position for one in ours)
            going = [one for one in ours if places[one.name].position == start]
            end = min([until, *(places[one.name].position for one in ours if one not in going)])
            self._forget_unless_at(start)
            return self._applied(connection, going, places, end, most)

    def _forget_unless_at(self, position: int) -> None:
        """Whatever is raised from here on, what is held then is not to be trusted."""
        folded_to, self._folded_to = self._folded_to, None
        if folded_to != position:
            self._folds.clear()

    def _applied(
        self,
        connection: Connection[Any],
        going: Sequence["BatchProjection"],
        places: dict[str, Place],
        until: int,
        most: int,
    ) -> Applied:
        start = places[going[0].name].position
        digests = [_digest_to_go_on_from(connection, one, places[one.name]) for one in going]
        events = events_after(connection, start, until, most, with_headers=any(one.with_headers for one in going))
        changes = self._changes(connection, going, events, start)
        end = events.last or start
        moved: dict[str, Place] = {}
        for one, digest, changed in zip(going, digests, changes, strict=True):
            rebuilding = places[one.name].rebuilding
            if events.read or rebuilding:
                change = sum(each.apply(connection) for each in changed)
                moved[one.name] = Place(end, (digest + change) % MODULUS, rebuilding and events.read == most)
        if moved:
            track(connection, moved)
        places |= moved
        self._folded_to = end
        return Applied(events.read, places)

    def _changes(
        self, connection: Connection[Any], going: Sequence["BatchProjection"], events: Events, before: int
    ) -> list[list[Step]]:
        """What *events* change. A stream of which something was redacted is written anew from the log, which is erased.

        Rows up to here may hold the value, and so may the fold, and what was found by comparing with it.
        """
        redacted = list(dict.fromkeys(one.stream for one in events.events if isinstance(one.data, REDACTIONS)))
        if not redacted:
            return taken_in(connection, going, self._folds, events, before)
        self._folds.drop(redacted)
        with_headers = any(one.with_headers for one in going)
        anew = events_of_streams(connection, redacted, events.last, with_headers=with_headers)
        others = taken_in(connection, going, self._folds, events.without(redacted), before)
        again = taken_in(connection, going, self._folds, anew, before)
        return [
            [*changed, *one.take_out(redacted), *made_again]
            for one, changed, made_again in zip(going, others, again, strict=True)
        ]


def taken_in(
    connection: Connection[Any], going: Sequence["BatchProjection"], folds: Folds, events: Events, before: int
) -> list[list[Step]]:
    """What *events*, which come after position *before*, change for each projection that is *going*.

    Folds that are not held are made from the log.
    """
    gathered = [one.rows() for one in going]
    with_effects = any(one.with_effects for one in going)
    held = folds.of(connection, events.events, before)
    for event, header in zip(events.events, events.headers, strict=True):
        fold = held[event.stream]
        if isinstance(event.data, REDACTIONS):
            fold.told = None
        effect = NOT_ASKED
        if not with_effects:
            evolve(fold.state, event)
        elif isinstance(fold.state, ClaimState):
            effect = effect_on_claim(fold.state, event)
        elif isinstance(fold.state, StoryState):
            effect = effect_on_story(fold.state, event)
        else:
            effect = effect_on_question(fold.state, event)
        for rows in gathered:
            rows.note(fold, event, header, effect)
    for fold in held.values():
        fold.told = None
    folds.keep(held.values())
    return [list(rows.changes()) for rows in gathered]


def _is_ours(connection: Connection[Any], one: "BatchProjection", place: Place) -> bool:
    """Whether nobody is making it anew just now."""
    if not place.rebuilding:
        return True
    row = connection.execute(SQL["is_left_to_us"], {"name": one.name}).fetchone()
    return row is not None and row[0]


def _digest_to_go_on_from(connection: Connection[Any], one: "BatchProjection", place: Place) -> int:
    """That of its place; but what a rebuild that did not come to its end has left is thrown away."""
    if place.rebuilding and place.position == 0:
        connection.execute(one.empty)
        return 0
    return place.digest
