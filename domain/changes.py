"""What an event changed, for the audit trail: the members, and the revision that it made or is about.

A comparison with a value that is erased finds a difference, whatever the value was: the trail must not tell.
"""

from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from domain import claim, question, story
from domain.attribution import Chain
from domain.claim_state import ClaimState
from domain.event_parts import MemberName
from domain.events import (
    Assessed,
    ClaimData,
    ClaimRedacted,
    Corrected,
    Disputed,
    DisputeResolved,
    QuestionAsked,
    QuestionData,
    QuestionRedacted,
    Recorded,
    Reported,
    StoryCorrected,
    StoryData,
    StoryPublished,
    StoryRedacted,
    Updated,
)
from domain.pointer import steps
from domain.question import QuestionState
from domain.revision import REVISION_MEMBERS, Revision
from domain.shapes import holds_erased
from domain.story import StoryState
from domain.wire import REDACTED, wire

Names: TypeAlias = tuple[str, ...]

SAID = ("figure", "wording", "said_at", "refers_to")
BESIDE = tuple(name for name in REVISION_MEMBERS if name not in SAID)
REPORTED = ("question", "scope", *SAID, *BESIDE, "attribution")
UPDATED = tuple(name for name in (*SAID, *BESIDE) if name != "language")  # an update states none
NOTHING_SAID = (None,) * len(UPDATED)
_said = attrgetter(*UPDATED)
ASKED = ("text", "scope", "tolerance", "topics")
PUBLISHED = ("edition", "outlet", "headline", "url", "published_at", "update_note", "text_sha256", "text", "prints")


@dataclass(frozen=True, slots=True)
class Effect:
    """The members that an event changed; the revision that it made, or else is about; the one that it replaces."""

    changed: Names
    revision: int | None = None
    replaces: int | None = None


def effect_on_question(state: QuestionState, event: Recorded) -> Effect:
    """Evolves *state* by *event*, the next of a question's stream; what it changed."""
    question.evolve(state, event)
    return Effect(_changed_of_question(event.data))  # type: ignore[arg-type]  # a question's stream holds only its events


def effect_on_story(state: StoryState, event: Recorded) -> Effect:
    """Evolves *state* by *event*, the next of a story's stream; what it changed. ``revision`` is the edition."""
    story.evolve(state, event)
    return _effect_on_story(event.data)  # type: ignore[arg-type]  # a story's stream holds only its events


def effect_on_claim(state: ClaimState, event: Recorded) -> Effect:
    """Evolves *state* by *event*, the next of a claim's stream; what it changed."""
    data: ClaimData = event.data  # type: ignore[assignment]  # a claim's stream holds only a claim's events
    status, chain = state.status if state.is_open else None, state.chain
    before = _compared_with(state)
    claim.evolve(state, event)
    effect = _effect(state, event, data, before, chain)
    if status is None or state.status == status:
        return effect
    return Effect((*effect.changed, "status"), effect.revision, effect.replaces)


def _changed_of_question(data: QuestionData) -> Names:
    match data:
        case QuestionAsked():
            return tuple(name for name in ASKED if getattr(data, name) is not None)
        case QuestionRedacted():
            return _erased_members(data.fields)
        case _:
            return data.changes


def _effect_on_story(data: StoryData) -> Effect:
    match data:
        case StoryPublished():
            return Effect(tuple(name for name in PUBLISHED if getattr(data, name) is not None), data.edition)
        case StoryCorrected():
            return Effect(("prints",), data.edition)
        case StoryRedacted():
            return Effect(_erased_members(data.fields))
        case _:
            return Effect(data.changes)


def _compared_with(state: ClaimState) -> Revision | None:
    """What an update is compared with: what stands, or else the last that was said."""
    if not len(state.revisions):
        return None
    return state.standing or state.revisions[len(state.revisions)]


def _effect(state: ClaimState, event: Recorded, data: ClaimData, before: Revision | None, chain: Chain) -> Effect:
    match data:
        case Reported():
            return Effect(tuple(name for name in REPORTED if getattr(data, name) is not None), 1)
        case Updated():
            return Effect(_updated_members(state, data, before, chain), len(state.revisions))
        case Corrected():
            return _effect_of_correction(state, event, data, before)
        case Disputed() | DisputeResolved():
            return Effect(("disputes",), state.disputes[data.dispute].revision)
        case Assessed():
            return Effect(("assessments",), state.assessments[-1].revision)
        case ClaimRedacted():
            return Effect(_erased_members(data.fields), state.revisions.number_at(data.version) or None)
        case _:
            return Effect(data.changes)


def _updated_members(state: ClaimState, data: Updated, before: Revision | None, chain: Chain) -> Names:
    was = NOTHING_SAID if before is None else _said(before)
    members = [name for name, one, other in zip(UPDATED, was, _said(data), strict=True) if _differ(one, other)]
    if data.attribution is not None and state.chain is data.attribution and _differ(chain, state.chain):
        members.append("attribution")
    return tuple(members)


def _effect_of_correction(state: ClaimState, event: Recorded, data: Corrected, before: Revision | None) -> Effect:
    target = state.number_meant(data.target, event.source)
    named = data.is_.named()
    if named:
        return Effect(tuple(name for name in named if _is_corrected(data, name)), len(state.revisions), target)
    now = _compared_with(state)
    if now is before:
        return Effect((), target, target)
    moved = tuple(name for name in (*SAID, *BESIDE) if _differ(getattr(before, name, None), getattr(now, name, None)))
    return Effect(moved, target, target)


def _is_corrected(data: Corrected, name: MemberName) -> bool:
    was, is_ = data.was.get(name), wire(getattr(data.is_, name))
    return was != is_ or is_ == REDACTED or (isinstance(is_, list) and REDACTED in is_)


def _differ(before: object, after: object) -> bool:
    if after is None:  # most members are not there, before or after
        return before is not None
    return before != after or holds_erased(after)


def _erased_members(pointers: tuple[str, ...]) -> Names:
    """The members that *pointers* lead into, once each."""
    return tuple(dict.fromkeys(steps(pointer)[0] for pointer in pointers))
