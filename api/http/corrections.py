"""The correction log: what we had wrong, what it should have been, who said so, and why."""

from fastapi import APIRouter, Request
from psycopg.rows import TupleRow
from starlette.responses import Response

from api.http.as_of import moment_of_page
from api.http.at_least import AUDIT, VIEWS, reach
from api.http.claim_filters import FILTERS, Listing, listed
from api.http.etags import tagged
from api.http.examples import CORRECTION
from api.http.paging import page_response
from api.http.parameters import AT_LEAST, MOMENT, PAGE, RECORDED_AFTER
from api.http.reading import documented, page_of, pool_of
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
    found = await listed(pool, Listing("corrections", moment, ABOUT_THE_CORRECTION), page, page.whole_key())
    response = page_response(page, found, lambda row: int(row[0]), _item, moment)
    return tagged(request, response, found[0][2] if found else None)


def _item(row: TupleRow) -> bytes:
    """The correction is JSON already; its place goes in front."""
    position, _, _, recorded_at, correction = row
    return b'{"position":%d,"recorded_at":"%b",%b' % (position, instant_text(recorded_at).encode(), correction[1:])
