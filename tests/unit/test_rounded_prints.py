"""Prints whose figure no revision has word for word: what they may be meant of decides whether they are behind."""

from typing import Any

import pytest

from domain.print_faults import Fault
from domain.print_states import states_of
from domain.wire import wire
from tests.claim_records import claims_of
from tests.events import (
    Event,
    Wire,
    corrected,
    corrected_figure,
    exact,
    never_said,
    no_figure,
    printed,
    published,
    redacted,
    reported,
    updated,
    vague,
)
from tests.ledger import Ledger

AFTER = "2022-04-01T10:00:00Z"


def state(ledger: Ledger) -> Any:
    latest = ledger.story().latest
    assert latest is not None
    (one,) = states_of(latest, claims_of(ledger))
    return one


def behind(ledger: Ledger) -> Any:
    one = state(ledger)
    return None if one.behind is None else wire(one.behind.figure)


def fault(ledger: Ledger) -> Fault:
    found = state(ledger).corrected
    assert isinstance(found, Fault)
    return found


def test_almost_500_kept_after_the_claim_moved_is_behind(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated(), published(1, printed("Almost 500"), published_at=AFTER))
    assert behind(ledger) == exact("1351")


def test_more_than_400_allows_what_stands(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed("more than 400")), updated())
    assert behind(ledger) is None


def test_a_round_number_allows_what_stands(ledger: Ledger) -> None:
    ledger.post_all(reported("1,234,567 votes", exact("1234567")), published(1, printed("1.2 million votes")))
    ledger.post(updated("1,244,000 votes", exact("1244000")))
    assert behind(ledger) is None
    ledger.post(updated("1,260,000 votes", exact("1260000"), said_at="2022-03-26"))
    assert behind(ledger) == exact("1260000")


def test_a_print_that_no_revision_bears_out_is_of_what_stood_then(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed("400 dead")))
    assert behind(ledger) is None
    ledger.post(updated())
    assert behind(ledger) == exact("1351")


def test_what_was_corrected_is_no_earlier_figure(ledger: Ledger) -> None:
    ledger.post_all(reported(), corrected_figure("498", "1351"), published(1, printed("Almost 500")))
    assert behind(ledger) is None


def test_a_figure_without_an_amount_is_of_what_stood_then(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed("hundreds dead")), updated())
    assert behind(ledger) == exact("1351")


@pytest.mark.parametrize("figure", [exact("0"), vague("no end"), no_figure()])
def test_the_very_words_of_a_revision_have_its_figure(ledger: Ledger, figure: Wire) -> None:
    ledger.post_all(reported("No deaths, e\u0301t al.", figure, wording_note="so it was said"))
    ledger.post(published(1, printed("NO  deaths, \u00e9t al.")))
    assert wire(state(ledger).figure) == figure
    ledger.post(updated("one death", exact("1")))
    assert behind(ledger) == exact("1")


def test_the_very_words_of_a_revision_whose_figure_is_erased_have_none(ledger: Ledger) -> None:
    ledger.post_all(reported("no deaths", exact("0")), published(1, printed("no deaths")), redacted(1, "/figure"))
    assert (state(ledger).key, behind(ledger)) == (None, None)


def test_the_latest_of_revisions_in_the_same_words_is_meant(ledger: Ledger) -> None:
    ledger.post_all(reported("no news", exact("0"), wording_note="a"), updated("no news", no_figure()))
    ledger.post(published(1, printed("no news")))
    assert wire(state(ledger).figure) == no_figure()


PERIOD = corrected({"refers_to": None}, {"refers_to": "2022-02"}, kind="wrong_period")
STATEMENT = corrected({"statement": None}, {"statement": "They are 498."}, kind="misquote")


@pytest.mark.parametrize("one", [printed(), printed("the toll", target=1)])
@pytest.mark.parametrize(("correction", "member"), [(PERIOD, "refers_to"), (STATEMENT, "statement")])
def test_a_print_whose_period_or_statement_was_corrected_is_corrected(
    ledger: Ledger, one: Wire, correction: Event, member: str
) -> None:
    ledger.post_all(reported(), published(1, one), correction)
    found = fault(ledger)
    assert found.wrong is not None
    assert found.right is not None
    assert (found.members, found.correction.position) == ((member,), 3)
    assert (found.wrong.number, found.right.number) == (1, 2)


def test_a_period_and_a_statement_may_both_have_been_corrected(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed()), PERIOD)
    ledger.post(corrected({"statement": None}, {"statement": "So many."}, target=2))
    assert fault(ledger).members == ("refers_to", "statement")


def test_what_was_corrected_before_it_was_printed_is_right(ledger: Ledger) -> None:
    ledger.post_all(reported(), PERIOD, published(1, printed()))
    assert state(ledger).corrected is None


def test_a_period_that_was_put_back_is_right(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed()), PERIOD)
    ledger.post(corrected({"refers_to": "2022-02"}, {"refers_to": None}, target=2))
    assert state(ledger).corrected is None


def test_the_period_of_another_figure_is_none_of_the_prints(ledger: Ledger) -> None:
    ledger.post_all(reported(), updated(), published(1, printed("1,351 soldiers")), PERIOD)
    assert state(ledger).corrected is None


def test_a_period_of_what_was_never_said_is_no_fault_of_its_own(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed()), updated("498 again", exact("498")), PERIOD, never_said(3))
    assert state(ledger).corrected is None


@pytest.mark.parametrize(
    ("was", "is_"),
    [({"said_at": "2022-03-02"}, {"said_at": "2022-03-03"}), ({"occasion": None}, {"occasion": "a briefing"})],
)
def test_when_and_on_what_occasion_it_was_said_is_no_fault_of_a_print(ledger: Ledger, was: Wire, is_: Wire) -> None:
    ledger.post_all(reported(), published(1, printed()), corrected(was, is_))
    assert state(ledger).corrected is None
