"""The verbs that record something about a claim: what each one asks, and what it has filled in.

A verb is made for the claim's state, for a form shows what is recorded: revisions to choose from, the chain as it is.
"""

from collections.abc import Mapping, Sequence
from typing import get_args

from api.web.forms import shared_fields as ask
from api.web.forms.correcting import CORRECT
from api.web.forms.entries import as_entries
from api.web.forms.fields import Choice, Entries, Field, Group, Item
from api.web.forms.revisions_offered import said_words, target_field, usual_target
from api.web.forms.verb import Data, Hindrance, Verb
from domain.claim_state import ClaimState, Dispute
from domain.event_parts import Aspect, Finding, Outcome, Relation
from domain.events import (
    Assessed,
    Attributed,
    Disputed,
    DisputeResolved,
    Linked,
    Noted,
    Reinstated,
    Reported,
    Retracted,
    Updated,
)
from domain.figure import Tally
from domain.shapes import Erased
from domain.wire import wire

PARTY_WORDS = {"source": "The source took it back (a withdrawal)", "outlet": "Our outlet took it back (a kill)"}


def _report_items(_state: ClaimState, _entries: Entries) -> list[Item]:
    return [
        Field(
            "subject",
            "Id of the new claim",
            "id",
            "Such as ru-mod.ru-soldiers-killed; never changes",
            missing="Give it an id",
        ),
        Field(
            "question",
            "Question",
            "id",
            "The id of what is being asked, such as ru-soldiers-killed",
            missing="Name the question",
            offers="questions",
        ),
        ask.figure("figure"),
        *ask.wording(),
        Group("dates", "Dates", ask.dates()),
        ask.scope(),
        ask.chain("attribution", "Who says so, and how did we hear?", ask.CHAIN_HINT),
        ask.more_of_the_utterance(),
        ask.NOTE,
    ]


def _report_filled(_state: ClaimState, _asked: Entries) -> Entries:
    return {"figure.form": "exact", "attribution.0.role": "originator", "attribution.0.stance": "asserts"}


def _reported(_state: ClaimState, data: Data, _entries: Entries) -> Data:
    """A scope always: one that leaves everything open is a scope too."""
    return {"scope": {}, **data}


def _update_items(state: ClaimState, _entries: Entries) -> list[Item]:
    before = None if (last := state.revisions.standing) is None else last.refers_to
    chain = ask.chain("attribution", "The chain, originator first", "Leave it empty where it is as before")
    stands = "Nothing stands now" if state.standing is None else f"What stands now: {said_words(state.standing)}"
    return [
        ask.figure("figure", "New figure", stands),
        *ask.wording(),
        Group("dates", "Dates", ask.dates(before=before)),
        ask.reason("What moved on: kept for ever and shown beside the update"),
        ask.more_of_the_utterance(language=False),
        Group("chain", "Heard in another way than before", (chain,), is_folded=True),
        ask.NOTE,
    ]


def _update_filled(state: ClaimState, _asked: Entries) -> Entries:
    """The form of what stands, and the names of a tally's parts; its numbers would be the old ones."""
    standing = state.revisions.standing
    if standing is None or isinstance(standing.figure, Erased):
        return {"figure.form": "exact"}
    parts = standing.figure.parts if isinstance(standing.figure, Tally) else {}
    return {"figure.form": standing.figure.form, **{f"figure.parts.{part}": "" for part in parts}}


def _dispute_items(state: ClaimState, entries: Entries) -> list[Item]:
    return [
        target_field(state, entries, "Which revision is disputed?"),
        Field(
            "aspect", "What about it?", "choice", choices=ask.choices(get_args(Aspect)), missing="Say what is disputed"
        ),
        Field("statement", "What they say", "prose", "Word for word", missing="Give the words of the dispute"),
        ask.chain("by", "Who disputes it, and how did we hear?", "The one who disputes it first, our outlet last"),
        Field(
            "counter_claim",
            "Their own claim",
            "id",
            "The id of the claim that they set against it",
            is_optional=True,
            offers="claims",
        ),
        Field(
            "dispute", "Id of the dispute", "id", "Free to use; a resolution names it", missing="Give the dispute an id"
        ),
        ask.NOTE,
    ]


