"""The search: words of claims, questions and stories, sources by name, figures by value or in a range.

What is found best comes first. Where more is found than can be ranked in good time, it comes in the order of ids.
Ranks move with what is recorded, so the pages after the first are ranked as of the same position: each hit comes once.
"""

import re
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters.postgres.fetch import Pool, rows
from api.http.as_of import moment_of_page
from api.http.at_least import FIGURES, SEARCH, VIEWS, reach, tracked
from api.http.etags import tagged
from api.http.examples import SEARCHED_FOR
from api.http.facets import MOST_COUNTED, Facets, counted_facets
from api.http.paging import Page
from api.http.parameters import AT_LEAST, CURSOR, DISPUTED, FACETS, LIMIT, MOMENT, ORIGINATOR, QUESTION, STATUS, bad
from api.http.reading import documented, linked, page_of, pool_of
from api.http.search_closest import closest
from api.http.search_items import Hit, Json, items_of
from api.http.search_parameters import EARLIER, FROM_AMOUNT, KIND, SEARCHED, TO_AMOUNT
from api.http.search_queries import Search, search_of
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
MOST_FIRST = MOST_SOURCES + 3
"""Hits among which these are: a claim, a question and a story that are called so come first."""

_RANK = re.compile(r"-?[0-9]{1,17}", re.ASCII)  # digits of a bigint, whatever they are

router = APIRouter(tags=["search"])


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a page has: one more than its limit where there is a next; how many there are, as far as is counted.

    *search* is that by which they were found, *until* the position as of which they are ranked (None: no hits).
    """

    hits: list[Hit]
    counted: int
    search: Search
    until: int | None


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
    shown = await found(pool, page, await search_of(pool, page.asked, moment if page.is_past else None), reflected)
    return tagged(request, linked(shown), None if page.is_past else reflected)


async def found(pool: Pool, page: Page, search: Search, position: int) -> Json:
    """The page as it is answered; *position* is how far a search of now looks."""
    facets: Facets | None = {} if page.asked[FACETS] else None
    ranked = await _ranked(pool, page, search, facets)
    search, hits, counted = ranked.search, ranked.hits, ranked.counted
    shown = hits[: page.limit]
    answer = {
        "items": await items_of(pool, search, shown),
        "next": _next_url(page, shown[-1], ranked) if len(hits) > page.limit else None,
        "hits": {"count": min(counted, MOST_COUNTED), "complete": counted <= MOST_COUNTED},
        "closest": None if hits or page.cursor is not None else await closest(pool, search),
        "position": search.moment or position,
    }
    return answer if facets is None else {**answer, "facets": facets or counted_facets([])}


def _next_url(page: Page, last: Hit, ranked: Ranked) -> str:
    """Ids do not move, so what comes in their order is of now, unless it was asked for as of the past."""
    is_ordered = page.is_past or last.rank is not None
    return page.next_url(_cursor(last), (ranked.search.moment or ranked.until) if is_ordered else None)


async def _ranked(pool: Pool, page: Page, search: Search, facets: Facets | None) -> Ranked:
    """The hits of the page, ranked as on its first page; *facets*, if they are asked for, are filled in.

    Where nothing was recorded since the first page that is read as of now, which is quicker.
    """
    after = _after(page)
    is_fixed = not page.is_past and after is not None and after.rank is not None
    fixed = page.position if is_fixed else None
    if fixed is None or await tracked(pool, SEARCH) == fixed:
        found = await _hits(pool, page, search, after, facets)
        if fixed is None or await tracked(pool, SEARCH) == fixed:
            return found
    if facets:
        facets.clear()
    return await _hits(pool, page, replace(search, moment=fixed), after, facets)


async def _hits(pool: Pool, page: Page, search: Search, after: Hit | None, facets: Facets | None) -> Ranked:
    if not search.ways:
        return Ranked([], 0, search, None)
    if after is not None and after.rank is None:
        if facets is not None:
            await _best(pool, search, search.ways, 0, facets=facets)
        return Ranked(await _walked(pool, page, search, after.stream), MOST_COUNTED + 1, search, None)
    looked_at = max(page.limit, MOST_FIRST) + 1
    ranked = await _best(pool, search, search.ways, looked_at, after, facets=facets)
    if ranked.counted <= MOST_COUNTED:
        return replace(ranked, hits=ranked.hits[: page.limit + 1])
    sources = [one for one in ranked.hits if one.kind == "source"][: min(MOST_SOURCES, page.limit)]
    return replace(ranked, hits=[*sources, *await _walked(pool, page, search, None)][: page.limit + 1])


async def _best(
    pool: Pool,
    search: Search,
    ways: tuple[str, ...],
    limit: int,
    after: Hit | None = None,
    *,
    facets: Facets | None = None,
) -> Ranked:
    rank, stream = (None, None) if after is None else (after.rank, after.stream)
    parameters = search.parameters(rank=rank, stream=stream, limit=limit)
    if facets is None:
        found = await rows(pool, search.query("hits", ways), parameters)
        hits = [Hit(stream, rank) for stream, rank, *_ in found]
        return Ranked(hits, found[0][2], search, found[0][3]) if found else Ranked([], 0, search, None)
    found = await rows(pool, search.query("hits_with_facets", ways), parameters)
    hits = [Hit(stream, rank) for name, stream, rank in found if name == "hit"]
    facets |= counted_facets(found)
    best = sorted(hits, key=lambda one: (one.rank, one.stream), reverse=True)
    until = next((position for name, _, position in found if name == "reflected"), None)
    return Ranked(best, facets["counted"] + (not facets["complete"]), search, until)


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
