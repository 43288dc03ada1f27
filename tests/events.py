"""Events as somebody would post them, built with the trade's words; what a test does not care about is filled in."""

from collections.abc import Sequence
from itertools import count
from typing import Any, Final

Event = dict[str, Any]
Wire = dict[str, Any]

CMS: Final = "https://newsroom.example/cms"
CLAIM: Final = "ru-mod.ru-soldiers-killed"
QUESTION: Final = "ru-soldiers-killed"
STORY: Final = "newsweek-2022-03-02"
LEFT_OUT: Final = object()
"""Given for a member, leaves it out of the event (None would be sent as null)."""

_NUMBERS = count(1)


def exact(value: str) -> Wire:
    return {"form": "exact", "value": value}


def approximate(value: str, leaning: str | None = None) -> Wire:
    return {"form": "approximate", "value": value} | ({} if leaning is None else {"leaning": leaning})


def at_least(value: str) -> Wire:
    return {"form": "at_least", "value": value}


def more_than(value: str) -> Wire:
    return {"form": "more_than", "value": value}


def at_most(value: str) -> Wire:
    return {"form": "at_most", "value": value}


def less_than(value: str) -> Wire:
    return {"form": "less_than", "value": value}


def from_to(low: str, high: str) -> Wire:
    return {"form": "range", "low": low, "high": high}


def vague(term: str) -> Wire:
    return {"form": "vague", "term": term}


def tally(of: str | None = None, **parts: str) -> Wire:
    return {"form": "tally", "parts": parts} | ({} if of is None else {"of": of})


def relative(
    words: str = "yesterday's figure", comparison: str = "many times higher", factor: str | None = None
) -> Wire:
    told = {"form": "relative", "to": {"words": words}, "comparison": comparison}
    return told if factor is None else told | {"factor": factor}


def no_figure() -> Wire:
    return {"form": "none"}


def hop(who: str | None, role: str = "relay", stance: str = "reports", **more: Any) -> Wire:
    """One hop; *who* None is an unnamed person."""
    named: Wire = {"kind": "unnamed"} if who is None else {"id": who, "kind": "office"}
    return {"who": named, "role": role, "stance": stance, **more}


def chain(originator: str | None = "ru-mod", *others: str, outlet: str = "newsweek") -> list[Wire]:
    """Originator first, relays, our outlet last."""
    relays = [hop(other) for other in others]
    return [hop(originator, "originator", "asserts"), *relays, hop(outlet, "outlet")]


def event(  # noqa: PLR0913 (what a post consists of)
    type_name: str,
    subject: str,
    data: Wire,
    *,
    id: str | None = None,  # noqa: A002 (the attribute's name)
    source: str = CMS,
    time: str | None = None,
    **members: Any,
) -> Event:
    """A post; *members* are set in its data, or taken out of it (LEFT_OUT)."""
    sent = {name: value for name, value in (data | members).items() if value is not LEFT_OUT}
    posted = {"source": source, "id": id or f"post-{next(_NUMBERS)}", "type": type_name, "subject": subject}
    return posted | ({} if time is None else {"time": time}) | {"data": sent}


def reported(wording: Any = "498 soldiers", figure: Wire | None = None, *, claim: str = CLAIM, **more: Any) -> Event:
    data = {
        "question": QUESTION,
        "scope": {"population": "Russian soldiers", "place": "Ukraine", "unit": "person", "definition": "killed"},
        "figure": figure or exact("498"),
        "wording": wording,
        "said_at": "2022-03-02",
        "attribution": chain(),
    }
    return event("claim.reported.v1", claim, data, **more)


def updated(wording: Any = "1,351 soldiers", figure: Wire | None = None, *, claim: str = CLAIM, **more: Any) -> Event:
    data = {
        "figure": figure or exact("1351"),
        "wording": wording,
        "said_at": "2022-03-25",
        "reason": "the ministry spoke again",
    }
    return event("claim.updated.v1", claim, data, **more)


def corrected(was: Wire, is_: Wire, /, *, target: Any = 1, claim: str = CLAIM, **more: Any) -> Event:
    data = {
        "target": target,
        "kind": "wrong_figure",
        "was": was,
        "is": is_,
        "approver": "the night desk",
        "reason": "misread",
    }
    return event("claim.corrected.v1", claim, data, **more)


def corrected_figure(was: str, is_: str, /, *, unit: str = "soldiers", **more: Any) -> Event:
    """An exact figure and its wording, both wrong."""
    return corrected(
        {"figure": exact(was), "wording": f"{was} {unit}"}, {"figure": exact(is_), "wording": f"{is_} {unit}"}, **more
    )


