"""What the contract tests of the log may ask for."""

from collections.abc import Iterator

import pytest

from tests.log import Log, opened
from tests.postgres import Database


@pytest.fixture
def log(database: Database) -> Iterator[Log]:
    """The log of a fresh database."""
    with opened(database.url) as running:
        yield running
