"""The hottest read: a claim's current view, now or as of a moment, as the bytes that the read model holds."""

from datetime import datetime
from typing import TypeAlias

from psycopg.rows import TupleRow

from adapters.postgres.composed import composed
from adapters.postgres.fetch import Pool, row
from adapters.postgres.queries import queries
from api.http.as_of import begin_of, position_of
from api.http.asgi import Headers
from api.http.at_least import VIEWS, lagging, reach, whole
from api.http.claim_past import claim_stream
from api.http.etags import etag, is_known
from api.http.parameters import AS_OF, AT_LEAST, MOMENT, AsOf, asked

SQL = queries("reading")

JSON = (b"content-type", b"application/json")

Answer: TypeAlias = tuple[int, bytes, Headers]


async def claim_view(pool: Pool, claim: str, query: bytes, if_none_match: str | None) -> Answer:
    """Status, body and headers; raises Refused."""
    sent = asked(query, MOMENT)
    stream = claim_stream(claim)
    if (at_least := sent[AT_LEAST]) is not None:
        await reach(pool, VIEWS, at_least)
    if (as_of := sent[AS_OF]) is not None:
        return 200, await _view_as_of(pool, claim, as_of, stream), [JSON]
    version, view = await _view_now(pool, claim, stream)
    tag = etag(version)
    tagged = (b"etag", tag.encode("ascii"))
    return (304, b"", [tagged]) if is_known(if_none_match, tag) else (200, view, [JSON, tagged])


async def _view_now(pool: Pool, claim: str, stream: str) -> tuple[int, bytes]:
    found = await row(pool, SQL["claim_now"], {"claim": claim})
    if found is None or found[2]:
        found = await _view_once_taken_in(pool, claim, stream)
    return found[0], found[1]


async def _view_once_taken_in(pool: Pool, claim: str, stream: str) -> TupleRow:
    """A claim that is recorded may not be in the read model yet; it is not there only if the log has none of it."""
    begins_at = await begin_of(pool, stream, None)
    await whole(pool, VIEWS)
    await reach(pool, VIEWS, begins_at)
    found = await row(pool, SQL["claim_now"], {"claim": claim})
    if found is None:
        raise lagging(f"at position {begins_at}", 0)
    return found


async def _view_as_of(pool: Pool, claim: str, as_of: AsOf, stream: str) -> bytes:
    """One look-up where there is nothing to wait for; else the moment is resolved to a position first."""
    if as_of.moment is not None and (view := await _view_at(pool, claim, as_of.moment)) is not None:
        return view
    position = as_of.position or await position_of(pool, as_of, stream)
    log_end, reflected, view = await _look_up(pool, claim, position)
    if position > log_end:
        await position_of(pool, as_of, stream)  # refuses it
    if position > reflected:
        await reach(pool, VIEWS, position)
        _, _, view = await _look_up(pool, claim, position)
    if view is None:
        raise lagging(f"at position {await begin_of(pool, stream, position)}", 0)
    return view


async def _view_at(pool: Pool, claim: str, moment: datetime) -> bytes | None:
    """The view at a *moment* that is settled and taken in; None where that, or the claim, is not so."""
    found = await row(pool, composed("reading", "claim_at"), {"claim": claim, "moment": moment})
    if found is None or (found[1] or 0) < found[0]:
        return None
    view: bytes | None = found[2]
    return view


async def _look_up(pool: Pool, claim: str, position: int) -> tuple[int, int, bytes | None]:
    found = await row(pool, SQL["claim_as_of"], {"claim": claim, "position": position})
    log_end, reflected, view = found or (None, None, None)
    return log_end or 0, reflected or 0, view
