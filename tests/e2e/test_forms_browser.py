"""Forms in a real browser: for everybody, with and without script, by keyboard alone."""

from typing import TYPE_CHECKING

import pytest

from tests.browser import (
    DARK_PHONE,
    DESKTOP,
    LOOKS,
    PATIENCE_MS,
    PHONE,
    WITHOUT_SCRIPT,
    Look,
    Visit,
    path_of,
    too_wide,
    violations,
)
from tests.e2e.conftest import Service
from tests.facts import A, disputed, exact, reported

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

VOTE = {"form": "tally", "parts": {"for": "145", "against": "5", "abstaining": "35"}, "of": "193"}
RECORD = "Record the correction"


@pytest.fixture
def vote(service: Service) -> str:
    """The form that corrects a claim of a vote."""
    service.post("claim.reported.v1", "vote", reported("145-5, with 35 abstentions", VOTE))
    return "/claims/vote/correct"


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_everybody_can_fill_in_the_forms(service: Service, vote: str, visit: Visit, look: Look) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    service.post("claim.disputed.v1", A, disputed("d", "figure"))
    for path in (
        "/claims/new",
        "/stories/new",
        f"/claims/{A}/dispute",
        f"/claims/{A}/resolve",
        f"/claims/{A}/attribute",
    ):
        page = visit(path, look)
        assert (path, violations(page), too_wide(page)) == (path, [], [])
    page = visit(vote, look)
    page.get_by_label("For", exact=True).fill("9" * 40)
    page.get_by_role("button", name=RECORD).click()
    page.locator(".summary").wait_for()
    assert (violations(page), too_wide(page)) == ([], [])


def test_a_refused_form_puts_the_focus_on_what_is_to_be_mended(vote: str, visit: Visit) -> None:
    for look in (DESKTOP, WITHOUT_SCRIPT):
        page = visit(vote, look)
        page.get_by_label("For", exact=True).fill("141")
        page.get_by_role("button", name=RECORD).click()
        page.locator(".summary:focus").wait_for()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.locator("[id='f-is.wording']:target, [id='f-is.wording']:focus").wait_for()


def test_the_preview_follows_what_is_typed(vote: str, visit: Visit) -> None:
    page = visit(vote)
    page.get_by_label("For", exact=True).fill("141")
    preview = page.get_by_role("region", name="What will change")
    preview.get_by_text("stays in the record, struck through").wait_for()
    assert preview.locator(".move").inner_text().split() == ["145", "→", "to", "141"]
    assert page.get_by_label("For", exact=True).input_value() == "141"


def test_enter_in_a_field_previews_and_records_nothing(service: Service, vote: str, visit: Visit) -> None:
    before = service.position()
    for look in (DESKTOP, WITHOUT_SCRIPT):
        page = visit(vote, look)
        page.get_by_label("For", exact=True).fill("141")
        page.keyboard.press("Enter")
        page.get_by_text("stays in the record, struck through").wait_for()
    assert service.position() == before


def test_another_form_of_figure_brings_its_fields_at_once(visit: Visit, vote: str) -> None:
    page = visit(vote)
    page.get_by_label("Reason").fill("typed already")
    page.get_by_label("How it is stated").select_option("range")
    page.get_by_label("From", exact=True).fill("10")
    assert page.get_by_label("Reason").input_value() == "typed already"
    page.get_by_label("To", exact=True).fill("12")


def held_back(page: "Page", path: str) -> "list[Route]":
    """The requests for other fields that *page* sends from now on: each is on its way until the test lets it go on."""
    held: list[Route] = []

    def hold(route: "Route") -> None:
        if "do=show" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route(f"**{path}", hold)
    return held


