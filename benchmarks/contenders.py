"""Who is measured: our door, our door behind the library's interface, the library's stock recorder, the raw driver.

Each writer appends single events to a stream of its own in a closed loop: it sends the next when the last is durable.
Ours are real events (an update of a claim), checked, committed to unit by unit, hashed and decided inside the clock;
the stock recorder and the raw driver store bytes of the same size.
"""

import asyncio
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import psycopg
import uvloop
from eventsourcing.persistence import ApplicationRecorder, InfrastructureFactory, StoredEvent
from psycopg.conninfo import conninfo_to_dict

from adapters.codec import validated
from adapters.group_commit import GroupCommit
from adapters.postgres.migrate import migrate
from adapters.postgres.queries import queries
from adapters.postgres.steady import connect_writer
from api.collector import calm_the_collector
from domain.canonical import canonical
from domain.proposal import Proposal, prepared

SQL = queries("bench", Path(__file__).parent)
BEGINS = datetime(2022, 1, 1, tzinfo=UTC)
STATE = b"x" * 300
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Contender:
    """A name, how its database is made ready, and how it appends for some seconds (its latencies, in seconds)."""

    name: str
    prepare: Callable[[str], object]
    run: Callable[[str, float], Sequence[float]]


def events_of(claim: str) -> Iterator[dict[str, Any]]:
    """One claim's events: reported, then an update for each minute that follows."""
    said = BEGINS
    for number in range(10**9):
        said += timedelta(minutes=1)
        yield {
            "source": "/bench",
            "id": f"{claim}/{number}",
            "type": "claim.updated.v1" if number else "claim.reported.v1",
            "subject": claim,
            "data": _data(number, said.strftime("%Y-%m-%dT%H:%M:%SZ")),
        }


def _data(number: int, said_at: str) -> dict[str, Any]:
    utterance = {
        "figure": {"form": "exact", "value": str(1000 + number)},
        "wording": f"{1000 + number:,} confirmed cases in Country",
        "said_at": said_at,
    }
    if number:
        return {**utterance, "reason": "new daily figure"}
    return {
        **utterance,
        "question": "bench",
        "scope": {"population": "residents", "place": "Country", "unit": "person", "definition": "confirmed cases"},
        "attribution": [
            {"who": {"id": "ministry", "name": "Ministry", "kind": "office"}, "role": "originator", "stance": "asserts"}
        ],
    }


def proposal_of(event: dict[str, Any]) -> Proposal:
    """As the door makes it."""
    payload = canonical(event["data"])
    return prepared(
        source=event["source"],
        id=event["id"],
        type=event["type"],
        subject=event["subject"],
        time=None,
        wire_data=event["data"],
        payload=payload,
        data=validated(event["type"], event["data"], payload),
        secret=os.urandom(32),
        recorder="open",
        expected=None,
        arrived_ns=time.time_ns(),
    )


@cache
def encoded(writers: int) -> list[list[dict[str, Any]]]:
    """What each writer will send, made before the clock starts."""
    return [list(islice(events_of(f"bench-{number}"), MOST // writers)) for number in range(writers)]


def ready(writers: int) -> Callable[[str], None]:
    """A migrated database, and everything to be sent at hand."""

    def prepare(conninfo: str) -> None:
        migrate(conninfo)
        encoded(writers)

    return prepare


def ours(writers: int) -> Callable[[str, float], Sequence[float]]:
    """Our door: so many asyncio writers in one process."""

    async def write(conninfo: str, seconds: float) -> list[float]:
        calm_the_collector()
        log, latencies = GroupCommit(lambda: connect_writer(conninfo)), list[float]()
        ends = time.perf_counter() + seconds

        async def writer(events: Sequence[dict[str, Any]]) -> None:
            for event in events:
                began = time.perf_counter()
                if began > ends:
                    return
                await log.append([proposal_of(event)])
                latencies.append(time.perf_counter() - began)

        await asyncio.gather(*map(writer, encoded(writers)))
        await log.close()
        return latencies

    return lambda conninfo, seconds: uvloop.run(write(conninfo, seconds))


def recorder(module: str, threads: int) -> Callable[[str, float], Sequence[float]]:
    """An application recorder of the library's interface, from so many threads."""

    def write(conninfo: str, seconds: float) -> list[float]:
        factory = InfrastructureFactory.construct(_environment(module, conninfo))  # type: ignore[var-annotated]  # of any tracking recorder
        recording: ApplicationRecorder = factory.application_recorder()
        latencies: list[float] = []
        ends = time.perf_counter() + seconds

        def writer(stream: str) -> None:
            originator = uuid5(NAMESPACE_URL, stream)
            for version in range(1, 10**9):
                began = time.perf_counter()
                if began > ends:
                    return
                recording.insert_events([StoredEvent(originator, version, "claims:Updated", STATE)])
                latencies.append(time.perf_counter() - began)

        _in_threads(writer, threads)
        factory.close()
        return latencies

    return write


def raw(threads: int) -> Callable[[str, float], Sequence[float]]:
    """One INSERT and one COMMIT for each event through psycopg, from so many connections: no lock, no order."""

    def write(conninfo: str, seconds: float) -> list[float]:
        latencies: list[float] = []
        ends = time.perf_counter() + seconds

        def writer(stream: str) -> None:
            with psycopg.connect(conninfo, autocommit=True, prepare_threshold=0) as connection:
                for version in range(1, 10**9):
                    began = time.perf_counter()
                    if began > ends:
                        return
                    connection.execute(
                        SQL["insert_row"], (stream, version, "claim.updated.v1", STATE), prepare=True, binary=True
                    )
                    latencies.append(time.perf_counter() - began)

        _in_threads(writer, threads)
        return latencies

    return write


def _in_threads(writer: Callable[[str], None], threads: int) -> None:
    running = [Thread(target=writer, args=(f"bench-{number}",)) for number in range(threads)]
    for one in running:
        one.start()
    for one in running:
        one.join()


def _environment(module: str, conninfo: str) -> dict[str, str]:
    given = {name: str(value) for name, value in conninfo_to_dict(conninfo).items()}
    return {
        "PERSISTENCE_MODULE": module,
        "DATABASE_URL": conninfo,
        "POSTGRES_DBNAME": given["dbname"],
        "POSTGRES_HOST": given["host"],
        "POSTGRES_PORT": given.get("port", "5432"),
        "POSTGRES_USER": given["user"],
        "POSTGRES_PASSWORD": _password(given),
        "POSTGRES_POOL_SIZE": "16",
        "POSTGRES_MAX_OVERFLOW": "0",
    }


def _password(given: dict[str, str]) -> str:
    """The stock factory wants the password itself, and knows of no file."""
    line, *_ = Path(given["passfile"]).read_text(encoding="utf-8").splitlines()
    return line.rsplit(":", 1)[1]


def _rows(conninfo: str) -> None:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(SQL["create_rows"])


def _nothing(_conninfo: str) -> None:
    """The stock recorder makes its own table."""


CONTENDERS = (
    Contender("stock recorder, 16 threads", _nothing, recorder("eventsourcing.postgres", 16)),
    Contender("claimtrail, 1 writer", ready(1), ours(1)),
    Contender("claimtrail, 16 writers", ready(16), ours(16)),
    Contender("claimtrail, 64 writers", ready(64), ours(64)),
    Contender("claimtrail's insert_events, 16 threads", migrate, recorder("adapters.recorder", 16)),
    Contender("raw psycopg, 16 connections", _rows, raw(16)),
)
