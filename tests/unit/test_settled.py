"""A claim that has let go of most of what it knew goes on as if it knew it all."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.codec import validated
from domain.changes import effect_on_claim
from domain.claim_state import ClaimState
from domain.clock import read_time
from domain.events import Disputed
from domain.ledger import NewEvent
from domain.recall import Next
from domain.refusals import NoNewUtterance, NoSuchRevision, NotRecordedYet, Refused
from domain.settled import FEW, LetGo, Place, Traces
from domain.view import current_view
from tests.events import CLAIM, Event, corrected, disputed, exact, never_said, redacted, reported, updated
from tests.histories import ANY, Move, Picks, first_report, moves, next_event
from tests.ledger import Ledger, proposal
from tests.settling import Follower, Settling, recall

STREAM = f"claim/{CLAIM}"


@given(history=moves(list(ANY), most=20), by_identity=st.integers(0, 2**24))
@settings(max_examples=300)
def test_what_a_settled_claim_is_asked_is_decided_as_if_it_were_whole(history: list[Move], by_identity: int) -> None:
    whole, settling = Ledger(), Settling()
    for n, move in enumerate(history):
        event = next_event(whole, move) if n else first_report(Picks(move[1]))
        if by_identity >> n & 1:
            event = with_target_by_identity(whole, event)
        proposed = proposal(event)
        (expected,), (got,) = whole.decide(proposed).outcomes, settling.decide(proposed).outcomes
        assert told(got) == told(expected)


@given(history=moves(list(ANY), most=20), by_identity=st.integers(0, 2**24))
@settings(max_examples=300)
def test_what_a_settled_claim_shows_is_what_it_shows_whole(history: list[Move], by_identity: int) -> None:
    ledger = Ledger()
    for n, move in enumerate(history):
        event = next_event(ledger, move) if n else first_report(Picks(move[1]))
        ledger.together(with_target_by_identity(ledger, event) if by_identity >> n & 1 else event)
    follower, whole = Follower(ledger), ClaimState()
    for recorded in ledger.recorded(STREAM):
        effect = effect_on_claim(whole, recorded)
        assert follower.take_in(recorded) == (effect, current_view("it", whole))


def with_target_by_identity(ledger: Ledger, event: Event) -> Event:
    """The same with its target named by the identity of the event that made it."""
    target = event["data"].get("target")
    if not isinstance(target, int):
        return event
    made = ledger.stream(STREAM)[ledger.claim().revisions[target].version - 1]
    return {**event, "data": {**event["data"], "target": {"id": made.id, "source": made.source}}}


def told(outcome: Any) -> object:
    if isinstance(outcome, Refused):
        return outcome.refusals
    return outcome.row.header if isinstance(outcome, NewEvent) else outcome.wire()


@pytest.fixture
def long() -> Settling:
    """A settled claim of thirty days, a revision each."""
    ledger = Settling(days=2)
    ledger.post(reported("1 dead", exact("1"), said_at="2022-03-01", refers_to="2022-03-01"))
    for day in range(2, 31):
        ledger.post(updated(f"{day} dead", exact(str(day)), said_at=f"2022-03-{day:02}", refers_to=f"2022-03-{day:02}"))
    return ledger


def test_a_settled_claim_holds_the_contents_of_its_last_days_only(long: Settling) -> None:
    assert len(long.claim().revisions) == 30
    assert long.claim().revisions.contents == 2


def test_an_update_of_a_settled_claim_needs_nothing_of_what_was_let_go(long: Settling) -> None:
    long.post(updated("31 dead", exact("31"), said_at="2022-03-31", refers_to="2022-03-31"))
    assert long.whole == 0
    assert long.figure() == {"form": "exact", "value": "31"}


def test_a_late_update_of_a_settled_claim_does_not_stand(long: Settling) -> None:
    long.post(updated("9 dead", exact("9"), said_at="2022-03-09T10:00:00Z", refers_to="2022-03-08"))
    assert long.whole == 0
    assert long.figure() == {"form": "exact", "value": "30"}
    assert long.view()["late"]


def test_a_correction_of_a_revision_that_was_let_go_recalls_that_one_alone(long: Settling) -> None:
    was, is_ = {"figure": exact("5"), "wording": "5 dead"}, {"figure": exact("6"), "wording": "6 dead"}
    long.post(corrected(was, is_, target=5))
    long.post(corrected(is_, was, target=31))
    assert long.whole == 0
    assert long.refusal_of(corrected(was, is_, target=5)).extensions == {"replaced_by": 32}


def test_a_correction_that_was_let_go_is_recalled_with_what_it_took_over(long: Settling) -> None:
    seven, eight = {"figure": exact("7"), "wording": "7 dead"}, {"figure": exact("8"), "wording": "8 dead"}
    (receipt,) = long.post_all(corrected(seven, eight, target=7))
    long.post(updated("31 dead", exact("31"), said_at="2022-03-31", refers_to="2022-03-31"))
    by_identity = corrected({"language": None}, {"language": "ru"}, target={"id": receipt.id})
    long.post(by_identity)
    assert long.whole == 0
    made = long.replayed(STREAM)
    assert isinstance(made, ClaimState)
    recalled, replayed = long.claim().revisions[33], made.revisions[33]
    assert (recalled.wording, recalled.rank, recalled.replaces) == (replayed.wording, 7, 31) == ("8 dead", 7, 31)


def test_a_target_that_the_follower_is_yet_to_come_to_is_no_target_yet(long: Settling) -> None:
    follower = Follower(long)
    events = list(long.recorded(STREAM))
    for event in events[:-1]:
        follower.take_in(event)
    about = disputed("d", target={"id": events[-1].id})["data"]
    data = validated("claim.disputed.v1", about, b"")
    assert isinstance(data, Disputed)
    recall(long, [(follower.state, Next(STREAM, data, events[-1].source))])
    assert (events[-1].source, events[-1].id) not in follower.state.events


def test_an_utterance_that_was_let_go_is_known_again_when_it_is_repeated(long: Settling) -> None:
    again = updated("7 dead", exact("7"), said_at="2022-03-07", refers_to="2022-03-07")
    assert isinstance(long.refusal_of(again), NoNewUtterance)
    assert long.whole == 1


def test_an_utterance_without_a_period_is_held_against_all_that_was_said_then(long: Settling) -> None:
    assert isinstance(long.refusal_of(updated("7 dead", exact("7"), said_at="2022-03-07")), NoNewUtterance)
    long.post(updated("8 dead", exact("8"), said_at="2022-03-07", refers_to="2022-03-06"))
    assert long.whole == 1


def test_the_utterance_of_a_replaced_revision_may_be_said_again(long: Settling) -> None:
    long.post(never_said(target=7))
    long.post(updated("7 dead", exact("7"), said_at="2022-03-07", refers_to="2022-03-07"))


def test_what_stands_after_withdrawals_is_found_however_much_was_let_go(long: Settling) -> None:
    for number in range(30, 3, -1):
        long.post(never_said(target=number))
    assert long.figure() == {"form": "exact", "value": "3"}


def test_a_target_that_no_event_made_is_refused_by_a_settled_claim_too(long: Settling) -> None:
    assert isinstance(long.refusal_of(disputed("d", target=99)), NoSuchRevision)
    unknown = disputed("d", target={"id": "never-sent"})
    assert isinstance(long.refusal_of(unknown), NotRecordedYet)


def test_the_event_of_another_claim_is_no_target(long: Settling) -> None:
    other = long.post(reported("1 dead", exact("1"), claim="another"))
    assert isinstance(long.refusal_of(disputed("d", target={"id": other.id})), NotRecordedYet)


def test_a_redaction_of_what_was_let_go_is_taken_in_whole(long: Settling) -> None:
    long.post(redacted(5, "/wording", "/figure"))
    was = {"figure": {"redacted": True}, "wording": {"redacted": True}}
    long.post(corrected(was, {"figure": exact("6"), "wording": "6 dead"}, target=5))


def test_a_day_of_many_revisions_is_let_go_but_for_the_one_that_stands() -> None:
    ledger = Settling()
    ledger.post(reported("1 dead", exact("1"), said_at="2022-03-01T00:01:00Z", refers_to="2022-03-01"))
    for minute in range(2, 31):
        said = f"2022-03-01T00:{minute:02}:00Z"
        ledger.post(updated(f"{minute} dead", exact(str(minute)), said_at=said, refers_to="2022-03-01"))
    assert ledger.claim().revisions.contents == 1
    ledger.post(corrected({"wording": "5 dead"}, {"wording": "5 died"}, target=5))
    ledger.post(corrected({"wording": "30 dead"}, {"wording": "30 died"}, target=30))
    ledger.post(updated("4 dead", exact("4"), said_at="2022-03-01T00:04:30Z", refers_to="2022-03-01"))
    assert ledger.whole == 0
    standing = ledger.standing()
    assert standing is not None
    assert (standing.number, standing.wording) == (32, "30 died")
    ledger.post(never_said(target=32))
    assert ledger.figure() == {"form": "exact", "value": "29"}


def test_what_was_let_go_is_never_taken_for_nothing(long: Settling) -> None:
    revisions = long.claim().revisions
    with pytest.raises(LetGo):
        list(revisions)
    with pytest.raises(LetGo):
        revisions[3]
    with pytest.raises(LetGo):
        revisions.is_new_utterance(read_time("2022-03-09"), None, read_time("2022-03-09"))
    for number in (30, 29):
        revisions.replace(revisions[number], None)
    with pytest.raises(LetGo):
        revisions.standing  # noqa: B018 (asking is what raises)
    with pytest.raises(LetGo):
        revisions.is_late(read_time("2022-03-09"))


def test_a_claim_that_is_whole_is_told_nothing(long: Settling) -> None:
    whole = long.replayed(STREAM)
    assert isinstance(whole, ClaimState)
    with pytest.raises(LetGo):
        whole.revisions.hold(Place(1, 1, 0), whole.revisions[1])


def test_many_utterances_that_are_remembered_at_once_are_told_as_if_they_had_come_one_by_one() -> None:
    utterances = [((f"day {n}", None), n % 7) for n in range(3 * FEW)]
    one_by_one, at_once = Traces(), Traces()
    for one in utterances:
        one_by_one.add([one])
    at_once.add(utterances[:FEW])
    at_once.add(utterances[FEW:])
    for traces in (one_by_one, at_once):
        traces.discard(*utterances[FEW])
    asked = [(utterance, period) for utterance, n in utterances for period in (None, n, 8)]
    assert [at_once.may_hold(*one) for one in asked] == [one_by_one.may_hold(*one) for one in asked]
    assert at_once.may_hold(*utterances[0])
    assert not at_once.may_hold(*utterances[FEW])
