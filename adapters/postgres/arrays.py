"""Arrays in PostgreSQL's binary form, made in one pass.

psycopg dumps a list item by item through Python, about 1 µs each; ten columns of a group of events are worth having
at a fifth of that. The layout is that of ``array_recv``: dimensions, null flag, element type, length, lower bound,
then each element's length and bytes.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from struct import Struct, pack
from typing import ClassVar

from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import AdaptersMap, Dumper
from psycopg.pq import Format

_LENGTH = Struct("!i").pack
_NULL = _LENGTH(-1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Array:
    """A parameter that is sent as it stands."""

    element_oid: ClassVar[int]
    oid: ClassVar[int]

    def __init__(self, count: int, elements: bytes, *, has_nulls: bool = False) -> None:
        """Frames *count* elements that are framed themselves; no elements are an array without dimensions."""
        dimensions = pack("!ii", count, 1) if count else b""
        self.body = pack("!iiI", len(dimensions) // 8, has_nulls, self.element_oid) + dimensions + elements


class TextArray(Array):
    """A parameter of type text[]."""

    element_oid, oid = 25, 1009


class ByteaArray(Array):
    """A parameter of type bytea[]."""

    element_oid, oid = 17, 1001


class IntegerArray(Array):
    """A parameter of type integer[]."""

    element_oid, oid = 23, 1007


class BigintArray(Array):
    """A parameter of type bigint[]."""

    element_oid, oid = 20, 1016


class MomentArray(Array):
    """A parameter of type timestamptz[]."""

    element_oid, oid = 1184, 1185


def text_array(values: Sequence[str]) -> TextArray:
    """*values* as text[]."""
    return TextArray(len(values), _framed(map(str.encode, values)))


def bytea_array(values: Sequence[bytes]) -> ByteaArray:
    """*values* as bytea[]."""
    return ByteaArray(len(values), _framed(values))


def nullable_bytea_array(values: Sequence[bytes | None]) -> ByteaArray:
    """*values* as bytea[], with NULL for None."""
    elements = b"".join([_NULL if value is None else _LENGTH(len(value)) + value for value in values])
    return ByteaArray(len(values), elements, has_nulls=None in values)


def integer_array(values: Sequence[int]) -> IntegerArray:
    """*values* as integer[]."""
    return IntegerArray(len(values), b"".join(map(Struct("!ii").pack, [4] * len(values), values)))


def bigint_array(values: Sequence[int]) -> BigintArray:
    """*values* as bigint[]."""
    return BigintArray(len(values), b"".join(map(Struct("!iq").pack, [8] * len(values), values)))


def moment_array(values: Sequence[datetime]) -> MomentArray:
    """*values*, which have a time zone, as timestamptz[]: microseconds from 2000 on."""
    elapsed = [(value - _EPOCH) // _MICROSECOND for value in values]
    return MomentArray(len(values), b"".join(map(Struct("!iq").pack, [8] * len(values), elapsed)))


def register_arrays(context: AdaptersMap) -> None:
    """Teaches a connection's adapters these parameters."""
    for kind in (TextArray, ByteaArray, IntegerArray, BigintArray, MomentArray):
        context.register_dumper(kind, _dumper(kind))


def _framed(values: Iterable[bytes]) -> bytes:
    return b"".join([part for value in values for part in (_LENGTH(len(value)), value)])


def _dumper(kind: type[Array]) -> type[Dumper]:
    class AsItStands(Dumper):
        format = Format.BINARY
        oid = kind.oid

        def __init__(self, cls: type, context: AdaptContext | None = None) -> None:
            super().__init__(cls, context)

        def dump(self, obj: Array) -> Buffer:
            return obj.body

    return AsItStands
