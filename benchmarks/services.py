"""Services under load: ours as a person starts it, and others beside it; each ended by its own process id."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import orjson
import psycopg

from benchmarks.load import Load
from benchmarks.measure import Measured, NotAvailable, family, memory_mib
from benchmarks.stands import LOOPBACK, SQL, Stand, free_port

CHECKOUT = Path(__file__).parents[1]
OURS = ("PYTHONPATH", "PYTHONSAFEPATH")  # what ./run sets for claimtrail is not for others
STARTS_WITHIN_S = 60.0
ENDS_WITHIN_S = 30.0
POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class Serving:
    """A service that answers: where, and the processes that it is (with all that they start)."""

    url: str
    pids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Service:
    """Somebody who can be asked over HTTP."""

    name: str
    serve: Callable[[Stand, str], AbstractContextManager[Serving]]
    """On a database: the writing and reading side, without anything that follows the log."""

    follow: Callable[[Stand, str], AbstractContextManager[int]]
    """What follows the log beside it: its process."""

    followed: str
    """The query that tells how far that has come."""


@contextmanager
def serving(service: Service, stand: Stand, conninfo: str, *, following: bool = False) -> Iterator[Serving]:
    """*service* on a database, with what follows the log where that is asked for."""
    with ExitStack() as running:
        answering = running.enter_context(service.serve(stand, conninfo))
        followers = [running.enter_context(service.follow(stand, conninfo))] if following else []
        yield replace(answering, pids=[*answering.pids, *followers])


def our_service(stand: Stand, conninfo: str) -> AbstractContextManager[Serving]:
    """``./run serve --no-worker``."""
    return our_whole_service(stand, conninfo, "--no-worker")


@contextmanager
def our_whole_service(stand: Stand, conninfo: str, *options: str) -> Iterator[Serving]:
    """``./run serve``, ready."""
    port = free_port()
    command = [str(CHECKOUT / "run"), "serve", "--port", str(port), *options]
    with process(command, stand, {**os.environ, "DATABASE_URL": conninfo}) as started:
        wait_until(partial(_is_ready, port), started, stand)
        yield Serving(f"http://{LOOPBACK}:{port}", [started.pid])


def _is_ready(port: int) -> bool:
    asking = HTTPConnection(LOOPBACK, port, timeout=STARTS_WITHIN_S)
    try:
        asking.request("GET", "/readyz")
        return asking.getresponse().status == HTTPStatus.OK
    finally:
        asking.close()


@contextmanager
def our_worker(stand: Stand, conninfo: str) -> Iterator[int]:
    """``./run worker``."""
    with process([str(CHECKOUT / "run"), "worker"], stand, {**os.environ, "DATABASE_URL": conninfo}) as started:
        yield started.pid


CLAIMTRAIL = Service("claimtrail", our_service, our_worker, "claimtrail_followed")


def loaded(stand: Stand, serving: Serving, load: Load, on_progress: Callable[[int], None] | None = None) -> Measured:
    """Sends *load* to a service from a process of its own. Raises NotAvailable where the service does not do that."""
    report: dict[str, Any] = {"not_available": "the load generator said nothing"}
    sent = replace(load, url=serving.url, service_pids=serving.pids, database_pid=stand.pid)
    command = [sys.executable, "-P", "-m", "benchmarks.load", orjson.dumps(asdict(sent)).decode()]
    with process(command, stand, {**os.environ, "PYTHONPATH": str(CHECKOUT)}, output=subprocess.PIPE) as generator:
        if generator.stdout is None:
            raise RuntimeError("the load generator was started without a pipe")
        for line in generator.stdout:
            if line.startswith(b"{"):
                report = orjson.loads(line)
            elif on_progress is not None:
                on_progress(int(line))
        if generator.wait(ENDS_WITHIN_S):
            raise NotAvailable(f"the load generator failed: {end_of(log_of(stand))}")
    if "not_available" in report:
        raise NotAvailable(report["not_available"])
    return with_peaks(Measured(**report["measured"]), serving)


def with_peaks(measured: Measured, serving: Serving) -> Measured:
    """With the most memory that the service has held so far."""
    peaks = memory_mib(serving.pids, "VmHWM")
    return replace(measured, peak_mib=sum(peaks), largest_mib=max(peaks, default=0.0))


def followed(service: Service, conninfo: str) -> int:
    """The position that what follows the log has reached; 0 where it has not begun."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        try:
            row = connection.execute(SQL[service.followed]).fetchone()
        except psycopg.errors.UndefinedTable:
            return 0
    return int(row[0]) if row else 0


@contextmanager
def process(
    command: Sequence[str],
    stand: Stand,
    environment: Mapping[str, str],
    *,
    cwd: Path | None = None,
    output: int | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended with the block; what it says goes to the stand's log."""
    with log_of(stand).open("ab") as log:
        started = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output or log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches us, and we end it in order
        )
    try:
        yield started
    finally:
        _end(started)


def _end(started: subprocess.Popen[bytes]) -> None:
    """Ends the process in order, by force if that takes too long, and whatever it has left running."""
    handles = list(_handles(family([started.pid])))
    started.terminate()
    try:
        started.wait(ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        started.kill()
        started.wait(ENDS_WITHIN_S)
    if started.stdout is not None:
        started.stdout.close()
    for handle in handles:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGTERM)
        os.close(handle)


def _handles(pids: Sequence[int]) -> Iterator[int]:
    """What still means the same processes when their ids have gone to others."""
    for pid in pids:
        with suppress(ProcessLookupError):
            yield os.pidfd_open(pid)


def wait_until(
    is_so: Callable[[], bool], running: subprocess.Popen[bytes], stand: Stand, seconds: float = STARTS_WITHIN_S
) -> None:
    """Asks until it *is_so*. Raises NotAvailable when the time is up, or where *running* ends instead."""
    ends_at = time.monotonic() + seconds
    while True:
        try:
            if is_so():
                return
        except (OSError, HTTPException):
            pass
        if running.poll() is not None:
            raise NotAvailable(f"it ended instead of starting: {end_of(log_of(stand))}")
        if time.monotonic() > ends_at:
            raise NotAvailable(f"it was not so far within {seconds:g} s")
        time.sleep(POLL_S)


def log_of(stand: Stand) -> Path:
    """What the processes of a stand say."""
    return stand.folder / "processes.log"


def end_of(log: Path) -> str:
    """Its last line that is not empty."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
