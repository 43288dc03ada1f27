"""What an entry of the log changed, on one line or in a few."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from api.web.claim_erased import member_words
from api.web.log_entries import Entry, entry
from api.web.sentences import claim_name, claim_subject, count_words
from api.words import event_words, is_erased, list_words, text_words

LONGEST = 80
UPDATED, CORRECTED, PUBLISHED = "claim.updated.v1", "claim.corrected.v1", "story.published.v1"
IN_THEIR_WORDS = ("claim.annotated.v1", "question.asked.v1", "question.reworded.v1")
EDITIONS = {PUBLISHED: "Edition {} published", "story.corrected.v1": "Record of edition {} corrected"}

Shown: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """An entry: its item, the name of what it is about, the figure before and after if any, words besides."""

    item: Shown
    told: Entry
    name: str
    was: Any
    figure: Any
    is_correction: bool
    words: str

    silent: int
    """How many figures of an edition changed silently."""

    @property
    def address(self) -> str:
        """The page of what it is about."""
        return self.told.address

    @property
    def happened(self) -> str:
        """The event, with the revision that it made or is about, or the edition: "Updated, revision 3"."""
        data: Shown = self.item.get("data") or {}
        kind, edition = self.item["type"], data.get("edition")
        if kind in EDITIONS and isinstance(edition, int):
            return EDITIONS[kind].format(f"{edition:,}")
        revision = self.item["revision"] if self.told.kind == "claim" else None
        return f"{event_words(kind)}, revision {revision:,}" if revision else event_words(kind)

    @property
    def title(self) -> str:
        """What it is about in full, where that has words: a claim's name, a question's, a headline; else nothing."""
        if self.item["view"] is not None:
            return claim_name(self.item["view"])
        headline, text = _headline(self.item), (self.item.get("data") or {}).get("text")
        return headline if self.told.kind == "story" else text if isinstance(text, str) else ""

    @property
    def change(self) -> str:
        """What it changed, in a sentence of its own; nothing where the figure and somebody's words say all of it."""
        kind, changed = self.item["type"], list_words(map(member_words, self.item["changed"]))
        if kind == UPDATED:
            return f"New {changed}." if changed else ""
        if kind == CORRECTED:
            return f"Corrected {changed}." if changed else ""
        if kind in IN_THEIR_WORDS:
            return ""
        words = _prints(self.item) if kind in EDITIONS else self.words
        return f"{words[:1].upper()}{words[1:]}." if words else ""


def lines(items: Iterable[Shown], *, is_past: bool) -> list[Line]:
    """The lines of items of ``api.http.log_trust.entries``; *is_past*: what is to be said of a story is of now."""
    return [line({**one, "finding": None} if is_past else one) for one in items]


def line(item: Shown) -> Line:
    """The line of an item of ``api.http.log_trust.entries``."""
    told = entry(item)
    was, before = told.was, item["before"]
    if was is None and before is not None and not item["late"]:
        was = before.get("figure")
    return Line(
        item=item,
        told=told,
        name=_name(item),
        was=was,
        figure=told.figure,
        is_correction=told.was is not None,
        words=_words(item),
        silent=_silent(item),
    )


def _name(item: Shown) -> str:
    """What an entry is about, in a few words."""
    if item["view"] is not None:
        return _short(claim_subject(item["view"]))
    return _short(_headline(item)) or str(item["stream"]).partition("/")[0].capitalize()


def _headline(item: Shown) -> str:
    """The headline that the event has, else the story's; nothing where there is none, or it is erased."""
    own = (item.get("data") or {}).get("headline", item["headline"])
    return own if isinstance(own, str) else ""


def _words(item: Shown) -> str:
    """What happened beyond figures: "edition 2, 31 figures", "the figure is disputed"."""
    data: Shown = item.get("data") or {}
    match item["type"]:
        case "claim.reported.v1" | "claim.updated.v1":
            return "late: a figure that was said later came first" if item["late"] else ""
        case "claim.corrected.v1":
            return "" if "figure" in (data.get("was") or {}) else _members(item)
        case "claim.disputed.v1":
            return f"the {text_words(data.get('aspect'))} is disputed"
        case "claim.dispute_resolved.v1":
            return f"dispute {text_words(data.get('outcome'))}"
        case "claim.assessed.v1":
            return f"found {text_words(data.get('finding'))}"
        case "claim.retracted.v1":
            return f"withdrawn by the {text_words(data.get('by'))}"
        case "claim.reinstated.v1":
            return "stands again"
        case "claim.linked.v1":
            return f"{text_words(data.get('relation')).replace('_', ' ')} {text_words(data.get('to'))}"
        case kind if kind in IN_THEIR_WORDS:
            return _short(text_words(data.get("text")))
        case kind if kind in EDITIONS:
            silent = f"{count_words(_silent(item), 'figure')} changed silently" if _silent(item) else ""
            return ", ".join(one for one in (f"edition {data.get('edition')}", _prints(item), silent) if one)
        case "claim.redacted.v1" | "question.redacted.v1" | "story.redacted.v1":
            return f"{_members(item) or 'a value'} erased"
        case _:
            return _members(item)


def _prints(item: Shown) -> str:
    prints = (item.get("data") or {}).get("prints") or []
    return "" if is_erased(prints) else count_words(len(prints), "print")


def _silent(item: Shown) -> int:
    edition = (item.get("data") or {}).get("edition")
    return sum(one.get("to_edition") == edition for one in (item["finding"] or {}).get("silent", ()))


def _members(item: Shown) -> str:
    return list_words(map(member_words, item["changed"]))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
