"""States that are shared among those who only ask: never changed, never behind, never more than there is room for."""

import asyncio
from collections.abc import Iterator

import pytest

from adapters.claim_log import ClaimLog
from adapters.recorder import DATABASE_URL
from adapters.shared_states import SharedStates, state_now
from adapters.state_memory import CONTENTS
from domain.claim_state import ClaimState
from domain.receipt import Receipt
from domain.refusals import Refused
from tests.events import CLAIM, exact, redacted, reported, updated
from tests.ledger import picture, proposal
from tests.log import Log, opened
from tests.postgres import Database

STREAM = f"claim/{CLAIM}"
LONG = 3


@pytest.fixture
def shared() -> SharedStates:
    return SharedStates(least=LONG)


@pytest.fixture
def log(database: Database, shared: SharedStates) -> Iterator[Log]:
    with opened(database.url, shared=shared) as log:
        yield log


@pytest.fixture
def past(database: Database) -> Iterator[ClaimLog]:
    with ClaimLog(env={DATABASE_URL: database.url}) as past:
        yield past


def told(log: Log, *days: int, claim: str = CLAIM) -> None:
    for day in days:
        when = f"2022-03-{day:02}"
        event = reported if day == 1 else updated
        log.receipt(proposal(event(f"{day} dead", exact(str(day)), claim=claim, said_at=when)))


def looked_up(past: ClaimLog, shared: SharedStates, stream: str = STREAM) -> ClaimState:
    state = asyncio.run(state_now(past, shared, stream))
    assert isinstance(state, ClaimState)
    return state


def test_a_long_claim_is_folded_once(log: Log, past: ClaimLog, shared: SharedStates) -> None:
    told(log, 1, 2, 3)
    first = looked_up(past, shared)
    assert looked_up(past, shared) is first
    assert picture(first) == picture(past.state(STREAM))


def test_a_short_claim_is_not_held(log: Log, past: ClaimLog, shared: SharedStates) -> None:
    told(log, 1, 2)
    looked_up(past, shared)
    assert shared.get(STREAM) is None


def test_what_came_since_is_taken_in_and_who_looked_before_sees_what_he_saw(
    log: Log, past: ClaimLog, shared: SharedStates
) -> None:
    told(log, 1, 2, 3)
    before = looked_up(past, shared)
    seen = picture(before)
    told(log, 4, 5)
    assert picture(looked_up(past, shared)) == picture(past.state(STREAM))
    assert picture(before) == seen


def test_a_dry_run_leaves_what_is_shared_as_it_is(log: Log, past: ClaimLog, shared: SharedStates) -> None:
    told(log, 1, 2, 3)
    event = updated("9 dead", exact("9"), said_at="2022-03-09")
    for _ in range(2):
        (answer,) = log.rehearse(proposal(event))
        assert isinstance(answer, Receipt)
    held = shared.get(STREAM)
    assert held is not None
    assert picture(held) == picture(past.state(STREAM))


def test_a_dry_run_knows_what_was_recorded_since(log: Log, shared: SharedStates) -> None:
    told(log, 1, 2, 3)
    log.rehearse(proposal(updated("9 dead", exact("9"), said_at="2022-03-09")))
    told(log, 9)
    (answer,) = log.rehearse(proposal(updated("10 dead", exact("10"), said_at="2022-03-09")))
    assert isinstance(answer, Refused)
    held = shared.get(STREAM)
    assert held is not None
    assert held.version == 4


def test_a_dry_run_of_a_redaction_erases_nothing(log: Log, past: ClaimLog, shared: SharedStates) -> None:
    told(log, 1, 2, 3)
    held = looked_up(past, shared)
    (answer,) = log.rehearse(proposal(redacted(2, "/wording")))
    assert isinstance(answer, Receipt)
    assert held.revisions[2].wording == "2 dead"


def test_what_was_erased_is_held_no_longer_and_who_looked_before_sees_what_he_saw(
    log: Log, past: ClaimLog, shared: SharedStates
) -> None:
    told(log, 1, 2, 3)
    before = looked_up(past, shared)
    log.receipt(proposal(redacted(2, "/wording")))
    assert picture(looked_up(past, shared)) == picture(past.state(STREAM))
    held = shared.get(STREAM)
    assert held is not None
    assert held.revisions[2].wording != "2 dead"
    assert before.revisions[2].wording == "2 dead"


def test_the_longest_unused_is_let_go_of_where_room_is_lacking(log: Log, past: ClaimLog) -> None:
    shared = SharedStates(7 * CONTENTS, least=LONG)
    for claim in ("one", "two", "three"):
        told(log, 1, 2, 3, claim=claim)
    for claim in ("one", "two", "one", "three"):
        looked_up(past, shared, f"claim/{claim}")
    assert [shared.get(f"claim/{claim}") is not None for claim in ("one", "two", "three")] == [True, False, True]
