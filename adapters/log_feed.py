"""Following the log once for all live readers of a process: one connection listens, and reads what is new once.

NOTIFY only wakes it; what there is to read it finds by position, and positions are given in the order of commits and
without gaps. So nobody misses an event and nobody gets one twice, whatever becomes of the connection. While nobody
follows the log, there is neither a connection nor a task.

A redaction empties the ring: what was erased is taken from memory no more, for whoever is behind reads the log itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg.abc import QueryNoTemplate
from psycopg.rows import TupleRow
from psycopg_pool import PoolTimeout

from adapters.log_ring import BATCH_BYTES, Message, Ring, Wanted
from adapters.postgres.composed import composed
from adapters.postgres.fetch import Pool, rows
from adapters.postgres.pool import STATEMENT_TIMEOUT_S, prepare_async, with_defaults
from adapters.postgres.queries import queries
from domain.events import EVENT_TYPES
from domain.ports import LARGEST_POSITION

SQL, MOMENTS = queries("log_feed"), queries("moments")
AT_ONCE = 500
FEED_BYTES = 2 * 2**20
WITHIN = 50_000
"""Among so many events those of a type are looked for at once: a rare one must not keep a connection for long."""

MOST_COUNTED = 1_000

FIRST_RETRY_S = 0.05
LONGEST_RETRY_S = 1.0
LOST = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, OSError, TimeoutError)
REDACTIONS = frozenset(one for one in EVENT_TYPES if ".redacted." in one)

log = structlog.get_logger()

Connection: TypeAlias = AsyncConnection[TupleRow]
Connect: TypeAlias = Callable[[], Awaitable[Connection]]
Messages: TypeAlias = Callable[[Sequence[TupleRow]], Sequence[Message]]
"""Rows of (stream, position, type, header, payload, erased, …) as messages."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the feed goes, what it holds, and how long it waits; seconds and bytes."""

    gather_s: float = 0.2
    """What comes within this time is read and sent together."""

    news_s: float = 1.0
    """A page is told of what is new no more often."""

    poll_s: float = 5.0
    beat_s: float = 15.0
    """Readers are woken so often though there is nothing new, to say that they are still served."""

    linger_s: float = 30.0
    """So long it goes on without readers: a person who goes from page to page is one again and again."""

    stalled_s: float = 10.0
    """So long a reader may take none of what was sent."""

    ring_bytes: int = 8 * 2**20
    reading_behind: int = 2
    """So many of those who are behind read the log at once."""


class Part(NamedTuple):
    """What comes next for a reader: the messages one after the other, and the place that it has come to with them."""

    text: bytes
    position: int
    version: int
    """Of a stream: how far it has been read beyond the ring."""


