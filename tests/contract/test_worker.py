"""The worker as a process."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.projections import PROJECTIONS
from tests.events import reported
from tests.log import Log
from tests.postgres import Database
from tests.projections import posted, wait_until

CHECKOUT = Path(__file__).parents[2]
PATIENCE_S = 60


@contextmanager
def running(database: Database, *module: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "DATABASE_URL": database.url, "PYTHONPATH": str(CHECKOUT)}
    command = [sys.executable, "-m", *module]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_brings_every_projection_up_to_date_and_ends_when_asked(
    database: Database, log: Log, number: signal.Signals
) -> None:
    with running(database, "api.worker") as worker:
        (receipt,) = posted(log, reported())
        for kind in PROJECTIONS:
            wait_until(database, kind, position=receipt.position)
        worker.send_signal(number)
        assert worker.wait(PATIENCE_S) == 0


def test_a_worker_ends_with_the_service_that_started_it(database: Database, log: Log) -> None:
    with running(database, "api.child", "api.worker") as worker:
        (receipt,) = posted(log, reported())
        wait_until(database, PROJECTIONS[0], position=receipt.position)
        assert worker.stdin is not None
        worker.stdin.close()
        assert worker.wait(PATIENCE_S) == 0
