"""Posts are prepared a few at a time, so that whoever posts little does not wait for who posts much."""

import pytest

from api.http.proposing import AT_ONCE, at_once


@pytest.mark.parametrize(
    ("events", "size", "most"),
    [
        pytest.param(1_000, 300_000, AT_ONCE, id="small ones"),
        pytest.param(60, 16 * 2**20, 1, id="large ones"),
        pytest.param(1_000, 2**20, 125, id="such as fill the bytes first"),
        pytest.param(0, 0, 0, id="none"),
    ],
)
def test_so_many_are_prepared_at_once(events: int, size: int, most: int) -> None:
    assert at_once(events, size) == max(most, 1)
