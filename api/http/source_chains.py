"""Claims in whose chain a source stood once and stands no more: a later chain took the place of that one."""

from typing import Any

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.http.facets import MOST_COUNTED
from domain.ports import LARGEST_POSITION
from domain.wire import instant_text

SQL = queries("sources")


async def earlier_chains(pool: Pool, source: str, moment: int | None, most: int) -> dict[str, Any]:
    """How many such claims there are as of *moment* (None: now), and the *most* that it left last."""
    until = LARGEST_POSITION if moment is None else moment
    *found, looked_at = await rows(pool, SQL["earlier_chains"], {"source": source, "until": until, "most": most})
    return {
        "count": found[0][-1] if found else 0,
        "items": [
            {
                "claim": claim,
                "role": role,
                "revisions": None if first is None else {"first": first, "last": last},
                "until": position,
                "recorded_at": instant_text(recorded_at),
                "replaced_by": type_.split(".")[1],
            }
            for claim, role, first, last, position, type_, recorded_at, _ in found
        ],
        "complete": looked_at[-1] <= MOST_COUNTED,
    }
