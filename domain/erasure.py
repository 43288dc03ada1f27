"""What a redaction takes out of a state: the value, wherever it came to rest.

Law: evolve(original) then evolve(redacted) gives the same state as evolve(erased original) then evolve(redacted). So
a correction's revision loses what it took over from an erased one, and cached states and read models heal from the
redaction event alone.
"""

from collections.abc import Sequence

from domain.attribution import Chain
from domain.claim_state import Assessment, ClaimState, Link, Retraction
from domain.pointer import steps
from domain.revision import REVISION_MEMBERS, Revision
from domain.shapes import ERASED


def erase(state: ClaimState, version: int, pointers: Sequence[str]) -> None:
    """Erases from *state* the units at *pointers* of the event at *version* of its stream."""
    for pointer in pointers:
        if pointer.startswith("/was/"):
            continue
        member, *index = steps(pointer)
        _erase_member(state, version, member)
        if index:
            _erase_hop(state, version, member, int(index[0]))


def _erase_member(state: ClaimState, version: int, member: str) -> None:
    if member == "scope" and state.scope_version == version:
        state.scope = ERASED
    _erase_in_revisions(state, version, member)
    _erase_in_disputes(state, version, member)
    held: list[Assessment | Link | Retraction] = [*state.assessments, *state.links, *state.retractions.values()]
    for one in held:
        if one.version == version and hasattr(one, member):
            setattr(one, member, ERASED)


def _erase_hop(state: ClaimState, version: int, member: str, index: int) -> None:
    if member == "attribution" and state.chain_version == version:
        state.chain = _without(state.chain, index)
    for dispute in state.disputes.values():
        if member == "by" and dispute.version == version:
            dispute.by = _without(dispute.by, index)


def _without(chain: Chain, index: int) -> Chain:
    return (*chain[:index], ERASED, *chain[index + 1 :])


def _erase_in_revisions(state: ClaimState, version: int, member: str) -> None:
    number = state.revisions.number_at(version)
    if not number:
        return
    made = state.revisions.numbered[number - 1]
    if member == "reason":
        made.reason = ERASED
    if member in REVISION_MEMBERS:
        for one in _holders(state, made, member):
            _erase_of_revision(state, one, member)


def _holders(state: ClaimState, made: Revision, member: str) -> list[Revision]:
    """The revision itself, and every correction that took the member over from it."""
    holders = {made.number: made}
    for one in state.revisions.numbered[made.number :]:
        if one.replaces in holders and member not in one.own:
            holders[one.number] = one
    return list(holders.values())


def _erase_of_revision(state: ClaimState, one: Revision, member: str) -> None:
    if member == "occasion":
        state.revisions.erase_occasion(one)
    else:
        setattr(one, member, ERASED)


def _erase_in_disputes(state: ClaimState, version: int, member: str) -> None:
    for one in state.disputes.values():
        if one.version == version and member in ("aspect", "statement", "counter_claim"):
            setattr(one, member, ERASED)
        if one.resolved_version == version and member in RESOLUTION:
            setattr(one, RESOLUTION[member], ERASED)


RESOLUTION = {"outcome": "outcome", "by": "resolved_by", "reason": "resolved_reason"}
