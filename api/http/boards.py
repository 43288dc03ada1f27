"""The board of a question and the comparison of a pair, made of the read model's views: now, as of, for a period."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson
from fastapi import Request

from adapters.postgres.fetch import rows
from adapters.postgres.queries import queries
from api.http.at_least import FIGURES, reach
from api.http.parameters import Parameter, bad, identifier, one_of, whole
from api.http.periods import Current, current_for
from api.http.reading import pool_of
from domain.board import Seat, axes, is_contested, pair, scope_of, seat, seated
from domain.clock import Span
from domain.figure import Approximate, bounds
from domain.refusals import Refused
from domain.scope import Scope
from domain.shapes import Erased
from domain.survey import VERDICTS, Survey, survey
from domain.view import View, bounds_view

SQL = queries("reading")
MOST_PAIRS = 10_000
VERDICT: Parameter[str] = Parameter(
    "verdict", "Only pairs with this verdict.", one_of(*VERDICTS), {"type": "string", "enum": list(VERDICTS)}
)
PAIRS = whole("pairs", "How many pairs are told at most; all are counted.", MOST_PAIRS)
CLAIM = identifier("claim", "Only pairs of this claim with another.")


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
    claims = await asyncio.to_thread(lambda: [orjson.loads(view) for _, _, view in found if view is not None])
    return Found(Question({} if asked is None else orjson.loads(asked)), asked is not None, claims, reflected)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which pairs of a board are answered: at most so many, those of one verdict or of one claim alone."""

    most: int
    verdict: str | None = None
    claim: str | None = None


def board(question: str, found: Found, tolerance: View | None, wanted: Pairs) -> View:
    """The board as it is answered: every pair counted, those *wanted* told. Raises Refused (``bad-parameter``)."""
    seats = [seat(one, found.asked.scope) for one in found.claims]
    if wanted.claim is not None and all(one.claim != wanted.claim for one in seats):
        raise Refused(bad(CLAIM.name, "a claim that is on this board", wanted.claim))
    surveyed = survey(seats, value_of(tolerance), wanted.most, wanted.most, wanted.verdict)
    wanted_pairs = _pairs(seats, surveyed, value_of(tolerance), wanted)
    told = wanted_pairs[: wanted.most]
    counts = {verdict: surveyed.counts.get(verdict, 0) for verdict in VERDICTS}
    matching = len(wanted_pairs) if wanted.claim is not None else _total(counts, wanted.verdict)
    return {
        "question": question,
        "text": found.asked.view.get("text"),
        "claims": [_bounded(one, value_of(tolerance)) for one in seats],
        "pairs": told,
        "counts": {**counts, "left_out": matching - len(told)},
        "groups": axes(seats),
        "contested": counts["disjoint"] > 0 or is_contested(seats, ()),
        "tolerance": tolerance,
    }


def _bounded(one: Seat, tolerance: Decimal | None) -> View:
    """The view of a claim; of an "about" the *tolerance* gives the bounds, by which the board compares it."""
    if tolerance is None or one.comparable is None or not isinstance(one.comparable.figure, Approximate):
        return dict(one.view)
    within = bounds_view(bounds(one.comparable.figure, tolerance))
    return {**one.view, "standing": {**one.view["standing"], "bounds": within}}


def _pairs(seats: Sequence[Seat], surveyed: Survey, tolerance: Decimal | None, wanted: Pairs) -> list[View]:
    """In the order of the claims where all are told, else those that contradict each other first."""
    if wanted.claim is not None:
        return _pairs_of(seats, tolerance, wanted)
    told = [one for of_verdict in surveyed.shown.values() for one in of_verdict]
    if len(told) == sum(surveyed.counts.values()):
        places = {one.claim: place for place, one in enumerate(seats)}
        told.sort(key=lambda one: (places[str(one["left"])], places[str(one["right"])]))
    return told


def _pairs_of(seats: Sequence[Seat], tolerance: Decimal | None, wanted: Pairs) -> list[View]:
    """Those of one claim; its place among the others says on which side it stands."""
    ready = seated(seats)
    place = next((place for place, one in enumerate(ready) if one.claim == wanted.claim), None)
    if place is None:
        return []
    told = [
        *(pair(one, ready[place], tolerance) for one in ready[:place]),
        *(pair(ready[place], one, tolerance) for one in ready[place + 1 :]),
    ]
    told = [one for one in told if wanted.verdict in (None, one["verdict"])]
    return sorted(told, key=lambda one: VERDICTS.index(str(one["verdict"]))) if len(told) > wanted.most else told


def _total(counts: Mapping[str, int], verdict: str | None) -> int:
    return sum(counts.values()) if verdict is None else counts[verdict]


def value_of(tolerance: View | None) -> Decimal | None:
    """The number that a tolerance states."""
    return None if tolerance is None else Decimal(str(tolerance["value"]))


async def for_period(request: Request, found: Found, period: Span, position: int | None) -> Found:
    """The same board with each claim's current figure for *period*; claims that have none are not on it."""
    pool = pool_of(request)
    end = (found.reflected or 0) if position is None else position
    await reach(pool, FIGURES, end)
    current = await current_for(pool, [str(view["claim"]) for view in found.claims], period, end)
    views = [_as_of_then(view, current[view["claim"]]) for view in found.claims if view["claim"] in current]
    return Found(found.asked, found.is_asked, views, found.reflected)


def _as_of_then(view: Mapping[str, Any], current: Current) -> Mapping[str, Any]:
    """The view with an earlier figure on the word of those through whom it came.

    A chain of another named originator was corrected since: the record had it wrong, and the present one holds.
    """
    now, then = (_originator(chain) for chain in (view["attribution"], current.attribution))
    chain = view["attribution"] if None not in (now, then) and now != then else current.attribution
    return {**view, "standing": current.standing, "attribution": chain}


def _originator(chain: Sequence[Mapping[str, Any]]) -> str | None:
    who: Mapping[str, str] = chain[0].get("who", {}) if chain else {}
    return who.get("id")
