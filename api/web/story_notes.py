"""The notes that a story page drafts: what was corrected since it was printed, and what was withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.web.sentences import with_article
from api.web.words_times import list_words
from api.words import figure_words, is_erased, who_words
from domain.claim_record import ClaimRecord
from domain.correction_notes import Draft
from domain.retraction_notes import retraction_notes
from domain.story import Edition
from domain.view import View


@dataclass(frozen=True, slots=True)
class DraftedNote:
    """A note about one claim; whether the claim was withdrawn, not corrected."""

    claim: str
    text: str
    is_withdrawn: bool = False


def notes_of(
    latest: Edition | None, owed: Sequence[Draft], claims: Mapping[str, ClaimRecord], views: Mapping[str, View]
) -> list[DraftedNote]:
    """Those about withdrawn claims that the *latest* edition prints (None: it is not looked at), then those *owed*.

    Of a claim that was corrected and then withdrawn only the last is told.
    """
    by = {claim: withdrawn_by(view) for claim, view in views.items() if view["retracted"]}
    withdrawn = [] if latest is None else retraction_notes(latest, claims, by, figure_words)
    told = {one.claim for one in withdrawn}
    return [
        *(DraftedNote(one.claim, one.text, is_withdrawn=True) for one in withdrawn),
        *(DraftedNote(one.claim, one.text) for one in owed if one.claim not in told),
    ]


def withdrawn_by(view: Mapping[str, Any]) -> str:
    """Who withdrew a claim, as a sentence begins: "The Russian Ministry of Defence"."""
    chain = view["attribution"]
    outlets = [who_words(hop["who"]) for hop in chain if not is_erased(hop) and hop["role"] == "outlet"]
    names = {"source": with_article(chain), "outlet": outlets[-1] if outlets else "the outlet"}
    told = list_words(dict.fromkeys(names.get(one["by"], "somebody") for one in view["retracted"]))
    return told[:1].upper() + told[1:]
