"""Stories in the search, and claims by the story that prints them."""

from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import ADVISER, REDACTED, A, B, exact, reported

STORY = "newsweek.ukraine"
OUTLET = {"id": "newsweek", "name": "Newsweek", "kind": "outlet"}


def edition(number: int, headline: str, *prints: dict[str, Any]) -> dict[str, Any]:
    published_at = f"2022-03-0{number + 1}T15:30:00Z"
    return {
        "edition": number,
        "outlet": OUTLET,
        "headline": headline,
        "published_at": published_at,
        "prints": list(prints),
    }


def printed(claim: str, wording: str, placement: str = "body") -> dict[str, Any]:
    return {"claim": claim, "placement": placement, "wording": wording}


@pytest.fixture
def told(service: Service) -> Service:
    """Two claims, of which a story prints one, and the other in its second edition."""
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    service.post("claim.reported.v1", B, reported("more than 7,000", {"form": "more_than", "value": "7000"}, ADVISER))
    service.post("story.published.v1", STORY, edition(1, "Almost 500 Soldiers Dead", printed(A, "489 servicemen fell")))
    return service


def found(service: Service, **asked: Any) -> list[str]:
    return [one["id"] for one in service.read("/v1/search", kind="story", **asked)["items"]]


@pytest.mark.parametrize("words", ["almost dead soldiers", "servicemen", "489", "newsweek", STORY])
def test_a_story_is_found_by_headline_outlet_prints_and_id(told: Service, words: str) -> None:
    assert found(told, q=words) == [STORY]


def test_a_story_is_shown_under_its_headline(told: Service) -> None:
    (item,) = told.read("/v1/search", q="almost dead", kind="story")["items"]
    assert (item["title"], item["outlet"], item["question"]) == ("Almost 500 Soldiers Dead", OUTLET, None)
    assert [one["text"] for one in item["excerpt"]["segments"] if one["marked"]] == ["Almost", "Dead"]


@pytest.mark.parametrize("is_past", [False, True])
def test_a_story_shows_the_words_by_which_it_is_found(told: Service, is_past: bool) -> None:  # noqa: FBT001 (one of two)
    told.post("story.published.v1", STORY, edition(2, "Thousands Lost, Adviser Says", printed(B, "more than 7,000")))
    moment = {"as_of": told.position()} if is_past else {}
    for words, where in (("thousands lost", "headline"), ("7,000", "printed"), ("servicemen", "printed_earlier")):
        (item,) = told.read("/v1/search", q=words, kind="story", **moment)["items"]
        assert item["excerpt"]["of"] == where
        assert any(one["marked"] for one in item["excerpt"]["segments"])


def test_a_story_of_the_past_is_found_by_what_it_said_then(told: Service) -> None:
    then = told.position()
    told.post("story.published.v1", STORY, edition(2, "Thousands Lost, Adviser Says", printed(B, "more than 7,000")))
    assert found(told, q="thousands") == [STORY]
    assert found(told, q="thousands", as_of=then) == []
    (item,) = told.read("/v1/search", q="almost", kind="story", as_of=then)["items"]
    assert item["title"] == "Almost 500 Soldiers Dead"


def test_an_erased_headline_is_found_no_longer(told: Service) -> None:
    then = told.position()
    told.post("story.redacted.v1", STORY, {**REDACTED, "version": 1, "fields": ["/headline", "/prints/0"]})
    for moment in ({}, {"as_of": then}):
        assert found(told, q="almost", **moment) == found(told, q="servicemen", **moment) == []
        assert found(told, q="newsweek", **moment) == [STORY]


def claims(service: Service, path: str = "/v1/claims", **asked: Any) -> list[str]:
    return [one["claim"] for one in service.read(path, story=STORY, **asked)["items"]]


def test_claims_are_listed_by_the_story_that_prints_them(told: Service) -> None:
    then = told.position()
    assert claims(told) == [A]
    told.post("story.published.v1", STORY, edition(2, "Thousands", printed(B, "more than 7,000")))
    assert claims(told) == sorted([A, B])
    assert claims(told, as_of=then) == [A]
    assert told.read("/v1/claims", story="no.story")["items"] == []


def test_a_print_that_was_corrected_away_counts_no_longer(told: Service) -> None:
    then = told.position()
    mended = {"edition": 1, "prints": [printed(B, "7,000")], "approver": "the desk", "reason": "It was another one."}
    told.post("story.corrected.v1", STORY, mended)
    assert claims(told) == [B]
    assert claims(told, as_of=then) == [A]
    assert told.read("/v1/claims", story=STORY, facets="true")["facets"]["counted"] == 1
