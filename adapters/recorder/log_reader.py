"""The log as the ``eventsourcing`` library reads it, on whatever connection is given."""

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import Notification, StoredEvent
from psycopg import Connection

from adapters.mapper import ClaimNotification, StoredClaimEvent
from adapters.postgres.composed import composed
from adapters.postgres.queries import queries
from domain.events import EVENT_TYPES
from domain.ports import LARGEST_POSITION, LARGEST_VERSION, LogRow

SQL = queries("recorder")

BEFORE_ALL = -1


def events_of(  # noqa: PLR0913 (what the library's recorders are asked for)
    connection: Connection[Any],
    stream: str,
    *,
    gt: int | None = None,
    lte: int | None = None,
    desc: bool = False,
    limit: int | None = None,
) -> list[StoredEvent]:
    """The events of *stream* with versions above *gt* and up to *lte*, oldest first unless *desc*."""
    parameters = {
        "stream": stream,
        "gt": BEFORE_ALL if gt is None else gt,
        "lte": LARGEST_VERSION if lte is None else lte,
        "limit": limit,
    }
    query = composed("recorder", "select_events", descending=desc)
    return [stored_event(LogRow(*row)) for row in connection.execute(query, parameters, binary=True)]


def notifications(
    connection: Connection[Any], after: int, limit: int, *, stop: int | None = None, topics: Sequence[str] = ()
) -> list[Notification]:
    """At most *limit* events after position *after* and up to *stop*, in order; of all types unless *topics*."""
    parameters = {
        "after": after,
        "stop": LARGEST_POSITION if stop is None else stop,
        "limit": limit,
        "topics": list(topics),
    }
    query = composed("recorder", "select_notifications", ("topics",) if topics else ())
    return [notification(LogRow(*row)) for row in connection.execute(query, parameters, binary=True)]


def last_position(connection: Connection[Any]) -> int | None:
    """Where the log ends; None while it is empty."""
    row = connection.execute(SQL["last_position"]).fetchone()
    return None if row is None else row[0]


def stored_event(row: LogRow) -> StoredEvent:
    """*row* as a stored event: with the row beside it where it is one of ours, plain where it is another's."""
    if row.type in EVENT_TYPES:
        return StoredClaimEvent(row.stream, row.version, row.type, row.payload, row)
    return StoredEvent(row.stream, row.version, row.type, row.payload)


def notification(row: LogRow) -> Notification:
    """The same with its position."""
    if row.type in EVENT_TYPES:
        return ClaimNotification(row.stream, row.version, row.type, row.payload, row.position, row)
    return Notification(row.stream, row.version, row.type, row.payload, row.position)
