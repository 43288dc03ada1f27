"""The hottest read: a claim's current view, now or as of a moment, as the bytes that the read model holds."""

from datetime import datetime

from psycopg.rows import TupleRow

from adapters.postgres.shared_reads import CLAIMS_AS_OF, CLAIMS_AT, CLAIMS_NOW
from api.compose import Service
from api.http.answers import JSON, Answer
from api.http.as_of import begin_of, position_of
from api.http.at_least import VIEWS, lagging, reach, whole
from api.http.claim_past import claim_stream
from api.http.etags import tagged_answer
from api.http.parameters import AS_OF, AT_LEAST, MOMENT, AsOf, asked


async def claim_view(service: Service, claim: str, query: bytes, if_none_match: str | None) -> Answer:
    """The claim's view under the version of its stream; raises Refused."""
    sent = asked(query, MOMENT)
    stream = claim_stream(claim)
    if (at_least := sent[AT_LEAST]) is not None:
        await reach(service.pool, VIEWS, at_least)
    if (as_of := sent[AS_OF]) is not None:
        return 200, await _view_as_of(service, claim, as_of, stream), [JSON]
    version, view = await _view_now(service, claim, stream)
    return tagged_answer((200, view, [JSON]), version, if_none_match)


async def _view_now(service: Service, claim: str, stream: str) -> tuple[int, bytes]:
    found = await service.shared.rows(CLAIMS_NOW, (claim,))
    if not found or found[0][3]:
        found = await _views_once_taken_in(service, claim, stream)
    _, version, view, _ = found[0]
    return version, view


async def _views_once_taken_in(service: Service, claim: str, stream: str) -> list[TupleRow]:
    """A claim that is recorded may not be in the read model yet; it is not there only if the log has none of it."""
    begins_at = await begin_of(service.pool, stream, None)
    await whole(service.pool, VIEWS)
    await reach(service.pool, VIEWS, begins_at)
    found = await service.shared.rows(CLAIMS_NOW, (claim,))
    if not found:
        raise lagging(f"at position {begins_at}", 0)
    return found


async def _view_as_of(service: Service, claim: str, as_of: AsOf, stream: str) -> bytes:
    """One look-up where there is nothing to wait for; else the moment is resolved to a position first."""
    pool = service.pool
    if as_of.moment is not None and (view := await _view_at(service, claim, as_of.moment)) is not None:
        return view
    position = as_of.position or await position_of(pool, as_of, stream)
    log_end, reflected, view = await _look_up(service, claim, position)
    if position > log_end:
        await position_of(pool, as_of, stream)  # refuses it
    if position > reflected:
        await reach(pool, VIEWS, position)
        _, _, view = await _look_up(service, claim, position)
    if view is None:
        raise lagging(f"at position {await begin_of(pool, stream, position)}", 0)
    return view


async def _view_at(service: Service, claim: str, moment: datetime) -> bytes | None:
    """The view at a *moment* that is settled and taken in; None where that, or the claim, is not so."""
    for _, position, reflected, view in await service.shared.rows(CLAIMS_AT, (claim, moment)):
        if position <= (reflected or 0):
            found: bytes | None = view
            return found
    return None


async def _look_up(service: Service, claim: str, position: int) -> tuple[int, int, bytes | None]:
    ((_, log_end, reflected, view),) = await service.shared.rows(CLAIMS_AS_OF, (claim, position))
    return log_end or 0, reflected or 0, view
