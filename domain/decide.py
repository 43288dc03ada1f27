"""May this be recorded? ``decide`` judges a proposal against the state of the claim that it is meant for.

It raises every fault that it finds as one ``Refused``; when it returns, the event may be recorded as it was proposed.
"""

from collections.abc import Mapping
from typing import cast

from domain.attribution import originator
from domain.canonical import canonical
from domain.claim import corrected_revision
from domain.claim_state import ClaimState, made_by
from domain.clock import read_time
from domain.event_parts import Target
from domain.events import (
    Assessed,
    Attributed,
    ClaimData,
    Corrected,
    Disputed,
    DisputeResolved,
    Reinstated,
    Reported,
    Retracted,
    Updated,
)
from domain.refusals import (
    AlreadyOpened,
    AlreadyReplaced,
    AlreadyRetracted,
    AnotherOriginator,
    BelowZero,
    CorrectsNothing,
    DisputeInUse,
    InvalidField,
    Json,
    MissingField,
    NoNewUtterance,
    NoSuchRevision,
    NotOpened,
    NotRecordedYet,
    NotRetracted,
    OwnClaim,
    Refusal,
    Refused,
    StaleWas,
)
from domain.refusals import DisputeResolved as ResolvedAlready
from domain.refusals import Retracted as RetractedNow
from domain.revision import Revision
from domain.sense import below_zero_faults, chain_sense, said_at_faults, selector_faults, utterance_faults
from domain.shapes import ABSENT, holds_erased
from domain.wire import REDACTED, wire


def decide(state: ClaimState, data: ClaimData, source: str, arrived_ns: int) -> None:
    """Raises ``Refused`` unless *data*, sent by *source*, may be the next event of the claim in *state*.

    *data* makes sense by itself already (``domain.sense``); *arrived_ns* is when it came, in ns since 1970.
    """
    if isinstance(data, Reported):
        if state.is_open:
            raise Refused(AlreadyOpened(pointer="/subject", expected="a claim that is not reported yet"))
        return
    if not state.is_open:
        raise Refused(NotOpened(pointer="/subject", expected="a claim that has been reported"))
    if faults := _faults(state, data, source, arrived_ns):
        raise Refused(*faults)


def _faults(state: ClaimState, data: ClaimData, source: str, arrived_ns: int) -> list[Refusal]:
    match data:
        case Updated():
            return _of_update(state, data)
        case Corrected():
            return _of_correction(state, data, source, arrived_ns)
        case Disputed():
            return _of_dispute(state, data, source)
        case DisputeResolved():
            return _of_resolution(state, data)
        case Attributed():
            return _of_attribution(state, data)
        case Assessed():
            return target_faults(state, data.target, source)
        case Retracted() if data.by in state.retractions:
            return [AlreadyRetracted(pointer="/data/by", expected="a party that has not retracted it", got=data.by)]
        case Reinstated() if data.by not in state.retractions:
            return [NotRetracted(pointer="/data/by", expected="a party whose retraction is in force", got=data.by)]
        case _:
            return []


def _of_update(state: ClaimState, data: Updated) -> list[Refusal]:
    return [
        *_retracted(state),
        *_no_new_utterance(state, data),
        *_another_originator(state, data),
        *below_zero_faults(data.figure, state.scope, "/data/figure"),
    ]


def _retracted(state: ClaimState) -> list[Refusal]:
    if not state.retractions:
        return []
    return [RetractedNow(pointer="/subject", expected="a claim that is not retracted", got=list(state.retractions))]


def _no_new_utterance(state: ClaimState, data: Updated) -> list[Refusal]:
    period = None if data.refers_to is None else read_time(data.refers_to)
    if state.revisions.is_new_utterance(read_time(data.said_at), data.occasion, period):
        return []
    return [
        NoNewUtterance(
            pointer="/data/said_at",
            expected="another said_at or occasion, or another refers_to than this utterance has already given",
            got=data.said_at,
            extensions={"instead": Corrected.stored_as},
        )
    ]


def _another_originator(state: ClaimState, data: Updated) -> list[Refusal]:
    if data.attribution is None or state.is_originator_erased or originator(data.attribution) == state.originator:
        return []
    expected = state.originator or "an unnamed originator; claim.attributed.v1 may name it"
    return [
        AnotherOriginator(pointer="/data/attribution/0/who/id", expected=expected, got=originator(data.attribution))
    ]


def _of_attribution(state: ClaimState, data: Attributed) -> list[Refusal]:
    known = state.originator
    if known is None or originator(data.attribution) == known:
        return []
    return [
        AnotherOriginator(
            pointer="/data/attribution/0/who/id",
            expected=known,
            got=originator(data.attribution),
            extensions={"instead": Corrected.stored_as, "kind": "misattribution"},
        )
    ]


def _of_dispute(state: ClaimState, data: Disputed, source: str) -> list[Refusal]:
    faults = target_faults(state, data.target, source)
    if data.dispute in state.disputes:
        faults.append(DisputeInUse(pointer="/data/dispute", expected="an id that is not in use here", got=data.dispute))
    disputing = originator(data.by)
    if disputing is not None and disputing == state.originator and data.aspect not in ("attribution", "existence"):
        faults.append(OwnClaim(pointer="/data/by/0/who/id", expected="somebody else", got=disputing))
    return faults


