"""States in memory are settled, packed and let go of as the room gets less; what is held is always what was held."""

from dataclasses import dataclass

import pytest

from adapters.state_memory import A_STREAM, CONTENTS, StateMemory
from domain.claim_state import ClaimState
from domain.ledger import State
from domain.question import QuestionState
from tests.events import exact, reported, updated
from tests.ledger import Ledger

ROOM = 8 * CONTENTS * 8  # eight revisions with their contents


@dataclass
class Held:
    state: State


@pytest.fixture
def memory() -> StateMemory[Held]:
    return StateMemory(ROOM, to_decide=True)


def claim(name: str, days: int) -> ClaimState:
    """A claim of so many days, a revision each."""
    ledger = Ledger()
    ledger.post(reported("1 dead", exact("1"), claim=name, said_at="2022-03-01", refers_to="2022-03-01"))
    for day in range(2, days + 1):
        when = f"2022-03-{day:02}"
        ledger.post(updated(f"{day} dead", exact(str(day)), claim=name, said_at=when, refers_to=when))
    return ledger.claim(name)


def test_what_was_not_used_for_longer_is_settled_first(memory: StateMemory[Held]) -> None:
    for name in ("one", "two", "three"):
        memory.hold(name, Held(claim(name, 5)))
    memory.make_room()
    held = [memory.get(name) for name in ("one", "two", "three")]
    assert [one and isinstance(one.state, ClaimState) and one.state.revisions.is_settled for one in held] == [
        True,
        True,
        False,
    ]


def test_what_was_packed_comes_back_as_it_was(memory: StateMemory[Held]) -> None:
    long = claim("long", 30)
    memory.hold("long", Held(long))
    for n in range(14):
        memory.hold(f"claim-{n}", Held(claim(f"claim-{n}", 2)))
        memory.make_room()
    back = memory.get("long")
    assert back is not None
    assert back.state is not long
    assert isinstance(back.state, ClaimState)
    assert len(back.state.revisions) == 30
    assert back.state.standing is not None
    assert back.state.standing.wording == "30 dead"
    assert memory.get("long") is back


def test_a_short_claim_and_a_question_are_let_go_of_rather_than_packed(memory: StateMemory[Held]) -> None:
    memory.hold("question", Held(QuestionState()))
    memory.hold("short", Held(claim("short", 2)))
    for n in range(14):
        memory.hold(f"claim-{n}", Held(claim(f"claim-{n}", 2)))
    memory.make_room()
    assert (memory.get("question"), memory.get("short")) == (None, None)


def test_what_there_is_no_room_for_packed_is_let_go_of() -> None:
    memory: StateMemory[Held] = StateMemory(A_STREAM, to_decide=False)
    for n in range(8):
        memory.hold(f"claim-{n}", Held(claim(f"claim-{n}", 25)))
        memory.make_room()
    assert [memory.get(f"claim-{n}") for n in range(7)] == [None] * 7
    assert memory.get("claim-7") is not None


def test_the_one_used_last_is_held_however_little_room_there_is() -> None:
    memory: StateMemory[Held] = StateMemory(0, to_decide=True)
    one, two = Held(claim("one", 3)), Held(claim("two", 3))
    for name, held in (("one", one), ("two", two)):
        memory.hold(name, held)
        memory.make_room()
    assert memory.get("one") is None
    assert memory.get("two") is two
    assert isinstance(two.state, ClaimState)
    assert not two.state.revisions.is_settled


def test_nothing_is_held_of_what_was_dropped_held_or_packed(memory: StateMemory[Held]) -> None:
    memory.hold("long", Held(claim("long", 30)))
    for n in range(14):
        memory.hold(f"claim-{n}", Held(claim(f"claim-{n}", 2)))
    memory.make_room()
    memory.drop("long")
    memory.drop("claim-13")
    assert (memory.get("long"), memory.get("claim-13")) == (None, None)
    memory.clear()
    assert memory.get("claim-12") is None
