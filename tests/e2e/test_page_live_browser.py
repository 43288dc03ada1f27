"""The quiet mark in a browser: it says how many events have come, and changes nothing else."""

import pytest

from tests.browser import DESKTOP, LOOKS, WITHOUT_SCRIPT, Look, Visit, too_wide, violations
from tests.e2e.conftest import Service
from tests.facts import A, exact, reported

MARK = "[data-live-after]"
SEEN = "[data-live-shown]"
TURN = """(isHidden) => {
    Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
HELD = "navigator.locks.query().then(all => all.held.length)"
NOTE = {"text": "looked into"}


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_everybody_can_use_the_page_in_every_look(service: Service, visit: Visit, look: Look) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    page = visit("/live", look)
    service.post("claim.annotated.v1", A, NOTE)
    page.locator(SEEN).get_by_text("1 new since").wait_for()
    assert (violations(page), too_wide(page)) == ([], [])


def test_the_mark_says_three_new_after_three_posts_and_leads_to_them(service: Service, visit: Visit) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    page = visit("/live", DESKTOP)
    before = page.locator("main .entries").inner_text()
    assert page.locator(MARK).inner_text() == ""
    for _ in range(3):
        service.post("claim.annotated.v1", A, NOTE)
    page.locator(SEEN).get_by_text("3 new since").wait_for()
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
    page.locator(SEEN).get_by_text("2 new since").wait_for()


def test_without_script_there_is_no_mark_and_the_list_is_all_there(service: Service, visit: Visit) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    page = visit("/live", WITHOUT_SCRIPT)
    service.post("claim.annotated.v1", A, NOTE)
    assert page.locator("main .entry").count() == 1
    page.get_by_role("link", name="show what has come since").click()
    assert page.locator("main .entry").count() == 2
    assert page.locator(MARK).inner_text() == ""


def test_many_windows_of_a_browser_leave_it_room_and_each_is_told(service: Service, visit: Visit) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    first = visit("/live", DESKTOP)
    windows = [first, *(first.context.new_page() for _ in range(7))]
    for window in windows[1:]:
        window.goto("/live")
    service.post("claim.annotated.v1", A, NOTE)
    for window in windows:
        window.locator(SEEN).get_by_text("1 new since").wait_for()
    assert windows[-1].evaluate(HELD) == 3
    windows[-1].get_by_role("link", name="Show it").click()
    windows[-1].locator("main .entry").nth(1).wait_for()


def test_where_a_browser_has_no_locks_its_windows_ask_now_and_then(service: Service, visit: Visit) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    page = visit("/help", DESKTOP)
    page.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined });")
    with page.expect_response(lambda one: "/live/news" in one.url) as told:
        page.goto("/live")
    assert told.value.headers["content-type"] == "application/json"
    service.post("claim.annotated.v1", A, NOTE)
    page.locator(SEEN).get_by_text("1 new since").wait_for()


def test_a_page_that_is_cut_off_says_so_and_catches_up(service: Service, visit: Visit) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    page = visit("/live", DESKTOP)
    service.post("claim.annotated.v1", A, NOTE)
    page.locator(SEEN).get_by_text("1 new since").wait_for()
    page.context.set_offline(offline=True)
    page.locator(SEEN).get_by_text("Not connected since").wait_for()
    service.post("claim.annotated.v1", A, NOTE)
    page.context.set_offline(offline=False)
    page.locator(SEEN).get_by_text("Not connected since").wait_for(state="hidden")
    page.locator(SEEN).get_by_text("2 new since").wait_for()


def test_what_is_read_out_comes_to_the_same_in_the_end(service: Service, visit: Visit) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    page = visit("/live", DESKTOP)
    service.post("claim.annotated.v1", A, NOTE)
    page.locator(f"{MARK} [role=status]").get_by_text("1 new since").wait_for(state="attached")
    service.post("claim.annotated.v1", A, NOTE)
    page.locator(f"{MARK} [role=status]").get_by_text("2 new since").wait_for(state="attached")
