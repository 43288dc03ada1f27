"""Drafted correction notes: what a story said, what is right, when and where it was printed."""

from typing import Any

import pytest

from api.words import figure_words
from domain.correction_notes import Draft, draft_view, drafts
from tests.claim_records import claims_of
from tests.events import (
    CLAIM,
    Event,
    Wire,
    chain,
    corrected,
    corrected_figure,
    exact,
    hop,
    never_said,
    printed,
    published,
    redacted,
    reported,
    story_redacted,
    tally,
    updated,
)
from tests.ledger import Ledger

VOTE_145 = tally(**{"for": "145", "against": "5", "abstaining": "35"})
VOTE_141 = tally(**{"for": "141", "against": "5", "abstaining": "35"})
VOTE = reported("145-5, with 35 abstentions", VOTE_145, scope={"population": "General Assembly"})
VOTE_CORRECTED = corrected(
    {"figure": VOTE_145, "wording": "145-5, with 35 abstentions"},
    {"figure": VOTE_141, "wording": "141-5, with 35 abstentions"},
)


def drafted(ledger: Ledger) -> list[Draft]:
    return drafts(ledger.story().editions, claims_of(ledger), figure_words)


def note(ledger: Ledger) -> str:
    (draft,) = drafted(ledger)
    assert draft.text.startswith("Correction: An earlier version of this story ")
    return draft.text.removeprefix("Correction: An earlier version of this story ")


def test_a_note_says_what_was_printed_and_what_is_right(ledger: Ledger) -> None:
    ledger.post_all(VOTE, published(1, printed("145-5, with 35 abstentions")), VOTE_CORRECTED)
    assert note(ledger) == (
        "gave the General Assembly vote as 145-5, with 35 abstentions. The vote was 141-5, with 35 abstentions."
    )


def test_a_vote_of_voters_is_the_vote(ledger: Ledger) -> None:
    vote = reported("145-5, with 35 abstentions", VOTE_145, scope={"population": "voting members"})
    ledger.post_all(vote, published(1, printed("by 145-5, with 35 abstentions")), VOTE_CORRECTED)
    assert note(ledger) == "gave the vote as 145–5–35. The vote was 141-5, with 35 abstentions."


def test_a_note_is_owed_for_nothing_that_is_right(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated(), published(1, printed(), printed("1,351"), printed(claim="unknown")))
    assert drafted(ledger) == []


def test_a_note_goes_away_when_a_later_edition_prints_the_right_figure(ledger: Ledger) -> None:
    ledger.post_all(VOTE, published(1, printed("145-5, with 35 abstentions")), VOTE_CORRECTED)
    ledger.post(published(2, printed("141-5, with 35 abstentions")))
    assert drafted(ledger) == []


def test_a_note_stays_while_one_print_of_the_last_edition_is_wrong(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), corrected_figure("489", "498"))
    ledger.post_all(published(1, printed("498 dead")), published(2, printed("498 dead"), printed("489", "caption")))
    (draft,) = drafted(ledger)
    assert [(one.edition.number, one.print.placement) for one in draft.printed] == [(2, "caption")]


def test_a_note_stays_when_later_editions_print_nothing_of_the_claim(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), corrected_figure("489", "498"))
    ledger.post_all(published(1, printed("489 dead")), published(2, printed("30 aircraft", claim="other")))
    assert len(drafted(ledger)) == 1


def test_a_note_tells_when_and_where_the_wrong_figure_was_printed(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), corrected_figure("489", "498"))
    ledger.post_all(
        published(1, printed("489 dead", "headline"), url="https://newsroom.example/1"), published(2, printed("489"))
    )
    (draft,) = drafted(ledger)
    view: Any = draft_view(draft)
    assert [(one["edition"], one["placement"], one["published_at"]) for one in view["printed"]] == [
        (1, "headline", "2022-03-02T15:30:00Z"),
        (2, "body", "2022-03-03T15:30:00Z"),
    ]
    assert (view["printed"][0]["url"], view["printed"][0]["figure"]) == ("https://newsroom.example/1", exact("489"))
    assert (view["claim"], view["is"]["figure"], view["correction"]["position"]) == (CLAIM, exact("498"), 2)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (
            {"population": "Russian soldiers", "definition": "killed", "place": "Ukraine", "unit": "persons"},
            "gave the number of Russian soldiers killed in Ukraine as 489. The number was 498.",
        ),
        (
            {"population": "Russian tanks", "definition": "tanks lost", "unit": "tanks"},
            "gave the number of Russian tanks lost as 489. The number was 498.",
        ),
        (
            {"definition": "grain exported from Ukraine", "place": "Ukraine", "unit": "tonne"},
            "gave the figure for grain exported from Ukraine as 489. The figure was 498.",
        ),
        ({}, "gave a figure as 489. The figure was 498."),
    ],
)
def test_what_the_figure_is_of_is_told_in_the_words_of_the_scope(ledger: Ledger, scope: Wire, expected: str) -> None:
    ledger.post_all(reported("489 soldiers", exact("489"), scope=scope), published(1, printed("489 dead")))
    ledger.post(corrected_figure("489", "498"))
    assert note(ledger) == expected


