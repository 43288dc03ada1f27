"""The log's own door without HTTP: ours, ours behind the library's interface, the library's stock recorder.

Each writer appends single events to a stream of its own in a closed loop: it sends the next when the last is durable.
Ours are real events (an update of a claim), checked, committed to unit by unit, hashed and decided inside the clock;
the stock recorder stores bytes of the same size.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import uvloop
from eventsourcing.persistence import ApplicationRecorder, InfrastructureFactory, StoredEvent

from adapters.group_commit import GroupCommit
from adapters.postgres.migrate import migrate
from adapters.postgres.steady import connect_writer
from api.collector import calm_the_collector
from api.http.cloudevents import Posted
from api.http.proposing import Proposer
from benchmarks.load_set import events_of
from benchmarks.written import Writer, Written, in_threads
from benchmarks.yardstick import library_settings
from domain.proposal import OPEN

STATE = b"x" * 300
MOST = 100_000
OUR_RECORDERS = "adapters.recorder"
STOCK_RECORDERS = "eventsourcing.postgres"


def ours(writers: int) -> Writer:
    """So many asyncio writers in one process."""

    async def write(conninfo: str, seconds: float) -> list[float]:
        calm_the_collector()
        log, proposer = GroupCommit(lambda: connect_writer(conninfo)), Proposer(OPEN)
        latencies: list[float] = []
        ends = time.perf_counter() + seconds

        async def writer(events: Sequence[Posted]) -> None:
            for event in events:
                began = time.perf_counter()
                if began > ends:
                    return
                await log.append(proposer.proposals([event]))
                latencies.append(time.perf_counter() - began)

        await asyncio.gather(*map(writer, encoded(writers)))
        await log.close()
        return latencies

    def run(conninfo: str, seconds: float) -> Written:
        latencies = uvloop.run(write(conninfo, seconds))
        return len(latencies), latencies

    def prepare(conninfo: str) -> None:
        migrate(conninfo)
        encoded(writers)

    return Writer(prepare, run)


def recorder(module: str, threads: int) -> Writer:
    """An application recorder of the library's interface, from so many threads."""

    def write(conninfo: str, seconds: float) -> Written:
        settings = {**library_settings(conninfo), "DATABASE_URL": conninfo, "PERSISTENCE_MODULE": module}
        factory = InfrastructureFactory.construct(settings)
        recording: ApplicationRecorder = factory.application_recorder()
        latencies: list[float] = []
        ends_at = time.perf_counter() + seconds

        def from_one(number: int) -> None:
            originator = uuid5(NAMESPACE_URL, f"bench-{number}")
            for version in range(1, 10**9):
                began = time.perf_counter()
                if began > ends_at:
                    return
                recording.insert_events([StoredEvent(originator, version, "claims:Updated", STATE)])
                latencies.append(time.perf_counter() - began)

        in_threads(from_one, threads)
        factory.close()
        return len(latencies), latencies

    return Writer(migrate if module == OUR_RECORDERS else _nothing, write)


@lru_cache(maxsize=1)  # a hundred thousand events
def encoded(writers: int) -> list[list[Posted]]:
    """What each writer will send, read from its JSON before the clock starts."""
    streams = (islice(events_of(f"bench-{number}"), MOST // writers) for number in range(writers))
    return [list(map(_posted, stream)) for stream in streams]


def _posted(event: Mapping[str, Any]) -> Posted:
    return Posted(event["source"], event["id"], event["type"], event["subject"], None, event["data"], None)


def _nothing(_conninfo: str) -> None:
    """The stock recorder makes its own table."""
