"""The search page, without script: claims under their questions, what was asked for marked, links that narrow."""

import re
from html import unescape
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import ADVISER, QUESTION, REDACTED, A, B, corrected, disputed, exact, reported, updated

HTML = {"Accept": "text/html"}
TEXT = "How many Russian soldiers have been killed?"


def page(service: Service, status: int = 200, **parameters: Any) -> str:
    """The page's markup; names end in _ where Python has a word of its own."""
    named = {name.rstrip("_"): value for name, value in parameters.items()}
    answer = service.http.get("/search", headers=HTML, params=named)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8"), answer.text
    return answer.text


def plain(html: str) -> str:
    """The words of the page's own part."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", main)).split())


@pytest.fixture
def told(service: Service) -> None:
    """Two claims on one question, and a story."""
    service.post("question.asked.v1", QUESTION, {"text": TEXT})
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    more_than = {"form": "more_than", "value": "7000"}
    service.post("claim.reported.v1", B, reported("more than 7,000 troops have died", more_than, ADVISER))
    published = {"edition": 1, "outlet": "Newsweek", "headline": "Almost 500 died", "published_at": "2022-03-02"}
    service.post("story.published.v1", "almost-500", published)


def test_without_anything_to_search_for_there_is_the_form(service: Service) -> None:
    assert "Search words, sources and figures" in page(service)
    assert "Search words, sources and figures" in page(service, q="", from_="", to="", kind="")


@pytest.mark.usefixtures("told")
def test_claims_stand_under_their_question_with_what_was_asked_for_marked(service: Service) -> None:
    html = page(service, q="died")
    words = plain(html)
    assert "“died”: 3 found" in words
    assert "2 claims, 1 story." in words
    assert words.count(TEXT) == 1
    assert "498 Russian soldiers killed, says the Ministry of Defence 498 soldiers have died" in words
    assert html.count("<mark>died</mark>") == 3
    assert f'href="/claims/{A}"' in html


@pytest.mark.usefixtures("told")
def test_facets_are_links_with_counts(service: Service) -> None:
    html = page(service, q="died")
    assert '<a href="/search?q=died&amp;kind=story">Stories</a>' in html
    assert '<a href="/search?q=died&amp;originator=ru-mod">Ministry of Defence</a>' in html
    chosen = page(service, q="died", kind="story")
    assert "“died”: 1 found" in plain(chosen)
    assert '<a href="/search?q=died" aria-current="true">Stories' in chosen


@pytest.mark.usefixtures("told")
def test_a_range_finds_figures_as_people_write_them(service: Service) -> None:
    words = plain(page(service, q="", from_="7,000", to="8,000"))
    assert "Figures from 7,000 to 8,000: 1 found" in words
    assert "more than 7,000" in words
    assert "There are no figures from 1 to 2." in plain(page(service, from_="1", to="2"))


@pytest.mark.usefixtures("told")
def test_where_nothing_is_found_the_closest_figure_is_named(service: Service) -> None:
    html = page(service, q="489")
    assert "Nothing says “489”. Closest figure: 498, Russian soldiers killed. " in plain(html)
    assert "Searched words, sources and figures up to position 4." in plain(html)
    assert f'<a href="/claims/{A}">Russian soldiers killed</a>' in html


@pytest.mark.usefixtures("told")
def test_where_only_a_part_was_searched_the_page_says_so(service: Service) -> None:
    html = page(service, q="nowhere", kind="source")
    assert "Only a part was searched." in plain(html)
    assert '<a href="/search?q=nowhere">Search everything</a>' in html


@pytest.mark.usefixtures("told")
def test_a_source_that_is_found_by_its_name_comes_first(service: Service) -> None:
    html = page(service, q="Ministry of Defence")
    assert html.index('href="/sources/ru-mod"') < html.index(f'href="/claims/{A}"')


@pytest.mark.usefixtures("told")
def test_it_searches_what_the_record_knew_then(service: Service) -> None:
    service.post("claim.updated.v1", A, updated("1,351 servicemen have died", exact("1351"), "2022-03-25"))
    html = page(service, q="1351", as_of=4)
    assert "Nothing says “1351”." in plain(html)
    assert "As this record knew it on" in html
    assert "1,351 found" not in plain(page(service, q="498"))
    then = page(service, q="498", as_of=4)
    assert "“498”: 1 found" in plain(then)
    assert f'href="/claims/{A}?as_of=4"' in then


@pytest.mark.usefixtures("told")
def test_only_a_dispute_of_the_standing_figure_is_one_of_this_figure(service: Service) -> None:
    service.post("claim.disputed.v1", A, disputed("d", "figure"))
    assert "Disputed: this figure" in plain(page(service, q="soldiers"))
    service.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25"))
    assert "Disputed: revision 1 only" in plain(page(service, q="soldiers"))


@pytest.mark.usefixtures("told")
def test_what_is_retracted_is_struck_and_what_is_erased_is_not_found(service: Service) -> None:
    service.post("claim.retracted.v1", A, {"by": "source", "reason": "withdrawn"})
    assert "Retracted" in plain(page(service, q="soldiers", kind="claim"))
    service.post("claim.redacted.v1", B, REDACTED | {"version": 1, "fields": ["/wording", "/figure"]})
    assert "Nothing says “7000”." in plain(page(service, q="7000"))
    assert '<span class="bar">' in page(service, q="arestovych", kind="claim")


def test_long_results_are_paged_and_lead_back(service: Service) -> None:
    claims = [f"c{n:02}" for n in range(5)]
    service.post_all(
        [service.event("claim.reported.v1", one, reported("498 have died", exact("498"))) for one in claims]
    )
    first = page(service, q="died", limit=3)
    (address,) = re.findall(r'<a href="([^"]+)" rel="next">', first)
    answer = service.http.get(unescape(address), headers=HTML)
    assert answer.status_code == 200
    assert "First page" in answer.text
    seen = re.findall(r'href="/claims/(c\d\d)"', first + answer.text)
    assert sorted(seen) == claims


def test_what_cannot_be_read_is_refused_in_words(service: Service) -> None:
    assert "an amount in digits, such as 1,500 or 3.10" in page(service, 400, from_="many")
    assert "an amount that is not below from" in page(service, 400, from_="9", to="1")


def test_words_of_others_are_never_markup(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("<b>498</b> soldiers", exact("498")))
    html = page(service, q='"><script>alert(1)</script> soldiers')
    assert "<script>alert" not in html
    assert "<b>498</b>" not in page(service, q="soldiers")


@pytest.mark.usefixtures("told")
def test_a_figure_that_no_longer_stands_is_found_with_what_does(service: Service) -> None:
    service.post("claim.updated.v1", A, updated("1,351 servicemen", exact("1351"), "2022-03-25"))
    html = page(service, q="498 soldiers")
    assert "Said earlier, 2 Mar 2022; 1,351 stands now" in plain(html)
    assert "<mark>498</mark> <mark>soldiers</mark> have died" in html
    assert "1,351 stood then" in plain(page(service, q="498", as_of=service.position()))


@pytest.mark.usefixtures("told")
def test_a_corrected_figure_is_found_with_the_right_one(service: Service) -> None:
    was = {"figure": exact("498"), "wording": "498 soldiers have died"}
    right = {"figure": exact("489"), "wording": "489 soldiers have died"}
    service.post("claim.corrected.v1", A, corrected(was, right))
    html = page(service, q="498")
    assert "Corrected to 489" in plain(html)
    assert '<s class="corrected">' in html


@pytest.mark.usefixtures("told")
def test_a_range_leads_to_the_figures_that_no_longer_stand(service: Service) -> None:
    service.post("claim.updated.v1", A, updated("1,351 servicemen", exact("1351"), "2022-03-25"))
    html = page(service, from_="400", to="600")
    assert "There are no figures from 400 to 600." in plain(html)
    address = unescape(next(one for one in re.findall(r'href="([^"]*)"', html) if "earlier=true" in one))
    found = service.http.get(address, headers=HTML).text
    assert "Said earlier, 2 Mar 2022; 1,351 stands now" in plain(found)
    assert "left out" not in plain(found)


@pytest.mark.usefixtures("told")
def test_a_closest_figure_that_was_given_earlier_says_what_stands(service: Service) -> None:
    service.post("claim.updated.v1", A, updated("1,351 have died", exact("1351"), "2022-03-25"))
    words = plain(page(service, q="489"))
    assert "Closest figure: 498, Russian soldiers killed, said earlier, 2 Mar 2022; 1,351 stands now." in words


def test_a_story_that_is_found_by_what_it_prints_shows_it_and_names_its_outlet(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    printed = {"claim": A, "placement": "body", "wording": "498 servicemen fell"}
    outlet = {"id": "newsweek", "name": "Newsweek", "kind": "outlet"}
    story = {"edition": 1, "outlet": outlet, "headline": "Dead", "published_at": "2022-03-02", "prints": [printed]}
    service.post("story.published.v1", "dead", story)
    html = page(service, q="servicemen")
    assert "It prints: 498 servicemen fell Newsweek, recorded" in plain(html)
    assert "<mark>servicemen</mark>" in html
