"""The log recomputed from what is stored: every header, commitment and leaf, every place in log and stream.

Nothing here trusts what the service did when it wrote: whoever may change rows may change them in any way, so a row
that makes no sense is a fault to name, never a reason to stop. What keeps rows from being changed is in ``guards``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson
from psycopg import Connection, IsolationLevel

from adapters.codec import stored
from adapters.erasures import Erasures
from adapters.foreign import OUR_STREAMS, foreign_commitment
from adapters.postgres.queries import queries
from adapters.projections import PROJECTIONS
from domain.canonical import NotIJson, canonical, parse_strict
from domain.events import EVENT_TYPES
from domain.merkle import Frontier
from domain.ports import LogRow
from domain.refusals import Json
from domain.stored_form import NESTED, commitment, header, header_pieces, leaf_hash, stored_commitments
from domain.wire import instant_text

SQL = queries("check")

AT_ONCE = 2_000
MOST_FAULTS = 1_000
READ_MODELS = tuple(one.name for one in PROJECTIONS)
BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: at *position*, or in the log or its database as a whole."""

    position: int | None
    what: str


@dataclass(slots=True)
class CheckedLog:
    """How many events were read, the tree over them, and what is wrong: the first thousand faults, and how many."""

    tree: Frontier = field(default_factory=Frontier)
    faults: list[Fault] = field(default_factory=list)
    found: int = 0

    @property
    def size(self) -> int:
        """How many events there are."""
        return self.tree.size

    @property
    def root(self) -> bytes:
        """The root of the tree over the leaves as they were recomputed from the stored headers (RFC 6962, 2.1)."""
        return self.tree.root()

    def add(self, position: int | None, what: str) -> None:
        """Counts a fault, and keeps it if it is one of the first."""
        self.found += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(position, what))


@dataclass(slots=True)
class _Place:
    """The event before, against which the next one's place is checked."""

    position: int = 0
    recorded_at: datetime = BEGINNING


def check_log(connection: Connection[Any], read: Callable[[int], None] = lambda _: None) -> CheckedLog:
    """Everything that is wrong with the log as it is at one moment; *read* is told how many events have been read."""
    checked = CheckedLog()
    connection.isolation_level, connection.read_only = IsolationLevel.REPEATABLE_READ, True
    with connection.transaction():
        place, erasures = _Place(), Erasures()
        for row, leaf in _stored_rows(connection):
            _check_place(checked, place, row)
            for what in row_faults(row, leaf):
                checked.add(row.position, what)
            erasures.note(row)
            checked.tree.append(leaf_hash(row.header))
            if checked.size % AT_ONCE == 0:
                read(checked.size)
        for position, what in erasures.faults():
            checked.add(position, what)
        _check_streams(connection, checked)
        _check_end(connection, checked, place.position)
    read(checked.size)
    return checked


def last_position(connection: Connection[Any]) -> int:
    """Where the log ends, which is how much there is to check."""
    (position,) = connection.execute(queries("moments")["end_of_log"]).fetchone() or (0,)
    return int(position)


def stream_faults(connection: Connection[Any], stream: str) -> list[Fault]:
    """What is wrong with the stored events of *stream*, such as ``claim/ID``, each by itself."""
    found = connection.execute(SQL["events_of_stream"], {"stream": stream}, binary=True)
    rows = ((LogRow(*columns), leaf) for *columns, leaf in found)
    return [Fault(row.position, what) for row, leaf in rows for what in row_faults(row, leaf)]


def row_faults(row: LogRow, leaf: bytes) -> list[str]:
    """What is wrong with one stored event by itself."""
    return [*_payload_faults(row), *_header_faults(row), *_leaf_faults(row, leaf)]


def _stored_rows(connection: Connection[Any]) -> Iterator[tuple[LogRow, bytes]]:
    with connection.cursor("check") as cursor:
        cursor.itersize = AT_ONCE
        for *columns, leaf in cursor.execute(SQL["every_event"], binary=True):
            yield LogRow(*columns), leaf


