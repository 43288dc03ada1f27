"""What excuses that a figure changed from one edition to the next: a note that gives it, a correction of the claim."""

from typing import Any

import pytest

from domain.edition_changes import change_view
from tests.editions import INJURED, between, editions, kinds, stated
from tests.events import (
    CLAIM,
    Wire,
    corrected,
    corrected_figure,
    exact,
    from_to,
    no_figure,
    printed,
    relative,
    reported,
    story_redacted,
    tally,
    updated,
    vague,
)
from tests.ledger import Ledger


def test_a_note_without_an_amount_excuses_nothing(ledger: Ledger) -> None:
    editions(ledger, [printed("498")], [printed("1,351")], "This story was updated to add more information.")
    assert kinds(ledger) == [("changed", True)]


@pytest.mark.parametrize(
    "note",
    [
        "An earlier version gave 498.",
        "The number is 1,351.",
        "The number is 1351.",
        "The number is 1 351.",
        "We had written four hundred and ninety-eight.",
        "It is one thousand three hundred and fifty-one, says the ministry.",
        "Corrects the toll from 498 to 1,351 (3:30 p.m., March 25, 2022)",
    ],
)
def test_a_note_that_gives_the_old_or_the_new_amount_excuses_the_change(ledger: Ledger, note: str) -> None:
    editions(ledger, [printed("498")], [printed("1,351")], note)
    assert kinds(ledger) == [("changed", False)]
    assert between(ledger)[0].excuse == "update_note"


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("3", "5", "Update 03/05/22 3:30 p.m. ET: more information."),
        ("3", "5", "Updated 3 March and 5 March."),
        ("22", "30", "Updated on 2022-03-22 at 15:30"),
        ("2022", "2019", "Updated in 2022."),
        ("19", "20", "Now with what COVID-19 has to do with it."),
        ("7", "8", "Says that 7,000 were wounded."),
        ("498", "1,351", "Corrects the number of wounded to 1,597."),
        ("1", "2", "No one could verify this."),
    ],
)
def test_times_dates_codes_and_other_numbers_in_a_note_excuse_nothing(
    ledger: Ledger, old: str, new: str, note: str
) -> None:
    editions(ledger, [printed(f"{old} dead")], [printed(f"{new} dead")], note)
    assert kinds(ledger) == [("changed", True)]


def test_a_number_that_could_be_a_year_is_an_amount_where_no_year_would_stand(ledger: Ledger) -> None:
    editions(ledger, [printed("2000 dead")], [printed("2100 dead")], "We had written 2000, wrongly.")
    assert kinds(ledger) == [("changed", False)]


def test_the_note_may_give_the_amount_whose_qualifier_changed(ledger: Ledger) -> None:
    editions(ledger, [printed("more than 12,000")], [printed("almost 12,000")], "It is almost 12,000.")
    assert kinds(ledger) == [("changed", False)]


VOTE_145 = tally(**{"for": "145", "against": "5", "abstaining": "35"})
VOTE_141 = tally(**{"for": "141", "against": "5", "abstaining": "35"})


@pytest.mark.parametrize(
    ("old", "new", "note", "is_silent"),
    [
        (VOTE_145, VOTE_141, "It was 141.", False),
        (VOTE_145, VOTE_141, "Not 145 states.", False),
        (VOTE_145, VOTE_141, "35 states abstained, 5 were against.", True),
        (VOTE_145, tally(**{"for": "145"}), "5 were against.", False),
        (VOTE_145, exact("145"), "5 were against.", False),
        (VOTE_145, vague("many"), "145 were for it.", False),
        (from_to("10", "12"), from_to("10", "15"), "Up to 15.", False),
        (from_to("10", "12"), from_to("10", "15"), "At least 10.", True),
        (from_to("10", "12"), exact("12"), "It was not 10.", False),
        (vague("hundreds"), exact("498"), "We had said “hundreds”.", False),
        (vague("hundreds"), exact("498"), "We had said many.", True),
        (vague("hundreds"), exact("498"), "We had said hundredspot.", True),
        (no_figure(), exact("498"), "The ministry now says so.", True),
        (no_figure(), exact("498"), "The ministry now says 498.", False),
        (relative(factor="3"), exact("498"), "Not three times as many.", False),
        (relative(), exact("498"), "Not many times higher.", False),
    ],
)
def test_of_a_tally_a_range_or_a_word_what_differs_excuses(
    ledger: Ledger,
    old: Wire,
    new: Wire,
    note: str,
    is_silent: bool,  # noqa: FBT001 (what is expected)
) -> None:
    editions(ledger, [stated(old)], [stated(new)], note)
    assert kinds(ledger) == [("changed", is_silent)]


