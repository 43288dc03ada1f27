"""Everything in its place: large figures on small screens, large letters, colours of the reader's own, paper, keys."""

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser import DESKTOP, PHONE, Look, Visit, path_of, violations, wider
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
    more_than,
    printed,
    published,
    reported,
    tally,
    updated,
)
from tests.story_page import html

if TYPE_CHECKING:
    from playwright.sync_api import Page

NARROWEST = wider(PHONE, 320)
WIDTHS = (320, 390, 800, 1045, 1280)
IN_THE_WIDEST_LETTERS = """() => {
  for (const voice of ['--sans', '--serif']) { document.documentElement.style.setProperty(voice, '"DejaVu Sans"'); }
}"""
OUT_OF_PLACE = """() => {
  const scrolls = one => one.closest('.scrolls, .nav, .visually-hidden, .words-of-bar, .moment form, thead, svg');
  const faults = [...document.querySelectorAll('main, main *')]
    .filter(one => !scrolls(one) && one.clientWidth > 0 && getComputedStyle(one).display !== 'inline')
    .filter(one => !['INPUT', 'TEXTAREA', 'SELECT'].includes(one.tagName) && one.scrollWidth > one.clientWidth + 1)
    .map(one => `${one.tagName.toLowerCase()}.${one.className}: ${one.scrollWidth} in ${one.clientWidth}`);
  const root = document.documentElement;
  return root.scrollWidth > root.clientWidth ? [`page: ${root.scrollWidth} in ${root.clientWidth}`, ...faults] : faults;
}"""
LINES = """() => {
  const range = document.createRange(); range.selectNodeContents(document.querySelector('.standing'));
  return new Set([...range.getClientRects()].map(one => Math.round(one.top))).size;
}"""
BARS = """() => [...document.querySelectorAll('.nav a')]
  .filter(one => parseFloat(getComputedStyle(one).borderBottomWidth) > 0).map(one => one.innerText)"""
LARGE = {
    "vote": tally("193", against="5", abstaining="35"),
    "close-vote": {"form": "tally", "parts": {"for": "220", "against": "211", "abstaining": "3"}},
    "million": exact("1234567"),
    "millionth": exact("0.000001"),
    "hundred-million": exact("888888888"),
    "fine": exact("0.8888888888"),
    "finest": exact("0.88888888888888"),
}


@pytest.fixture
def told(service: Service) -> None:
    """A question with several claims, one of them corrected, a story of three editions that changed silently."""
    put(
        service,
        asked("How many Russian soldiers have been killed?"),
        reported("498 soldiers"),
        updated(),
        reported("489 soldiers", exact("489"), claim="wrong"),
        corrected_figure("489", "498", claim="wrong"),
        reported("141-5, with 35 abstentions", tally("193", against="5", abstaining="35"), claim="vote"),
        reported("more than 7,000", more_than("7000"), claim="more"),
        reported("about 1,500", approximate("1500"), claim="about"),
        published(1, printed("498 dead", "headline"), printed("1 aircraft", claim="about"), printed(claim="wrong")),
        published(2, printed("about 500 dead", "headline"), printed("20 aircraft", claim="about")),
        published(3, printed("498 dead", "headline"), printed("1 aircraft", claim="about")),
    )


PATHS = (
    "/",
    "/log",
    "/claims",
    "/claims/vote",
    f"/claims/{CLAIM}",
    f"/claims/{CLAIM}?axis=recorded",
    "/claims/wrong/diff?from=1&to=2",
    f"/stories/{STORY}?edition=2",
    "/stories",
    "/sources",
    "/search?q=498",
    "/corrections",
)
BOARD = f"/questions/{QUESTION}?tolerance=0.1"


def long_story(service: Service, editions: int) -> None:
    put(
        service,
        reported(),
        *(published(n, printed(f"{n}00"), published_at="2022-03-02") for n in range(1, editions + 1)),
    )


def revised(service: Service) -> None:
    """A claim of six revisions, two of them corrections, one disputed, and one of twelve, in figures of millions."""
    put(
        service,
        reported("498 soldiers", exact("498")),
        updated(),
        updated("about 1,500 soldiers", approximate("1500"), said_at="2022-03-28"),
        updated("more than 7,000 soldiers", more_than("7000"), said_at="2022-04-02"),
        corrected_figure("498", "489"),
        corrected_figure("489", "497", target=5),
        disputed(),
        reported("1,234,500 soldiers", exact("1234500"), claim="million"),
        *(updated("more", exact(f"12345{n}"), claim="million", said_at=f"2022-04-{n}") for n in range(11, 22)),
    )


