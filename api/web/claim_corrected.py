"""Whether one revision of a claim corrects another: how, why, on whose word. A correction contradicts nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.postgres.fetch import Pool
from api.http.claim_figures import revisions_of
from api.http.claim_reading import events_of
from api.words import ERASED, is_erased, text_words, who_words
from domain.view import View

MOST_STEPS = 12
"""Corrections of corrections that are followed."""
TYPE = "claim.corrected.v1"


@dataclass(frozen=True, slots=True)
class Correction:
    """That a revision came in the place of an earlier one, at once or by way of others.

    ``is_forward``: the one that it is compared from is the wrong one.
    """

    words: str
    kind: str
    reason: str
    approver: str
    recorded_at: str
    position: int
    is_forward: bool


async def correction_of(
    pool: Pool, claim: str, numbers: Sequence[int], revisions: Sequence[View], until: int
) -> Correction | None:
    """How the later one of two revisions corrects the earlier; None where it does not.

    *numbers* are those compared, from and to; *revisions* are theirs, as their list has them.
    """
    wrong, right = min(numbers), max(numbers)
    known: dict[int, Any] = {int(str(one["revision"])): one for one in revisions}
    if wrong == right or right not in known:
        return None
    way = [right]
    while way[-1] > wrong and len(way) <= MOST_STEPS:
        replaces = known[way[-1]]["replaces"]
        if replaces is None or replaces < wrong:
            return None
        way.append(replaces)
        known |= {int(str(one["revision"])): one for one in await revisions_of(pool, claim, [replaces], until)}
    if way[-1] != wrong:
        return None
    item = known[right]
    event: Mapping[str, Any] = next(iter(await events_of(pool, claim, TYPE, item["position"], 1)), {})
    data: Mapping[str, Any] = event.get("data") or {}
    return Correction(
        words=_words(way),
        kind=str(data.get("kind") or ERASED).replace("_", " "),
        reason=text_words(item["reason"]) or ERASED,
        approver=_who(data.get("approver")),
        recorded_at=item["recorded_at"],
        position=item["position"],
        is_forward=numbers[0] == wrong,
    )


def _words(way: Sequence[int]) -> str:
    told = f"Revision {way[0]:,} corrects revision {way[1]:,}"
    return told + "".join(f", which corrected revision {one:,}" for one in way[2:]) + "."


def _who(value: Any) -> str:  # noqa: ANN401 (a party, or a name; null where it is erased)
    return ERASED if value is None or is_erased(value) else who_words(value)
