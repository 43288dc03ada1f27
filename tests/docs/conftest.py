"""What a test of the pages may ask for."""

from collections.abc import Iterator

import pytest

from tests.postgres import Database
from tests.service import Service, answering_with_its_worker


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    """The service on an empty record, for the examples of a page in their order."""
    with answering_with_its_worker(database) as answering:
        yield answering
