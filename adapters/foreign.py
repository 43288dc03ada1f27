"""Stored events of the ``eventsourcing`` library that are not ours: another application's, in the same log.

They get positions, headers and leaves like any event, in the same groups and under the same lock. Their states are
bytes of which nothing is known, so each is one unit, at the pointer "" (the whole).
"""

import os
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

from eventsourcing.persistence import DataError, IntegrityError, ProgrammingError, StoredEvent
from psycopg import AsyncConnection

from adapters.mapper import StoredClaimEvent
from adapters.postgres.arrays import integer_array, text_array
from adapters.postgres.queries import queries
from domain.events import EVENT_TYPES
from domain.ledger import Head
from domain.ports import LARGEST_VERSION, LogRow
from domain.proposal import OPEN, SECRET_BYTES, secrets_from
from domain.revision import Identity
from domain.stored_form import HeaderPieces, commitment, header, header_pieces, leaf_hash, salt
from domain.wire import instant_text

SQL = queries("event_log")

SOURCE = "eventsourcing"
OUR_STREAMS = ("claim/", "question/", "story/")
MOST_BYTES = 16 * 2**20
WHOLE = ""

Outcome: TypeAlias = list[int] | IntegrityError
Alongside: TypeAlias = Callable[[AsyncConnection[Any]], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class ForeignEvent:
    """A stored event with all that can be made of it before its place is known."""

    stream: str
    version: int
    topic: str
    state: bytes
    secret: bytes
    commitment: str
    pieces: HeaderPieces

    @property
    def identity(self) -> Identity:
        """(source, id); the id is made of the place, so that a place is taken where its identity is."""
        return SOURCE, _id(self.stream, self.version)


@dataclass(slots=True, eq=False)
class ForeignBatch:
    """Events that are stored together or not at all, and the positions that they got, or why not.

    *alongside* is done in the same transaction once the places are free; what it answers with False is refused.
    """

    events: Sequence[ForeignEvent]
    alongside: Alongside | None = None
    outcome: Outcome | None = None

    @property
    def size(self) -> int:
        """Bytes of the states."""
        return sum(len(one.state) for one in self.events)


def foreign_batch(stored_events: Sequence[StoredEvent], alongside: Alongside | None = None) -> ForeignBatch:
    """The batch made of *stored_events*.

    Raises ProgrammingError for what has to go through our own door, DataError for what the table cannot hold,
    IntegrityError where two have one place.
    """
    secrets = secrets_from(os.urandom(SECRET_BYTES * len(stored_events)))
    batch = ForeignBatch([_foreign(one, secret) for one, secret in zip(stored_events, secrets, strict=True)], alongside)
    if batch.size > MOST_BYTES:
        raise DataError(f"more than {MOST_BYTES} bytes of states in one call")
    if len({one.identity for one in batch.events}) < len(batch.events):
        raise IntegrityError("two of the stored events have one originator and version")
    return batch


def foreign_commitment(state: bytes, secret: bytes) -> str:
    """What the header of a foreign event commits to: SHA-256(salt ‖ state), the one unit, as ``stored_form`` has it."""
    return commitment({WHOLE: sha256(salt(secret, WHOLE) + state).hexdigest()})


async def place(
    connection: AsyncConnection[Any],
    batches: Iterable[ForeignBatch],
    head: Head,
    position: int,
    known: MutableMapping[Identity, LogRow],
) -> list[StoredClaimEvent]:
    """The events to store, after *position* in the group that began at *head*; each batch gets its outcome.

    *known* has what this group holds already, by identity, and learns what is placed.
    """
    batches = list(batches)
    known.update(await _recorded(connection, [event for batch in batches for event in batch.events]))
    placed: list[StoredClaimEvent] = []
    for batch in batches:
        recorded = [known.get(event.identity) for event in batch.events]
        batch.outcome = _stored_before(batch, recorded)
        if batch.outcome is None:
            batch.outcome = await _refused_alongside(connection, batch)
        if batch.outcome is None:
            new = [_stored(event, position + len(placed) + n, head) for n, event in enumerate(batch.events, 1)]
            known.update((event.identity, one.row) for event, one in zip(batch.events, new, strict=True))
            batch.outcome = [one.row.position for one in new]
            placed += new
    return placed


def _foreign(event: StoredEvent, secret: bytes) -> ForeignEvent:
    stream = str(event.originator_id)
    if event.topic in EVENT_TYPES or stream.startswith(OUR_STREAMS):
        raise ProgrammingError(f"{event.topic} in {stream}: claims, questions and stories are written by posting them")
    if not 0 <= event.originator_version <= LARGEST_VERSION or "\0" in stream + event.topic:
        raise DataError(f"{event.topic} in {stream}: a version from 0 to {LARGEST_VERSION}, and no NUL in a name")
    committed = foreign_commitment(event.state, secret)
    try:
        pieces = header_pieces(
            committed, _id(stream, event.originator_version), OPEN, SOURCE, stream, None, event.topic
        )
    except TypeError as error:
        raise DataError(f"{stream!a} is no Unicode text") from error
    return ForeignEvent(stream, event.originator_version, event.topic, event.state, secret, committed, pieces)


def _id(stream: str, version: int) -> str:
    return f"{stream}/{version}"


async def _recorded(
    connection: AsyncConnection[Any], events: Sequence[ForeignEvent]
) -> Iterable[tuple[Identity, LogRow]]:
    cursor = await connection.execute(
        SQL["recorded_of"],
        {
            "sources": text_array([SOURCE] * len(events)),
            "ids": text_array([event.identity[1] for event in events]),
            "streams": text_array([]),
            "versions": integer_array([]),
            "most": 0,
        },
        prepare=True,
        binary=True,
    )
    rows = [LogRow(*columns) async for _, *columns in cursor]
    return [((row.source, row.id), row) for row in rows]


def _stored_before(batch: ForeignBatch, recorded: Sequence[LogRow | None]) -> Outcome | None:
    """A conflict, unless what is found has this batch's own salted commitments: it was stored on a lost connection."""
    found = [row for row in recorded if row is not None]
    if not found:
        return None
    if [row.commitment for row in found] == [event.commitment for event in batch.events]:
        return [row.position for row in found]
    taken = ", ".join(row.id for row in found[:3])
    return IntegrityError(f"recorded already: {taken}")


async def _refused_alongside(connection: AsyncConnection[Any], batch: ForeignBatch) -> IntegrityError | None:
    if batch.alongside is None or await batch.alongside(connection):
        return None
    return IntegrityError("the position was tracked already")


def _stored(event: ForeignEvent, position: int, head: Head) -> StoredClaimEvent:
    recorded_at = head.next_recorded_at
    stored_header = header(event.pieces, position, instant_text(recorded_at), event.version)
    source, id_ = event.identity
    row = LogRow(
        position=position,
        stream=event.stream,
        version=event.version,
        type=event.topic,
        source=source,
        id=id_,
        recorded_at=recorded_at,
        header=stored_header,
        payload=event.state,
        secret=event.secret,
        erased=None,
    )
    return StoredClaimEvent(
        originator_id=event.stream,
        originator_version=event.version,
        topic=event.topic,
        state=event.state,
        row=row,
        leaf=leaf_hash(stored_header),
    )
