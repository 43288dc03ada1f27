"""The log behind the ``eventsourcing`` library's recorder interface."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent
from psycopg import Connection
from psycopg_pool import ConnectionPool

from adapters.foreign import Alongside, foreign_batch
from adapters.recorder import log_reader
from adapters.recorder.library_errors import library_errors
from adapters.recorder.log_writer import LogWriter
from adapters.recorder.subscription import LogSubscription

T = TypeVar("T")


class LogRecorder(ApplicationRecorder):
    """Reads the table ``event`` and, for events that are not ours, writes it: gapless, in order, durable.

    Claims, questions and stories are refused here, for they are judged at the door (``domain.ports.EventLog``).
    """

    def __init__(self, conninfo: str, pool: ConnectionPool[Any], writer: LogWriter) -> None:
        self._conninfo = conninfo
        self._pool = pool
        self._writer = writer

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:  # noqa: ANN401 (the library's signature)
        """Records *stored_events*, all or none, and answers their positions once they are durable.

        Raises IntegrityError where a version is taken, ProgrammingError for types and streams of our own, DataError
        for what the table cannot hold, OperationalError where nobody can say now whether they were stored.
        """
        del kwargs  # "tracking" is None for an application, and there is nothing else
        return self.append(stored_events) if stored_events else None

    def append(self, stored_events: Sequence[StoredEvent], alongside: Alongside | None = None) -> list[int]:
        """The same, with something *alongside* in the same transaction."""
        with library_errors():
            return self._writer.append(foreign_batch(stored_events, alongside))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of a stream with versions above *gt* and up to *lte*."""
        stream = str(originator_id)
        return self._read(
            lambda connection: log_reader.events_of(connection, stream, gt=gt, lte=lte, desc=desc, limit=limit)
        )

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """At most *limit* events of the log from position *start* up to *stop*, in order."""
        after = (start or 0) - (1 if inclusive_of_start and start else 0)
        return self._read(
            lambda connection: log_reader.notifications(connection, after, limit, stop=stop, topics=topics)
        )

    def max_notification_id(self) -> int | None:
        """The last position; None while the log is empty."""
        return self._read(log_reader.last_position)

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> LogSubscription:
        """Follows the log after position *gt*."""
        return LogSubscription(self, self._conninfo, gt, topics)

    def _read(self, query: Callable[[Connection[Any]], T]) -> T:
        """What *query* answers, asked once more where the pool's connections turned out to be broken."""
        self._pool.open()
        with library_errors():
            try:
                with self._pool.connection() as connection:
                    return query(connection)
            except psycopg.OperationalError:
                self._pool.check()
                with self._pool.connection() as connection:
                    return query(connection)
