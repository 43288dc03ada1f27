"""The source or the world moved on: a new utterance of the same originator, in its place on the said axis."""

from functools import partial
from typing import Any

import pytest

from tests.events import (
    LEFT_OUT,
    approximate,
    at_least,
    chain,
    corrected,
    exact,
    hop,
    never_said,
    no_figure,
    redacted,
    reported,
    retracted,
    updated,
)
from tests.ledger import Ledger

MARCH_2 = "2022-03-02"


@pytest.fixture
def claim(ledger: Ledger) -> Ledger:
    """A ledger with a claim of 498 soldiers, said on 2 March."""
    ledger.post(reported(said_at=MARCH_2))
    return ledger


def test_a_new_utterance_makes_a_new_revision_that_stands(claim: Ledger) -> None:
    claim.post(updated("1,351 soldiers", exact("1351"), said_at="2022-03-25"))
    assert claim.view()["revisions"] == 2
    assert claim.figure() == exact("1351")


def test_an_update_that_mends_a_typo_is_refused_and_points_to_corrected(claim: Ledger) -> None:
    refusal = claim.refusal_of(updated("489 soldiers", exact("489"), said_at=MARCH_2))
    assert (refusal.name, refusal.pointer, refusal.got) == ("no-new-utterance", "/data/said_at", MARCH_2)
    assert refusal.expected == "another said_at or occasion, or another refers_to than this utterance has already given"
    assert refusal.extensions == {"instead": "claim.corrected.v1"}


def test_an_utterance_is_the_same_by_its_interval_however_it_is_written(ledger: Ledger) -> None:
    ledger.post(reported(said_at="2022-03-02T20:00:00Z"))
    again = updated(said_at="2022-03-02T22:00:00+02:00")
    assert ledger.refusal_of(again).name == "no-new-utterance"


def test_another_occasion_of_that_day_is_a_new_utterance(claim: Ledger) -> None:
    claim.post(updated(said_at=MARCH_2, occasion="evening briefing"))
    assert claim.refusal_of(updated(said_at=MARCH_2, occasion="evening briefing")).name == "no-new-utterance"


def test_one_bulletin_may_give_todays_total_and_restate_yesterdays(claim: Ledger) -> None:
    claim.post(updated(said_at=MARCH_2, refers_to="2022-03-01"))
    claim.post(updated(said_at=MARCH_2, refers_to="2022-02-28"))
    again = updated(said_at=MARCH_2, refers_to="2022-03-01/2022-03-01")
    assert claim.refusal_of(again).name == "no-new-utterance"


def test_an_utterance_may_be_used_again_only_with_a_stated_period(ledger: Ledger) -> None:
    ledger.post(reported(said_at=MARCH_2, refers_to="2022-03-01"))
    assert ledger.refusal_of(updated(said_at=MARCH_2)).name == "no-new-utterance"


def test_an_utterance_that_was_never_said_of_this_question_may_be_recorded_again(claim: Ledger) -> None:
    claim.post(never_said(target=1))
    claim.post(updated(said_at=MARCH_2))
    assert claim.figure() == exact("1351")


def test_an_erased_occasion_equals_no_other(ledger: Ledger) -> None:
    ledger.post(reported(said_at=MARCH_2, occasion="a call with Mr X"))
    again = updated(said_at=MARCH_2, occasion="a call with Mr X")
    assert ledger.refusal_of(again).name == "no-new-utterance"
    ledger.post(redacted(1, "/occasion"))
    ledger.post(again)


def test_an_utterance_is_in_use_while_any_of_its_revisions_is(claim: Ledger) -> None:
    claim.post(updated(said_at=MARCH_2, occasion="evening"))
    claim.post(corrected({"occasion": "evening"}, {"occasion": None}, target=2, kind="other"))
    claim.post(never_said(target=3))
    assert claim.refusal_of(updated(said_at=MARCH_2)).name == "no-new-utterance"
    claim.post(never_said(target=1))
    claim.post(updated(said_at=MARCH_2))


def test_a_qualifier_alone_is_an_update_too(ledger: Ledger) -> None:
    ledger.post(reported("about 500", approximate("500")))
    ledger.post(updated("500", exact("500")))
    assert ledger.figure() == exact("500")


def test_a_source_may_no_longer_state_a_figure(claim: Ledger) -> None:
    claim.post(updated("no comment on losses", no_figure()))
    assert claim.figure() == no_figure()


def test_another_named_originator_is_another_claim(claim: Ledger) -> None:
    refusal = claim.refusal_of(updated(attribution=chain("who")))
    assert (refusal.name, refusal.pointer) == ("another-originator", "/data/attribution/0/who/id")
    assert (refusal.expected, refusal.got) == ("ru-mod", "who")


