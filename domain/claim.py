"""A claim: what its stream of events amounts to.

``evolve`` is the one fold: the write path, replay, as-of reads and read models all go through it. A fold owns its
state and changes it in place (copying it for every event makes a long stream quadratic); whoever needs the state of
an earlier moment folds up to that moment.
"""

from collections.abc import Iterable
from typing import Any, Literal, assert_never

from domain.attribution import Chain
from domain.claim_state import Assessment, ClaimState, Dispute, Link, Retraction
from domain.clock import read_time
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
from domain.revisions import REVISION_MEMBERS, Revision
from domain.shapes import ABSENT, Erased

ALL_MEMBERS = frozenset(REVISION_MEMBERS)


def fold(events: Iterable[Recorded]) -> ClaimState:
    """The state after *events*, one claim's stream from its first event on."""
    state = ClaimState()
    for event in events:
        evolve(state, event)
    return state


def evolve(state: ClaimState, event: Recorded) -> ClaimState:
    """Takes *event*, the next of the stream, into *state*, which is changed and given back. Never refuses."""
    state.version, state.position, state.recorded_at = event.version, event.position, event.recorded_at
    made = len(state.revisions)
    _take_in(state, event, event.data)  # type: ignore[arg-type]  # a claim's stream holds only a claim's events
    now = len(state.revisions)
    state.events[event.source, event.id] = now if now > made else 0
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
    _add(state, event, _said(event, data, "reported", data.language, None), late=False)


def _updated(state: ClaimState, event: Recorded, data: Updated) -> None:
    late = state.revisions.is_late(read_time(data.said_at))
    if data.attribution is not None and not late:
        _rechain(state, event, data.attribution)
    _add(state, event, _said(event, data, "updated", None, data.reason), late=late)


def _said(
    event: Recorded,
    data: Reported | Updated,
    kind: Literal["reported", "updated"],
    language: str | Erased | None,
    reason: str | Erased | None,
) -> Revision:
    return Revision(
        number=0,
        version=event.version,
        position=event.position,
        recorded_at=event.recorded_at,
        kind=kind,
        figure=data.figure,
        wording=data.wording,
        said_at=data.said_at,
        refers_to=data.refers_to,
        wording_note=data.wording_note,
        statement=data.statement,
        language=language,
        occasion=data.occasion,
        published_at=data.published_at,
        selector=data.selector,
        reason=reason,
        own=ALL_MEMBERS,
        rank=0,
    )


def _add(state: ClaimState, event: Recorded, revision: Revision, *, late: bool) -> None:
    revision.number = revision.rank = len(state.revisions) + 1
    revision.late = late
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
    members: dict[str, Any] = {name: _set_or(data, name, own, getattr(target, name)) for name in REVISION_MEMBERS}
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


def _set_or(data: Corrected, name: str, own: frozenset[str], before: object) -> object:
    if name not in own:
        return before
    value = getattr(data.is_, name)
    return None if value is ABSENT else value


def _disputed(state: ClaimState, event: Recorded, data: Disputed) -> None:
    state.disputes[data.dispute] = Dispute(
        version=event.version,
        dispute=data.dispute,
        revision=state.revision_meant(data.target, event.source).number,
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
            revision=state.revision_meant(data.target, event.source).number,
            finding=data.finding,
            method=data.method,
            by=data.by,
            url=data.url,
        )
    )
