"""What stood from one recorded moment to the next, in all and for one period."""

from datetime import UTC, datetime

from domain.clock import read_time
from domain.vintages import Moment, Recorded, Vintage, stood_for, vintages

PERIOD = read_time("2022-03-01")


def at(position: int) -> Moment:
    return Moment(position, datetime(2022, 3, 1, position, tzinfo=UTC))


def heard(position: int, number: int | None = None, said_at: str = "2022-03-01", **more: int | bool) -> Recorded:
    told = {"rank": number, "replaces": None, "retracted": False, **more}
    return Recorded(at(position), number, said_at=said_at, **told)  # type: ignore[arg-type]  # members by name


def stood(*events: Recorded) -> list[int | None]:
    return [number for _, number in stood_for(PERIOD, events)]


def test_a_vintage_lasts_until_something_else_stands() -> None:
    assert list(vintages([(at(1), 1), (at(2), 1), (at(3), 2)])) == [
        Vintage(1, at(1), at(3)),
        Vintage(2, at(3), None),
    ]


def test_a_vintage_ends_where_nothing_stands() -> None:
    assert list(vintages([(at(1), 1), (at(2), None), (at(3), 1)])) == [
        Vintage(1, at(1), at(2)),
        Vintage(1, at(3), None),
    ]


def test_what_never_stood_has_no_vintages() -> None:
    assert list(vintages([])) == []
    assert list(vintages([(at(1), None)])) == []
    assert list(vintages([(at(1), 1), (at(2), None)])) == [Vintage(1, at(1), at(2))]


def test_within_a_period_the_later_said_one_stands() -> None:
    assert stood(heard(1, 1, "2022-03-05"), heard(2, 2, "2022-03-03")) == [1, 1]


def test_within_a_period_what_was_said_last_stands_though_it_was_heard_last() -> None:
    assert stood(heard(1, 1, "2022-03-02"), heard(2, 2, "2022-03-04")) == [1, 2]


def test_what_is_said_of_a_later_period_changes_nothing_within_this_one() -> None:
    assert stood(heard(1, 1), heard(2)) == [1, 1]


def test_a_correction_takes_the_place_of_what_it_replaces() -> None:
    morning, evening = heard(1, 1, "2022-03-01T08:00:00Z"), heard(2, 2, "2022-03-01T20:00:00Z")
    assert stood(morning, evening, heard(3, 3, "2022-03-01T08:00:00Z", rank=1, replaces=1)) == [1, 2, 2]


def test_revisions_of_other_periods_between_them_leave_no_gap() -> None:
    assert stood(heard(1), heard(2, 5), heard(3), heard(4, 9, rank=5, replaces=5), heard(5, 12)) == [None, 5, 5, 9, 12]


def test_what_a_correction_moves_to_another_period_stands_no_longer() -> None:
    assert stood(heard(1, 1), heard(2, None, replaces=1)) == [1, None]


def test_what_a_correction_moves_into_the_period_stands() -> None:
    assert stood(heard(2, 2, rank=1, replaces=1)) == [2]


def test_what_was_never_said_lets_the_one_before_stand() -> None:
    assert stood(heard(1, 1, "2022-03-02"), heard(2, 2, "2022-03-03"), heard(3, replaces=2)) == [1, 2, 1]


def test_nothing_stands_once_all_that_was_said_of_a_period_turned_out_not_to_be_said() -> None:
    assert stood(heard(1, 1), heard(2, replaces=1)) == [1, None]


def test_nothing_stands_of_a_retracted_claim() -> None:
    assert stood(heard(1, 1), heard(2, retracted=True), heard(3)) == [1, None, 1]
