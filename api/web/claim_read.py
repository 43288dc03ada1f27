"""Everything that the page of a claim is made of, read together and up to one position."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import Request

from adapters.postgres.fetch import Pool, row
from adapters.postgres.queries import queries
from api.http.at_least import FIGURES, reach
from api.http.boards import Question
from api.http.claim_figures import points_of, revisions_of
from api.http.claim_reading import (
    Changes,
    Happened,
    Stood,
    Trail,
    claims_beside,
    disputes_recorded,
    events_of,
    linked_from,
    questions_of,
    recorded,
    stood,
    stood_before,
    stood_last,
    trail_of,
    view_of,
    views_of,
)
from api.http.parameters import AS_OF, Asked
from api.http.reading import pool_of, service_of
from api.http.story_reading import reflected
from api.web.claim_asked import AUDIT, Asking
from api.web.claim_chart import FEW
from api.web.claim_disputes import open_by_revision, window_of
from api.web.claim_history import KEPT_FROM, Figures
from api.web.claim_printed import Printed, printed_of
from api.web.claim_rows import Rows, rows_of
from api.web.claim_strip import versions_wanted
from api.web.claim_trail import AT_ONCE, around_updates
from api.web.claim_vintages import Window, window_of_vintages
from api.words import is_erased
from domain.refusals import Refused
from domain.view import View

A_MOMENT_S = 0.3
MOST_NOTES, MOST_ERASURES, MOST_BESIDE = 5, 20, 50


@dataclass(frozen=True, slots=True)
class Read:
    """All that was read for the page, as of one position; *items* are revisions by number, *claims* views by id."""

    claim: str
    view: View
    later: int
    shown: datetime
    is_past: bool
    question: Question
    figures: Figures
    items: Mapping[int, View]
    claims: Mapping[str, View]
    stood: Sequence[Stood]
    vintages: Window | None
    rows: Rows
    recorded: Sequence[Happened]
    trail: Trail
    before: Mapping[int, View]
    changes: Mapping[str, Changes]
    linked_from: Sequence[tuple[str, str | None]]
    printed: Printed
    notes: Sequence[View]
    erasures: Sequence[View]
    erased_at: Mapping[int, int]
    last: View | None
    last_stated: View | None


async def read(request: Request, claim: str, position: int | None, asking: Asking) -> Read:
    """Everything, of one moment: up to the claim's last event that its view reflects."""
    pool, asked = pool_of(request), asking.asked
    now = await view_of(request, claim, None)
    view = now if position is None else await view_of(request, claim, position)
    until, latest = _position(view), _position(now)
    is_whole = await _has_come(pool, latest)
    end = await reflected(pool, position)
    asked_about = str(view["question"])
    figures, questions, at, beside = await asyncio.gather(
        _figures_of(request, pool, claim, until, latest if is_whole else None),
        questions_of(pool, [asked_about], end),
        _shown_at(pool, asked, position),
        claims_beside(pool, claim, asked_about, MOST_BESIDE if view["standing"] else 0),
    )
    window = window_of(view, asking)
    linked, trail, happened, printed, changes, vintages = await asyncio.gather(
        linked_from(pool, claim, end),
        trail_of(pool, claim, until, AT_ONCE, asked[AUDIT]),
        recorded(pool, claim, versions_wanted(_version(view))),
        printed_of(pool, claim, end),
        disputes_recorded(pool, claim, [one["dispute"] for one in window], until),
        _vintages(pool, claim, until, asking),
    )
    shown_vintages = window_of_vintages(vintages, asking) if asking.axis == "recorded" else None
    stood_then = await stood_before(pool, claim, around_updates(trail))
    last, last_stated = await _last(pool, claim, view, figures, until)
    wanted = {
        *_shown_numbers(view, figures),
        *(one["revision"] for one in window),
        *(one.number for one in (shown_vintages.items if shown_vintages else ())),
        *(one for one in stood_then.values() if one is not None),
        *(one for one in (last, last_stated) if one is not None),
    }
    items, claims, rows, notes, erasures = await asyncio.gather(
        revisions_of(pool, claim, sorted(wanted), until),
        views_of(pool, {*_named(view, window, linked), *beside}, end),
        rows_of(pool, claim, figures, asking, open_by_revision(view), until),
        _some(pool, claim, "claim.annotated.v1", until, MOST_NOTES if view["notes"] else 0),
        _some(pool, claim, "claim.redacted.v1", until, MOST_ERASURES if _holds_erased(view) else 0),
    )
    erased = await recorded(pool, claim, _versions(erasures)) if erasures else []
    by_number = {int(str(one["revision"])): one for one in items}
    return Read(
        claim=claim,
        view=view,
        later=_version(now) - _version(view),
        shown=at,
        is_past=position is not None,
        question=Question(questions.get(asked_about, {})),
        figures=figures,
        items=by_number,
        claims=claims,
        stood=vintages,
        vintages=shown_vintages,
        rows=rows,
        recorded=happened,
        trail=trail,
        before={at: by_number[one] for at, one in stood_then.items() if one in by_number},
        changes=changes,
        linked_from=linked,
        printed=printed,
        notes=notes,
        erasures=erasures,
        erased_at={one.version: one.position for one in erased},
        last=None if last is None else by_number.get(last),
        last_stated=None if last_stated is None else by_number.get(last_stated),
    )


