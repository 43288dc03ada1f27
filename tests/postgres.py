"""One PostgreSQL for a whole run of the tests, whatever its number of workers, and a fresh database for each test.

The first worker that needs it starts a keeper (this file as a program), which ends the server when no worker is left:
every worker holds the writing end of the pipe that the keeper reads.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow

from adapters.postgres.embedded import EmbeddedPostgres
from adapters.postgres.migrate import migrate
from tests.bounded import CHECKOUT, PATIENCE_S, Process

IN_MEMORY = Path("/dev/shm")  # noqa: S108 faster than a disk, where there is one
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "statement_timeout": f"{PATIENCE_S:.0f}s",  # of the tests' own connections: the service's have theirs
}
TEMPLATE = "migrated"


@dataclass(frozen=True, slots=True)
class Database:
    """A database that has all migrations and nothing else."""

    url: str
    """As the service works: as the role that can read and append."""

    owner_url: str
    """As migrations are run."""


@dataclass(frozen=True, slots=True)
class Server:
    """The server of the run, as one worker sees it."""

    conninfo: str
    admin: Connection[TupleRow]
    names: Iterator[str]

    @contextmanager
    def fresh(self, template: str = TEMPLATE) -> Iterator[Database]:
        """A copy of *template*, gone afterwards."""
        name = next(self.names)
        identifiers = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
        # FILE_COPY takes 8 ms in memory, WAL_LOG 57.
        self.admin.execute(
            sql.SQL("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY").format(**identifiers)
        )
        owner_url = make_conninfo(self.conninfo, dbname=name)
        try:
            yield Database(make_conninfo(owner_url, options="-c role=claimtrail_service"), owner_url)
        finally:
            self.admin.execute(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(**identifiers))


@contextmanager
def server(run: Path, worker: str) -> Iterator[Server]:
    """The server of the run whose workers share the folder *run*, started by the first that comes."""
    alive = held_alive(run)
    try:
        conninfo = (run / "postgres.conninfo").read_text()
        with psycopg.connect(make_conninfo(conninfo, dbname="postgres"), autocommit=True) as admin:
            yield Server(conninfo, admin, (f"test_{worker}_{number}" for number in count()))
    finally:
        os.close(alive)


def held_alive(run: Path) -> int:
    """The writing end of the keeper's pipe; starts a keeper if there is none."""
    pipe = run / "postgres.pipe"
    with (run / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)  # fails where nobody reads
        except OSError:
            pipe.unlink(missing_ok=True)
            os.mkfifo(pipe)
            return started_keeper(run, pipe)


def started_keeper(run: Path, pipe: Path) -> int:
    """Start the keeper and wait until its server can be used; the writing end of its pipe."""
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # does not wait for a writer
    writing = os.open(pipe, os.O_WRONLY)
    os.set_blocking(reading, True)
    with (run / "postgres.errors").open("w") as errors:
        command = [sys.executable, "-m", "tests.postgres", str(run)]
        keeper = Process(command, cwd=CHECKOUT, stdin=reading, stdout=subprocess.PIPE, stderr=errors)
    os.close(reading)
    try:
        ready = keeper.line()
    except BaseException:
        os.close(writing)
        raise
    if not ready:
        os.close(writing)
        raise RuntimeError((run / "postgres.errors").read_text())
    return writing


def keep(run: Path) -> None:
    """Run the server until standard input ends."""
    with open_folder() as place, EmbeddedPostgres(place / "data", settings=SETTINGS) as postgres:
        make_template(postgres.conninfo)
        (run / "postgres.conninfo").write_text(postgres.conninfo)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.read()


@contextmanager
def open_folder() -> Iterator[Path]:
    """A new folder that every user may pass through, in memory if possible; gone afterwards."""
    in_memory = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None
    place = Path(tempfile.mkdtemp(prefix="claimtrail-tests-", dir=in_memory))
    place.chmod(0o755)
    try:
        yield place
    finally:
        remove(place)


def remove(place: Path) -> None:
    """Remove the folder, patiently: a server whose service was just killed may still be writing its last."""
    give_up_at = time.monotonic() + PATIENCE_S
    shutil.rmtree(place, ignore_errors=True)
    while place.exists():
        time.sleep(0.05)
        shutil.rmtree(place, ignore_errors=time.monotonic() < give_up_at)


def make_template(conninfo: str) -> None:
    """Make the database that every test's is a copy of; its roles are the cluster's, and so made once."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    migrate(make_conninfo(conninfo, dbname=TEMPLATE))


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
