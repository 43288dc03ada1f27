"""A claim's past out of the log itself: its events up to a moment, and their fold. In a thread, for it takes time."""

import asyncio

from fastapi import Request

from api.http.as_of import begin_of, not_found
from api.http.reading import pool_of, service_of
from domain.events import Recorded
from domain.history import up_to
from domain.ports import LARGEST_POSITION
from domain.shapes import is_id


def claim_stream(claim: str) -> str:
    """The stream of the claim with this id; raises Refused (``not-found``) for what no claim can be called."""
    if not is_id(claim):
        raise not_found("claim", claim)
    return f"claim/{claim}"


async def past_of(request: Request, claim: str, position: int | None) -> list[Recorded]:
    """The claim's events up to *position* (None: all), at least one.

    Raises Refused (``not-found``, or ``before-first`` where the claim began later).
    """
    stream = claim_stream(claim)
    log = service_of(request).history
    end = LARGEST_POSITION if position is None else position
    await begin_of(pool_of(request), stream, position)
    return await asyncio.to_thread(lambda: list(up_to(end, log.history(stream))))