async def _figures_of(request: Request, pool: Pool, claim: str, until: int, latest: int | None) -> Figures:
    """The figures of *claim* up to a position.

    *latest* is the position of the claim's last event of all, which the read model has come to: a later erasure
    reaches into the past. None where that is not known, and nothing is kept.
    """
    kept = service_of(request).figures
    key = (claim, until, latest or 0)
    if latest is not None and (found := kept.get(key)) is not None:
        return found
    figures = Figures((await points_of(pool, [claim], until)).get(claim, []))
    if len(figures.points) >= KEPT_FROM:
        await asyncio.to_thread(lambda: (figures.course, figures.turns, figures.before))
    if latest is not None:
        kept.keep(key, figures)
    return figures


async def _has_come(pool: Pool, position: int) -> bool:
    """Whether the read model of figures has come to *position*, after a moment at most: else what is there is shown."""
    with suppress(Refused, TimeoutError):
        await asyncio.wait_for(reach(pool, FIGURES, position), A_MOMENT_S)
        return True
    return False


async def _shown_at(pool: Pool, asked: Asked, position: int | None) -> datetime:
    """The moment that the page shows: the one asked for, or that of a position."""
    as_of = asked[AS_OF]
    if position is None or as_of is None:
        return datetime.now(UTC)
    if as_of.moment is not None:
        return as_of.moment
    found = await row(pool, queries("pages")["record"], {"position": position})
    return found[-1] if found and found[-1] else datetime.now(UTC)


async def _last(pool: Pool, claim: str, view: View, figures: Figures, until: int) -> tuple[int | None, int | None]:
    """The last revision that stood, where nothing does; the last with a figure, where what stands has none."""
    standing: Any = view["standing"]
    if standing is None:
        return await stood_last(pool, claim, until), None
    figure = standing["figure"]
    return None, figures.last_stated() if not is_erased(figure) and figure["form"] == "none" else None


async def _vintages(pool: Pool, claim: str, until: int, asking: Asking) -> list[Stood]:
    return await stood(pool, claim, until) if asking.axis == "recorded" else []


async def _some(pool: Pool, claim: str, type_: str, until: int, most: int) -> list[View]:
    return await events_of(pool, claim, type_, until, most) if most else []


def _shown_numbers(view: View, figures: Figures) -> set[int]:
    """The revisions that the head and the chart need in their own words: of a short history all of them."""
    standing: Any = view["standing"]
    every = range(1, len(figures.points) + 1) if len(figures.points) <= FEW else figures.course.fell
    ends = [figures.course.points[place].number for place in (0, -1)] if figures.course.points else []
    return {*every, *ends, *([standing["revision"]] if standing else [])}


def _named(view: Any, window: Sequence[Any], linked: Sequence[tuple[str, str | None]]) -> set[str]:  # noqa: ANN401 (a view)
    """The claims that the page names."""
    counters = (one["counter_claim"] for one in window)
    linked_to = (one["to"] for one in view["links"])
    return {one for one in (*counters, *linked_to, *(claim for claim, _ in linked)) if isinstance(one, str)}


def _versions(erasures: Sequence[Any]) -> set[int]:
    """The versions of the events in which something was erased."""
    return {int(one["data"]["version"]) for one in erasures}


def _holds_erased(value: object) -> bool:
    """Whether anything in a view is erased."""
    if isinstance(value, Mapping):
        return is_erased(value) or any(_holds_erased(one) for one in value.values())
    return isinstance(value, list) and any(_holds_erased(one) for one in value)


def _position(view: View) -> int:
    return int(str(view["position"]))


def _version(view: View) -> int:
    return int(str(view["version"]))
