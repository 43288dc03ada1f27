"""What the text of an edition words that is not recorded of it, for a person to accept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.web.forms.prints import MOST_PRINTS
from api.web.story_prints import report_address
from api.web.story_words import short
from api.web.words_times import MONTHS_IN_FULL
from domain.refusals import Json
from domain.view import View

MOST_MISSING, MOST_FOUND, MOST_ASIDE = 30, 50, 12


@dataclass(frozen=True, slots=True)
class Missing:
    """A number of the text that no claim covers: its words, its figure, claims with a figure like it, the form."""

    text: str
    figure: Json
    claims: Sequence[str]
    address: str


@dataclass(frozen=True, slots=True)
class FoundWords:
    """That the text words a claim; ``identity`` is what the form that accepts it calls it by."""

    identity: str
    claim: str
    revision: int
    wording: str
    placement: str
    by: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is suggested, what is missing first; the counts are of all there is.

    ``fitting`` is how many of those found the form has room for, beside what is recorded.
    """

    is_erased: bool
    missing: Sequence[Missing]
    missing_count: int
    found: Sequence[FoundWords]
    found_count: int
    fitting: int
    aside: Sequence[str]
    aside_count: int

    @property
    def claims(self) -> set[str]:
        """The claims that are named."""
        return {one.claim for one in self.found} | {claim for one in self.missing for claim in one.claims}


def identity(found: Mapping[str, Any]) -> str:
    """What tells a suggestion from all others of its text: the claim, its revision, where it begins."""
    return f"{found['claim']}:{found['revision']}:{found['print']['selector']['start']}"


def _without_stop(text: str) -> str:
    """A date without the full stop of its sentence; that of a month cut short belongs to it."""
    return text[:-1] if text.endswith(tuple(f"{month}." for month in MONTHS_IN_FULL)) else text


def suggested_of(view: View) -> Suggested:
    """The suggestions as the page shows them, from those that the route answers."""
    shown: Any = view
    found = [
        FoundWords(
            identity(one),
            one["claim"],
            one["revision"],
            short(one["print"]["wording"]),
            one["print"]["placement"],
            one["by"],
        )
        for one in shown["found"][:MOST_FOUND]
    ]
    recorded = len(shown["prints"]) - sum(one["by"] == "wording" for one in shown["found"])
    aside = list(dict.fromkeys(_without_stop(one["text"]) for one in shown["set_aside"]))
    return Suggested(
        is_erased=shown["text"] == "erased",
        missing=[
            Missing(one["text"], one["figure"], one["claims"][:3], report_address(one["text"], one["figure"]))
            for one in shown["missing"][:MOST_MISSING]
        ],
        missing_count=len(shown["missing"]),
        found=found,
        found_count=shown["found_count"],
        fitting=min(len(shown["found"]), max(0, MOST_PRINTS - recorded)),
        aside=aside[:MOST_ASIDE],
        aside_count=len(aside),
    )
