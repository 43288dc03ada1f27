"""Rows in PostgreSQL's binary COPY form: a count of fields, then each field's length and bytes, -1 for NULL.

psycopg makes them value by value through Python, about 1 µs each; whoever writes many rows that share fields keeps the
fields and joins them. Rows that are read by COPY come in the very same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain
from struct import Struct
from typing import Any, LiteralString

from psycopg import Connection

from adapters.postgres import arrays

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"
TRUE = b"\0\0\0\1\1"
FALSE = b"\0\0\0\1\0"

_LENGTH = Struct("!i").pack
_INTEGER = Struct("!ii").pack
_BIGINT = Struct("!iq").pack
_FIELDS = Struct("!h").pack
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def row(*fields: bytes) -> bytes:
    """The row of *fields*, each framed by one of the functions below."""
    return _FIELDS(len(fields)) + b"".join(fields)


def bytea(value: bytes | None) -> bytes:
    """A field of type bytea, or of whatever type has these bytes."""
    return NULL if value is None else _LENGTH(len(value)) + value


def text(value: str | None) -> bytes:
    """A field of type text. PostgreSQL's text has no U+0000, which JSON's has: it becomes U+FFFD."""
    return NULL if value is None else bytea(value.replace("\0", "\ufffd").encode())


def texts(values: Sequence[str]) -> bytes:
    """A field of type text[]."""
    return bytea(arrays.text_array([value.replace("\0", "\ufffd") for value in values]).body)


def integer(value: int | None) -> bytes:
    """A field of type integer."""
    return NULL if value is None else _INTEGER(4, value)


def bigint(value: int) -> bytes:
    """A field of type bigint."""
    return _BIGINT(8, value)


def boolean(value: bool) -> bytes:  # noqa: FBT001 (the value itself)
    """A field of type boolean."""
    return TRUE if value else FALSE


@lru_cache(maxsize=4_096)
def moment(eight_bytes: bytes) -> datetime:
    """What timestamptz_send made *eight_bytes* of. Events of one group share theirs, and so the object."""
    return _EPOCH + int.from_bytes(eight_bytes, "big", signed=True) * _MICROSECOND


@lru_cache(maxsize=4_096)
def timestamptz(value: datetime) -> bytes:
    """A field of type timestamptz."""
    return _BIGINT(8, (value - _EPOCH) // _MICROSECOND)


def write_rows(connection: Connection[Any], copy_statement: LiteralString, rows: Sequence[bytes]) -> None:
    """Sends *rows* by *copy_statement*, a COPY … FROM STDIN (FORMAT BINARY)."""
    if rows:
        with connection.cursor() as cursor, cursor.copy(copy_statement) as copy:
            copy.write(b"".join((HEADER, *rows, TRAILER)))


def read_rows(
    connection: Connection[Any], copy_statement: LiteralString, parameters: Mapping[str, object]
) -> Iterator[bytes]:
    """The rows of *copy_statement*, a COPY (…) TO STDOUT (FORMAT BINARY), as ``row`` would make them."""
    with connection.cursor() as cursor, cursor.copy(copy_statement, parameters) as copy:
        messages = map(bytes, copy)
        first = next(messages, HEADER).removeprefix(HEADER)
        yield from (message for message in chain([first], messages) if message not in (b"", TRAILER))
