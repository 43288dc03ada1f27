"""The course of a claim's figures, and its turns."""

from datetime import UTC, datetime
from typing import Any

from domain.turns import RISES, Point, course, turns


def points(*amounts: str | None, **changed: dict[str, Any]) -> list[Point]:
    """A figure a day; *changed* are members of some of them, as ``n3={"replaced": True}``."""
    held = []
    for number, amount in enumerate(amounts, 1):
        one = Point(
            number=number,
            recorded_at=datetime(2022, 3, number, tzinfo=UTC),
            late=False,
            form="exact",
            amount=amount,
            low=amount,
            high=amount,
            said_first=number,
            said_last=number,
            period_day=number,
            published_first=None,
            replaces=None,
            replaced=False,
            replaced_by=None,
            stands=number == len(amounts),
        )
        held.append(one._replace(**changed.get(f"n{number}", {})))
    return held


def rising(count: int, first: int = 10) -> list[str]:
    return [str(first + step) for step in range(count)]


def told(*amounts: str | None, **changed: dict[str, Any]) -> list[int]:
    """The numbers of the turns."""
    held = points(*amounts, **changed)
    return turns(held, course(held))


def test_what_stands_is_a_turn() -> None:
    assert told("498", "500") == [2]


def test_a_figure_that_falls_after_ten_rises_is_a_turn_and_so_is_the_one_before_it() -> None:
    last = RISES + 2
    assert told(*rising(RISES + 1), "12", "13") == [last + 1, last, last - 1]


def test_a_fall_after_fewer_rises_is_none() -> None:
    assert told(*rising(RISES), "12", "13") == [RISES + 2]


def test_rises_are_counted_anew_after_a_fall() -> None:
    held = course(points(*rising(RISES + 1), "12", *rising(RISES - 1, 13), "5"))
    assert held.fell == (RISES + 2,)


def test_a_figure_that_stays_is_no_rise() -> None:
    assert course(points(*rising(RISES), "19", "12")).fell == ()


def test_a_figure_without_an_amount_is_passed_over() -> None:
    last = RISES + 3
    assert told(*rising(RISES + 1), None, "12") == [last, last - 2]


def test_a_correction_and_what_it_corrects_are_turns() -> None:
    corrected = {"replaced": True, "replaced_by": 2}
    assert told("489", "498", n1=corrected, n2={"replaces": 1, "period_day": 1}) == [2, 1]


def test_what_was_corrected_is_not_in_the_course() -> None:
    held = course(points("10", "165", "1165", n2={"replaced": True, "replaced_by": 3}, n3={"replaces": 2}))
    assert [one.number for one in held.points] == [1, 3]


def test_a_restated_day_has_the_figure_that_was_recorded_last() -> None:
    held = course(points("10", "20", "11", n3={"period_day": 1}))
    assert [one.amount for one in held.points] == ["11", "20"]


def test_amounts_are_compared_to_the_last_digit() -> None:
    assert course(points(*rising(RISES + 1), "12345678901234567890.25", "12345678901234567890.24")).fell == (RISES + 3,)


def test_nothing_has_no_turns() -> None:
    assert told() == []
    assert course([]).points == ()
