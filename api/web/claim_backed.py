"""Who else gives the figure that stands, independently: another named source, with the same figure or one within it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.http.boards import Question, value_of
from api.words import Shown, standing_words, with_article
from domain.board import pair, seat
from domain.view import View

MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Backing:
    """A claim of another source, by the *name* of the source; ``within`` is its figure where that is not the same."""

    claim: str
    name: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Backings:
    """Those with the same figure, those with one that lies within, and how many more of each there are."""

    same: Sequence[Backing] = ()
    within: Sequence[Backing] = ()
    more_same: int = 0
    more_within: int = 0


def backings(view: Shown, others: Mapping[str, Any], question: Question, tolerance: View | None) -> Backings:
    """What *others*, views by id, tell of the figure that stands of *view*. One of each source is told."""
    if view["standing"] is None:
        return Backings()
    own = seat(view, question.scope)
    found: dict[str, Backing] = {}
    for one in _of_this_question(view, others.values()):
        told = pair(own, seat(one, question.scope), value_of(tolerance))
        source = str(one["attribution"][0].get("who", {}).get("id"))
        if told["corroborates"] in ("both", "right"):
            words = "" if told["corroborates"] == "both" else standing_words(one)
            kept = found.get(source)
            if kept is None or (kept.within and not words):
                found[source] = Backing(one["claim"], with_article(one["attribution"]), words)
    same = [one for one in found.values() if not one.within]
    within = [one for one in found.values() if one.within]
    return Backings(same[:MOST_TOLD], within[:MOST_TOLD], len(same[MOST_TOLD:]), len(within[MOST_TOLD:]))


def _of_this_question(view: Shown, others: Iterable[Any]) -> list[Any]:
    return [
        one
        for one in others
        if one["question"] == view["question"] and one["claim"] != view["claim"] and one["standing"] is not None
    ]
