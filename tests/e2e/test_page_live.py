"""The page of what was recorded last, without script: a plain list."""

import re
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import QUESTION, REDACTED, A, corrected, disputed, exact, reported, updated

HTML = {"Accept": "text/html"}


def entries(service: Service, **parameters: Any) -> list[str]:
    """The text of each entry, without markup."""
    answer = service.http.get("/live", headers=HTML, params=parameters)
    assert answer.status_code == 200, answer.text
    items = re.findall(r'<li class="entry".*?</li>', answer.text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in items]


@pytest.fixture
def told(service: Service) -> None:
    """A claim that was reported, mistyped, corrected and updated."""
    service.post("question.asked.v1", QUESTION, {"text": "How many soldiers?"})
    service.post("claim.reported.v1", A, reported("489 soldiers have died", exact("489")))
    right = {"figure": exact("498"), "wording": "498 soldiers have died"}
    service.post(
        "claim.corrected.v1", A, corrected(right | {"figure": exact("489"), "wording": "489 soldiers have died"}, right)
    )
    service.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25"))


@pytest.mark.usefixtures("told")
def test_the_newest_event_comes_first_with_what_it_changed(service: Service) -> None:
    newest, correction, report, question = entries(service)
    assert "Russian soldiers killed, says" in newest
    assert "1,351 soldiers" in newest
    assert "The source gave a new figure." in newest
    assert newest.startswith("498 → to 1,351 Updated, revision 3")
    assert "New figure, wording, day said and period." in newest
    assert correction.startswith("489 → to 498 Corrected, revision 2")
    assert "Corrected figure and wording." in correction
    assert report.startswith("489 Reported")
    assert "How many soldiers?" in question


@pytest.mark.usefixtures("told")
def test_it_can_be_shown_as_of_the_past(service: Service) -> None:
    assert [one.split()[0] for one in entries(service, as_of=2)] == ["489", "Question"]


@pytest.mark.usefixtures("told")
def test_the_past_is_linked_as_json_of_then(service: Service) -> None:
    assert 'href="/v1/events?order=desc&amp;as_of=2"' in service.http.get("/live?as_of=2", headers=HTML).text
    assert 'href="/v1/events?order=desc"' in service.http.get("/live", headers=HTML).text
    newest, oldest = service.read("/v1/events", order="desc", as_of=2)["items"]
    assert (newest["position"], oldest["position"]) == (2, 1)


@pytest.mark.usefixtures("told")
def test_what_is_erased_is_not_told(service: Service) -> None:
    service.post("claim.redacted.v1", A, REDACTED | {"version": 3, "fields": ["/figure", "/wording"]})
    assert all("1,351" not in one for one in entries(service))
    assert "erased" in entries(service)[1]


def test_every_kind_of_event_is_told(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498", exact("498")))
    service.post("claim.disputed.v1", A, disputed("d", "figure"))
    service.post("claim.annotated.v1", A, {"text": "Asked again."})
    service.post("claim.retracted.v1", A, {"by": "source", "reason": "withdrawn"})
    published = {"edition": 1, "outlet": "Newsweek", "headline": "Almost 500 dead", "published_at": "2022-03-02"}
    service.post("story.published.v1", "almost-500", published)
    story, retracted, note, dispute, _ = entries(service)
    assert "Almost 500 dead" in story
    assert "withdrawn" in retracted
    assert "Asked again." in note
    assert "No." in dispute


def test_an_empty_record_is_told_as_such(service: Service) -> None:
    assert "Nothing is recorded yet." in service.http.get("/live", headers=HTML).text


def test_an_edition_is_told_by_its_headline_its_number_and_what_changed_silently(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers", exact("498")))
    story = {"outlet": "Newsweek", "headline": "Almost 500 dead", "published_at": "2022-03-02"}
    for edition, wording in ((1, "498 soldiers"), (2, "500 soldiers")):
        prints = [{"claim": A, "placement": "body", "wording": wording}]
        service.post("story.published.v1", "almost-500", {**story, "edition": edition, "prints": prints})
    service.post("story.withdrawn.v1", "almost-500", {"reason": "taken down"})
    withdrawn, second, first, _ = entries(service)
    assert withdrawn.startswith("Story withdrawn Almost 500 dead")
    assert second.startswith("Edition 2 published Almost 500 dead 1 print.")
    assert second.endswith("1 figure changed silently")
    assert first.startswith("Edition 1 published Almost 500 dead 1 print.")
    assert not any(one in second for one in ("almost-500", "revision", "outlet", "published at", "silently."))
    assert "silently" not in " ".join(entries(service, as_of=3))
