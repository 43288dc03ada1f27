"""The pages of the log, sources, questions and the search in a browser: every look, without script, on paper."""

import pytest

from tests.browser import DESKTOP, LOOKS, WITHOUT_SCRIPT, Look, Visit, path_of, too_wide, violations
from tests.e2e.conftest import Service
from tests.facts import ADVISER, QUESTION, REDACTED, A, B, corrected, disputed, exact, reported, updated

VAST = "1234567890123456789012345678901234567890"
LONG = "Federal Commission for the Coordination of the Counting of Everything " * 3


def lively(service: Service) -> None:
    """A record with every state that these pages show, a figure of 40 digits, and a long name."""
    service.post("question.asked.v1", QUESTION, {"text": "How many Russian soldiers have been killed?"})
    service.post("question.asked.v1", "wounded", {"text": "How many soldiers have been wounded?"})
    service.post("claim.reported.v1", A, reported("489 soldiers have died", exact("489")))
    right = {"figure": exact("498"), "wording": "498 soldiers have died"}
    was = {"figure": exact("489"), "wording": "489 soldiers have died"}
    service.post("claim.corrected.v1", A, corrected(was, right))
    service.post("claim.disputed.v1", A, disputed("d", "figure") | {"target": 2})
    service.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25"))
    late = updated("490 soldiers", exact("490"), "2022-03-01", refers_to="2022-02-24/2022-03-01")
    service.post("claim.updated.v1", A, late)
    named = {"who": {"id": "long", "name": LONG.strip(), "kind": "office"}, "role": "originator"}
    service.post("claim.reported.v1", B, reported(f"{VAST} soldiers", exact(VAST), named))
    service.post("claim.reported.v1", "gone", reported("7 soldiers", exact("7"), ADVISER))
    service.post("claim.retracted.v1", "gone", {"by": "source", "reason": "withdrawn"})
    service.post("claim.reported.v1", "erased", reported("8 soldiers", exact("8"), ADVISER))
    service.post("claim.redacted.v1", "erased", REDACTED | {"version": 1, "fields": ["/wording", "/figure"]})
    published = {"edition": 1, "outlet": "Newsweek", "headline": "Almost 500 soldiers", "published_at": "2022-03-02"}
    service.post("story.published.v1", "almost-500", published)


PATHS = (
    "/log?entry=3",
    "/log?entry=nowhere&before=4&as_of=9",
    "/sources",
    "/sources/ru-mod",
    "/sources/arestovych",
    "/questions",
    "/search",
    "/search?q=soldiers",
    "/search?q=777",
)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_everybody_can_use_these_pages_in_every_look(service: Service, visit: Visit, look: Look) -> None:
    lively(service)
    for path in PATHS:
        page = visit(path, look)
        assert (path, violations(page), too_wide(page)) == (path, [], [])


def test_a_search_is_narrowed_and_leads_to_a_source_without_script(service: Service, visit: Visit) -> None:
    lively(service)
    page = visit("/search", WITHOUT_SCRIPT)
    page.get_by_label("Words, source or figure", exact=True).fill("soldiers")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Stories").nth(1).click()
    assert page.get_by_role("heading", level=1).inner_text() == "“soldiers”: 1 found"
    assert path_of(page) == "/search?q=soldiers&kind=story"
    page.get_by_role("link", name="Sources").first.click()
    page.get_by_role("link", name="Ministry of Defence").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Ministry of Defence"


def test_an_entry_is_checked_from_the_list_without_script(service: Service, visit: Visit) -> None:
    lively(service)
    page = visit("/log", WITHOUT_SCRIPT)
    page.get_by_role("link", name="check position 8").click()
    assert page.get_by_text("Position 8 is in the log").is_visible()
    page.get_by_label("Position, event id or receipt").fill("999")
    page.get_by_role("button", name="Check it").click()
    assert page.get_by_text("Position 999 is not in the log").is_visible()


def test_on_paper_there_is_nothing_to_press(service: Service, visit: Visit) -> None:
    lively(service)
    page = visit("/log", DESKTOP)
    page.emulate_media(media="print")
    assert page.get_by_role("button").count() == 0
    assert page.get_by_role("heading", name="Latest entries").is_visible()
