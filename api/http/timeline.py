"""A question's figures over time: of each claim its revisions along one clock, or its vintages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal, TypeAlias
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Request
from psycopg.rows import TupleRow
from starlette.responses import Response

from adapters.postgres.composed import composed
from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.http.answers import JSON, response
from api.http.as_of import moment_of_page, not_found
from api.http.at_least import FIGURES
from api.http.claim_figures import chosen, item, until
from api.http.etags import tagged
from api.http.examples import CLAIM as A_CLAIM
from api.http.examples import QUESTION, REVISION, QuestionId
from api.http.paging import Page
from api.http.parameters import MOMENT, PAGE, PERIOD, Asked, Parameter, bad, identifier, one_of
from api.http.periods import by_claim_of, vintages_for
from api.http.questions import absent
from api.http.reading import documented, page_of, pool_of
from api.http.story_reading import reflected
from domain.clock import Span, period_text
from domain.refusals import Refused
from domain.shapes import is_id
from domain.vintages import Moment, Vintage, vintages
from domain.wire import instant_text

SQL = queries("figure_reading")
Clock: TypeAlias = Literal["said", "published", "recorded"]

MOST_POINTS = 5_000
MOST_SERIES = 100
UNKNOWN = -(2**62)
"""Where on the axis what was said at an unknown moment stands: before all others."""

CLOCK: Parameter[Clock] = Parameter(
    "axis",
    "The clock: said (unless it says otherwise), published, or recorded, which gives the vintages.",
    one_of("said", "published", "recorded"),
    {"type": "string", "enum": ["said", "published", "recorded"], "default": "said"},
)
OF_PERIOD = replace(PERIOD, meaning="Only figures for this period (EDTF); with axis=recorded, what was current for it.")
CLAIM = identifier("claim", "Only the series of this claim.")
LISTED = (CLOCK, OF_PERIOD, CLAIM, *MOMENT, *PAGE)

EXAMPLE: dict[str, Any] = {
    "question": QUESTION,
    "axis": "said",
    "series": [{"claim": A_CLAIM, "points": [REVISION], "next": None}],
    "next": None,
}

router = APIRouter(tags=["questions"])


@dataclass(frozen=True, slots=True)
class Along:
    """What of a series is asked for: a clock, a period, up to which position, and from which point on."""

    axis: Clock
    period: Span | None
    until: int
    limit: int
    is_descending: bool
    after: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A claim's points as JSON, in the order asked for; *next* is the last one's place where there are more."""

    claim: str
    points: Sequence[bytes]
    next: tuple[int, int] | None


