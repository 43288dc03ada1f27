"""The course of each of a page's claims, from a few of its revisions: small lines need no more."""

from collections.abc import Mapping
from itertools import groupby

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.http.claim_figures import until

SQL = queries("courses")

POINTS_TRIED = 60
"""Revisions of each claim that are looked up; a line of 56 px shows no more."""

Point = tuple[int, str]
"""When it was said, in µs since 1970, and the amount."""


async def courses(pool: Pool, revisions: Mapping[str, int], moment: int | None) -> dict[str, list[Point]]:
    """Points of the course of claims as of position *moment* (None: now); *revisions* has how many each of them has."""
    asked = {
        "claims": list(revisions),
        "revisions": list(revisions.values()),
        "points": POINTS_TRIED,
        "until": until(moment),
    }
    found = await rows(pool, SQL["courses"], asked)
    return {claim: [(at, amount) for _, at, amount in of] for claim, of in groupby(found, lambda one: one[0])}
