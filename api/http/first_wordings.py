"""The first wording of claims without a scope, by which they are called: it stays, whatever their source says later."""

from collections.abc import Iterable
from typing import Any

import orjson

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.words import counted_words, is_erased

SQL = queries("first_wordings")


async def name_by_first_wordings(pool: Pool, views: Iterable[Any]) -> None:
    """Puts ``first_wording`` into those of *views*, current views of claims, that have no other name."""
    nameless = {one["claim"]: one for one in views if is_erased(one["scope"]) or not counted_words(one["scope"])}
    if nameless:
        for claim, revision in await rows(pool, SQL["of_claims"], {"claims": sorted(nameless)}):
            nameless[claim]["first_wording"] = orjson.loads(revision)["wording"]
