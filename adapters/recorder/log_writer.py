"""The log's one writer for callers that are threads: a GroupCommit in an event loop of its own."""

import asyncio
from functools import cached_property
from threading import Lock, Thread
from typing import TYPE_CHECKING

from eventsourcing.persistence import ProgrammingError

from adapters.foreign import ForeignBatch

if TYPE_CHECKING:
    from adapters.group_commit import GroupCommit


class LogWriter:
    """Starts at the first append, ends with ``close``; threads that append at the same time share groups."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._closed = False

    def append(self, batch: ForeignBatch) -> list[int]:
        """The positions of *batch*, once it is durable.

        Raises the library's IntegrityError where a place is taken, Refused where the log is overloaded or away,
        ProgrammingError after ``close``.
        """
        with self._lock:
            loop = self._running_loop()
            answer = asyncio.run_coroutine_threadsafe(self._log.append_foreign(batch), loop)
        return answer.result()

    def close(self) -> None:
        """Answers everything that is queued, then ends."""
        with self._lock:
            self._closed = True
            if self._loop is None or self._thread is None:
                return
            asyncio.run_coroutine_threadsafe(self._log.close(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
            self._loop = None

    @cached_property
    def _log(self) -> "GroupCommit":
        # Whoever only reads the log, as the worker does, need not hold these in memory.
        from adapters.group_commit import GroupCommit  # noqa: PLC0415 (see above)
        from adapters.postgres.steady import connect_writer  # noqa: PLC0415 (see above)

        return GroupCommit(lambda: connect_writer(self._conninfo))

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._closed:
            raise ProgrammingError("the log is closed")
        if self._loop is None:
            import uvloop  # noqa: PLC0415 (as above)

            self._loop = uvloop.new_event_loop()
            self._thread = Thread(target=self._loop.run_forever, name="claimtrail log writer", daemon=True)
            self._thread.start()
        return self._loop