def never_said(target: Any = 1, **more: Any) -> Event:
    """The target was never said of this question: nothing takes its place."""
    return corrected({}, {}, target=target, kind="wrong_claim", **more)


def disputed(
    dispute: str = "d-1", *, by: str | None = "kyiv-adviser", aspect: str = "figure", claim: str = CLAIM, **more: Any
) -> Event:
    data = {
        "dispute": dispute,
        "target": 1,
        "aspect": aspect,
        "by": [hop(by, "originator", "denies")],
        "statement": "This is not so",
    }
    return event("claim.disputed.v1", claim, data, **more)


def resolved(dispute: str = "d-1", outcome: str = "rejected", *, claim: str = CLAIM, **more: Any) -> Event:
    data = {"dispute": dispute, "outcome": outcome, "by": "the standards desk", "reason": "no evidence was given"}
    return event("claim.dispute_resolved.v1", claim, data, **more)


def attributed(attribution: Sequence[Wire], *, claim: str = CLAIM, **more: Any) -> Event:
    data = {"attribution": list(attribution), "basis": "the ministry's own page"}
    return event("claim.attributed.v1", claim, data, **more)


def assessed(finding: str = "unverifiable", *, target: Any = 1, claim: str = CLAIM, **more: Any) -> Event:
    data = {"target": target, "finding": finding, "method": "asked around", "by": {"id": "newsweek", "kind": "outlet"}}
    return event("claim.assessed.v1", claim, data, **more)


def retracted(by: str = "outlet", *, claim: str = CLAIM, **more: Any) -> Event:
    return event("claim.retracted.v1", claim, {"by": by, "reason": "it does not hold"}, **more)


def reinstated(by: str = "outlet", *, claim: str = CLAIM, **more: Any) -> Event:
    return event("claim.reinstated.v1", claim, {"by": by, "reason": "it holds after all"}, **more)


def linked(
    to: str = "un.ru-soldiers-killed", relation: str = "contradicts", *, claim: str = CLAIM, **more: Any
) -> Event:
    return event("claim.linked.v1", claim, {"to": to, "relation": relation}, **more)


def annotated(text: str = "looked into", *, claim: str = CLAIM, **more: Any) -> Event:
    return event("claim.annotated.v1", claim, {"text": text}, **more)


def redacted(version: int, *fields: str, claim: str = CLAIM, **more: Any) -> Event:
    return event("claim.redacted.v1", claim, _redaction(version, fields), **more)


def asked(text: str = "How many soldiers were killed?", *, question: str = QUESTION, **more: Any) -> Event:
    return event("question.asked.v1", question, {"text": text}, **more)


def reworded(text: str = "How many soldiers died?", *, question: str = QUESTION, **more: Any) -> Event:
    return event("question.reworded.v1", question, {"text": text, "reason": "clearer"}, **more)


def printed(
    wording: str = "498 soldiers have died", placement: str = "body", *, claim: str = CLAIM, **more: Any
) -> Wire:
    return {"claim": claim, "placement": placement, "wording": wording, **more}


def published(edition: int = 1, *prints: Wire, story: str = STORY, **more: Any) -> Event:
    told = {
        "edition": edition,
        "outlet": {"id": "newsweek", "name": "Newsweek", "kind": "outlet"},
        "headline": "Almost 500 Soldiers Dead",
        "published_at": f"2022-03-0{1 + edition}T15:30:00Z",
        "prints": list(prints),
    }
    return event("story.published.v1", story, told, **more)


def story_corrected(edition: int = 1, *prints: Wire, story: str = STORY, **more: Any) -> Event:
    told = {"edition": edition, "prints": list(prints), "approver": "the editor", "reason": "the list was incomplete"}
    return event("story.corrected.v1", story, told, **more)


def withdrawn(*, story: str = STORY, **more: Any) -> Event:
    return event("story.withdrawn.v1", story, {"reason": "the lawyers"}, **more)


def story_redacted(version: int, *fields: str, story: str = STORY, **more: Any) -> Event:
    return event("story.redacted.v1", story, _redaction(version, fields), **more)


def question_redacted(version: int, *fields: str, question: str = QUESTION, **more: Any) -> Event:
    return event("question.redacted.v1", question, _redaction(version, fields), **more)


def _redaction(version: int, fields: Sequence[str]) -> Wire:
    return {
        "version": version,
        "fields": list(fields),
        "ground": "privacy",
        "authority": "the editor",
        "reason": "names a private person",
    }
