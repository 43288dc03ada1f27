"""Somebody disputes one aspect of one revision, and only a resolution closes that."""

from typing import Any

import pytest

from tests.events import (
    annotated,
    at_least,
    chain,
    corrected,
    corrected_figure,
    disputed,
    exact,
    hop,
    redacted,
    reported,
    resolved,
    retracted,
    updated,
)
from tests.ledger import Ledger

DERNA: dict[str, Any] = {"question": "derna-dead", "scope": {"place": "Derna", "unit": "person", "definition": "dead"}}


@pytest.fixture
def claim(ledger: Ledger) -> Ledger:
    """A ledger with a claim of the ministry's."""
    ledger.post(reported(id="first"))
    return ledger


def test_a_dispute_is_open_until_it_is_resolved(claim: Ledger) -> None:
    claim.post(disputed("d-1", counter_claim="kyiv.killed"))
    view: Any = claim.view()
    assert view["disputed"] is True
    assert {name: view["disputes"][0][name] for name in ("dispute", "revision", "aspect", "open", "outcome")} == {
        "dispute": "d-1",
        "revision": 1,
        "aspect": "figure",
        "open": True,
        "outcome": None,
    }
    claim.post(resolved("d-1", "rejected"))
    view = claim.view()
    assert view["disputed"] is False
    assert (view["disputes"][0]["open"], view["disputes"][0]["outcome"]) == (False, "rejected")


def test_a_dispute_stays_open_when_its_revision_is_corrected(claim: Ledger) -> None:
    claim.post_all(disputed(), corrected_figure("498", "497"))
    assert claim.view()["disputed"] is True


def test_a_dispute_may_name_any_revision_also_a_replaced_one(claim: Ledger) -> None:
    claim.post(corrected_figure("498", "497"))
    claim.post_all(disputed("d-1", target=1), disputed("d-2", target={"id": "first"}), disputed("d-3", target=2))
    disputes: Any = claim.view()["disputes"]
    assert [one["revision"] for one in disputes] == [1, 1, 2]


def test_a_dispute_id_is_in_use_for_ever(claim: Ledger) -> None:
    claim.post_all(disputed("d-1"), resolved("d-1"))
    refusal = claim.refusal_of(disputed("d-1"))
    assert (refusal.name, refusal.pointer, refusal.got) == ("dispute-in-use", "/data/dispute", "d-1")
    assert refusal.expected == "an id that is not in use here"


@pytest.mark.parametrize("aspect", ["figure", "period", "definition"])
def test_a_source_does_not_dispute_its_own_claim(claim: Ledger, aspect: str) -> None:
    refusal = claim.refusal_of(disputed(by="ru-mod", aspect=aspect))
    assert (refusal.name, refusal.pointer, refusal.got) == ("own-claim", "/data/by/0/who/id", "ru-mod")
    assert refusal.expected == "somebody else"


@pytest.mark.parametrize("aspect", ["attribution", "existence"])
def test_a_source_may_say_that_it_never_said_that(claim: Ledger, aspect: str) -> None:
    claim.post(disputed(by="ru-mod", aspect=aspect))


@pytest.mark.parametrize("by", [None, "ru-mod"])
def test_the_unnamed_may_be_anybody(ledger: Ledger, by: str | None) -> None:
    ledger.post(reported(attribution=chain(None)))
    ledger.post(disputed(by=by))


def test_an_erased_originator_may_be_anybody(claim: Ledger) -> None:
    claim.post(redacted(1, "/attribution/0"))
    claim.post(disputed(by="ru-mod"))


def test_a_dispute_of_what_is_not_there_yet_may_come_later(claim: Ledger) -> None:
    refusal = claim.refusal_of(disputed(target={"id": "second"}))
    assert (refusal.name, refusal.pointer, refusal.got) == ("not-recorded-yet", "/data/target/id", "second")


def test_a_dispute_of_a_revision_beyond_the_last_is_never_right(claim: Ledger) -> None:
    refusals = claim.refusals_of(disputed(target=2, by="ru-mod"))
    assert [(one.name, one.pointer) for one in refusals] == [
        ("no-such-revision", "/data/target"),
        ("own-claim", "/data/by/0/who/id"),
    ]


def test_a_dispute_of_an_event_that_made_no_revision_is_never_right(claim: Ledger) -> None:
    claim.post(annotated(id="second"))
    assert claim.refusal_of(disputed(target={"id": "second"})).name == "no-such-revision"


def test_the_chain_of_a_dispute_must_hold_together(claim: Ledger) -> None:
    refusal = claim.refusal_of(disputed() | {"data": disputed()["data"] | {"by": [hop("un")]}})
    assert (refusal.name, refusal.pointer) == ("bad-chain", "/data/by/0/role")


def test_a_resolution_needs_a_dispute(claim: Ledger) -> None:
    refusal = claim.refusal_of(resolved("d-1"))
    assert (refusal.name, refusal.pointer, refusal.got) == ("not-recorded-yet", "/data/dispute", "d-1")
    assert refusal.expected == "a dispute of this claim"


def test_a_resolved_dispute_is_not_resolved_again(claim: Ledger) -> None:
    claim.post_all(disputed("d-1"), resolved("d-1"))
    refusal = claim.refusal_of(resolved("d-1", "upheld"))
    assert (refusal.name, refusal.pointer, refusal.got) == ("dispute-resolved", "/data/dispute", "d-1")
    assert refusal.expected == "an open dispute"


@pytest.mark.parametrize("member", ["outcome", "by", "reason"])
def test_a_resolution_says_how_by_whom_and_why(claim: Ledger, member: str) -> None:
    claim.post(disputed("d-1"))
    sent = resolved("d-1")
    del sent["data"][member]
    refusal = claim.refusal_of(sent)
    assert (refusal.name, refusal.pointer) == ("missing-field", f"/data/{member}")


def test_a_dispute_is_made_and_resolved_while_the_claim_is_retracted(claim: Ledger) -> None:
    claim.post_all(retracted(), disputed("d-1"), resolved("d-1"))


def test_we_never_said_that(ledger: Ledger) -> None:
    crescent, who = chain("red-crescent", "un-ocha"), chain("who", "un-ocha")
    ledger.post(reported("at least 11,300", at_least("11300"), claim="a", attribution=crescent, **DERNA))
    ledger.post(disputed("d-1", claim="a", by="red-crescent", aspect="attribution"))
    assert ledger.refusal_of(disputed("d-2", claim="a", by="red-crescent")).name == "own-claim"
    fewer = "at least 3,958", at_least("3958")
    assert ledger.refusal_of(updated(*fewer, claim="a", attribution=who)).name == "another-originator"
    ledger.post(reported(*fewer, claim="b", attribution=who, **DERNA))
    unnamed = chain(None, "un-ocha")
    ledger.post(corrected({"attribution": crescent}, {"attribution": unnamed}, claim="a", kind="misattribution"))
    ledger.post(resolved("d-1", "upheld", claim="a"))
    assert (ledger.view("a")["disputed"], ledger.view("a")["attribution"]) == (False, unnamed)
    assert ledger.refusal_of(resolved("d-1", "upheld", claim="a")).name == "dispute-resolved"
    before: Any = ledger.as_of(1, "a")
    assert (before["disputed"], before["attribution"]) == (False, crescent)
    assert before["standing"]["figure"] == at_least("11300")


def test_an_update_has_a_figure_of_its_own_to_dispute(claim: Ledger) -> None:
    claim.post_all(updated("1,351", exact("1351")), disputed(target=2))
    disputes: Any = claim.view()["disputes"]
    assert disputes[0]["revision"] == 2
