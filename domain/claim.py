"""A claim: what its stream of events amounts to.

``evolve`` is the one fold: the write path, replay, as-of reads and read models all go through it. A fold owns its
state and changes it in place (copying it for every event makes a long stream quadratic); whoever needs the state of
an earlier moment folds up to that moment.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, Literal, assert_never

from domain.attribution import Chain
from domain.claim_state import Assessment, ClaimState, Dispute, Link, Retraction
from domain.erasure import erase
from domain.events import (
    Assessed,
    Attributed,
    ClaimData,
    ClaimRedacted,
    Corrected,
    Disputed,
    DisputeResolved,
    Linked,
    Noted,
    Recorded,
    Reinstated,
    Reported,
    Retracted,
    Updated,
)
from domain.revision import REVISION_MEMBERS, Revision
from domain.shapes import ABSENT

ALL_MEMBERS = frozenset(REVISION_MEMBERS)

_members_of = attrgetter(*REVISION_MEMBERS)


def fold(events: Iterable[Recorded]) -> ClaimState:
    """The state after *events*, one claim's stream from its first event on."""
    state = ClaimState()
    for event in events:
        evolve(state, event)
    return state


def evolve(state: ClaimState, event: Recorded) -> ClaimState:
    """Takes *event*, the next of the stream, into *state*, which is changed and given back. Never refuses."""
    state.version, state.position, state.recorded_at = event.version, event.position, event.recorded_at
    recent = state.revisions.recent
    before = len(recent)
    _take_in(state, event, event.data)  # type: ignore[arg-type]  # a claim's stream holds only a claim's events
    state.events[event.source, event.id] = len(state.revisions) if len(recent) > before else 0
    return state


def _take_in(state: ClaimState, event: Recorded, data: ClaimData) -> None:
    match data:
        case Updated():
            _updated(state, event, data)
        case Corrected():
            _corrected(state, event, data)
        case Reported():
            _reported(state, event, data)
        case Attributed():
            _rechain(state, event, data.attribution)
        case Disputed():
            _disputed(state, event, data)
        case DisputeResolved():
            _resolved(state, event, data)
        case Assessed():
            _assessed(state, event, data)
        case Retracted():
            state.retractions[data.by] = Retraction(event.version, data.by, data.reason, event.recorded_at)
        case Reinstated():
            del state.retractions[data.by]
        case Linked():
            state.links.append(Link(event.version, data.to, data.relation))
        case Noted():
            state.notes += 1
        case ClaimRedacted():
            erase(state, data.version, data.fields)
        case _:
            assert_never(data)


def _reported(state: ClaimState, event: Recorded, data: Reported) -> None:
    state.question = data.question
    state.scope, state.scope_version = data.scope, event.version
    _rechain(state, event, data.attribution)
    _add(state, said_revision(event, data))


def _updated(state: ClaimState, event: Recorded, data: Updated) -> None:
    revision = said_revision(event, data)
    revision.late = state.revisions.is_late(revision.said)
    if data.attribution is not None and not revision.late:
        _rechain(state, event, data.attribution)
    _add(state, revision)


def said_revision(event: Recorded, data: Reported | Updated) -> Revision:
    """The revision that *event* makes by its own *data*; not numbered yet."""
    kind: Literal["reported", "updated"]
    if isinstance(data, Updated):
        kind, language, reason = "updated", None, data.reason
    else:
        kind, language, reason = "reported", data.language, None
    return Revision(  # by place, in the order of the fields: names take half a microsecond more, for every event folded
        0,
        event.version,
        event.position,
        event.recorded_at,
        kind,
        data.figure,
        data.wording,
        data.said_at,
        data.refers_to,
        data.wording_note,
        data.statement,
        language,
        data.occasion,
        data.published_at,
        data.selector,
        reason,
        ALL_MEMBERS,
        0,
    )


def _add(state: ClaimState, revision: Revision) -> None:
    revision.number = revision.rank = len(state.revisions) + 1
    state.revisions.add(revision)


def _rechain(state: ClaimState, event: Recorded, chain: Chain) -> None:
    state.chain, state.chain_version = chain, event.version


def _corrected(state: ClaimState, event: Recorded, data: Corrected) -> None:
    target = state.revision_meant(data.target, event.source)
    state.corrections += 1
    if not data.is_.named():
        state.revisions.replace(target, None)
        return
    _correct_claim(state, event, data)
    revision = corrected_revision(target, data)
    revision.number, revision.version = len(state.revisions) + 1, event.version
    revision.position, revision.recorded_at = event.position, event.recorded_at
    state.revisions.replace(target, revision.number)
    state.revisions.add(revision)


def _correct_claim(state: ClaimState, event: Recorded, data: Corrected) -> None:
    members = data.is_
    if members.question is not ABSENT:
        state.question = members.question
    if members.scope is not ABSENT:
        state.scope, state.scope_version = members.scope, event.version
    if members.attribution is not ABSENT:
        _rechain(state, event, members.attribution)


def corrected_revision(target: Revision, data: Corrected) -> Revision:
    """What *target* becomes by a correction: its members, but for those that ``is`` sets; not numbered yet.

    An old ``wording_note`` lapses when figure or wording are set anew.
    """
    own = frozenset(data.is_.named()) & ALL_MEMBERS
    if own & {"figure", "wording"}:
        own |= {"wording_note"}
    members: dict[str, Any] = dict(zip(REVISION_MEMBERS, _members_of(target), strict=True))
    for name in own:
        value = getattr(data.is_, name)
        members[name] = None if value is ABSENT else value
    return Revision(
        number=0,
        version=0,
        position=0,
        recorded_at=target.recorded_at,
        kind="corrected",
        reason=data.reason,
        own=own,
        rank=target.rank,
        replaces=target.number,
        late=target.late,
        **members,
    )


def _disputed(state: ClaimState, event: Recorded, data: Disputed) -> None:
    state.disputes[data.dispute] = Dispute(
        version=event.version,
        dispute=data.dispute,
        revision=state.number_meant(data.target, event.source),
        aspect=data.aspect,
        by=data.by,
        statement=data.statement,
        counter_claim=data.counter_claim,
    )


def _resolved(state: ClaimState, event: Recorded, data: DisputeResolved) -> None:
    dispute = state.disputes[data.dispute]
    dispute.open, dispute.resolved_version = False, event.version
    dispute.outcome, dispute.resolved_by, dispute.resolved_reason = data.outcome, data.by, data.reason


def _assessed(state: ClaimState, event: Recorded, data: Assessed) -> None:
    state.assessments.append(
        Assessment(
            version=event.version,
            revision=state.number_meant(data.target, event.source),
            finding=data.finding,
            method=data.method,
            by=data.by,
            url=data.url,
        )
    )
