"""Searching: words, sources, figures by value and in a range; now and as of the past."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import (
    ADVISER,
    FIRST_DAYS,
    OUTLET,
    PENTAGON,
    QUESTION,
    REDACTED,
    SCOPE,
    A,
    B,
    C,
    disputed,
    exact,
    reported,
    updated,
)

E = "derna.killed"
FLOOD = {"population": "residents of Derna", "place": "Libya", "unit": "person", "definition": "drowned"}


@pytest.fixture
def told(service: Service) -> Service:
    """A question and its three claims; a claim of another question."""
    service.post("question.asked.v1", QUESTION, {"text": "How many soldiers were killed?", "topics": ["war"]})
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    service.post(
        "claim.reported.v1", B, reported("more than 7,000 dead", {"form": "more_than", "value": "7000"}, ADVISER)
    )
    about = {"form": "approximate", "value": "1500"}
    service.post(
        "claim.reported.v1", C, reported("about 1,500 killed in action", about, PENTAGON, refers_to=FIRST_DAYS)
    )
    derna = {"who": {"id": "derna-mayor", "name": "Abdulmenam al-Ghaithi, Bürgermeister", "kind": "person"}}
    service.post(
        "claim.reported.v1",
        E,
        reported(
            "between 18,000 and 20,000",
            {"form": "range", "low": "18000", "high": "20000"},
            derna | {"role": "originator"},
            scope=FLOOD,
            question="derna-killed",
            said_at="2023-09-13",
            refers_to="2023-09-13",
        ),
    )
    return service


def found(service: Service, **asked: Any) -> list[str]:
    return [f"{one['kind']}/{one['id']}" for one in service.read("/v1/search", **asked)["items"]]


def claims(service: Service, **asked: Any) -> set[str]:
    return {one["id"] for one in service.read("/v1/search", kind="claim", **asked)["items"]}


def marked(item: Mapping[str, Any]) -> list[str]:
    return [one["text"] for one in item["excerpt"]["segments"] if one["marked"]]


def test_a_word_is_found_in_another_form_of_it(told: Service) -> None:
    assert claims(told, q="soldier") == {A, B, C}
    assert claims(told, q="dying soldiers") == {A}


def test_words_are_found_in_whatever_place_they_stand(told: Service) -> None:
    assert f"question/{QUESTION}" in found(told, q="soldiers killed")
    assert found(told, q="soldiers killed in action", kind="claim") == [f"claim/{C}"]


def test_accents_and_case_make_no_difference(told: Service) -> None:
    assert claims(told, q="burgermeister") == claims(told, q="BÜRGERMEISTER") == {E}


def test_words_in_quotes_stand_together(told: Service) -> None:
    assert claims(told, q='"killed in action"') == {C}
    assert claims(told, q='"action killed"') == set()


def test_words_in_quotes_may_hold_the_figure(told: Service) -> None:
    assert claims(told, q='"498 soldiers have died"') == {A}
    assert claims(told, q='"499 soldiers have died"') == set()


def test_a_word_with_a_minus_is_not_there(told: Service) -> None:
    assert claims(told, q="soldiers -action") == {A, B}


def test_one_of_two_words_is_enough_with_or(told: Service) -> None:
    assert claims(told, q="Derna or action") == {C, E}


def test_the_last_word_may_be_the_beginning_of_one(told: Service) -> None:
    assert claims(told, q="libya resid") == {E}


def test_words_that_say_nothing_are_left_out_unless_nothing_is_left(told: Service) -> None:
    assert claims(told, q="the soldiers in the action") == {C}
    assert claims(told, q="have") == {A}


@pytest.mark.parametrize("number", ["7000", "7,000", "7 000", "7k", "seven thousand"])
def test_a_number_finds_the_figure_however_it_is_written(told: Service, number: str) -> None:
    assert found(told, q=number) == [f"claim/{B}"]


def test_either_end_of_a_range_is_found_by_its_number(told: Service) -> None:
    assert claims(told, q="18,000") == claims(told, q="20000") == {E}


def test_a_number_that_is_only_mentioned_is_found_too(told: Service) -> None:
    told.post("claim.updated.v1", A, updated("1,351 soldiers, up from 498", exact("1351"), "2022-03-25"))
    assert claims(told, q="498") == claims(told, q="1351") == {A}


def test_words_beside_a_number_have_to_be_there(told: Service) -> None:
    assert claims(told, q="498 soldiers") == {A}
    assert claims(told, q="498 residents") == set()


@pytest.mark.parametrize(
    ("span", "within"),
    [
        ({"from_": "400", "to": "500"}, {A}),
        ({"from_": "400"}, {A, B, C, E}),
        ({"to": "1500"}, {A, C}),
        ({"from_": "7000", "to": "7000"}, set()),
        ({"from_": "8000", "to": "9000"}, {B}),
        ({"from_": "20000", "to": "30000"}, {B, E}),
        ({"from_": "20000.5", "to": "30000"}, {B}),
    ],
)
def test_figures_in_a_range_are_those_whose_bounds_touch_it(
    told: Service, span: dict[str, str], within: set[str]
) -> None:
    assert claims(told, **span) == within


def test_words_and_a_range_are_asked_for_together(told: Service) -> None:
    assert claims(told, q="soldiers", from_="1000") == {B, C}


def test_a_source_is_found_by_its_name(told: Service) -> None:
    assert found(told, q="Ministry of Defence")[0] == "source/ru-mod"
    assert found(told, q="ministry", kind="source") == ["source/ru-mod"]


def test_an_id_finds_what_it_names_before_all_else(told: Service) -> None:
    assert found(told, q=A)[0] == f"claim/{A}"
    assert found(told, q=QUESTION)[0] == f"question/{QUESTION}"


def test_an_item_shows_figure_question_and_the_words_that_were_asked_for(told: Service) -> None:
    (item,) = told.read("/v1/search", q="498 died")["items"]
    assert (item["title"], item["figure"]) == ("Russian soldiers killed", exact("498"))
    assert item["question"] == {"question": QUESTION, "text": "How many soldiers were killed?"}
    assert item["originator"]["name"] == "Ministry of Defence"
    assert marked(item) == ["498", "died"]
    assert "".join(one["text"] for one in item["excerpt"]["segments"]) == "498 soldiers have died"


def test_a_number_is_marked_as_it_is_written(told: Service) -> None:
    (item,) = told.read("/v1/search", q="7000")["items"]
    assert marked(item) == ["7,000"]


def test_where_nothing_is_found_the_closest_figure_is_told(told: Service) -> None:
    answer = told.read("/v1/search", q="489")
    assert (answer["items"], answer["position"]) == ([], told.position())
    assert (answer["closest"]["claim"], answer["closest"]["title"]) == (A, "Russian soldiers killed")
    assert told.read("/v1/search", q="489 residents")["closest"]["claim"] == E
    assert told.read("/v1/search", from_="600", to="1400")["closest"]["claim"] == C
    assert told.read("/v1/search", q="nothing like it")["closest"] is None


def test_facets_count_what_is_found(told: Service) -> None:
    told.post("claim.disputed.v1", A, disputed("d-1", "figure"))
    facets = told.read("/v1/search", q="soldiers", facets="true")["facets"]
    assert (facets["counted"], facets["complete"]) == (4, True)
    assert facets["kind"] == [{"value": "claim", "count": 3}, {"value": "question", "count": 1}]
    assert facets["question"] == [{"value": QUESTION, "count": 4}]
    assert facets["disputed"] == [{"value": False, "count": 2}, {"value": True, "count": 1}]
    assert {one["value"] for one in facets["originator"]} == {"ru-mod", "arestovych", "pentagon"}


def test_filters_and_facets_mean_the_same(told: Service) -> None:
    assert claims(told, q="soldiers", originator="ru-mod") == {A}
    assert claims(told, q="soldiers", question="derna-killed") == set()
    assert claims(told, q="soldiers", status="retracted") == set()
    assert claims(told, q="soldiers", disputed="true") == set()


def test_pages_hold_everything_once(told: Service) -> None:
    whole = found(told, q="soldiers")
    paged: list[str] = []
    address: str | None = "/v1/search?q=soldiers&limit=1"
    while address is not None:
        assert len(paged) < len(whole)
        page = told.read(address)
        paged += [f"{one['kind']}/{one['id']}" for one in page["items"]]
        address = page["next"]
    assert paged == whole
    assert len(whole) == len(set(whole)) == 4


def test_the_past_is_searched_by_the_words_of_then(told: Service) -> None:
    then = told.position()
    told.post("claim.updated.v1", A, updated("1,351 servicemen lost", exact("1351"), "2022-03-25"))
    assert claims(told, q="servicemen") == {A}
    assert claims(told, q="servicemen", as_of=then) == set()
    assert claims(told, q="died", earlier="false") == set()
    assert claims(told, q="died", as_of=then) == {A}


def test_the_past_is_searched_by_the_figures_of_then(told: Service) -> None:
    then = told.position()
    told.post("claim.updated.v1", A, updated("1,351 servicemen lost", exact("1351"), "2022-03-25"))
    assert claims(told, q="498", as_of=then) == claims(told, from_="490", to="500", as_of=then) == {A}
    assert claims(told, q="1351", as_of=then) == claims(told, from_="1300", to="1400", as_of=then) == set()
    assert claims(told, q="498", earlier="false") == set()
    assert told.read("/v1/search", q="1351", as_of=then)["closest"]["claim"] == C


def test_nothing_of_the_past_shows_a_later_word(told: Service) -> None:
    then = told.position()
    told.post("question.reworded.v1", QUESTION, {"text": "How many servicemen fell?", "reason": "clearer"})
    renamed = {"who": {"id": "pentagon", "name": "United States Department", "kind": "office"}, "role": "originator"}
    told.post(
        "claim.updated.v1",
        C,
        updated("1,600", exact("1600"), "2022-03-03", attribution=[renamed | {"stance": "asserts"}, OUTLET]),
    )
    assert found(told, q="department", as_of=then) == []
    assert found(told, q="pentagon", kind="source", as_of=then) == ["source/pentagon"]
    assert found(told, q="servicemen", as_of=then) == []
    (item,) = told.read("/v1/search", q="498", as_of=then)["items"]
    assert item["question"]["text"] == "How many soldiers were killed?"


def test_before_anything_was_recorded_nothing_can_be_searched(told: Service) -> None:
    answer = told.get("/v1/search", q="soldiers", as_of="2001-01-01T00:00:00Z")
    assert answer.status_code == 404


def test_what_is_erased_is_found_no_longer_not_even_in_the_past(told: Service) -> None:
    then = told.position()
    told.post("claim.redacted.v1", A, {**REDACTED, "version": 1, "fields": ["/wording", "/figure", "/scope"]})
    told.post("question.redacted.v1", QUESTION, {**REDACTED, "version": 1, "fields": ["/text"]})
    for moment in ({}, {"as_of": then}):
        assert A not in claims(told, q="died", **moment) | claims(told, q="498", **moment)
        assert f"question/{QUESTION}" not in found(told, q='"soldiers were killed"', **moment)
        assert A in claims(told, q="ministry", **moment)


def test_an_erased_scope_and_wording_leave_a_claim_without_a_title(told: Service) -> None:
    told.post("claim.redacted.v1", A, {**REDACTED, "version": 1, "fields": ["/wording", "/scope", "/attribution/0"]})
    (item,) = told.read("/v1/search", q="498")["items"]
    assert (item["title"], item["wording"], item["originator"]) == (None, {"redacted": True}, {"redacted": True})


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": " "},
        {"q": "a\0b"},
        {"q": "x" * 1_001},
        {"q": "soldiers", "kind": "revision"},
        {"q": "soldiers", "from_": "many"},
        {"from_": "10", "to": "9"},
        {"q": "soldiers", "cursor": "eyJrIjoxfQ"},
        {"q": "soldiers", "wiht": "1"},
    ],
)
def test_what_cannot_be_searched_for_is_refused(told: Service, asked: dict[str, str]) -> None:
    answer = told.get("/v1/search", **asked)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, "bad-parameter")


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '""',
        "-",
        "--",
        "or",
        "or or",
        "'",
        "a:*",
        "&|!()<->",
        '-"',
        "\\",
        "%",
        "{}",
        "<b>",
        "½",
        "😀",
        "-5",
        "xx:yy or",
    ],
)
@pytest.mark.parametrize("past", [{}, {"as_of": 5}], ids=["now", "past"])
def test_no_query_is_too_odd_to_be_answered(told: Service, query: str, past: dict[str, int]) -> None:
    told.read("/v1/search", q=query, facets="true", **past)


def test_the_same_position_has_the_same_tag(told: Service) -> None:
    answer = told.get("/v1/search", q="soldiers")
    again = told.http.get("/v1/search", params={"q": "soldiers"}, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_scopes_and_chains_are_words_too(told: Service) -> None:
    assert claims(told, q=SCOPE["place"]) == {A, B, C}
    assert claims(told, q="ru-mod") == {A}


@pytest.mark.parametrize("query", ["-100.5", "\u2212100.5", " -100.50"])
def test_an_amount_below_zero_is_found_by_its_value_alone(told: Service, query: str) -> None:
    loss = reported("a loss of 100.5", exact("-100.5"), scope={"unit": "dollar", "signed": True})
    told.post("claim.reported.v1", "loss", loss)
    told.post("claim.reported.v1", "gain", reported("100.5", exact("100.5"), scope={"unit": "dollar"}))
    assert claims(told, q=query) == {"loss"}
    assert claims(told, q=query, as_of=told.position()) == {"loss"}


def test_where_no_figure_has_that_amount_below_zero_nothing_is_found(told: Service) -> None:
    assert told.read("/v1/search", q="-498")["items"] == []
    assert told.read("/v1/search", q="-498", kind="story")["items"] == []
    assert told.read("/v1/search", q="-498", facets="true")["hits"] == {"count": 0, "complete": True}


@pytest.mark.parametrize("asked", ["q=yak", "q=5", "from=1&to=9", "q=yak&facets=true", "q=yak&earlier=true"])
def test_each_hit_comes_once_while_ranks_move(service: Service, asked: str) -> None:
    for n in range(4):
        service.post("claim.reported.v1", f"yak.{n}", reported("5 yak", exact("5")))
    whole = found(service, **dict(one.split("=") for one in asked.split("&")))
    assert len(whole) == 4
    paged: list[str] = []
    address: str | None = f"/v1/search?{asked}&limit=1"
    moves = iter([whole[-1], whole[0], whole[1], whole[2]])
    while address is not None:
        assert len(paged) < len(whole)
        page = service.read(address)
        paged += [f"{one['kind']}/{one['id']}" for one in page["items"]]
        address = page["next"]
        moved = next(moves).removeprefix("claim/")
        service.post("claim.updated.v1", moved, updated("6 yak yak yak", exact("6"), "2022-03-25"))
    assert paged == whole


def test_the_pages_for_people_hold_everything_once_too(service: Service) -> None:
    for n in range(3):
        service.post("claim.reported.v1", f"yak.{n}", reported("5 yak", exact("5")))
    found: list[str] = []
    address = "/search?q=yak&limit=1"
    for n in range(3):
        html = service.http.get(address, headers={"Accept": "text/html"}).text
        found += set(re.findall(r'href="/claims/(yak\.\d)"', html))
        service.post("claim.updated.v1", f"yak.{2 * (n == 0)}", updated("6 yak yak yak", exact("6"), f"2022-03-2{n}"))
        address = unescape("".join(re.findall(r'href="(/search[^"]*cursor=[^"]*)"', html)[-1:]))
    assert found == ["yak.2", "yak.1", "yak.0"]
    assert address == ""
