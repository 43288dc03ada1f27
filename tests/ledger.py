"""A whole ledger in memory: what the log does under its lock, with the real decisions and no I/O."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from adapters.codec import stored, validated
from domain import claim as claims
from domain.canonical import canonical
from domain.claim_state import ClaimState
from domain.clock import read_instant
from domain.events import REDACTIONS, Recorded
from domain.ledger import Decided, Head, NewEvent, State, decide_group, empty_state, evolve
from domain.ports import LogRow
from domain.proposal import Proposal, stream_of
from domain.question import QuestionState
from domain.receipt import Receipt
from domain.redaction import Holdings, values_to_go
from domain.refusals import Refusal, Refused
from domain.revision import Revision
from domain.story import StoryState
from domain.view import View, current_view
from tests.events import CLAIM, STORY, Event

ARRIVAL = "2022-05-01T12:00:00Z"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_US = 1_651_406_400_000_000
STEP_US = 1_000

_SECRETS = count(1)


def proposal(
    event: Event, *, expected: Collection[int] | None = None, arrival: str = ARRIVAL, secret: bytes | None = None
) -> Proposal:
    """*event* as the writing door proposes it."""
    return Proposal(
        source=event["source"],
        id=event["id"],
        type=event["type"],
        stream=stream_of(event["type"], event["subject"]),
        time=event.get("time"),
        wire_data=event["data"],
        shape=validated,
        secret=secret or next(_SECRETS).to_bytes(32, "big"),
        recorder="open",
        expected=expected,
        arrived_ns=read_instant(arrival),
    )


@dataclass
class Ledger:
    """The rows of a log and the states of its streams; each post is a group of its own, a millisecond later."""

    rows: list[LogRow] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)
    now_us: int = FIRST_US

    @property
    def position(self) -> int:
        return len(self.rows)

    def decide(self, *proposals: Proposal) -> Decided:
        """Decides a group, and stores what was accepted."""
        self.now_us += STEP_US
        known = {(row.source, row.id): row for row in self.rows}
        redacted = {one.stream for one in proposals if isinstance(one.data, REDACTIONS)}
        holdings = {stream: self.holdings(stream, proposals) for stream in redacted}
        head = Head(self.position, self._last_us(), self.now_us)
        decided = decide_group(proposals, head, known, self.states, holdings)
        self.rows += [one.row for one in decided.new]
        self.leaves += [one.leaf for one in decided.new]
        return decided

    def post(self, event: Event, **how: Any) -> Receipt:
        """The receipt of *event*; a refusal fails the test."""
        (outcome,) = self.decide(proposal(event, **how)).outcomes
        assert not isinstance(outcome, Refused), outcome.refusals
        return outcome.receipt if isinstance(outcome, NewEvent) else outcome

    def post_all(self, *events: Event) -> list[Receipt]:
        return [self.post(one) for one in events]

    def refusals_of(self, event: Event, **how: Any) -> tuple[Refusal, ...]:
        """Every fault found in *event*, of which nothing may be stored; being accepted fails the test."""
        before = self.position
        (outcome,) = self.decide(proposal(event, **how)).outcomes
        assert isinstance(outcome, Refused), event
        assert self.position == before
        return outcome.refusals

    def refusal_of(self, event: Event, **how: Any) -> Refusal:
        """The fault that names the problem."""
        return self.refusals_of(event, **how)[0]

    def together(self, *events: Event) -> list[Receipt | Refusal]:
        """What each of *events* gets that are decided in one group."""
        answers = []
        for outcome in self.decide(*map(proposal, events)).outcomes:
            answer = outcome.receipt if isinstance(outcome, NewEvent) else outcome
            answers.append(answer.first if isinstance(answer, Refused) else answer)
        return answers

    def stream(self, stream: str) -> list[LogRow]:
        return [row for row in self.rows if row.stream == stream]

    def holdings(self, stream: str, proposals: Sequence[Proposal]) -> Holdings:
        """What *stream* holds of what redactions among *proposals* may erase."""
        rows = {row.version: row for row in self.stream(stream)}
        ours = [one for one in proposals if one.stream == stream]
        redactions = [one.data for one in ours if isinstance(one.data, REDACTIONS)]
        holdings = Holdings(values_to_go(redactions, rows, [(one.type, one.payload) for one in ours]), rows)
        for version, row in rows.items():
            holdings.look_through(version, row.type, row.payload)
        return holdings

    def recorded(self, stream: str) -> Iterator[Recorded]:
        """The events of a stream as they are read from the log."""
        return (row.holding(stored(row.type, row.payload, row.erased)) for row in self.stream(stream))

    def claim(self, claim: str = CLAIM) -> ClaimState:
        state = self.states[f"claim/{claim}"]
        assert isinstance(state, ClaimState)
        return state

    def question(self, question: str) -> QuestionState:
        state = self.states[f"question/{question}"]
        assert isinstance(state, QuestionState)
        return state

    def story(self, story: str = STORY) -> StoryState:
        state = self.states[f"story/{story}"]
        assert isinstance(state, StoryState)
        return state

    def view(self, claim: str = CLAIM) -> View:
        return current_view(claim, self.claim(claim))

    def as_of(self, position: int, claim: str = CLAIM) -> View:
        """The view of *claim* as the log tells it at *position*."""
        events = (event for event in self.recorded(f"claim/{claim}") if event.position <= position)
        return current_view(claim, claims.fold(events))

    def replayed(self, stream: str) -> State:
        """The state of *stream* folded anew from what is stored."""
        state = empty_state(stream)
        for event in self.recorded(stream):
            evolve(state, event)
        return state

    def standing(self, claim: str = CLAIM) -> Revision | None:
        return self.claim(claim).standing

    def figure(self, claim: str = CLAIM) -> Any:
        """The standing figure as the view shows it; None where nothing stands."""
        standing: Any = self.view(claim)["standing"]
        return None if standing is None else standing["figure"]

    def _last_us(self) -> int:
        return (self.rows[-1].recorded_at - EPOCH) // timedelta(microseconds=1) if self.rows else 0


def state_digest(view: View) -> str:
    """The hash of a claim's view without version, position, revision numbers, counts and history (scenarios page)."""
    standing: Any = view["standing"]
    disputes: Any = view["disputes"]
    assessments: Any = view["assessments"]
    told = {
        "status": view["status"],
        "question": view["question"],
        "scope": view["scope"],
        "attribution": view["attribution"],
        "retracted": view["retracted"],
        "standing": standing and {name: told for name, told in standing.items() if name not in ("revision", "kind")},
        "disputes": [{name: told for name, told in one.items() if name != "revision"} for one in disputes],
        "assessments": [{name: told for name, told in one.items() if name != "revision"} for one in assessments],
        "links": view["links"],
    }
    return sha256(canonical(told)).hexdigest()


def picture(state: State) -> Any:
    """All that *state* holds and answers, as plain values that can be compared."""
    if not isinstance(state, ClaimState):
        return _plain(state)
    revisions = state.revisions
    return {
        **{one.name: _plain(getattr(state, one.name)) for one in fields(state) if one.name != "revisions"},
        "revisions": [_plain(one) for one in revisions],
        "standing": revisions.standing and revisions.standing.number,
        "late": [revisions.is_late(one.said) for one in revisions],
        "new": [
            revisions.is_new_utterance(one.said, one.occasion, period)
            for one in revisions
            for period in (None, one.period)
            if one.occasion is None or isinstance(one.occasion, str)
        ],
    }


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