def _check_place(checked: CheckedLog, before: _Place, row: LogRow) -> None:
    if row.position != before.position + 1:
        checked.add(before.position + 1, f"missing: the next stored position is {row.position}")
    if row.recorded_at < before.recorded_at:
        checked.add(row.position, f"recorded_at goes back, to {instant_text(row.recorded_at)}")
    before.position, before.recorded_at = row.position, row.recorded_at


def _check_streams(connection: Connection[Any], checked: CheckedLog) -> None:
    parameters = {"kinds": [one.rstrip("/") for one in OUR_STREAMS], "most": MOST_FAULTS}
    for position, stream, version, before in connection.execute(SQL["versions_out_of_step"], parameters):
        follows = "as its first version" if before is None else f"after version {before}"
        checked.add(position, f"version {version} of {stream} stands {follows}")


def _check_end(connection: Connection[Any], checked: CheckedLog, last: int) -> None:
    parameters = {"last": last, "names": list(READ_MODELS)}
    for name, position in connection.execute(SQL["ahead_of_the_log"], parameters):
        checked.add(last + 1, f"missing: the read model {name} has taken in the log up to {position}")


def _payload_faults(row: LogRow) -> list[str]:
    if row.type not in EVENT_TYPES:
        return [f"{row.type} is no type that this program knows"] if row.stream.startswith(OUR_STREAMS) else []
    try:
        is_canonical = canonical(parse_strict(row.payload)) == row.payload
    except NotIJson as error:
        return [f"payload is no JSON: {error}"]
    return _shape_faults(row) if is_canonical else ["payload is not in canonical form"]


def _shape_faults(row: LogRow) -> list[str]:
    """Whether the payload still reads as its type: commitments are blind to an empty member that went."""
    try:
        stored(row.type, row.payload, row.erased)
    except (ValueError, TypeError, KeyError):
        return [f"payload is not of the shape of {row.type}"]
    return []


def _header_faults(row: LogRow) -> list[str]:
    try:
        said = orjson.loads(row.header)
        if _made_again(row, said) == row.header:
            return []
    except (ValueError, TypeError, AttributeError, KeyError):
        return ["header cannot be read"]
    differing = [_difference(name, said.get(name), is_now) for name, is_now in _members(row).items()]
    return [one for one in differing if one] or ["header is not in canonical form"]


def _leaf_faults(row: LogRow, leaf: bytes) -> list[str]:
    return [] if leaf_hash(row.header) == leaf else ["leaf is not the hash of the header"]


def _made_again(row: LogRow, said: dict[str, Any]) -> bytes:
    """The header as it would be written of this row today; who recorded it and its time stand nowhere else."""
    pieces = header_pieces(
        _commitment(row), row.id, said["recorder"], row.source, row.stream, said.get("time"), row.type
    )
    return header(pieces, row.position, instant_text(row.recorded_at), row.version)


def _members(row: LogRow) -> dict[str, Json]:
    return {
        "commitment": _commitment(row),
        "id": row.id,
        "position": row.position,
        "recorded_at": instant_text(row.recorded_at),
        "source": row.source,
        "stream": row.stream,
        "type": row.type,
        "version": row.version,
    }


def _difference(name: str, said: Json, is_now: Json) -> str | None:
    if said == is_now:
        return None
    if name == "commitment":
        return "payload is not the one that the header commits to"
    return f"{name} is {is_now!r}, but the header says {said!r}"


def _commitment(row: LogRow) -> str:
    """What the stored payload commits to; the empty text where that cannot be made again, which no header says."""
    try:
        if row.type in EVENT_TYPES:
            return commitment(stored_commitments(row.payload, row.type in NESTED, row.secret, row.erased))
        return foreign_commitment(row.payload, row.secret or b"")
    except (ValueError, TypeError, KeyError):
        return ""