def follow(page: "Page", key: str, edition: int) -> str:
    page.keyboard.press(key)
    page.wait_for_url(f"**edition={edition}")
    return path_of(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_large_figure_stays_in_its_place_and_on_one_line(service: Service, visit: Visit, width: int) -> None:
    put(service, *(reported("so many", figure, claim=claim) for claim, figure in LARGE.items()))
    page = visit("/help", wider(DESKTOP, width))
    for claim in LARGE:
        page.goto(f"/claims/{claim}")
        page.evaluate(IN_THE_WIDEST_LETTERS)
        assert (claim, page.evaluate(OUT_OF_PLACE), page.evaluate(LINES)) == (claim, [], 1)


def test_a_figure_without_end_breaks_and_stays_in_its_place(service: Service, visit: Visit) -> None:
    put(service, reported("so many", exact("8" * 40), claim="vast"))
    page = visit("/claims/vast", NARROWEST)
    page.evaluate(IN_THE_WIDEST_LETTERS)
    assert page.evaluate(OUT_OF_PLACE) == []
    assert page.evaluate(LINES) > 1


@pytest.mark.usefixtures("told")
def test_on_the_narrowest_screen_everybody_can_use_every_page_and_nothing_is_out_of_place(visit: Visit) -> None:
    page = visit("/help", NARROWEST)
    for path in PATHS:
        page.goto(path)
        page.evaluate(IN_THE_WIDEST_LETTERS)
        assert (path, violations(page), page.evaluate(OUT_OF_PLACE)) == (path, [], [])
    page.goto(BOARD)
    assert page.evaluate(OUT_OF_PLACE) == []


@pytest.mark.usefixtures("told")
def test_with_letters_twice_as_large_columns_and_tables_stack(visit: Visit) -> None:
    page = visit("/help")
    for path in (*PATHS, BOARD):
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert (path, page.evaluate(OUT_OF_PLACE)) == (path, [])
    page.goto(f"/claims/{CLAIM}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.locator(".changed").evaluate("one => getComputedStyle(one).display") == "block"


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_with_larger_letters_no_claim_scrolls_sideways(service: Service, visit: Visit, width: int) -> None:
    revised(service)
    page = visit("/help", wider(PHONE, width))
    for path in (
        f"/claims/{CLAIM}",
        f"/claims/{CLAIM}?axis=recorded",
        "/claims/million",
        "/claims/million?axis=recorded",
    ):
        page.goto(path)
        for letters in ("125%", "150%", "200%"):
            page.evaluate("letters => { document.documentElement.style.fontSize = letters; }", letters)
            assert (path, letters, page.evaluate(OUT_OF_PLACE)) == (path, letters, [])


def test_with_larger_letters_the_caption_of_what_was_recorded_keeps_the_width_of_its_table(
    service: Service, visit: Visit
) -> None:
    revised(service)
    page = visit(f"/claims/{CLAIM}?axis=recorded", PHONE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    widths = "one => [one.offsetWidth, one.parentElement.offsetWidth]"
    caption, table = page.locator(".revisions caption").evaluate(widths)
    assert caption == table


@pytest.mark.usefixtures("told")
def test_letters_that_the_browser_makes_larger_stack_columns_as_well(visit: Visit) -> None:
    page = visit("/help")
    sizes = {"fontSizes": {"standard": 32, "fixed": 26}}
    page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)
    page.goto(f"/claims/{CLAIM}")
    assert page.evaluate(OUT_OF_PLACE) == []
    assert page.locator(".changed").evaluate("one => getComputedStyle(one).display") == "block"


@pytest.mark.usefixtures("told")
def test_in_the_readers_own_colours_only_the_current_section_has_a_bar(visit: Visit) -> None:
    page = visit("/claims")
    page.emulate_media(forced_colors="active")
    assert page.evaluate(BARS) == ["Claims"]


@pytest.mark.usefixtures("told")
def test_on_the_phone_the_signs_of_the_counts_stand_in_a_column(visit: Visit) -> None:
    page = visit("/", PHONE)
    page.evaluate("document.querySelector('.counts .count').textContent = '1,126'")
    edges = page.locator(".counts .sign").evaluate_all("all => all.map(one => one.getBoundingClientRect().left)")
    words = page.locator(".counts .state > span").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().left)"
    )
    assert (len(edges), len(set(edges)), len(set(words))) == (5, 1, 1)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("path", ["/", f"/claims/{CLAIM}"])
def test_a_printed_page_tells_the_moment_in_full(visit: Visit, path: str) -> None:
    page = visit(path)
    page.emulate_media(media="print")
    told = page.locator("footer .print-only").inner_text()
    assert re.match(r"As of now, \d{1,2} \w{3} \d{4}, \d\d:\d\d, position \d+, times in UTC\.", told)
    strip = page.locator(".as-of p").all_inner_texts()[:1]
    assert all(re.fullmatch(r"As of now, \d{1,2} \w{3} \d{4}, \d\d:\d\d, position \d+", one) for one in strip)


def test_on_paper_a_tally_stays_in_its_column(service: Service, visit: Visit) -> None:
    put(service, reported("220-211-3", LARGE["close-vote"], claim="vote"))
    page = visit("/claims/vote", Look(width=673))
    page.emulate_media(media="print")
    page.evaluate(IN_THE_WIDEST_LETTERS)
    assert page.locator(".standing").evaluate("one => one.scrollWidth - one.clientWidth") <= 0


def test_the_keys_lead_to_the_editions_next_to_the_one_shown(service: Service, visit: Visit) -> None:
    long_story(service, 12)
    page = visit(f"/stories/{STORY}?edition=7")
    assert follow(page, "[", 6) == f"/stories/{STORY}?edition=6"
    assert follow(page, "]", 7) == f"/stories/{STORY}?edition=7"
    assert follow(page, "]", 8) == f"/stories/{STORY}?edition=8"


def test_of_three_editions_the_keys_lead_to_each(service: Service, visit: Visit) -> None:
    long_story(service, 3)
    page = visit(f"/stories/{STORY}")
    for key, edition in (("[", 2), ("[", 1), ("]", 2), ("]", 3)):
        follow(page, key, edition)


def test_of_two_editions_that_lie_apart_no_third_is_a_column(service: Service) -> None:
    long_story(service, 8)
    apart = re.findall(r'class="n">Edition (\d)', html(service, edition=2, compare=5))
    beside = re.findall(r'class="n">Edition (\d)', html(service, edition=5, compare=4))
    assert (apart, beside) == (["2", "5"], ["4", "5", "6"])
