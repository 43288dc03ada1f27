"""Sentences about figures, scopes and verdicts, in the words of the desk."""

from typing import Any

import pytest

from api.web.sentences import (
    bounds_words,
    claim_name,
    dispute_name,
    party_words,
    percent_words,
    scope_parts,
    scope_words,
    tally_words,
    unit_words,
    verdict_reason,
    way_words,
)
from api.words import counted_words

ERASED = {"redacted": True}
READER, QUESTION = {"value": "0.10", "by": "reader"}, {"value": "0.01", "by": "question"}
MINISTRY = {"who": {"id": "ru-mod", "name": "Russian Ministry of Defence", "kind": "office"}}
REUTERS = {"who": {"id": "reuters", "name": "Reuters", "kind": "organisation"}}
ADVISER = {"who": {"name": "a Ukrainian military adviser", "kind": "unnamed"}}
NEWSWEEK = {"who": {"id": "newsweek", "name": "Newsweek", "kind": "outlet"}}
SCOPE = {"population": "Russian soldiers", "place": "Ukraine", "unit": "persons", "definition": "killed"}


def view(**members: Any) -> dict[str, Any]:
    own = {"claim": "ru-mod.killed", "scope": SCOPE, "attribution": [MINISTRY], "standing": None, "disputes": []}
    return {**own, **members}


@pytest.mark.parametrize(
    ("figure", "tolerance", "words"),
    [
        ({"form": "exact", "value": "498"}, None, "Exactly 498: no more, no fewer"),
        ({"form": "at_least", "value": "7000"}, None, "7,000 or more"),
        ({"form": "at_most", "value": "7000"}, None, "7,000 or fewer"),
        ({"form": "more_than", "value": "7000"}, None, "More than 7,000, itself not included"),
        ({"form": "less_than", "value": "7000"}, None, "Less than 7,000, itself not included"),
        ({"form": "range", "low": "10", "high": "12"}, None, "From 10 to 12"),
        ({"form": "approximate", "value": "1500"}, None, "No bounds until you give a tolerance"),
        ({"form": "approximate", "value": "1500"}, READER, "1,350 to 1,650 at your 10 %"),
        ({"form": "approximate", "value": "1.5"}, READER, "1.35 to 1.65 at your 10 %"),
        (
            {"form": "approximate", "value": "500", "leaning": "below"},
            QUESTION,
            "From 495 up to but not including 500 at the question’s 1 %",
        ),
        (
            {"form": "approximate", "value": "500", "leaning": "above"},
            QUESTION,
            "More than 500, up to 505 at the question’s 1 %",
        ),
        ({"form": "approximate", "value": "0"}, READER, "No bounds: no share of zero is more than zero"),
        ({"form": "vague", "term": "thousands"}, READER, "No mark: the word has no bounds of its own."),
        (
            {"form": "relative", "comparison": "much higher"},
            None,
            "No mark: a relative figure gives no number of its own.",
        ),
        ({"form": "none"}, None, "No mark: there is no figure."),
        (
            {"form": "tally", "parts": {"against": "5", "abstaining": "35", "for": "141"}, "of": "193"},
            None,
            "141 for, 5 against, 35 abstaining, of 193",
        ),
        (ERASED, READER, "Erased: its bounds cannot be told"),
    ],
)
def test_a_figure_says_what_it_commits_to(figure: Any, tolerance: Any, words: str) -> None:
    assert bounds_words(figure, tolerance) == words


def test_a_tolerance_is_a_percentage() -> None:
    assert [percent_words(one) for one in ("0.10", "0.025", "0.5")] == ["10 %", "2.5 %", "50 %"]


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (SCOPE, "Russian soldiers killed"),
        (
            {"population": "Russian artillery systems", "definition": "artillery systems lost"},
            "Russian artillery systems lost",
        ),
        ({"population": "Russians", "definition": "took to the streets"}, "Russians took to the streets"),
        ({"population": "Russians", "definition": "effect of many deaths"}, "Russians, effect of many deaths"),
        ({"definition": "verifiability"}, "verifiability"),
        ({}, ""),
    ],
)
def test_population_and_definition_read_as_one_phrase(scope: dict[str, str], words: str) -> None:
    assert counted_words(scope) == words


def test_a_scope_says_where() -> None:
    assert scope_words(SCOPE) == "Russian soldiers killed in Ukraine"
    assert scope_parts(SCOPE) == "Russian soldiers · Ukraine · killed · persons"
    assert (scope_words(ERASED), scope_parts(ERASED)) == ("erased", "erased")


def test_a_claim_is_called_by_what_it_counts_and_who_says_so() -> None:
    assert claim_name(view()) == "Russian soldiers killed, says the Russian Ministry of Defence"


def test_the_unnamed_may_be_many_and_an_erased_source_says_nothing() -> None:
    officials = {"who": {"kind": "unnamed", "name": "officials at the Pentagon"}, "role": "originator"}
    assert claim_name(view(attribution=[officials])).endswith("killed, according to officials at the Pentagon")
    assert claim_name(view(attribution=[ERASED])) == "Russian soldiers killed, by a source that was erased"


def test_without_scope_a_claim_is_called_by_its_wording_else_by_its_name() -> None:
    wording = {"revision": 1, "wording": "no losses at all"}
    assert claim_name(view(scope={}, standing=wording)) == "“no losses at all”, says the Russian Ministry of Defence"
    again = {"revision": 2, "wording": "some losses"}
    named = claim_name(view(scope={}, standing=again, first_wording="no losses at all"))
    assert named == "“no losses at all”, says the Russian Ministry of Defence"
    assert claim_name(view(scope={}, standing=again, first_wording=ERASED)).startswith("ru-mod.killed, ")
    assert claim_name(view(scope=ERASED, attribution=[REUTERS])) == "ru-mod.killed, says Reuters"
    assert claim_name(view(scope={}, standing={"revision": 1, "wording": ERASED})).startswith("ru-mod.killed, ")


