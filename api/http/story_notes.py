"""The notes that a story owes its readers: about what was withdrawn, and about what was corrected since it was printed.

The route answers with all of them; the page of a story shows the same, or those for what it shows of a long one.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.postgres.fetch import Pool
from api.http.at_least import VIEWS, reach
from api.http.claim_reading import views_of
from api.http.story_reading import claims_of
from api.words import figure_words, is_erased, list_words, time_words, who_words, with_article
from domain.claim_record import ClaimRecord
from domain.correction_notes import Draft, draft_view, drafts
from domain.retraction_notes import RetractionNote, retraction_notes, retraction_view
from domain.story import Edition
from domain.view import View


@dataclass(frozen=True, slots=True)
class Note:
    """A drafted note about one claim; of a withdrawn one ``retracted`` has the retractions in force."""

    claim: str
    text: str
    drafted: Draft | RetractionNote
    retracted: Sequence[Any] = ()

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is about a claim that was withdrawn, not about one that was corrected."""
        return isinstance(self.drafted, RetractionNote)


async def owed_notes(pool: Pool, editions: Mapping[int, Edition], until: int) -> list[View]:
    """The notes that a story with all these recorded *editions* owes as of a position; raises Refused (``lagging``)."""
    claims = await claims_of(pool, editions.values(), until)
    withdrawn = [claim for claim, known in claims.items() if known.status == "retracted"]
    if withdrawn:
        await reach(pool, VIEWS, until)
    views = await views_of(pool, withdrawn, until)
    return await asyncio.to_thread(_owed, editions, claims, views)


def notes_of(
    withdrawn: Mapping[int, Edition],
    corrected: Sequence[Draft],
    claims: Mapping[str, ClaimRecord],
    views: Mapping[str, Any],
) -> list[Note]:
    """Those about withdrawn claims that the last of the editions *withdrawn* prints, then those about *corrected* ones.

    Of a claim that was corrected and then withdrawn only the last is told. *views* has the views of withdrawn claims.
    """
    retracted = {claim: view["retracted"] for claim, view in views.items() if view["retracted"]}
    by = {claim: withdrawal_of(views[claim]) for claim in retracted}
    last = [
        Note(one.claim, one.text, one, retracted.get(one.claim, ()))
        for one in retraction_notes(withdrawn, claims, by, figure_words)
    ]
    told = {one.claim for one in last}
    return [*last, *(Note(one.claim, one.text, one) for one in corrected if one.claim not in told)]


def withdrawal_of(view: Mapping[str, Any]) -> str:
    """Who withdrew a claim, as a sentence: "The Russian Ministry of Defence has withdrawn it."."""
    chain = view["attribution"]
    outlets = [who_words(hop["who"]) for hop in chain if not is_erased(hop) and hop["role"] == "outlet"]
    names = {"source": with_article(chain), "outlet": outlets[-1] if outlets else "the outlet"}
    parties = dict.fromkeys(names.get(one["by"], "somebody") for one in view["retracted"])
    told = list_words(parties)
    return f"{told[:1].upper()}{told[1:]} {'has' if len(parties) == 1 else 'have'} withdrawn it."


def _owed(editions: Mapping[int, Edition], claims: Mapping[str, ClaimRecord], views: Mapping[str, Any]) -> list[View]:
    owed = drafts(editions, claims, figure_words, time_words)
    return [_note_view(one) for one in notes_of(editions, owed, claims, views)]


def _note_view(one: Note) -> View:
    if isinstance(one.drafted, RetractionNote):
        return retraction_view(one.drafted, one.retracted)
    return draft_view(one.drafted)