def _dispute_filled(state: ClaimState, _asked: Entries) -> Entries:
    return {
        "target": usual_target(state),
        "aspect": "figure",
        "dispute": _free_dispute(state),
        "by.0.role": "originator",
        "by.0.stance": "denies",
    }


def _free_dispute(state: ClaimState) -> str:
    n = len(state.disputes) + 1
    while f"dispute-{n}" in state.disputes:
        n += 1
    return f"dispute-{n}"


def _resolve_items(state: ClaimState, entries: Entries) -> list[Item]:
    asked = entries.get("dispute", "")
    offered = [one for one in state.disputes.values() if one.open or one.dispute == asked]
    choices = tuple(Choice(one.dispute, _dispute_words(one)) for one in offered)
    hint = "" if choices else "No dispute of this claim is open"
    return [
        Field("dispute", "Which dispute?", "radio", hint, choices, missing="Choose a dispute"),
        Field(
            "outcome", "How did it end?", "choice", choices=ask.choices(get_args(Outcome)), missing="Say how it ended"
        ),
        ask.party("by", "Decided by", "Say who decided it"),
        ask.reason(),
        ask.NOTE,
    ]


def _dispute_words(one: Dispute) -> str:
    aspect = "something erased" if isinstance(one.aspect, Erased) else one.aspect
    return f"{one.dispute}: the {aspect}, revision {one.revision}{'' if one.open else ', resolved'}"


def _resolve_filled(state: ClaimState, _asked: Entries) -> Entries:
    first = next((one.dispute for one in state.disputes.values() if one.open), "")
    return {"dispute": first, "outcome": "upheld"}


def _attribute_items(_state: ClaimState, _entries: Entries) -> list[Item]:
    return [
        ask.chain("attribution", "The whole chain", ask.CHAIN_HINT),
        Field("basis", "How do we know?", "prose", missing="Say what the chain rests on"),
        Field("reason", "Reason", "prose", is_optional=True),
        ask.NOTE,
    ]


def _attribute_filled(state: ClaimState, _asked: Entries) -> Entries:
    whole = [hop for hop in state.chain if not isinstance(hop, Erased)]
    return as_entries(wire(whole), "attribution")


def _assess_items(state: ClaimState, entries: Entries) -> list[Item]:
    return [
        target_field(state, entries, "Which revision?"),
        Field("finding", "Finding", "choice", choices=ask.choices(get_args(Finding)), missing="Say what was found"),
        Field("method", "How was it found?", "prose", missing="Say how it was found"),
        ask.party("by", "Found by", "Say who found it"),
        Field("url", "Address", is_optional=True),
        ask.NOTE,
    ]


def _assess_filled(state: ClaimState, _asked: Entries) -> Entries:
    return {"target": usual_target(state), "finding": "unverifiable"}


def _update_hindered(state: ClaimState) -> Hindrance | None:
    if not state.retractions:
        return None
    return Hindrance("The claim is retracted: nothing updates it.", "reinstate", "Reinstate it first.")


def _retract_items(state: ClaimState, _entries: Entries) -> list[Item]:
    return _by_one_party("Who took it back?", [one for one in PARTY_WORDS if one not in state.retractions])


def _retract_filled(state: ClaimState, _asked: Entries) -> Entries:
    return _only_one([one for one in PARTY_WORDS if one not in state.retractions])


def _only_one(parties: Sequence[str]) -> Entries:
    """Filled in only where there is nothing to choose: that a source withdrew, somebody has to say."""
    return {"by": parties[0]} if len(parties) == 1 else {}


def _retract_hindered(state: ClaimState) -> Hindrance | None:
    if PARTY_WORDS.keys() <= set(state.retractions):
        return Hindrance("The source and our outlet have retracted it already.", "reinstate", "Reinstate it.")
    return None


def _reinstate_items(state: ClaimState, _entries: Entries) -> list[Item]:
    return _by_one_party("Whose retraction is undone?", [one for one in PARTY_WORDS if one in state.retractions])