class LogFeed:
    """For one process and one event loop; *messages* makes of rows what readers are sent, once for all of them.

    *pool* is where those read the log to whom the ring does not reach back.
    """

    def __init__(self, connect: Connect, pool: Pool, messages: Messages, pace: Pace) -> None:
        self.pace = pace
        self.ring = Ring(pace.ring_bytes)
        self.beats = 0
        """How often readers were woken though there was nothing new."""

        self.readers = 0
        self._connect = connect
        self._pool = pool
        self._messages = messages
        self._reading_behind = asyncio.Semaphore(pace.reading_behind)
        self._news = asyncio.Event()
        self._has_begun = False
        self._tasks: list[asyncio.Task[None]] = []
        self._resting: asyncio.TimerHandle | None = None

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Follows the log while there is somebody in such a block."""
        self.readers += 1
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._follow()), asyncio.create_task(self._beat())]
        try:
            yield
        finally:
            self.readers -= 1
            if not self.readers:
                self._resting = asyncio.get_running_loop().call_later(self.pace.linger_s, self._rest)

    async def news(self) -> None:
        """Waits until there is something new, or a beat; the first news is where the log ends."""
        await self._news.wait()

    async def beyond(self, wanted: Wanted, position: int, version: int = 0) -> Part | None:
        """What is *wanted* of the next batch after *position*, None at the log's end; the text may be empty.

        Raises one of LOST where that has to be read, and cannot be.
        """
        if position < self.ring.begins:
            return await self._behind(wanted, position, version)
        if batch := self.ring.next(position):
            return Part(batch.wanted(position, wanted), batch.last, version)
        return None

    async def came(self, streams: Collection[str], after: int) -> tuple[int, int]:
        """How many events of *streams* came after a position, and up to which one they were counted.

        Raises one of LOST where they have to be looked for; of each stream only the last MOST_COUNTED are.
        """
        until = self.ring.ends
        if after >= self.ring.begins:
            return self.ring.count(streams, after), until
        parameters = {"streams": list(streams), "after": after, "until": until, "most": MOST_COUNTED}
        async with self._reading_behind:
            (counted,) = await rows(self._pool, SQL["came"], parameters)
        return counted[0], until

    async def close(self) -> None:
        """Ends; who still follows the log is woken no more."""
        tasks = self._tasks
        self._rest()
        if tasks:
            await asyncio.wait(tasks)

    async def _behind(self, wanted: Wanted, after: int, version: int) -> Part:
        """As much as makes one batch, read from the log itself: few do that at once, the others wait their turn."""
        until = self.ring.ends
        if wanted.type is not None and wanted.stream is None:
            until = min(until, after + WITHIN)
        async with self._reading_behind:
            found = await rows(self._pool, *_query(wanted, after, until, version))
        if not found:
            return Part(b"", until, version)
        messages = self._messages(found)
        return Part(b"".join([one.text for one in messages]), messages[-1].position, found[-1][6])

    def _rest(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks, self._has_begun = [], False
        self.ring.begin_after(0)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.pace.beat_s)
            self.beats += 1
            self._wake()

    async def _follow(self) -> None:
        """Goes on for ever: a connection that is lost is made anew."""
        retry_s = FIRST_RETRY_S
        while True:
            try:
                async with await self._connect() as connection:
                    await self._begin(connection)
                    retry_s = FIRST_RETRY_S
                    while True:
                        await self._advance(connection)
            except LOST as error:
                log.warning("the live feed lost its connection; connecting anew", error=str(error))
            except Exception:
                log.exception("the live feed failed; beginning anew")
            await asyncio.sleep(retry_s)
            retry_s = min(2 * retry_s, LONGEST_RETRY_S)

    async def _begin(self, connection: Connection) -> None:
        """Begins somewhat before the log's end: who comes back after a restart need not read it for themselves."""
        if not self._has_begun:
            (end,) = await _fetched(connection, MOMENTS["end_of_log"], {})
            self.ring.begin_after(max(0, end[0] - AT_ONCE))
            self._has_begun = True

    async def _advance(self, connection: Connection) -> None:
        """Reads what there is, and lets more of it gather; or waits for a commit, unless one came meanwhile."""
        parameters = _parameters(self.ring.ends, LARGEST_POSITION, AT_ONCE, FEED_BYTES)
        if found := await _fetched(connection, composed("log_feed", "log_messages"), parameters):
            self._publish(self._messages(found))
            await asyncio.sleep(0 if _is_cut_off(found) else self.pace.gather_s)
        else:
            async for _ in connection.notifies(timeout=self.pace.poll_s, stop_after=1):
                pass

    def _publish(self, messages: Sequence[Message]) -> None:
        if any(one.type in REDACTIONS for one in messages):
            self.ring.begin_after(self.ring.ends)
        self.ring.add(messages)
        self._wake()

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()


async def connect_feed(conninfo: str) -> Connection:
    """A connection for LogFeed, which is told of every commit from now on."""
    connection = await AsyncConnection.connect(with_defaults(conninfo), autocommit=True)
    try:
        await prepare_async(STATEMENT_TIMEOUT_S)(connection)
        await connection.execute(queries("recorder")["listen"])
    except BaseException:
        await connection.close()
        raise
    return connection


async def _fetched(connection: Connection, query: QueryNoTemplate, parameters: Mapping[str, Any]) -> list[TupleRow]:
    cursor = await connection.execute(query, parameters, prepare=True, binary=True)
    return await cursor.fetchall()


def _is_cut_off(found: Sequence[TupleRow]) -> bool:
    """Whether there may be more, which would have made too much at once."""
    return len(found) == AT_ONCE or sum(len(row[3]) + len(row[4]) for row in found) >= FEED_BYTES


def _query(wanted: Wanted, after: int, until: int, version: int) -> tuple[bytes, Mapping[str, Any]]:
    """The query for what comes next for somebody who is behind, and its parameters."""
    conditions = () if wanted.type is None else ("type",)
    query = composed("log_feed", "log_messages" if wanted.stream is None else "stream_messages", conditions)
    parameters = _parameters(after, until, AT_ONCE, BATCH_BYTES)
    return query, {**parameters, "type": wanted.type, "stream": wanted.stream, "version": version}


def _parameters(after: int, until: int, most: int, most_bytes: int) -> dict[str, Any]:
    return {"after": after, "until": until, "most": most, "most_bytes": most_bytes}
