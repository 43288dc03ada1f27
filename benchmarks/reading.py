"""Steps that read: views, lists, the past; and what makes read models: catching up with the log, making them anew."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import orjson
import psycopg
from psycopg.conninfo import conninfo_to_dict

from adapters.projections import PROJECTIONS
from benchmarks.ground import Ground, Row, Run
from benchmarks.load import Load
from benchmarks.measure import Measured, Meter, NotAvailable, cpu_of
from benchmarks.rebuilding import FOLD
from benchmarks.services import CHECKOUT, CLAIMTRAIL, Service, end_of, followed, loaded, log_of, process, serving
from benchmarks.stands import SQL
from benchmarks.writing import yardstick_of

FILLS_WITHIN_S = 600.0
MOST_READS = 100_000
POLL_S = 0.01


@dataclass(frozen=True, slots=True)
class Filled:
    """Two databases that stay for the whole run: one holds a log alone, the other its read models too."""

    log: str
    views: str
    events: int


FILLED: dict[tuple[str, str, int, int], Filled] = {}
"""By disk, service, most events and longest claims."""


def reads(kind: str, connections: int, longest: int | None = None) -> Run:
    """Our service asked about the *longest* claims (those that both have, unless told otherwise)."""
    return lambda ground: _read(ground, CLAIMTRAIL, kind, connections, longest)


def textbook_reads(kind: str, connections: int, longest: int | None = None) -> Run:
    """The same of the textbook."""
    return lambda ground: _read(ground, yardstick_of(ground).textbook, kind, connections, longest)


def _read(ground: Ground, service: Service, kind: str, connections: int, longest: int | None) -> Iterator[Row]:
    load = replace(ground.load(kind, connections), most=MOST_READS, longest=longest or ground.claims)
    with serving(service, ground.stand, filled(ground, service).views) as answering:
        yield service.name, loaded(ground.stand, answering, load)


def catches_up(ground: Ground) -> Iterator[Row]:
    """Our worker on a log that it has not seen."""
    yield CLAIMTRAIL.name, _caught_up(ground, CLAIMTRAIL)


def textbook_catches_up(ground: Ground) -> Iterator[Row]:
    """The textbook's runner."""
    textbook = yardstick_of(ground).textbook
    yield textbook.name, _caught_up(ground, textbook)


def _caught_up(ground: Ground, service: Service) -> Measured:
    """From the first events that are there until all are, or the time is up."""
    log = filled(ground, service)
    with (
        ground.stand.database(template=name_of(log.log)) as conninfo,
        service.follow(ground.stand, conninfo) as follower,
    ):
        begins = _reached(service, conninfo, 1, time.monotonic() + FILLS_WITHIN_S)
        meter = Meter(cpu_of([follower]), cpu_of([ground.stand.pid]))
        ends = _reached(service, conninfo, log.events, time.monotonic() + ground.seconds)
        return meter.measured(ends - begins)


def _reached(service: Service, conninfo: str, position: int, ends_at: float) -> int:
    """Waits until *position* is reached or the time is up; where it is then."""
    while (at := followed(service, conninfo)) < position and time.monotonic() < ends_at:
        time.sleep(POLL_S)
    return at


def rebuilds(ground: Ground) -> Iterator[Row]:
    """Each read model made anew, and the limit: decoding and folding alone."""
    for name in (*(one.name for one in PROJECTIONS), FOLD):
        yield f"{REBUILT}{name}", _rebuilt(ground, name)


REBUILT = f"{CLAIMTRAIL.name}: "


def _rebuilt(ground: Ground, name: str) -> Measured:
    views = filled(ground, CLAIMTRAIL).views
    command = [sys.executable, "-P", "-m", "benchmarks.rebuilding", name, views, str(ground.stand.pid)]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    with process(command, ground.stand, environment, output=subprocess.PIPE) as rebuilding:
        said, _ = rebuilding.communicate(timeout=FILLS_WITHIN_S)
    if rebuilding.returncode:
        raise NotAvailable(f"the rebuild failed: {end_of(log_of(ground.stand))}")
    return Measured(**orjson.loads(said))


def filled(ground: Ground, service: Service) -> Filled:
    """What the reading steps read.

    Ours holds the whole file, the textbook's the claims that are asked about: it would take minutes to follow them all.
    """
    longest = 0 if service is CLAIMTRAIL and not ground.quick else ground.claims
    load = Load("", "batch", str(ground.file), connections=4, size=1000, longest=longest, seconds=FILLS_WITHIN_S)
    return fill(ground, service, load)


def fill(ground: Ground, service: Service, load: Load) -> Filled:
    """The databases that *load* leads to on this stand, filled when they are first asked for."""
    key = ground.stand.disk, service.name, load.most, load.longest
    if key not in FILLED:
        ground.say(f"filling a database of {service.name} to read from …")
        FILLED[key] = _fill(ground, service, load)
    return FILLED[key]


def _fill(ground: Ground, service: Service, load: Load) -> Filled:
    stand = ground.stand
    log = stand.kept_database()
    with serving(service, stand, log) as answering:
        events = loaded(stand, answering, load, ground.tells(load.most)).done
    views = stand.kept_database(template=name_of(log))
    with service.follow(stand, views):
        reached = _reached(service, views, events, time.monotonic() + FILLS_WITHIN_S)
    if reached < events:
        raise NotAvailable(f"{service.name} had followed {reached} of {events} events within {FILLS_WITHIN_S:g} s")
    with psycopg.connect(views, autocommit=True) as connection:
        connection.execute(SQL["analyze"])
    return Filled(log, views, events)


def name_of(conninfo: str) -> str:
    """The database's."""
    return str(conninfo_to_dict(conninfo)["dbname"])
