"""The audit trail in words: what each event changed, newest first."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from api.http.claim_reading import Entry, Trail
from api.web.claim_asked import AUDIT, Asking
from api.web.claim_erased import erased_words, member_words
from api.web.claim_figure import retractor
from api.web.sentences import count_words, scope_words
from api.web.words_times import by_words, moment_of, period_words
from api.words import (
    ERASED,
    Shown,
    event_words,
    figure_words,
    is_erased,
    list_words,
    text_words,
    who_words,
    with_article,
)

PLACE = "audit"
AT_ONCE = 12
UPDATED = "claim.updated.v1"
LONGEST = 160
RELATIONS = {
    "contradicts": "contradicts",
    "same_as": "is the same as",
    "part_of": "is part of",
    "derived_from": "is derived from",
    "responds_to": "responds to",
    "continues": "continues",
}

Data: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """An entry: what it changed, a detail, when and where, under which name and identity."""

    version: int
    kind: str
    changed: str
    detail: str
    recorded_at: datetime
    position: int
    recorder: str
    source: str
    id: str


@dataclass(frozen=True, slots=True)
class Lines:
    """A window of the trail, and the ways to earlier entries and back."""

    items: Sequence[Line]
    total: int
    earlier: str | None
    first: str | None


def lines_of(trail: Trail, before: Mapping[int, Shown], late: Collection[int], view: Shown, asking: Asking) -> Lines:
    """The trail in words; *before* has what ``around_updates`` asks for, *late* the numbers of late revisions."""
    return Lines(
        items=[_line(entry, event, before, late, view) for entry, event in trail.items],
        total=view["version"],
        earlier=None if trail.after is None else asking.address(PLACE, audit=trail.after),
        first=asking.address(PLACE, audit=None) if asking.asked[AUDIT] is not None else None,
    )


def around_updates(trail: Trail) -> list[int]:
    """Positions before which it matters what stood: each update in a window, and what comes after it."""
    found = [entry.position for entry, _ in trail.items if entry.type == UPDATED]
    return [*found, *(one + 1 for one in found)]


def _line(entry: Entry, event: Shown, stood: Mapping[int, Shown], late: Collection[int], view: Shown) -> Line:
    data: Data = event.get("data") or {}
    before, after = stood.get(entry.position), stood.get(entry.position + 1)
    changed, detail = TOLD.get(entry.type, _unknown)(entry, data, before, view)
    if entry.type == UPDATED and before is not None and after is not None and after["revision"] == before["revision"]:
        changed = _beside(data, before, is_late=entry.revision in late)
    return Line(
        version=entry.version,
        kind=event_words(entry.type).lower(),
        changed=changed,
        detail=" · ".join(one for one in detail if one),
        recorded_at=entry.recorded_at,
        position=entry.position,
        recorder=entry.recorder,
        source=entry.source,
        id=entry.id,
    )


Told: TypeAlias = tuple[str, Sequence[str]]


def _unknown(entry: Entry, _data: Data, _before: Shown | None, _view: Shown) -> Told:
    return f"Changed {list_words(_members(entry.changed))}" if entry.changed else "Changed nothing that is shown", ()


def _reported(_entry: Entry, data: Data, _before: Shown | None, _view: Shown) -> Told:
    figure = _figure(data.get("figure"))
    opened = "Opened the claim; its figure is erased" if figure == ERASED else f"Opened the claim with {figure}"
    return opened, (_quoted(data.get("wording")),)


def _beside(data: Data, before: Shown, *, is_late: bool) -> str:
    """A figure that did not come to stand: said earlier than another, or about an earlier time."""
    kind = "A late figure" if is_late else "A figure about an earlier time"
    return f"{kind}, {_figure(data.get('figure'))}; {_figure(before['figure'])} still stands"


def _updated(entry: Entry, data: Data, before: Shown | None, _view: Shown) -> Told:
    figure = _figure(data.get("figure"))
    detail = [
        f"about {_period(data['refers_to'])}" if data.get("refers_to") else "",
        f"new utterance of {_day(data['said_at'])}" if data.get("said_at") else "",
        _prose(data.get("reason")),
    ]
    if before is None:
        return f"Figure {figure}", detail
    if "figure" in entry.changed:
        return f"Figure {_figure(before['figure'])} to {figure}", detail
    others = _members(entry.changed)
    return f"Figure unchanged, {figure}", [f"new {list_words(others)}" if others else "", *detail[1:]]


def _corrected(entry: Entry, data: Data, _before: Shown | None, _view: Shown) -> Told:
    was, is_ = data.get("was") or {}, data.get("is") or {}
    kind = data.get("kind")
    detail = [
        "" if kind is None else str(kind).replace("_", " "),
        _prose(data.get("reason")),
        f"approved by {_who(data.get('approver'))}",
    ]
    if "figure" in is_:
        return f"Figure {_figure(was.get('figure'))} to {_figure(is_.get('figure'))}", detail
    if not is_:
        return f"Revision {entry.revision or 0:,} taken out: it belongs to another claim", detail
    return f"Corrected {list_words(_members([*is_]))}{_of_revision(entry)}", [_moved(was, is_), *detail]


def _disputed(entry: Entry, data: Data, _before: Shown | None, _view: Shown) -> Told:
    aspect = data.get("aspect")
    detail = f"by {_chain(data.get('by') or [])}", _quoted(data.get("statement"))
    return f"Dispute of the {aspect or 'erased aspect'}{_of_revision(entry)}", detail


def _resolved(entry: Entry, data: Data, _before: Shown | None, _view: Shown) -> Told:
    outcome = data.get("outcome") or ERASED
    return f"Dispute{_of_revision(entry)} {outcome}", (f"by {_who(data.get('by'))}", _prose(data.get("reason")))


def _attributed(_entry: Entry, data: Data, _before: Shown | None, _view: Shown) -> Told:
    chain = data.get("attribution") or []
    return f"Chain of {count_words(len(chain), 'hop')}, from {_chain(chain)}", (_prose(data.get("basis")),)


def _assessed(entry: Entry, data: Data, _before: Shown | None, _view: Shown) -> Told:
    detail = f"by {_who(data.get('by'))}", _prose(data.get("method"))
    return f"Found {data.get('finding') or ERASED}{_of_revision(entry)}", detail


def _retracted(_entry: Entry, data: Data, _before: Shown | None, view: Shown) -> Told:
    return f"Withdrawn by {retractor(view, data['by'])}", (_prose(data.get("reason")),)


def _reinstated(_entry: Entry, data: Data, _before: Shown | None, view: Shown) -> Told:
    return f"Reinstated by {retractor(view, data['by'])}", (_prose(data.get("reason")),)


def _linked(_entry: Entry, data: Data, _before: Shown | None, _view: Shown) -> Told:
    relation = data.get("relation")
    return f"Linked: {RELATIONS.get(str(relation), ERASED)} {data.get('to') or ERASED}", ("changes no figure",)


def _annotated(_entry: Entry, data: Data, _before: Shown | None, _view: Shown) -> Told:
    return "A note added", ("changes no figure", _quoted(data.get("text")))


def _erased(_entry: Entry, data: Data, _before: Shown | None, _view: Shown) -> Told:
    members = erased_words(data.get("fields", ())[:8])
    ground = data.get("ground") or ERASED
    return f"Erased from version {data.get('version', 0):,}: {members}", (
        f"on {'legal grounds' if ground == 'legal' else f'grounds of {ground}'}",
        f"by {_who(data.get('authority'))}",
        _prose(data.get("reason")),
    )


TOLD: Mapping[str, Callable[[Entry, Data, Shown | None, Shown], Told]] = {
    "claim.reported.v1": _reported,
    "claim.updated.v1": _updated,
    "claim.corrected.v1": _corrected,
    "claim.disputed.v1": _disputed,
    "claim.dispute_resolved.v1": _resolved,
    "claim.attributed.v1": _attributed,
    "claim.assessed.v1": _assessed,
    "claim.retracted.v1": _retracted,
    "claim.reinstated.v1": _reinstated,
    "claim.linked.v1": _linked,
    "claim.annotated.v1": _annotated,
    "claim.redacted.v1": _erased,
}


def _moved(was: Data, is_: Data) -> str:
    """What the first member of a correction without a figure was and is, in words."""
    name = next(iter(is_))
    shown = [_member(name, one.get(name)) for one in (was, is_)]
    return f"{shown[0]} to {shown[1]}" if all(shown) else ""


def _member(name: str, value: Any) -> str:  # noqa: ANN401 (any member)
    if value is None:
        return ""
    match name:
        case "attribution":
            return _chain(value)
        case "scope":
            return scope_words(value)
        case "refers_to":
            return _period(value)
        case "said_at" | "published_at":
            return _day(value)
        case _:
            return _quoted(value) if isinstance(value, str) else ""


def _members(names: Sequence[str]) -> list[str]:
    return [member_words(one) for one in names]


def _of_revision(entry: Entry) -> str:
    return "" if entry.revision is None else f" of revision {entry.revision:,}"


def _figure(value: Any) -> str:  # noqa: ANN401 (a figure; null where it is erased)
    return ERASED if value is None or is_erased(value) else figure_words(value)


def _chain(hops: Sequence[Any]) -> str:
    if not hops or hops[0] is None or is_erased(hops[0]):
        return ERASED
    return with_article(hops)


def _who(value: Any) -> str:  # noqa: ANN401 (a party, or a name; null where it is erased)
    return ERASED if value is None else who_words(value)


def _quoted(value: Any) -> str:  # noqa: ANN401 (a text; null where it is erased)
    return f"“{_prose(value)}”" if isinstance(value, str) else ""


def _prose(value: Any) -> str:  # noqa: ANN401 (as above)
    text = text_words(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _period(text: str) -> str:
    return period_words(text)


def _day(text: str) -> str:
    return by_words(text) if moment_of(text) is None else by_words(text[:10])
