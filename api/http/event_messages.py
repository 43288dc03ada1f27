"""Events of the log as messages of an event stream (WHATWG HTML, 9.2): each is made once, whoever reads it."""

from collections.abc import Sequence

from psycopg.rows import TupleRow

from adapters.log_ring import Message
from api.http.event_items import event_item, subject_of


def messages(rows: Sequence[TupleRow]) -> list[Message]:
    """Messages of events, from rows of (stream, position, type, header, payload, erased, …)."""
    return [Message(row[1], row[0], row[2], _message(row)) for row in rows]


def _message(row: TupleRow) -> bytes:
    """Position, type, and the event as in the list, whose JSON has no line ends."""
    return b"id: %d\nevent: %b\ndata: %b\n\n" % (row[1], row[2].encode(), event_item(row, subject_of(row[0])))
