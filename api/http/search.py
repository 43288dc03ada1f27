"""The search: words of claims, questions and stories, sources by name, figures by value or in a range.

What is found best comes first. Where more is found than can be ranked in good time, it comes in the order of ids.
"""

import re

from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters.postgres.fetch import Pool, row, rows
from api.http.as_of import moment_of_page
from api.http.at_least import FIGURES, SEARCH, VIEWS, reach, tracked
from api.http.etags import tagged
from api.http.examples import SEARCHED_FOR
from api.http.facets import MOST_COUNTED, Facets, counted_facets
from api.http.paging import Page
from api.http.parameters import AT_LEAST, CURSOR, DISPUTED, FACETS, LIMIT, MOMENT, ORIGINATOR, QUESTION, STATUS, bad
from api.http.reading import documented, linked, page_of, pool_of
from api.http.search_items import Hit, Json, claims_shown, items_of, title_of
from api.http.search_parameters import EARLIER, FROM_AMOUNT, KIND, SEARCHED, TO_AMOUNT
from api.http.search_queries import MOST, Search, search_of
from domain.refusals import Refused

TAKEN = (
    SEARCHED,
    FROM_AMOUNT,
    TO_AMOUNT,
    EARLIER,
    KIND,
    QUESTION,
    ORIGINATOR,
    STATUS,
    DISPUTED,
    FACETS,
    *MOMENT,
    LIMIT,
    CURSOR,
)
MOST_SOURCES = 10
"""Sources that come before what is not ranked."""

_RANK = re.compile(r"-?[0-9]{1,17}", re.ASCII)  # digits of a bigint, whatever they are

router = APIRouter(tags=["search"])


@router.get("/v1/search", **documented("Words, sources and figures, the best first.", SEARCHED_FOR, TAKEN))
async def search(request: Request) -> Response:
    """A page of what is found; what comes closest, where nothing is."""
    page = page_of(request, TAKEN)
    pool = pool_of(request)
    moment = await moment_of_page(pool, page, SEARCH)
    if (needed := moment or page.asked[AT_LEAST]) is not None:
        await reach(pool, VIEWS, needed)
        await reach(pool, FIGURES, needed)
    reflected = await tracked(pool, SEARCH)
    shown = await found(pool, page, await search_of(pool, page.asked, moment), moment or reflected)
    return tagged(request, linked(shown), reflected if moment is None else None)


async def found(pool: Pool, page: Page, search: Search, position: int) -> Json:
    """The page as it is answered; *position* is how far it looks."""
    facets: Facets | None = {} if page.asked[FACETS] else None
    hits, counted = await _hits(pool, page, search, facets)
    shown = hits[: page.limit]
    next_url = page.next_url(_cursor(shown[-1]), search.moment) if len(hits) > page.limit else None
    answer = {
        "items": await items_of(pool, search, shown),
        "next": next_url,
        "hits": {"count": min(counted, MOST_COUNTED), "complete": counted <= MOST_COUNTED},
        "closest": None if hits or page.cursor is not None else await _closest(pool, search),
        "position": position,
    }
    return answer if facets is None else {**answer, "facets": facets or counted_facets([])}


async def _hits(pool: Pool, page: Page, search: Search, facets: Facets | None) -> tuple[list[Hit], int]:
    """One more than the page's limit where there is a next; and how many there are, as far as is counted.

    *facets*, if they are asked for, are filled in.
    """
    if not search.ways:
        return [], 0
    after = _after(page)
    if after is not None and after.rank is None:
        if facets is not None:
            await _best(pool, search, search.ways, 0, facets=facets)
        return await _walked(pool, page, search, after.stream), MOST_COUNTED + 1
    best, counted = await _best(pool, search, search.ways, page.limit + 1, after, facets=facets)
    if counted <= MOST_COUNTED or after is not None:
        return best, counted
    sources: list[Hit] = []
    if search.finds_sources:
        sources, _ = await _best(pool, search, ("by_source",), min(MOST_SOURCES, page.limit))
    return [*sources, *await _walked(pool, page, search, None)][: page.limit + 1], counted


async def _best(
    pool: Pool,
    search: Search,
    ways: tuple[str, ...],
    limit: int,
    after: Hit | None = None,
    *,
    facets: Facets | None = None,
) -> tuple[list[Hit], int]:
    rank, stream = (None, None) if after is None else (after.rank, after.stream)
    parameters = search.parameters(rank=rank, stream=stream, limit=limit)
    if facets is None:
        found = await rows(pool, search.query("hits", ways), parameters)
        return [Hit(stream, rank) for stream, rank, _ in found], found[0][2] if found else 0
    found = await rows(pool, search.query("hits_with_facets", ways), parameters)
    hits = [Hit(stream, rank) for name, stream, rank in found if name == "hit"]
    facets |= counted_facets(found)
    return sorted(hits, key=lambda one: (one.rank, one.stream), reverse=True), facets["counted"] + (
        not facets["complete"]
    )


async def _walked(pool: Pool, page: Page, search: Search, stream: str | None) -> list[Hit]:
    query = search.query("walk", search.ways)
    found = await rows(pool, query, search.parameters(stream=stream, limit=page.limit + 1))
    return [Hit(stream, None) for stream, _, _ in found]


def _cursor(last: Hit) -> str:
    return f"{'' if last.rank is None else last.rank}:{last.stream}"


def _after(page: Page) -> Hit | None:
    """The last hit of the page before."""
    key = page.text_key()
    if key is None:
        return None
    rank, _, stream = key.partition(":")
    if not stream or (rank and not _RANK.fullmatch(rank)):
        raise Refused(bad(CURSOR.name, "the text of a next link, whole", page.asked.text.get(CURSOR.name)))
    return Hit(stream, int(rank) if rank else None)


async def _closest(pool: Pool, search: Search) -> Json | None:
    """The claim whose figure comes closest to the number or the range that was asked for."""
    if search.span is None and not search.numbers:
        return None
    low, high = search.span or (search.numbers[0],) * 2
    if search.span is not None:
        low, high = (high, high) if low == -MOST else (low, low) if high == MOST else (low, high)
    rest = search.rests[0] if search.rests else search.words
    claim = search.without_range()
    query = claim.query("closest" if rest is None else "closest_of_words")
    found = await row(pool, query, claim.parameters(rest=rest) | {"from": low, "to": high})
    if found is None:
        return None
    view = (await claims_shown(pool, search, [found[0]])).get(found[0])
    if view is None:
        return None
    standing = view["standing"] or {}
    return {
        "claim": found[0],
        "title": title_of(view),
        "question": view["question"],
        "figure": standing.get("figure"),
        "wording": standing.get("wording"),
    }
