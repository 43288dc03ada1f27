"""Figures between editions that nobody knows, that were taken out or put in, or that are erased."""

from dataclasses import replace
from typing import Any

import pytest

from domain.edition_changes import change_view, changes
from domain.story import VEILED
from tests.claim_records import claims_of
from tests.editions import INJURED, between, editions, kinds, stated
from tests.events import (
    Wire,
    exact,
    no_figure,
    printed,
    published,
    redacted,
    relative,
    reported,
    story_redacted,
    updated,
    vague,
)
from tests.ledger import Ledger


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["498"], ["one of them"]),
        (["one of them"], ["498"]),
        (["498", "1,351"], ["498", "one of them"]),
        (["many"], ["so many"]),
        (["498", "one of them"], ["498", "1,351"]),
        (["rose from 489 to 498"], ["from 498, rose by 489"]),
        (["rose from 489 to 498"], ["half of them"]),
        (["1"], ["a man died"]),
        (["a man died"], ["one dead"]),
        (["0 dead"], ["No one died"]),
        (["1 of 2 boats"], ["a boat"]),
        (["thousands"], ["489 to 498, or 12"]),
    ],
)
def test_unknown_figures_change_nothing(ledger: Ledger, old: list[str], new: list[str]) -> None:
    editions(ledger, [printed(one) for one in old], [printed(one) for one in new])
    assert kinds(ledger) == [("unchanged", False)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["498 dead"], ["Many dead"]),
        (["498 dead"], ["Casualties reported"]),
        (["498 dead"], ["The toll is not known"]),
        (["12 dead"], ["No one died"]),
        (["12 dead"], ["Nobody was hurt"]),
        (["at least 498 dead"], ["Many dead on 2 March"]),
        (["dozens dead"], ["Many dead"]),
        (["12 people, including 3 children"], ["Many people"]),
        (["498", "1,351"], ["498", "many"]),
        (["498", "many"], ["many"]),
    ],
)
def test_a_figure_that_was_taken_out_or_put_in_changed_silently(ledger: Ledger, old: list[str], new: list[str]) -> None:
    editions(ledger, [printed(one) for one in old], [printed(one) for one in new])
    ledger.post(published(3, *(printed(one) for one in old)))
    assert kinds(ledger) == [("changed", True)]
    recorded = ledger.story().editions
    assert [one.silent for one in changes(recorded[2], recorded[3], claims_of(ledger))] == [True]


def test_a_figure_that_was_stated_and_taken_out_changed_silently(ledger: Ledger) -> None:
    ledger.post(reported())
    editions(
        ledger,
        [stated(exact("498"), "headline"), printed("the toll", target=1)],
        [printed("Many dead", "headline"), printed("the dead")],
    )
    assert kinds(ledger) == [("changed", True), ("changed", True)]


@pytest.mark.parametrize(
    ("figure", "wording"),
    [
        (no_figure(), "nobody knows"),
        (relative(), "far more than before"),
        (vague("many"), "many"),
        (exact("1"), "a man"),
    ],
)
def test_a_figure_that_only_words_tell_may_be_in_other_words(ledger: Ledger, figure: Wire, wording: str) -> None:
    editions(ledger, [printed(wording, figure=figure)], [printed("a few")])
    assert kinds(ledger) == [("unchanged", False)]


def test_the_same_words_without_a_number_show_the_same_figure(ledger: Ledger) -> None:
    ledger.post(reported())
    editions(ledger, [printed("the toll", target=1)], [printed("The  toll")])
    assert kinds(ledger) == [("unchanged", False)]


def test_a_figure_that_the_words_of_a_revision_tell_may_be_in_other_words(ledger: Ledger) -> None:
    ledger.post(reported("the whole crew", exact("12")))
    editions(ledger, [printed("the whole crew")], [printed("everybody aboard")])
    assert kinds(ledger) == [("unchanged", False)]


def test_words_that_name_a_revision_of_which_nobody_knows_change_nothing(ledger: Ledger) -> None:
    editions(ledger, [printed("498")], [printed("the toll", target=7)])
    assert kinds(ledger) == [("unchanged", False)]


def test_a_figure_that_moved_and_left_words_at_a_third_place_is_unchanged(ledger: Ledger) -> None:
    editions(ledger, [printed("498", "headline")], [printed("498 dead", "body"), printed("many dead", "lede")])
    assert kinds(ledger) == [("unchanged", False)]


def test_a_figure_that_was_taken_out_beside_an_erased_one_changes_nothing(ledger: Ledger) -> None:
    ledger.post_all(reported(), redacted(1, "/figure"))
    editions(ledger, [printed("498")], [printed("many"), printed("the toll", target=1)])
    assert kinds(ledger) == [("unchanged", False)]


@pytest.mark.parametrize("old", ["498", "12 people, including 3 children"])
@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 1)])
def test_what_an_erased_print_may_still_give_was_not_taken_out(
    ledger: Ledger, old: str, first: int, second: int
) -> None:
    ledger.post_all(published(first, printed(old)), published(second, printed("many"), printed("x", "lede")))
    assert ("changed", True) in kinds(ledger)
    ledger.post(story_redacted(2, "/prints/1"))
    assert kinds(ledger) == [("unchanged", False)]


def test_what_came_beside_an_erased_print_changed_all_the_same(ledger: Ledger) -> None:
    editions(ledger, [printed("498")], [printed("1,351"), printed("x", "lede")])
    ledger.post(story_redacted(2, "/prints/1"))
    assert kinds(ledger) == [("changed", True)]


def test_what_an_erased_print_of_the_other_edition_may_be_neither_appeared_nor_was_dropped(ledger: Ledger) -> None:
    editions(ledger, [printed("498")], [printed("498"), printed("7", claim=INJURED)])
    ledger.post(story_redacted(1, "/prints/0"))
    (change, other) = between(ledger)
    assert [(one.kind, one.silent, one.before) for one in (change, other)] == [("unchanged", False, ())] * 2
    view: Any = change_view(change)
    assert (view["from"], view["to"]["wording"]) == (None, "498")
    ledger.post(story_redacted(2, "/prints/0"))
    assert kinds(ledger) == [("unchanged", False)]


def test_prints_that_a_reader_left_out_are_not_taken_for_erased_ones(ledger: Ledger) -> None:
    editions(ledger, [printed("7", claim=INJURED)], [printed("498")])
    old, new = (ledger.story().editions[number] for number in (1, 2))
    (change,) = changes(replace(old, prints=(VEILED,)), new, claims_of(ledger))
    assert change.kind == "appeared"


def test_a_known_change_beside_an_unknown_figure_is_a_change(ledger: Ledger) -> None:
    editions(ledger, [printed("498"), printed("many")], [printed("1,351"), printed("many")])
    assert kinds(ledger) == [("changed", True)]


def test_erased_prints_and_figures_change_nothing(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated())
    editions(ledger, [printed("a", target=1), printed("498", "lede")], [printed("b", target=2), printed("498", "lede")])
    assert kinds(ledger) == [("unchanged", False), ("changed", True)]
    ledger.post(redacted(2, "/figure"))
    assert kinds(ledger) == [("unchanged", False), ("unchanged", False)]
    ledger.post(story_redacted(2, "/prints/0"))
    assert kinds(ledger) == [("unchanged", False), ("unchanged", False)]
