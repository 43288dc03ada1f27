"""What holds of every history, however it came about."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from adapters.codec import stored
from domain.claim import evolve, fold
from domain.claim_state import ClaimState
from domain.events import NEVER_REDACTED, NEVER_REDACTED_OF, Recorded
from domain.ledger import empty_state
from domain.ledger import evolve as evolve_any
from domain.ports import LogRow
from domain.refusals import Refusal
from domain.stored_form import NESTED, erase, units
from domain.view import revision_view
from tests.events import (
    CLAIM,
    QUESTION,
    STORY,
    Event,
    chain,
    corrected,
    exact,
    published,
    question_redacted,
    redacted,
    reinstated,
    reported,
    retracted,
    story_redacted,
    updated,
    withdrawn,
)
from tests.every_type import A_CLAIM_OF_EVERY_TYPE, A_QUESTION_OF_EVERY_TYPE, A_STORY_OF_EVERY_TYPE
from tests.histories import ANY, FIGURES, OTHERS, Move, as_recorded, moves, played
from tests.ledger import Ledger, picture, proposal, state_digest

STREAM = f"claim/{CLAIM}"
SEED = Path(__file__).parents[2] / "examples" / "seed"


@given(history=moves(list(ANY), most=20))
@settings(max_examples=200)
def test_a_fold_of_any_legal_history_never_fails_and_gives_the_state_that_was_decided_on(history: list[Move]) -> None:
    ledger = played(Ledger(), history)
    events = list(ledger.recorded(STREAM))
    for position in range(1, len(events) + 1):
        ledger.as_of(position)
    state = fold(events)
    for one in state.revisions:
        revision_view(one, state.standing)
    assert picture(state) == picture(ledger.claim())


@given(history=moves(list(ANY), most=20), at=st.integers(0, 20))
@settings(max_examples=200)
def test_a_fork_goes_on_as_the_state_would_and_leaves_it_alone(history: list[Move], at: int) -> None:
    events = list(played(Ledger(), history).recorded(STREAM))
    state = fold(events[:at])
    before = picture(state)
    fork = state.fork()
    for one in events[at:]:
        evolve(fork, one)
    assert picture(fork) == picture(fold(events))
    assert picture(state) == before


@pytest.mark.parametrize(
    ("stream", "history"),
    [
        (f"question/{QUESTION}", A_QUESTION_OF_EVERY_TYPE),
        (f"story/{STORY}", [*A_STORY_OF_EVERY_TYPE, withdrawn(), published(9)]),
    ],
    ids=["question", "story"],
)
def test_a_fork_of_a_question_and_of_a_story_goes_on_by_itself_too(
    ledger: Ledger, stream: str, history: list[Event]
) -> None:
    for event in history:
        ledger.decide(proposal(event))
    events = list(ledger.recorded(stream))
    for at in range(len(events) + 1):
        state, expected = empty_state(stream), empty_state(stream)
        for one in events[:at]:
            evolve_any(state, one)
        before, fork = picture(state), state.fork()
        for n, one in enumerate(events):
            evolve_any(expected, one)
            if n >= at:
                evolve_any(fork, one)
        assert picture(fork) == picture(expected)
        assert picture(state) == before


@given(history=moves([*FIGURES, *OTHERS]), by=st.sampled_from(["source", "outlet"]))
@settings(max_examples=100)
def test_a_retraction_reinstated_gives_back_the_same_state(history: list[Move], by: str) -> None:
    ledger = played(Ledger(), history)
    assume(by not in ledger.claim().retractions)
    before = state_digest(ledger.view())
    ledger.post_all(retracted(by), reinstated(by))
    assert state_digest(ledger.view()) == before


CHANGES: list[dict[str, Any]] = [
    {"figure": exact("40"), "wording": "40 dead", "wording_note": None},
    {"said_at": "2022-03-04"},
    {"refers_to": "2022-03-03"},
    {"occasion": "night call", "published_at": "2022-04-01", "statement": "He said", "language": "ru"},
    {"selector": {"exact": "x"}},
    {"scope": {"place": "Derna"}, "question": "derna"},
    {"attribution": chain("somebody-else")},
]


@given(history=moves([*FIGURES, "dispute", "attribute", "redact"]), change=st.sampled_from(CHANGES), data=st.data())
@settings(max_examples=150)
def test_a_correction_corrected_back_gives_back_the_same_state(
    history: list[Move], change: dict[str, Any], data: st.DataObject
) -> None:
    ledger = played(Ledger(), history)
    left = [one for one in ledger.claim().revisions if not one.replaced]
    assume(left)
    target = data.draw(st.sampled_from(left))
    was = {name: as_recorded(ledger, target, name) for name in change}
    assume({"redacted": True} not in was.values() and was != change)
    before = state_digest(ledger.view())
    ledger.post(corrected(was, change, target=target.number, kind="other"))
    ledger.post(corrected(change, was, target=len(ledger.claim().revisions), kind="other"))
    assert state_digest(ledger.view()) == before


@given(one=moves(list(ANY)), other=moves(list(ANY)), order=st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_independent_claims_does_not_matter(one: list[Move], other: list[Move], order: Random) -> None:
    apart = played(played(Ledger(), one, "a"), other, "b")
    sent = [*((row, "a") for row in apart.stream("claim/a")), *((row, "b") for row in apart.stream("claim/b"))]
    turns = ["a"] * len(apart.stream("claim/a")) + ["b"] * len(apart.stream("claim/b"))
    order.shuffle(turns)
    mixed: dict[str, ClaimState] = {"a": ClaimState(), "b": ClaimState()}
    waiting = {claim: [row for row, of in sent if of == claim] for claim in mixed}
    for position, claim in enumerate(turns, 1):
        row = waiting[claim].pop(0)
        event = row.holding(stored(row.type, row.payload, row.erased))
        evolve(mixed[claim], event._replace(position=position))
    for claim, state in mixed.items():
        assert _without_places(picture(state)) == _without_places(picture(apart.claim(claim)))


def _without_places(shown: Any) -> Any:
    if isinstance(shown, dict):
        return {name: _without_places(one) for name, one in shown.items() if name not in ("position", "recorded_at")}
    return [_without_places(one) for one in shown] if isinstance(shown, list | tuple) else shown


DAYS = [f"2022-03-{day:02d}" for day in range(1, 9)]


@st.composite
def ordered_by_their_times(draw: st.DrawFn) -> list[Event]:
    """A report, updates on days of their own or with periods of their own, and corrections of some of them."""
    days = draw(st.lists(st.sampled_from(DAYS), min_size=2, max_size=5, unique=True))
    sent = [
        _on_its_day(n, day, draw(st.sampled_from([None, *(d for d in DAYS if d <= day)]))) for n, day in enumerate(days)
    ]
    restated = draw(st.lists(st.sampled_from(DAYS), max_size=3, unique=True))
    sent += [_on_its_day(n, "2022-03-09", day) for n, day in enumerate(restated, len(days))]
    mended = draw(st.lists(st.integers(0, len(sent) - 1), max_size=3))
    for times, n in enumerate(mended):
        before = mended[:times].count(n)
        sent.append(_mended(n, before))
    return sent


def _on_its_day(n: int, said_at: str, refers_to: str | None) -> Event:
    when = {"said_at": said_at} | ({} if refers_to is None else {"refers_to": refers_to})
    verb = reported if n == 0 else updated
    return verb(f"{100 + n} dead", exact(str(100 + n)), id=f"said-{n}", **when)


def _mended(n: int, before: int) -> Event:
    """The correction number *before* + 1 of what was said as number *n*, aimed at the one before it by identity."""
    values = [str(100 + n), *(str(1000 * (times + 1) + n) for times in range(before + 1))]
    was, is_ = ({"figure": exact(value), "wording": f"{value} dead"} for value in values[before : before + 2])
    target = f"said-{n}" if before == 0 else f"mended-{n}-{before}"
    return corrected(was, is_, target={"id": target}, id=f"mended-{n}-{before + 1}")


def sent_until_taken(ledger: Ledger, events: Sequence[Event]) -> Ledger:
    """Posts *events* again and again until none is refused; every refusal says that it may be right later."""
    waiting = list(events)
    while waiting:
        answers = [ledger.together(one)[0] for one in waiting]
        refused = [(one, answer) for one, answer in zip(waiting, answers, strict=True) if isinstance(answer, Refusal)]
        assert {answer.name for _, answer in refused} <= {"not-opened", "not-recorded-yet"}
        assert len(refused) < len(waiting)
        waiting = [one for one, _ in refused]
    return ledger


@given(events=ordered_by_their_times(), order=st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_utterances_whose_times_decide_their_order_may_arrive_in_any(events: list[Event], order: Random) -> None:
    shuffled = list(events)
    order.shuffle(shuffled)
    in_order, out_of_order = (sent_until_taken(Ledger(), sent) for sent in (events, shuffled))
    assert out_of_order.figure() == in_order.figure()


def redactable(row: LogRow) -> list[str]:
    never = NEVER_REDACTED_OF.get(row.type, NEVER_REDACTED)
    there = [pointer for pointer, _ in units(orjson.loads(row.payload), row.type in NESTED)]
    return [pointer for pointer in there if never.isdisjoint(pointer.split("/")[1:3])]


def erased(row: LogRow, pointers: Sequence[str]) -> Recorded:
    payload, column = erase(row.payload, row.type in NESTED, row.secret, row.erased, pointers)
    return row.holding(stored(row.type, payload, column))


REDACTING = {"claim": redacted, "question": question_redacted, "story": story_redacted}


def holds_the_erasure_law(rows: Sequence[LogRow], version: int, pointers: Sequence[str]) -> bool:
    """evolve(original) then evolve(redacted) gives what evolve(erased original) then evolve(redacted) gives."""
    verb = REDACTING[rows[0].stream.partition("/")[0]]
    with_redaction = Ledger(rows=list(rows), states={rows[0].stream: empty_state(rows[0].stream)})
    events = list(with_redaction.recorded(rows[0].stream))
    redaction = events[-1]._replace(
        version=len(events) + 1,
        position=len(events) + 1,
        id="redaction",
        type=verb(1)["type"],
        data=stored(verb(1)["type"], orjson.dumps(verb(version, *pointers)["data"]), None),
    )
    original, healed = empty_state(rows[0].stream), empty_state(rows[0].stream)
    for event in [*events, redaction]:
        if event is redaction:
            picture(original)  # asks for utterances, so that they are gathered before the redaction
        evolve_any(original, event)
        evolve_any(healed, erased(rows[version - 1], pointers) if event.version == version else event)
    return bool(picture(original) == picture(healed))


def test_the_erasure_law_holds_for_every_unit_of_every_type_of_event(ledger: Ledger) -> None:
    ledger.post_all(*A_CLAIM_OF_EVERY_TYPE)
    rows = ledger.stream(STREAM)
    broken = [
        (row.type, pointer)
        for row in rows
        for pointer in redactable(row)
        if not holds_the_erasure_law(rows, row.version, [pointer])
    ]
    assert broken == []


def test_the_erasure_law_holds_for_all_units_of_an_event_at_once(ledger: Ledger) -> None:
    ledger.post_all(*A_CLAIM_OF_EVERY_TYPE)
    rows = ledger.stream(STREAM)
    assert all(holds_the_erasure_law(rows, row.version, redactable(row)) for row in rows)


def test_the_erasure_law_holds_for_questions(ledger: Ledger) -> None:
    ledger.post_all(*A_QUESTION_OF_EVERY_TYPE)
    rows = ledger.stream(f"question/{QUESTION}")
    assert all(holds_the_erasure_law(rows, row.version, [pointer]) for row in rows for pointer in redactable(row))


def test_the_erasure_law_holds_for_stories(ledger: Ledger) -> None:
    ledger.post_all(*A_STORY_OF_EVERY_TYPE)
    rows = ledger.stream(f"story/{STORY}")
    assert all(holds_the_erasure_law(rows, row.version, [pointer]) for row in rows for pointer in redactable(row))


@given(history=moves([*FIGURES, *OTHERS], most=10), data=st.data())
@settings(max_examples=100)
def test_the_erasure_law_holds_in_any_history(history: list[Move], data: st.DataObject) -> None:
    rows = played(Ledger(), history).stream(STREAM)
    row = data.draw(st.sampled_from(rows))
    pointers = data.draw(st.lists(st.sampled_from(redactable(row)), min_size=1, max_size=3, unique=True))
    assert holds_the_erasure_law(rows, row.version, pointers)


def test_a_stream_of_18851_events_is_all_taken_and_folds_to_its_latest_day(shared: Path) -> None:
    expected = json.loads((shared / "data" / "load" / "expected.json").read_text())["hot_stream"]
    with gzip.open(shared / "data" / "load" / "hot-stream.jsonl.gz", "rt", encoding="utf-8") as lines:
        events = [json.loads(line) for line in lines]
    ledger = Ledger()
    answers = ledger.together(*events)
    assert [one for one in answers if isinstance(one, Refusal)] == []
    state = ledger.claim(expected["claim"])
    assert state.version == expected["events"] == len(events)
    assert ledger.figure(expected["claim"]) == exact(expected["standing"])
    standing = ledger.standing(expected["claim"])
    assert standing is not None
    assert (standing.refers_to or "").endswith(expected["latest_day"])


@pytest.mark.parametrize("files", [["events.jsonl"], ["events.jsonl", "days_after.jsonl"]])
def test_every_event_of_the_seed_story_is_taken(ledger: Ledger, files: list[str]) -> None:
    lines = [line for name in files for line in (SEED / name).read_text(encoding="utf-8").splitlines()]
    for sent in map(json.loads, lines):
        ledger.post(sent, arrival="2026-11-25T12:00:00Z")
    assert ledger.position == len(lines)
