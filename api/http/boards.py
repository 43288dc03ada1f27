"""The board of a question and the comparison of a pair, made of the read model's views: now, as of, for a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
from fastapi import Request

from adapters.postgres.fetch import rows
from adapters.postgres.queries import queries
from api.http.at_least import FIGURES, reach
from api.http.periods import current_for
from api.http.reading import pool_of
from domain.board import axes, is_contested, pairs, scope_of, seat
from domain.clock import Span
from domain.scope import Scope
from domain.shapes import Erased
from domain.view import View

SQL = queries("reading")


@dataclass(frozen=True, slots=True)
class Question:
    """What a claim inherits of its question, and a reader its tolerance from: nothing, where it was never asked."""

    view: Mapping[str, Any]

    @property
    def scope(self) -> Scope | Erased | None:
        """The scope that claims inherit what they leave open from."""
        return scope_of(self.view.get("scope"))

    def tolerance(self, readers: Decimal | None) -> View | None:
        """The tolerance that holds, and whose it is; None without one. The reader's comes first."""
        if readers is not None:
            return {"value": format(readers, "f"), "by": "reader"}
        own = self.view.get("tolerance")
        return {"value": own, "by": "question"} if isinstance(own, str) else None


@dataclass(frozen=True, slots=True)
class Found:
    """A question and its claims in the read model; *reflected* is how far that has come."""

    asked: Question
    is_asked: bool
    claims: Sequence[Mapping[str, Any]]
    reflected: int | None


async def found_of(request: Request, question: str, position: int | None) -> Found:
    """The views of *question* and of every claim about it, as of *position* (None: now)."""
    query = SQL["board_now" if position is None else "board_as_of"]
    found = await rows(pool_of(request), query, {"question": question, "position": position})
    reflected, asked, _ = found[0]
    claims = [orjson.loads(view) for _, _, view in found if view is not None]
    return Found(Question({} if asked is None else orjson.loads(asked)), asked is not None, claims, reflected)


def board(question: str, found: Found, tolerance: View | None) -> View:
    """The board as it is answered."""
    seats = [seat(one, found.asked.scope) for one in found.claims]
    compared = pairs(seats, value_of(tolerance))
    return {
        "question": question,
        "text": found.asked.view.get("text"),
        "claims": [dict(one.view) for one in seats],
        "pairs": compared,
        "groups": axes(seats),
        "contested": is_contested(seats, compared),
        "tolerance": tolerance,
    }


def value_of(tolerance: View | None) -> Decimal | None:
    """The number that a tolerance states."""
    return None if tolerance is None else Decimal(str(tolerance["value"]))


async def for_period(request: Request, found: Found, period: Span, position: int | None) -> Found:
    """The same board with each claim's current figure for *period*; claims that have none are not on it."""
    pool = pool_of(request)
    end = (found.reflected or 0) if position is None else position
    await reach(pool, FIGURES, end)
    current = await current_for(pool, [str(view["claim"]) for view in found.claims], period, end)
    views = [{**view, "standing": current[view["claim"]]} for view in found.claims if view["claim"] in current]
    return Found(found.asked, found.is_asked, views, found.reflected)
