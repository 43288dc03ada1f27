"""What changed between two editions: planted silent changes and mismatches, and what must not be taken for one."""

from dataclasses import replace
from typing import Any

import pytest

from domain.edition_changes import Change, change_view, changes
from domain.mismatches import mismatch_view, mismatches
from domain.story import VEILED
from tests.claim_records import claims_of
from tests.events import (
    CLAIM,
    Wire,
    approximate,
    at_least,
    corrected,
    corrected_figure,
    exact,
    from_to,
    more_than,
    no_figure,
    printed,
    published,
    redacted,
    relative,
    reported,
    story_redacted,
    tally,
    updated,
    vague,
)
from tests.ledger import Ledger

INJURED = "ru-mod.ru-soldiers-injured"


def between(ledger: Ledger, position: int | None = None) -> list[Change]:
    recorded = ledger.story().editions
    return changes(recorded[1], recorded[2], claims_of(ledger, position=position))


def kinds(ledger: Ledger) -> list[tuple[str, bool]]:
    return [(one.kind, one.silent) for one in between(ledger)]


def editions(ledger: Ledger, old: list[Wire], new: list[Wire], note: str | None = None) -> None:
    told = {} if note is None else {"update_note": note}
    ledger.post_all(published(1, *old), published(2, *new, **told))


def stated(figure: Wire, placement: str = "body", claim: str = CLAIM) -> Wire:
    """A print whose words give no numeral, so that any figure may stand beside them."""
    return printed("so many", placement, claim=claim, figure=figure)


def contradictions(ledger: Ledger, edition: int = 1) -> list[Any]:
    found = mismatches(ledger.story().editions[edition], claims_of(ledger)).listed
    return [(one.left.print.placement, one.right.print.placement, one.verdict.verdict) for one in found]


def test_a_figure_that_changed_without_a_word_changed_silently(ledger: Ledger) -> None:
    ledger.post(reported())
    editions(ledger, [printed("498 soldiers")], [printed("1,351 soldiers")])
    (change,) = between(ledger)
    assert (change.kind, change.silent, change.excuse, change.correction) == ("changed", True, None, None)


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
