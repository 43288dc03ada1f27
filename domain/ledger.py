"""The use case of writing: a group of proposals is decided in order, each seeing those before it in the group.

The log calls ``decide_group`` while it holds its lock, with everything that is recorded of the identities and streams
in the group; nothing is ever decided on uncommitted state, so nothing is ever decided twice.
"""

from collections.abc import Container, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never, cast

from domain import claim, decide, question, story
from domain.claim_state import ClaimState
from domain.clock import EPOCH
from domain.events import (
    REDACTIONS,
    ClaimData,
    EventData,
    QuestionData,
    Recorded,
    StoryData,
)
from domain.ports import LogRow
from domain.proposal import Proposal
from domain.question import QuestionState
from domain.receipt import Receipt, places_kept
from domain.redaction import Holdings, Redaction, redaction
from domain.refusals import IdentityConflict, Json, Refused, VersionConflict
from domain.revision import Identity
from domain.stored_form import header, leaf_hash
from domain.story import StoryState
from domain.wire import instant_text

State: TypeAlias = ClaimState | QuestionState | StoryState
States: TypeAlias = MutableMapping[str, State]


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log stands, read under its lock: the last event's place, and the database's clock (µs since 1970)."""

    position: int
    recorded_us: int
    now_us: int

    @property
    def next_recorded_at(self) -> datetime:
        """The one time of recording of what is decided now: the database's clock, later than all before."""
        return EPOCH + timedelta(microseconds=max(self.now_us, self.recorded_us + 1))


@dataclass(slots=True, eq=False)
class NewEvent:
    """An event that was decided: it has its place, its header and its leaf, and waits to be stored."""

    event: Recorded
    row: LogRow
    leaf: bytes
    receipt: Receipt

    @property
    def originator_id(self) -> str:
        """The stream, as the ``eventsourcing`` library calls it."""
        return self.row.stream

    @property
    def originator_version(self) -> int:
        """The version, likewise."""
        return self.row.version


Outcome: TypeAlias = NewEvent | Receipt | Refused


@dataclass(slots=True, eq=False)
class Decided:
    """A group's outcomes, in order, and what its redactions erase."""

    outcomes: list[Outcome] = field(default_factory=list)
    redactions: list[Redaction] = field(default_factory=list)

    @property
    def new(self) -> list[NewEvent]:
        """The events to store, in the order of their positions."""
        return [one for one in self.outcomes if isinstance(one, NewEvent)]


@dataclass(slots=True, eq=False)
class _Group:
    """What a group sees while it is decided."""

    known: MutableMapping[Identity, LogRow]
    states: States
    holdings: Mapping[str, Holdings]
    recorded_at: datetime
    recorded_text: str
    position: int
    decided: Decided = field(default_factory=Decided)


def decide_group(
    proposals: Sequence[Proposal],
    head: Head,
    known: MutableMapping[Identity, LogRow],
    states: States,
    holdings: Mapping[str, Holdings],
) -> Decided:
    """Decides *proposals* in order after *head*.

    *known* has the recorded event of every identity in the group that is taken already; *states* the current state of
    every stream (one that is missing was never opened), changed in place; *holdings* what every stream in which
    something is to be redacted holds of it. One time of recording serves the whole group, and never goes back.
    """
    recorded_at = head.next_recorded_at
    group = _Group(
        known=known,
        states=states,
        holdings=holdings,
        recorded_at=recorded_at,
        recorded_text=instant_text(recorded_at),
        position=head.position,
    )
    for proposal in proposals:
        group.decided.outcomes.append(_outcome(group, proposal))
    return group.decided


def rehearsed(outcomes: Iterable[Outcome]) -> list[Receipt | Refused]:
    """What is answered where nothing is stored: no place for what is new, nor for what repeats it within the group."""
    answers: list[Receipt | Refused] = []
    new: set[Identity] = set()
    for one in outcomes:
        if isinstance(one, NewEvent):
            new.add((one.row.source, one.row.id))
            answers.append(one.receipt.rehearsed())
        elif isinstance(one, Receipt) and (one.source, one.id) in new:
            answers.append(one.rehearsed())
        else:
            answers.append(one)
    return answers


def _outcome(group: _Group, proposal: Proposal) -> Outcome:
    try:
        recorded = group.known.get(proposal.identity)
        return _new(group, proposal) if recorded is None else _repeated(proposal, recorded)
    except Refused as refused:
        return refused.kept()


