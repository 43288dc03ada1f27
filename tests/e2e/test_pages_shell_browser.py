"""The frame of every page, in a browser: readable by everybody, in every look, with nothing asked for elsewhere."""

from typing import TYPE_CHECKING

import pytest

from tests.browser import DESKTOP, LOOKS, PHONE, WITHOUT_SCRIPT, Look, Visit, path_of, too_wide, violations, wider
from tests.e2e.conftest import Service
from tests.facts import QUESTION, A, exact, reported

if TYPE_CHECKING:
    from playwright.sync_api import Page

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


def copied(page: "Page", selector: str) -> str:
    """What is on the clipboard when all of the first element of *selector* was marked and copied."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(selector).first.evaluate("one => document.getSelection().selectAllChildren(one)")
    page.keyboard.press("Control+c")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_what_is_marked_and_copied_has_figures_without_commas_and_the_page_keeps_them(
    service: Service, visit: Visit
) -> None:
    service.post("question.asked.v1", QUESTION, {"text": "How many?"})
    service.post("claim.reported.v1", A, reported("1,351 soldiers, or 1,400", exact("1351")))
    page = visit(f"/claims/{A}")
    assert copied(page, ".standing data") == "1351"
    row = copied(page, ".trail tbody tr")
    assert "Opened the claim with" in row
    assert "\t" in row
    assert "1,351 soldiers, or 1,400" in copied(page, ".claim-head .lead")
    assert page.locator(".standing data").inner_text() == "1,351"


@pytest.mark.parametrize("width", [320, 360, 390])
def test_every_section_is_in_sight_on_a_phone(visit: Visit, width: int) -> None:
    page = visit("/log", wider(PHONE, width))
    edges = page.locator(".nav a").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert len(edges) == 6
    assert max(edges) <= width


def test_the_head_of_what_is_not_known_yet_names_the_moment_that_was_asked_for(service: Service, visit: Visit) -> None:
    service.post("question.asked.v1", QUESTION, {"text": "How many?"})
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    for asked, words in (("1", "position 1"), ("2 Mar 2022, 18:00", "2 Mar 2022, 18:00")):
        page = visit(f"/claims/{A}?as_of={asked}")
        assert page.locator("h1").inner_text() == "Not known yet"
        assert page.locator(".moment summary").inner_text().split() == ["As", "of", *words.split()]


def test_a_name_without_end_is_cut_above_a_form_and_whole_when_the_keys_come_to_it(
    service: Service, visit: Visit
) -> None:
    said = "So many words about 498 soldiers that nobody reads to the end. " * 30
    service.post("claim.reported.v1", A, {**reported(said, exact("498")), "scope": {}})
    page = visit(f"/claims/{A}/update")
    name = page.locator(".crumbs a")
    height = "one => one.getBoundingClientRect().height"
    assert name.evaluate(height) < 100
    name.focus()
    assert name.evaluate(height) > 100
