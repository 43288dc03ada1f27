"""How far each projection has come, in the table ``tracking``."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from eventsourcing.persistence import IntegrityError, Tracking, TrackingRecorder
from psycopg import Connection
from psycopg_pool import ConnectionPool

from adapters.postgres.queries import queries
from adapters.recorder.library_errors import library_errors

SQL = queries("recorder")


class LogTrackingRecorder(TrackingRecorder):
    """Tracks positions under *name*, the projection's; a projection's own view is a subclass that uses ``tracked``."""

    def __init__(self, pool: ConnectionPool[Any], name: str = "") -> None:
        self._pool = pool
        self._name = name

    @contextmanager
    def tracked(self, tracking: Tracking) -> Iterator[Connection[Any]]:
        """A transaction for a view's own statements that moves its tracked position too, both or neither.

        Raises IntegrityError where the position was tracked before.
        """
        self._pool.open()
        with library_errors(), self._pool.connection() as connection, connection.transaction():
            if connection.execute(SQL["track"], self.row_of(tracking)).rowcount != 1:
                raise IntegrityError(f"{tracking} was recorded already")
            yield connection

    def insert_tracking(self, tracking: Tracking) -> None:
        """Records *tracking*; raises IntegrityError unless it is ahead of what was recorded."""
        with self.tracked(tracking):
            pass

    def max_tracking_id(self, application_name: str) -> int | None:
        """The last position tracked for *application_name*; None where there is none."""
        self._pool.open()
        with library_errors(), self._pool.connection() as connection:
            row = connection.execute(SQL["tracked"], {"name": self._row_name(application_name)}).fetchone()
        return None if row is None else row[0]

    def row_of(self, tracking: Tracking) -> dict[str, object]:
        """The parameters of ``track``."""
        return {"name": self._row_name(tracking.application_name), "position": tracking.notification_id}

    def _row_name(self, application_name: str) -> str:
        """Several projections may follow one application, each at its own pace."""
        return f"{self._name}/{application_name}" if self._name else application_name
