"""Refusals as a person reads them beside the fields of a form."""

import pytest

from api.web.forms.fields import laid_out
from api.web.forms.told import Told, heading, told
from api.web.forms.verbs import VERBS
from domain.claim_state import ClaimState
from domain.refusals import (
    AlreadyReplaced,
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
