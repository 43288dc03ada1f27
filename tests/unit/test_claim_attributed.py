"""The chain was learned or strengthened; it may name an unnamed originator, and never changes a named one."""

import pytest

from tests.events import LEFT_OUT, attributed, chain, exact, redacted, reported
from tests.ledger import Ledger


def test_a_learned_chain_replaces_the_claims_as_a_whole_and_leaves_the_figure(ledger: Ledger) -> None:
    ledger.post_all(reported(), attributed(chain("ru-mod", "tass"), reason="found the wire"))
    assert ledger.view()["attribution"] == chain("ru-mod", "tass")
    assert (ledger.figure(), ledger.view()["revisions"]) == (exact("498"), 1)


def test_it_may_name_an_unnamed_originator(ledger: Ledger) -> None:
    ledger.post_all(reported(attribution=chain(None)), attributed(chain("ru-mod")))
    assert ledger.view()["attribution"] == chain("ru-mod")


@pytest.mark.parametrize("other", ["un", None])
def test_it_does_not_change_a_named_one(ledger: Ledger, other: str | None) -> None:
    ledger.post(reported())
    refusal = ledger.refusal_of(attributed(chain(other)))
    assert (refusal.name, refusal.pointer) == ("another-originator", "/data/attribution/0/who/id")
    assert (refusal.expected, refusal.got) == ("ru-mod", other)
    assert refusal.extensions == {"instead": "claim.corrected.v1", "kind": "misattribution"}


def test_an_erased_originator_counts_as_unnamed(ledger: Ledger) -> None:
    ledger.post_all(reported(), redacted(1, "/attribution/0"), attributed(chain("somebody")))
    assert ledger.view()["attribution"] == chain("somebody")


def test_its_chain_must_hold_together(ledger: Ledger) -> None:
    ledger.post(reported())
    refusal = ledger.refusal_of(attributed(chain("ru-mod", "ru-mod", "tass", "ru-mod")))
    assert (refusal.name, refusal.pointer) == ("bad-chain", "/data/attribution/3/who/id")


def test_it_says_on_what_it_rests(ledger: Ledger) -> None:
    ledger.post(reported())
    refusal = ledger.refusal_of(attributed(chain("ru-mod"), basis=LEFT_OUT))
    assert (refusal.name, refusal.pointer) == ("missing-field", "/data/basis")
