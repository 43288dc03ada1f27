"""What the desk says of claims at odds: open disputes, and contested questions."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from fastapi import Request

from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from api.http.boards import found_of, value_of
from api.http.claim_figures import chosen, until
from api.http.kept_desks import Looked, Shown
from api.http.reading import pool_of
from domain.board import is_contested, seat
from domain.refusals import Json
from domain.survey import survey
from domain.view import View
from domain.wire import instant_text

SQL = queries("desk")

MOST_LISTED = 100
MOST_CONTESTED = 20
MOST_CONTESTS = 10_000
MOST_VERIFIED = 50
MOST_PAST = 200
MOST_EVENTS = 2_000
"""Of the past the questions are those of the last so many events by then; now those of so many claims come first."""


@dataclass(frozen=True, slots=True)
class Some:
    """How many there are, and the first of them; whether all were looked at, and if not, how many were."""

    count: int
    items: list[View]
    is_complete: bool = True
    looked_at: int = 0


async def disputed(pool: Pool, moment: int | None) -> Some:
    """Open disputes, those of the claims that moved last first."""
    if moment is None:
        found = await rows(pool, SQL["disputed"], {"limit": MOST_LISTED})
    else:
        found = await rows(pool, SQL["disputed_as_of"], {"position": moment, "limit": MOST_PAST})
    views = [orjson.loads(view) for (view,) in found]
    open_ones = [(view, one) for view in views for one in view["disputes"] if one["open"]]
    listed = open_ones[:MOST_LISTED]
    claims = list(dict.fromkeys(view["claim"] for view, _ in listed))
    opened = await rows(pool, SQL["opened"], {"claims": claims, "until": until(moment)})
    when = {(claim, dispute): (recorded_at, position) for claim, dispute, recorded_at, position in opened}
    figures = await _figures(pool, listed, moment)
    counting = SQL["disputed_count"] if moment is None else SQL["disputed_count_as_of"]
    (count,) = await row(pool, counting, {"position": moment}) or (0,)
    return Some(count, [_dispute(view, one, figures, when) for view, one in listed])


async def _figures(
    pool: Pool, disputes: Sequence[tuple[Shown, Shown]], moment: int | None
) -> dict[tuple[str, int], Json]:
    """The figures of disputed revisions that do not stand."""
    wanted = {
        (view["claim"], dispute["revision"])
        for view, dispute in disputes
        if view["standing"] is None or view["standing"]["revision"] != dispute["revision"]
    }
    found = await chosen(pool, sorted(wanted), moment) if wanted else {}
    return {which: orjson.loads(one)["figure"] for which, one in found.items()}


def _dispute(
    view: Shown,
    dispute: Shown,
    figures: Mapping[tuple[str, int], Json],
    when: Mapping[tuple[str, str], tuple[datetime, int]],
) -> View:
    claim, standing = view["claim"], view["standing"]
    stands = standing is not None and standing["revision"] == dispute["revision"]
    opened_at, position = when.get((claim, dispute["dispute"]), (None, None))
    return {
        "claim": claim,
        **dispute,
        "figure": standing["figure"] if stands else figures.get((claim, dispute["revision"])),
        "stands": stands,
        "standing": None if standing is None else standing["figure"],
        "opened_at": None if opened_at is None else instant_text(opened_at),
        "position": position,
    }


async def contested(request: Request, moment: int | None, looked: Looked) -> Some:
    """Contested questions, the last moved first; where that is not sure, the board says.

    *looked* is taken up and brought up to date.
    """
    pool = pool_of(request)
    if moment is None:
        found = await rows(pool, SQL["contests"], {"limit": MOST_CONTESTS, "moved": MOST_EVENTS})
        sure = [question for question, is_sure, _ in found if is_sure]
        unsure = [question for question, is_sure, _ in found if not is_sure][:MOST_VERIFIED]
        moved = {question: position or 0 for question, _, position in found}
        named = sorted([*sure[:MOST_CONTESTED], *unsure], key=lambda one: (-moved[one], one))
        views = await _looked_at_anew(request, named, looked)
    else:
        which = {"position": moment, "events": MOST_EVENTS, "limit": MOST_CONTESTED}
        found = await rows(pool, SQL["questions_as_of"], which)
        sure, named = [], [question for (question,) in found]
        views = [await _looked_at(request, one, moment) for one in named]
    shown = [view for view in views if view is not None]
    count = len(shown) + max(len(sure) - MOST_CONTESTED, 0)
    is_complete = moment is None or (moment <= MOST_EVENTS and len(named) < MOST_CONTESTED)
    return Some(count, shown[:MOST_CONTESTED], is_complete, len(named))


async def _looked_at_anew(request: Request, questions: Sequence[str], looked: Looked) -> list[View | None]:
    """What there is to say of each, made anew only where something moved since; all else is let go."""
    found = await rows(pool_of(request), SQL["moved_boards"], {"questions": list(questions)})
    stamps = {question: stamp for question, *stamp in found}
    before = dict(looked)
    looked.clear()
    for one in questions:
        stamp, view = before.get(one, (None, None))
        if stamp != stamps.get(one):
            view = await _looked_at(request, one, None)
        looked[one] = stamps.get(one), view
    return [view for _, view in looked.values()]


async def _looked_at(request: Request, question: str, moment: int | None) -> View | None:
    """What the desk says of a contested question; None of one that is not."""
    found = await found_of(request, question, moment)
    if len(found.claims) > MOST_PAST:
        return {**_question(question, found.asked.view.get("text"), len(found.claims)), "disjoint": None}
    seats = [seat(one, found.asked.scope) for one in found.claims]
    surveyed = await asyncio.to_thread(survey, seats, value_of(found.asked.tolerance(None)), 1)
    disjoint = surveyed.shown.get("disjoint", ())
    if not is_contested(seats, disjoint):
        return None
    return {
        **_question(question, found.asked.view.get("text"), len(found.claims)),
        "disjoint": surveyed.counts.get("disjoint", 0),
        "pair": disjoint[0] if disjoint else None,
        "corroborated": surveyed.corroborated,
        "periods": len({str(one.view["standing"]["refers_to"]) for one in seats if one.comparable is not None}),
    }


def _question(question: str, text: Json, claims: int) -> View:
    return {"question": question, "text": text, "claims": claims}