@pytest.mark.parametrize(("known", "sent"), [("ru-mod", None), (None, "ru-mod")])
def test_an_update_neither_names_nor_forgets_the_originator(
    ledger: Ledger, known: str | None, sent: str | None
) -> None:
    ledger.post(reported(attribution=chain(known)))
    refusal = ledger.refusal_of(updated(attribution=chain(sent)))
    assert (refusal.name, refusal.got) == ("another-originator", sent)
    assert refusal.expected == (known or "an unnamed originator; claim.attributed.v1 may name it")


def test_unnamed_and_unnamed_count_as_the_same(ledger: Ledger) -> None:
    ledger.post(reported(attribution=chain(None)))
    ledger.post(updated(attribution=chain(None, "tass")))
    assert ledger.view()["attribution"] == chain(None, "tass")


def test_an_erased_originator_keeps_no_update_out(claim: Ledger) -> None:
    claim.post(redacted(1, "/attribution/0"))
    claim.post(updated(attribution=chain("somebody")))


def test_a_new_chain_replaces_the_claims_as_a_whole_unless_the_update_is_late(claim: Ledger) -> None:
    claim.post(updated(said_at="2022-03-25", attribution=chain("ru-mod", "tass")))
    claim.post(updated(said_at="2022-03-24", attribution=chain("ru-mod", "interfax")))
    assert claim.view()["attribution"] == chain("ru-mod", "tass")
    assert claim.view()["late"] is True


def test_an_amount_below_zero_is_refused_by_the_claims_scope(claim: Ledger) -> None:
    refusal = claim.refusal_of(updated("down by 3", exact("-3")))
    assert (refusal.name, refusal.pointer, refusal.got) == ("below-zero", "/data/figure/value", "-3")


def test_the_checks_of_a_report_are_those_of_an_update(claim: Ledger) -> None:
    sent = updated("12", exact("13"), said_at="2023", attribution=[hop("ru-mod")], selector={"exact": "1", "end": 3})
    assert [one.name for one in claim.refusals_of(sent)] == [
        "wording-contradicts-figure",
        "said-in-the-future",
        "bad-chain",
        "invalid-field",
    ]


@pytest.mark.parametrize("verb", [updated, retracted, partial(redacted, 1, "/wording")])
def test_white_space_is_no_reason(claim: Ledger, verb: Any) -> None:
    refusal = claim.refusal_of(verb(reason=" \n"))
    assert (refusal.name, refusal.pointer) == ("invalid-field", "/data/reason")


def test_an_update_needs_a_reason(claim: Ledger) -> None:
    refusal = claim.refusal_of(updated(reason=LEFT_OUT))
    assert (refusal.name, refusal.pointer) == ("missing-field", "/data/reason")


def test_an_update_of_a_retracted_claim_is_refused(claim: Ledger) -> None:
    claim.post(retracted("outlet"))
    refusal = claim.refusal_of(updated())
    assert (refusal.name, refusal.pointer, refusal.got) == ("retracted", "/subject", ["outlet"])
    assert refusal.expected == "a claim that is not retracted"
    assert refusal.next_step == "Reinstate it first."


def test_every_fault_against_the_state_is_found(claim: Ledger) -> None:
    claim.post(retracted())
    sent = updated("-3", exact("-3"), said_at=MARCH_2, attribution=chain("un"))
    names = [one.name for one in claim.refusals_of(sent)]
    assert names == ["retracted", "no-new-utterance", "another-originator", "below-zero"]


@pytest.mark.parametrize("erased", ["/scope", "/figure", "/wording"])
def test_a_check_that_needs_an_erased_value_passes(ledger: Ledger, erased: str) -> None:
    ledger.post(reported())
    ledger.post(redacted(1, erased))
    ledger.post(updated("down by 3", exact("-3")) if erased == "/scope" else updated())


def test_a_correction_takes_nothing_from_what_may_be_said_again(claim: Ledger) -> None:
    moved = corrected({"said_at": MARCH_2}, {"said_at": "2022-03-01"}, kind="other")
    claim.post(moved)
    claim.post(updated("at least 500", at_least("500"), said_at=MARCH_2))
    assert claim.refusal_of(updated(said_at="2022-03-01")).name == "no-new-utterance"


def test_only_a_report_or_a_correction_sets_the_language(claim: Ledger) -> None:
    refusal = claim.refusal_of(updated(language="en"))
    assert (refusal.name, refusal.pointer) == ("unknown-field", "/data/language")
