"""The pages of stories in a browser: for everybody, in every look; what script adds and what works without it."""

import pytest

from tests.browser import DESKTOP, LOOKS, WITHOUT_SCRIPT, Look, Visit, too_wide, violations
from tests.e2e.conftest import Service
from tests.events import (
    CLAIM,
    STORY,
    corrected_figure,
    disputed,
    exact,
    printed,
    published,
    reported,
    retracted,
    story_redacted,
    updated,
)

LONG = "9" * 40


@pytest.fixture
def told(service: Service) -> None:
    """A story with every state, an edition that is missing, silent changes, a draft and suggestions."""
    text = "It lost 30 aircraft. 498 soldiers have died."
    events = (
        reported("498 soldiers have died"),
        reported("489 soldiers", exact("489"), claim="wrong"),
        reported(LONG, exact(LONG), claim="long"),
        reported(claim="taken-back"),
        published(2, printed("489"), printed("489", claim="wrong"), printed("dropped 7", claim="dropped")),
        published(
            3,
            printed("Almost 500 Dead", "headline"),
            printed(),
            printed("489", claim="wrong"),
            printed(LONG, claim="long"),
            printed("498", "caption", claim="taken-back"),
            printed("30 tanks", "lede", claim="nobody.knows"),
            printed("somebody's name", "quote", claim="named"),
            update_note="Updated to add more information.",
            text=text,
        ),
        corrected_figure("489", "498", claim="wrong"),
        disputed(),
        updated(),
        retracted(claim="taken-back"),
        story_redacted(2, "/prints/6"),
        published(1, printed("1"), story="other"),
        published(2, printed("2"), story="other"),
    )
    service.post_all([{"specversion": "1.0", **event} for event in events])


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_everybody_can_use_the_pages_of_stories(service: Service, visit: Visit, look: Look) -> None:
    position = service.position()
    for path in (
        "/stories",
        f"/stories/{STORY}",
        f"/stories/{STORY}?tolerance=0.01&from=1",
        f"/stories/{STORY}?edition=1",
        f"/stories/{STORY}?as_of={position - 2}",
    ):
        page = visit(path, look)
        assert (path, violations(page), too_wide(page)) == (path, [], [])


@pytest.mark.usefixtures("told")
def test_a_draft_can_be_edited_and_copied(visit: Visit) -> None:
    page = visit(f"/stories/{STORY}", DESKTOP)
    draft = page.get_by_label("Draft of the note about").first
    draft.fill("Correction: I put it in my own words.")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the note").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "Correction: I put it in my own words."


@pytest.mark.usefixtures("told")
def test_without_script_there_is_no_button_that_does_nothing(visit: Visit) -> None:
    page = visit(f"/stories/{STORY}", WITHOUT_SCRIPT)
    assert page.get_by_role("button", name="Copy the note").count() == 0
    page.get_by_label("“About” means within").fill("1")
    page.get_by_role("button", name="Apply").click()
    assert "tolerance=0.01" in page.url
    assert page.get_by_text("“almost 500” contains 498").count() > 0


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_words_from_right_to_left_begin_at_the_right_of_their_own_place(
    service: Service, visit: Visit, look: Look
) -> None:
    said, headline = "قُتل 498 جنديًا", "مقتل نحو 500 جندي"
    prints = (printed(said), printed(said, "headline"))
    events = reported(said, language="ar"), published(1, *prints, headline=headline), published(2, headline=headline)
    service.post_all([{"specversion": "1.0", **event} for event in events])
    for path, selector in ((f"/stories/{STORY}?edition=1", "h1"), (f"/claims/{CLAIM}", "q.said")):
        page = visit(path, look)
        words = page.locator(selector).first
        assert words.evaluate("one => getComputedStyle(one).direction") == "rtl"
        assert (words.bounding_box() or {"x": look.width})["x"] <= 32
        assert (path, violations(page), too_wide(page)) == (path, [], [])
