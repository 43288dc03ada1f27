"""Writing: repeats are answered with the first receipt, versions are kept, and time never goes back."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from adapters.codec import validated
from domain.ledger import Head, NewEvent, decide_group, rehearsed
from domain.proposal import Proposal, secrets_from, stream_of
from domain.receipt import Receipt
from domain.refusals import Refusal, Refused
from domain.stored_form import commitment, commitments, leaf_hash
from tests.events import (
    CLAIM,
    CMS,
    Event,
    annotated,
    asked,
    corrected_figure,
    event,
    exact,
    redacted,
    reported,
    reworded,
    updated,
)
from tests.ledger import FIRST_US, STEP_US, Ledger, proposal


def placed(receipt: Receipt | Refusal) -> tuple[Any, ...]:
    assert isinstance(receipt, Receipt), receipt
    return receipt.stream, receipt.version, receipt.position, receipt.recorded_at, receipt.digest


def test_a_receipt_says_where_the_event_came_to_stand(ledger: Ledger) -> None:
    ledger.post(asked())
    sent = reported(id="desk-0001")
    receipt = ledger.post(sent)
    assert receipt.wire() == {
        "source": CMS,
        "id": "desk-0001",
        "stream": f"claim/{CLAIM}",
        "version": 1,
        "position": 2,
        "recorded_at": "2022-05-01T12:00:00.002000Z",
        "digest": ledger.rows[1].commitment,
        "status": "recorded",
    }


def test_positions_run_through_the_log_and_versions_through_a_stream(ledger: Ledger) -> None:
    receipts = ledger.post_all(asked(), reported(), reworded(), updated(), reported(claim="other"))
    assert [(one.position, one.version) for one in receipts] == [(1, 1), (2, 1), (3, 2), (4, 2), (5, 1)]


def test_the_header_holds_the_place_and_the_leaf_is_its_hash(ledger: Ledger) -> None:
    ledger.post(reported(id="desk-0001", time="2022-03-02T20:41:07Z"))
    row = ledger.rows[0]
    assert orjson.loads(row.header) == {
        "commitment": row.commitment,
        "id": "desk-0001",
        "position": 1,
        "recorded_at": "2022-05-01T12:00:00.001000Z",
        "recorder": "open",
        "source": CMS,
        "stream": f"claim/{CLAIM}",
        "time": "2022-03-02T20:41:07Z",
        "type": "claim.reported.v1",
        "version": 1,
    }
    assert (row.time, ledger.leaves) == ("2022-03-02T20:41:07Z", [leaf_hash(row.header)])


def test_accepted_twice_is_answered_with_the_first_receipt_for_ever(ledger: Ledger) -> None:
    sent = reported()
    first = ledger.post(sent)
    ledger.post(updated())
    again = ledger.post(sent)
    assert (placed(again), again.status, ledger.position) == (placed(first), "repeated", 2)


def test_key_order_is_not_content_but_every_digit_is(ledger: Ledger) -> None:
    sent = reported("3.10", exact("3.10"), id="a")
    ledger.post(sent)
    assert ledger.post(sent | {"data": dict(reversed(sent["data"].items()))}).status == "repeated"
    other = sent | {"data": sent["data"] | {"figure": exact("3.1")}}
    assert ledger.refusal_of(other).name == "identity-conflict"


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"time": "2022-03-02T20:41:08Z"}, ["time"]),
        ({"subject": "other"}, ["subject"]),
        ({"type": "claim.updated.v1"}, ["type"]),
        ({"type": "question.asked.v1"}, ["type"]),
        (
            {"type": "claim.nope.v1", "subject": "other", "time": "2022", "data": {"x": 1.5}},
            ["type", "subject", "time", "data"],
        ),
        ({"data": {}}, ["data"]),
    ],
)
def test_the_same_identity_with_other_content_is_a_conflict_that_says_what_differs(
    ledger: Ledger, change: dict[str, Any], differs: list[str]
) -> None:
    sent = reported(id="desk-0001", time="2022-03-02T20:41:07Z")
    first = ledger.post(sent)
    refusal = ledger.refusal_of(sent | change)
    assert (refusal.name, refusal.pointer, refusal.got) == ("identity-conflict", "/id", "desk-0001")
    assert refusal.expected == "the content that was first recorded under this source and id"
    secret = ledger.rows[0].secret or b""
    other = commitment(commitments((sent | change)["data"], nested=False, secret=secret))
    assert refusal.extensions == {"recorded": first.digest, "sent": other, "differs": differs}


def test_a_repeat_with_an_old_expected_version_gets_its_receipt(ledger: Ledger) -> None:
    sent = reported()
    ledger.post(sent, expected={0})
    assert ledger.post(sent, expected={0}).status == "repeated"


def test_once_anything_is_erased_every_post_of_that_identity_gets_the_first_receipt(ledger: Ledger) -> None:
    sent = reported(id="desk-0001")
    first = ledger.post(sent)
    ledger.post(redacted(1, "/wording"))
    for guess in (sent, updated("7", exact("7"), id="desk-0001"), annotated(claim="other", id="desk-0001")):
        receipt = ledger.post(guess)
        assert (placed(receipt), receipt.status, receipt.redacted) == (placed(first), "repeated", True)
        assert receipt.wire()["redacted"] is True
    assert ledger.position == 2


def test_an_expectation_that_nothing_meets_is_refused_as_such(ledger: Ledger) -> None:
    assert ledger.refusal_of(reported(), expected=()).got == "no version that could match"


@pytest.mark.parametrize("expected", [{0}, {3}, [0, 3]])
def test_a_wrong_expected_version_is_refused_with_the_current_one(ledger: Ledger, expected: Any) -> None:
    ledger.post_all(reported(), updated())
    refusal = ledger.refusal_of(annotated(), expected=expected)
    assert (refusal.name, refusal.pointer) == ("version-conflict", "/expectedversion")
    assert refusal.got == (sorted(expected) if len(expected) > 1 else next(iter(expected)))
    assert refusal.expected == "2, the version that the stream is at"
    assert refusal.extensions == {"current_version": 2}


def test_any_version_but_none_is_what_a_star_expects(ledger: Ledger) -> None:
    (conflict,) = ledger.decide(proposal(reported(), expected=range(1, 2**31))).outcomes
    assert isinstance(conflict, Refused)
    assert (conflict.first.name, conflict.first.got) == ("version-conflict", "*")


def test_what_cannot_be_listed_is_shown_as_no_version(ledger: Ledger) -> None:
    class Even:
        def __contains__(self, version: object) -> bool:
            return isinstance(version, int) and version % 2 == 0 and version > 0

    (conflict,) = ledger.decide(proposal(reported(), expected=Even())).outcomes  # type: ignore[arg-type]  # any container will do
    assert isinstance(conflict, Refused)
    assert conflict.first.got == "no version that could match"


@pytest.mark.parametrize("expected", [{0}, {0, 7}])
def test_the_expected_version_lets_the_event_in(ledger: Ledger, expected: set[int]) -> None:
    assert ledger.post(reported(), expected=expected).version == 1


def test_the_expected_version_is_looked_at_before_the_state(ledger: Ledger) -> None:
    assert ledger.refusal_of(updated(), expected={1}).name == "version-conflict"


def test_what_is_wrong_with_the_event_itself_comes_before_the_expected_version(ledger: Ledger) -> None:
    ledger.post(reported())
    assert ledger.refusal_of(updated("7", exact("8")), expected={9}).name == "wording-contradicts-figure"
    assert ledger.refusal_of(updated(colour="red"), expected={9}).name == "unknown-field"


def test_one_bad_event_in_a_group_fails_alone_and_takes_no_position(ledger: Ledger) -> None:
    answers = ledger.together(reported(), updated("7", exact("8")), updated(), reported(), annotated())
    told = [one.position if isinstance(one, Receipt) else one.name for one in answers]
    assert told == [1, "wording-contradicts-figure", 2, "already-opened", 3]
    assert [row.version for row in ledger.rows] == [1, 2, 3]


def test_each_event_of_a_group_sees_those_before_it(ledger: Ledger) -> None:
    first = reported(id="first")
    target = {"id": "first"}
    answers = ledger.together(first, corrected_figure("498", "497", target=target), first, first | {"time": "2022"})
    told = [one.status if isinstance(one, Receipt) else one.name for one in answers]
    assert told == ["recorded", "recorded", "repeated", "identity-conflict"]


def test_a_group_has_one_time_of_recording(ledger: Ledger) -> None:
    ledger.together(reported(), updated(), asked())
    assert len({row.recorded_at for row in ledger.rows}) == 1


def test_recorded_at_never_goes_back(ledger: Ledger) -> None:
    ledger.post(reported())
    ledger.now_us -= 10 * STEP_US
    receipt = ledger.post(updated())
    assert receipt.recorded_at == "2022-05-01T12:00:00.001001Z"


@pytest.mark.parametrize(("recorded_us", "now_us", "next_us"), [(5, 9, 9), (9, 5, 10), (9, 9, 10), (0, 0, 1)])
def test_the_next_time_of_recording_is_the_clock_or_just_after_the_last(
    recorded_us: int, now_us: int, next_us: int
) -> None:
    assert Head(1, recorded_us, now_us).next_recorded_at == datetime(1970, 1, 1, microsecond=next_us, tzinfo=UTC)


def test_a_decided_event_has_the_librarys_names_too(ledger: Ledger) -> None:
    (new,) = ledger.decide(proposal(reported())).new
    assert (new.originator_id, new.originator_version) == (f"claim/{CLAIM}", 1)


def dry_run(ledger: Ledger, *events: Event) -> list[Receipt | Refused]:
    known = {(row.source, row.id): row for row in ledger.rows}
    states: dict[str, Any] = {stream: ledger.replayed(stream) for stream in ledger.states}
    proposals = list(map(proposal, events))
    holdings = {f"claim/{CLAIM}": ledger.holdings(f"claim/{CLAIM}", proposals)}
    return rehearsed(decide_group(proposals, Head(0, 0, 0), known, states, holdings).outcomes)


def test_a_dry_run_gives_nobody_a_place_neither_the_new_nor_what_repeats_it(ledger: Ledger) -> None:
    recorded = annotated(id="there")
    ledger.post_all(reported(), recorded)
    new = updated(id="new")
    answers = dry_run(ledger, new, new, recorded, updated("7", exact("8")))
    would = {"source": CMS, "id": "new", "stream": f"claim/{CLAIM}", "version": 3, "status": "would_record"}
    assert [one.wire() if isinstance(one, Receipt) else one.first.name for one in answers] == [
        would,
        would,
        ledger.post(recorded).wire(),
        "wording-contradicts-figure",
    ]


def test_a_dry_run_of_a_redaction_says_where_the_value_would_still_stand(ledger: Ledger) -> None:
    ledger.post_all(reported(), annotated("498 soldiers"))
    (answer,) = dry_run(ledger, redacted(1, "/wording"))
    assert isinstance(answer, Receipt)
    assert answer.wire()["also_in"] == [{"version": 2, "pointer": "/text"}]


def test_a_stream_is_named_by_what_it_is_about() -> None:
    assert stream_of("claim.reported.v1", "a.b") == "claim/a.b"
    assert stream_of("question.asked.v1", "q") == "question/q"


def test_secrets_are_cut_from_one_draw() -> None:
    draw = bytes(range(96))
    assert list(secrets_from(draw)) == [draw[:32], draw[32:64], draw[64:]]


def test_the_payload_is_what_was_sent_with_nothing_filled_in(ledger: Ledger) -> None:
    sent = reported()
    ledger.post(sent)
    assert orjson.loads(ledger.rows[0].payload) == sent["data"]


def test_a_proposal_knows_what_is_wrong_with_it_before_the_queue() -> None:
    sent = event("claim.nope.v1", "x", {"a": None})
    made = Proposal(
        source=CMS,
        id="i",
        type=sent["type"],
        stream="claim/x",
        time=None,
        wire_data=sent["data"],
        shape=validated,
        secret=bytes(32),
        recorder="open",
        expected=None,
        arrived_ns=0,
    )
    assert (made.data, [one.name for one in made.faults]) == (None, ["unknown-event-type"])
    assert made.identity == (CMS, "i")


def test_a_proposal_is_the_same_whether_all_of_it_was_made_beforehand_or_not() -> None:
    sent = reported()
    made, lazy = (proposal(sent, secret=bytes(range(32))) for _ in range(2))
    made.prepare()
    assert (made.is_sealed, lazy.is_sealed) == (True, False)
    assert (lazy.commitment, lazy.pieces, lazy.payload) == (made.commitment, made.pieces, made.payload)
    assert (lazy.data, lazy.faults) == (made.data, made.faults)


def test_what_was_made_is_not_made_again() -> None:
    made = proposal(reported())
    before = made.data, made.commitment
    made.prepare()
    made.prepare()
    assert (made.data, made.commitment) == before


@pytest.mark.parametrize("number", [1e16, 1e300, -(2.0**53), 0.5])
def test_other_content_with_any_number_in_it_is_a_conflict(ledger: Ledger, number: float) -> None:
    sent = reported()
    ledger.post(sent)
    assert ledger.refusal_of(sent | {"data": {"note": number}}).name == "identity-conflict"


def test_a_faulty_proposal_is_never_sealed() -> None:
    made = proposal(event("claim.nope.v1", "x", {}))
    made.prepare()
    assert (made.is_sealed, made.data) == (False, None)


def test_an_empty_group_decides_nothing() -> None:
    assert decide_group([], Head(5, FIRST_US, FIRST_US), {}, {}, {}).new == []


def test_a_decided_event_is_what_a_fold_takes_in(ledger: Ledger) -> None:
    decided = ledger.decide(proposal(reported()))
    assert [one.event for one in decided.outcomes if isinstance(one, NewEvent)] == list(
        ledger.recorded(f"claim/{CLAIM}")
    )
