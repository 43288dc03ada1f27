"""The quiet mark in a browser: it says how many events have come, and changes nothing else."""

import pytest

from tests.browser import DESKTOP, LOOKS, WITHOUT_SCRIPT, Look, Visit, too_wide, violations
from tests.e2e.conftest import Service
from tests.facts import A, exact, reported

MARK = "[data-live-after]"
TURN = """(isHidden) => {
    Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
NOTE = {"text": "looked into"}


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_everybody_can_use_the_page_in_every_look(service: Service, visit: Visit, look: Look) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    page = visit("/live", look)
    service.post("claim.annotated.v1", A, NOTE)
    page.locator(MARK).get_by_text("1 new since").wait_for()
    assert (violations(page), too_wide(page)) == ([], [])


def test_the_mark_says_three_new_after_three_posts_and_leads_to_them(service: Service, visit: Visit) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    page = visit("/live", DESKTOP)
    before = page.locator("main .entries").inner_text()
    assert page.locator(MARK).inner_text() == ""
    for _ in range(3):
        service.post("claim.annotated.v1", A, NOTE)
    page.locator(MARK).get_by_text("3 new since").wait_for()
    assert page.locator("main .entries").inner_text() == before
    page.get_by_role("link", name="Show them").click()
    page.locator("main .entry").nth(3).wait_for()
    assert page.locator(MARK).inner_text() == ""


def test_a_page_that_was_out_of_sight_asks_for_nothing_and_then_catches_up(service: Service, visit: Visit) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    page = visit("/live", DESKTOP)
    page.evaluate(TURN, arg=True)
    service.post("claim.annotated.v1", A, NOTE)
    service.post("claim.annotated.v1", A, NOTE)
    assert page.locator(MARK).inner_text() == ""
    page.evaluate(TURN, arg=False)
    page.locator(MARK).get_by_text("2 new since").wait_for()


def test_without_script_there_is_no_mark_and_the_list_is_all_there(service: Service, visit: Visit) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    page = visit("/live", WITHOUT_SCRIPT)
    service.post("claim.annotated.v1", A, NOTE)
    assert page.locator("main .entry").count() == 1
    page.get_by_role("link", name="show what has come since").click()
    assert page.locator("main .entry").count() == 2
    assert page.locator(MARK).inner_text() == ""