def _reinstate_hindered(state: ClaimState) -> Hindrance | None:
    return None if state.retractions else Hindrance("The claim is not retracted: there is nothing to undo.")


def _reinstate_filled(state: ClaimState, _asked: Entries) -> Entries:
    return _only_one(list(state.retractions))


def _by_one_party(label: str, parties: Sequence[str]) -> list[Item]:
    choices = tuple(Choice(one, PARTY_WORDS[one]) for one in parties)
    hint = "" if choices else "There is none to choose"
    return [Field("by", label, "radio", hint, choices, missing="Choose one"), ask.reason(), ask.NOTE]


RELATION_WORDS = {
    "contradicts": "contradicts",
    "same_as": "is the same as",
    "part_of": "is part of",
    "derived_from": "is derived from",
    "responds_to": "responds to",
    "continues": "continues",
}


def _link_items(_state: ClaimState, _entries: Entries) -> list[Item]:
    choices = tuple(Choice(one, RELATION_WORDS[one]) for one in get_args(Relation))
    return [
        Field("relation", "This claim", "choice", choices=choices, missing="Say how they are related"),
        Field("to", "The other claim", "id", "Its id", missing="Name the other claim", offers="claims"),
        ask.NOTE,
    ]


def _annotate_items(_state: ClaimState, _entries: Entries) -> list[Item]:
    return [Field("text", "Note", "prose", "Our own; it changes no figure", missing="Write the note")]


REPORT = Verb(
    "new",
    Reported.stored_as,
    "Report a claim",
    "A claim is one source's line on one question. If the source has spoken before, update its claim.",
    "Record the claim",
    _report_items,
    _report_filled,
    _reported,
)

VERBS: Mapping[str, Verb[ClaimState]] = {
    one.name: one
    for one in (
        Verb(
            "update",
            Updated.stored_as,
            "Update a figure",
            "An update says that the source or the world moved on. If our record was wrong,",
            "Record the update",
            _update_items,
            _update_filled,
            instead=("correct", "record a correction instead."),
            hindered=_update_hindered,
        ),
        CORRECT,
        Verb(
            "dispute",
            Disputed.stored_as,
            "Record a dispute",
            "Somebody disputes one aspect of one revision. It stays open until it is resolved.",
            "Record the dispute",
            _dispute_items,
            _dispute_filled,
            proposed=("dispute",),
        ),
        Verb(
            "resolve",
            DisputeResolved.stored_as,
            "Resolve a dispute",
            "Nothing else closes a dispute, not even a correction.",
            "Record the resolution",
            _resolve_items,
            _resolve_filled,
        ),
        Verb(
            "attribute",
            Attributed.stored_as,
            "Complete the chain",
            "The chain was learned or strengthened; the figure is untouched. If it was wrong,",
            "Record the chain",
            _attribute_items,
            _attribute_filled,
            instead=("correct", "record a correction instead."),
        ),
        Verb(
            "assess",
            Assessed.stored_as,
            "Record a finding",
            "Somebody looked into it. That there is no way to verify it is a finding too.",
            "Record the finding",
            _assess_items,
            _assess_filled,
        ),
        Verb(
            "retract",
            Retracted.stored_as,
            "Retract the claim",
            "Nothing stands after a retraction; the history stays.",
            "Record the retraction",
            _retract_items,
            _retract_filled,
            hindered=_retract_hindered,
        ),
        Verb(
            "reinstate",
            Reinstated.stored_as,
            "Reinstate the claim",
            "Undoes one party's retraction. When none is left, what stood before stands again.",
            "Record the reinstatement",
            _reinstate_items,
            _reinstate_filled,
            hindered=_reinstate_hindered,
        ),
        Verb(
            "link",
            Linked.stored_as,
            "Link to another claim",
            "How this claim stands to another one.",
            "Record the link",
            _link_items,
        ),
        Verb(
            "annotate",
            Noted.stored_as,
            "Add a note",
            "A note changes no figure.",
            "Record the note",
            _annotate_items,
        ),
    )
}
