"""Turns at writing: a transaction that holds the log's one lock, from reading where the log stands to COMMIT."""

from typing import Any

from psycopg import AsyncConnection, AsyncCursor

from adapters.postgres.queries import queries
from domain.ledger import Head

SQL = queries("event_log")
COMMIT_AND_BEGIN = "COMMIT;" + SQL["begin_and_lock"]


class CommitFailed(Exception):  # noqa: N818 (says what happened; whether it is an error is found out by looking)
    """COMMIT was answered with a rollback."""


class Turns:
    """One turn after the other on a connection of its own; ``close`` it when a turn was not ended."""

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self.connection = connection
        self._begun: Head | None = None

    async def begin(self) -> Head:
        """Opens the transaction and takes the lock; where the log stands."""
        head, self._begun = self._begun, None
        return head or await self._head(await self.connection.execute(SQL["begin_and_lock"]))

    async def commit(self, *, and_begin: bool) -> None:
        """Makes the turn's events durable; raises CommitFailed if the server rolled them back instead.

        *and_begin*: the next turn is wanted at once, and so begins in the same round trip. With another writer about,
        that would keep those waiting who are told of this one's end.
        """
        cursor = await self.connection.execute(COMMIT_AND_BEGIN if and_begin else "COMMIT")
        if cursor.statusmessage != "COMMIT":
            raise CommitFailed(cursor.statusmessage)
        if and_begin:
            self._begun = await self._head(cursor)

    async def give_up(self) -> None:
        """Ends the turn, and stores nothing."""
        await self.connection.execute("ROLLBACK")

    async def close(self) -> None:
        """Hangs up."""
        await self.connection.close()

    async def _head(self, cursor: AsyncCursor[Any]) -> Head:
        while cursor.nextset():
            pass
        (row,) = await cursor.fetchall()
        return Head(*row)
