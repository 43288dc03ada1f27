"""What pages and routes read of a claim's figures: revisions, points of its course, turns. Now or as of a position."""

import asyncio
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import orjson
from psycopg.rows import TupleRow

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from domain.ports import LARGEST_POSITION
from domain.turns import Point
from domain.view import View

SQL = queries("figure_reading")


async def revisions_of(pool: Pool, claim: str, numbers: Sequence[int], position: int | None) -> list[View]:
    """The revisions with these *numbers*, as the list of revisions has them, the last one first."""
    found = await chosen(pool, [(claim, number) for number in numbers], position)
    return [orjson.loads(found[one]) for one in sorted(found, reverse=True)]


async def chosen(pool: Pool, wanted: Sequence[tuple[str, int]], position: int | None) -> dict[tuple[str, int], bytes]:
    """The JSON of some revisions, each *wanted* by its claim and number."""
    parameters = {"claims": [claim for claim, _ in wanted], "numbers": [number for _, number in wanted]}
    found = await rows(pool, SQL["chosen"], {**parameters, "until": until(position)})
    return {(one[0], one[2]): item(one[2:], stands=one[1]) for one in found}


async def points_of(pool: Pool, claims: Sequence[str], position: int | None) -> dict[str, list[Point]]:
    """Every revision of *claims*, by claim and in the order of numbers, as charts draw them."""
    found = await rows(pool, SQL["points"], {"claims": list(claims), "until": until(position)})
    return await asyncio.to_thread(_points_by_claim, found)


def until(position: int | None) -> int:
    """The last position that counts."""
    return LARGEST_POSITION if position is None else position


def item(found: Sequence[Any], stands: int | None) -> bytes:
    """A revision's JSON, of a row (number, view, late, replaced, replaced_by)."""
    number, view, late, replaced, replaced_by = found
    rest = {"replaced": replaced, "replaced_by": replaced_by, "standing": number == stands, "late": late}
    return bytes(view[:-1]) + b"," + orjson.dumps(rest)[1:]


def _points_by_claim(found: Sequence[TupleRow]) -> dict[str, list[Point]]:
    return {claim: _points(list(of_claim)) for claim, of_claim in groupby(found, lambda one: str(one[0]))}


def _points(found: Sequence[TupleRow]) -> list[Point]:
    """Of one claim's rows, in the order of positions."""
    replaced_by = {replaces: number for _, replaces, _, number, *_ in found if replaces is not None}
    standing = found[-1][2]
    points: list[Point] = []
    for _, replaces, _, number, recorded_at, late, form, amount, low, high, *clocks in found:
        if number is not None:
            became = replaces, number in replaced_by, replaced_by.get(number), number == standing
            bounds = (amount, amount) if form == "exact" else (low, high)
            points.append(Point._make((number, recorded_at, late, form, amount, *bounds, *clocks, *became)))
    return points
