"""What changed between two editions: planted silent changes, and what must not be taken for one."""

from typing import Any

import pytest

from domain.edition_changes import change_view
from tests.editions import INJURED, between, editions, kinds
from tests.events import (
    CLAIM,
    exact,
    printed,
    reported,
    updated,
)
from tests.ledger import Ledger


def test_a_figure_that_changed_without_a_word_changed_silently(ledger: Ledger) -> None:
    ledger.post(reported())
    editions(ledger, [printed("498 soldiers")], [printed("1,351 soldiers")])
    (change,) = between(ledger)
    assert (change.kind, change.silent, change.excuse, change.correction) == ("changed", True, None, None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("498 soldiers have died", "dead: 498"),
        ("498 dead", "four hundred and ninety-eight dead"),
        ("nearly 500 dead", "Almost 500 killed"),
        ("1,351 dead", "1351 dead"),
        ("more than 7,000", "over 7,000 troops"),
        ("thousands dead", "Thousands of dead"),
        ("between 10 and 12", "10-12 of them"),
    ],
)
def test_the_same_figure_in_other_words_is_unchanged(ledger: Ledger, old: str, new: str) -> None:
    editions(ledger, [printed(old)], [printed(new)])
    assert kinds(ledger) == [("unchanged", False)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("more than 12,000", "almost 12,000"),
        ("almost 12,000", "about 12,000"),
        ("about 500", "500"),
        ("at least 11,300", "11,300"),
        ("hundreds", "thousands"),
        ("between 10 and 12", "between 10 and 15"),
    ],
)
def test_a_qualifier_alone_is_a_change(ledger: Ledger, old: str, new: str) -> None:
    editions(ledger, [printed(old)], [printed(new)])
    assert kinds(ledger) == [("changed", True)]


def test_a_claim_at_a_new_placement_appeared_there_and_is_not_silent(ledger: Ledger) -> None:
    editions(ledger, [printed("498")], [printed("498"), printed("Almost 500", "headline")])
    assert kinds(ledger) == [("appeared", False), ("unchanged", False)]


def test_a_claim_that_left_a_placement_was_dropped_there_and_is_not_silent(ledger: Ledger) -> None:
    editions(ledger, [printed("498"), printed("Almost 500", "headline")], [printed("498")])
    assert kinds(ledger) == [("dropped", False), ("unchanged", False)]


def test_new_and_dropped_claims_are_not_silent(ledger: Ledger) -> None:
    editions(ledger, [printed("498")], [printed("1,597 injured", claim=INJURED)])
    assert [(one.claim, one.kind, one.silent) for one in between(ledger)] == [
        (INJURED, "appeared", False),
        (CLAIM, "dropped", False),
    ]


def test_a_figure_moved_to_another_placement_is_unchanged(ledger: Ledger) -> None:
    editions(ledger, [printed("498", "lede")], [printed("498 soldiers", "body")])
    assert kinds(ledger) == [("unchanged", False)]


def test_a_figure_moved_and_changed_changed_silently(ledger: Ledger) -> None:
    editions(ledger, [printed("498", "lede")], [printed("1,351 soldiers", "body")])
    (change,) = between(ledger)
    view: Any = change_view(change)
    assert (change.silent, view["from"]["placement"], view["to"]["placement"]) == (True, "lede", "body")


def test_each_placement_that_both_have_is_judged_by_itself(ledger: Ledger) -> None:
    editions(
        ledger,
        [printed("Almost 500", "headline"), printed("498")],
        [printed("Almost 500", "headline"), printed("1,351")],
    )
    assert kinds(ledger) == [("unchanged", False), ("changed", True)]


def test_the_order_and_number_of_prints_of_one_figure_say_nothing(ledger: Ledger) -> None:
    editions(
        ledger,
        [printed("498"), printed("498 again"), printed("1,351")],
        [printed("1,351"), printed("498")],
    )
    assert kinds(ledger) == [("unchanged", False)]


def test_a_second_figure_at_a_placement_is_a_change(ledger: Ledger) -> None:
    editions(ledger, [printed("498")], [printed("498"), printed("1,351")])
    (change,) = between(ledger)
    view: Any = change_view(change)
    assert change.silent
    assert (view["from"]["wording"], view["to"]["wording"]) == ("498", "1,351")
    assert [one["wording"] for one in view["to"]["prints"]] == ["498", "1,351"]


def test_figures_of_targets_are_compared_as_stated_ones_are(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated())
    editions(ledger, [printed("the toll", target=1)], [printed("the toll", target=2)])
    assert kinds(ledger) == [("changed", True)]


def test_several_numerals_are_read_by_the_latest_revision_that_they_bear_out(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated())
    editions(ledger, [printed("498 in 7 days")], [printed("1,351 in 29 days")])
    assert kinds(ledger) == [("changed", True)]


def test_a_change_shows_both_wordings_word_by_word_and_both_figures(ledger: Ledger) -> None:
    editions(ledger, [printed("about 56,300")], [printed("about 56,700")])
    (change,) = between(ledger)
    view: Any = change_view(change)
    assert view["words"] == [
        {"op": "same", "text": "about "},
        {"op": "removed", "text": "56,300"},
        {"op": "added", "text": "56,700"},
    ]
    assert (view["figure"]["verdict"], view["figure"]["change"]["amount"]) == ("undecidable", "400")


def test_what_appeared_has_no_side_before(ledger: Ledger) -> None:
    editions(ledger, [], [printed("498")])
    (change,) = between(ledger)
    view: Any = change_view(change)
    assert (view["from"], view["to"]["figure"], "words" in view) == (None, exact("498"), False)