def let_go(page: "Page", held: "list[Route]") -> None:
    """Lets the first of the requests go on, once it is there, and waits for its answer."""
    for _ in range(PATIENCE_MS // 20):
        if held:
            break
        page.wait_for_timeout(20)
    with page.expect_response(lambda one: "do=show" in (one.request.post_data or "")):
        held.pop(0).continue_()


def test_what_is_typed_while_other_fields_are_on_their_way_is_kept(service: Service, visit: Visit) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    path = f"/claims/{A}/update"
    page = visit(path)
    held = held_back(page, path)
    page.get_by_label("Wording", exact=True).fill("some")
    with page.expect_request(lambda one: "do=show" in (one.post_data or "")):
        page.get_by_label("How it is stated").select_option("approximate")
    page.get_by_label("Wording", exact=True).press_sequentially(" 1,250 died")
    figure = page.locator("[id='f-figure.value']")
    figure.press_sequentially("1250")
    figure.press("ArrowLeft")
    let_go(page, held)
    page.locator("[id='f-figure.leaning']").wait_for()
    page.keyboard.type("6")
    assert figure.input_value() == "12560"
    assert page.get_by_label("Wording", exact=True).input_value() == "some 1,250 died"


def test_a_choice_that_was_changed_again_meanwhile_brings_its_own_fields(vote: str, visit: Visit) -> None:
    page = visit(vote)
    held = held_back(page, vote)
    choice = page.get_by_label("How it is stated")
    with page.expect_request(lambda one: "do=show" in (one.post_data or "")):
        choice.select_option("exact")
    choice.select_option("range")
    with page.expect_request(lambda one: "do=show" in (one.post_data or "")):
        let_go(page, held)
    let_go(page, held)
    page.get_by_label("From", exact=True).fill("10")
    assert choice.input_value() == "range"


def test_a_chain_is_made_hop_by_hop_without_script(service: Service, visit: Visit) -> None:
    page = visit("/claims/new", WITHOUT_SCRIPT)
    page.get_by_label("Id of the new claim").fill("pentagon.killed")
    page.get_by_label("Question", exact=True).fill("ru-soldiers-killed")
    page.get_by_label("How it is stated").select_option("range")
    page.get_by_role("button", name="Show the fields of what is chosen").click()
    page.get_by_label("From", exact=True).fill("1,500")
    page.get_by_label("To", exact=True).fill("2,000")
    page.get_by_label("Wording", exact=True).fill("1,500 to 2,000")
    page.get_by_label("Said", exact=True).fill("2 Mar 2022")
    page.get_by_role("button", name="Add a hop").click()
    for hop, (party, kind, role, stance) in enumerate(
        [("pentagon", "office", "originator", "estimates"), ("newsweek", "outlet", "outlet", "reports")], 1
    ):
        asked = page.get_by_role("group", name=f"Hop {hop}")
        asked.get_by_label("Id", exact=True).fill(party)
        asked.get_by_label("Kind").select_option(kind)
        asked.get_by_label("Role").select_option(role)
        asked.get_by_label("Stance").select_option(stance)
    page.get_by_role("button", name="Record the claim").click()
    page.wait_for_url("**/claims/pentagon.killed")
    assert path_of(page) == "/claims/pentagon.killed"
    service.project()
    view = service.read("/v1/claims/pentagon.killed")
    assert view["standing"]["figure"] == {"form": "range", "low": "1500", "high": "2000"}
    assert [hop["who"]["id"] for hop in view["attribution"]] == ["pentagon", "newsweek"]


@pytest.mark.usefixtures("vote")
def test_a_double_click_records_once(service: Service, visit: Visit) -> None:
    before = service.position()
    page = visit("/claims/vote/annotate")
    page.get_by_label("Note").fill("Asked again.")
    page.get_by_role("button", name="Record the note").dblclick()
    page.wait_for_url("**/claims/vote")
    assert service.position() == before + 1


def test_on_the_phone_the_preview_stands_before_the_button_that_records(vote: str, visit: Visit) -> None:
    page = visit(vote, PHONE)
    preview = page.get_by_role("region", name="What will change").bounding_box()
    record = page.get_by_role("button", name=RECORD).bounding_box()
    assert preview is not None
    assert record is not None
    assert 0 <= record["y"] - preview["y"] - preview["height"] < 80


def test_without_script_the_button_that_shows_fields_stands_clear_of_the_choice(vote: str, visit: Visit) -> None:
    page = visit(vote, WITHOUT_SCRIPT)
    button = page.get_by_role("button", name="Show the fields of what is chosen").bounding_box()
    above = page.get_by_label("How it is stated").bounding_box()
    assert button is not None
    assert above is not None
    assert button["y"] - above["y"] - above["height"] >= 8


def test_what_the_preview_wants_mended_is_a_step_away(vote: str, visit: Visit) -> None:
    page = visit(vote)
    page.get_by_label("For", exact=True).fill("141")
    preview = page.get_by_role("region", name="What will change")
    preview.get_by_role("link", name="Say who approved it").click()
    page.locator("[id='f-approver.name']:target, [id='f-approver.name']:focus").wait_for()


def test_a_warning_is_for_everybody_to_see(service: Service, visit: Visit) -> None:
    service.post("claim.reported.v1", A, reported("at least 498 have died", exact("498")))
    for look in (DESKTOP, DARK_PHONE):
        page = visit(f"/claims/{A}/correct", look)
        page.locator(".warning").wait_for()
        page.get_by_label("Reason").fill("x")
        page.get_by_role("region", name="What will change").get_by_text("The wording says at least").wait_for()
        assert (violations(page), too_wide(page)) == ([], [])


def test_on_a_wide_page_the_preview_stands_right_of_the_fields(vote: str, visit: Visit) -> None:
    page = visit(vote)
    preview = page.get_by_role("region", name="What will change").bounding_box()
    fields = page.locator("#fields").bounding_box()
    assert preview is not None
    assert fields is not None
    assert preview["x"] >= fields["x"] + fields["width"]
    assert preview["y"] < fields["y"] + 80
