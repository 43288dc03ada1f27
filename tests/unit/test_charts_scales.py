"""Ticks are round, in words, and as many as have room, from seconds to centuries."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from api.web.charts.dates import TimeTick, days_between, time_ticks
from api.web.charts.scales import Scale, TimeScale, from_zero, tick_words

NEW_YORK = ZoneInfo("America/New_York")


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def named(first: str, last: str, width: float = 560) -> list[str]:
    return [one.words for one in time_ticks(TimeScale(at(first), at(last), 0, width), UTC)]


@pytest.mark.parametrize(
    ("greatest", "words"),
    [
        ("1351", ["0", "500", "1,000", "1,500"]),
        ("3", ["0", "1", "2", "3"]),
        ("0.4", ["0", "0.1", "0.2", "0.3", "0.4"]),
        ("30000000", ["0", "5 million", "10 million", "15 million", "20 million", "25 million", "30 million"]),
        ("4e39", ["0", "1 × 10³⁹", "2 × 10³⁹", "3 × 10³⁹", "4 × 10³⁹"]),
        ("-12", ["−12", "−10", "−8", "−6", "−4", "−2", "0"]),
    ],
)
def test_amounts_have_round_ticks_from_zero(greatest: str, words: list[str]) -> None:
    assert tick_words(from_zero([Decimal(greatest)])) == words


def test_whole_amounts_have_whole_ticks() -> None:
    assert tick_words(from_zero([Decimal(1)])) == ["0", "1"]


def test_nothing_but_zeros_still_has_an_axis() -> None:
    assert tick_words(from_zero([Decimal(0)])) == ["0", "1"]


def test_a_scale_tells_amounts_apart_that_differ_in_their_fortieth_digit() -> None:
    low = Decimal("9" * 39 + "0")
    scale = Scale(low, Decimal("9" * 40), 0, 90)
    assert [scale.at(Decimal("9" * 39 + digit)) for digit in "059"] == [0, 50, 90]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2022-02-24", "2022-10-14", ["Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"]),
        ("2021-11-15", "2022-03-02", ["Dec", "2022", "Feb", "Mar"]),
        ("2022-03-02T08:00", "2022-03-02T11:00", ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00"]),
        (
            "2022-03-02T08:00:10",
            "2022-03-02T08:00:40",
            ["08:00:10", "08:00:15", "08:00:20", "08:00:25", "08:00:30", "08:00:35", "08:00:40"],
        ),
        (
            "2022-02-28T20:00",
            "2022-03-02T20:00",
            ["1 Mar", "06:00", "12:00", "18:00", "2 Mar", "06:00", "12:00", "18:00"],
        ),
        ("1822-06-01", "2022-06-01", ["1840", "1860", "1880", "1900", "1920", "1940", "1960", "1980", "2000", "2020"]),
    ],
)
def test_time_is_named_in_the_largest_units_that_have_room(first: str, last: str, words: list[str]) -> None:
    assert named(first, last) == words


def test_a_narrow_axis_names_fewer_moments() -> None:
    assert named("2022-02-24", "2022-10-14", 280) == ["Mar", "May", "Jul", "Sep"]


def test_times_of_day_have_their_day_below_the_first() -> None:
    ticks = time_ticks(TimeScale(at("2022-03-02T08:00"), at("2022-03-02T11:00"), 0, 560), UTC)
    assert [one.day for one in ticks[:2]] == ["2 Mar 2022", ""]


def ticks_of(first: str, last: str, width: float, *, daily: bool = False, dated: bool = False) -> list[TimeTick]:
    return time_ticks(TimeScale(at(first), at(last), 0, width), NEW_YORK, daily=daily, dated=dated)


def test_where_only_days_are_known_no_hour_is_named_and_a_day_stands_at_its_noon() -> None:
    found = ticks_of("2022-03-02T12:00", "2022-03-04T12:00", 560, daily=True)
    assert [one.words for one in found] == ["2 Mar", "3 Mar", "4 Mar"]
    assert found[0].at == at("2022-03-02T12:00")


def test_among_days_of_other_years_the_first_tick_says_its_own() -> None:
    assert [one.day for one in ticks_of("2022-02-24", "2022-05-14", 280, dated=True)][:2] == ["2022", ""]
    assert {one.day for one in ticks_of("2021-11-24", "2022-05-14", 560, dated=True)} == {""}


@pytest.mark.parametrize("days", [2, 5, 9, 15, 31, 45, 100, 400, 800, 4_000])
@pytest.mark.parametrize("daily", [True, False])
def test_even_a_narrow_axis_names_two_moments(days: int, daily: bool) -> None:  # noqa: FBT001 (a case)
    last = datetime.fromtimestamp(at("2022-02-24T12:00") + days * 86_400, UTC).replace(tzinfo=None).isoformat()
    assert len(ticks_of("2022-02-24T12:00", last, 300, daily=daily)) >= 2


def test_one_moment_is_named_by_its_day() -> None:
    assert named("2022-03-02T08:00", "2022-03-02T08:00") == ["2 Mar 2022"]


def test_months_begin_at_midnight_of_the_readers_zone() -> None:
    ticks = time_ticks(TimeScale(at("2022-02-24"), at("2022-10-14"), 0, 560), NEW_YORK)
    assert datetime.fromtimestamp(ticks[0].at, NEW_YORK) == datetime(2022, 3, 1, tzinfo=NEW_YORK)


def test_days_are_counted_in_the_readers_zone() -> None:
    assert days_between(at("2022-03-02T02:00"), at("2022-03-02T12:00"), UTC) == 0
    assert days_between(at("2022-03-02T02:00"), at("2022-03-02T12:00"), NEW_YORK) == 1


@pytest.mark.parametrize(("first", "last"), [(-7e10, 3e11), (2.5e11, 2.6e11), (-6.3e10, -6.2e10), (1e300, 2e300)])
def test_moments_beyond_the_calendar_harm_nothing(first: float, last: float) -> None:
    assert time_ticks(TimeScale(first, last, 0, 560), UTC)
