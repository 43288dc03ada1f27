"""The reader's zone, and as-of as people write it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.http.parameters import AsOf, NotReadable
from api.web.reader import EXAMPLES, Reader, as_of_in, written_moment, zone_named, zones
from api.web.zone import own_path

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    "text", ["2 Mar 2022, 18:00", "2 mar 2022 18:00", "2 March 2022, 18:00", "2022-03-02 18:00", "2022-3-2t18:00"]
)
def test_a_minute_is_read_by_the_reader_s_clocks_and_means_its_last_moment(text: str) -> None:
    assert as_of_in(NEW_YORK).read(text) == AsOf(moment=datetime(2022, 3, 2, 23, 0, 59, 999_999, tzinfo=UTC))


def test_a_second_means_its_last_moment_too() -> None:
    moment = datetime(2022, 3, 2, 23, 0, 7, 999_999, tzinfo=UTC)
    assert as_of_in(NEW_YORK).read(" 2022-3-2  18:00:07") == AsOf(moment=moment)


def test_the_minute_that_goes_on_means_now() -> None:
    before = datetime.now(UTC)
    read = written_moment(f"{before.astimezone(NEW_YORK):%Y-%m-%d %H:%M}", NEW_YORK)
    assert read is not None
    assert read.replace(second=0, microsecond=0) == before.replace(second=0, microsecond=0)
    assert before <= read


def test_a_day_that_goes_on_means_now_and_one_to_come_its_end() -> None:
    before = datetime.now(UTC)
    read = written_moment(f"{before.astimezone(NEW_YORK):%Y-%m-%d}", NEW_YORK)
    assert read is not None
    assert before <= read <= datetime.now(UTC)
    ahead = written_moment(f"{before.astimezone(NEW_YORK) + timedelta(days=2):%Y-%m-%d}", NEW_YORK)
    assert ahead is not None
    assert ahead > before + timedelta(days=1)


def test_a_day_alone_means_its_last_moment() -> None:
    moment = as_of_in(NEW_YORK).read("2022-03-02").moment
    assert moment == datetime(2022, 3, 3, 4, 59, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize("text", ["1042", "1,042", " 1042 "])
def test_a_position_is_read_as_the_page_shows_it(text: str) -> None:
    assert as_of_in(NEW_YORK).read(text) == AsOf(position=1042)


def test_all_that_the_json_surface_takes_is_taken() -> None:
    assert as_of_in(NEW_YORK).read("2022-03-02T23:00:00Z") == AsOf(moment=datetime(2022, 3, 2, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["", "soon", "31 Feb 2022", "2 Mrz 2022", "00", "-1", "2022-03-02 25:00", "1" * 99 + "x"]
)
def test_what_cannot_be_read_is_refused_with_examples(text: str) -> None:
    with pytest.raises(NotReadable) as refused:
        as_of_in(NEW_YORK).read(text)
    assert str(refused.value) == EXAMPLES


def test_a_year_that_the_calendar_of_the_zone_cannot_hold_is_none() -> None:
    assert written_moment("0000-01-01", NEW_YORK) is None


@pytest.mark.parametrize(
    "name",
    ["", "..", "../../etc/passwd", "/etc/localtime", "America", "America/Nowhere", "A" * 65, "Europe/Kyiv\0", "É"],
)
def test_what_is_no_zone_is_none(name: str) -> None:
    assert zone_named(name) is None


def test_a_zone_is_called_by_its_place() -> None:
    assert (Reader(NEW_YORK).place, Reader().place) == ("New York", "UTC")
    assert zones()[0] == "UTC"
    assert "America/New_York" in zones()


@pytest.mark.parametrize(
    "address", ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x", "/a\\b"]
)
def test_a_way_back_never_leads_to_another_site(address: str) -> None:
    assert own_path(address) == "/"


def test_a_way_back_keeps_its_query() -> None:
    assert own_path("/claims/x?as_of=3") == "/claims/x?as_of=3"
