"""Following the log: every event once and in order, for as long as somebody asks for the next one.

The library's own subscription ends when its LISTEN connection is cut. This one connects anew and goes on after the
last event that it has seen. NOTIFY only wakes it; what there is to read it finds by position, and positions are given
in the order of commits and without gaps, so that nothing can turn up behind it.
"""

import select
import socket
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock
from typing import Any

import psycopg
import structlog
from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription
from psycopg import Connection

from adapters.postgres.pool import connect
from adapters.postgres.queries import queries
from adapters.recorder.log_reader import last_position, notifications

AT_ONCE = 500
POLL_S = 1.0
FIRST_RETRY_S = 0.05
LONGEST_RETRY_S = 5.0

log = structlog.get_logger()


class LogSubscription(Subscription[ApplicationRecorder]):
    """An iterator over the log after position *gt*, of all types unless *topics*; one thread asks, any may ``stop``."""

    def __init__(
        self, recorder: ApplicationRecorder, conninfo: str, gt: int | None = None, topics: Sequence[str] = ()
    ) -> None:
        super().__init__(recorder, gt, topics)
        self._conninfo = conninfo
        self._seen = gt or 0
        self._waiting: deque[Notification] = deque()
        self._connection: Connection[Any] | None = None
        self._retry_s = FIRST_RETRY_S
        self._asking = Lock()
        self._stopped, self._stop = socket.socketpair()

    def __next__(self) -> Notification:
        """The next event; waits for it. Raises StopIteration once stopped."""
        with self._asking:
            while not self._waiting and not self._has_been_stopped:
                self._advance()
            if self._has_been_stopped:
                self._hang_up()
                raise StopIteration
            return self._waiting.popleft()

    def __exit__(self, *args: object, **kwargs: Any) -> None:  # noqa: ANN401 (the library's signature)
        """Stops, and lets go of the connection."""
        super().__exit__(*args, **kwargs)
        with self._asking:
            self._hang_up()

    def stop(self) -> None:
        """Ends the iteration, also one that is waiting just now."""
        super().stop()
        self._stop.close()  # which makes the other end readable

    def _advance(self) -> None:
        """Reads what there is, or waits for more, or, where the connection is lost, makes a new one."""
        try:
            connection = self._listening()
            if not self._read(connection):
                self._wait(connection)
            self._retry_s = FIRST_RETRY_S
        except (psycopg.OperationalError, psycopg.InterfaceError, OSError) as error:
            self._hang_up()
            if not self._has_been_stopped:
                log.warning("follower lost its connection; connecting anew", error=str(error), position=self._seen)
                self._sleep(self._retry_s)
                self._retry_s = min(2 * self._retry_s, LONGEST_RETRY_S)

    def _listening(self) -> Connection[Any]:
        if self._connection is None:
            self._connection = connect(self._conninfo)
            self._connection.execute(queries("recorder")["listen"])
        return self._connection

    def _read(self, connection: Connection[Any]) -> bool:
        """Whether there was anything after what has been seen."""
        end = (last_position(connection) or 0) if self._topics else None
        found = notifications(connection, self._seen, AT_ONCE, stop=end, topics=self._topics)
        self._waiting.extend(found)
        if found:
            self._seen = found[-1].id
        if end is not None and len(found) < AT_ONCE:
            self._seen = max(self._seen, end)  # what is of other types need not be looked at again
        return bool(found)

    def _wait(self, connection: Connection[Any]) -> None:
        """Until a commit is announced (one that came in while reading has been), it is time to look, or stopped."""
        if any(True for _ in connection.notifies(timeout=0)):
            return
        select.select([connection.fileno(), self._stopped.fileno()], [], [], POLL_S)

    def _sleep(self, seconds: float) -> None:
        select.select([self._stopped.fileno()], [], [], seconds)

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error, OSError):
                connection.close()
