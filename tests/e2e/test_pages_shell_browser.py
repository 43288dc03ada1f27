"""The frame of every page, in a browser: readable by everybody, in every look, with nothing asked for elsewhere."""

import pytest

from tests.browser import DESKTOP, LOOKS, PHONE, WITHOUT_SCRIPT, Look, Visit, path_of, too_wide, violations
from tests.e2e.conftest import Service
from tests.facts import A, exact, reported

PATHS = ("/help", "/zone", "/nothing", "/claims/no.such?as_of=soon")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_everybody_can_use_the_frame_in_every_look(visit: Visit, look: Look) -> None:
    page = visit(PATHS[0], look)
    for path in PATHS:
        page.goto(path)
        assert (path, violations(page), too_wide(page)) == (path, [], [])


def test_the_page_of_what_is_not_known_yet_can_be_used_by_everybody(service: Service, visit: Visit) -> None:
    service.post("question.asked.v1", "ru-soldiers-killed", {"text": "How many?"})
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))

    for look in LOOKS:
        page = visit(f"/claims/{A}?as_of=1", look)
        assert (violations(page), too_wide(page)) == ([], [])
        assert page.locator("h1").inner_text() == "Not known yet"


def test_a_slash_leads_into_the_search_box(visit: Visit) -> None:
    page = visit("/help")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_the_keys_can_be_turned_off_and_stay_off(visit: Visit) -> None:
    page = visit("/help")
    page.get_by_role("button", name="Turn the keys off").click()
    page.reload()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "search"
    assert page.get_by_role("button", name="Turn the keys on").is_visible()


def test_the_first_tab_leads_past_the_head(visit: Visit) -> None:
    page = visit("/help")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_without_script_the_zone_can_be_set_and_the_reader_comes_back(visit: Visit) -> None:
    page = visit("/help", WITHOUT_SCRIPT)
    page.locator("summary", has_text="times in").click()
    page.get_by_label("Zone").fill("America/New_York")
    page.get_by_role("button", name="Use these clocks").click()
    assert path_of(page) == "/help"
    assert page.locator("summary", has_text="times in New York").is_visible()


def test_script_suggests_the_zone_of_the_machine(visit: Visit) -> None:
    page = visit("/help")
    page.locator("summary", has_text="times in").click()
    assert page.get_by_label("Zone").input_value() == "America/New_York"


def test_without_script_the_as_of_form_leads_to_the_moment(service: Service, visit: Visit) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    page = visit(f"/claims/{A}.other", WITHOUT_SCRIPT)
    page.locator("details.moment summary").click()
    page.get_by_label("Time or position").fill("1")
    page.get_by_role("button", name="Show").click()
    assert path_of(page) == f"/claims/{A}.other?as_of=1"


@pytest.mark.parametrize("look", [DESKTOP, PHONE], ids=str)
def test_a_name_without_end_stays_in_its_place(visit: Visit, look: Look) -> None:
    page = visit(f"/claims/{'a' * 120}", look)
    assert too_wide(page) == []
