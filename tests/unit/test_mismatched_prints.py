"""Mismatches within one edition: the headline against the body, and what must not be taken for one."""

from dataclasses import replace
from typing import Any

import pytest

from domain.mismatches import mismatch_view, mismatches
from tests.claim_records import claims_of
from tests.editions import INJURED, stated
from tests.events import (
    approximate,
    at_least,
    more_than,
    printed,
    published,
    reported,
    story_redacted,
)
from tests.ledger import Ledger


def contradictions(ledger: Ledger, edition: int = 1) -> list[Any]:
    found = mismatches(ledger.story().editions[edition], claims_of(ledger)).listed
    return [(one.left.print.placement, one.right.print.placement, one.verdict.verdict) for one in found]


def test_the_headline_against_the_body_is_a_mismatch(ledger: Ledger) -> None:
    ledger.post(published(1, printed("489 dead", "headline"), printed("498 dead")))
    assert contradictions(ledger) == [("headline", "body", "disjoint")]


def test_almost_500_over_498_is_listed_as_undecidable(ledger: Ledger) -> None:
    ledger.post(published(1, printed("Almost 500", "headline"), printed("498"), printed("nearly 500", "caption")))
    assert contradictions(ledger) == [("headline", "body", "undecidable"), ("body", "caption", "undecidable")]


def test_a_mismatch_shows_both_prints_the_verdict_and_its_reasons(ledger: Ledger) -> None:
    ledger.post(published(1, printed("498"), stated(at_least("400"), "headline")))
    (found,) = mismatches(ledger.story().editions[1], claims_of(ledger)).listed
    view: Any = mismatch_view(found)
    assert (view["left"]["n"], view["left"]["figure"]) == (1, at_least("400"))
    assert (view["right"]["wording"], view["verdict"], view["container"]) == ("498", "contains", "left")
    assert view["reasons"] == []


@pytest.mark.parametrize(
    ("headline", "expected"),
    [("about 500", "contains"), ("almost 500", "contains"), ("about 400", "disjoint"), ("at least 400", None)],
)
def test_an_about_is_held_against_the_body_with_the_tolerance_of_the_claims_question(
    ledger: Ledger, headline: str, expected: str | None
) -> None:
    ledger.post_all(reported(), published(1, printed(headline, "headline"), printed("498")))
    claims = {name: replace(one, tolerance="0.05") for name, one in claims_of(ledger).items()}
    (found,) = mismatches(ledger.story().editions[1], claims).listed
    view: Any = mismatch_view(found)
    assert view["verdict"] == (expected or "contains")
    assert view.get("tolerance") == (expected and {"value": "0.05", "by": "question"})


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("498 dead", "four hundred and ninety-eight soldiers"),
        ("Almost 500 dead", "nearly 500 soldiers"),
        ("many dead", "498 soldiers"),
        ("More Than 7,000 Dead", "over 7,000 troops"),
        ("Thousands dead", "thousands of troops"),
    ],
)
def test_the_same_or_no_known_figure_at_two_placements_is_no_mismatch(ledger: Ledger, headline: str, body: str) -> None:
    ledger.post(published(1, printed(headline, "headline"), printed(body)))
    assert contradictions(ledger) == []


def test_two_figures_at_one_placement_are_no_mismatch(ledger: Ledger) -> None:
    ledger.post(published(1, printed("498"), printed("1,351")))
    assert contradictions(ledger) == []


def test_two_claims_are_no_mismatch(ledger: Ledger) -> None:
    ledger.post(published(1, printed("498 dead", "headline"), printed("1,597 injured", claim=INJURED)))
    assert contradictions(ledger) == []


def test_a_mismatch_is_listed_once_for_each_two_figures_and_placements(ledger: Ledger) -> None:
    ledger.post(published(1, printed("489", "headline"), printed("498"), printed("498 again"), printed("489 too")))
    assert contradictions(ledger) == [("headline", "body", "disjoint")]


def test_erased_prints_are_no_mismatch(ledger: Ledger) -> None:
    ledger.post_all(published(1, printed("489", "headline"), printed("498")), story_redacted(1, "/prints/0"))
    assert contradictions(ledger) == []


def test_other_bounds_are_a_mismatch_whatever_they_contain(ledger: Ledger) -> None:
    ledger.post(published(1, stated(more_than("7000"), "headline"), stated(approximate("7000"))))
    assert contradictions(ledger) == [("headline", "body", "undecidable")]