def test_an_erased_scope_leaves_a_figure(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), published(1, printed("489 dead")))
    ledger.post_all(corrected_figure("489", "498"), redacted(1, "/scope"))
    assert note(ledger).startswith("gave a figure as 489.")


def test_a_figure_that_the_source_never_gave_is_told_so(ledger: Ledger) -> None:
    ledger.post_all(reported(scope={}), updated("300 soldiers", exact("300")), published(1, printed("300 dead")))
    ledger.post(never_said(2))
    assert note(ledger) == "gave a figure as 300. The source gave no such figure. What stands is 498."


def test_where_nothing_is_left_there_is_nothing_to_say_beside(ledger: Ledger) -> None:
    ledger.post_all(reported(scope={}), published(1, printed()), never_said(1))
    assert note(ledger) == "gave a figure as 498. The source gave no such figure."


MISATTRIBUTED = ({"attribution": chain()}, {"attribution": chain(None)})


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        (
            corrected(*MISATTRIBUTED, kind="misattribution"),
            "attributed “498 soldiers” to ru-mod. It should have been attributed to an unnamed source.",
        ),
        (
            corrected(
                {"attribution": chain()},
                {"attribution": [hop("un", "originator") | {"who": {"id": "un", "name": "UN", "kind": "office"}}]},
                kind="misattribution",
            ),
            "attributed “498 soldiers” to ru-mod. It should have been attributed to UN.",
        ),
        (
            corrected({"wording": "498 soldiers"}, {"wording": "498 troops."}, kind="misquote"),
            "said “498 soldiers”. It should have said “498 troops”.",
        ),
        (
            corrected({"scope": {}, "question": "ru-soldiers-killed"}, {"scope": {"place": "Kyiv"}, "question": "q"}),
            (
                "said “498 soldiers”. The place is Kyiv, which was not stated. It answers the question q, "
                "not ru-soldiers-killed."
            ),
        ),
    ],
)
def test_words_sources_and_scopes_are_told_as_what_they_are(ledger: Ledger, correction: Event, expected: str) -> None:
    ledger.post_all(reported(scope={}), published(1, printed("498 soldiers")), correction)
    assert note(ledger) == expected


@pytest.mark.parametrize(
    ("was", "is_", "expected"),
    [
        ({"unit": "barrels"}, {"unit": "tonnes"}, "The unit is tonnes, not barrels."),
        (
            {"population": "soldiers", "place": "Ukraine", "definition": "killed"},
            {"population": "Russian soldiers", "place": "Kyiv", "definition": "killed"},
            "The population is Russian soldiers, not soldiers. The place is Kyiv, not Ukraine.",
        ),
        (
            {"definition": "killed or missing"},
            {"definition": "killed"},
            "The definition is killed, not killed or missing.",
        ),
        ({}, {"unit": "persons"}, "The unit is persons, which was not stated."),
        ({"place": "Kyiv"}, {}, "The place should not have been given as Kyiv."),
        ({}, {"signed": True}, "The figure may be below zero."),
        ({"signed": True}, {}, "The figure cannot be below zero."),
    ],
)
def test_of_a_scope_it_is_told_what_was_said_and_what_is_right(
    ledger: Ledger, was: Wire, is_: Wire, expected: str
) -> None:
    ledger.post_all(reported(scope=was), published(1, printed("498 soldiers")))
    ledger.post(corrected({"scope": was}, {"scope": is_}, kind="wrong_scope"))
    assert note(ledger) == f"said “498 soldiers”. {expected}"


def test_who_said_it_and_what_it_counts_are_told_together(ledger: Ledger) -> None:
    ledger.post_all(reported(scope={"unit": "barrels"}), published(1, printed("498 soldiers")))
    ledger.post(
        corrected(
            {"attribution": chain(), "scope": {"unit": "barrels"}},
            {"attribution": chain("un"), "scope": {"unit": "tonnes"}},
            kind="other",
        )
    )
    assert note(ledger) == (
        "attributed “498 soldiers” to ru-mod. It should have been attributed to un. The unit is tonnes, not barrels."
    )


