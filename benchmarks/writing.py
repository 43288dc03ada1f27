"""Steps that write: over HTTP in every form of the door, the raw driver and UmaDB beside it, repeats, an import."""

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson

from benchmarks import raw
from benchmarks.ground import Ground, Row, Run
from benchmarks.load import Load
from benchmarks.measure import Measured, Meter, NotAvailable, cpu_of, memory_mib
from benchmarks.services import (
    CHECKOUT,
    CLAIMTRAIL,
    Service,
    Serving,
    end_of,
    followed,
    loaded,
    log_of,
    process,
    serving,
    with_peaks,
)
from benchmarks.written import measured
from benchmarks.yardstick import Yardstick

FOLLOWER_STARTS_S = 2.0
WHOLE_FILE_S = 120.0
IMPORT_S = 900.0
SAMPLE_S = 0.05


def posts(kind: str, connections: int, size: int = 1, *, following: bool = False) -> Run:
    """Our service."""
    return lambda ground: _posted(ground, CLAIMTRAIL, ground.load(kind, connections, size), following=following)


def textbook_posts(kind: str, connections: int, size: int = 1, *, following: bool = False) -> Run:
    """The same to the textbook."""

    def run(ground: Ground) -> Iterator[Row]:
        textbook = yardstick_of(ground).textbook
        return _posted(ground, textbook, ground.load(kind, connections, size), following=following)

    return run


def _posted(ground: Ground, service: Service, load: Load, *, following: bool) -> Iterator[Row]:
    with (
        ground.stand.database() as conninfo,
        serving(service, ground.stand, conninfo, following=following) as answering,
    ):
        if following:
            time.sleep(FOLLOWER_STARTS_S)
        done = loaded(ground.stand, answering, load)
        lag = max(done.done - followed(service, conninfo), 0) if following else None
        yield service.name, replace(done, lag_events=lag)


def raw_rows(store: raw.Store, connections: int, size: int = 1) -> Run:
    """The driver alone."""

    def run(ground: Ground) -> Iterator[Row]:
        writer = raw.raw(store, ground.file, ground.events, connections, size)
        yield f"raw psycopg, {RAW[store]}", measured(ground.stand, writer, ground.seconds)

    return run


RAW: dict[raw.Store, str] = {raw.insert_one: "INSERT", raw.insert_many: "executemany", raw.copy: "COPY"}


def umadb(clients: int, size: int = 1) -> Run:
    """Its own server."""

    def run(ground: Ground) -> Iterator[Row]:
        yield "umadb", yardstick_of(ground).peer(ground.stand, clients, size, ground.seconds)

    return run


def repeats(kind: str, connections: int, size: int = 1) -> Run:
    """The file to its end, then the file again."""

    def run(ground: Ground) -> Iterator[Row]:
        load = replace(ground.load(kind, connections, size), seconds=WHOLE_FILE_S)
        with ground.stand.database() as conninfo, serving(CLAIMTRAIL, ground.stand, conninfo) as answering:
            yield FIRST_TIME, loaded(ground.stand, answering, load)
            yield CLAIMTRAIL.name, loaded(ground.stand, answering, load)

    return run


FIRST_TIME = f"{CLAIMTRAIL.name}, first time"
AGAIN = ", again"


def imports(ground: Ground) -> Iterator[Row]:
    """``claimtrail import`` of the load set, and again."""
    file = ground.cut(ground.events)
    with ground.stand.database() as conninfo, serving(CLAIMTRAIL, ground.stand, conninfo) as answering:
        yield from imported_twice(ground, answering, file)


def imported_twice(ground: Ground, answering: Serving, file: Path) -> Iterator[Row]:
    """Imports *file*, and again."""
    yield CLAIMTRAIL.name, _imported(ground, answering, file)
    yield f"{CLAIMTRAIL.name}{AGAIN}", _imported(ground, answering, file)


def _imported(ground: Ground, answering: Serving, file: Path) -> Measured:
    """Imports *file*: what that cost the service, and the importer.

    Raises NotAvailable where there is no such command.
    """
    command = [str(CHECKOUT / "run"), "import", str(file), "--url", answering.url, "--json"]
    meter = Meter(cpu_of(answering.pids), cpu_of([ground.stand.pid]))
    with process(command, ground.stand, os.environ, cwd=ground.stand.folder, output=subprocess.PIPE) as importer:
        cpu_s, peak_mib = _watched(importer)
        said = importer.stdout.read() if importer.stdout is not None else b""
    if importer.returncode not in (0, 1) or not said.strip():
        raise NotAvailable(f"claimtrail import ended with {importer.returncode}: {end_of(log_of(ground.stand))}")
    summary = orjson.loads(said.splitlines()[-1])
    if "recorded" not in summary:
        raise NotAvailable(f"claimtrail import: {summary.get('title', summary)}")
    done = meter.measured(summary["recorded"] + summary["repeated"])
    client_us = cpu_s / done.done * 1e6
    return replace(with_peaks(done, answering), refused=summary["refused"], client_us=client_us, client_mib=peak_mib)


def _watched(running: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Waits for its end; its seconds of CPU and the most MiB that it held, as last seen."""
    cpu_s = peak_mib = 0.0
    ends_at = time.monotonic() + IMPORT_S
    while running.poll() is None:
        if time.monotonic() > ends_at:
            raise NotAvailable(f"it was not done within {IMPORT_S:g} s")
        cpu_s = max(cpu_s, cpu_of([running.pid])())
        peak_mib = max(peak_mib, sum(memory_mib([running.pid], "VmHWM")))
        time.sleep(SAMPLE_S)
    return cpu_s, peak_mib


def yardstick_of(ground: Ground) -> Yardstick:
    """The yardstick; raises NotAvailable where it is not there."""
    if ground.yardstick is None:
        raise NotAvailable("no yardstick")
    return ground.yardstick
