"""Writing to a database from this very process, without a service between: how it is measured."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Thread
from typing import TypeAlias

from benchmarks.measure import Measured, Meter, cpu_of
from benchmarks.stands import Stand

Written: TypeAlias = tuple[int, Sequence[float]]
"""How many events, and how long each call took, in seconds."""


@dataclass(frozen=True, slots=True)
class Writer:
    """How a database is made ready, and how it is written to for some seconds."""

    prepare: Callable[[str], object]
    write: Callable[[str, float], Written]


def measured(stand: Stand, writer: Writer, seconds: float) -> Measured:
    """Runs *writer* for *seconds* on a database of its own; this process is the client whose CPU is counted."""
    with stand.database() as conninfo:
        writer.prepare(conninfo)
        meter = Meter(time.process_time, cpu_of([stand.pid]))
        return meter.measured(*writer.write(conninfo, seconds))


def in_threads(write: Callable[[int], None], threads: int) -> None:
    """Runs *write* with the numbers from 0, each in a thread, until all have ended; raises what one of them raised."""
    failures: list[Exception] = []

    def attempt(number: int) -> None:
        try:
            write(number)
        except Exception as failure:  # noqa: BLE001 (it is raised where the threads are waited for)
            failures.append(failure)

    running = [Thread(target=attempt, args=(number,)) for number in range(threads)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    if failures:
        raise failures[0]
