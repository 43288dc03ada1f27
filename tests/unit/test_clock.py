"""Times as written: what they allow, what is refused, and the order between them."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.clock import (
    DAY_NS,
    SECOND_NS,
    NotATime,
    Span,
    certainly_earlier,
    period_text,
    read_instant,
    read_time,
)
from domain.wire import instant_text

YEARS = st.one_of(
    st.integers(0, 9999).map("{:04d}".format),
    st.integers(1, 9999).map("-{:04d}".format),
    st.integers(0, 999).map("{:03d}X".format),
    st.integers(10000, 10**12).map("Y{}".format),
)
DATES = st.dates().map(str)
MONTHS = st.dates().map(lambda day: f"{day:%Y-%m}".zfill(7))
SEASONS = st.integers(0, 9999).flatmap(lambda year: st.sampled_from([f"{year:04d}-{n}" for n in (21, 22, 23, 24)]))
INSTANTS = st.datetimes().map(lambda moment: f"{moment.isoformat(timespec='microseconds')}Z")
INTERVALS = st.tuples(st.dates(), st.dates()).map(lambda ends: f"{min(ends)}/{max(ends)}")
HALF_SAID = st.tuples(st.sampled_from(["../{}", "{}/..", "/{}", "{}/"]), DATES).map(lambda it: it[0].format(it[1]))
TIMES = st.one_of(YEARS, DATES, MONTHS, SEASONS, INSTANTS, INTERVALS, HALF_SAID)


def day_text(day: int) -> str:
    """Day number *day*, of any year, as EDTF writes it: the calendar repeats every 400 years."""
    cycle, day_of_cycle = divmod(day + date(1970, 1, 1).toordinal() - 1, 146_097)
    within = date.fromordinal(day_of_cycle + 1)
    year = within.year + 400 * cycle
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{within:%m-%d}"


def outer_days(text: str) -> tuple[str | None, str | None]:
    span = read_time(text)
    first, last = (None if day is None else day_text(day) for day in (span.first_day, span.last_day))
    return first, last


def refusal_of(text: str) -> str:
    with pytest.raises(NotATime) as refused:
        read_time(text)
    return refused.value.reason


def test_every_edtf_date_of_the_vectors_allows_the_days_it_says(shared: Path) -> None:
    cases = json.loads((shared / "vectors/edtf/cases.json").read_text())["accept"]
    assert {it["value"]: outer_days(it["value"]) for it in cases} == {
        it["value"]: (it["lower"], it["upper"]) for it in cases
    }


def test_every_rfc_3339_time_of_the_vectors_is_an_instant(shared: Path) -> None:
    for text in json.loads((shared / "vectors/edtf/cases.json").read_text())["accept_rfc3339"]:
        assert read_time(text).first_ns == read_time(text).last_ns == read_instant(text)


def test_everything_that_the_vectors_refuse_is_refused(shared: Path) -> None:
    for case in json.loads((shared / "vectors/edtf/cases.json").read_text())["refuse"]:
        assert refusal_of(case["value"]), case
        with pytest.raises(NotATime):
            read_instant(case["value"])


@pytest.mark.parametrize(
    ("text", "ns"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T01:30:00+01:30", 0),
        ("1969-12-31T22:30:00-01:30", 0),
        ("1970-01-01T00:00:00-00:00", 0),
        ("1970-01-01t00:00:01z", SECOND_NS),
        ("1970-01-01T00:00:00.5Z", SECOND_NS // 2),
        ("1970-01-01T00:00:00.000000001Z", 1),
        ("1970-01-01T00:00:00.0000000019999Z", 1),
        ("1969-12-31T23:59:59.999999999Z", -1),
        ("2022-03-02T20:41:07.123456789Z", 1646253667123456789),
        ("0000-03-01T00:00:00Z", -719468 * DAY_NS),
    ],
)
def test_an_instant_is_read_to_the_nanosecond(text: str, ns: int) -> None:
    assert read_instant(text) == ns
    assert read_time(text) == Span(ns, ns, ns // DAY_NS, ns // DAY_NS, unknown=None)


@pytest.mark.parametrize("text", ["2016-12-31T23:59:60Z", "2016-12-31T15:59:60.75-08:00", "2017-01-01T05:29:60+05:30"])
def test_a_leap_second_is_the_last_nanosecond_of_its_minute(text: str) -> None:
    assert read_instant(text) == read_instant("2017-01-01T00:00:00Z") - 1


@pytest.mark.parametrize("text", ["2016-12-31T12:00:60Z", "2016-12-31T23:59:60+01:00", "2016-12-31T23:59:61Z"])
def test_a_second_60_is_refused_where_no_leap_second_can_be(text: str) -> None:
    assert refusal_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-02-30", "a month and a day that the calendar has"),
        ("2022-13", "a month and a day that the calendar has"),
        ("2022-02-30T10:00:00Z", "a month and a day that the calendar has"),
        ("2022-03-02/2022-02-24", "an interval that does not end before it starts"),
        ("../..", "an interval that has a start or an end"),
        ("-0000", "0000 without a sign, or a year below it"),
        ("2016-12-31T12:00:60Z", "a second up to 59 (60 only at 23:59:60 UTC)"),
        ("1970-01-01T00:00:00." + "0" * 80 + "Z", "at most 100 characters"),
    ],
)
def test_a_refused_time_is_told_what_was_expected(text: str, expected: str) -> None:
    assert refusal_of(text) == expected


def test_a_text_that_is_no_time_at_all_is_told_both_forms() -> None:
    assert "RFC 3339 with seconds and an offset" in refusal_of("yesterday")
    assert "EDTF date or interval of level 0 or 1" in refusal_of("yesterday")
    with pytest.raises(NotATime, match="RFC 3339"):
        read_instant("2022-03-02")


@pytest.mark.parametrize(
    "text",
    [
        "2021-21-05", "2021-21-XX", "202X-03", "-202X-XX", "Y12345/2022", "Y1234", "2022-03-02T20:41:07Z\n", "2022\n",
        "2022-03-02 20:41:07Z", "2022-03-02T20:41:07.Z", "2022-03-02T20:41:07,5Z", "2022-03-02T20:41:07+02:60",
        "٢٠٢٢", "2022-03-0\uff12", "2022-03-02T20:41:0\uff17Z", "+2022", "--2022", "...", "2022/...", "2022-XX-XX-XX",
        "/", "..",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_time_is_refused(text: str) -> None:
    assert refusal_of(text)


def test_a_day_lasts_24_hours_utc_to_its_last_nanosecond() -> None:
    assert read_time("1970-01-02") == Span(DAY_NS, 2 * DAY_NS - 1, 1, 1, unknown=None)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2022-12", ("2022-12-01", "2022-12-31")),
        ("9999", ("9999-01-01", "9999-12-31")),
        ("-202X", ("-2029-01-01", "-2020-12-31")),
        ("-000X", ("-0009-01-01", "-0001-12-31")),
        ("-0001-02-XX", ("-0001-02-01", "-0001-02-28")),
        ("-0004-02", ("-0004-02-01", "-0004-02-29")),
        ("2021-21/2022", (None, "2022-12-31")),
        ("2022-06/2022-06-01", ("2022-06-01", "2022-06-01")),
    ],
)
def test_a_date_allows_its_outer_days(text: str, days: tuple[str | None, str | None]) -> None:
    assert outer_days(text) == days


def test_a_month_equals_the_interval_of_its_days() -> None:
    assert read_time("2022-03") == read_time("2022-03-01/2022-03-31") == read_time("2022-03~")


@pytest.mark.parametrize(
    "text", ["2021-21", "2022-02-24/", "/2022", "Y170000002", "2021-21/..", "../2021-24", "2020/2021-21?"]
)
def test_an_unknown_end_keeps_the_text(text: str) -> None:
    assert read_time(text).unknown == text


@pytest.mark.parametrize("text", ["2022", "2022-02-24/..", "../2022", "2022/2023", "2022-03-02T20:41:07Z"])
def test_an_open_end_is_known(text: str) -> None:
    assert read_time(text).unknown is None


def test_two_unknown_ends_are_equal_only_if_written_the_same() -> None:
    assert read_time("2021-21") == read_time("2021-21")
    assert read_time("2021-21") != read_time("2021-22")
    assert read_time("2022-02-24/") != read_time("2022-02-24/..")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("2022-03-01", "2022-03-02"),
        ("2022-03-01T23:59:59.999999999Z", "2022-03-02"),
        ("2022-02", "2022-03-02"),
        ("../2022-03-01", "2022-03-02/.."),
        ("/2022-03-01", "2022-03-02/"),
        ("2022-03-02T10:00:00+02:00", "2022-03-02T08:00:00.000000001Z"),
        ("-0001", "0000"),
    ],
)
def test_one_time_is_certainly_earlier_when_it_ends_before_the_other_begins(a: str, b: str) -> None:
    assert certainly_earlier(read_time(a), read_time(b))
    assert not certainly_earlier(read_time(b), read_time(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("2022-03", "2022-03-02"),
        ("2022-03-02", "2022-03-02T20:41:07Z"),
        ("2022-03-01/..", "2023"),
        ("2021-21", "2022"),
        ("Y-170000002", "2022"),
        ("2022", "Y170000002"),
        ("2022-03-02T10:00:00+02:00", "2022-03-02T08:00:00Z"),
    ],
)
def test_neither_is_earlier_where_nobody_can_know(a: str, b: str) -> None:
    assert not certainly_earlier(read_time(a), read_time(b))
    assert not certainly_earlier(read_time(b), read_time(a))


@given(TIMES, TIMES, TIMES)
def test_certainly_earlier_is_a_strict_partial_order(first: str, second: str, third: str) -> None:
    a, b, c = read_time(first), read_time(second), read_time(third)
    assert not certainly_earlier(a, a)
    assert not (certainly_earlier(a, b) and certainly_earlier(b, a))
    if certainly_earlier(a, b) and certainly_earlier(b, c):
        assert certainly_earlier(a, c)


@given(TIMES)
def test_a_span_never_ends_before_it_begins_and_its_days_hold_its_ends(text: str) -> None:
    span = read_time(text)
    if span.first_ns is not None and span.last_ns is not None:
        assert span.first_ns <= span.last_ns
    assert span.first_day == (None if span.first_ns is None else span.first_ns // DAY_NS)
    assert span.last_day == (None if span.last_ns is None else span.last_ns // DAY_NS)


@given(st.text(alphabet="0123456789-/.XYTZ:+~?% \n", max_size=25) | st.text(max_size=25))
def test_any_text_is_either_a_time_or_refused(text: str) -> None:
    span = None
    with suppress(NotATime):
        span = read_time(text)
    assert span is None or (text == text.strip() and span.unknown in (None, text))


@given(st.dates())
def test_days_count_as_the_calendar_of_python_counts(day: date) -> None:
    number = (day - date(1970, 1, 1)).days
    assert read_time(str(day)).first_day == number


@given(st.integers(-4_371_222, 2_932_896))
def test_a_day_number_of_any_four_digit_year_is_read_back_from_its_text(day: int) -> None:
    assert read_time(day_text(day)).first_day == day


@given(st.datetimes(timezones=st.timezones()))
def test_an_instant_is_the_same_moment_in_any_offset(moment: datetime) -> None:
    offset = moment.utcoffset()
    assume(offset is not None and offset.total_seconds() % 60 == 0)
    utc_us = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // (moment.resolution)
    assert read_instant(moment.isoformat()) == utc_us * 1000


@pytest.mark.parametrize(
    ("us", "text"),
    [
        (0, "1970-01-01T00:00:00.000000Z"),
        (1646253667123456, "2022-03-02T20:41:07.123456Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
    ],
)
def test_a_recorded_moment_has_six_digits_and_z(us: int, text: str) -> None:
    assert instant_text(moment_of(us)) == text


@given(st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999))
def test_a_recorded_moment_is_read_back_exactly(us: int) -> None:
    assert read_instant(instant_text(moment_of(us))) == us * 1000
    assert len(instant_text(moment_of(us))) == 27


def moment_of(us: int) -> datetime:
    """A moment in microseconds since 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


def test_periods_have_one_text_for_an_interval_unless_an_end_is_unknown() -> None:
    february, days, spring, summer = map(read_time, ("2022-02", "2022-02-01/2022-02-28", "2022-21", "2022-22"))
    assert period_text(february) == period_text(days)
    assert period_text(spring) != period_text(summer)
