"""What every test may ask for."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import Database, Server, server

# What is left of Hypothesis' own profile, or of the one that it takes in CI; but a busy machine makes no law untrue.
settings.register_profile("unhurried", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> Iterator[None]:
    """Ctrl-C works for what the tests start, even if they run in the background, where a shell has it ignored."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared design, data and vectors, which is no part of this repository."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("CLAIMTRAIL_SHARED", beside))
    if folder.is_dir():
        return folder
    if os.environ.get("CI") == "true":
        pytest.fail(f"{folder} is missing; set CLAIMTRAIL_SHARED")
    pytest.skip(f"{folder} is missing; set CLAIMTRAIL_SHARED")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The PostgreSQL of this run of the tests, shared by its workers."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    own = tmp_path_factory.getbasetemp()
    with server(own.parent if worker else own, worker or "main") as running:
        yield running


@pytest.fixture
def database(postgres: Server) -> Iterator[Database]:
    """A fresh database with all migrations, gone after the test."""
    with postgres.fresh() as fresh:
        yield fresh