def test_a_party_without_a_name_is_called_unnamed_once() -> None:
    assert party_words(ADVISER) == "A Ukrainian military adviser, unnamed"
    assert party_words({"who": {"name": "estimates (not named)", "kind": "unnamed"}}) == "Estimates (not named)"
    assert party_words(ERASED) == "Erased"


def test_the_way_to_the_reader_is_told() -> None:
    assert way_words([ADVISER, REUTERS, NEWSWEEK]) == "via Reuters, to Newsweek"
    assert way_words([MINISTRY, NEWSWEEK]) == "to Newsweek"
    assert way_words([MINISTRY]) == ""


def test_an_outlet_that_says_so_itself_says_so_in_its_own_voice() -> None:
    assert way_words([NEWSWEEK, NEWSWEEK]) == "in its own voice"
    assert way_words([MINISTRY, NEWSWEEK, NEWSWEEK]) == "to Newsweek"
    assert way_words([ADVISER, ADVISER, NEWSWEEK]) == "via a Ukrainian military adviser, to Newsweek"


def standing(figure: dict[str, str], refers_to: str = "2022-02-24/2022-03-02") -> dict[str, Any]:
    return {"figure": figure, "refers_to": refers_to}


def test_a_verdict_gives_its_reason_with_the_words_themselves() -> None:
    exact, vague = standing({"form": "exact", "value": "498"}), standing({"form": "vague", "term": "thousands"})
    relative = standing({"form": "relative", "comparison": "much higher"})
    undecided = {"verdict": "undecidable", "reasons": ["vague"]}
    assert verdict_reason(undecided, exact, vague) == "“Thousands” has no bounds of its own."
    both = {"verdict": "undecidable", "reasons": ["vague", "relative"]}
    assert verdict_reason(both, vague, relative) == "Neither has bounds of its own."
    leaning = {"verdict": "undecidable", "reasons": ["relative"]}
    assert verdict_reason(leaning, exact, relative) == "“Much higher” is relative: it gives no number of its own."
    assert verdict_reason({"verdict": "disjoint", "reasons": []}) == "No number is both."
    assert (
        verdict_reason({"verdict": "undecidable", "reasons": ["redacted"]}, {"figure": ERASED}) == "A value is erased."
    )


def test_figures_of_other_periods_say_which() -> None:
    pair = {"verdict": "incomparable", "reasons": ["period"]}
    left, right = standing({"form": "none"}), standing({"form": "none"}, "2022-02-24/2022-02-28")
    words = "Other period, 24 Feb – 2 Mar 2022 against 24 – 28 Feb 2022."
    assert verdict_reason(pair, left, right) == words


def test_a_dispute_of_something_else_than_the_figure_says_of_what() -> None:
    of_chain = {"revision": 1, "open": True, "aspect": "attribution"}
    of_figure, of_period = {**of_chain, "aspect": "figure"}, {**of_chain, "aspect": "period"}
    standing = {"revision": 1}
    assert dispute_name(view(disputes=[of_chain], standing=standing)) == "Disputed: attribution"
    assert dispute_name(view(disputes=[of_figure, of_period], standing=standing)) == "Disputed: figure, period"
    assert dispute_name(view(disputes=[{**of_chain, "aspect": ERASED}], standing=standing)) == "Disputed"


def test_a_board_tells_of_no_dispute_that_leaves_the_figure_alone() -> None:
    of_chain = {"revision": 1, "open": True, "aspect": "attribution"}
    standing, erased = {"revision": 1}, {**of_chain, "aspect": ERASED}
    assert dispute_name(view(disputes=[of_chain, erased], standing=standing), on_board=True) == ""
    both = [of_chain, {**of_chain, "aspect": "existence"}]
    assert dispute_name(view(disputes=both, standing=standing), on_board=True) == "Disputed: existence"


def test_a_dispute_names_the_figure_that_is_meant() -> None:
    open_ = {"revision": 1, "open": True, "aspect": "figure"}
    assert dispute_name(view()) == ""
    assert dispute_name(view(disputes=[open_], standing={"revision": 1})) == "Disputed: this figure"
    assert dispute_name(view(disputes=[open_], standing={"revision": 2})) == "Disputed: revision 1 only"
    two = [open_, {**open_, "revision": 2}]
    assert dispute_name(view(disputes=two, standing={"revision": 3})) == "Disputed: revisions 1 and 2"


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ({"unit": "person", "definition": "killed"}, "Persons killed"),
        ({"unit": "votes", "definition": "votes for, against"}, "Votes for, against"),
        ({"unit": "euro"}, "Euro"),
        ({"unit": "persons", "definition": "losses (not defined: killed, or killed and injured)"}, "Persons"),
        ({"definition": "killed"}, ""),
        ({"redacted": True}, ""),
    ],
)
def test_an_axis_is_called_by_what_it_counts(scope: dict[str, Any], words: str) -> None:
    assert unit_words(scope) == words


def test_a_vote_is_told_in_one_order_however_it_is_stored() -> None:
    parts = {"abstaining": "35", "absent": "12", "against": "5", "for": "141"}
    assert tally_words({"form": "tally", "parts": parts}) == "141 for, 5 against, 35 abstaining, 12 absent"
