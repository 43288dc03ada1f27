"""A table of a projection: rows go in and come out as bytes, and tell what that does to the digest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString, Protocol

from psycopg import Connection

from adapters.postgres.copy_rows import read_rows, write_rows
from adapters.projections.digest import hash_of_rows


@dataclass(frozen=True, slots=True)
class Table:
    """A table and the queries ``fill_…``, ``take_…`` and ``show_…`` of its projection that go by *called*."""

    name: str
    called: str
    sql: Mapping[str, LiteralString]

    def add(self, connection: Connection[Any], rows: Sequence[bytes]) -> int:
        """Puts *rows* in; what that adds to the digest."""
        write_rows(connection, self.sql[f"fill_{self.called}"], rows)
        return hash_of_rows(self.name, rows)

    def take(self, connection: Connection[Any], keys: Sequence[str]) -> int:
        """Takes the rows of *keys* out; what that takes from the digest."""
        if not keys:
            return 0
        return hash_of_rows(self.name, read_rows(connection, self.sql[f"take_{self.called}"], {"keys": list(keys)}))

    def hash(self, connection: Connection[Any]) -> int:
        """The digest's share of this table, added up from what is in it."""
        return hash_of_rows(self.name, read_rows(connection, self.sql[f"show_{self.called}"], {}))


class Step(Protocol):
    """Something that a batch does to the tables, in its order among others."""

    def apply(self, connection: Connection[Any]) -> int:
        """Does it; what that adds to the digest, which may be less than nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Change:
    """What a batch does to a table: the rows of some keys go, then rows come."""

    table: Table
    taken: Sequence[str]
    added: Sequence[bytes]

    def apply(self, connection: Connection[Any]) -> int:
        """Does it; what that adds to the digest, which may be less than nothing."""
        taken = self.table.take(connection, self.taken)
        return self.table.add(connection, self.added) - taken
