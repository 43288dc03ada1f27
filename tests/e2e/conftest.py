"""The service over real HTTP, as every end-to-end test asks for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import chromium, visit
from tests.facts import A, exact, reported
from tests.forms import SOLDIERS, working
from tests.postgres import Database
from tests.service import POSTED, Service, answering_with_its_worker

__all__ = ["POSTED", "Service", "chromium", "place", "service", "visit"]


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    """The service, answering."""
    with answering_with_its_worker(database) as answering:
        yield answering


@pytest.fixture
def newsroom(service: Service) -> Iterator[Service]:
    """The service with one claim, 498, and its worker."""
    service.post("claim.reported.v1", A, reported(SOLDIERS, exact("498")))
    with working(service):
        yield service


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a person works: nothing of another import is there."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return tmp_path
