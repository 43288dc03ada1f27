"""What the library's infrastructure is made of: recorders that share one pool for reading and one writer."""

from functools import cached_property
from typing import Any, cast

from eventsourcing.domain import TAggregateID
from eventsourcing.persistence import InfrastructureFactory, InfrastructureFactoryError, Mapper, Transcoder
from eventsourcing.utils import resolve_topic
from psycopg_pool import ConnectionPool

from adapters.mapper import ClaimMapper
from adapters.postgres.pool import pool
from adapters.recorder.log_recorder import LogRecorder
from adapters.recorder.log_writer import LogWriter
from adapters.recorder.suite_recorders import LogAggregateRecorder, LogProcessRecorder
from adapters.recorder.tracking import LogTrackingRecorder

DATABASE_URL = "DATABASE_URL"


class LogFactory(InfrastructureFactory[LogTrackingRecorder]):
    """Makes recorders that share one pool for reading and one writer; nothing connects before it is used."""

    @cached_property
    def conninfo(self) -> str:
        """Where the database is; raises InfrastructureFactoryError if nobody says."""
        conninfo = self.env.get(DATABASE_URL)
        if not conninfo:
            raise InfrastructureFactoryError(f"{DATABASE_URL} is not set: where is the claimtrail database?")
        return conninfo

    @cached_property
    def _pool(self) -> ConnectionPool[Any]:
        return pool(self.conninfo)

    @cached_property
    def _writer(self) -> LogWriter:
        return LogWriter(self.conninfo)

    def mapper(
        self,
        transcoder: Transcoder | None = None,
        mapper_class: type[Mapper[TAggregateID]] | None = None,
    ) -> Mapper[TAggregateID]:
        """The closed table of our event types, whatever the environment asks for."""
        del transcoder, mapper_class
        return cast("Mapper[TAggregateID]", ClaimMapper())

    def application_recorder(self) -> LogRecorder:
        """The log."""
        return LogRecorder(self.conninfo, self._pool, self._writer)

    def aggregate_recorder(self, purpose: str = "events") -> LogAggregateRecorder:
        """The log without positions; raises InfrastructureFactoryError for snapshots, which it does not keep."""
        if purpose != "events":
            raise InfrastructureFactoryError(f"the log keeps no {purpose}")
        return LogAggregateRecorder(self.conninfo, self._pool, self._writer)

    def tracking_recorder(
        self, tracking_recorder_class: type[LogTrackingRecorder] | None = None
    ) -> LogTrackingRecorder:
        """A projection's view, or the plain table ``tracking``; under the name of the environment."""
        if tracking_recorder_class is None:
            topic = self.env.get(self.TRACKING_RECORDER_TOPIC)
            tracking_recorder_class = resolve_topic(topic) if topic else LogTrackingRecorder
        return tracking_recorder_class(self._pool, self.env.name)

    def process_recorder(self) -> LogProcessRecorder:
        """The log with tracked positions."""
        return LogProcessRecorder(self.conninfo, self._pool, self._writer, self.env.name)

    def close(self) -> None:
        """Answers what is queued, then lets go of every connection."""
        if "_writer" in self.__dict__:
            self._writer.close()
        if "_pool" in self.__dict__:
            self._pool.close()
