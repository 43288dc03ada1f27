"""The log itself: pages of events, all of them as a stream of lines, one event.

The stream that goes on (``text/event-stream``) is one more media type of the same address: ``api.http.live``.
"""

import re
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from api.http.answers import response
from api.http.as_of import moment_of, moment_of_page, not_found
from api.http.at_least import LOG, tracked
from api.http.etags import known_to
from api.http.examples import RECORDED, PlaceInLog
from api.http.log_pages import (
    ADDRESS,
    EVENT_STREAM,
    LINES,
    PARAMETERS,
    VARY,
    Selection,
    key_of,
    log_page,
    media_type,
    selection,
    shown,
)
from api.http.paging import Page
from api.http.parameters import LIMIT, MOMENT, STREAM
from api.http.reading import asked_of, documented, page_of, pool_of, service_of
from domain.ports import LARGEST_POSITION

SQL = queries("log_pages")
AT_ONCE = 200
"""Events read at once for a stream: of the largest ones, 50 MiB."""

_POSITION = re.compile("[1-9][0-9]{0,17}", re.ASCII)

router = APIRouter(tags=["log"])


@router.get(
    ADDRESS,
    **documented(
        "The whole log in order: a page as JSON, all of it as lines, or as a stream of events that goes on.",
        {"items": [RECORDED], "next": "/v1/events?limit=1&cursor=eyJrIjoxMDQyfQ"},
        PARAMETERS,
    ),
)
async def events(request: Request) -> Response:
    """A page of events, or with ``Accept: application/x-ndjson`` every event up to the log's end, one a line."""
    as_ = media_type(request.scope)
    if as_ == EVENT_STREAM:  # only a HEAD comes here; api.http.live answers what is to go on
        return Response(media_type=as_)
    if as_ not in LINES:
        return response(await log_page(service_of(request), request.scope["query_string"], known_to(request)))
    lines = await _lines(request, page_of(request, PARAMETERS), as_)
    lines.raw_headers.append(VARY)
    return lines


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
    return Response(shown(found), media_type="application/json")


async def _lines(request: Request, page: Page, as_: str) -> Response:
    pool = pool_of(request)
    moment = await moment_of_page(pool, page, LOG) or await tracked(pool, LOG)
    if request.scope.get("head"):
        return Response(media_type=as_)
    batches = _batches(pool, selection(page, moment, page.asked[STREAM]), page)
    return StreamingResponse(batches, media_type=as_)


async def _batches(pool: Pool, asked_for: Selection, page: Page) -> AsyncIterator[bytes]:
    """Lines by the batch, each read on its own: a slow reader holds no connection and no snapshot."""
    key = page.whole_key()
    left = page.asked[LIMIT] or LARGEST_POSITION
    while left:
        found = await rows(pool, *asked_for.query(key, min(AT_ONCE, left)))
        if not found:
            return
        yield b"".join([shown(one) + b"\n" for one in found])
        key = key_of(found[-1])
        left -= len(found)
