"""What people type into a field for an amount or a time, and what is left as it was typed."""

import pytest

from api.web.forms.typed import amount_typed, share_typed, time_typed
from api.web.reader import zone_named


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,351", "1351"),
        ("7,000,000", "7000000"),
        ("1,351.50", "1351.50"),
        ("1 351", "1351"),
        ("1\u202f351", "1351"),
        ("−14", "-14"),
        ("3.10", "3.10"),
    ],
)
def test_an_amount_may_be_typed_with_groups_of_three_digits(typed: str, amount: str) -> None:
    assert amount_typed(typed) == amount


@pytest.mark.parametrize("typed", ["1,35", "13,51", "1,351,5", "1.351", "about 500", "007", "1,351 dead"])
def test_what_may_mean_something_else_stays_as_it_was_typed(typed: str) -> None:
    assert amount_typed(typed) == typed


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("2 Mar 2022", "2022-03-02"),
        ("2nd March 2022", "2022-03-02"),
        ("March 2, 2022", "2022-03-02"),
        ("Sept 2022", "2022-09"),
        ("24 Feb – 2 Mar 2022", "2022-02-24/2022-03-02"),
        ("24–28 Feb 2022", "2022-02-24/2022-02-28"),
        ("24 Feb 2022 to 2 Mar 2022", "2022-02-24/2022-03-02"),
        ("2022-02-24 – 2022-03-02", "2022-02-24/2022-03-02"),
        ("2022-03-02 15:30Z", "2022-03-02T15:30:00Z"),
        ("2022-03-02 15:30 UTC", "2022-03-02T15:30:00Z"),
        ("2022-03-02 9:30+01:00", "2022-03-02T09:30:00+01:00"),
    ],
)
def test_a_time_may_be_typed_in_words(typed: str, time: str) -> None:
    assert time_typed(typed) == time


@pytest.mark.parametrize("typed", ["2022-03-02", "2022-02-24/2022-02-28", "2022-03~", "2022-03-02T15:30:00Z"])
def test_a_time_as_the_wire_writes_it_is_kept_verbatim(typed: str) -> None:
    assert time_typed(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "3/2/2022",
        "3/2/2022, 15:30",
        "2 Mar 2022, 25:00",
        "Mar 2022, 15:30",
        "2 Mars 2022, 15:30",
        "yesterday",
        "31 Feb 2022",
        "2 Mars 2022",
        "5 Mar – 2 Mar 2022",
        "Mar 2",
    ],
)
def test_a_time_that_could_be_two_or_none_is_never_guessed(typed: str) -> None:
    assert time_typed(typed) == typed


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("7 Mar 2022, 15:30", "2022-03-07T15:30:00-05:00"),
        ("7 March 2022, 15:30:07", "2022-03-07T15:30:07-05:00"),
        ("March 7, 2022, 9:30", "2022-03-07T09:30:00-05:00"),
        ("7 Jul 2022 at 15:30", "2022-07-07T15:30:00-04:00"),
        ("2022-03-07 15:30", "2022-03-07T15:30:00-05:00"),
        ("2022-03-07T9:30:07", "2022-03-07T09:30:07-05:00"),
        ("7 Mar 1850, 15:30", "1850-03-07T20:26:02Z"),
    ],
)
def test_a_time_of_day_is_one_by_the_readers_clocks(typed: str, moment: str) -> None:
    zone = zone_named("America/New_York")
    assert zone is not None
    assert time_typed(typed, zone) == moment


def test_a_time_of_day_in_utc_has_no_offset() -> None:
    assert time_typed("7 Mar 2022, 15:30") == "2022-03-07T15:30:00Z"


@pytest.mark.parametrize("typed", ["6 Nov 2022, 01:30", "13 Mar 2022, 02:30"])
def test_a_time_that_clocks_have_shown_twice_or_never_is_not_guessed(typed: str) -> None:
    zone = zone_named("America/New_York")
    assert zone is not None
    assert time_typed(typed, zone) == typed


@pytest.mark.parametrize(
    ("typed", "share"), [("10", "0.1"), ("2.5", "0.025"), ("10 %", "0.1"), ("0.5%", "0.005"), ("100", "1")]
)
def test_a_tolerance_is_typed_in_percent(typed: str, share: str) -> None:
    assert share_typed(typed) == share


@pytest.mark.parametrize("typed", ["ten", "-5", "1e2", "10 % %", ""])
def test_what_is_no_percentage_stays_as_it_was_typed(typed: str) -> None:
    assert share_typed(typed) == typed
