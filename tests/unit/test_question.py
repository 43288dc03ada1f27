"""A question brings rival claims together: asked once, reworded at will, and its scope and tolerance are lent."""

import pytest

from domain.scope import Scope
from tests.events import QUESTION, Event, asked, question_redacted, reported, reworded
from tests.ledger import Ledger


def test_a_question_is_asked_with_scope_tolerance_and_topics(ledger: Ledger) -> None:
    receipt = ledger.post(asked(scope={"unit": "person"}, tolerance="0.10", topics=["war", "losses"]))
    state = ledger.question(QUESTION)
    assert (receipt.stream, state.version) == (f"question/{QUESTION}", 1)
    assert (state.scope, state.tolerance, state.topics) == (Scope(unit="person"), "0.10", ("war", "losses"))


def test_a_question_may_be_asked_with_words_alone(ledger: Ledger) -> None:
    ledger.post(asked("How many?"))
    state = ledger.question(QUESTION)
    assert (state.text, state.scope, state.tolerance, state.topics) == ("How many?", None, None, ())


def test_better_words_leave_everything_else(ledger: Ledger) -> None:
    ledger.post_all(asked(tolerance="0.10"), reworded("How many died?"))
    state = ledger.question(QUESTION)
    assert (state.text, state.tolerance, state.version) == ("How many died?", "0.10", 2)


def test_a_question_is_asked_once(ledger: Ledger) -> None:
    ledger.post(asked())
    refusal = ledger.refusal_of(asked())
    assert (refusal.name, refusal.pointer) == ("already-opened", "/subject")
    assert refusal.expected == "a question that is not asked yet"


@pytest.mark.parametrize("event", [reworded(), question_redacted(1, "/text")])
def test_a_question_that_was_never_asked_is_neither_reworded_nor_redacted(ledger: Ledger, event: Event) -> None:
    refusal = ledger.refusal_of(event)
    assert (refusal.name, refusal.pointer) == ("not-opened", "/subject")
    assert refusal.expected == "a question that has been asked"


def test_a_claim_may_name_a_question_that_is_not_asked_yet(ledger: Ledger) -> None:
    ledger.post(reported(question="not-asked-yet"))
    assert ledger.view()["question"] == "not-asked-yet"


def test_a_question_and_a_claim_of_one_name_are_two_streams(ledger: Ledger) -> None:
    receipts = ledger.post_all(asked(question="one"), reported(claim="one"))
    assert [(one.stream, one.version) for one in receipts] == [("question/one", 1), ("claim/one", 1)]
