"""A log that can hold next to nothing in memory decides as one that holds it all."""

from random import Random
from typing import Any

from domain.ledger import NewEvent
from domain.receipt import Receipt
from domain.refusals import Refused
from tests.histories import ANY, Picks, first_report, next_event
from tests.ledger import Ledger, proposal
from tests.log import Log, opened
from tests.postgres import Database

CLAIMS = ("one", "two", "three")
LITTLE = 25_000  # bytes: two settled claims, and a few revisions


def test_a_little_memory_decides_as_a_large_one(database: Database) -> None:
    whole = Ledger()
    with opened(database.url, LITTLE) as log:
        assert_equal_answers(whole, [log])


def test_two_writers_of_little_memory_decide_as_one_that_knows_all(database: Database) -> None:
    whole = Ledger()
    with opened(database.url, LITTLE) as one, opened(database.url, LITTLE) as other:
        assert_equal_answers(whole, [one, other])


def assert_equal_answers(whole: Ledger, logs: list[Log]) -> None:
    """Plays three claims, an event at a time, to *logs* in turn, and holds each answer against that of *whole*."""
    chance = Random(20230911)  # noqa: S311 (the same history each time)
    for claim in CLAIMS:
        assert_equal_answer(whole, logs[0], first_report(Picks(chance.getrandbits(48)), claim))
    for _ in range(400):
        claim, kind = chance.choice(CLAIMS), chance.choice([*ANY, "update", "correct", "correct"])
        event = next_event(whole, (kind, chance.getrandbits(48)), claim)
        if chance.random() < 0.5:
            event = by_identity(whole, claim, event)
        assert_equal_answer(whole, chance.choice(logs), event)


def assert_equal_answer(whole: Ledger, log: Log, event: dict[str, Any]) -> None:
    proposed = proposal(event)
    (expected,) = whole.decide(proposed).outcomes
    (got,) = log.append(proposed)
    assert told(got) == told(expected), event


def told(outcome: object) -> object:
    match outcome:
        case NewEvent():
            return told(outcome.receipt)
        case Receipt():
            return outcome.position, outcome.version, outcome.digest, outcome.status
        case Refused():
            return outcome.refusals
        case _:
            raise AssertionError(outcome)


def by_identity(whole: Ledger, claim: str, event: dict[str, Any]) -> dict[str, Any]:
    """The same with its target named by the identity of the event that made it."""
    target = event["data"].get("target")
    if not isinstance(target, int):
        return event
    made = whole.stream(f"claim/{claim}")[whole.claim(claim).revisions[target].version - 1]
    return {**event, "data": {**event["data"], "target": {"id": made.id, "source": made.source}}}
