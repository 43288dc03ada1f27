"""What needed a look, as of the past: in lists of stories and on the desk."""

from typing import Any

import pytest

from api.http import story_findings
from tests.e2e.conftest import Service
from tests.e2e.test_page_stories import html, listed, put
from tests.events import corrected_figure, exact, printed, published, reported, updated

SILENT = (published(1, printed("489")), published(2, printed("498 dead")))


def findings(service: Service, **parameters: Any) -> dict[str, Any]:
    service.project()
    return {one["story"]: one["findings"] for one in service.read("/v1/stories", **parameters)["items"]}


def test_a_list_of_the_past_tells_what_needed_a_look_then(service: Service) -> None:
    put(service, reported(), *SILENT)
    then, at = findings(service), service.position()
    put(service, updated(), published(3, printed("1,351 dead")), published(1, printed("30 dead"), story="later"))
    assert findings(service, as_of=at) == then
    assert findings(service, as_of=service.position()) == findings(service) != then


def test_a_list_of_the_past_knows_nothing_of_a_later_correction(service: Service) -> None:
    put(service, reported("489 soldiers", exact("489")), published(1, printed("489")))
    at = service.position()
    put(service, corrected_figure("489", "498"))
    (now,), (then,) = findings(service).values(), findings(service, as_of=at).values()
    assert (now["corrected"], then["corrected"]) == (1, 0)


def test_stories_that_would_take_too_long_are_listed_untold(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    put(service, reported(), *SILENT, published(1, printed("489"), story="short"))
    monkeypatch.setattr(story_findings, "MOST_READ", 3)
    found = findings(service, as_of=service.position())
    assert [story for story, of_story in found.items() if of_story is not None] == ["short"]
    first, second = listed(html(service, as_of=service.position()))
    assert first.endswith("Nothing needed a look")
    assert second.endswith("Too many prints to tell in a list of the past: its own page does.")


def test_a_page_of_the_past_shows_the_states_of_then(service: Service) -> None:
    put(service, reported(), *SILENT)
    at = service.position()
    put(service, updated())
    assert listed(html(service))[0].endswith("1 figure changed silently 1 figure behind")
    assert listed(html(service, as_of=at))[0].endswith("1 figure changed silently")


def test_a_desk_of_the_past_counts_the_stories_that_it_could_read(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(service, reported(), *SILENT, published(1, printed("489"), story="short"))
    service.project()
    monkeypatch.setattr(story_findings, "MOST_READ", 3)
    desk = service.read("/v1/desk", as_of=service.position())
    assert (desk["looked_at"]["stories"], desk["counts"]["silent"]) == (1, 0)
