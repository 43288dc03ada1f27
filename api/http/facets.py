"""Facets: how many of what is found have which value, counted over as many as can be in good time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import orjson

from adapters.postgres.composed import composed
from adapters.postgres.fetch import Pool, rows
from api.http.claim_filters import Listing, filters, listed
from api.http.paging import Page
from api.http.parameters import Q

MOST_COUNTED = 10_000
MOST_VALUES = 20
FACETED = ("kind", "question", "originator", "status", "disputed")
OF_CLAIMS = FACETED[1:]

Facets = dict[str, Any]


def counted_facets(found: Iterable[Sequence[Any]], names: tuple[str, ...] = FACETED) -> Facets:
    """The facets *names* of rows (facet, value, hits); the row without a facet says how many were looked at."""
    shown: Facets = {name: [] for name in names}
    counted = 0
    for name, value, hits in found:
        if name is None:
            counted = hits
        elif name in shown:
            shown[name].append({"value": value == "true" if name == "disputed" else value, "count": hits})
    return {"counted": min(counted, MOST_COUNTED), "complete": counted <= MOST_COUNTED, **shown}


async def facets_of_claims(pool: Pool, page: Page, moment: int | None) -> Facets:
    """The facets of all claims of which *page* shows some; for words of the past their views are read."""
    if moment is not None and page.asked[Q] is not None:
        return await _facets_of_views(pool, page, moment)
    values = filters(page.asked, moment)
    query = composed("search", f"claim_facets_{'now' if moment is None else 'as_of'}", tuple(values))
    return counted_facets(await rows(pool, query, {**values, "position": moment}), OF_CLAIMS)


async def _facets_of_views(pool: Pool, page: Page, moment: int) -> Facets:
    found = await listed(pool, Listing("claims", moment), replace(page, limit=MOST_COUNTED), None)
    views = [orjson.loads(view) for _, view, _ in found]
    values = {
        "question": (view["question"] for view in views),
        "originator": (view["attribution"][0].get("who", {}).get("id") for view in views),
        "status": (view["status"] for view in views),
        "disputed": (view["disputed"] for view in views),
    }
    counted = {name: Counter(one for one in of if one is not None) for name, of in values.items()}
    shown = {name: [{"value": value, "count": count} for value, count in _first(of)] for name, of in counted.items()}
    return {"counted": min(len(views), MOST_COUNTED), "complete": len(views) <= MOST_COUNTED, **shown}


def _first(counted: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(counted.items(), key=lambda one: (-one[1], str(one[0]).lower()))[:MOST_VALUES]