def _of_resolution(state: ClaimState, data: DisputeResolved) -> list[Refusal]:
    dispute = state.disputes.get(data.dispute)
    if dispute is None:
        return [NotRecordedYet(pointer="/data/dispute", expected="a dispute of this claim", got=data.dispute)]
    if dispute.open:
        return []
    return [ResolvedAlready(pointer="/data/dispute", expected="an open dispute", got=data.dispute)]


def target_faults(state: ClaimState, target: Target, source: str) -> list[Refusal]:
    """Whether *target* means a revision that the claim has."""
    if isinstance(target, int):
        if target <= len(state.revisions):
            return []
        expected = f"a revision from 1 to {len(state.revisions)}"
        return [NoSuchRevision(pointer="/data/target", expected=expected, got=target)]
    number = state.events.get(made_by(target, source))
    if number is None:
        expected = "the identity of an event of this claim"
        return [NotRecordedYet(pointer="/data/target/id", expected=expected, got=target.id)]
    if number == 0:
        expected = "the identity of an event that made a revision"
        return [NoSuchRevision(pointer="/data/target/id", expected=expected, got=target.id)]
    return []


def _of_correction(state: ClaimState, data: Corrected, source: str, arrived_ns: int) -> list[Refusal]:
    if faults := [*_retracted(state), *target_faults(state, data.target, source)]:
        return faults
    target = state.revision_meant(data.target, source)
    if target.replaced:
        last = state.revisions.last_replacement(target)
        expected = "a revision that no correction has replaced"
        return [
            AlreadyReplaced(
                pointer="/data/target", expected=expected, got=target.number, extensions={"replaced_by": last}
            )
        ]
    if faults := [*_unlike_members(data), *_stale(state, target, data)]:
        return faults
    return [*_corrects_nothing(data), *_correction_sense(state, target, data, arrived_ns)]


def _unlike_members(data: Corrected) -> list[Refusal]:
    named = data.is_.named()
    unrecorded = [name for name in named if name not in data.was]
    unset = [name for name in data.was if name not in named]
    return [
        *(
            MissingField(pointer=f"/data/was/{name}", expected="what is recorded, as is names it")
            for name in unrecorded
        ),
        *(MissingField(pointer=f"/data/is/{name}", expected="what it should be, as was names it") for name in unset),
    ]


def _stale(state: ClaimState, target: Revision, data: Corrected) -> list[Refusal]:
    return [
        fault for name, said in _was(data).items() if (fault := _stale_member(state, target, name, said)) is not None
    ]


def _was(data: Corrected) -> Mapping[str, Json]:
    return cast("Mapping[str, Json]", data.was)  # the values are as they were parsed


def _stale_member(state: ClaimState, target: Revision, name: str, said: Json) -> StaleWas | None:
    recorded = recorded_member(state, target, name)
    if holds_erased(recorded):
        if said == REDACTED:
            return None
        expected = '{"redacted": true}, for the value is erased'
        return StaleWas(pointer=f"/data/was/{name}", expected=expected, got=None)
    shown = wire(recorded)
    if canonical(shown) == canonical(said):
        return None
    return StaleWas(pointer=f"/data/was/{name}", expected=canonical(shown).decode(), got=said)


def recorded_member(state: ClaimState, target: Revision, name: str) -> object:
    """What is recorded of member *name*: the target revision's, or for the members of the claim the claim's."""
    match name:
        case "scope":
            return state.scope
        case "attribution":
            return state.chain
        case "question":
            return state.question
        case _:
            return getattr(target, name)


def _corrects_nothing(data: Corrected) -> list[Refusal]:
    names = list(data.is_.named())
    if data.kind == "wrong_claim":
        return [InvalidField(pointer="/data/is", expected="{} for wrong_claim", got=names)] if names else []
    was = _was(data)
    if any(canonical(wire(getattr(data.is_, name))) != canonical(was[name]) for name in names):
        return []
    return [CorrectsNothing(pointer="/data/is", expected="at least one member that differs from was", got=names)]


def _correction_sense(state: ClaimState, target: Revision, data: Corrected, arrived_ns: int) -> list[Refusal]:
    members = data.is_
    result = corrected_revision(target, data)
    scope = state.scope if members.scope is ABSENT else members.scope
    faults: list[Refusal] = []
    if result.own & {"figure", "wording", "wording_note"}:
        faults += utterance_faults(result.figure, result.wording, result.wording_note, "/data/is")
    if members.figure is not ABSENT:
        faults += below_zero_faults(result.figure, scope, "/data/is/figure")
    elif members.scope is not ABSENT and below_zero_faults(result.figure, scope, ""):
        expected = "true, for the figure has an amount below zero"
        faults.append(BelowZero(pointer="/data/is/scope/signed", expected=expected))
    if members.said_at is not ABSENT:
        faults += said_at_faults(members.said_at, "/data/is/said_at", arrived_ns)
    if members.attribution is not ABSENT:
        faults += chain_sense(members.attribution, "/data/is/attribution")
    return [*faults, *selector_faults(result.selector, "/data/is/selector")]
