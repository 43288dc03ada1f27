"""A connection that keeps its place in the event loop: for the log's writer, whose round trips are short and many.

psycopg registers the socket with the loop before each wait and takes it out afterwards, for a pool's connection may be
anybody's. That was 20 of the 33 µs of CPU that one small round trip took. This connection registers once.
"""

import asyncio
from typing import TypeVar

from psycopg import AsyncConnection
from psycopg.abc import PQGen
from psycopg.rows import TupleRow
from psycopg.waiting import Ready, Wait

from adapters.postgres.arrays import register_arrays
from adapters.postgres.pool import STATEMENT_TIMEOUT_S, prepare_async, with_defaults

LOOK_S = 0.1  # uvloop tells of a socket that was reset only once, with what came before the reset

RV = TypeVar("RV")


class SteadyConnection(AsyncConnection[TupleRow]):
    """Used by one task at a time; a wait that is interrupted closes it, for nobody knows then what it will say."""

    _waiting: asyncio.Future[None] | None = None
    _looking: asyncio.TimerHandle | None = None
    _registered_at: asyncio.AbstractEventLoop | None = None
    _descriptor = -1  # kept, for libpq no longer tells it once it has noticed the loss

    async def wait(
        self,
        gen: PQGen[RV],
        interval: float = 0.0,
        timeout: float | None = None,  # noqa: ASYNC109 (psycopg's own signature)
    ) -> RV:
        """Runs a generator of libpq's steps to its end."""
        del interval, timeout  # the group's own timeout is around all of it
        try:
            state = next(gen)
            while True:
                state = gen.send(await self._ready(state))
        except StopIteration as done:
            result: RV = done.value
            return result
        except BaseException:
            self._forget()
            self.pgconn.finish()
            raise

    async def close(self) -> None:
        """Leaves the loop, then the server."""
        self._forget()
        await super().close()

    async def _ready(self, state: Wait) -> Ready:
        loop = asyncio.get_running_loop()
        if self._registered_at is None:
            self._descriptor = self.pgconn.socket
            loop.add_reader(self._descriptor, self._readable)
            self._registered_at = loop
        self._waiting = loop.create_future()
        if self._looking is None:
            self._looking = loop.call_later(LOOK_S, self._look)
        if not state & Wait.W:
            await self._waiting
            return Ready.R
        return await self._writable(loop, self._waiting)

    async def _writable(self, loop: asyncio.AbstractEventLoop, waiting: "asyncio.Future[None]") -> Ready:
        """What is larger than the socket's buffer goes out piece by piece; what comes in meanwhile must be read."""
        written = False

        def writable() -> None:
            nonlocal written
            written = True
            self._readable()

        loop.add_writer(self._descriptor, writable)
        try:
            await waiting
        finally:
            loop.remove_writer(self._descriptor)
        return Ready.W if written else Ready.R

    def _readable(self) -> None:
        waiting = self._waiting
        if waiting is None or waiting.done():
            self._forget()  # nobody asks: the server hung up, and the next round trip will notice
        else:
            waiting.set_result(None)

    def _look(self) -> None:
        """Has libpq read what may be there, which costs nothing if there is nothing."""
        self._looking = None
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def _forget(self) -> None:
        if self._registered_at is not None:
            self._registered_at.remove_reader(self._descriptor)
            self._registered_at = None


async def connect_writer(conninfo: str) -> SteadyConnection:
    """A connection as ``adapters.group_commit`` needs it: the service's role, no row factory, binary arrays."""
    connection = await SteadyConnection.connect(with_defaults(conninfo), autocommit=True)
    try:
        await prepare_async(STATEMENT_TIMEOUT_S)(connection)
    except BaseException:
        await connection.close()
        raise
    register_arrays(connection.adapters)
    return connection
