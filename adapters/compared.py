"""What there is to compare of a claim, out of its rows: revisions as they were made, or what was to be seen then."""

from collections.abc import Mapping, Sequence

import orjson

from adapters.claim_records import chain_of, figure_of, unless_erased
from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from domain.history import Said, Shown

SQL = queries("compared")


async def revisions(pool: Pool, claim: str, numbers: Sequence[int], until: int) -> Mapping[int, Shown]:
    """Those of *numbers* that there were up to position *until*, each as it was made, with the chain of then."""
    return await _shown(pool, "revisions", {"claim": claim, "numbers": list(numbers), "until": until})


async def moments(pool: Pool, claim: str, positions: Sequence[int]) -> Mapping[int, Shown]:
    """What was to be seen at each of *positions*, but for those before the claim began."""
    return await _shown(pool, "moments", {"claim": claim, "positions": list(positions)})


async def _shown(pool: Pool, name: str, asked: Mapping[str, object]) -> Mapping[int, Shown]:
    found = await rows(pool, SQL[name], asked)
    return {key: Shown(None if view is None else _said(view), chain_of(chain)) for key, view, chain in found}


async def ends(pool: Pool, claim: str, until: int) -> tuple[int, int]:
    """The position of the claim's last event up to *until*, and the number of its last revision that is known."""
    position, number = await row(pool, SQL["ends"], {"claim": claim, "until": until}) or (0, 0)
    return position or 0, number or 0


def _said(view: bytes) -> Said:
    one = orjson.loads(view)
    return Said(figure_of(one["figure"]), unless_erased(one["wording"]), one["said_at"], one["refers_to"])