def test_a_correction_from_the_one_figure_to_the_other_excuses_and_is_named(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), corrected_figure("489", "498"))
    editions(ledger, [printed("489 dead")], [printed("498 dead")])
    (change,) = between(ledger)
    view: Any = change_view(change)
    assert (change.silent, change.excuse, view["correction"]["position"]) == (False, "correction", 2)
    assert (view["correction"]["version"], view["correction"]["revision"]) == (2, 2)


def test_a_correction_that_is_recorded_later_excuses_all_the_same(ledger: Ledger) -> None:
    ledger.post(reported("489 soldiers", exact("489")))
    editions(ledger, [printed("489 dead")], [printed("498 dead")])
    assert kinds(ledger) == [("changed", True)]
    ledger.post(corrected_figure("489", "498"))
    assert kinds(ledger) == [("changed", False)]
    assert [one.silent for one in between(ledger, position=3)] == [True]


def test_a_correction_the_other_way_round_excuses_nothing(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), corrected_figure("489", "498"))
    editions(ledger, [printed("498 dead")], [printed("489 dead")])
    assert kinds(ledger) == [("changed", True)]


def test_a_correction_to_another_figure_excuses_nothing(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), corrected_figure("489", "498"))
    editions(ledger, [printed("489 dead")], [printed("499 dead")])
    assert kinds(ledger) == [("changed", True)]


def test_a_correction_of_part_of_what_changed_excuses_nothing(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), corrected_figure("489", "498"))
    editions(ledger, [printed("489 dead")], [printed("498 dead"), printed("600 dead")])
    assert kinds(ledger) == [("changed", True)]


def test_a_correction_that_left_nothing_excuses_nothing(ledger: Ledger) -> None:
    ledger.post(reported("489 soldiers", exact("489")))
    ledger.post(corrected({}, {}, kind="wrong_claim"))
    editions(ledger, [printed("489 dead")], [printed("498 dead")])
    assert kinds(ledger) == [("changed", True)]


def test_an_update_of_the_claim_excuses_nothing(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated())
    editions(ledger, [printed("498")], [printed("1,351")])
    assert kinds(ledger) == [("changed", True)]


def test_the_update_of_another_claim_excuses_nothing(ledger: Ledger) -> None:
    editions(
        ledger,
        [printed("498 dead"), printed("1,500 injured", claim=INJURED)],
        [printed("1,351 dead"), printed("1,597 injured", claim=INJURED)],
        "The number of injured is 1,597.",
    )
    assert [(one.claim, one.silent) for one in between(ledger)] == [(CLAIM, True), (INJURED, False)]


@pytest.mark.parametrize(
    ("old", "new", "note", "is_silent"),
    [
        ("498 dead", "Many dead", "We said 498 before.", False),
        ("498 dead", "Many dead", "The ministry has not said how many.", True),
        ("Many dead", "498 dead", "It is 498.", False),
        ("12 people, including 3 children", "Many people", "There were not 12.", False),
        ("12 people, including 3 children", "Many people", "We do not know how many.", True),
    ],
)
def test_a_note_that_gives_the_figure_excuses_that_it_was_taken_out(
    ledger: Ledger,
    old: str,
    new: str,
    note: str,
    is_silent: bool,  # noqa: FBT001 (what is expected)
) -> None:
    editions(ledger, [printed(old)], [printed(new)], note)
    assert kinds(ledger) == [("changed", is_silent)]


def test_a_correction_to_no_figure_excuses_that_it_was_taken_out(ledger: Ledger) -> None:
    ledger.post(reported("498 dead"))
    is_ = {"figure": no_figure(), "wording": "the toll is not known"}
    ledger.post(corrected({"figure": exact("498"), "wording": "498 dead"}, is_))
    editions(ledger, [printed("498 dead")], [printed("Many dead")])
    assert between(ledger)[0].excuse == "correction"


def test_an_erased_note_may_have_said_so(ledger: Ledger) -> None:
    editions(ledger, [printed("498")], [printed("1,351")], "Thanks to a reader.")
    ledger.post(story_redacted(2, "/update_note"))
    (change,) = between(ledger)
    assert (change.kind, change.silent, change.excuse) == ("changed", False, "erased")


def test_a_correction_is_named_where_the_note_is_erased(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), corrected_figure("489", "498"))
    editions(ledger, [printed("489")], [printed("498")], "Thanks to a reader.")
    ledger.post(story_redacted(2, "/update_note"))
    assert between(ledger)[0].excuse == "correction"
