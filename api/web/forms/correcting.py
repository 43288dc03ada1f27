"""The form of a correction: what is recorded of the revision that is wrong, to be changed where it is wrong.

``was`` comes of the record, never of the form; ``is`` names the members that were changed, and no others.
"""

from typing import get_args

from markupsafe import Markup

from api.web.forms import shared_fields as ask
from api.web.forms.entries import as_entries
from api.web.forms.fields import Choice, Entries, Field, Group, Item
from api.web.forms.revisions_offered import meant, target_field, usual_target
from api.web.forms.verb import Data, Verb, parties_named
from domain.canonical import canonical
from domain.claim_state import ClaimState
from domain.decide import recorded_member
from domain.event_parts import MEMBERS, CorrectionKind
from domain.events import Corrected
from domain.refusals import Json
from domain.revision import Revision
from domain.shapes import holds_erased
from domain.wire import REDACTED, wire

KIND_WORDS = {
    "wrong_figure": "The figure",
    "wrong_wording": "The wording",
    "misattribution": "Who said it",
    "misquote": "The quotation",
    "wrong_unit": "The unit",
    "wrong_period": "The period or the date",
    "wrong_scope": "What is counted",
    "wrong_claim": "All of it: it was never said of this question",
    "other": "Something else",
}
KINDS = tuple(Choice(one, KIND_WORDS[one]) for one in get_args(CorrectionKind))
_DATED = ("wrong_period", "other")
_SCOPED = ("wrong_unit", "wrong_scope")
_CHAINED = ("misattribution", "misquote")


def correction_items(state: ClaimState, entries: Entries) -> list[Item]:
    """What a correction asks; of the members those are open that the kind is about."""
    kind = entries.get("kind", "")
    which = target_field(state, entries, "Which revision is wrong?", unreplaced=True)
    what = Field("kind", "What is wrong with it?", "choice", choices=KINDS, missing="Say what is wrong with it")
    return [which, what, *(() if kind == "wrong_claim" else _members(kind)), *_grounds()]


def _members(kind: str) -> list[Item]:
    chain = ask.chain("is.attribution", "The chain, originator first", ask.CHAIN_HINT)
    question = Field(
        "is.question",
        "Question",
        "id",
        "The id of the question that it answers",
        missing="Name the question",
        offers="questions",
    )
    return [
        ask.figure("is.figure", "What is right?"),
        *ask.wording("is."),
        Group("is.dates", "Dates", ask.dates("is."), is_folded=kind not in _DATED),
        ask.more_of_the_utterance("is."),
        ask.scope("is.", is_folded=kind not in _SCOPED),
        Group("is.chain", "Who said it, and how we heard", (chain,), is_folded=kind not in _CHAINED),
        Group("is.about", "Question", (question,), is_folded=True),
    ]


def _grounds() -> list[Item]:
    return [
        ask.reason("Kept for ever and shown beside the correction"),
        ask.party("approver", "Approved by", "Say who approved it"),
        ask.NOTE,
    ]


def correction_filled(state: ClaimState, asked: Entries) -> dict[str, str]:
    """The revision that is meant, as entries of ``is``."""
    target = asked.get("target") or usual_target(state)
    revision = meant(state, target)
    filled = {"target": target, "filled": target, "kind": "wrong_figure"}
    return filled if revision is None else {**filled, **recorded_entries(state, revision)}


def recorded_entries(state: ClaimState, revision: Revision) -> dict[str, str]:
    """What is recorded of *revision* and its claim, as entries of ``is``; of what is erased, nothing."""
    entries: dict[str, str] = {}
    for member in MEMBERS:
        value = recorded_member(state, revision, member)
        if member != "selector" and not holds_erased(value):
            entries |= as_entries(wire(value), f"is.{member}")
    return entries


def refilled(state: ClaimState, posted: Entries) -> dict[str, str] | None:
    """*posted* with what was left alone filled in from the revision chosen meanwhile; None if none was."""
    chosen, before = posted.get("target", ""), posted.get("filled", "")
    now, then = meant(state, chosen), meant(state, before)
    if chosen == before or now is None or then is None:
        return None
    was = recorded_entries(state, then)
    changed = {name: text for name, text in posted.items() if _plain(was.get(name, "")) != _plain(text)}
    kept = {name: text for name, text in changed.items() if name.startswith("is.") or not name.startswith("is")}
    return {**recorded_entries(state, now), **kept, "target": chosen, "filled": chosen}


def corrected(state: ClaimState, data: Data, _entries: Entries) -> Data:
    """The correction: of the members that were changed, what was recorded and what is right."""
    data = parties_named(data)
    sent = data.pop("is", {})
    target = meant(state, str(data.get("target", "")))
    named = {} if target is None or data.get("kind") == "wrong_claim" else _changed(state, target, sent)
    return {
        **data,
        "was": {member: was for member, (was, _) in named.items()},
        "is": {member: right for member, (_, right) in named.items() if right is not _LEFT_OUT},
    }


_LEFT_OUT: Json = {"left": "out"}
_NEVER_ABSENT = ("figure", "wording", "said_at", "question")


def _changed(state: ClaimState, target: Revision, sent: Data) -> dict[str, tuple[Json, Json]]:
    """Each member that differs from what is recorded: what was, and what is."""
    named: dict[str, tuple[Json, Json]] = {}
    for member in MEMBERS:
        pair = _pair(state, target, sent, member)
        if pair is not None:
            named[member] = pair
    if named.keys() & {"figure", "wording"} and "wording_note" not in named and "wording_note" in sent:
        named["wording_note"] = (sent["wording_note"], sent["wording_note"])  # else it would lapse, though it is shown
    return named


def _pair(state: ClaimState, target: Revision, sent: Data, member: str) -> tuple[Json, Json] | None:
    recorded = recorded_member(state, target, member)
    right = sent.get(member, {} if member == "scope" else None)
    if member == "selector":
        return None
    if holds_erased(recorded):
        return (REDACTED, right) if right else None
    was = wire(recorded)
    if canonical(right) == canonical(was) or (member == "attribution" and not right):
        return None
    return was, _LEFT_OUT if right is None and member in _NEVER_ABSENT else right


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


CORRECT = Verb(
    "correct",
    Corrected.stored_as,
    "Correct a figure",
    Markup("A correction says that <strong>our record was wrong</strong>. If the source has said something new,"),
    "Record the correction",
    correction_items,
    correction_filled,
    corrected,
    refilled,
    instead=("update", "record an update instead."),
)
