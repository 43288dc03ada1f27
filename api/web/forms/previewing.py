"""The preview of a form: the event that it holds, folded into the stream's state though it is not recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import time_ns
from typing import cast

from adapters.postgres.fetch import Pool
from api.compose import Service
from api.http.story_reading import claims_of, reflected
from api.web.forms.assembled import Turned
from api.web.forms.filling import Filling
from api.web.forms.judging import SOURCE, named, proposal_of, with_stand_ins
from api.web.forms.offers import told_of_the_unknown
from api.web.forms.preview import EARLIER, Line, Preview, of_claim, turned_lines
from api.web.forms.preview_story import editions_touched, of_story
from api.web.forms.stories_printing import latest_prints, still_printed, story_lines
from api.words import text_words
from domain import decide, question, story
from domain.claim_state import ClaimState
from domain.events import ClaimData, Corrected, EventData, QuestionData, Recorded, StoryData, StoryPublished
from domain.ledger import State, evolve
from domain.question import QuestionState
from domain.refusals import (
    BelowZero,
    NoNewUtterance,
    Refused,
    SaidInTheFuture,
    VersionConflict,
    WordingContradictsFigure,
)
from domain.story import StoryState
from domain.wire import wire

HARMLESS = (WordingContradictsFigure, NoNewUtterance, SaidInTheFuture, BelowZero, VersionConflict)
"""Faults in spite of which an event can be folded, so that what it would change can be shown beside them."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The states before and after the event that a form holds, as if it were recorded, and the event's data."""

    before: State
    after: State
    data: EventData
    turned: Sequence[Turned]


def folded(service: Service, filling: Filling, refused: Refused | None) -> Folded | None:
    """What the form would make; None where its faults leave nothing to show. *refused* is its dry run's answer."""
    refusals = () if refused is None else refused.refusals
    whole = named(filling.draft, refusals)
    draft = with_stand_ins(whole, refusals) or whole
    proposal = proposal_of(service, draft)
    if proposal is None or proposal.data is None or not all(isinstance(one, HARMLESS) for one in proposal.faults):
        return None
    before = filling.past.now
    after = before.fork()  # others look at what is now
    if not _can_be_folded(after, proposal.data):
        return None
    evolve(after, _as_if_recorded(filling, proposal.data, proposal.stream))
    return Folded(before, after, proposal.data, filling.assembled.turned)


async def preview_of(pool: Pool, made: Folded, subject: str) -> Preview:
    """What changes, with what stories print of the claim, or with what is known of the claims that a story prints."""
    match made.before, made.after:
        case ClaimState() as before, ClaimState() as after:
            data = cast("ClaimData", made.data)
            prints = await latest_prints(pool, subject) if before.is_open else ()
            if not isinstance(data, Corrected):  # a correction concerns what was printed once, too
                prints = await still_printed(pool, prints)
            preview = of_claim(before, after, data)
            lines = _with_stories(preview.lines, story_lines(prints, before, after, data))
        case StoryState() as before, StoryState() as after:
            told = cast("StoryData", made.data)
            claims = await claims_of(pool, editions_touched(before, after, told), await reflected(pool, None))
            preview = of_story(before, after, told, claims)
            lines = preview.lines
        case QuestionState() as before, QuestionState() as after if before.version:
            was, becomes = (f"“{text_words(wire(one.text))}”" for one in (before, after))
            preview, lines = Preview(), (Line("Question", "", was, becomes, how=""),)
        case _:
            preview, lines = Preview(), (Line("Question", "is asked; claims that name it are listed under it"),)
    unknown = await told_of_the_unknown(pool, made.data)
    return replace(preview, lines=(*_beside(lines, unknown), *turned_lines(made.turned)))


def meanwhile_words(filling: Filling) -> str:
    """What came since the form was shown: "Revision 3 came meanwhile: look, then send again"; "" if nothing did."""
    if filling.past.version == filling.seen:
        return ""
    then, now = filling.state, filling.past.now
    if isinstance(then, ClaimState) and isinstance(now, ClaimState) and len(now.revisions) > len(then.revisions):
        return f"Revision {len(now.revisions)} came meanwhile: look, then send again"
    if isinstance(then, StoryState) and isinstance(now, StoryState) and (new := now.editions.keys() - then.editions):
        return f"Edition {max(new)} was recorded meanwhile: look, then send {_again_as(filling, now)}"
    kind = filling.past.stream.partition("/")[0]
    return f"Event {filling.past.version} of this {kind} came meanwhile: look, then send again"


def _again_as(filling: Filling, now: StoryState) -> str:
    """How to send an edition whose number is taken by now: "yours as edition 4"."""
    is_taken = filling.verb.type == StoryPublished.stored_as and filling.draft.data.get("edition") in now.editions
    return f"yours as edition {max(now.editions) + 1}" if is_taken else "again"


def _beside(lines: Sequence[Line], more: Sequence[Line]) -> Sequence[Line]:
    """*lines* with each of *more* after what is said of the same."""
    terms = {one.term for one in lines}
    besides = [one for one in more if one.term not in terms]
    told = [line for one in lines for line in (one, *(extra for extra in more if extra.term == one.term))]
    return (*besides, *told)


def _with_stories(lines: Sequence[Line], stories: Iterable[Line]) -> Sequence[Line]:
    """The stories before what is said of the past, which is said last."""
    past = [one for one in lines if one.term == EARLIER]
    return (*(one for one in lines if one.term != EARLIER), *stories, *past)


def _can_be_folded(state: State, data: EventData) -> bool:
    try:
        match state:
            case ClaimState():
                decide.decide(state, cast("ClaimData", data), SOURCE, time_ns())
            case StoryState():
                story.decide(state, cast("StoryData", data))
            case QuestionState():
                question.decide(state, cast("QuestionData", data))
    except Refused as refused:
        return all(isinstance(one, HARMLESS) for one in refused.refusals)
    return True


def _as_if_recorded(filling: Filling, data: EventData, stream: str) -> Recorded:
    return Recorded(
        stream=stream,
        version=filling.past.version + 1,
        position=filling.past.position + 1,
        recorded_at=datetime.now(UTC),
        type=filling.verb.type,
        source=SOURCE,
        id=filling.id,
        data=data,
    )
