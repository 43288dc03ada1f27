"""What has just been recorded: the newest events first, each with what it changed in words."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.as_of import moment_of
from api.http.at_least import AUDIT
from api.http.log_trust import entries
from api.http.parameters import AS_OF
from api.http.reading import pool_of
from api.web.log_lines import lines
from api.web.site import as_query, asked_of, page
from domain.ports import LARGEST_POSITION

MOST_ENTRIES = 50

router = APIRouter(include_in_schema=False)


@router.get("/live")
async def live(request: Request) -> Response:
    """The page; with script it says how many events have come since, and never puts one in."""
    asked = asked_of(request, (AS_OF,))
    position = await moment_of(pool_of(request), asked, AUDIT)
    items = await entries(pool_of(request), LARGEST_POSITION if position is None else position, MOST_ENTRIES)
    return await page(
        request,
        "live.html",
        title="What was recorded last",
        section="",
        as_of=position,
        json_url=f"/v1/events{as_query({'order': 'desc', AS_OF.name: position})}",
        live=(),
        since="Later events are left out.",
        lines=lines(items, is_past=position is not None),
        most=MOST_ENTRIES,
    )
