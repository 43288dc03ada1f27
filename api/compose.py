"""Everything that is made of something, made here and nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from adapters.group_commit import GroupCommit
from adapters.postgres.arrays import register_arrays
from adapters.postgres.pool import async_pool, connect_async
from adapters.state_cache import StateCache
from api.settings import Settings
from domain.ports import EventLog


@dataclass(frozen=True, slots=True)
class Service:
    """What the routes work with: the one way in, and connections for reading."""

    log: EventLog
    pool: AsyncConnectionPool[AsyncConnection[TupleRow]]
    settings: Settings


@asynccontextmanager
async def running(conninfo: str, settings: Settings) -> AsyncIterator[Service]:
    """The service over the database at *conninfo*, until the block ends; what is queued then is still answered."""

    async def connect() -> AsyncConnection[Any]:
        connection = await connect_async(conninfo)
        register_arrays(connection.adapters)
        return connection

    log = GroupCommit(connect, StateCache(settings.cached_events))
    async with async_pool(conninfo, max_size=settings.readers) as pool:
        try:
            yield Service(log=log, pool=pool, settings=settings)
        finally:
            await log.close()
