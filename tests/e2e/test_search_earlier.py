"""Searching for what no longer stands: earlier and corrected figures, earlier words; marked, and after what stands."""

from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import ADVISER, MINISTRY, PENTAGON, QUESTION, REDACTED, A, B, C, corrected, exact, reported, updated

VOTE = "un.vote"


def tally(yes: str, no: str, abstain: str) -> dict[str, Any]:
    return {"form": "tally", "parts": {"yes": yes, "no": no, "abstain": abstain}}


@pytest.fixture
def told(service: Service) -> Service:
    """A figure that went on, one that was corrected, and one that is what the first one was."""
    service.post("question.asked.v1", QUESTION, {"text": "How many soldiers were killed?"})
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    service.post("claim.updated.v1", A, updated("1,351 servicemen lost", exact("1351"), "2022-03-25"))
    service.post("claim.reported.v1", B, reported("about 900 dead", {"form": "approximate", "value": "900"}, ADVISER))
    right = {"wording": "about 950 dead", "figure": {"form": "approximate", "value": "950"}}
    was = {"wording": "about 900 dead", "figure": {"form": "approximate", "value": "900"}}
    service.post("claim.corrected.v1", B, corrected(was, right))
    return service


def items(service: Service, **asked: Any) -> list[dict[str, Any]]:
    return [one for one in service.read("/v1/search", **asked)["items"] if one["kind"] == "claim"]


def matches(service: Service, **asked: Any) -> list[tuple[str, str]]:
    return [(one["id"], one["match"]) for one in items(service, **asked)]


def test_an_earlier_figure_finds_its_claim_and_says_what_stands(told: Service) -> None:
    (item,) = items(told, q="498")
    assert (item["id"], item["match"], item["figure"]) == (A, "earlier", exact("1351"))
    assert item["revision"] == {
        "number": 1,
        "figure": exact("498"),
        "wording": "498 soldiers have died",
        "said_at": "2022-03-02",
        "corrected_to": None,
    }
    assert item["excerpt"]["of"] == "revision"
    assert [one["text"] for one in item["excerpt"]["segments"] if one["marked"]] == ["498"]


def test_a_corrected_figure_finds_its_claim_and_says_to_what(told: Service) -> None:
    (item,) = items(told, q="900")
    assert (item["id"], item["match"], item["revision"]["number"]) == (B, "corrected", 1)
    assert item["revision"]["corrected_to"]["figure"] == {"form": "approximate", "value": "950"}


def test_what_stands_comes_before_what_stood(told: Service) -> None:
    told.post("claim.reported.v1", C, reported("498 killed in action", exact("498"), PENTAGON))
    assert matches(told, q="498") == [(C, "standing"), (A, "earlier")]


@pytest.mark.parametrize(
    "words", ['"498 soldiers have died"', "soldiers 498", "died", '"soldiers have died"', "498 died"]
)
def test_earlier_words_find_a_claim_with_its_figure_or_without(told: Service, words: str) -> None:
    assert matches(told, q=words, kind="claim") == [(A, "earlier")]


def test_a_figure_whose_words_were_others_is_not_found_by_these(told: Service) -> None:
    assert matches(told, q='"1,351 soldiers have died"') == matches(told, q="498 women") == []


def test_a_vote_that_was_corrected_is_found_as_it_was_written(told: Service) -> None:
    words, figure = "145-5, with 35 abstentions", tally("145", "5", "35")
    wrong = {"wording": words, "figure": figure}
    right = {"wording": "141-5, with 35 abstentions", "figure": tally("141", "5", "35")}
    told.post("claim.reported.v1", VOTE, reported(words, figure))
    told.post("claim.corrected.v1", VOTE, corrected(wrong, right))
    assert matches(told, q="145-5") == [(VOTE, "corrected")]
    assert matches(told, q="141-5") == [(VOTE, "standing")]


def test_ranges_find_earlier_figures_when_they_are_asked_to(told: Service) -> None:
    told.post("claim.reported.v1", C, reported("10 to 12", {"form": "range", "low": "10", "high": "12"}, PENTAGON))
    told.post("claim.updated.v1", C, updated("5,000", exact("5000"), "2022-03-25"))
    assert matches(told, from_="400", to="600") == []
    assert matches(told, from_="400", to="600", earlier="true") == [(A, "earlier")]
    assert matches(told, from_="11", to="11", earlier="true") == matches(told, q="12") == [(C, "earlier")]
    assert matches(told, q="soldiers", from_="400", to="600", earlier="true") == [(A, "earlier")]
    assert matches(told, q="died", from_="600", earlier="true") == []
    assert matches(told, q="498", from_="400", to="600", earlier="true") == [(A, "earlier")]
    assert matches(told, q="498", from_="499", earlier="true") == []


