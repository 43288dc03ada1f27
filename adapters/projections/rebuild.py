"""Making a projection anew from the log, with the service up or down.

The log is read stream by stream up to where it ends now, so that one fold is held at a time and each current row is
written once; what has come since follows in batches. A worker that is running steps aside meanwhile. If a rebuild dies
on the way, the next worker starts it over, in batches.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeAlias

from psycopg_pool import ConnectionPool

from adapters.postgres.pool import pool
from adapters.postgres.queries import queries
from adapters.projections import PROJECTIONS
from adapters.projections.company import taken_in
from adapters.projections.digest import MODULUS
from adapters.projections.folds import Folds
from adapters.projections.log_events import events_by_stream
from adapters.projections.projection import BatchProjection
from adapters.projections.read_model import Place, ReadModel
from adapters.projections.table import Step

SQL = queries("projection")

READ_AT_ONCE = 2_000
LOCK_WITHIN_S = 60.0
POLL_S = 0.1

Progress: TypeAlias = Callable[[int, int], None]


class RebuildError(Exception):
    """A rebuild that cannot be begun; the message says why."""


def rebuild(name: str, conninfo: str, progress: Progress = lambda _done, _of: None) -> Place:
    """Makes the projection *name* anew as the service's role; where it stands then.

    *progress* is told, now and then, how many events are done of how many. Meanwhile readers find the projection
    marked as ``rebuilding``. Raises RebuildError for a name that is none, or where another rebuild of it is at work;
    whatever an event that cannot be applied raises.
    """
    chosen = projection_named(name)
    with pool(conninfo, max_size=3, statement_timeout_s=0, idle_timeout_s=0) as connections:
        # one has the lock, one reads, one writes
        view = ReadModel(connections, name)
        with _alone(connections, name):
            _fill(chosen(view), connections, progress)
        return _caught_up(chosen(view), progress)


def projection_named(name: str) -> type[BatchProjection]:
    """The projection of that *name*; raises RebuildError where there is none."""
    for one in PROJECTIONS:
        if one.name == name:
            return one
    raise RebuildError(f"There is no projection {name!r}: choose one of {', '.join(one.name for one in PROJECTIONS)}.")


@contextmanager
def _alone(connections: ConnectionPool[Any], name: str) -> Iterator[None]:
    deadline = time.monotonic() + LOCK_WITHIN_S
    with connections.connection() as connection:
        while connection.execute(SQL["begin_rebuild"], {"name": name}).fetchone() != (True,):
            if time.monotonic() > deadline:
                raise RebuildError(f"Another rebuild of {name} is at work. Wait until it has ended.")
            time.sleep(POLL_S)
        try:
            yield
        finally:
            connection.execute(SQL["end_rebuild"], {"name": name})


def _fill(projection: BatchProjection, connections: ConnectionPool[Any], progress: Progress) -> None:
    """Writes all that was recorded up to now, while the next events are read and folded.

    Nothing has to be taken out for a redaction: the log is erased already.
    """
    end = _begun(projection)
    place = Place(position=0, digest=0, rebuilding=True)
    after: tuple[str, int] | None = ("", 0)
    done = 0
    folds = Folds(most_bytes=0)  # one stream after the other
    with connections.connection() as reading, ThreadPoolExecutor(1, "rebuild") as writing:
        written = writing.submit(lambda: place)
        while after is not None:
            events, after = events_by_stream(reading, after, end, READ_AT_ONCE, with_headers=projection.with_headers)
            (changes,) = taken_in(reading, [projection], folds, events, 0)
            place = written.result()
            written = writing.submit(_written, projection, place, 0 if after is not None else end, changes)
            done += events.read
            progress(done, end)
        written.result()


def _begun(projection: BatchProjection) -> int:
    """Empties the tables; where the log ends then."""
    with projection.view.turn() as (connection, _):
        connection.execute(projection.empty)
        projection.view.move(connection, Place(position=0, digest=0, rebuilding=True))
        (end,) = connection.execute(queries("moments")["end_of_log"]).fetchone() or (0,)
    return end


def _written(projection: BatchProjection, place: Place, position: int, changes: Sequence[Step]) -> Place:
    """Applies *changes* at *place*, where we left off; the place after them, which is at *position*."""
    with projection.view.turn() as (connection, found):
        if found != place:
            raise RebuildError(f"Somebody else has rebuilt {projection.name} meanwhile. Begin again if it has to be.")
        change = sum(one.apply(connection) for one in changes)
        after = replace(place, position=position, digest=(place.digest + change) % MODULUS)
        projection.view.move(connection, after)
    return after


def _caught_up(projection: BatchProjection, progress: Progress) -> Place:
    """Applies what has been recorded meanwhile, unless a worker has; the place when all is there."""
    while True:
        applied = projection.process_batch()
        progress(applied.place.position, applied.place.position)
        if not applied.place.rebuilding:
            return applied.place
        if applied.aside:
            time.sleep(POLL_S)