def test_of_two_corrections_the_last_tells_what_is_right(ledger: Ledger) -> None:
    ledger.post_all(reported(scope={}), published(1, printed("498 soldiers")))
    for target, was, is_ in ((1, "ru-mod", "un"), (2, "un", "kyiv-adviser")):
        said = {"attribution": chain(was)}, {"attribution": chain(is_)}
        ledger.post(corrected(*said, target=target, kind="misattribution"))
    assert note(ledger) == ("attributed “498 soldiers” to ru-mod. It should have been attributed to kyiv-adviser.")


@pytest.mark.parametrize(
    ("erased", "expected"),
    [
        ("/is/scope", "What it counts has been corrected; what is right is erased from the record."),
        ("/was/scope", "The population is tanks. The unit is tonnes."),
    ],
)
def test_an_erased_scope_is_never_told(ledger: Ledger, erased: str, expected: str) -> None:
    ledger.post_all(reported(scope={"unit": "barrels"}), published(1, printed("498 soldiers")))
    corrected_scope = {"unit": "tonnes", "population": "tanks"}
    ledger.post(corrected({"scope": {"unit": "barrels"}}, {"scope": corrected_scope}, kind="wrong_scope"))
    ledger.post(redacted(2, erased))
    assert note(ledger) == f"said “498 soldiers”. {expected}"


@pytest.mark.parametrize(
    ("was", "is_", "kind", "expected"),
    [
        (
            {"figure": exact("498"), "wording": "498 soldiers"},
            {"figure": exact("489"), "wording": "489 soldiers"},
            "wrong_figure",
            "gave a figure as 498. That was wrong; the right figure is erased from the record.",
        ),
        (
            {"wording": "498 soldiers"},
            {"wording": "498 troops"},
            "misquote",
            "said “498 soldiers”. Those words were wrong; the right ones are erased from the record.",
        ),
        (
            {"statement": None},
            {"statement": "They are 498."},
            "other",
            "said “498 soldiers”. What the source said is erased from the record, not that figure alone.",
        ),
    ],
)
def test_of_an_erased_right_value_it_is_told_that_it_is_erased(
    ledger: Ledger, was: Wire, is_: Wire, kind: str, expected: str
) -> None:
    ledger.post_all(reported(scope={}), published(1, printed("498 soldiers")), corrected(was, is_, kind=kind))
    ledger.post(redacted(2, *(f"/is/{name}" for name in is_)))
    assert note(ledger) == expected


@pytest.mark.parametrize(
    ("was", "is_", "expected"),
    [
        ({"refers_to": None}, {"refers_to": "2022-02"}, "It is about <2022-02>, not no period."),
        (
            {"statement": None},
            {"statement": "They are 498."},
            "What the source said is “They are 498”, not that figure alone.",
        ),
        (
            {"refers_to": None, "statement": None},
            {"refers_to": "2022-02", "statement": "So many"},
            "It is about <2022-02>, not no period. What the source said is “So many”, not that figure alone.",
        ),
    ],
)
def test_a_period_and_a_statement_are_told_in_words(ledger: Ledger, was: Wire, is_: Wire, expected: str) -> None:
    ledger.post_all(reported(scope={}), published(1, printed("498 soldiers")), corrected(was, is_))
    (one,) = drafts(ledger.story().editions, claims_of(ledger), figure_words, "<{}>".format)
    assert one.text == f"Correction: An earlier version of this story said “498 soldiers”. {expected}"


def test_an_erased_source_is_told_as_unnamed(ledger: Ledger) -> None:
    ledger.post_all(reported(scope={}), published(1, printed("498 soldiers")))
    ledger.post_all(corrected(*MISATTRIBUTED, kind="misattribution"), redacted(2, "/was/attribution/0"))
    assert note(ledger).startswith("attributed “498 soldiers” to an unnamed source.")


def test_the_figure_comes_before_the_words(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489"), scope={}), reported("30 soldiers", exact("30"), claim="x"))
    ledger.post(published(1, printed("489 soldiers, or so", figure=exact("489"), target=1), printed("489 dead")))
    ledger.post(corrected_figure("489", "498"))
    assert note(ledger).startswith("gave a figure as 489.")


def test_an_erased_print_owes_no_note(ledger: Ledger) -> None:
    ledger.post_all(reported("489 soldiers", exact("489")), published(1, printed("489 dead")))
    ledger.post_all(corrected_figure("489", "498"), story_redacted(1, "/prints/0"))
    assert drafted(ledger) == []
