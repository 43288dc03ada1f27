"""Taken back, and back again: a withdrawal by the source and a kill by the outlet are two facts."""

from typing import Any

import pytest

from tests.events import (
    LEFT_OUT,
    annotated,
    assessed,
    disputed,
    linked,
    reinstated,
    reported,
    retracted,
    updated,
)
from tests.ledger import Ledger, state_digest


@pytest.fixture
def claim(ledger: Ledger) -> Ledger:
    """A ledger with a claim of three revisions, one open dispute, one finding."""
    ledger.post_all(reported(), updated(), updated(said_at="2022-03-26"), disputed(), assessed())
    return ledger


def test_nothing_stands_of_a_retracted_claim_and_it_says_who_took_it_back(claim: Ledger) -> None:
    claim.post(retracted("outlet", reason="it was a parody"))
    view: Any = claim.view()
    assert (view["status"], view["standing"], view["disputed"]) == ("retracted", None, True)
    assert [(one["by"], one["reason"]) for one in view["retracted"]] == [("outlet", "it was a parody")]
    assert view["retracted"][0]["recorded_at"] == view["recorded_at"]


def test_a_reinstatement_gives_back_exactly_the_state_before(claim: Ledger) -> None:
    before = state_digest(claim.view())
    claim.post_all(retracted(), annotated("asked them"))
    assert state_digest(claim.view()) != before
    claim.post(reinstated())
    assert state_digest(claim.view()) == before


def test_between_the_two_it_was_retracted_and_still_is_as_of_then(claim: Ledger) -> None:
    receipt = claim.post(retracted("source"))
    claim.post(reinstated("source"))
    view: Any = claim.as_of(receipt.position or 0)
    assert (view["status"], view["retracted"][0]["by"]) == ("retracted", "source")
    assert claim.view()["retracted"] == []


def test_both_parties_may_take_it_back_and_undoing_one_leaves_the_other_in_force(claim: Ledger) -> None:
    claim.post_all(retracted("source"), retracted("outlet"), reinstated("source"))
    view: Any = claim.view()
    assert (view["status"], [one["by"] for one in view["retracted"]]) == ("retracted", ["outlet"])


@pytest.mark.parametrize("by", ["source", "outlet"])
def test_the_same_party_does_not_take_it_back_twice(claim: Ledger, by: str) -> None:
    claim.post(retracted(by))
    refusal = claim.refusal_of(retracted(by))
    assert (refusal.name, refusal.pointer, refusal.got) == ("already-retracted", "/data/by", by)
    assert refusal.expected == "a party that has not retracted it"


def test_what_is_not_retracted_is_not_reinstated(claim: Ledger) -> None:
    claim.post(retracted("source"))
    refusal = claim.refusal_of(reinstated("outlet"))
    assert (refusal.name, refusal.pointer, refusal.got) == ("not-retracted", "/data/by", "outlet")
    assert refusal.expected == "a party whose retraction is in force"


def test_it_may_be_taken_back_again_after_it_was_reinstated(claim: Ledger) -> None:
    claim.post_all(retracted(), reinstated(), retracted())
    assert claim.view()["status"] == "retracted"


@pytest.mark.parametrize("verb", [retracted, reinstated])
def test_both_need_a_reason(claim: Ledger, verb: Any) -> None:
    refusal = claim.refusal_of(verb(reason=LEFT_OUT))
    assert (refusal.name, refusal.pointer) == ("missing-field", "/data/reason")


def test_what_is_no_new_figure_is_taken_while_it_is_retracted(claim: Ledger) -> None:
    claim.post_all(retracted(), annotated(), linked(), assessed())
    assert claim.view()["notes"] == 1


def test_a_second_report_reopens_nothing(claim: Ledger) -> None:
    claim.post(retracted())
    assert claim.refusal_of(reported()).name == "already-opened"
