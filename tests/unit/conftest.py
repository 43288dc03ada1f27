"""What every test of the inside may ask for."""

import pytest

from tests.ledger import Ledger


@pytest.fixture
def ledger() -> Ledger:
    """An empty ledger in memory."""
    return Ledger()
