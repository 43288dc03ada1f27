"""Refusals as a person reads them beside the fields of a form."""

import pytest

from api.web.forms.fields import laid_out
from api.web.forms.told import Told, heading, told
from api.web.forms.verbs import REPORT, VERBS
from domain.claim_state import ClaimState
from domain.refusals import (
    AlreadyReplaced,
    BadChain,
    CorrectsNothing,
    InvalidField,
    MissingField,
    NotAnAmount,
    PartsAboveWhole,
    Refusal,
    SaidInTheFuture,
    VersionConflict,
    WordingContradictsFigure,
)

VOTE = {
    "is.figure.form": "tally",
    "is.figure.parts.for": "141",
    "is.figure.parts.against": "5",
    "is.wording": "145-5, with 35 abstentions",
    "target": "1",
}


def beside(refusal: Refusal, meanwhile: str = "") -> Told:
    nodes = laid_out(VERBS["correct"].items(ClaimState(), VOTE), VOTE)
    (one,) = told([refusal], nodes, {}, VOTE, meanwhile)
    return one


def test_a_wording_that_says_something_else_is_told_with_both_numbers() -> None:
    refusal = WordingContradictsFigure(pointer="/data/is/wording", expected="141, 5", got="145, 35")
    one = beside(refusal)
    assert (one.field, one.sentence) == ("is.wording", "The wording says 145, 35; the figure says 141")
    assert (one.expected, one.got) == ("a wording that bears out 141", "“145-5, with 35 abstentions”")


@pytest.mark.parametrize(
    ("refusal", "field", "sentence"),
    [
        (MissingField(pointer="/data/approver"), "approver.name", "Say who approved it"),
        (MissingField(pointer="/data/reason"), "reason", "Say why"),
        (
            NotAnAmount(pointer="/data/is/figure/parts/for", got="many"),
            "is.figure.parts.for",
            "“many” is not an amount",
        ),
        (
            InvalidField(pointer="/data/is/said_at", got="3/2/2022"),
            "is.said_at",
            "“3/2/2022” cannot be read as one time",
        ),
        (
            SaidInTheFuture(pointer="/data/is/said_at", got="2099-03-02"),
            "is.said_at",
            "The source cannot have said this on 2 Mar 2099: that is later than now",
        ),
        (
            PartsAboveWhole(pointer="/data/is/figure/parts", extensions={"sum": "1193", "whole": "193"}),
            "is.figure.parts.for",
            "The parts add up to 1,193; the whole is 193",
        ),
        (AlreadyReplaced(pointer="/data/target", got=1), "target", "Revision 1 was corrected already"),
    ],
)
def test_each_has_its_sentence(refusal: Refusal, field: str, sentence: str) -> None:
    one = beside(refusal)
    assert (one.field, one.sentence) == (field, sentence)


def test_what_came_meanwhile_is_told_above_all_fields() -> None:
    one = beside(VersionConflict(pointer="/expectedversion"), "Revision 3 came meanwhile: look, then send again")
    assert (one.field, one.sentence) == ("", "Revision 3 came meanwhile: look, then send again")


def test_the_summary_counts_in_words() -> None:
    assert heading(1) == "Not recorded: one thing to mend"
    assert heading(2) == "Not recorded: two things to mend"
    assert heading(12) == "Not recorded: 12 things to mend"


def test_faults_stand_in_the_order_of_the_fields() -> None:
    nodes = laid_out(VERBS["correct"].items(ClaimState(), VOTE), VOTE)
    faults = [MissingField(pointer="/data/approver"), MissingField(pointer="/data/kind")]
    assert [one.field for one in told(faults, nodes, {}, VOTE)] == ["kind", "approver.name"]


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (
            CorrectsNothing(pointer="/data/is", expected="at least one member that differs from was", got=[]),
            "Nothing is changed: change what was wrong",
        ),
        (
            BadChain(pointer="/data/is/attribution/0/role", expected="originator, for it stands first", got="relay"),
            "The first hop is the originator",
        ),
        (
            InvalidField(pointer="/data/is/said_at", expected="an EDTF date or interval of level 0 or 1", got="soon"),
            "“soon” cannot be read as one time",
        ),
    ],
)
def test_what_was_expected_is_told_to_people_and_not_to_systems(refusal: Refusal, sentence: str) -> None:
    one = beside(refusal)
    assert (one.sentence, one.expected) == (sentence, "")
    assert "[]" not in one.got


def test_a_pattern_that_has_no_words_is_not_shown() -> None:
    one = beside(InvalidField(pointer="/data/is/language", expected="a string of the form ^[a-z]+$", got="?"))
    assert not one.expected


def test_a_source_without_an_id_is_told_beside_its_id_with_one_made_of_its_name() -> None:
    typed = {"attribution.0.who.name": "Kyiv Post", "attribution.0.who.kind": "outlet"}
    nodes = laid_out(REPORT.items(ClaimState(), typed), typed)
    refusal = BadChain(pointer="/data/attribution/0/who/id", expected="an id, unless kind is unnamed", got="outlet")
    (one,) = told([refusal], nodes, {}, typed)
    assert (one.field, one.proposal) == ("attribution.0.who.id", "kyiv-post")
    assert one.sentence == "Give the source an id, or say that it is unnamed"


def test_a_time_that_clocks_have_shown_twice_asks_for_its_offset() -> None:
    one = beside(InvalidField(pointer="/data/is/said_at", got="6 Nov 2022, 01:30"))
    assert one.sentence == "The clocks have shown “6 Nov 2022, 01:30” twice or never, for they were changed that day"
    assert one.advice == "Give the offset as well: 2022-11-06T01:30:00-04:00."
