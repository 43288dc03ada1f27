"""The log itself: pages of events, all of them as a stream of lines, one event.

A live stream (``text/event-stream``) will be one more media type of the same address.
"""

import re
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from api.http.as_of import moment_of, moment_of_page, not_found
from api.http.at_least import LOG, tracked
from api.http.etags import tagged
from api.http.event_items import event_item
from api.http.examples import RECORDED, PlaceInLog
from api.http.log_pages import Selection, selection
from api.http.negotiate import preferred
from api.http.paging import Page, page_response
from api.http.parameters import AFTER, LIMIT, MOMENT, PAGE, STREAM, TYPE
from api.http.reading import asked_of, documented, page_of, pool_of
from domain.ports import LARGEST_POSITION

SQL = queries("log_pages")
PARAMETERS = (AFTER, TYPE, STREAM, *MOMENT, *PAGE)
AT_ONCE = 200
"""Events read at once for a stream: of the largest ones, 50 MiB."""

_POSITION = re.compile("[1-9][0-9]{0,17}", re.ASCII)

LINES = ("application/x-ndjson", "application/jsonl")
OFFERED = ("application/json", *LINES)

router = APIRouter(tags=["log"])


@router.get(
    "/v1/events",
    **documented(
        "The whole log in order: a page as JSON, or all of it as lines.",
        {"items": [RECORDED], "next": "/v1/events?limit=1&cursor=eyJrIjoxMDQyfQ"},
        PARAMETERS,
    ),
)
async def events(request: Request) -> Response:
    """A page of events, or with ``Accept: application/x-ndjson`` every event up to the log's end, one a line."""
    page = page_of(request, PARAMETERS)
    media_type = preferred(request.headers.get("accept"), OFFERED)
    response = await _page(request, page) if media_type not in LINES else await _lines(request, page, media_type)
    response.headers["Vary"] = "Accept"
    return response


@router.get("/v1/events/{position}", **documented("One event of the log; a receipt's Location.", RECORDED, MOMENT))
async def event(request: Request, position: PlaceInLog) -> Response:
    """The event at a position, as in the list."""
    pool = pool_of(request)
    moment = await moment_of(pool, asked_of(request, MOMENT), LOG)
    found = None
    if _POSITION.fullmatch(position) and (moment is None or int(position) <= moment):
        found = await row(pool, SQL["one_event"], {"position": int(position)})
    if found is None:
        raise not_found("position", position)
    return Response(event_item(found), media_type="application/json")


async def events_page(request: Request, page: Page, moment: int | None, stream: str | None) -> Response:
    """The page of events that is asked for, of one *stream* or of the whole log, up to *moment*."""
    asked_for = selection(page, moment, stream)
    found = await rows(pool_of(request), *asked_for.query(page.whole_key(), page.limit + 1))
    response = page_response(page, found, asked_for.key, event_item, moment)
    return tagged(request, response, found[0][-1] if found and moment is None else None)


async def _page(request: Request, page: Page) -> Response:
    moment = await moment_of_page(pool_of(request), page, LOG)
    return await events_page(request, page, moment, page.asked[STREAM])


async def _lines(request: Request, page: Page, media_type: str) -> Response:
    pool = pool_of(request)
    moment = await moment_of_page(pool, page, LOG) or await tracked(pool, LOG)
    if request.scope.get("head"):
        return Response(media_type=media_type)
    batches = _batches(pool, selection(page, moment, page.asked[STREAM]), page)
    return StreamingResponse(batches, media_type=media_type)


async def _batches(pool: Pool, asked_for: Selection, page: Page) -> AsyncIterator[bytes]:
    """Lines by the batch, each read on its own: a slow reader holds no connection and no snapshot."""
    key = page.whole_key()
    left = page.asked[LIMIT] or LARGEST_POSITION
    while left:
        found = await rows(pool, *asked_for.query(key, min(AT_ONCE, left)))
        if not found:
            return
        yield b"".join([event_item(one) + b"\n" for one in found])
        key = asked_for.key(found[-1])
        left -= len(found)
