"""Recorders that only the library's conformance suites ask for; the product uses neither."""

from collections.abc import Sequence
from typing import Any

from eventsourcing.persistence import ProcessRecorder, StoredEvent, Tracking
from psycopg import AsyncConnection
from psycopg_pool import ConnectionPool

from adapters.recorder.log_recorder import LogRecorder
from adapters.recorder.log_writer import LogWriter
from adapters.recorder.tracking import SQL, LogTrackingRecorder


class LogAggregateRecorder(LogRecorder):
    """The same log for somebody who does not want to know of positions."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:  # noqa: ANN401 (the library's signature)
        """Records *stored_events*, all or none."""
        super().insert_events(stored_events, **kwargs)


class LogProcessRecorder(LogTrackingRecorder, LogRecorder, ProcessRecorder):
    """Records events together with the tracked position that they come from."""

    def __init__(self, conninfo: str, pool: ConnectionPool[Any], writer: LogWriter, name: str = "") -> None:
        LogTrackingRecorder.__init__(self, pool, name)
        LogRecorder.__init__(self, conninfo, pool, writer)

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        tracking: Tracking | None = None,
        **kwargs: Any,  # noqa: ANN401 (the library's signature)
    ) -> Sequence[int] | None:
        """Records *stored_events* and *tracking*, all or nothing."""
        if tracking is None:
            return super().insert_events(stored_events, **kwargs)
        if not stored_events:
            self.insert_tracking(tracking)
            return None
        row = self.row_of(tracking)

        async def track(connection: AsyncConnection[Any]) -> bool:
            return (await connection.execute(SQL["track"], row)).rowcount == 1

        return self.append(stored_events, track)
