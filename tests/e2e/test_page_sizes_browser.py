"""Large enough for everybody: what is pressed, what is read, and what grows where a reader wants larger letters."""

from typing import TYPE_CHECKING

import pytest

from tests.browser import DESKTOP, PHONE, Look, Visit, wider
from tests.e2e.conftest import Service
from tests.e2e.test_page_board import put
from tests.events import (
    CLAIM,
    QUESTION,
    STORY,
    approximate,
    asked,
    corrected_figure,
    disputed,
    exact,
    printed,
    published,
    reported,
    tally,
    updated,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATHS = (
    "/",
    "/log",
    "/log?entry=1",
    "/live",
    "/claims",
    "/claims/vote",
    f"/claims/{CLAIM}",
    f"/claims/{CLAIM}?axis=recorded",
    f"/claims/{CLAIM}/update",
    f"/questions/{QUESTION}?tolerance=0.1",
    f"/stories/{STORY}",
    "/sources",
    "/search?q=498",
    "/help",
    "/zone",
)
TOO_LOW = """() => {
  const withoutLinks = one => {
    const text = one.cloneNode(true);
    text.querySelectorAll('a, button, .visually-hidden').forEach(link => link.remove());
    return text.textContent.replace(/[\\s·.,]/g, '');
  };
  const isInSentence = one => one.closest('p, li, dd, td') && withoutLinks(one.closest('p, li, dd, td')).length > 12;
  return [...document.querySelectorAll('a[href], button, summary, select, .choice')]
    .filter(one => one.getClientRects().length && !one.closest('.visually-hidden, .skip') && !isInSentence(one))
    .filter(one => Math.max(...[...one.getClientRects()].map(box => box.height)) < 23.9)
    .map(one => `${one.tagName} ${one.textContent.trim().slice(0, 30)}`);
}"""
TOO_SMALL = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = [];
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !one.getClientRects().length || one.closest('.visually-hidden')) { continue; }
    const scale = one.closest('text') ? one.closest('text').getScreenCTM().a : 1;
    if (parseFloat(getComputedStyle(one).fontSize) * scale < 11.95) { small.push(texts.currentNode.data.trim()); }
  }
  return small;
}"""
SIZE = """one => parseFloat(getComputedStyle(one).fontSize) * (one.closest('text')?.getScreenCTM().a ?? 1)"""


@pytest.fixture(autouse=True)
def told(service: Service) -> None:
    """A question with claims of every kind of text, a story that prints them in several places."""
    put(
        service,
        asked("How many Russian soldiers have been killed?"),
        reported("498 soldiers"),
        updated(),
        disputed(),
        reported("489 soldiers", exact("489"), claim="wrong"),
        corrected_figure("489", "498", claim="wrong"),
        reported("141-5, with 35 abstentions", tally("193", against="5", abstaining="35"), claim="vote"),
        reported("about 1,500", approximate("1500"), claim="about"),
        published(1, printed("498 dead", "headline"), printed("about 500 dead"), printed(claim="wrong")),
        published(2, printed("about 500 dead", "headline"), printed("498 dead"), printed("20", claim="about")),
    )


@pytest.mark.parametrize("look", [DESKTOP, wider(PHONE, 320)], ids=str)
def test_what_is_pressed_outside_of_sentences_is_high_enough(visit: Visit, look: Look) -> None:
    page = visit("/help", look)
    for path in PATHS:
        page.goto(path)
        assert (path, page.evaluate(TOO_LOW)) == (path, [])


@pytest.mark.parametrize("width", [320, 760, 900, 1040, 1280])
def test_no_text_is_smaller_than_the_smallest(visit: Visit, width: int) -> None:
    page = visit("/help", wider(DESKTOP, width))
    for path in PATHS:
        page.goto(path)
        assert (path, page.evaluate(TOO_SMALL)) == (path, [])


def test_on_paper_no_text_is_smaller_than_the_smallest(visit: Visit) -> None:
    page = visit("/help", wider(DESKTOP, 673))
    page.emulate_media(media="print")
    for path in PATHS:
        page.goto(path)
        assert (path, page.evaluate(TOO_SMALL)) == (path, [])


def with_larger_letters(page: "Page", path: str, selector: str) -> tuple[float, float]:
    """The size of the text of *selector*, and the same where letters are twice as large."""
    page.goto(path)
    first = page.locator(f"{selector}:visible").first.evaluate(SIZE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return first, page.locator(f"{selector}:visible").first.evaluate(SIZE)


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("/stories", ".headline"),
        (f"/questions/{QUESTION}", ".group-who .note"),
        (f"/claims/{CLAIM}", ".how-chart tspan"),
    ],
)
def test_letters_that_a_reader_wants_twice_as_large_are(visit: Visit, path: str, selector: str) -> None:
    before, after = with_larger_letters(visit("/help", DESKTOP), path, selector)
    assert after > 1.8 * before


def test_a_choice_stands_on_the_line_of_its_words(visit: Visit) -> None:
    page = visit(f"/claims/{CLAIM}/correct")
    middles = page.locator(".choice").first.evaluate(
        """one => [one.querySelector('input'), one.querySelector('span')]
            .map(part => part.getBoundingClientRect()).map(box => (box.top + box.bottom) / 2)"""
    )
    assert abs(middles[0] - middles[1]) < 2


def test_what_is_refused_in_a_group_has_one_bar_and_keeps_its_row(visit: Visit) -> None:
    page = visit(f"/claims/{CLAIM}/correct")
    page.get_by_role("button", name="Record the correction").click()
    group = page.get_by_role("group", name="Approved by")
    group.get_by_text("Say who approved it. A correction").wait_for()
    tops = group.locator(".field > :is(input, select)").evaluate_all("all => all.map(one => one.offsetTop)")
    bars = """all => all.filter(one => parseFloat(getComputedStyle(one).borderLeftWidth) === 4).length"""
    assert (len(tops), len(set(tops))) == (2, 1)
    assert page.locator("#b-approver, #b-approver .field").evaluate_all(bars) == 1


def test_a_heading_stays_with_what_it_is_above_on_paper_and_the_zone_is_told_once(visit: Visit) -> None:
    page = visit("/log")
    page.emulate_media(media="print")
    assert page.locator("details.more > summary").evaluate("one => getComputedStyle(one).breakAfter") == "avoid"
    assert page.locator("footer").inner_text().count("times in UTC") == 1
