"""Drafts of the notes that a story owes its readers about claims that were withdrawn: text to be edited.

A claim gets one for as long as the latest edition prints it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.claim_record import ClaimRecord
from domain.correction_notes import in_few_words, print_view, subject_of
from domain.event_parts import Print
from domain.figure import Figure
from domain.print_states import states_of
from domain.refusals import Json
from domain.shapes import Erased
from domain.story import Edition
from domain.view import View

BY_THE_SOURCE = "The source has withdrawn it."


@dataclass(frozen=True, slots=True)
class WithdrawnPrint:
    """A print of a claim that was withdrawn: where it stands, and what it shows."""

    edition: Edition
    n: int
    print: Print
    figure: Figure | Erased | None


@dataclass(frozen=True, slots=True)
class RetractionNote:
    """A drafted note about one claim that an edition still prints, with every print of it, oldest edition first."""

    claim: str
    text: str
    printed: tuple[WithdrawnPrint, ...]


def retraction_notes(
    editions: Mapping[int, Edition],
    claims: Mapping[str, ClaimRecord],
    withdrawals: Mapping[str, str],
    in_words: Callable[[Any], str],
) -> list[RetractionNote]:
    """A note for each retracted claim that the last of *editions* prints, in its order.

    *withdrawals* has a sentence that says who did it, by claim. What is no longer told of a print, its figure or its
    words, is left out.
    """
    if not editions:
        return []
    withdrawn: dict[str, list[WithdrawnPrint]] = {}
    for number in sorted(editions):
        for state in states_of(editions[number], claims):
            if state.retracted and not isinstance(state.print, Erased):
                one = WithdrawnPrint(editions[number], state.n, state.print, state.figure)
                withdrawn.setdefault(state.print.claim, []).append(one)
    last = max(editions)
    of_last = {claim: [one for one in prints if one.edition.number == last] for claim, prints in withdrawn.items()}
    still_printed = sorted((prints[0].n, claim) for claim, prints in of_last.items() if prints)
    return [
        RetractionNote(
            claim,
            _text(claims[claim], of_last[claim][0], withdrawals.get(claim, BY_THE_SOURCE), in_words),
            tuple(withdrawn[claim]),
        )
        for _, claim in still_printed
    ]


def retraction_view(one: RetractionNote, retracted: Sequence[Json]) -> View:
    """A draft as it is answered; *retracted* has the retractions in force, as the view of the claim shows them."""
    return {
        "claim": one.claim,
        "text": one.text,
        "retracted": list(retracted),
        "members": [],
        "is": None,
        "correction": None,
        "printed": [print_view(each.edition, each.n, each.print, each.figure) for each in one.printed],
    }


def _text(claim: ClaimRecord, one: WithdrawnPrint, withdrawal: str, in_words: Callable[[Any], str]) -> str:
    subject, _ = subject_of(claim, one.figure)
    is_told = not isinstance(one.figure, Erased | None)
    told = f"{subject} as {in_few_words(one.figure, one.print.wording, in_words)}" if is_told else "a figure"
    return f"Correction: An earlier version of this story gave {told}. {withdrawal}"
