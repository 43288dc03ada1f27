"""What comes closest to a number or a range of which nothing was found: a figure that stands, or one given earlier."""

from decimal import Decimal
from typing import Any

import orjson

from adapters.postgres.fetch import Pool, row
from api.http.claim_figures import chosen
from api.http.search_items import Json, claims_shown, revision_shown, title_of
from api.http.search_queries import MOST, Search


async def closest(pool: Pool, search: Search) -> Json | None:
    """The claim whose figure comes closest to the number or the range that was asked for.

    ``revision`` is null where that figure stands, else the revision that has it, as items show it: earlier figures are
    looked through only where the search looks for them.
    """
    if search.span is None and not search.numbers:
        return None
    low, high = search.span or (search.numbers[0],) * 2
    if search.span is not None:
        low, high = (high, high) if low == -MOST else (low, low) if high == MOST else (low, high)
    found = await _found(pool, search, low, high)
    if found is None:
        return None
    claim, number = found
    view = (await claims_shown(pool, search, [claim])).get(claim)
    if view is None:
        return None
    standing = view["standing"] or {}
    return {
        "claim": claim,
        "title": title_of(view),
        "question": view["question"],
        "figure": standing.get("figure"),
        "wording": standing.get("wording"),
        "revision": None if number is None else await _revision(pool, search, claim, number),
    }


async def _found(pool: Pool, search: Search, low: Decimal, high: Decimal) -> tuple[str, int | None] | None:
    """The claim, and the number of its revision where what comes closest does not stand."""
    rest = search.rests[0] if search.rests else search.words
    claims = search.without_range()
    asked = claims.parameters(rest=rest) | {"from": low, "to": high}
    stands = await row(pool, claims.query("closest" if rest is None else "closest_of_words"), asked)
    stood = None
    if search.earlier:
        stood = await row(pool, claims.query_for_closest(with_words=rest is not None), asked)
    if stood is not None and (stands is None or stood[1] < stands[1]):
        return stood[0], stood[2]
    return None if stands is None else (stands[0], None)


async def _revision(pool: Pool, search: Search, claim: str, number: int) -> Json:
    shown = await _chosen(pool, search, claim, number)
    by = shown["replaced_by"]
    return revision_shown(shown, None if by is None else await _chosen(pool, search, claim, by))


async def _chosen(pool: Pool, search: Search, claim: str, number: int) -> Any:  # noqa: ANN401 (JSON)
    found = await chosen(pool, [(claim, number)], search.moment)
    return orjson.loads(found[claim, number])
