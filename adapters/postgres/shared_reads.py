"""Reads that share a round trip: those that come while one is under way wait, and go together in the next.

A reader sees all that was committed before it asked, for it never joins a query that has begun. One round trip is under
way at a time, on a connection of its own; the more readers there are, the less each of them costs.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

import psycopg
from psycopg import AsyncConnection
from psycopg.abc import QueryNoTemplate
from psycopg.rows import TupleRow

from adapters.postgres.arrays import Array, bigint_array, integer_array, moment_array, text_array
from adapters.postgres.composed import composed
from adapters.postgres.queries import queries
from adapters.postgres.steady import SteadyConnection, connect_writer

SQL = queries("shared_reads")

WITHIN_S = 5.0
"""How long a round trip may take, a new connection included: index look-ups take milliseconds."""

LOST = (psycopg.OperationalError, psycopg.InterfaceError)

Key: TypeAlias = tuple[Any, ...]
Connect: TypeAlias = Callable[[], Awaitable[AsyncConnection[TupleRow]]]


@dataclass(frozen=True, slots=True, eq=False)
class SharedQuery:
    """A query over arrays, one for each part of a key; its rows begin with the place of their key, from 1 on."""

    text: QueryNoTemplate
    arrays: Sequence[tuple[str, Callable[[Sequence[Any]], Array]]]
    at_once: int
    """Keys in one round trip."""

    def parameters(self, keys: Iterable[Key]) -> dict[str, Array]:
        """The arrays that ask for *keys*."""
        return {name: array(column) for (name, array), column in zip(self.arrays, zip(*keys, strict=True), strict=True)}


CLAIMS_NOW = SharedQuery(SQL["claims_now"], [("claims", text_array)], at_once=64)
CLAIMS_AS_OF = SharedQuery(SQL["claims_as_of"], [("claims", text_array), ("positions", bigint_array)], at_once=64)
CLAIMS_AT = SharedQuery(
    composed("shared_reads", "claims_at"), [("claims", text_array), ("moments", moment_array)], at_once=16
)
STREAM_PAGES = SharedQuery(
    SQL["stream_pages"], [("streams", text_array), ("lows", integer_array), ("highs", integer_array)], at_once=8
)

Group: TypeAlias = "dict[Key, list[asyncio.Future[list[TupleRow]]]]"
"""Who waits for the rows of each key."""


class SharedReads:
    """For one process and one event loop; keys must be such as no query fails over, for it fails for all that share."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._connection: AsyncConnection[TupleRow] | None = None
        self._waiting: dict[SharedQuery, Group] = {}
        self._wake = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    async def rows(self, query: SharedQuery, key: Key) -> list[TupleRow]:
        """The rows of *key*, in no order, each with its place first; raises psycopg.Error where they cannot be had."""
        found: asyncio.Future[list[TupleRow]] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(query, {}).setdefault(key, []).append(found)
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        self._wake.set()
        return await found

    async def close(self) -> None:
        """Ends; who still waits is told that the connection is gone."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])
        await self._hang_up()

    async def _read(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                await self._read_once(*self._next())

    async def _read_once(self, query: SharedQuery, group: Group) -> None:
        try:
            hand_over(group, await self._found(query, group))
        except asyncio.CancelledError:
            self._fail(group, psycopg.OperationalError("the service ends"))
            raise
        except Exception as error:  # noqa: BLE001 (whatever it is, it is told to whoever waits)
            await self._hang_up()
            self._fail(group, error)

    def _next(self) -> tuple[SharedQuery, Group]:
        """What has waited longest, as much of it as goes into one round trip."""
        query = next(iter(self._waiting))
        group = self._waiting.pop(query)
        if left := list(group)[query.at_once :]:
            self._waiting[query] = {key: group.pop(key) for key in left}
        return query, group

    async def _found(self, query: SharedQuery, group: Group) -> list[TupleRow]:
        parameters = query.parameters(group)
        try:
            async with asyncio.timeout(WITHIN_S):
                try:
                    return await self._asked(query, parameters)
                except LOST:
                    if self._connection is None:
                        raise
                    await self._hang_up()  # it may have been lost long ago, and nobody noticed
                    return await self._asked(query, parameters)
        except OSError as error:
            raise psycopg.OperationalError(f"no answer within {WITHIN_S} s ({error})") from error

    async def _asked(self, query: SharedQuery, parameters: Mapping[str, Array]) -> list[TupleRow]:
        if self._connection is None:
            self._connection = await self._connect()
        cursor = await self._connection.execute(query.text, parameters, prepare=True, binary=True)
        return await cursor.fetchall()

    def _fail(self, group: Group, error: Exception) -> None:
        """Tells all that wait, for who has not been asked for yet would wait as long for the same."""
        groups, self._waiting = [group, *self._waiting.values()], {}
        for found in (found for one in groups for readers in one.values() for found in readers):
            if not found.done():
                found.set_exception(error)

    async def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error, OSError):
                await connection.close()


def hand_over(group: Group, rows: Sequence[TupleRow]) -> None:
    """Gives everybody the rows of the key asked for; who has gone away meanwhile misses them, nothing else."""
    by_place: list[list[TupleRow]] = [[] for _ in group]
    for row in rows:
        by_place[row[0] - 1].append(row)
    for found, readers in zip(by_place, group.values(), strict=True):
        for reader in readers:
            if not reader.done():
                reader.set_result(found)


async def connect_shared(conninfo: str) -> SteadyConnection:
    """A connection for SharedReads."""
    connection = await connect_writer(conninfo)
    try:
        await connection.execute(queries("session")["prepare_shared_reads"])
    except BaseException:
        await connection.close()
        raise
    return connection