@router.get(
    "/v1/questions/{question}/timeline",
    **documented("The figures of each claim along one clock; with axis=recorded the vintages.", EXAMPLE, LISTED),
)
async def timeline(request: Request, question: QuestionId) -> Response:
    """A page of series; what comes after a series' last point is where its own ``next`` leads."""
    page = page_of(request, LISTED)
    pool = pool_of(request)
    if not is_id(question):
        raise not_found("question", question)
    moment = await moment_of_page(pool, page, FIGURES)
    end = await reflected(pool, moment)
    series_key, after = _place(page)
    along = Along(page.asked[CLOCK] or "said", page.asked[OF_PERIOD], end, page.limit, page.is_descending, after)
    only = page.asked[CLAIM]
    claims = await claims_about(pool, question, end, series_key, only)
    if not claims and page.cursor is None:
        await _must_be_known(pool, question, moment, only)
    shown = max(1, min(MOST_SERIES, MOST_POINTS // page.limit))
    found = await series_of(pool, claims[:shown], along)
    next_url = page.next_url(claims[shown - 1], moment) if len(claims) > shown else None
    content = b'{"question":%b,"axis":%b,"series":[%b],"next":%b}' % (
        orjson.dumps(question),
        orjson.dumps(along.axis),
        b",".join(_series_json(page, one, moment) for one in found),
        orjson.dumps(next_url),
    )
    headers = [JSON] if next_url is None else [JSON, (b"link", f'<{next_url}>; rel="next"'.encode())]
    return tagged(request, response((200, content, headers)), end if moment is None else None)


async def claims_about(pool: Pool, question: str, end: int, after: str | None, only: str | None = None) -> list[str]:
    """The claims about a question, in the order of their ids and after *after*: at most one more than a page shows."""
    begins = () if after is None else ("key_after",)
    query = composed("figure_reading", "claims_about", (*begins, *(() if only is None else ("only_key",))))
    named = {"question": question, "until": end, "key": after, "only": only, "limit": MOST_SERIES + 1}
    return [str(one[0]) for one in await rows(pool, query, named)]


async def series_of(pool: Pool, claims: Sequence[str], along: Along) -> list[Series]:
    """The series of *claims*, in their order."""
    if along.axis == "recorded":
        return await _vintages_of(pool, claims, along)
    begins = () if along.after is None else ("point_before" if along.is_descending else "point_after",)
    query = composed("figure_reading", "points_along", begins, descending=along.is_descending)
    at, number = along.after or (None, None)
    named = {"claims": list(claims), "axis": along.axis, "unknown": UNKNOWN, "at": at, "number": number}
    period = None if along.period is None else period_text(along.period)
    found = await rows(pool, query, {**named, "period": period, "until": along.until, "limit": along.limit + 1})
    by_claim = {claim: list(of_claim) for claim, of_claim in groupby(found, lambda one: one[0])}
    return [_series(claim, by_claim.get(claim, []), along.limit) for claim in claims]


def _series(claim: str, found: Sequence[TupleRow], limit: int) -> Series:
    points = [item(one[3:], stands=one[2]) for one in found[:limit]]
    return Series(claim, points, (found[limit - 1][1], found[limit - 1][3]) if len(found) > limit else None)


async def _vintages_of(pool: Pool, claims: Sequence[str], along: Along) -> list[Series]:
    named = {"claims": list(claims), "until": along.until}
    if along.period is None:
        found = await rows(pool, SQL["stood"], named)
        by_claim = {claim: _all_in_all(of_claim) for claim, of_claim in by_claim_of(found)}
    else:
        by_claim = await vintages_for(pool, claims, along.period, along.until)
    windows = {claim: _window(by_claim.get(claim, []), along) for claim in claims}
    wanted = [(claim, one.number) for claim, window in windows.items() for one in window[: along.limit]]
    shown = await chosen(pool, sorted(set(wanted)), along.until)
    return [
        Series(
            claim,
            [_vintage_json(one, shown[claim, one.number]) for one in window[: along.limit]],
            (window[along.limit - 1].since.position, 0) if len(window) > along.limit else None,
        )
        for claim, window in windows.items()
    ]


def _all_in_all(of_claim: Sequence[TupleRow]) -> list[Vintage]:
    return list(vintages((Moment(position, at), stands) for _, position, at, stands in of_claim))


def _window(found: Sequence[Vintage], along: Along) -> list[Vintage]:
    """At most one more than the limit, from the point on that is asked for."""
    ordered = list(reversed(found)) if along.is_descending else list(found)
    if along.after is not None:
        after = along.after[0]
        ordered = [
            one
            for one in ordered
            if (one.since.position < after if along.is_descending else one.since.position > after)
        ]
    return ordered[: along.limit + 1]


def _vintage_json(one: Vintage, revision: bytes) -> bytes:
    ended = None if one.until is None else _moment_json(one.until)
    stood = orjson.dumps({"stood_from": _moment_json(one.since), "stood_until": ended})
    return revision[:-1] + b"," + stood[1:]


def _moment_json(one: Moment) -> dict[str, Any]:
    return {"position": one.position, "recorded_at": instant_text(one.recorded_at)}


def _series_json(page: Page, one: Series, moment: int | None) -> bytes:
    next_url = (
        None if one.next is None else _of_series(page, one.claim).next_url(f"{one.next[0]}.{one.next[1]}", moment)
    )
    head = orjson.dumps({"claim": one.claim})[:-1]
    return head + b',"points":[' + b",".join(one.points) + b'],"next":' + orjson.dumps(next_url) + b"}"


def _of_series(page: Page, claim: str) -> Page:
    """The page of the one series, as its next link has it."""
    text = {name: sent for name, sent in page.asked.text.items() if name != "cursor"} | {
        CLAIM.name: quote(claim, safe="")
    }
    return replace(page, asked=Asked(text, {}))


def _place(page: Page) -> tuple[str | None, tuple[int, int] | None]:
    """Where the page begins: after a claim's series, or after a point of the one series that is asked for."""
    key = page.text_key()
    if key is None or page.asked[CLAIM] is None:
        return key, None
    at, _, number = key.partition(".")
    try:
        return None, (int(at), int(number))
    except ValueError:
        raise Refused(bad("cursor", "the text of a next link, whole", page.asked.text.get("cursor"))) from None


async def _must_be_known(pool: Pool, question: str, moment: int | None, only: str | None) -> None:
    """A question that was asked has a timeline without any claim; one of which nobody has heard has none."""
    if not await rows(pool, SQL["question_known"], {"question": question, "until": until(moment)}):
        raise await absent(pool, question, moment)
    if only is not None:
        raise not_found("claim about this question", only)
