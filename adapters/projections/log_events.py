"""Events for a projection, out of the log: ours, typed; those of other applications are passed over."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from psycopg import Connection

from adapters.codec import stored
from adapters.foreign import OUR_STREAMS
from adapters.postgres.copy_rows import moment
from adapters.postgres.queries import queries
from domain.events import EVENT_TYPES, Recorded
from domain.recall import Wanted

SQL = queries("projection")

Row: TypeAlias = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Events:
    """Events, the header of each (empty unless asked for), and what was read in all."""

    events: list[Recorded]
    headers: list[bytes]
    read: int
    last: int
    """The position of the last row that was read, whosever it was; 0 where nothing was."""

    def without(self, streams: Collection[str]) -> "Events":
        """The same without those of *streams*."""
        kept = [n for n, event in enumerate(self.events) if event.stream not in streams]
        return Events([self.events[n] for n in kept], [self.headers[n] for n in kept], self.read, self.last)


def events_after(connection: Connection[Any], after: int, until: int, most: int, *, with_headers: bool) -> Events:
    """At most *most* events after position *after* and up to *until*."""
    parameters = {"after": after, "until": until, "most": most, "with_headers": with_headers}
    return _typed(connection.execute(SQL["next_events"], parameters, binary=True).fetchall())


def events_of_streams(
    connection: Connection[Any], streams: Sequence[str], until: int, *, with_headers: bool = False
) -> Events:
    """*streams* up to position *until*, whole and each in order."""
    if not streams:
        return Events([], [], 0, 0)
    parameters = {"streams": list(streams), "until": until, "with_headers": with_headers}
    return _typed(connection.execute(SQL["streams_until"], parameters, binary=True).fetchall())


def recalled_events(connection: Connection[Any], wanted: Wanted) -> list[Recorded]:
    """The events that are *wanted* by settled claims."""
    parameters = {
        "sources": [source for source, _ in wanted.identities],
        "ids": [id_ for _, id_ in wanted.identities],
        "streams": [stream for stream, _ in wanted.places],
        "versions": [version for _, version in wanted.places],
    }
    return _typed(connection.execute(SQL["recalled"], parameters, binary=True).fetchall()).events


def events_by_stream(
    connection: Connection[Any], after: tuple[str, int], until: int, most: int, *, with_headers: bool
) -> tuple[Events, tuple[str, int] | None]:
    """At most *most* events up to position *until*, stream by stream, and where to go on *after* them (None: done)."""
    stream, version = after
    parameters = {
        "stream": stream,
        "version": version,
        "until": until,
        "most": most,
        "with_headers": with_headers,
    }
    rows = connection.execute(SQL["next_in_streams"], parameters, binary=True).fetchall()
    return _typed(rows), (rows[-1][0], rows[-1][1]) if len(rows) == most else None


class UnknownEventError(Exception):
    """An event of ours that this program does not know: to pass over it would show a claim as it never was."""


def _typed(rows: Sequence[Row]) -> Events:
    ours: Iterable[Row] = [row for row in rows if _is_ours(row)] if any(row[4] not in _NAMES for row in rows) else rows
    events = [
        Recorded(stream, version, position, moment(recorded_at), name, source, id_, stored(name, payload, erased))
        for stream, version, position, recorded_at, name, source, id_, payload, erased, _ in ours
    ]
    return Events(events, [row[9] for row in ours], len(rows), rows[-1][2] if rows else 0)


def _is_ours(row: Row) -> bool:
    if row[4] in _NAMES:
        return True
    if row[0].startswith(OUR_STREAMS):
        message = f"{row[4]} at position {row[2]} is no type that this program knows: a newer one may have recorded it"
        raise UnknownEventError(message)
    return False


_NAMES = frozenset(EVENT_TYPES)
