"""The course of a claim's figures, and its turns."""

import random
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


def in_course(*amounts: str | None, **changed: dict[str, Any]) -> list[str | None]:
    return [one.amount for one in course(points(*amounts, **changed)).points]


def at(day: int, first: int, last: int | None = None) -> dict[str, Any]:
    return {"period_day": day, "said_first": first, "said_last": first if last is None else last}


def test_a_day_restated_after_a_newer_one_had_its_figure_displaces_nothing() -> None:
    held = course(points("10", "20", "11", n3={"period_day": 1}))
    assert [one.amount for one in held.points] == ["10", "20"]
    assert [one.amount for one in held.beside] == ["11"]


def test_a_morning_corrected_later_leaves_the_evening_as_what_holds() -> None:
    changed = {
        "n2": {**at(2, 208), "replaced": True, "replaced_by": 4},
        "n3": at(2, 220),
        "n4": {**at(2, 208), "replaces": 2},
    }
    assert in_course("5", "10", "20", "11", **changed) == ["5", "11", "20"]


def test_a_late_one_of_the_same_day_comes_before_what_was_said_after_it() -> None:
    assert in_course("5", "20", "7", n2=at(2, 220), n3=at(2, 206)) == ["5", "7", "20"]


def test_two_figures_of_one_day_are_both_in_the_course() -> None:
    changed = {"n2": at(2, 209), "n3": at(2, 215), "n4": at(3, 300)}
    assert in_course("100", "200", "300", "250", **changed) == ["100", "200", "300", "250"]


def test_of_figures_that_nobody_can_tell_apart_in_time_the_one_recorded_last_holds() -> None:
    assert in_course("20", "10", n1=at(1, 120), n2=at(1, 100, 124)) == ["20", "10"]


def test_a_correction_counts_as_recorded_when_what_it_finally_replaces_was() -> None:
    changed = {
        "n1": {**at(1, 100, 124), "replaced": True, "replaced_by": 3},
        "n2": at(1, 100, 124),
        "n3": {**at(1, 100, 124), "replaces": 1, "replaced": True, "replaced_by": 4},
        "n4": {**at(1, 100, 124), "replaces": 3},
    }
    assert in_course("1", "20", "2", "3", **changed) == ["3", "20"]


def test_yesterday_restated_in_the_bulletin_of_today_is_beside_the_course() -> None:
    held = course(points("10", "9", "20", n2=at(1, 300), n3=at(2, 300)))
    assert [[one.amount for one in some] for some in (held.points, held.beside)] == [["10", "20"], ["9"]]


def test_a_late_one_of_an_old_day_that_may_have_been_said_after_the_newer_is_beside_the_course() -> None:
    late = {**at(1, 150), "late": True}
    assert in_course("142", "331", "227", n1=at(2, 0, 199), n2=at(4, 400), n3=late) == ["142", "331"]
    assert in_course("142", "331", "227", n1=at(2, 160, 199), n2=at(4, 400), n3=late) == ["227", "142", "331"]


def test_a_first_figure_of_an_old_day_that_comes_after_a_newer_one_is_beside_the_course() -> None:
    held = course(points("20", "5", n1=at(9, 900), n2=at(1, 1200)))
    assert [[one.amount for one in some] for some in (held.points, held.beside)] == [["20"], ["5"]]


def test_a_figure_said_nobody_knows_when_puts_no_other_beside_the_course() -> None:
    unknown = {"period_day": 2, "said_first": None, "said_last": None}
    assert in_course("1", "2", "3", n1=at(1, 5), n2=at(1, 9), n3=unknown) == ["1", "2", "3"]


def test_the_last_of_the_course_is_what_the_standing_rule_says() -> None:
    days = random.Random(7)  # noqa: S311 (a fixed sequence of cases)
    for _ in range(300):
        spans = [(first, first + days.choice((0, 0, 3))) for first in (days.randrange(9) for _ in range(6))]
        changed = {f"n{n}": at(min(days.randrange(4), end), first, end) for n, (first, end) in enumerate(spans, 1)}
        made = points(*"123456", **changed)
        held = course(made)
        newest = [one for one in made if one.period_day == max(each.period_day for each in made)]
        begun = max(one.said_first or 0 for one in newest)
        assert held.points[-1] == [one for one in newest if (one.said_last or 0) >= begun][-1]
        assert sorted([*held.points, *held.beside]) == made
        for at_first, one in enumerate(held.points):
            assert not any((after.said_last or 0) < (one.said_first or 0) for after in held.points[at_first:])


def test_amounts_are_compared_to_the_last_digit() -> None:
    assert course(points(*rising(RISES + 1), "12345678901234567890.25", "12345678901234567890.24")).fell == (RISES + 3,)


def test_nothing_has_no_turns() -> None:
    assert told() == []
    assert course([]).points == ()
