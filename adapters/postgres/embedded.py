"""The database that comes with claimtrail: a PostgreSQL of its own, in its own directory, reached by its own socket.

PostgreSQL's parent is a small supervisor (see supervisor.py), which starts it again if it dies and ends with us.
"""

import contextlib
import hashlib
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Event
from types import MappingProxyType, TracebackType
from typing import Any, Self

import psycopg
from psycopg.conninfo import make_conninfo

from adapters.postgres.binaries import Binaries, binaries, environment
from adapters.postgres.cluster import OWNER, PASSWORD_FILE, default_data_dir, locked, make_ready
from adapters.postgres.failure import EmbeddedError, explained
from adapters.postgres.postmaster import postmaster
from adapters.postgres.privileges import ServerUser, hand_over, server_user
from adapters.postgres.queries import queries

__all__ = ["EmbeddedError", "EmbeddedPostgres", "default_data_dir", "join"]

CHECKOUT = Path(__file__).parents[2]
DATABASE = "claimtrail"
LARGEST_LOG_BYTES = 10_000_000
LOG = "server.log"
PORT = 5432  # a part of the socket's name only
READY_POLL_S = 0.02
SOCKETS = Path("/tmp")  # noqa: S108 each gets a closed folder of its own
SUPERVISOR_PATIENCE_S = 75.0  # longer than it gives the server

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "fsync": "on",
        "synchronous_commit": "on",
        "shared_buffers": "256MB",
        "max_wal_size": "4GB",
        "wal_compression": "on",
        "jit": "off",  # compiling costs more than our short statements take
        "max_connections": "100",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
        "log_line_prefix": "%m [%p] %e ",  # the supervisor looks for %e, the SQLSTATE
    }
)


