"""Where contenders stand: PostgreSQL servers of our own, one for each kind of disk, all with the same settings."""

import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from adapters.postgres.embedded import EmbeddedPostgres
from adapters.postgres.queries import queries
from benchmarks.measure import NotAvailable
from benchmarks.slow_disk import NoCompiler, slow_library

SQL = queries("bench", Path(__file__).parent)

FSYNC, NO_FSYNC, SLOW = "fsync", "no-fsync", "slow-fsync"
DISKS = (FSYNC, NO_FSYNC, SLOW)
SETTINGS = {"max_connections": "200", "shared_buffers": "1GB"}
LOOPBACK = "127.0.0.1"
NUMBERS = count()


class ServerOverTcp(EmbeddedPostgres):
    """The embedded server, reached over TCP: on its Unix socket the textbook hangs.

    A thousand of its events outgrow that socket's buffers, and the driver's pipeline mode then waits for ever.
    """

    def __init__(self, data: Path, settings: Mapping[str, str]) -> None:
        super().__init__(data, settings=settings)
        self._port = free_port()

    @property
    def conninfo(self) -> str:
        """How to connect."""
        return make_conninfo(super().conninfo, host=LOOPBACK, port=self._port)

    def _plan(self) -> str:
        plan = json.loads(super()._plan())
        plan["command"] += ["-c", f"listen_addresses={LOOPBACK}", "-c", f"port={self._port}"]
        return json.dumps(plan)


@dataclass(frozen=True, slots=True)
class Stand:
    """A server that runs, the folder for what contenders keep beside it, and what its disk is."""

    disk: str
    postgres: EmbeddedPostgres
    folder: Path
    preloaded: dict[str, str] = field(default_factory=dict)
    """What makes other processes' disk as slow as this one's, as environment."""

    @property
    def pid(self) -> int:
        """PostgreSQL's first process, from which all others descend."""
        return int((self.postgres.data / "postmaster.pid").read_text().split()[0])

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """How to connect to a new database, a copy of *template*, gone afterwards."""
        conninfo = self.kept_database(template)
        try:
            yield conninfo
        finally:
            name = psycopg.conninfo.conninfo_to_dict(conninfo)["dbname"]
            self._administer("drop_database", str(name))

    def kept_database(self, template: str = "template1") -> str:
        """How to connect to a new database that stays until the server goes."""
        name = f"bench_{next(NUMBERS)}"
        self._administer("create_database", name, template)
        return make_conninfo(self.postgres.conninfo, dbname=name)

    def _administer(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.postgres.conninfo, autocommit=True) as admin:
            admin.execute(sql.SQL(SQL[statement]).format(*map(sql.Identifier, names)))


class Stands:
    """The servers, each started when it is first asked for, all ended with the block; they live in *folder*."""

    def __init__(self, folder: Path, slow_sync_ms: float) -> None:
        self._folder, self._slow_sync_ms = folder, slow_sync_ms
        self._running: dict[str, Stand] = {}
        self._ending = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.close()

    def on(self, disk: str) -> Stand:
        """The server on that kind of disk. Raises NotAvailable where there is no C compiler for the slow one."""
        if disk not in self._running:
            self._running[disk] = self._started(disk)
        return self._running[disk]

    def _started(self, disk: str) -> Stand:
        folder = self._folder / disk
        folder.mkdir()
        folder.chmod(0o755)  # root's server runs as another user
        preloaded = self._preloaded(folder) if disk == SLOW else {}
        settings = {**SETTINGS, "fsync": "off" if disk == NO_FSYNC else "on"}
        postgres = ServerOverTcp(folder / "data", settings)
        with environment(preloaded):
            self._ending.enter_context(postgres)
        return Stand(disk, postgres, folder, preloaded)

    def _preloaded(self, folder: Path) -> dict[str, str]:
        try:
            return {"LD_PRELOAD": str(slow_library(self._slow_sync_ms, folder))}
        except NoCompiler as missing:
            raise NotAvailable(str(missing)) from None


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def environment(more: dict[str, str]) -> Iterator[None]:
    """With *more* in our own environment, for what is started inside."""
    before = dict(os.environ)
    os.environ.update(more)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
