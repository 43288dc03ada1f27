"""Which claims a list is about: the filters of ``GET /v1/claims``, which the correction log takes too."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from psycopg.rows import TupleRow

from adapters.postgres.composed import composed
from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.http.paging import Key, Page
from api.http.parameters import DISPUTED, ORIGINATOR, QUESTION, RECORDED_AFTER, STATUS, STORY, WHO, Asked, Parameter, Q

FILTERS: tuple[Parameter[Any], ...] = (QUESTION, ORIGINATOR, WHO, STORY, STATUS, DISPUTED, Q, RECORDED_AFTER)
SQL = queries("reading")
LOOKED_THROUGH = 500
"""Views of the past that are looked through for words at once."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of ``reading.sql``, now or as of *moment*.

    *renamed* gives the condition for a filter that means something else in this list.
    """

    name: str
    moment: int | None
    renamed: Mapping[str, str] = field(default_factory=dict)

    def query(self, begins: tuple[str, ...], filters: Iterable[str], page: Page) -> bytes:
        """The query whose conditions are these."""
        conditions = (*begins, *(self.renamed.get(one, one) for one in filters))
        name = f"{self.name}_{'now' if self.moment is None else 'as_of'}"
        return composed("reading", name, conditions, descending=page.is_descending)


async def listed(pool: Pool, listing: Listing, page: Page, key: Key | None) -> list[TupleRow]:
    """Rows (key, view, reflected, …) after *key*: one more than the page's limit where there are as many.

    What a search by words looks through is kept for now only, so views of the past are looked through here.
    """
    if listing.moment is None or page.asked[Q] is None:
        return await _batch(pool, listing, page, key, page.limit + 1)
    found: list[TupleRow] = []
    while len(found) <= page.limit:
        batch = await _batch(pool, listing, page, key, LOOKED_THROUGH)
        views = [orjson.loads(one[1]) for one in batch]
        wordings = await _last_wordings(pool, views, listing.moment)
        holds = (_holds_words(view, wordings.get(view["claim"]), page.asked[Q] or ()) for view in views)
        found += [one for one, is_found in zip(batch, holds, strict=True) if is_found]
        if len(batch) < LOOKED_THROUGH:
            break
        key = batch[-1][0]
    return found[: page.limit + 1]


def keyed(page: Page, key: Key | None) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The condition under which a page begins after *key*, and its parameter."""
    if key is None:
        return (), {}
    return ("key_before" if page.is_descending else "key_after",), {"key": key}


def like_patterns(words: tuple[str, ...]) -> list[str]:
    """A LIKE pattern for each word, anywhere in a text, with LIKE's own signs taken as they are."""
    return ["%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%" for word in words]


async def _batch(pool: Pool, listing: Listing, page: Page, key: Key | None, limit: int) -> list[TupleRow]:
    values = filters(page.asked, listing.moment)
    begins, begin = keyed(page, key)
    query = listing.query(begins, values, page)
    return await rows(pool, query, {**values, **begin, "position": listing.moment, "limit": limit})


def filters(asked: Asked, moment: int | None) -> dict[str, Any]:
    """The parameters of the conditions (``parts.sql``) that are asked for, by their names."""
    values = {one.name: asked[one] for one in FILTERS if one is not Q and asked[one] is not None}
    words = asked[Q]
    return values if words is None or moment is not None else {**values, Q.name: like_patterns(words)}


async def _last_wordings(pool: Pool, views: Iterable[Mapping[str, Any]], moment: int) -> dict[str, Any]:
    """The wordings that stood last, by claim, of the claims of which nothing stood as of *moment*."""
    claims = [view["claim"] for view in views if view["standing"] is None]
    if not claims:
        return {}
    found = await rows(pool, SQL["stood_last"], {"claims": claims, "position": moment})
    return {claim: orjson.loads(view)["wording"] for claim, view in found}


def _holds_words(view: Mapping[str, Any], last_wording: object, words: tuple[str, ...]) -> bool:
    text = " ".join(one for one in (last_wording, *_texts(view)) if isinstance(one, str)).lower()
    return all(word.lower() in text for word in words)


def _texts(view: Mapping[str, Any]) -> Iterator[str]:
    shown = ((view["standing"] or {}).get("wording"), *view["scope"].values())
    names = (hop["who"].get("name") for hop in view["attribution"] if "who" in hop)
    yield from (one for one in (*shown, *names) if isinstance(one, str))
