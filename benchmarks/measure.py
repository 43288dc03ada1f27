"""One contender, one round: a fresh database, a bounded time, rates and CPU."""

import os
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from adapters.postgres.embedded import EmbeddedPostgres
from benchmarks.contenders import SQL, Contender

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
NUMBERS = count()


@dataclass(frozen=True, slots=True)
class Measured:
    """What a round came to: events a second, CPU in µs an event, latencies of one append in ms."""

    per_s: float
    own_us: float
    database_us: float
    p50_ms: float
    p99_ms: float

    @property
    def cpu_us(self) -> float:
        """All CPU of an event."""
        return self.own_us + self.database_us


def measured(postgres: EmbeddedPostgres, contender: Contender, seconds: float) -> Measured:
    """Runs *contender* for *seconds* on a database of its own."""
    dbname = f"bench_{next(NUMBERS)}"
    name = sql.Identifier(dbname)
    with psycopg.connect(postgres.conninfo, autocommit=True) as admin:
        admin.execute(sql.SQL(SQL["create_database"]).format(name))
    conninfo = make_conninfo(postgres.conninfo, dbname=dbname)
    contender.prepare(conninfo)
    database = _postmaster(conninfo)
    own_before, database_before = time.process_time(), _cpu_s(database)
    began = time.perf_counter()
    latencies = sorted(contender.run(conninfo, seconds))
    wall = time.perf_counter() - began
    own, backend = time.process_time() - own_before, _cpu_s(database) - database_before
    with psycopg.connect(postgres.conninfo, autocommit=True) as admin:
        admin.execute(sql.SQL(SQL["drop_database"]).format(name))
    done = len(latencies)
    return Measured(
        per_s=done / wall,
        own_us=own / done * 1e6,
        database_us=backend / done * 1e6,
        p50_ms=latencies[done // 2] * 1000,
        p99_ms=latencies[done * 99 // 100] * 1000,
    )


def _postmaster(conninfo: str) -> int:
    """The server's process id: the parent of a backend."""
    with psycopg.connect(conninfo) as connection:
        backend = connection.info.backend_pid
        return int(_stat(backend)[1])


def _cpu_s(pid: int) -> float:
    """CPU of a process and its children, those that have ended included."""
    everybody = [_stat(int(one.name)) for one in Path("/proc").iterdir() if one.name.isdigit()]
    children = [one for one in everybody if one[1:2] == [str(pid)]]
    return sum(sum(map(int, one[11:15])) for one in [_stat(pid), *children]) / TICKS_PER_S


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on (the name before may hold anything); none where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []
