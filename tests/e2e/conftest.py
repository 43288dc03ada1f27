"""The service over real HTTP, as every end-to-end test asks for it."""

from collections.abc import Iterator

import pytest

from tests.postgres import Database
from tests.service import POSTED, Service, answering_with_its_worker

__all__ = ["POSTED", "Service", "service"]


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    """The service, answering."""
    with answering_with_its_worker(database) as answering:
        yield answering
