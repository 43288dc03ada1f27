"""The pages of claims in a browser: everybody can use them in every look, and nothing is asked for elsewhere."""

import pytest

from tests.browser import DESKTOP, LOOKS, WITHOUT_SCRIPT, Look, Visit, path_of, too_wide, violations
from tests.e2e.conftest import Service
from tests.e2e.test_page_board import put
from tests.e2e.test_page_claim import OTHER, PATH, series
from tests.events import (
    CLAIM,
    QUESTION,
    annotated,
    approximate,
    asked,
    assessed,
    chain,
    corrected_figure,
    disputed,
    exact,
    linked,
    printed,
    published,
    redacted,
    reported,
    resolved,
    retracted,
    tally,
    updated,
)

LONG = "The Department of Exceedingly Long Names and of Donaudampfschifffahrtsgesellschaftskapitänswitwen " * 10
OVERLAPS = """rows => [...document.querySelectorAll(rows)].filter(row => {
  const [figure, day] = [row.children[1], row.children[2]].map(one => {
    const range = document.createRange(); range.selectNodeContents(one); return range.getBoundingClientRect();
  });
  return figure.right > day.left;
}).map(row => row.innerText)"""
TOO_SMALL = """() => [...document.querySelectorAll('svg text')].filter(one => {
  const [drawing, scrolled] = [one.ownerSVGElement, one.closest('.chart')];
  const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
  const small = one.getAttribute('font-size') * scale < 11.99;
  return one.getClientRects().length && (small || scrolled && scrolled.scrollWidth > scrolled.clientWidth + 1);
}).map(one => one.textContent)"""
VAST = "1234567890123456789012345678901234567890"
OFFICE = {"kind": "office", "id": "dept", "name": LONG[:1000]}
VERBOSE = [{"who": OFFICE, "role": "originator", "stance": "asserts"}, chain()[-1]]


@pytest.fixture(autouse=True)
def lively(service: Service) -> None:
    """Claims in which there is something of everything."""
    series(service)
    put(
        service,
        asked("How many Russian soldiers have been killed?"),
        disputed("first", counter_claim="vast"),
        resolved("first"),
        disputed("second"),
        assessed(),
        annotated("The ministry renamed its list."),
        published(1, printed("498 dead", "headline"), printed("about 500 dead")),
        published(2, printed("489 dead", "headline")),
        reported(f"{VAST} soldiers", exact(VAST), claim="vast", attribution=VERBOSE),
        corrected_figure(VAST, VAST.replace("1", "2"), claim="vast"),
        linked(CLAIM, "continues", claim="vast"),
        reported("141-5, with 35 abstentions", tally("193", against="5", abstaining="35"), claim="votes"),
        reported("about 1,500 dead", approximate("1500"), claim="about"),
        reported("4711 soldiers", exact("4711"), claim=OTHER),
        redacted(1, "/figure", "/wording", claim=OTHER),
        reported(claim="gone"),
        updated(claim="gone"),
        retracted(claim="gone"),
    )


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_everybody_can_use_the_page_of_a_claim(visit: Visit, look: Look) -> None:
    for path in (PATH, f"{PATH}?axis=recorded&as_of=9", f"{PATH}/diff?from=1&to=3", "/claims"):
        page = visit(path, look)
        assert (path, violations(page), too_wide(page)) == (path, [], [])


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_everybody_can_read_every_state_of_a_claim(visit: Visit, look: Look) -> None:
    for claim in ("vast", "votes", "about", OTHER, "gone"):
        page = visit(f"/claims/{claim}", look)
        assert (claim, violations(page), too_wide(page)) == (claim, [], [])


@pytest.mark.parametrize("width", [1280, 390, 360, 320])
def test_no_drawing_is_cut_off_and_its_text_is_never_too_small(visit: Visit, width: int) -> None:
    for path in (PATH, f"{PATH}?as_of=9", "/claims/votes", f"/questions/{QUESTION}"):
        page = visit(path, Look(width=width))
        assert (path, page.evaluate(TOO_SMALL)) == (path, [])


def test_the_page_works_without_script(visit: Visit) -> None:
    page = visit(PATH, WITHOUT_SCRIPT)
    page.get_by_role("link", name="All 23").click()
    assert path_of(page).startswith(f"{PATH}?show=all")
    page.get_by_label("Time or position").last.fill("3")
    page.locator(".as-of form button").click()
    assert "as_of=3" in path_of(page)
    assert "show=all" in path_of(page)
    assert page.get_by_text("As this record knew it").is_visible()
    assert page.get_by_role("link", name="Update", exact=True).count() == 0


def test_the_keys_lead_to_earlier_and_later_moments(visit: Visit) -> None:
    page = visit(PATH, DESKTOP)
    page.keyboard.press("[")
    page.wait_for_url("**as_of=**")
    before = path_of(page)
    page.keyboard.press("[")
    page.wait_for_url(lambda url: before not in url)
    assert "as_of=" in path_of(page)


def test_a_printed_page_has_no_actions_and_its_permalink_in_full(visit: Visit) -> None:
    page = visit(PATH, DESKTOP)
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Correct", exact=True).is_visible()
    assert not page.locator(".as-of form").is_visible()
    assert page.locator("footer .print-only").is_visible()
    assert page.locator(".chart.steps .phone").first.is_visible()


def test_on_paper_nothing_is_cut_and_nothing_that_unfolds_is_left_folded(visit: Visit) -> None:
    page = visit(PATH, Look(width=673))
    page.emulate_media(media="print")
    drawing = page.locator(".chart.steps .phone svg").first.bounding_box()
    column = page.locator(".how-chart").bounding_box()
    assert drawing is not None
    assert column is not None
    assert drawing["x"] + drawing["width"] <= column["x"] + column["width"] + 1
    assert page.evaluate(OVERLAPS, ".revisions tbody tr") == []
    assert page.locator(".printing details .facts").first.is_visible()
    assert too_wide(page) == []
