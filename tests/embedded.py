"""What tests of the embedded PostgreSQL share: directories that its user can reach, and services to kill."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from adapters.postgres.embedded import EmbeddedPostgres
from adapters.postgres.postmaster import Postmaster, postmaster
from tests.bounded import Process
from tests.postgres import open_folder

QUICK = {"fsync": "off", "shared_buffers": "16MB"}
SERVICE = """
import sys, time
from pathlib import Path
from adapters.postgres.embedded import EmbeddedError, EmbeddedPostgres
try:
    print(EmbeddedPostgres(Path(sys.argv[1]), settings={"shared_buffers": "16MB"}).start(), flush=True)
except EmbeddedError as error:
    sys.exit(str(error))
time.sleep(600)
"""


@contextmanager
def new_database() -> Iterator[Path]:
    """The directory of a database that has a table `kept` with one row, not running; gone afterwards."""
    with open_folder() as place:
        data = place / "data"
        with EmbeddedPostgres(data, settings=QUICK) as server, psycopg.connect(server.conninfo) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
        yield data


def copy_of(data: Path, place: Path) -> Path:
    """A copy, made as a person makes one: by root, it belongs to root."""
    return Path(shutil.copytree(data, place / "data"))


def kept(conninfo: str) -> int:
    """How many rows the table `kept` has."""
    with psycopg.connect(conninfo) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM kept").fetchone() or (0,)
        return int(rows)


def keep_one_more(conninfo: str) -> None:
    """Commit a row to the table `kept`."""
    with psycopg.connect(conninfo) as connection:
        connection.execute("INSERT INTO kept VALUES (2)")


@contextmanager
def service(data: Path, user: int | None = None) -> Iterator[tuple[Process, str]]:
    """A process that runs the server of *data*, and how to connect to it; run by *user*, else by us."""
    process = Process(
        [sys.executable, "-c", SERVICE, str(data)],
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    with process:
        yield process, process.line().strip()


def running(data: Path) -> Postmaster:
    """The server that runs on *data*."""
    state = postmaster(data)
    assert state is not None
    return state


def came_back(data: Path, killed: int) -> bool:
    """Whether another server has taken the place of *killed*."""
    state = postmaster(data)
    return state is not None and state.pid != killed and state.ready


def parent(pid: int) -> int:
    """The process that started *pid*."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def has_ended(pid: int) -> bool:
    """Whether *pid* has ended, though nobody may have waited for it yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def kill(*pids: int) -> None:
    """End processes as a power cut would."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


@contextmanager
def busy_backend(conninfo: str) -> Iterator[None]:
    """A backend that computes without end, and so does not notice that its postmaster is gone."""
    connection = psycopg.connect(make_conninfo(conninfo, application_name="busy"), autocommit=True)
    pgconn = connection.pgconn
    pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 1000000000000) AS a(n) WHERE n % 2 = 3")
    try:
        yield
    finally:
        pgconn.finish()
