"""The correction log: what we had wrong, what it should have been, who said so, and why."""

from collections.abc import Sequence

import orjson
from fastapi import APIRouter, Request
from psycopg.rows import TupleRow
from starlette.responses import Response

from api.http.as_of import moment_of_page
from api.http.at_least import AUDIT, FIGURES, VIEWS, reach
from api.http.claim_filters import FILTERS, Listing, listed
from api.http.etags import tagged
from api.http.examples import CORRECTION
from api.http.paging import page_response
from api.http.parameters import AT_LEAST, MOMENT, PAGE, RECORDED_AFTER
from api.http.reading import documented, page_of, pool_of
from api.http.story_reading import stories_of
from domain.wire import instant_text

ABOUT_THE_CORRECTION = {RECORDED_AFTER.name: "corrected_after"}
LISTED = (*FILTERS, *MOMENT, *PAGE)

router = APIRouter(tags=["corrections"])


@router.get(
    "/v1/corrections",
    **documented("Every correction, in the order recorded.", {"items": [CORRECTION], "next": None}, LISTED),
)
async def corrections(request: Request) -> Response:
    """A page of corrections; the filters are those of claims, but ``recorded_after`` is about the correction."""
    page = page_of(request, LISTED)
    pool = pool_of(request)
    moment = await moment_of_page(pool, page, AUDIT)
    if (needed := moment or page.asked[AT_LEAST]) is not None:
        await reach(pool, VIEWS, needed)
        await reach(pool, FIGURES, needed)
    found = await listed(pool, Listing("corrections", moment, ABOUT_THE_CORRECTION), page, page.whole_key())
    corrected = [orjson.loads(one[4])["claim"] for one in found]
    until = moment or (found[0][2] if found else 0)
    stories = await stories_of(pool, corrected, until) if found else {}
    items = [(one, stories.get(claim, [])) for one, claim in zip(found, corrected, strict=True)]
    response = page_response(page, items, lambda item: int(item[0][0]), _item, moment)
    return tagged(request, response, found[0][2] if found else None)


def _item(item: tuple[TupleRow, Sequence[str]]) -> bytes:
    """The correction is JSON already; its place goes in front, the stories that print the claim behind."""
    (position, _, _, recorded_at, correction), stories = item
    place = b'{"position":%d,"recorded_at":"%b",' % (position, instant_text(recorded_at).encode())
    return b"".join((place, correction[1:-1], b',"stories":', orjson.dumps(stories), b"}"))