class EmbeddedPostgres:
    """A PostgreSQL that runs from start() to stop(), or inside `with`; made in *data* at the first start.

    *settings* are server settings that replace or join SETTINGS. Calls come from one thread at a time, from any thread.
    """

    def __init__(self, data: Path | None = None, *, settings: Mapping[str, str] = SETTINGS) -> None:
        self.data = (data or default_data_dir()).resolve()
        self._settings = {**SETTINGS, **settings}
        self._lock: int | None = None
        self._user: ServerUser | None = None
        self._programs: Binaries | None = None
        self._socket_dir: Path | None = None
        self._supervisor: subprocess.Popen[bytes] | None = None

    @property
    def conninfo(self) -> str:
        """How to connect, as libpq reads it, which finds the password in its file; the same until stop()."""
        if self._socket_dir is None:
            raise EmbeddedError(f"The PostgreSQL of {self.data} has not been started.")
        return conninfo(self.data, self._socket_dir)

    def start(self) -> str:
        """Start the server, wait until it takes connections (after a crash: until it has recovered), return conninfo.

        Raises EmbeddedError, and leaves nothing running, if that cannot be done.
        """
        if self._lock is not None:
            return self.conninfo
        try:
            with explaining_the_system(self.data):
                self._prepare()
                self._supervise()
            create_database(self.conninfo)
        except BaseException:
            self.stop()
            raise
        return self.conninfo

    def ensure_running(self, timeout_s: float = 30, ending: Event | None = None) -> None:
        """Return once the server takes connections; the supervisor restarts a dead server, this a dead supervisor.

        Returns at once when *ending* is set. Raises EmbeddedError after *timeout_s*, with the end of the server's log.
        """
        if self._supervisor is None:
            raise EmbeddedError(f"The PostgreSQL of {self.data} has not been started.")
        deadline = time.monotonic() + timeout_s
        ending = ending or Event()
        while self._supervisor.poll() is not None or join(self.data) is None:
            if self._supervisor.poll() is not None:
                with explaining_the_system(self.data):
                    self._supervise(lambda: ending.is_set() or time.monotonic() > deadline)
            if ending.wait(READY_POLL_S):
                return
            if time.monotonic() > deadline:
                raise self._failure("PostgreSQL does not come back.", 0)

    def handed_over(self) -> dict[str, Any]:
        """What the next program of this process goes on with (``adapters.postgres.handed_over``); call nothing after.

        It can be written as JSON.
        """
        if self._supervisor is None or self._supervisor.stdin is None or self._lock is None:
            raise EmbeddedError(f"The PostgreSQL of {self.data} has not been started.")
        pipe = self._supervisor.stdin.fileno()
        for descriptor in (pipe, self._lock):
            os.set_inheritable(descriptor, True)  # noqa: FBT003 (its only form)
        return {
            "supervisor": self._supervisor.pid,
            "pipe": pipe,
            "lock": self._lock,
            "command": self._command(),
            "environment": supervisor_environment(),
            "log": str(self.data / LOG),
        }

    def stop(self) -> None:
        """Shut the server down in order, wait for its end, and let go of the directory."""
        if self._supervisor is not None:
            close_pipes(self._supervisor)
            wait_for_end(self._supervisor)
        if self._socket_dir is not None:
            shutil.rmtree(self._socket_dir, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
        self._supervisor = self._socket_dir = self._lock = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _prepare(self) -> None:
        self._lock = locked(self.data)
        self._user = server_user(self.data)
        self._programs = binaries(self._user)
        make_ready(self.data, self._programs, self._user, self._lock)
        self._socket_dir = new_socket_dir(self.data, self._user)
        start_log(self.data / LOG, self._user)

    def _supervise(self, given_up: Callable[[], bool] = lambda: False) -> None:
        """Start a supervisor and wait for its word that the server takes connections, until that is *given_up*."""
        log = self.data / LOG
        log_start = log.stat().st_size
        if self._supervisor is not None:
            close_pipes(self._supervisor)
        with log.open("ab") as errors:
            self._supervisor = subprocess.Popen(  # noqa: S603 ourselves
                self._command(),
                cwd="/",
                env=supervisor_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,  # Ctrl-C reaches the service first, which then ends the database in order
            )
        if (word := self._supervisor.stdout) is None:
            raise AssertionError("it was started with a pipe")
        while not select.select([word], [], [], READY_POLL_S)[0]:
            if given_up():
                return
        if not word.readline():
            raise self._failure("PostgreSQL did not start.", log_start)

    def _command(self) -> list[str]:
        return [sys.executable, "-P", "-S", "-m", "adapters.postgres.supervisor", self._plan()]

    def _plan(self) -> str:
        """What the supervisor is to keep running (supervisor.Plan)."""
        if self._programs is None or self._socket_dir is None:
            raise EmbeddedError(f"The PostgreSQL of {self.data} has not been started.")
        return json.dumps(
            {
                "command": command(self._programs, self.data, self._socket_dir, self._settings),
                "data": str(self.data),
                "log": str(self.data / LOG),
                "socket_dir": str(self._socket_dir),
                "service": os.getpid(),
                "environment": environment(),
                "uid": self._user and self._user.uid,
                "gid": self._user and self._user.gid,
            }
        )

    def _failure(self, what: str, log_start: int) -> EmbeddedError:
        with (self.data / LOG).open("rb") as log:
            log.seek(log_start)
            return explained(what, log.read().decode(errors="replace"), self.data)


def join(data: Path | None = None) -> str | None:
    """How to connect to the server that another process runs on *data*; None if there is none that takes connections.

    Raises EmbeddedError if the directory is another user's.
    """
    place = (data or default_data_dir()).resolve()
    try:
        live = postmaster(place)
    except PermissionError:
        raise EmbeddedError(f"{place} belongs to another user. Run this as that user, or as root.") from None
    if live is None or not live.ready or not listens(live.socket_dir / f".s.PGSQL.{live.port}"):
        return None
    return conninfo(place, live.socket_dir)


@contextlib.contextmanager
def explaining_the_system(data: Path) -> Iterator[None]:
    """Raise EmbeddedError where the system refuses something."""
    try:
        yield
    except OSError as error:
        raise EmbeddedError(f"Cannot use {data}: {error}. Choose another directory with --data.") from error


def conninfo(data: Path, socket_dir: Path) -> str:
    """How libpq reaches the server of *data*."""
    password_file = str(data / PASSWORD_FILE)
    return make_conninfo(host=str(socket_dir), port=PORT, user=OWNER, dbname=DATABASE, passfile=password_file)


def listens(path: Path) -> bool:
    """Whether somebody listens on the socket: a killed server leaves its socket and its postmaster.pid behind."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def create_database(own: str) -> None:
    """Make our database in a server that has just been made."""
    with psycopg.connect(make_conninfo(own, dbname="postgres"), autocommit=True) as connection:
        if connection.execute(queries("embedded")["database_exists"], {"name": DATABASE}).fetchone() is None:
            connection.execute(queries("embedded")["create_database"])


def new_socket_dir(data: Path, user: ServerUser | None) -> Path:
    """A closed folder of its own for the socket; those go that a killed supervisor has left for the same *data*.

    It is short, for a socket's path has at most 107 bytes, and not in TMPDIR, which may be closed to *user*.
    """
    prefix = f"claimtrail-{hashlib.sha256(bytes(data)).hexdigest()[:8]}-"
    for left in SOCKETS.glob(f"{prefix}*"):
        if not listens(left / f".s.PGSQL.{PORT}"):
            shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=prefix, dir=SOCKETS))
    hand_over(made, user)
    return made


def start_log(log: Path, user: ServerUser | None) -> None:
    """Have a log to append to, readable by its owner only; a long one is kept as server.log.1."""
    if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    log.touch(mode=0o600)
    hand_over(log, user)


def command(programs: Binaries, data: Path, socket_dir: Path, settings: Mapping[str, str]) -> list[str]:
    """The command line of the server: no TCP, and a socket for its owner only."""
    place = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(socket_dir),
        "unix_socket_permissions": "0700",
    }
    options = [part for name, value in {**settings, **place}.items() for part in ("-c", f"{name}={value}")]
    return [str(programs.folder / "postgres"), "-D", str(data), *options]


def supervisor_environment() -> dict[str, str]:
    """What the supervisor sees of the environment: what the server may see, and where the supervisor is found."""
    return {**environment(), "PYTHONPATH": str(CHECKOUT)}


def close_pipes(supervisor: subprocess.Popen[bytes]) -> None:
    """Tell the supervisor that the service is gone."""
    for pipe in (supervisor.stdin, supervisor.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def wait_for_end(supervisor: subprocess.Popen[bytes]) -> None:
    """Wait until the supervisor has shut its server down; by force where it stands still, which the server is told."""
    try:
        supervisor.wait(SUPERVISOR_PATIENCE_S)
    except subprocess.TimeoutExpired:
        supervisor.kill()
        supervisor.wait()
