"""What all projections are: batches of the log, each applied together with its place and digest in one transaction."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, ClassVar, Generic, LiteralString

from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection
from psycopg import Connection
from psycopg_pool import ConnectionPool

from adapters.postgres.queries import queries
from adapters.projections.digest import MODULUS
from adapters.projections.folds import F, Folds
from adapters.projections.log_events import Events, events_after, events_of_streams
from adapters.projections.table import Change, Table
from adapters.recorder.tracking import LogTrackingRecorder
from adapters.state_memory import MOST_BYTES
from domain.events import ClaimRedacted, QuestionRedacted
from domain.ports import LARGEST_POSITION

SQL = queries("projection")

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """How far a projection has come, and the digest of its rows there."""

    position: int
    digest: int
    rebuilding: bool


class ReadModel(LogTrackingRecorder):
    """The tables of one projection and its place in the log, as the ``eventsourcing`` library's tracking recorder.

    Its place stands under the projection's own name, for there is one log.
    """

    def __init__(self, pool: ConnectionPool[Any], name: str = "") -> None:
        super().__init__(pool, name)
        self.name = name
        self.pool = pool

    def _row_name(self, application_name: str) -> str:
        del application_name
        return self.name

    @contextmanager
    def turn(self) -> Iterator[tuple[Connection[Any], Place]]:
        """A transaction in which the projection's place is locked, so that two workers never apply one event."""
        self.pool.open()
        with self.pool.connection() as connection, connection.transaction():
            row = connection.execute(SQL["take_turn"], {"name": self.name}).fetchone()
            if row is None:
                raise LookupError(f"no projection {self.name} in this database; run the migrations")
            position, digest, rebuilding, _ = row
            yield connection, Place(position, int(digest), rebuilding)

    def move(self, connection: Connection[Any], place: Place) -> None:
        """Puts the projection at *place*, in the transaction of its turn."""
        parameters = {
            "name": self.name,
            "position": place.position,
            "digest": str(place.digest),
            "rebuilding": place.rebuilding,
        }
        connection.execute(SQL["track"], parameters)

    def fail(self, reason: str) -> int:
        """Notes why the projection stopped at the event that comes next; that event's position."""
        with self.turn() as (connection, place):
            failed_at = place.position + 1
            connection.execute(SQL["fail"], {"name": self.name, "failed_at": failed_at, "failure": reason})
        return failed_at


@dataclass(frozen=True, slots=True)
class Applied:
    """What a batch did: events read (0: nothing was there), and the place after it. ``aside``: a rebuild is at work."""

    read: int
    place: Place
    aside: bool = False


class BatchProjection(Projection[ReadModel], Generic[F]):
    """A projection that applies many events at once; under the library's stock runner, one at a time.

    The folds that it holds are those of the place where it left off. If it finds another place than that, somebody
    else has been at work, and it forgets them.
    """

    tables: ClassVar[Sequence[Table]]
    empty: ClassVar[LiteralString]
    with_headers: ClassVar[bool] = False

    def __init__(self, view: ReadModel, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(view)
        self.folds: Folds[F] = Folds(self.new_fold, most_bytes)
        self._left_at: Place | None = None
        self._one_at_a_time = Lock()

    @abstractmethod
    def new_fold(self, stream: str) -> F:
        """The fold of a stream of which nothing was taken in yet."""

    @abstractmethod
    def take_in(self, connection: Connection[Any], events: Events, before: int) -> list[Change]:
        """What *events* change, which come after position *before*; folds that are not held are made from the log."""

    @abstractmethod
    def take_out(self, streams: Sequence[str]) -> list[Change]:
        """That every row of *streams* goes."""

    def process_event(self, domain_event: object, tracking: Tracking) -> None:
        """A batch of one, read from the log once more under the lock of its place; one that was applied is passed."""
        del domain_event
        while self.process_batch(tracking.notification_id).read:
            pass

    def process_batch(self, until: int = LARGEST_POSITION, most: int = AT_ONCE) -> Applied:
        """Applies what comes next, at most *most* events, with place and digest in one transaction: all or nothing."""
        with self._one_at_a_time:
            left_at, self._left_at = self._left_at, None  # whatever is raised, what is held now is not to be trusted
            applied = self._applied(until, most, left_at)
            self._left_at = None if applied.aside else applied.place
            return applied

    def _applied(self, until: int, most: int, left_at: Place | None) -> Applied:
        with self.view.turn() as (connection, place):
            if place.rebuilding and not self._is_left_to_us(connection):
                return Applied(0, place, aside=True)
            if place != left_at:
                self.folds.clear()
            digest = self._digest_to_go_on_from(connection, place)
            events = events_after(connection, place.position, until, most, with_headers=self.with_headers)
            if not events.read and not place.rebuilding:
                return Applied(0, place)
            change = sum(one.apply(connection) for one in self._changes(connection, events, place.position))
            after = Place(
                position=events.last or place.position,
                digest=(digest + change) % MODULUS,
                rebuilding=place.rebuilding and events.read == most,
            )
            self.view.move(connection, after)
        return Applied(events.read, after)

    def _digest_to_go_on_from(self, connection: Connection[Any], place: Place) -> int:
        """That of the place; but what a rebuild that did not come to its end has left is thrown away."""
        if place.rebuilding and place.position == 0:
            connection.execute(self.empty)
            return 0
        return place.digest

    def _is_left_to_us(self, connection: Connection[Any]) -> bool:
        row = connection.execute(SQL["is_left_to_us"], {"name": self.view.name}).fetchone()
        return row is not None and row[0]

    def _changes(self, connection: Connection[Any], events: Events, before: int) -> list[Change]:
        """What *events* change. A stream of which something was redacted is written anew from the log, which is erased.

        Rows up to here may hold the value, and so may the fold, and what was found by comparing with it.
        """
        redacted = list(
            dict.fromkeys(one.stream for one in events.events if isinstance(one.data, ClaimRedacted | QuestionRedacted))
        )
        if not redacted:
            return self.take_in(connection, events, before)
        self.folds.drop(redacted)
        anew = events_of_streams(connection, redacted, events.last, with_headers=self.with_headers)
        return [
            *self.take_in(connection, events.without(redacted), before),
            *self.take_out(redacted),
            *self.take_in(connection, anew, before),
        ]
