"""How a claim is shown: the current view, its revisions. The same shapes now, as of any moment, and from a replay."""

from collections.abc import Callable

from domain.claim_state import Assessment, ClaimState, Dispute, Link
from domain.figure import Bounds, bounds, plain
from domain.question import QuestionState
from domain.refusals import Json
from domain.revision import Revision
from domain.view_lists import dispute_rank, listed
from domain.wire import instant_text, wire

View = dict[str, Json]


def standing_view(one: Revision) -> View:
    """The standing revision as the current view shows it."""
    return {
        "revision": one.number,
        "kind": one.kind,
        "figure": wire(one.figure),
        "bounds": bounds_view(bounds(one.figure)),
        "wording": wire(one.wording),
        "language": wire(one.language),
        "said_at": one.said_at,
        "occasion": wire(one.occasion),
        "refers_to": one.refers_to,
        "published_at": wire(one.published_at),
    }


def current_view(
    claim: str,
    state: ClaimState,
    shown: Callable[[object], Json] = wire,
    stands: Callable[[Revision], Json] = standing_view,
    *,
    is_whole: bool = False,
) -> View:
    """What stands of *claim*, on whose word, who disputes it; others rely on this shape.

    Scope and chain, which seldom change, go through *shown*, what stands through *stands*, so that who shows one claim
    again and again can keep them. Of very many disputes, assessments and links some are listed (``domain.view_lists``),
    and ``left_out`` counts the others, unless it *is_whole*.
    """
    standing = state.standing
    return {
        "claim": claim,
        "question": state.question,
        "version": state.version,
        "position": state.position,
        "recorded_at": None if state.recorded_at is None else instant_text(state.recorded_at),
        "status": state.status,
        "disputed": state.disputed,
        "late": state.late,
        "retracted": [
            {"by": one.by, "reason": wire(one.reason), "recorded_at": instant_text(one.recorded_at)}
            for one in state.retractions.values()
        ],
        "standing": None if standing is None else stands(standing),
        "scope": shown(state.scope),
        "attribution": shown(state.chain),
        **_lists(state, standing, is_whole=is_whole),
        "notes": state.notes,
        "revisions": len(state.revisions),
        "corrections": state.corrections,
    }


def _lists(state: ClaimState, standing: Revision | None, *, is_whole: bool) -> View:
    if not (state.disputes or state.assessments or state.links):  # as of most claims, event after event
        return {"disputes": [], "assessments": [], "links": []}
    ranked = dispute_rank(standing)
    lists = {
        "disputes": listed(list(state.disputes.values()), _dispute_view, ranked, is_whole=is_whole),
        "assessments": listed(state.assessments, _assessment_view, is_whole=is_whole),
        "links": listed(state.links, _link_view, is_whole=is_whole),
    }
    there = {"disputes": len(state.disputes), "assessments": len(state.assessments), "links": len(state.links)}
    left_out: View = {name: count - len(lists[name]) for name, count in there.items()}
    return {**lists, "left_out": left_out} if any(left_out.values()) else {**lists}


def question_view(question: str, state: QuestionState) -> View:
    """What is being asked, in general."""
    return {
        "question": question,
        "version": state.version,
        "text": wire(state.text),
        "scope": wire(state.scope),
        "tolerance": wire(state.tolerance),
        "topics": wire(state.topics),
    }


def revision_view(one: Revision, standing: Revision | None) -> View:
    """One revision with its clocks, what it replaces, and whether it stands."""
    return {
        **revision_facts(one),
        "replaced": one.replaced,
        "replaced_by": one.replaced_by,
        "standing": one is standing,
        "late": one.late,
    }


def revision_facts(one: Revision) -> View:
    """What of a revision no later event changes but a redaction."""
    return {**standing_view(one), **facts_beside(one)}


def facts_beside(one: Revision) -> View:
    """What ``revision_facts`` adds to what a current view shows of a revision."""
    return {
        "version": one.version,
        "position": one.position,
        "recorded_at": instant_text(one.recorded_at),
        "wording_note": wire(one.wording_note),
        "statement": wire(one.statement),
        "reason": wire(one.reason),
        "replaces": one.replaces,
    }


def bounds_view(found: Bounds | None) -> Json:
    """Bounds as the wire shows them: an open end is null and not closed; no bounds at all are null."""
    if found is None:
        return None
    return {
        "low": plain(found.low),
        "high": plain(found.high),
        "low_closed": found.low_closed,
        "high_closed": found.high_closed,
    }


def _dispute_view(one: Dispute) -> View:
    return {
        "dispute": one.dispute,
        "revision": one.revision,
        "aspect": wire(one.aspect),
        "open": one.open,
        "outcome": wire(one.outcome),
        "by": wire(one.by),
        "statement": wire(one.statement),
        "counter_claim": wire(one.counter_claim),
        "resolved_by": wire(one.resolved_by),
        "resolved_reason": wire(one.resolved_reason),
    }


def _link_view(one: Link) -> View:
    return {"to": wire(one.to), "relation": wire(one.relation)}


def _assessment_view(one: Assessment) -> View:
    return {
        "revision": one.revision,
        "finding": wire(one.finding),
        "method": wire(one.method),
        "by": wire(one.by),
        "url": wire(one.url),
    }
