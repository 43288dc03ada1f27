"""What the desk says of claims at odds: open disputes, and contested questions."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import orjson
from fastapi import Request

from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from api.http.boards import found_of, value_of
from api.http.claim_figures import revisions_of, until
from api.http.reading import pool_of
from domain.board import is_contested, pairs, seat
from domain.refusals import Json
from domain.view import View
from domain.wire import instant_text

SQL = queries("desk")

MOST_LISTED = 20
MOST_CONTESTS = 10_000
MOST_VERIFIED = 50
MOST_PAST = 200

Shown: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Some:
    """How many there are, and the first of them."""

    count: int
    items: list[View]


async def disputed(pool: Pool, moment: int | None) -> Some:
    """Every open dispute of the claims that moved last; the count is of claims."""
    if moment is None:
        (count,) = await row(pool, SQL["disputed_count"]) or (0,)
        found = await rows(pool, SQL["disputed"], {"limit": MOST_LISTED})
    else:
        found = await rows(pool, SQL["disputed_as_of"], {"position": moment, "limit": MOST_PAST})
        count = len(found)
    views = [orjson.loads(view) for (view,) in found[:MOST_LISTED]]
    opened = await rows(pool, SQL["opened"], {"claims": [one["claim"] for one in views], "until": until(moment)})
    when = {(claim, dispute): (recorded_at, position) for claim, dispute, recorded_at, position in opened}
    items = [
        await _dispute(pool, view, one, when.get((view["claim"], one["dispute"])), moment)
        for view in views
        for one in view["disputes"]
        if one["open"]
    ]
    return Some(count, items[:MOST_LISTED])


async def _dispute(
    pool: Pool, view: Shown, dispute: Shown, opened: tuple[datetime, int] | None, moment: int | None
) -> View:
    standing = view["standing"]
    stands = standing is not None and standing["revision"] == dispute["revision"]
    figure = standing["figure"] if stands else None
    if not stands:
        of_then = await revisions_of(pool, view["claim"], [dispute["revision"]], moment)
        figure = of_then[0]["figure"] if of_then else None
    return {
        "claim": view["claim"],
        **dispute,
        "figure": figure,
        "stands": stands,
        "standing": None if standing is None else standing["figure"],
        "opened_at": None if opened is None else instant_text(opened[0]),
        "position": None if opened is None else opened[1],
    }


async def contested(request: Request, moment: int | None) -> Some:
    """Contested questions; where that is not sure, the board says."""
    pool = pool_of(request)
    if moment is None:
        found = await rows(pool, SQL["contests"], {"limit": MOST_CONTESTS})
        sure = [question for question, is_sure in found if is_sure]
        unsure = [question for question, is_sure in found if not is_sure][:MOST_VERIFIED]
    else:
        found = await rows(pool, SQL["questions_as_of"], {"position": moment, "limit": MOST_VERIFIED})
        sure, unsure = [], [question for (question,) in found]
    looked = [await _looked_at(request, one, moment) for one in (*sure[:MOST_LISTED], *unsure)]
    shown = [view for view in looked if view is not None]
    return Some(len(shown) + max(len(sure) - MOST_LISTED, 0), shown[:MOST_LISTED])


async def _looked_at(request: Request, question: str, moment: int | None) -> View | None:
    """What the desk says of a contested question; None of one that is not."""
    found = await found_of(request, question, moment)
    if len(found.claims) > MOST_PAST:
        return {**_question(question, found.asked.view.get("text"), len(found.claims)), "disjoint": None}
    tolerance = found.asked.tolerance(None)
    seats = [seat(one, found.asked.scope) for one in found.claims]
    compared = await asyncio.to_thread(pairs, seats, value_of(tolerance))
    if not is_contested(seats, compared):
        return None
    disjoint = [one for one in compared if one["verdict"] == "disjoint"]
    return {
        **_question(question, found.asked.view.get("text"), len(found.claims)),
        "disjoint": len(disjoint),
        "pair": disjoint[0] if disjoint else None,
        "corroborated": sum(one["corroborates"] is not None for one in compared),
        "periods": len({str(one.view["standing"]["refers_to"]) for one in seats if one.comparable is not None}),
    }


def _question(question: str, text: Json, claims: int) -> View:
    return {"question": question, "text": text, "claims": claims}
