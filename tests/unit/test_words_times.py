"""Times in the reader's zone, and EDTF in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.web.words_times import (
    by_words,
    date_words,
    exact_utc,
    moment_of,
    moment_words,
    period_words,
    said_words,
    span_words,
    weekday_words,
)

NEW_YORK = ZoneInfo("America/New_York")
AFTERNOON = datetime(2022, 3, 2, 20, 30, 7, 120_000, tzinfo=UTC)


def test_a_moment_is_shown_by_the_reader_s_clocks() -> None:
    assert moment_words(AFTERNOON, NEW_YORK) == "2 Mar 2022, 15:30"
    assert moment_words(AFTERNOON, NEW_YORK, seconds=True) == "2 Mar 2022, 15:30:07"
    assert weekday_words(AFTERNOON, NEW_YORK) == "Wednesday 2 March 2022"


def test_the_exact_moment_is_utc_to_the_last_digit_it_has() -> None:
    assert exact_utc(AFTERNOON) == "2022-03-02 20:30:07.120000 UTC"


@pytest.mark.parametrize("text", ["2022-03-02", "2022-02-24/2022-03-02", "9999-12-31T23:59:60Z"])
def test_what_is_no_moment_of_the_calendar_is_none(text: str) -> None:
    assert moment_of(text) is None


def test_a_moment_at_the_end_of_the_calendar_is_shown_in_utc() -> None:
    last = datetime(9999, 12, 31, 23, 0, tzinfo=UTC)
    assert moment_words(last, ZoneInfo("Pacific/Kiritimati")) == "31 Dec 9999, 23:00"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022-02-24/2022-03-02", "24 Feb – 2 Mar 2022"),
        ("2022-02-24/2022-02-28", "24 – 28 Feb 2022"),
        ("2021-12-24/2022-01-02", "24 Dec 2021 – 2 Jan 2022"),
        ("2022-02-24/..", "24 Feb 2022 onwards"),
        ("../2022-03-02", "until 2 Mar 2022"),
        ("2022-02/2022-03", "Feb 2022 – Mar 2022"),
        ("2022-02-24~/2022-02-28", "about 24 Feb 2022 – 28 Feb 2022"),
        ("2022-03", "Mar 2022"),
    ],
)
def test_a_period_is_what_a_figure_is_about(text: str, words: str) -> None:
    assert period_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022-03-02", "2 Mar 2022"),
        ("2022-02-24/2022-03-02", "between 24 Feb and 2 Mar 2022; the day is not given"),
        ("2022-02-24/", "24 Feb 2022 or later; the day is not given"),
        ("../2022-03-02", "by 2 Mar 2022; the day is not given"),
        ("2022-03", "Mar 2022; the day is not given"),
        ("2022-03-XX", "Mar 2022; the day is not given"),
        ("2022", "2022; the day is not given"),
        ("2022-21", "spring 2022; the day is not given"),
        ("Y-170000", "Y−170000"),
    ],
)
def test_an_interval_of_one_utterance_says_that_its_day_is_not_given(text: str, words: str) -> None:
    assert said_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("202X", "the 2020s"),
        ("19XX", "the 1900s"),
        ("1950~", "about 1950"),
        ("1950?", "1950 (uncertain)"),
        ("1950%", "about 1950 (uncertain)"),
        ("2022-XX-XX", "2022"),
        ("-0044-03-15", "15 Mar −44"),
        ("0000", "0"),
        ("whatever", "whatever"),
    ],
)
def test_a_date_of_edtf_is_put_into_words(text: str, words: str) -> None:
    assert date_words(text) == words


def test_a_narrow_column_keeps_the_end_of_an_interval() -> None:
    assert by_words("2022-02-24/2022-03-02") == "by 2 Mar 2022"
    assert by_words("2022-03-02") == "2 Mar 2022"
    assert by_words("2022-03-02/..") == "2 Mar 2022 onwards"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(hours=3, minutes=41, seconds=7), "3 hours 41 minutes"),
        (timedelta(minutes=3, seconds=19), "3 minutes 19 seconds"),
        (timedelta(days=226, hours=5), "226 days"),
        (timedelta(days=1), "1 day"),
        (timedelta(seconds=41), "41 seconds"),
        (timedelta(milliseconds=3), "less than a second"),
        (timedelta(hours=-1), "1 hour"),
    ],
)
def test_a_length_of_time_is_told_in_its_two_largest_units(span: timedelta, words: str) -> None:
    assert span_words(span) == words
