"""What the desk says of figures that moved: of the claims recorded last those of which another amount stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

import orjson

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.http.claim_figures import chosen, until
from domain.recent import last_fall, moved
from domain.shapes import amount_value
from domain.view import View
from domain.wire import instant_text

SQL = queries("desk")

LOOKED_THROUGH = 60
MOST_MOVED = 12
MOST_FALLS = 3
LATELY = 5
"""Figures: a fall that as many came after is not news."""
REVISIONS_LOOKED_AT = 60
POINTS_DRAWN = 200

Shown: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moving:
    """What moved, the largest change first; what fell after it had only risen; the views of all these claims."""

    items: Sequence[View]
    falls: Sequence[View]
    views: Mapping[str, Shown]


class Held(NamedTuple):
    """A revision that holds: what it says and when, in µs since 1970, and whether it stands."""

    claim: str
    number: int
    said_at: str
    said_first: int | None
    period_day: int
    amount: str | None
    recorded_at: datetime
    stands: bool


async def moving(pool: Pool, moment: int | None, after: datetime) -> Moving:
    """What moved *after* that moment of recording, as of position *moment* (None: now), among the claims moved last."""
    named = {"limit": LOOKED_THROUGH} if moment is None else {"limit": LOOKED_THROUGH, "position": moment}
    found = await rows(pool, SQL["moved" if moment is None else "moved_as_of"], named)
    views = {claim: orjson.loads(view) for claim, recorded_at, view in found if recorded_at > after}
    asked = {"claims": list(views), "until": until(moment), "limit": REVISIONS_LOOKED_AT}
    recent = [Held(*one) for one in await rows(pool, SQL["recent"], asked)]
    courses = {claim: sorted(of_claim, key=_told_at) for claim, of_claim in groupby(recent, lambda one: one.claim)}
    changes = [one for claim, course in courses.items() if (one := _move(views[claim], course, after)) is not None]
    changes.sort(key=lambda one: abs(amount_value(str(one["change"]))), reverse=True)
    falls = [one for course in courses.values() if (one := _fall(course, after)) is not None]
    falls.sort(key=lambda one: str(one["said_at"]), reverse=True)
    del falls[MOST_FALLS:]
    await _give_reasons(pool, falls, moment)
    shown = [str(one["claim"]) for one in (*changes[:MOST_MOVED], *falls)]
    return Moving(changes[:MOST_MOVED], falls, {claim: views[claim] for claim in shown})


async def _give_reasons(pool: Pool, falls: Sequence[View], moment: int | None) -> None:
    """Puts the ``reason`` that was recorded with it into each of *falls*."""
    found = await chosen(pool, [(str(one["claim"]), int(str(one["revision"]))) for one in falls], moment)
    for one in falls:
        revision = found.get((str(one["claim"]), int(str(one["revision"]))))
        one["reason"] = None if revision is None else orjson.loads(revision).get("reason")


async def successors(pool: Pool, claims: Sequence[str], moment: int | None) -> dict[str, list[str]]:
    """The claims that continue some of *claims*, by these, as of position *moment* (None: now)."""
    found = await rows(pool, SQL["successors"], {"claims": list(claims), "until": until(moment)})
    return {claim: list(by) for claim, by in found}


async def lines(pool: Pool, claims: Sequence[str], moment: int | None) -> dict[str, list[Held]]:
    """The course of *claims*, of each at most some 200 of the revisions that hold, the last one among them."""
    asked = {"claims": list(claims), "until": until(moment), "limit": POINTS_DRAWN}
    found = [Held(*one) for one in await rows(pool, SQL["lines"], asked)]
    return {claim: list(of_claim) for claim, of_claim in groupby(found, lambda one: one.claim)}


def _told_at(one: Held) -> tuple[int, int, int]:
    """The order of the course: by what it is about, then by when it was said, then as recorded."""
    return one.period_day, one.said_first or 0, one.number


def _move(view: Shown, course: Sequence[Held], after: datetime) -> View | None:
    """How the standing figure has moved; None where it has not, or not lately."""
    change = moved([one.amount for one in course])
    last = course[-1]
    if change is None or not last.stands or last.recorded_at <= after:
        return None
    recent: list[Any] = [
        {"revision": one.number, "said_at": one.said_at, "said_first": one.said_first, "amount": one.amount}
        for one in course
    ]
    standing = view["standing"]
    return {
        "claim": last.claim,
        "figure": None if standing is None else standing["figure"],
        "before": course[-2].amount,
        "change": change,
        "recent": recent,
    }


def _fall(course: Sequence[Held], after: datetime) -> View | None:
    """The last fall after the figure had only risen; None without one, or if it came earlier."""
    fall = last_fall([one.amount for one in course])
    if fall is None or fall[1] < len(course) - LATELY or course[fall[1]].recorded_at <= after:
        return None
    before, fell = course[fall[0]], course[fall[1]]
    return {
        "claim": fell.claim,
        "revision": fell.number,
        "from": before.amount,
        "to": fell.amount,
        "said_at": fell.said_at,
        "recorded_at": instant_text(fell.recorded_at),
    }
