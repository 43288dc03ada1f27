"""What pages and routes read of a claim's figures: revisions, points of its course, turns. Now or as of a position."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import orjson
from psycopg.rows import TupleRow

from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from domain.ports import LARGEST_POSITION
from domain.turns import Course, Point, Turn, course, turns
from domain.view import View

SQL = queries("figure_reading")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many revisions and corrections there are; None where there is no moment to name."""

    revisions: int
    corrections: int
    last_correction: datetime | None
    first_recorded: datetime | None
    last_recorded: datetime | None


@dataclass(frozen=True, slots=True)
class Turns:
    """A window of a claim's turns, newest first, each with its revision as the list of revisions has it.

    *total* is how many turns there are in all; *after* is the number to go on before, None at the end.
    """

    items: Sequence[tuple[Turn, View]]
    total: int
    after: int | None
    course: Course


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


async def counts_of(pool: Pool, claim: str, position: int | None) -> Counts:
    """How many revisions and corrections a claim has, and when the first and the last came."""
    found = await row(pool, SQL["counts"], {"claim": claim, "until": until(position)})
    return Counts(*(found or (0, 0, None, None, None)))


async def turns_of(pool: Pool, claim: str, position: int | None, most: int, before: int | None = None) -> Turns:
    """At most *most* turns, the newest first; those of numbers below *before*, if that is given."""
    points = (await points_of(pool, [claim], position)).get(claim, [])
    return await turns_among(pool, claim, position, points, most, before)


async def turns_among(  # noqa: PLR0917 (a window into what is at hand)
    pool: Pool, claim: str, position: int | None, points: Sequence[Point], most: int, before: int | None = None
) -> Turns:
    """The same for whoever has the claim's *points* already."""
    found = await asyncio.to_thread(turns, points)
    left = [one for one in found if before is None or one.number < before]
    window = left[:most]
    views = await revisions_of(pool, claim, [one.number for one in window], position)
    shown = {view["revision"]: view for view in views}
    return Turns(
        items=[(one, shown[one.number]) for one in window if one.number in shown],
        total=len(found),
        after=window[-1].number if len(left) > most else None,
        course=course(points),
    )


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
