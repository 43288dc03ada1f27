"""A claim's figures: every revision that it has had, and what changed between two of them or between two moments."""

import asyncio
from collections.abc import Sequence

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters.postgres.fetch import Pool
from api.http.as_of import begin_of, moment_of, moment_of_page, position_of
from api.http.at_least import LOG
from api.http.claim_past import claim_stream, past_of
from api.http.etags import tagged
from api.http.examples import DIFF, REVISION, ClaimId
from api.http.paging import Page, page_response
from api.http.parameters import AXIS, FROM, MOMENT, PAGE, TO, Asked, AsOf, Parameter, bad
from api.http.reading import asked_of, documented, json_response, page_of, pool_of
from domain.claim import fold
from domain.events import Recorded
from domain.history import Shown, diff, shown_at, shown_revision, up_to
from domain.refusals import NotFound, Refused
from domain.revision import Revision
from domain.view import revision_view

LISTED = (*MOMENT, *PAGE)
COMPARED = (FROM, TO, AXIS, *MOMENT)

router = APIRouter(tags=["claims"])


@router.get(
    "/v1/claims/{claim}/revisions",
    **documented("Every figure that the claim has had.", {"items": [REVISION], "next": None}, LISTED),
)
async def revisions(request: Request, claim: ClaimId) -> Response:
    """A page of revisions, with their clocks, what replaced them, and which one stands."""
    page = page_of(request, LISTED)
    moment = await moment_of_page(pool_of(request), page, LOG, claim_stream(claim))
    events = await past_of(request, claim, moment)
    state = await asyncio.to_thread(fold, events)
    standing = state.standing
    found = _from_key(page, state.revisions.numbered)
    response = page_response(
        page, found, lambda one: one.number, lambda one: orjson.dumps(revision_view(one, standing)), moment
    )
    return tagged(request, response, events[-1].position if moment is None else None)


@router.get(
    "/v1/claims/{claim}/diff",
    **documented("What changed between two revisions, or between two moments.", DIFF, COMPARED),
)
async def difference(request: Request, claim: ClaimId) -> Response:
    """The figure's change, the wording word by word, the chain hop by hop."""
    asked = asked_of(request, COMPARED)
    pool = pool_of(request)
    moment = await moment_of(pool, asked, LOG, claim_stream(claim))
    events = await past_of(request, claim, moment)
    if asked[AXIS] == "recorded":
        return await _between_moments(pool, asked, claim, events)
    return await _between_revisions(asked, events)


def _from_key(page: Page, numbered: Sequence[Revision]) -> Sequence[Revision]:
    """The revisions from the page's first on, one more than its limit if there are."""
    key = page.whole_key()
    if page.is_descending:
        newest_first = numbered[: None if key is None else max(key - 1, 0)][::-1]
        return newest_first[: page.limit + 1]
    start = max(key or 0, 0)
    return numbered[start : start + page.limit + 1]


async def _between_revisions(asked: Asked, events: Sequence[Recorded]) -> Response:
    numbers = [_number(asked, one) for one in (FROM, TO)]
    before, after = [await asyncio.to_thread(_revision, events, number) for number in numbers]
    return json_response({"from": numbers[0], "to": numbers[1], **diff(before, after)})


async def _between_moments(pool: Pool, asked: Asked, claim: str, events: Sequence[Recorded]) -> Response:
    positions = [await _position(pool, asked.required(one), claim) for one in (FROM, TO)]
    before, after = [await asyncio.to_thread(_shown, events, position) for position in positions]
    return json_response({"from": positions[0], "to": positions[1], **diff(before, after)})


def _number(asked: Asked, parameter: Parameter[AsOf]) -> int:
    number = asked.required(parameter).position
    if number is None:
        expected = "the number of a revision (a moment only with axis=recorded)"
        raise Refused(bad(parameter.name, expected, asked.text[parameter.name]))
    return number


def _revision(events: Sequence[Recorded], number: int) -> Shown:
    shown = shown_revision(events, number)
    if shown is None:
        raise Refused(NotFound(expected="a revision that the claim has", got=number))
    return shown


async def _position(pool: Pool, as_of: AsOf, claim: str) -> int:
    stream = claim_stream(claim)
    position = await position_of(pool, as_of, stream)
    await begin_of(pool, stream, position)
    return position


def _shown(events: Sequence[Recorded], position: int) -> Shown:
    return shown_at(fold(up_to(position, events)))
