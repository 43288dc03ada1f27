"""Everything that is made of something, made here and nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from adapters.claim_log import ClaimLog
from adapters.group_commit import GroupCommit
from adapters.log_feed import LogFeed, Pace, connect_feed
from adapters.postgres.pool import async_pool
from adapters.postgres.shared_reads import SharedReads, connect_shared
from adapters.postgres.steady import connect_writer
from adapters.recorder import DATABASE_URL
from adapters.shared_states import SharedStates
from adapters.state_cache import StateCache
from api.http import patience
from api.http.event_messages import messages
from api.http.events import WritingDoor
from api.http.kept_desks import KeptDesks
from api.http.patience import Patience
from api.settings import Settings
from api.web.claim_history import KeptFigures
from domain.ports import EventLog

PACE = Pace()


@dataclass(frozen=True, slots=True)
class Service:
    """What the routes work with: the one way in, the past, long claims, connections for reading, hot reads, live.

    And what is kept for whoever asks next.
    """

    log: EventLog
    door: WritingDoor
    patience: Patience
    history: ClaimLog
    states: SharedStates
    pool: AsyncConnectionPool[AsyncConnection[TupleRow]]
    shared: SharedReads
    feed: LogFeed
    desks: KeptDesks
    figures: KeptFigures
    settings: Settings


@asynccontextmanager
async def running(conninfo: str, settings: Settings) -> AsyncIterator[Service]:
    """The service over the database at *conninfo*, until the block ends; what is queued then is still answered."""
    states = SharedStates(settings.cache_mib * 2**20 // 2)
    log = GroupCommit(partial(connect_writer, conninfo), StateCache(settings.cache_mib * 2**20), states)
    history = ClaimLog(env={DATABASE_URL: conninfo})
    shared = SharedReads(partial(connect_shared, conninfo))
    async with async_pool(conninfo, max_size=settings.readers) as pool:
        feed = LogFeed(partial(connect_feed, conninfo), pool, messages, PACE)
        bodies = Patience(patience.SILENCE_S)
        try:
            yield Service(
                log=log,
                door=WritingDoor(log, settings.recorder, settings.hosts, bodies),
                patience=bodies,
                history=history,
                states=states,
                pool=pool,
                shared=shared,
                feed=feed,
                desks=KeptDesks(),
                figures=KeptFigures(),
                settings=settings,
            )
        finally:
            await log.close()
            await shared.close()
            await feed.close()
            history.close()
