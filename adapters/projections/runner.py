"""Following the log: all projections in company, from their tracked places, for as long as the worker lives.

NOTIFY only wakes it, and so does its own poll; what there is it finds by position. A connection that is lost is made
anew, without end. An event that cannot be applied stops its projection, loudly and at that event, until the worker is
started again: nothing is ever skipped. From then on each of the others goes on in a thread of its own.
"""

import time
from collections.abc import Callable, Sequence
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
from adapters.projections.company import AT_ONCE, Company
from adapters.projections.projection import BatchProjection
from adapters.projections.read_model import ReadModel

POLL_S = 1.0
LINGER_S = 0.02  # small batches gather: under single writes the database's share falls from 116 to 72 µs an event
FIRST_RETRY_S = 0.05
LONGEST_RETRY_S = 1.0
ORDERLY_END_S = 8.0  # shorter than a child of the service has; the batch is rolled back, and applied at the next start
STATEMENT_TIMEOUT_S = 600.0  # one redaction rewrites all rows of its claim
IDLE_TIMEOUT_S = 600.0  # between two statements of a batch it is worked out what is to be written
LOST = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout, OSError)
CUT_OFF = ("25P03", "57014")
"""SQLSTATEs of a batch that took too long, between two statements or in one: fewer events may go well."""
PASSING = ("08", "40", "53", "57P", *CUT_OFF)
"""SQLSTATEs after which the same may go well: no connection, a deadlock, no room, a server that ends or starts."""

log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class Follower:
    """A company of projections on its way through the log; *apart* takes on each that has to go on alone."""

    company: Company
    conninfo: str
    stopping: Event
    apart: Callable[[Company], None]
    _most: int = AT_ONCE
    _listening: Connection[Any] | None = None
    _retry_s: float = FIRST_RETRY_S

    def follow(self) -> None:
        """Applies what there is and what comes, until it is told to stop or an event cannot be applied.

        Where a batch fails, every projection goes on alone, and begins with one event, so that each applies all that
        comes before the one that it cannot. What goes well is followed by a batch of twice as many.
        """
        while not self.stopping.is_set():
            try:
                self._advance()
                self._retry_s = FIRST_RETRY_S
            except Exception as error:  # noqa: BLE001 (whatever it is, it stops one projection and no other)
                if is_passing(error):
                    if _state(error) in CUT_OFF:
                        self._most = max(1, self._most // 2)
                    self._connect_anew(error)
                    continue
                if len(self.company.projections) > 1:
                    for one in self.company.projections:
                        self.apart(Company([one]))
                    break
                if self._most == 1:
                    self._note_failure(error)
                    break
                self._most = 1
        self._hang_up()

    def _advance(self) -> None:
        """Applies one batch, or waits for more."""
        listening = self._listen()
        most = self._most
        applied = self.company.process_batch(most=most)
        if applied.aside:
            self.stopping.wait(POLL_S)
            return
        self._most = min(2 * most, AT_ONCE)
        if not applied.read:
            _wait(listening)
        elif applied.read < most:
            self.stopping.wait(LINGER_S)

    @property
    def _names(self) -> list[str]:
        return [one.name for one in self.company.projections]

    def _listen(self) -> Connection[Any]:
        if self._listening is None:
            self._listening = connect(self.conninfo)
            self._listening.execute(queries("recorder")["listen"])
        return self._listening

    def _connect_anew(self, error: Exception) -> None:
        log.warning("projections lost their connection", projections=self._names, error=str(error))
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
                (projection,) = self.company.projections
                position = projection.view.fail(reason)
                log.error("projection stopped", projection=projection.name, position=position, reason=reason)
                noted = True
            except LOST as lost:
                self._connect_anew(lost)


def is_passing(error: Exception) -> bool:
    """Whether *error* tells of the way to the database, and not of what was to be written there."""
    state = _state(error)
    return isinstance(error, LOST) if state is None else state.startswith(PASSING)


def _state(error: Exception) -> str | None:
    """The SQLSTATE, if *error* is of the database and has one."""
    return error.sqlstate if isinstance(error, psycopg.Error) else None


def _wait(listening: Connection[Any]) -> None:
    """Until a commit is announced (one that came in meanwhile has been), or it is time to look."""
    if not list(listening.notifies(timeout=0)):
        list(listening.notifies(timeout=POLL_S, stop_after=1))


def started(thread: Thread, stopping: Event) -> bool:
    """Starts *thread*, as soon as the system has room for one more; False where that does not come before the end."""
    while not stopping.is_set():
        try:
            thread.start()
        except RuntimeError as error:  # as Python calls what the system refuses
            log.warning("projections wait for a thread", projections=thread.name, error=str(error))
            stopping.wait(LONGEST_RETRY_S)
        else:
            return True
    return False


def follow_all(conninfo: str, stopping: Event, projections: Sequence[type[BatchProjection]] = PROJECTIONS) -> None:
    """Runs every projection until *stopping* is set; one that stops at an event is tried again at the next start.

    Each ends after the batch that it is at, but none is waited for longer than ORDERLY_END_S.
    """
    threads: list[Thread] = []

    def follow(company: Company) -> None:
        names = ", ".join(one.name for one in company.projections)
        thread = Thread(target=Follower(company, conninfo, stopping, follow).follow, name=names, daemon=True)
        if started(thread, stopping):
            threads.append(thread)

    with pool(
        conninfo,
        max_size=len(projections),
        statement_timeout_s=STATEMENT_TIMEOUT_S,
        idle_timeout_s=IDLE_TIMEOUT_S,
    ) as connections:
        follow(Company([one(ReadModel(connections, one.name)) for one in projections]))
        stopping.wait()
        give_up_at = time.monotonic() + ORDERLY_END_S
        for thread in threads:
            thread.join(max(0.0, give_up_at - time.monotonic()))
            if thread.is_alive():
                log.warning("projections left amid a batch", projections=thread.name)
