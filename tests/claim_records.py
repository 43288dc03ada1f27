"""What a ledger in memory knows of the claims that its stories print: all of it, by the fold."""

from domain.claim import fold
from domain.claim_record import OF_THE_CLAIM, ClaimRecord, CorrectionRecord, DisputeRecord, RevisionRecord, Said
from domain.claim_state import ClaimState
from domain.events import Corrected, Recorded
from domain.print_states import stood_at, wanted
from domain.printed import figure_key
from domain.revision import Revision
from domain.shapes import ABSENT
from domain.wire import wire
from tests.events import STORY
from tests.ledger import Ledger


def claims_of(ledger: Ledger, story: str = STORY, position: int | None = None) -> dict[str, ClaimRecord]:
    """The record of each claim that any edition of *story* prints, as of *position* (None: now)."""
    asked = wanted(ledger.story(story).editions.values())
    return {claim: record_of(ledger, claim, one.published, position) for claim, one in asked.items()}


def record_of(
    ledger: Ledger, claim: str, published: frozenset[str] = frozenset(), position: int | None = None
) -> ClaimRecord:
    """One claim's."""
    end = ledger.position if position is None else position
    events = [event for event in ledger.recorded(f"claim/{claim}") if event.position <= end]
    if not events:
        return ClaimRecord(claim)
    state = fold(events)
    made_by = {event.version: event for event in events}
    revisions = {one.number: _revision(one, made_by[one.version]) for one in state.revisions}
    unreplaced = [Said(one.number, one.rank, one.said_at, one.refers_to) for one in state.revisions if not one.replaced]
    stood = {text: stood_at(text, unreplaced) for text in published}
    return ClaimRecord(
        claim=claim,
        is_known=True,
        status=state.status,
        question=state.question,
        scope=state.scope,
        chain=state.chain,
        standing=None if state.standing is None else revisions[state.standing.number],
        revisions=revisions,
        stood={text: None if number is None else revisions[number] for text, number in stood.items()},
        corrections=tuple(_corrections(state, events)),
        disputes=tuple(
            DisputeRecord(one.dispute, one.revision, one.aspect) for one in state.disputes.values() if one.open
        ),
        continued_by=tuple(sorted(set(_successors(ledger, claim, end)))),
    )


def _revision(one: Revision, event: Recorded) -> RevisionRecord:
    return RevisionRecord(
        number=one.number,
        version=one.version,
        position=event.position,
        recorded_at=event.recorded_at,
        source=event.source,
        id=event.id,
        figure=one.figure,
        figure_key=figure_key(one.figure),
        wording=one.wording,
        said_at=one.said_at,
        refers_to=one.refers_to,
        statement=one.statement,
        published_at=one.published_at,
        replaces=one.replaces,
        replaced=one.replaced,
        replaced_by=one.replaced_by,
    )


def _corrections(state: ClaimState, events: list[Recorded]) -> list[CorrectionRecord]:
    made = {one.version: one.number for one in state.revisions}
    found = []
    for event in events:
        data = event.data
        if not isinstance(data, Corrected):
            continue
        found.append(
            CorrectionRecord(
                position=event.position,
                version=event.version,
                recorded_at=event.recorded_at,
                kind=data.kind,
                replaces=state.number_meant(data.target, event.source),
                revision=made.get(event.version),
                changed=frozenset(data.is_.named()),
                was={name: wire(data.was[name]) for name in OF_THE_CLAIM if name in data.was},
                is_={name: wire(value) for name in OF_THE_CLAIM if (value := getattr(data.is_, name)) is not ABSENT},
            )
        )
    return found


def _successors(ledger: Ledger, claim: str, end: int) -> list[str]:
    return [
        stream.removeprefix("claim/")
        for stream in ledger.states
        if stream.startswith("claim/")
        for link in fold(event for event in ledger.recorded(stream) if event.position <= end).links
        if (link.to, link.relation) == (claim, "continues")
    ]
