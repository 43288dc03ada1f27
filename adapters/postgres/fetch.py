"""One read, one round trip: a prepared statement, rows in binary, on a connection of the pool."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from psycopg import AsyncConnection
from psycopg.abc import QueryNoTemplate
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

Pool: TypeAlias = AsyncConnectionPool[AsyncConnection[TupleRow]]

PATIENCE_S = 2.0
"""How long a reader waits for a connection; with the database away, an answer comes sooner than its client gives up."""

NOTHING: Mapping[str, Any] = {}


async def rows(pool: Pool, query: QueryNoTemplate, parameters: Mapping[str, Any] = NOTHING) -> list[TupleRow]:
    """Every row of *query*. Raises psycopg.OperationalError while the database is away."""
    async with pool.connection(PATIENCE_S) as connection:
        cursor = await connection.execute(query, parameters, prepare=True, binary=True)
        return await cursor.fetchall()


async def row(pool: Pool, query: QueryNoTemplate, parameters: Mapping[str, Any] = NOTHING) -> TupleRow | None:
    """The first row of *query*, or None."""
    async with pool.connection(PATIENCE_S) as connection:
        cursor = await connection.execute(query, parameters, prepare=True, binary=True)
        return await cursor.fetchone()
