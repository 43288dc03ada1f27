"""Sources: everybody who is named in a chain or a dispute, with how often."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.as_of import moment_of
from api.http.at_least import SEARCH
from api.http.parameters import AS_OF, CURSOR, LIMIT, ORDER, Q
from api.http.reading import pool_of
from api.http.sources import sources
from api.web.lists import filled, first_page, list_of, sent
from api.web.site import as_query, asked_of, page

TAKEN = (Q, AS_OF, LIMIT, CURSOR, ORDER)

router = APIRouter(include_in_schema=False)


@router.get("/sources")
async def sources_page(request: Request) -> Response:
    """The page."""
    request = filled(request)
    asked = asked_of(request, TAKEN)
    moment = await moment_of(pool_of(request), asked, SEARCH)
    shown = await list_of(sources, request, asked, moment)
    words = asked.text.get("q", "").strip()
    return await page(
        request,
        "sources.html",
        title=f"Sources called “{words}”" if words else "Sources",
        section="sources",
        as_of=moment,
        json_url=f"/v1/sources{as_query(sent(asked, moment))}",
        since=None if moment is None else "Who was first named later is left out.",
        live=(),
        words=words,
        asked=asked.text,
        items=shown["items"],
        next=shown["next"],
        first=first_page(request, asked),
    )
