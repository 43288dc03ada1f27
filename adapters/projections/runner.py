"""Following the log: each projection in a thread of its own, from its tracked place, for as long as the worker lives.

NOTIFY only wakes it, and so does its own poll; what there is it finds by position. A connection that is lost is made
anew, without end. An event that cannot be applied stops its projection, loudly and at that event, until the worker is
started again: nothing is ever skipped. Other projections go on.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

import psycopg
import structlog
from psycopg import Connection
from psycopg_pool import PoolTimeout

from adapters.postgres.pool import connect, pool
from adapters.postgres.queries import queries
from adapters.projections import PROJECTIONS
from adapters.projections.projection import AT_ONCE, BatchProjection, ReadModel

POLL_S = 1.0
LINGER_S = 0.02  # small batches gather: under single writes the database's share falls from 116 to 72 µs an event
FIRST_RETRY_S = 0.05
LONGEST_RETRY_S = 1.0
STATEMENT_TIMEOUT_S = 600.0  # one redaction rewrites all rows of its claim
LOST = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, OSError)

log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class Follower:
    """One projection on its way through the log."""

    projection: BatchProjection[Any]
    conninfo: str
    stopping: Event
    _most: int = AT_ONCE
    _listening: Connection[Any] | None = None
    _retry_s: float = FIRST_RETRY_S

    def follow(self) -> None:
        """Applies what there is and what comes, until it is told to stop or an event cannot be applied.

        Where a batch fails it is gone through event by event, so that all is applied that comes before the one.
        """
        while not self.stopping.is_set():
            try:
                self._advance()
                self._retry_s = FIRST_RETRY_S
            except LOST as error:
                self._connect_anew(error)
            except Exception as error:  # noqa: BLE001 (whatever it is, it stops this projection and no other)
                if self._most == 1:
                    self._note_failure(error)
                    break
                self._most = 1
        self._hang_up()

    def _advance(self) -> None:
        """Applies one batch, or waits for more."""
        listening = self._listen()
        applied = self.projection.process_batch(most=self._most)
        if applied.aside:
            self.stopping.wait(POLL_S)
        elif not applied.read:
            self._most = AT_ONCE
            _wait(listening)
        elif applied.read < self._most:
            self.stopping.wait(LINGER_S)

    def _listen(self) -> Connection[Any]:
        if self._listening is None:
            self._listening = connect(self.conninfo)
            self._listening.execute(queries("recorder")["listen"])
        return self._listening

    def _connect_anew(self, error: Exception) -> None:
        log.warning("projection lost its connection", projection=self.projection.name, error=str(error))
        self._hang_up()
        self.stopping.wait(self._retry_s)
        self._retry_s = min(2 * self._retry_s, LONGEST_RETRY_S)

    def _hang_up(self) -> None:
        listening, self._listening = self._listening, None
        if listening is not None:
            with suppress(*LOST):
                listening.close()

    def _note_failure(self, error: Exception) -> None:
        """Notes the event and what is wrong with it where everybody sees it."""
        reason = f"{type(error).__name__}: {error}"
        noted = False
        while not noted and not self.stopping.is_set():
            try:
                position = self.projection.view.fail(reason)
                log.error("projection stopped", projection=self.projection.name, position=position, reason=reason)
                noted = True
            except LOST as lost:
                self._connect_anew(lost)


def _wait(listening: Connection[Any]) -> None:
    """Until a commit is announced (one that came in meanwhile has been), or it is time to look."""
    if not list(listening.notifies(timeout=0)):
        list(listening.notifies(timeout=POLL_S, stop_after=1))


def follow_all(conninfo: str, stopping: Event, projections: Sequence[type[BatchProjection[Any]]] = PROJECTIONS) -> None:
    """Runs every projection until *stopping* is set; one that stops at an event is tried again at the next start."""
    with pool(conninfo, max_size=len(projections), statement_timeout_s=STATEMENT_TIMEOUT_S) as connections:
        threads = [
            Thread(target=Follower(one(ReadModel(connections, one.name)), conninfo, stopping).follow, name=one.name)
            for one in projections
        ]
        for thread in threads:
            thread.start()
        stopping.wait()
        for thread in threads:
            thread.join()
