"""The newest events with what each of them changed, for people: the log and its audit trail side by side."""

from typing import Any

import orjson

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.http.first_wordings import name_by_first_wordings
from api.http.log_pages import shown

SQL = queries("live_entries")


async def newest_entries(pool: Pool, until: int, most: int) -> list[dict[str, Any]]:
    """The last *most* events up to the position *until*, the newest first.

    Each as in the list of events, its erased values as ``{"redacted": true}``, with the members that it ``changed``,
    its ``revision`` or None, and ``view``: how its claim stood at *until*, None for other streams.
    """
    found = await rows(pool, SQL["newest"], {"until": until, "most": most})
    named = {"claims": list({row[8] for row in found} - {None}), "until": until}
    views = {claim: orjson.loads(view) for claim, view in await rows(pool, SQL["views"], named)}
    await name_by_first_wordings(pool, views.values())
    return [
        {
            **_with_erased(orjson.loads(shown(row))),
            "changed": row[6],
            "revision": row[7],
            "view": views.get(row[8]),
        }
        for row in found
    ]


def _with_erased(item: dict[str, Any]) -> dict[str, Any]:
    """The item with what stands for an erased value in its place; a unit is a member, one of its own, or an element."""
    for pointer in item.get("erased", {}):
        *parents, last = pointer.lstrip("/").split("/")
        place = item["data"]
        for one in parents:
            place = place[int(one)] if isinstance(place, list) else place[one]
        place[int(last) if isinstance(place, list) else last] = {"redacted": True}
    return item
