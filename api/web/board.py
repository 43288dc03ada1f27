"""The board of a question, which answers whether its claims contradict each other."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.boards import MOST_PAIRS as MOST_TOLD
from api.http.boards import Found, for_period, found_of, value_of
from api.http.first_wordings import name_by_first_wordings
from api.http.parameters import AS_OF, PERIOD, TOLERANCE, Parameter, one_of
from api.http.questions import asked_board
from api.http.reading import pool_of
from api.web.board_groups import MOST_PAIRS, Section, in_order_of, sections_of
from api.web.board_words import corroboration, counts_sentence, since_words
from api.web.percent import PERCENT, as_a_share, in_percent
from api.web.site import as_query, asked_of, page
from domain.board import is_contested, seat
from domain.clock import period_text, read_time
from domain.figure import Approximate
from domain.survey import VERDICTS, survey
from domain.view import View

MOST_OPEN = 12
"""Claims on a board of which every pair is listed; of larger ones those that contradict, and counts."""
MOST_PERIODS = 6
MOST_LISTED = 50
MOST_LOOKED_AT = 60
MOST_PAIRS_LOOKED_AT = MOST_LOOKED_AT * (MOST_LOOKED_AT - 1) // 2

Shown: TypeAlias = Mapping[str, Any]

router = APIRouter(include_in_schema=False)


PAIRS: Parameter[str] = Parameter("pairs", "Which pairs are listed.", one_of(*VERDICTS), {"type": "string"})


@router.get("/questions/{question}")
async def board_page(request: Request, question: str) -> Response:
    """The page."""
    asked = asked_of(request, (TOLERANCE, PERCENT, PERIOD, PAIRS, AS_OF))
    if (sent_on := as_a_share(request, asked)) is not None:
        return sent_on
    moment, found = await asked_board(request, question, asked)
    await name_by_first_wordings(pool_of(request), found.claims)
    tolerance = found.asked.tolerance(asked[TOLERANCE])
    chosen = asked[PAIRS]
    board = await asyncio.to_thread(_board, found, tolerance)
    words = found.asked.view.get("text")
    told = {name: value for name, value in asked.text.items() if name != "pairs"}
    periods = _periods(found.claims)
    return await page(
        request,
        "board.html",
        title=words if isinstance(words, str) else question,
        section="questions",
        as_of=moment,
        json_url=f"/v1/questions/{question}{as_query(told)}",
        now_words="Show the board as it stands now",
        since=None if moment is None else since_words(found, await found_of(request, question, None)),
        live=[f"question/{question}", *(f"claim/{one['claim']}" for one in found.claims)],
        question=question,
        is_asked=found.is_asked,
        tolerance=tolerance,
        percent=in_percent(tolerance and tolerance["value"]),
        period=_as_listed(asked.text.get("period"), periods),
        periods=periods,
        elsewhere=[] if asked[PERIOD] is not None else await _contradicted_elsewhere(request, found, moment, tolerance),
        chosen=chosen,
        most_told=MOST_TOLD,
        told=told,
        query=as_query,
        without=lambda name: as_query({key: value for key, value in told.items() if key != name}),
        board=board,
        corroboration=corroboration,
    )


@dataclass(frozen=True, slots=True)
class Board:
    """All that the page shows."""

    claims: Mapping[str, Shown]
    without: Sequence[Shown]
    """Claims of which nothing stands."""
    sections: Sequence[Section]
    counts: Sequence[tuple[str, int]]
    shown: Mapping[str, Sequence[View]]
    total: int
    sentence: str
    contested: bool
    is_large: bool
    has_about: bool
    """Whether a tolerance would change anything."""


def _board(found: Found, tolerance: View | None) -> Board:
    seats = [seat(one, found.asked.scope) for one in found.claims]
    sections = sections_of(found, seats, tolerance)
    seats = in_order_of(sections, seats)
    surveyed = survey(seats, value_of(tolerance), MOST_PAIRS)
    places = {one.claim: place for place, one in enumerate(seats)}
    return Board(
        claims={one.claim: one.view for one in seats},
        without=[one.view for one in seats if one.comparable is None],
        sections=sections,
        counts=[(verdict, surveyed.counts[verdict]) for verdict in VERDICTS if surveyed.counts.get(verdict)],
        shown={verdict: _told_in_order(told, places) for verdict, told in surveyed.shown.items()},
        total=sum(surveyed.counts.values()),
        sentence=counts_sentence(len(seats), len(sections), surveyed),
        contested=is_contested(seats, surveyed.shown.get("disjoint", ())),
        is_large=len(seats) > MOST_OPEN,
        has_about=any(one.comparable is not None and isinstance(one.comparable.figure, Approximate) for one in seats),
    )


def _told_in_order(pairs: Sequence[View], places: Mapping[str, int]) -> list[View]:
    """Each claim with all that stand above it on the board, from the top."""
    return sorted(pairs, key=lambda one: (places[str(one["right"])], places[str(one["left"])]))


async def _contradicted_elsewhere(
    request: Request, found: Found, moment: int | None, tolerance: View | None
) -> list[tuple[str, int, int]]:
    """Periods for which figures contradict each other that do not stand beside one another now.

    With each, how many such pairs there are, and how many with those that do.

    Once a source has said a figure of a longer period, the contradiction of the shorter one is not on the board of now.
    """
    periods = _periods(found.claims)[:MOST_PERIODS]
    if len(periods) < 2 or len(found.claims) > MOST_LOOKED_AT:  # noqa: PLR2004 (with one period there is no other)
        return []
    standing = {one["claim"]: one["standing"] and one["standing"]["revision"] for one in found.claims}
    told = []
    for period in periods:
        within = await for_period(request, found, read_time(period), moment)
        seats = [seat(one, found.asked.scope) for one in within.claims]
        numbers = {one["claim"]: one["standing"]["revision"] for one in within.claims}
        surveyed = await asyncio.to_thread(survey, seats, value_of(tolerance), MOST_PAIRS_LOOKED_AT, only="disjoint")
        hidden = [
            one
            for one in surveyed.shown.get("disjoint", ())
            if any(numbers[str(one[side])] != standing[str(one[side])] for side in ("left", "right"))
        ]
        if hidden:
            told.append((period, len(hidden), surveyed.counts["disjoint"]))
    return told


def _periods(claims: Sequence[Shown]) -> list[str]:
    """The periods that standing figures are about, to choose from: each once, as it is written shortest."""
    stated = (one["standing"]["refers_to"] for one in claims if one["standing"])
    by_span: dict[str, str] = {}
    for period in stated:
        if period is not None:
            span = period_text(read_time(period))
            by_span[span] = min(by_span.get(span, period), period, key=len)
    return [*by_span.values()][:MOST_LISTED]


def _as_listed(period: str | None, periods: Sequence[str]) -> str | None:
    """*period* as the list of *periods* writes it, if it is one of them."""
    if period is None:
        return None
    span = read_time(period)
    return next((one for one in periods if read_time(one) == span), period)
