"""The page of a claim: which number stands, on whose word, who disputes it, how it changed, where it was printed."""

import asyncio

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from api.http.as_of import moment_of
from api.http.at_least import VIEWS
from api.http.claim_past import claim_stream
from api.http.parameters import AS_OF
from api.http.reading import pool_of
from api.web.claim_asked import KNOWN, Asking
from api.web.claim_read import read
from api.web.claim_shown import shown_of
from api.web.claim_strip import came_later
from api.web.percent import PERCENT, as_a_share, in_percent
from api.web.reader import reader_of, reading
from api.web.sentences import claim_name
from api.web.site import as_query, asked_of, page

LONG_NAME = 160

router = APIRouter(include_in_schema=False)


@router.get("/claims/{claim}")
async def claim_page(request: Request, claim: str) -> Response:
    """The claim, now or as of a moment."""
    asked = asked_of(request, (*KNOWN, PERCENT))
    if (sent_on := as_a_share(request, asked, "#tolerance")) is not None:
        return sent_on
    stream = claim_stream(claim)
    position = await moment_of(pool_of(request), asked, VIEWS, stream)
    asking = Asking(request.url.path, asked)
    with reading(reader_of(request)):
        found = await read(request, claim, position, asking)
        name = claim_name(found.view)
        shown = await asyncio.to_thread(shown_of, found, asking)
    return await page(
        request,
        "claim.html",
        title=name,
        heading=_heading(name),
        section="claims",
        as_of=position,
        json_url=f"/v1/claims/{claim}{as_query({AS_OF.name: position})}",
        since=came_later(found.later) if position is not None else None,
        live=(stream,),
        claim=claim,
        view=found.view,
        shown=shown,
        asking=asking,
        percent=in_percent(shown.tolerance and shown.tolerance["value"]),
    )


def _heading(name: str) -> Markup | None:
    """A very long name in smaller letters."""
    return Markup('<span class="long-name">{}</span>').format(name) if len(name) > LONG_NAME else None
