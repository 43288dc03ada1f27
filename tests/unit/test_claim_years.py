"""Which year a day on a claim's page is of, by the clocks of who reads it."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.web.claim_history import Figures, years_said
from domain.clock import read_time
from domain.turns import Point

KIRITIMATI, NEW_YORK = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/New_York")
NEW_YEARS_EVE = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
SUMMER = datetime(2025, 7, 1, tzinfo=UTC)


def point(said_at: str, recorded_at: datetime = SUMMER, published_at: str | None = None) -> Point:
    said, published = read_time(said_at), None if published_at is None else read_time(published_at)
    first, last = (None if one is None else one // 1_000 for one in (said.first_ns, said.last_ns))
    came_out = None if published is None or published.first_ns is None else published.first_ns // 1_000
    clocks: dict[str, Any] = {"said_first": first, "said_last": last, "period_day": 0, "published_first": came_out}
    figure: dict[str, Any] = {"form": "exact", "amount": "498", "low": None, "high": None}
    fate: dict[str, Any] = {"replaces": None, "replaced": False, "replaced_by": None, "stands": True}
    return Point(number=1, recorded_at=recorded_at, late=False, **clocks, **figure, **fate)


@pytest.mark.parametrize(
    ("zone", "years"), [(ZoneInfo("UTC"), {2025}), (KIRITIMATI, {2025, 2026}), (NEW_YORK, {2025})], ids=str
)
def test_a_moment_is_of_the_year_that_the_readers_clocks_show(zone: ZoneInfo, years: set[int]) -> None:
    figures = Figures([point("2025-12-31T23:30:00Z")])
    assert figures.years(zone) == years
    assert figures.is_of_one_year(SUMMER, zone) == (years == {2025})


@pytest.mark.parametrize("zone", [ZoneInfo("UTC"), KIRITIMATI, NEW_YORK], ids=str)
@pytest.mark.parametrize("day", ["2025-01-01", "2025-12-31", "2025"])
def test_a_day_is_of_its_year_everywhere(zone: ZoneInfo, day: str) -> None:
    assert Figures([point(day)]).is_of_one_year(SUMMER, zone)


def test_what_was_recorded_on_new_years_eve_is_of_the_readers_year() -> None:
    figures = Figures([point("2025-06-01", recorded_at=NEW_YEARS_EVE)])
    assert figures.is_of_one_year(SUMMER, NEW_YORK)
    assert figures.years(KIRITIMATI) == {2025, 2026}


def test_the_moment_shown_is_of_the_readers_year() -> None:
    figures = Figures([point("2025-06-01")])
    assert figures.is_of_one_year(NEW_YEARS_EVE, NEW_YORK)
    assert not figures.is_of_one_year(NEW_YEARS_EVE, KIRITIMATI)


def test_what_came_out_at_the_stroke_of_a_year_is_of_each_year_in_which_it_may_be_told() -> None:
    figures = Figures([point("2025-06-01", published_at="2025-01-01")])
    assert figures.years(NEW_YORK) == {2024, 2025}


@pytest.mark.parametrize(
    ("said_at", "years"),
    [("2025-12-31T23:30:00Z", (2026, 2026)), ("2025-12-31", (2025, 2025)), ("2025-12-31/..", (2025, None))],
)
def test_the_year_of_a_saying_is_of_the_readers_clocks_where_it_has_any(
    said_at: str, years: tuple[int | None, int | None]
) -> None:
    assert years_said(point(said_at), KIRITIMATI) == years


def test_a_time_beyond_the_calendar_has_no_year() -> None:
    assert years_said(point("-0500"), KIRITIMATI) == (None, None)
