"""The words of a claim's page are true: late figures, what was erased, days of several years, links of the past."""

from datetime import datetime

import pytest

from tests.e2e.conftest import Service
from tests.e2e.test_page_board import put
from tests.e2e.test_page_claim import PATH, page, told
from tests.events import (
    chain,
    corrected_figure,
    exact,
    hop,
    printed,
    published,
    redacted,
    reported,
    retracted,
    tally,
    updated,
)

OF_A_WEEK, OF_TWO_WEEKS, OF_A_DAY = "2022-02-24/2022-03-02", "2022-02-24/2022-03-09", "2022-02-24/2022-03-01"
LATE = updated("227 killed", exact("227"), said_at="2022-03-02", refers_to=OF_A_DAY, reason="found in the archive")


def recorded(service: Service, position: int) -> datetime:
    """When the event at *position* was recorded."""
    return datetime.fromisoformat(service.read(f"/v1/events/{position}")["recorded_at"])


def with_a_late_one(service: Service) -> None:
    """142 of a week, 331 of two, then 227 of its first days."""
    put(
        service,
        reported("142 killed", exact("142"), refers_to=OF_A_WEEK, said_at="2022-02-24/2022-03-02"),
        updated("331 killed", exact("331"), said_at="2022-03-09", refers_to=OF_TWO_WEEKS),
        LATE,
    )


def test_a_late_figure_moves_nothing_in_the_audit_trail(service: Service) -> None:
    with_a_late_one(service)
    words = told(service)
    assert "A late figure, 227; 331 still stands" in words
    assert "331 to 227" not in words


def test_the_title_of_the_chart_begins_at_the_first_figure_and_at_no_late_one(service: Service) -> None:
    with_a_late_one(service)
    assert "From 142 to 331 in at least 7 days" in told(service)


def test_a_figure_about_an_earlier_time_is_not_said_to_stand(service: Service) -> None:
    put(
        service,
        reported("331 killed", exact("331"), refers_to=OF_TWO_WEEKS, said_at="2022-03-09"),
        updated("227 killed", exact("227"), refers_to=OF_A_DAY, said_at="2022-03-10"),
    )
    assert "A figure about an earlier time, 227; 331 still stands" in told(service)


def test_what_was_erased_is_named_in_words_and_the_proof_by_the_place_of_what_was_erased(service: Service) -> None:
    put(
        service,
        reported("4711 soldiers", exact("4711")),
        updated(),
        redacted(1, "/figure", "/wording", "/attribution/0"),
    )
    words = told(service)
    assert "Figure, wording and the first hop of the chain, by the editor: names a private person. The words" in words
    assert "The proof still holds: the commitment of position 1 is kept." in words
    assert "killed, by a source that was erased" in words


def test_a_retraction_long_after_the_last_word_says_its_day(service: Service) -> None:
    end = put(service, reported(), updated(), retracted())
    html = page(service, as_of=end)
    year = recorded(service, end).year
    assert "retracted by the outlet, recorded" in html
    assert f"{year}, not to scale" in html


def test_days_have_their_year_where_the_page_has_days_of_another(service: Service) -> None:
    end = put(service, reported(), updated(), corrected_figure("498", "499"), corrected_figure("499", "500", target=3))
    words = told(service)
    assert f"Corrected twice, last {recorded(service, end):%-d %b %Y}" in words
    assert "said 25 March 2022" in page(service)
    assert "Rev. Figure Said, 2022 What happened" in words


def test_days_need_no_year_where_all_are_of_this_one(service: Service) -> None:
    day = f"{recorded(service, put(service, reported(claim='before'))).year}-01-01"
    end = put(service, reported(said_at=day), updated(said_at=day, occasion="another"), corrected_figure("498", "499"))
    words = told(service, as_of=end)
    assert "Rev. Figure Said What happened" in words


@pytest.mark.parametrize(("zone", "year"), [("UTC", 2021), ("Pacific/Kiritimati", 2022), ("America/New_York", 2021)])
def test_the_year_above_the_days_is_that_of_the_readers_clocks(service: Service, zone: str, year: int) -> None:
    put(
        service,
        reported(said_at="2021-12-31T22:30:00Z"),
        updated(said_at="2021-12-31T23:30:00Z"),
    )
    service.http.cookies.set("zone", zone)
    try:
        words = told(service)
    finally:
        service.http.cookies.clear()
    assert f"Rev. Figure Said, {year} What happened" in words


def test_an_old_edition_keeps_its_square_among_many_new_ones(service: Service) -> None:
    put(service, reported(), updated(), published(1, printed(), story="old", published_at="2022-03-03"))
    put(
        service,
        *(published(1, printed("1351 dead"), story=f"new-{n}", published_at=f"2022-04-{n + 10}") for n in range(9)),
    )
    html = page(service)
    assert "Newsweek ed. 1 prints 498" in html


def test_a_claim_that_the_first_of_many_editions_prints_is_printed_there(service: Service) -> None:
    put(
        service,
        reported(),
        published(1, printed("498 dead")),
        *(published(n, published_at=f"2022-04-{n + 10}") for n in range(2, 14)),
    )
    words = told(service)
    assert "No story in this record prints it" not in words
    assert "no longer printed from edition 2 on" in words


def test_the_body_says_what_an_edition_prints_and_no_headline(service: Service) -> None:
    prints = (printed("nearly 500 dead", "headline"), printed("498 soldiers have died", "body"))
    put(service, reported(), updated(), published(1, *prints))
    assert "prints 498" in page(service)


def test_a_revision_that_is_not_there_is_told_from_a_claim_that_is_not(service: Service) -> None:
    put(service, reported(), updated())
    words = told(service, f"{PATH}/diff", 404, **{"from": 1, "to": 9})
    assert "This claim has no revision 9 It has 2 revisions, numbered from 1 on." in words
    answer = service.http.get(f"/v1{PATH}/diff", params={"from": 1, "to": 9})
    assert answer.json()["errors"][0]["expected"] == "to: a revision that the claim has, from 1 to 2"
    assert answer.json()["last_revision"] == 2


def test_the_parts_of_a_vote_are_compared_in_the_order_of_votes(service: Service) -> None:
    before, after = (
        {"for": "141", "against": "5", "abstaining": "35"},
        {"for": "140", "against": "6", "abstaining": "35"},
    )
    put(service, reported("141-5-35", tally(**before)), updated("140-6-35", tally(**after)))
    words = told(service, f"{PATH}/diff", **{"from": 1, "to": 2})
    assert words.index("for 141 to 140") < words.index("against 5 to 6") < words.index("abstaining 35 to 35")


def test_a_vote_is_never_broken_between_its_numbers(service: Service) -> None:
    put(service, reported("141-5-35", tally(**{"for": "141", "against": "5", "abstaining": "35"})))
    assert '<span class="nowrap">141–5–35</span>' in page(service)


def test_links_to_sources_stay_in_the_past(service: Service) -> None:
    put(service, reported(attribution=[hop("ru-mod", "originator", "asserts"), *chain()[1:]]), updated())
    html = page(service, as_of=1)
    assert 'href="/sources/ru-mod?as_of=1"' in html
    assert 'href="/sources/ru-mod"' not in html
    assert 'href="/sources/ru-mod"' in page(service)


def test_the_day_that_goes_on_means_now(service: Service) -> None:
    end = put(service, reported())
    assert "498" in told(service, as_of=f"{recorded(service, end):%Y-%m-%d}")