def test_a_retracted_figure_is_found_as_an_earlier_one(told: Service) -> None:
    told.post("claim.retracted.v1", B, {"by": "source", "reason": "They withdrew it."})
    (item,) = items(told, q="950")
    assert (item["id"], item["match"], item["status"]) == (B, "earlier", "retracted")


def test_filters_are_about_the_claim_as_it_is(told: Service) -> None:
    assert matches(told, q="498", originator="ru-mod") == [(A, "earlier")]
    assert matches(told, q="498", originator="pentagon") == matches(told, q="498", kind="story") == []


def test_the_past_is_searched_by_what_no_longer_stood_then(told: Service) -> None:
    then = told.position()
    told.post("claim.updated.v1", A, updated("1,500 lost", exact("1500"), "2022-04-25"))
    assert matches(told, q="1351") == [(A, "earlier")]
    assert matches(told, q="1351", as_of=then) == [(A, "standing")]
    assert matches(told, q="498", as_of=then) == matches(told, q="died", as_of=then) == [(A, "earlier")]
    assert matches(told, q="498", as_of=2) == [(A, "standing")]
    assert matches(told, q="900", as_of=then - 1) == [(B, "standing")]


def test_an_erased_figure_is_found_by_nothing(told: Service) -> None:
    then = told.position()
    told.post("claim.redacted.v1", A, {**REDACTED, "version": 1, "fields": ["/wording", "/figure"]})
    for moment in ({}, {"as_of": then}):
        assert matches(told, q="498", **moment) == matches(told, q="died", **moment) == []
        assert matches(told, from_="400", to="600", earlier="true", **moment) == []


def test_an_erased_wording_of_an_earlier_figure_is_not_shown(told: Service) -> None:
    told.post("claim.redacted.v1", A, {**REDACTED, "version": 1, "fields": ["/wording"]})
    (item,) = items(told, q="498")
    assert item["revision"]["wording"] == {"redacted": True}
    assert item["excerpt"]["of"] != "revision"


def test_pages_lead_on_from_what_stands_to_what_stood(told: Service) -> None:
    told.post("claim.reported.v1", C, reported("498 killed in action", exact("498"), MINISTRY))
    first = told.read("/v1/search", q="498", limit="1")
    second = told.read(first["next"])
    assert [[one["id"] for one in page["items"]] for page in (first, second)] == [[C], [A]]
    assert (first["hits"]["count"], second["next"]) == (2, None)


def test_facets_count_what_stood_too(told: Service) -> None:
    answer = told.read("/v1/search", q="498", facets="true")
    assert answer["facets"]["kind"] == [{"value": "claim", "count": 1}]


def test_the_closest_figure_may_be_an_earlier_one_where_these_are_searched(told: Service) -> None:
    closest = told.read("/v1/search", q="489")["closest"]
    assert (closest["claim"], closest["figure"], closest["revision"]["figure"]) == (A, exact("1351"), exact("498"))
    assert told.read("/v1/search", q="489", earlier="false")["closest"]["claim"] == B
    assert told.read("/v1/search", q="489", earlier="false")["closest"]["revision"] is None
    assert told.read("/v1/search", q="1349")["closest"]["revision"] is None


def test_the_closest_figure_of_a_claim_with_other_words_may_be_an_earlier_one(told: Service) -> None:
    closest = told.read("/v1/search", q="489 servicemen")["closest"]
    assert (closest["claim"], closest["revision"]["figure"]) == (A, exact("498"))


def test_a_corrected_figure_that_is_the_closest_says_to_what(told: Service) -> None:
    closest = told.read("/v1/search", q="901")["closest"]
    assert (closest["claim"], closest["revision"]["corrected_to"]["number"]) == (B, 2)


def test_the_closest_figure_of_the_past_is_one_of_then(told: Service) -> None:
    then = told.position()
    told.post("claim.updated.v1", A, updated("7,000 servicemen lost", exact("7000"), "2022-04-25"))
    told.post("claim.updated.v1", A, updated("8,000 servicemen lost", exact("8000"), "2022-05-25"))
    assert told.read("/v1/search", q="6999")["closest"]["revision"]["figure"] == exact("7000")
    closest = told.read("/v1/search", q="6999", as_of=then)["closest"]
    assert (closest["figure"], closest["revision"]) == (exact("1351"), None)
