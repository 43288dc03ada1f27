"""The list of stories: the last moved first, each with what needs a look."""

import re
from html import unescape
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.events import Event, printed, published, reported, retracted, story_redacted, updated, withdrawn

HTML = {"Accept": "text/html"}


def put(service: Service, *events: Event) -> None:
    service.post_all([{"specversion": "1.0", **event} for event in events])


def html(service: Service, path: str = "/stories", status: int = 200, **parameters: Any) -> str:
    answer = service.http.get(path, headers=HTML, params=parameters or None)
    assert answer.status_code == status, answer.text
    return answer.text


def listed(markup: str) -> list[str]:
    (entries,) = re.findall(r'<ul class="entries stories">.*?</ul>', markup, re.DOTALL)
    items = re.findall(r"<li>.*?</li>", entries, re.DOTALL)
    plain = [re.sub(r"</?(data|time)\b[^>]*>", "", one) for one in items]
    return [" ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", one, flags=re.DOTALL).split()) for one in plain]


def test_the_story_that_moved_last_comes_first_with_its_states(service: Service) -> None:
    put(service, reported(), published(1, printed("489"), story="changed"), published(2, printed(), story="changed"))
    put(service, published(3, headline="Peace talks", outlet="Reuters", story="quiet"))
    put(service, updated())
    assert listed(html(service)) == [
        "Peace talks Reuters, edition 3 (1 edition in this record), 4 Mar 2022, 15:30 Nothing needs a look",
        "Almost 500 Soldiers Dead Newsweek, edition 2, 3 Mar 2022, 15:30 1 figure changed silently 1 figure behind",
    ]


def test_a_withdrawn_story_and_an_erased_headline_say_so(service: Service) -> None:
    put(service, published(1, story="one"), withdrawn(story="one"))
    put(service, published(1, story="two"), story_redacted(1, "/headline", story="two"))
    second, first = listed(html(service))
    assert first.endswith("Withdrawn")
    assert second.startswith("erased")


def test_stories_are_found_by_their_words_now_and_in_the_past(service: Service) -> None:
    put(service, published(1, headline="Peace talks", story="two"), published(2, headline="War", story="two"))
    assert len(listed(html(service, q="war"))) == 1
    assert "No story has these words." in html(service, q="peace")
    past = html(service, q="peace", as_of=1)
    assert listed(past) == ["Peace talks Newsweek, edition 1, 2 Mar 2022, 15:30 Nothing needed a look"]
    assert 'href="/stories/two?as_of=1"' in past
    assert "Publish an edition" not in past


def test_stories_are_listed_by_what_needs_a_look(service: Service) -> None:
    put(service, reported(), published(1, printed("489"), story="changed"), published(2, printed(), story="changed"))
    put(service, published(1, printed(), headline="Gone", story="wrong"), published(1, story="quiet"))
    assert [one.split(",")[0] for one in listed(html(service, finding="silent"))] == [
        "Almost 500 Soldiers Dead Newsweek"
    ]
    put(service, retracted())
    shown = html(service, finding="wrong", limit=1)
    assert "<h1>Stories that print what was corrected or retracted since</h1>" in shown
    assert [one.split(",")[0] for one in listed(shown)] == ["Gone Newsweek"]
    (rest,) = re.findall(r'<a href="([^"]+)" rel="next">', shown)
    assert [one.split(",")[0] for one in listed(html(service, unescape(rest)))] == ["Almost 500 Soldiers Dead Newsweek"]
    assert "No story has anything of this kind now." in html(service, finding="unmatched")
    items = service.get("/v1/stories", finding="retracted").json()["items"]
    assert [one["story"] for one in items] == ["changed", "wrong"]
    assert service.get("/v1/stories", finding="silent", as_of=2).json()["type"].endswith("/bad-parameter")
    assert service.get("/v1/stories", finding="loud").status_code == 400


def test_the_list_is_read_page_by_page(service: Service) -> None:
    put(service, *(published(1, headline=f"Story {n}", story=f"s-{n}") for n in range(5)))
    found: list[str] = []
    path: str | None = "/stories?limit=2"
    while path:
        shown = html(service, path)
        found += [one.split(" Newsweek")[0] for one in listed(shown)]
        following = re.search(r'<a href="([^"]+)" rel="next">', shown)
        path = following and following[1].replace("&amp;", "&")
    assert found == ["Story 4", "Story 3", "Story 2", "Story 1", "Story 0"]


def test_an_empty_record_says_what_to_do(service: Service) -> None:
    shown = html(service)
    assert "No story is recorded yet." in shown
    assert 'href="/stories/new"' in shown


@pytest.mark.parametrize("asked", [{"limit": "x"}, {"cursor": "x"}, {"nonsense": "1"}])
def test_what_cannot_be_read_is_refused_in_words(service: Service, asked: dict[str, str]) -> None:
    assert "This page cannot be shown as asked" in html(service, status=400, **asked)


def told(service: Service) -> str:
    """What the list tells of its only story."""
    (entry,) = listed(html(service))
    return entry.partition("15:30 ")[2]


def test_places_that_nobody_can_hold_against_each_other_are_not_said_to_be_at_odds(service: Service) -> None:
    words = [
        printed(words, place) for place, words in (("headline", "almost 500"), ("lede", "nearly 500"), ("body", "498"))
    ]
    put(service, reported(), published(1, *words))
    assert told(service) == "Headline and body cannot be decided without a tolerance"


def test_places_that_contradict_each_other_are_named(service: Service) -> None:
    put(service, reported(), published(1, printed("500", "headline"), printed("498", "body")))
    assert "Headline and body contradict each other" in told(service)


def test_figures_that_were_changed_and_changed_back_are_counted_once(service: Service) -> None:
    put(service, reported(claim="one"), reported(claim="two"))
    for number, value in enumerate((498, 499, 498), 1):
        prints = [printed(f"{value} dead", claim=claim) for claim in ("one", "two")]
        put(service, published(number, *prints, published_at=f"2022-03-0{number}T15:30:00Z"))
    assert told(service) == "2 figures changed silently, twice"


def test_other_figures_in_each_step_are_counted_by_editions(service: Service) -> None:
    put(service, reported(claim="one"), reported(claim="two"))
    for number, values in enumerate(((498, 498), (499, 498), (499, 499)), 1):
        prints = [printed(f"{value} dead", claim=claim) for claim, value in zip(("one", "two"), values, strict=True)]
        put(service, published(number, *prints, published_at=f"2022-03-0{number}T15:30:00Z"))
    assert told(service).startswith("2 figures changed silently, in 2 editions")


def test_a_figure_that_is_printed_twice_is_behind_once(service: Service) -> None:
    put(service, reported(), published(1, printed("498", "lede"), printed("498 soldiers", "body")), updated())
    assert told(service) == "1 figure behind"


def test_each_story_is_on_one_page_while_editions_are_published(service: Service) -> None:
    put(service, *(published(1, headline=f"Story {n}", story=f"s-{n}") for n in range(3)))
    found: list[str] = []
    address = "/stories?limit=1"
    for n in range(2, 5):
        markup = html(service, address)
        found += [one[: len("Story 0")] for one in listed(markup)]
        assert "Nothing needs a look" in markup
        address = unescape("".join(re.findall(r'href="(/stories[^"]*cursor=[^"]*)"', markup)[-1:]))
        put(service, published(n, headline="Story 0", story="s-0"), published(1, story=f"new-{n}"))
    assert found == ["Story 2", "Story 1", "Story 0"]
    assert address == ""
