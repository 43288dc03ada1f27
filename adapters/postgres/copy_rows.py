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
_NUMERIC = Struct("!ihhHH").pack
_ONE_GROUP = Struct("!ihhHHh").pack
_GROUP = Struct("!h").pack
_NEGATIVE = 0x4000
_A_GROUP = 4
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
    return _texts(tuple(values))


@lru_cache(maxsize=4_096)  # few of many: the members that an event changes, the names in a chain
def _texts(values: tuple[str, ...]) -> bytes:
    return bytea(arrays.text_array([value.replace("\0", "\ufffd") for value in values]).body)


def integer(value: int | None) -> bytes:
    """A field of type integer."""
    return NULL if value is None else _INTEGER(4, value)


def bigint(value: int | None) -> bytes:
    """A field of type bigint."""
    return NULL if value is None else _BIGINT(8, value)


@lru_cache(maxsize=4_096)  # a figure goes into several tables
def numeric(amount: str | None) -> bytes:
    """A field of type numeric: *amount* as the wire writes it, with as many decimals.

    In PostgreSQL's form: groups of four digits, the weight of the first, the sign, the number of decimals.
    """
    if amount is None:
        return NULL
    if len(amount) <= _A_GROUP and amount.isdecimal() and amount != "0":
        return _ONE_GROUP(10, 1, 0, 0, 0, int(amount))
    whole, _, decimals = amount.removeprefix("-").partition(".")
    digits = "0" * (-len(whole) % _A_GROUP) + whole + decimals + "0" * (-len(decimals) % _A_GROUP)
    groups = [int(digits[n : n + _A_GROUP]) for n in range(0, len(digits), _A_GROUP)]
    weight = (len(whole) - 1) // _A_GROUP
    while groups and not groups[0]:
        del groups[0]
        weight -= 1
    while groups and not groups[-1]:
        del groups[-1]
    sign = _NEGATIVE if groups and amount.startswith("-") else 0
    head = _NUMERIC(8 + 2 * len(groups), len(groups), weight if groups else 0, sign, len(decimals))
    return head + b"".join(map(_GROUP, groups))


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
