"""Claims: the list, the current view, and the stream behind it: its events, its audit trail."""

import orjson
from fastapi import APIRouter, Request
from psycopg.rows import TupleRow
from starlette.responses import Response

from adapters.postgres.composed import composed
from adapters.postgres.fetch import rows
from api.http.answers import response
from api.http.as_of import begin_of, moment_of_page
from api.http.at_least import AUDIT, FIGURES, VIEWS, reach
from api.http.claim_events import STREAMED, claim_events
from api.http.claim_filters import FILTERS, Listing, keyed, listed
from api.http.claim_past import claim_stream
from api.http.current_view import claim_view
from api.http.etags import known_to, tagged
from api.http.examples import AUDIT_ITEM, RECORDED, VIEW, ClaimId
from api.http.facets import facets_of_claims
from api.http.paging import page_response
from api.http.parameters import AT_LEAST, FACETS, MOMENT, PAGE, STORY, Q
from api.http.reading import documented, page_of, pool_of, service_of
from domain.ports import LARGEST_POSITION
from domain.wire import instant_text

LISTED = (*FILTERS, FACETS, *MOMENT, *PAGE)

router = APIRouter(tags=["claims"])


@router.get("/v1/claims", **documented("Claims, in the order of their ids.", {"items": [VIEW], "next": None}, LISTED))
async def claims(request: Request) -> Response:
    """A page of current views, and how many of all have which question, originator, status, dispute."""
    page = page_of(request, LISTED)
    pool = pool_of(request)
    moment = await moment_of_page(pool, page, VIEWS)
    looks_further = page.asked[STORY] is not None or page.asked[Q] is not None
    if looks_further and (needed := moment or page.asked[AT_LEAST]) is not None:
        await reach(pool, FIGURES, needed)
    found = await listed(pool, Listing("claims", moment), page, page.text_key())
    more = {"facets": await facets_of_claims(pool, page, moment)} if page.asked[FACETS] else {}
    shown = page_response(page, found, lambda row: str(row[0]), lambda row: bytes(row[1]), moment, more=more)
    return tagged(request, shown, found[0][2] if found else None)


@router.get("/v1/claims/{claim}", **documented("A claim's current view; its ETag is for If-Match.", VIEW, MOMENT))
async def claim(request: Request, claim: ClaimId) -> Response:
    """What stands of a claim, now or as of a moment."""
    query, known = request.scope["query_string"], known_to(request)
    return response(await claim_view(service_of(request), claim, query, known))


@router.get(
    "/v1/claims/{claim}/events",
    **documented("A claim's events, from the log.", {"items": [RECORDED], "next": None}, STREAMED),
)
async def events(request: Request, claim: ClaimId) -> Response:
    """A page of the claim's stream."""
    query, known = request.scope["query_string"], known_to(request)
    return response(await claim_events(service_of(request), claim, query, known))


@router.get(
    "/v1/claims/{claim}/audit",
    **documented(
        "Who recorded what, when, under which key, what it changed.", {"items": [AUDIT_ITEM], "next": None}, STREAMED
    ),
)
async def audit(request: Request, claim: ClaimId) -> Response:
    """A page of the claim's audit trail."""
    page = page_of(request, STREAMED)
    pool = pool_of(request)
    stream = claim_stream(claim)
    moment = await moment_of_page(pool, page, AUDIT, stream)
    await reach(pool, AUDIT, await begin_of(pool, stream, moment))
    begins, key = keyed(page, page.whole_key())
    query = composed("reading", "audit", begins, descending=page.is_descending)
    until = LARGEST_POSITION if moment is None else moment
    found = await rows(pool, query, {**key, "stream": stream, "until": until, "limit": page.limit + 1})
    shown = page_response(page, found, lambda row: int(row[0]), _audit_item, moment)
    return tagged(request, shown, found[0][-1] if found and moment is None else None)


def _audit_item(row: TupleRow) -> bytes:
    position, version, recorded_at, recorder, type_, source, id_, time, changed, revision, _ = row
    return orjson.dumps(
        {
            "position": position,
            "version": version,
            "recorded_at": instant_text(recorded_at),
            "recorder": recorder,
            "type": type_,
            "source": source,
            "id": id_,
            "time": time,
            "changed": changed,
            "revision": revision,
        }
    )
