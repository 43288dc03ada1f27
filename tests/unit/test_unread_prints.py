"""Prints of which no figure can be told: the amounts in their words are compared instead."""

from typing import Any

import pytest

from domain.edition_changes import change_view, changes
from tests.claim_records import claims_of
from tests.events import printed, published, redacted, reported, story_redacted, updated, vague
from tests.ledger import Ledger

MANY, MORE = "12 people, including 3 children", "15 people, including 3 children"


def view(ledger: Ledger) -> Any:
    before, after = ledger.story().editions[1], ledger.story().editions[2]
    (change,) = changes(before, after, claims_of(ledger))
    return change_view(change)


def editions(ledger: Ledger, old: list[str], new: list[str], **more: Any) -> None:
    ledger.post(published(1, *(printed(one) for one in old)))
    ledger.post(published(2, *(printed(one) for one in new), **more))


def test_other_amounts_are_a_silent_change_without_figures(ledger: Ledger) -> None:
    editions(ledger, [MANY], [MORE])
    told = view(ledger)
    assert (told["kind"], told["silent"], told["excuse"]) == ("changed", True, None)
    assert (told["from"]["figure"], told["to"]["figure"], told["figure"]["verdict"]) == (None, None, None)


@pytest.mark.parametrize(
    ("note", "silent"),
    [("Now 15 people.", False), ("Not 12.", False), ("3 of them are children.", True), ("Thanks to a reader.", True)],
)
def test_a_note_excuses_that_gives_one_of_the_amounts_that_differ(ledger: Ledger, note: str, *, silent: bool) -> None:
    editions(ledger, [MANY], [MORE], update_note=note)
    assert (view(ledger)["kind"], view(ledger)["silent"]) == ("changed", silent)


def test_a_note_that_is_erased_may_have_given_one(ledger: Ledger) -> None:
    editions(ledger, [MANY], [MORE], update_note="Thanks to a reader.")
    ledger.post(story_redacted(2, "/update_note"))
    assert (view(ledger)["kind"], view(ledger)["excuse"]) == ("changed", "erased")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([MANY], ["3 children among 12 people"]),
        ([MANY, MANY], [MANY]),
        (["12 people"], [MANY]),
        (["498 dead", MANY], ["498 dead", MANY]),
        (["498 dead", MANY], ["498 dead"]),
        ([MANY], ["one of them and many more people"]),
        (["dozens of people"], [MANY]),
    ],
)
def test_the_same_amounts_or_none_are_no_change(ledger: Ledger, old: list[str], new: list[str]) -> None:
    editions(ledger, old, new)
    assert view(ledger)["kind"] == "unchanged"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["11 people"], [MANY]),
        ([MANY], ["11 people"]),
        (["498 dead", MANY], ["498 dead", MORE]),
        (["1, 2 and 3", "4, 5 and 6"], ["1, 2 and 4", "3, 5 and 6"]),
    ],
)
def test_amounts_that_are_not_in_the_other_editions_words_are_a_change(
    ledger: Ledger, old: list[str], new: list[str]
) -> None:
    editions(ledger, old, new)
    assert view(ledger)["kind"] == "changed"


def test_the_print_that_differs_is_shown(ledger: Ledger) -> None:
    editions(ledger, ["498 dead", "7 of 9 boats", MANY], ["498 dead", "7 of 9 boats", MORE])
    assert (view(ledger)["from"]["wording"], view(ledger)["to"]["wording"]) == (MANY, MORE)


def test_an_erased_figure_beside_them_changes_nothing(ledger: Ledger) -> None:
    ledger.post_all(reported(), redacted(1, "/figure"))
    ledger.post(published(1, printed(MANY), printed("the toll", target=1)))
    ledger.post(published(2, printed(MORE), printed("the toll", target=1)))
    assert view(ledger)["kind"] == "unchanged"


def test_the_words_of_revisions_tell_the_figure_before_the_amounts_do(ledger: Ledger) -> None:
    ledger.post_all(reported("no one knows", vague("x")), updated("nobody can say", vague("y")))
    editions(ledger, ["No one knows"], ["Nobody can say"])
    assert (view(ledger)["kind"], view(ledger)["to"]["figure"]) == ("changed", vague("y"))
