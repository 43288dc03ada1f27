"""Drafts of the notes that a story owes its readers about claims that were withdrawn: text to be edited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.claim_record import ClaimRecord
from domain.correction_notes import in_few_words, subject_of
from domain.print_states import states_of
from domain.shapes import Erased
from domain.story import Edition


@dataclass(frozen=True, slots=True)
class RetractionNote:
    """A drafted note about one claim that an edition still prints."""

    claim: str
    text: str


def retraction_notes(
    edition: Edition, claims: Mapping[str, ClaimRecord], withdrawn_by: Mapping[str, str], in_words: Callable[[Any], str]
) -> list[RetractionNote]:
    """A note for each retracted claim that *edition* prints, in its order; *withdrawn_by* says who did it, by claim.

    What is no longer told of a print, its figure or its words, is left out of the note.
    """
    notes: dict[str, RetractionNote] = {}
    for state in states_of(edition, claims):
        if isinstance(state.print, Erased) or not state.retracted or state.print.claim in notes:
            continue
        claim = claims[state.print.claim]
        subject, _ = subject_of(claim, state.figure)
        printed = "a figure" if isinstance(state.figure, Erased | None) else None
        told = printed or f"{subject} as {in_few_words(state.figure, state.print.wording, in_words)}"
        by = withdrawn_by.get(claim.claim, "The source")
        notes[claim.claim] = RetractionNote(
            claim.claim, f"Correction: An earlier version of this story gave {told}. {by} has withdrawn it."
        )
    return list(notes.values())