def _repeated(proposal: Proposal, recorded: LogRow) -> Receipt:
    """The first receipt, again; after a redaction whatever is posted, for a comparison would let values be guessed."""
    receipt = recorded.receipt("repeated")
    if recorded.secret is None or not (differs := _differences(proposal, recorded)):
        return receipt
    raise Refused(
        IdentityConflict(
            pointer="/id",
            expected="the content that was first recorded under this source and id",
            got=proposal.id,
            extensions={
                "recorded": receipt.digest,
                "sent": proposal.commitment_under(recorded.secret),
                "differs": list(differs),
            },
        )
    )


def _differences(proposal: Proposal, recorded: LogRow) -> list[Json]:
    same = {
        "type": proposal.type == recorded.type,
        "subject": _subject(proposal.stream) == _subject(recorded.stream),
        "time": proposal.time == recorded.time,
        "data": proposal.payload == recorded.payload,
    }
    return [name for name, is_same in same.items() if not is_same]


def _subject(stream: str) -> str:
    return stream.partition("/")[2]


def _new(group: _Group, proposal: Proposal) -> NewEvent:
    data = proposal.data
    if data is None or proposal.faults:
        raise Refused(*proposal.faults)
    state = group.states.get(proposal.stream)
    if state is None:
        state = empty_state(proposal.stream)
    _check_version(proposal, state)
    erasing = _judge(group, proposal, data, state)
    made = _placed(group, proposal, data, state.version + 1)
    evolve(state, made.event)
    group.states[proposal.stream] = state
    _note(group, made, erasing)
    return made


def _check_version(proposal: Proposal, state: State) -> None:
    if proposal.expected is None or state.version in proposal.expected:
        return
    raise Refused(
        VersionConflict(
            pointer="/expectedversion",
            expected=f"{state.version}, the version that the stream is at",
            got=_shown(proposal.expected),
            extensions={"current_version": state.version},
        )
    )


def _shown(expected: Container[int]) -> Json:
    if isinstance(expected, range):
        return "*"
    versions = sorted(expected) if isinstance(expected, Iterable) else []
    if not versions:
        return "no version that could match"
    return versions[0] if len(versions) == 1 else versions


def empty_state(stream: str) -> State:
    """The state of a stream in which nothing has been recorded yet."""
    return _EMPTY.get(stream.partition("/")[0], ClaimState)()


_EMPTY: dict[str, type[State]] = {"question": QuestionState, "story": StoryState}


def evolve(state: State, event: Recorded) -> None:
    """Takes *event* into the state of its stream."""
    match state:
        case ClaimState():
            claim.evolve(state, event)
        case QuestionState():
            question.evolve(state, event)
        case StoryState():
            story.evolve(state, event)
        case _:
            assert_never(state)


def _judge(group: _Group, proposal: Proposal, data: EventData, state: State) -> Redaction | None:
    match state:
        case ClaimState():
            decide.decide(state, cast("ClaimData", data), proposal.source, proposal.arrived_ns)
        case QuestionState():
            question.decide(state, cast("QuestionData", data))
        case StoryState():
            story.decide(state, cast("StoryData", data))
        case _:
            assert_never(state)
    if isinstance(data, REDACTIONS):
        return redaction(data, group.holdings[proposal.stream], state.version)
    return None


def _placed(group: _Group, proposal: Proposal, data: EventData, version: int) -> NewEvent:
    group.position += 1
    stored_header = header(proposal.pieces, group.position, group.recorded_text, version)
    row = LogRow(
        position=group.position,
        stream=proposal.stream,
        version=version,
        type=proposal.type,
        source=proposal.source,
        id=proposal.id,
        recorded_at=group.recorded_at,
        header=stored_header,
        payload=proposal.payload,
        secret=proposal.secret,
        erased=None,
    )
    receipt = Receipt(
        source=proposal.source,
        id=proposal.id,
        stream=proposal.stream,
        version=version,
        position=group.position,
        recorded_at=group.recorded_text,
        digest=proposal.commitment,
        status="recorded",
    )
    return NewEvent(row.holding(data), row, leaf_hash(stored_header), receipt)


def _note(group: _Group, made: NewEvent, erasing: Redaction | None) -> None:
    """Lets the rest of the group see the new event, and what it erases."""
    group.known[made.row.source, made.row.id] = made.row
    if made.row.stream in group.holdings:
        group.holdings[made.row.stream].add(made.row)
    if erasing is not None:
        erasing.apply()
        group.known[erasing.row.source, erasing.row.id] = erasing.row
        made.receipt.also_in = erasing.also_in
        made.row.also_in = places_kept(erasing.also_in)
        group.decided.redactions.append(erasing)
