"""Desk and board in a browser: everybody can use them in every look, and nothing is asked for elsewhere."""

import pytest

from tests.browser import LOOKS, WITHOUT_SCRIPT, Look, Visit, too_wide, violations
from tests.e2e.conftest import Service
from tests.e2e.test_page_board import FIRST_DAYS, FIRST_WEEK, KYIV, PENTAGON, VAGUE, put
from tests.events import (
    QUESTION,
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
    vague,
)

LONG = (
    "The Department of Exceedingly Long Names and of Donaudampfschifffahrtsgesellschaftskapitänswitwenangelegenheiten"
)
BROKEN = """word => [...document.querySelectorAll("table.close a.name")].filter(one => {
  const text = one.firstChild, at = text.data.indexOf(word), range = document.createRange();
  if (at < 0) return false;
  range.setStart(text, at); range.setEnd(text, at + word.length);
  return range.getClientRects().length > 1;
}).map(one => one.innerText)"""
VAST = "1234567890123456789012345678901234567890"


@pytest.fixture
def lively(service: Service) -> Service:
    """A record in which there is something of everything."""
    put(
        service,
        asked("How many Russian soldiers have been killed?"),
        reported(refers_to=FIRST_WEEK),
        reported("more than 7,000 soldiers", more_than("7000"), claim=KYIV, refers_to=FIRST_WEEK),
        reported("about 1,500 deaths", approximate("1500"), claim=PENTAGON, refers_to=FIRST_DAYS),
        reported("thousands of soldiers", vague("thousands"), claim=VAGUE, refers_to=FIRST_WEEK),
        reported(f"{VAST} soldiers", exact(VAST), claim="vast", scope={"population": LONG}),
        reported("145 to 5", tally(**{"for": "145", "against": "5"}), claim="vote", question="vote"),
        published(1, printed("498 dead"), printed("145 to 5", claim="vote")),
        published(2, printed("489 dead"), printed("145 to 5", claim="vote")),
        corrected_figure("498", "490"),
        disputed("too-low", target=2),
        updated(refers_to="2022-02-24/2022-03-25"),
    )
    return service


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize(
    "path", ["/", f"/questions/{QUESTION}", f"/questions/{QUESTION}?period={FIRST_WEEK}&tolerance=0.1"]
)
@pytest.mark.usefixtures("lively")
def test_everybody_can_use_it_in_every_look(visit: Visit, path: str, look: Look) -> None:
    page = visit(path, look)
    assert (violations(page), too_wide(page)) == ([], [])


@pytest.mark.usefixtures("lively")
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_figure_of_forty_digits_keeps_to_its_column_and_names_break_at_blanks(
    service: Service, visit: Visit, width: int
) -> None:
    put(
        service,
        updated(f"{'9' * 40} soldiers", exact("9" * 40), claim="vast"),
        reported("31 helicopters", exact("31"), claim="helicopters", scope={"population": "Russian helicopters lost"}),
        updated("32 helicopters", exact("32"), claim="helicopters"),
    )
    page = visit("/", Look(width=width))
    assert too_wide(page) == []
    assert page.get_by_role("row", name="Russian helicopters lost").is_visible()
    assert page.evaluate(BROKEN, "helicopters") == []


@pytest.mark.usefixtures("lively")
def test_the_tolerance_is_changed_without_script(visit: Visit) -> None:
    page = visit(f"/questions/{QUESTION}", WITHOUT_SCRIPT)
    page.get_by_label("“About” means within").fill("10")
    page.get_by_role("button", name="Apply").click()
    assert page.url.endswith("?tolerance=0.1")
    assert page.get_by_label("“About” means within").input_value() == "10"
