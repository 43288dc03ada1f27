"""What a redaction takes out of a state: the value, wherever it came to rest.

Law: evolve(original) then evolve(redacted) gives the same state as evolve(erased original) then evolve(redacted). So
a correction's revision loses what it took over from an erased one, and cached states and read models heal from the
redaction event alone. What a fork of the state may hold too is erased in a copy.
"""

from collections.abc import Sequence
from copy import copy
from typing import TypeVar

from domain.attribution import Chain
from domain.claim_state import Assessment, ClaimState, Link, Retraction
from domain.pointer import steps
from domain.revision import REVISION_MEMBERS
from domain.shapes import ERASED

H = TypeVar("H", Assessment, Link, Retraction)


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
    state.assessments = [_erased(one, version, member) for one in state.assessments]
    state.links = [_erased(one, version, member) for one in state.links]
    state.retractions = {by: _erased(one, version, member) for by, one in state.retractions.items()}


def _erased(one: H, version: int, member: str) -> H:
    if one.version != version or not hasattr(one, member):
        return one
    erased = copy(one)
    setattr(erased, member, ERASED)
    return erased


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
    if member == "reason":
        state.revisions.erase(number, member)
    if member in REVISION_MEMBERS:
        for holder in _holders(state, number, member):
            state.revisions.erase(holder, member)


def _holders(state: ClaimState, number: int, member: str) -> list[int]:
    """The revision itself, and every correction that took the member over from it."""
    holders = {number}
    for one in state.revisions.numbered[number:]:
        if one.replaces in holders and member not in one.own:
            holders.add(one.number)
    return sorted(holders)


def _erase_in_disputes(state: ClaimState, version: int, member: str) -> None:
    for one in state.disputes.values():
        if one.version == version and member in ("aspect", "statement", "counter_claim"):
            setattr(one, member, ERASED)
        if one.resolved_version == version and member in RESOLUTION:
            setattr(one, RESOLUTION[member], ERASED)


RESOLUTION = {"outcome": "outcome", "by": "resolved_by", "reason": "resolved_reason"}
