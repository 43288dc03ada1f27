"""Which disputes, findings and links a current view lists, where a claim has very many of them.

A view is written with each event of its claim and sent with each answer. If it held whatever anybody ever said of the
claim, a thousand findings of a thousand words would be written again with every event that follows.
"""

from collections.abc import Callable, Sequence
from heapq import nlargest
from typing import Any, TypeAlias, TypeVar

import orjson

from domain.claim_state import Dispute
from domain.refusals import Json
from domain.revision import Revision

T = TypeVar("T")
Rank: TypeAlias = Any

FEW = 4
MOST = 100
MOST_BYTES = 65_536


def dispute_rank(standing: Revision | None) -> Callable[[Dispute], Rank]:
    """Open disputes matter more than resolved ones, of these those that make the question contested."""
    number = None if standing is None else standing.number
    return lambda one: (one.open, one.revision == number, one.is_contesting)


def listed(
    entries: Sequence[T],
    shown: Callable[[T], dict[str, Json]],
    rank: Callable[[T], Rank] = lambda _: 0,
    *,
    is_whole: bool = False,
) -> list[dict[str, Json]]:
    """The *entries* as they are *shown*, in their order: all of them, or those of the highest *rank*, the latest first.

    All of FEW, or where the list *is_whole*. Of more at least FEW and at most MOST, with MOST_BYTES of JSON between
    them if they are more than FEW.
    """
    if is_whole or len(entries) <= FEW:
        return [shown(one) for one in entries]
    best = nlargest(MOST, range(len(entries)), key=lambda n: (rank(entries[n]), n))
    views: dict[int, dict[str, Json]] = {}
    left = MOST_BYTES
    for n in best:
        views[n] = shown(entries[n])
        left -= len(orjson.dumps(views[n]))
        if left < 0 and len(views) > FEW:
            del views[n]
            break
    return [views[n] for n in sorted(views)]
