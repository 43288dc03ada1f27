"""The desk: what needs a look today, in order of harm."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from api.http.as_of import moment_of
from api.http.at_least import CONTESTS, FIGURES, VIEWS
from api.http.desk import desk_of
from api.http.first_wordings import name_by_first_wordings
from api.http.kept_desks import Desk
from api.http.parameters import AS_OF
from api.http.reading import pool_of
from api.web.charts.small import SmallLine, sparkline
from api.web.charts.svg import Told
from api.web.desk_behind import behind_stories
from api.web.reader import reader_of
from api.web.sentences import claim_subject
from api.web.site import as_query, asked_of, page
from api.web.story_words import names_in_common
from api.web.words_times import weekday_words
from api.words import amount_words
from domain.shapes import amount_value

MOST_SHOWN = 12
SECOND_US, DAY_S = 1_000_000, 86_400

Shown: TypeAlias = Mapping[str, Any]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class SilentEdition:
    """What one edition changed silently: the first change, and the others in the same edition."""

    first: Shown
    others: Sequence[Shown]


@router.get("/")
async def desk_page(request: Request) -> Response:
    """The page."""
    asked = asked_of(request, (AS_OF,))
    pool = pool_of(request)
    moment = await moment_of(pool, asked, VIEWS)
    for read_model in (FIGURES, CONTESTS):
        await moment_of(pool, asked, read_model)
    desk = await desk_of(request, moment)
    now = datetime.now(UTC)
    named = {one for one in _claims_in(desk.view) if one in desk.claims}
    await name_by_first_wordings(pool, [desk.claims[one] for one in named])
    silent = by_edition(desk.view["silent"])[:MOST_SHOWN]
    moved = desk.view["moved"]
    names = names_in_common([claim_subject(desk.claims[one["claim"]]) for one in moved])
    return await page(
        request,
        "desk.html",
        title=today(now, request) if moment is None else "What needed a look",
        section="desk",
        as_of=moment,
        json_url=f"/v1/desk{as_query({'as_of': moment})}",
        now_words="Show the desk as it stands now",
        live=(),
        live_after=desk.view["position"],
        desk=desk.view,
        claims=desk.claims,
        total=sum(desk.view["counts"].values()),
        silent=silent,
        silent_shown=sum(1 + len(one.others) for one in silent),
        most=MOST_SHOWN,
        moved=[(one, name, _sparkline(one, desk, now)) for one, name in zip(moved, names.short, strict=True)],
        moved_heading=names.heading,
        behind=await behind_stories(request, desk, moment, now),
        days_since=_days_since(now),
        apart=apart,
    )


def _claims_in(told: Any) -> Iterator[str]:  # noqa: ANN401 (JSON)
    """The claims that are named in what the desk tells, of long lists in the part that is shown."""
    if isinstance(told, list):
        for one in told[:MOST_SHOWN]:
            yield from _claims_in(one)
    elif isinstance(told, dict):
        yield from (told[name] for name in ("claim", "left", "right") if isinstance(told.get(name), str))
        for one in told.values():
            yield from _claims_in(one)


def today(now: datetime, request: Request) -> str:
    """The day by the reader's clocks: "Friday 14 October 2022"."""
    return weekday_words(now, reader_of(request).zone)


def by_edition(silent: Sequence[Shown]) -> list[SilentEdition]:
    """Changes of one edition together, as they come."""
    groups = (list(of) for _, of in groupby(silent, lambda one: (one["story"], one["from_edition"], one["to_edition"])))
    return [SilentEdition(first, others) for first, *others in groups]


SIDES = {
    "more_than": "above",
    "at_least": "at or above",
    "less_than": "below",
    "at_most": "at or below",
    "exact": "exactly",
    "approximate": "about",
    "approximate:above": "just above",
    "approximate:below": "just below",
}


def apart(change: Shown | None) -> str:
    """How two figures differ: "11 more", or, where the amount is the same, "From above 12,000 to just below it"."""
    if not change or not change["change"]:
        return ""
    amount = change["change"]["amount"]
    if amount and amount_value(amount):
        return f"{amount_words(amount.removeprefix('-'))} {'fewer' if amount.startswith('-') else 'more'}"
    before, after = (_side(change[which]) for which in ("from", "to"))
    return f"From {before} {amount_words(change['from']['value'])} to {after} it" if amount and before and after else ""


def _side(figure: Shown) -> str:
    leaning = figure.get("leaning")
    return SIDES.get(f"{figure['form']}:{leaning}" if leaning else str(figure.get("form")), "")


def _days_since(now: datetime) -> Any:  # noqa: ANN401 (a function for the template)
    def days_since(moment: str) -> int:
        return (now - datetime.fromisoformat(moment)).days

    return days_since


def _sparkline(one: Shown, desk: Desk, now: datetime) -> Markup:
    """The last days of a figure that moved; nothing where fewer than two are dated."""
    points = [
        (each["said_first"] / SECOND_US, each["amount"])
        for each in one["recent"]
        if each["amount"] is not None and each["said_first"] is not None
    ]
    if len(points) < 2:  # noqa: PLR2004 (a chart is drawn from the second figure on)
        return Markup("")
    name = claim_subject(desk.claims[one["claim"]])
    told = Told(
        f"moved-{one['claim']}", f"{name}, the last {len(points)} figures", f"{points[0][1]} to {points[-1][1]}"
    )
    return sparkline(SmallLine(told=told, points=points, until=min(now.timestamp(), points[-1][0] + DAY_S)))
