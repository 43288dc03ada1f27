"""A read model's tables, and its place in the log."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool

from adapters.postgres.queries import queries
from adapters.recorder.tracking import LogTrackingRecorder

SQL = queries("projection")


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
        with turns(self.pool, [self.name]) as (connection, places):
            yield connection, places[self.name]

    def move(self, connection: Connection[Any], place: Place) -> None:
        """Puts the projection at *place*, in the transaction of its turn."""
        track(connection, {self.name: place})

    def fail(self, reason: str) -> int:
        """Notes why the projection stopped at the event that comes next; that event's position."""
        with self.turn() as (connection, place):
            failed_at = place.position + 1
            connection.execute(SQL["fail"], {"name": self.name, "failed_at": failed_at, "failure": reason})
        return failed_at


def track(connection: Connection[Any], places: Mapping[str, Place]) -> None:
    """Puts projections at their *places*, by name, in the transaction of their turns."""
    parameters = {
        "names": list(places),
        "positions": [place.position for place in places.values()],
        "digests": [str(place.digest) for place in places.values()],
        "rebuilding": [place.rebuilding for place in places.values()],
    }
    connection.execute(SQL["track"], parameters)


@contextmanager
def turns(pool: ConnectionPool[Any], names: Sequence[str]) -> Iterator[tuple[Connection[Any], dict[str, Place]]]:
    """A transaction in which the places of the projections *names* are locked, in one order whoever locks them."""
    pool.open()
    with pool.connection() as connection, connection.transaction():
        rows = connection.execute(SQL["take_turns"], {"names": sorted(names)}).fetchall()
        if len(rows) < len(names):
            raise LookupError(f"not all of {', '.join(names)} are projections of this database; run the migrations")
        yield (
            connection,
            {name: Place(position, int(digest), rebuilding) for name, position, digest, rebuilding, _ in rows},
        )
