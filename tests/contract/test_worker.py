"""The worker as a process."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from adapters.projections import PROJECTIONS
from tests.bounded import Process
from tests.events import reported
from tests.log import Log
from tests.postgres import Database
from tests.projections import posted, wait_until


@contextmanager
def running(database: Database, *module: str) -> Iterator[Process]:
    command = [sys.executable, "-m", *module]
    with Process(command, {"DATABASE_URL": database.url}, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        yield process


AMID_A_WAIT = """
import signal, sys
from api.worker import ended_by_signals
stopping = ended_by_signals()
with stopping._cond:
    signal.raise_signal(signal.SIGTERM)
sys.exit(0 if stopping.wait(10) else 1)
"""


def test_a_signal_that_finds_the_worker_just_about_to_wait_ends_it_too() -> None:
    with Process([sys.executable, "-c", AMID_A_WAIT], stderr=subprocess.PIPE) as process:
        _, said = process.said()

    assert (process.returncode, said) == (0, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_brings_every_projection_up_to_date_and_ends_when_asked(
    database: Database, log: Log, number: signal.Signals
) -> None:
    with running(database, "api.worker") as worker:
        (receipt,) = posted(log, reported())
        for kind in PROJECTIONS:
            wait_until(database, kind, position=receipt.position)
        worker.send_signal(number)
        worker.said()

    assert worker.returncode == 0


def test_a_worker_ends_with_the_service_that_started_it(database: Database, log: Log) -> None:
    with running(database, "api.child", "api.worker") as worker:
        (receipt,) = posted(log, reported())
        wait_until(database, PROJECTIONS[0], position=receipt.position)
        worker.said()  # which closes its standard input

    assert worker.returncode == 0
