"""How a figure has moved of late, told from the amounts that held."""

import pytest

from domain.recent import last_fall, moved


@pytest.mark.parametrize(
    ("amounts", "change"),
    [
        (["498", "1351"], "853"),
        (["5181", "5167"], "-14"),
        (["1", "0.10", "0.3"], "0.20"),
        (["498"], None),
        ([], None),
        (["498", "498.0"], None),
        (["498", None], None),
        ([None, "498"], None),
    ],
)
def test_a_figure_has_moved_by_the_difference_of_its_last_two_amounts(
    amounts: list[str | None], change: str | None
) -> None:
    assert moved(amounts) == change


RISES = [str(n) for n in range(11)]


@pytest.mark.parametrize(
    ("amounts", "places"),
    [
        ([*RISES, "9"], (10, 11)),
        ([*RISES, "9", "12"], (10, 11)),
        ([*RISES[1:], "9"], None),
        ([*RISES, "9", "8"], (10, 11)),
        ([*RISES, None, "9"], (10, 12)),
        (RISES, None),
        ([], None),
    ],
)
def test_a_fall_counts_after_ten_rises_without_one(amounts: list[str | None], places: tuple[int, int] | None) -> None:
    assert last_fall(amounts) == places
