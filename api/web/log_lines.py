"""What an entry of the log changed, on one line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from api.web.live import PAGES, entry
from api.web.sentences import claim_subject, count_words
from api.words import is_erased, text_words

LONGEST = 80

Shown: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """An entry: its item, the name of what it is about, the figure before and after if any, words besides."""

    item: Shown
    name: str
    was: Any
    figure: Any
    is_correction: bool
    words: str

    @property
    def address(self) -> str:
        """The page of what it is about."""
        kind = str(self.item["stream"]).partition("/")[0]
        return PAGES[kind] + str(self.item["subject"])


def line(item: Shown) -> Line:
    """The line of an item of ``api.http.log_trust.entries``."""
    told = entry(item)
    was, before = told.was, item["before"]
    if was is None and before is not None and not item["late"]:
        was = before.get("figure")
    return Line(
        item=item,
        name=_name(item),
        was=was,
        figure=told.figure,
        is_correction=told.was is not None,
        words=_words(item),
    )


def _name(item: Shown) -> str:
    """What an entry is about, in a few words."""
    if item["view"] is not None:
        return claim_subject(item["view"])
    headline = (item.get("data") or {}).get("headline")
    return _short(headline) if isinstance(headline, str) else str(item["stream"]).partition("/")[0].capitalize()


def _words(item: Shown) -> str:
    """What happened beyond figures: "edition 2, 31 figures", "the figure is disputed"."""
    data: Shown = item.get("data") or {}
    match item["type"]:
        case "claim.reported.v1" | "claim.updated.v1":
            return "late: a figure that was said later came first" if item["late"] else ""
        case "claim.corrected.v1":
            return (
                ""
                if "figure" in (data.get("was") or {})
                else ", ".join(one.replace("_", " ") for one in item["changed"])
            )
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
        case "claim.annotated.v1" | "question.asked.v1" | "question.reworded.v1":
            return _short(text_words(data.get("text")))
        case "story.published.v1" | "story.corrected.v1":
            return _edition(item, data)
        case "claim.redacted.v1" | "question.redacted.v1" | "story.redacted.v1":
            return f"{_members(item) or 'a value'} erased"
        case _:
            return _members(item)


def _edition(item: Shown, data: Shown) -> str:
    edition = data.get("edition")
    prints = data.get("prints") or []
    told = [f"edition {edition}"]
    told += [count_words(len(prints), "print")] if not is_erased(prints) else []
    silent = [one for one in (item["finding"] or {}).get("silent", ()) if one.get("to_edition") == edition]
    told += [f"{count_words(len(silent), 'figure')} changed silently"] if silent else []
    return ", ".join(told)


def _members(item: Shown) -> str:
    return ", ".join(one.replace("_", " ") for one in item["changed"])


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
