"""The hottest read: a claim's current view, now or as of a moment, as the bytes that the read model holds.

No framework stands between: ``ClaimViews`` is a raw ASGI endpoint (mounted by path, or as a plain Starlette route),
and the documented route of ``claims`` answers with the same.
"""

import re
from typing import TypeAlias

from adapters.postgres.fetch import Pool, row
from adapters.postgres.queries import queries
from api.http.as_of import absent, not_found, position_of
from api.http.asgi import Headers, Receive, Scope, Send, answer, header_of
from api.http.at_least import VIEWS, reach
from api.http.etags import etag, is_known
from api.http.parameters import AS_OF, AT_LEAST, MOMENT, AsOf, asked
from api.http.problems import problem_bytes
from domain.refusals import Refused
from domain.shapes import ID

SQL = queries("reading")
MOMENTS = queries("moments")

PREFIX = "/v1/claims/"
JSON = (b"content-type", b"application/json")

_ID = re.compile(ID + r"\Z", re.ASCII)

Answer: TypeAlias = tuple[int, bytes, Headers]


class ClaimViews:
    """``GET /v1/claims/{claim}`` as a raw ASGI endpoint over *pool*."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    @staticmethod
    def takes(scope: Scope) -> bool:
        """Whether the request is for this endpoint."""
        path: str = scope["path"]
        return path.startswith(PREFIX) and "/" not in path[len(PREFIX) :] and scope["method"] in ("GET", "HEAD")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry."""
        del receive
        claim = scope["path"][len(PREFIX) :]
        try:
            found = await claim_view(
                self.pool, claim, scope["query_string"], header_of(scope["headers"], b"if-none-match")
            )
        except Refused as refused:
            found = problem_bytes(refused)
        await answer(send, *found)


async def claim_view(pool: Pool, claim: str, query: bytes, if_none_match: str | None) -> Answer:
    """Status, body and headers; raises Refused."""
    sent = asked(query, MOMENT)
    if not _ID.match(claim):
        raise not_found("claim", claim)
    if (at_least := sent[AT_LEAST]) is not None:
        await reach(pool, VIEWS, at_least)
    if (as_of := sent[AS_OF]) is not None:
        return 200, await _view_as_of(pool, claim, as_of), [JSON]
    version, view = await _view_now(pool, claim)
    tag = etag(version)
    tagged = (b"etag", tag.encode("ascii"))
    return (304, b"", [tagged]) if is_known(if_none_match, tag) else (200, view, [JSON, tagged])


async def _view_now(pool: Pool, claim: str) -> tuple[int, bytes]:
    found = await row(pool, SQL["claim_now"], {"claim": claim})
    if found is None:
        found = await _view_once_taken_in(pool, claim)
    return found[0], found[1]


async def _view_once_taken_in(pool: Pool, claim: str) -> tuple[int, bytes]:
    """A claim that is recorded may not be in the read model yet; it is not there only if the log has none of it."""
    begun = await row(pool, MOMENTS["first_of_stream"], {"stream": f"claim/{claim}"})
    if begun is None:
        raise not_found("claim", claim)
    await reach(pool, VIEWS, begun[0])
    found = await row(pool, SQL["claim_now"], {"claim": claim})
    if found is None:
        raise not_found("claim", claim)
    return found[0], found[1]


async def _view_as_of(pool: Pool, claim: str, as_of: AsOf) -> bytes:
    """One look-up for a position that is within the log and taken in; what is wrong with others is found out then."""
    stream = f"claim/{claim}"
    position = as_of.position
    if position is None or not await _is_taken_in(pool, position):
        position = await position_of(pool, as_of, stream)
    await reach(pool, VIEWS, position)
    raise NotImplementedError
