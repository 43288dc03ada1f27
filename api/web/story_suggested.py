"""What the text of an edition words that is not recorded of it, for a person to accept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.web.story_prints import report_address
from api.web.story_words import short
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
    """That the text words a claim; ``place`` is what the form that accepts it calls it by."""

    place: int
    claim: str
    revision: int
    wording: str
    placement: str
    by: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is suggested, what is missing first; the counts are of all there is."""

    is_erased: bool
    missing: Sequence[Missing]
    missing_count: int
    found: Sequence[FoundWords]
    found_count: int
    aside: Sequence[str]
    aside_count: int


def suggested_of(view: View) -> Suggested:
    """The suggestions as the page shows them, from those that the route answers."""
    shown: Any = view
    found = [
        FoundWords(
            n, one["claim"], one["revision"], short(one["print"]["wording"]), one["print"]["placement"], one["by"]
        )
        for n, one in enumerate(shown["found"])
    ]
    aside = list(dict.fromkeys(one["text"] for one in shown["set_aside"]))
    return Suggested(
        is_erased=shown["text"] == "erased",
        missing=[
            Missing(one["text"], one["figure"], one["claims"][:3], report_address(one["text"], one["figure"]))
            for one in shown["missing"][:MOST_MISSING]
        ],
        missing_count=len(shown["missing"]),
        found=found[:MOST_FOUND],
        found_count=len(found),
        aside=aside[:MOST_ASIDE],
        aside_count=len(aside),
    )
