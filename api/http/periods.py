"""What was current for a period: of each claim the vintages within it, out of the rows of its revisions."""

import asyncio
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import orjson
from psycopg.rows import TupleRow

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.http.claim_figures import chosen
from domain.clock import Span, period_text
from domain.view import View
from domain.vintages import Moment, Recorded, Vintage, stood_for, vintages

SQL = queries("figure_reading")
SHOWN = (
    "revision",
    "kind",
    "figure",
    "bounds",
    "wording",
    "language",
    "said_at",
    "occasion",
    "refers_to",
    "published_at",
)
"""What a current view shows of its standing revision."""


async def vintages_for(pool: Pool, claims: Sequence[str], period: Span, until: int) -> dict[str, list[Vintage]]:
    """What was current for *period* from one recorded moment to the next, up to position *until*, by claim."""
    named = {"claims": list(claims), "period": period_text(period), "until": until}
    return await asyncio.to_thread(_within, period, await rows(pool, SQL["heard"], named))


class Current(NamedTuple):
    """What is current of a claim for a period, as a view shows its standing revision and its chain."""

    standing: View
    attribution: Sequence[View]


async def current_for(pool: Pool, claims: Sequence[str], period: Span, until: int) -> dict[str, Current]:
    """What is current for *period*, with the chain through which it came; claims without such a one are missing.

    What was learned of the chain afterwards counts, but not the chain through which a later utterance came.
    """
    found = await vintages_for(pool, claims, period, until)
    current = [
        (claim, of_claim[-1].number) for claim, of_claim in found.items() if of_claim and of_claim[-1].until is None
    ]
    shown = {claim: orjson.loads(item) for (claim, _), item in (await chosen(pool, current, until)).items()}
    named = {"claims": list(shown), "numbers": [view["revision"] for view in shown.values()], "until": until}
    chains = {claim: orjson.loads(chain) for claim, chain in await rows(pool, SQL["chains"], named)}
    return {
        claim: Current({name: view[name] for name in SHOWN}, chains[claim])
        for claim, view in shown.items()
        if claim in chains
    }


def by_claim_of(found: Sequence[TupleRow]) -> list[tuple[str, list[TupleRow]]]:
    """Rows that come in the order of their first column, the claim."""
    return [(claim, list(of_claim)) for claim, of_claim in groupby(found, lambda one: str(one[0]))]


def _within(period: Span, found: Sequence[TupleRow]) -> dict[str, list[Vintage]]:
    return {claim: list(vintages(stood_for(period, _recorded(of_claim)))) for claim, of_claim in by_claim_of(found)}


def _recorded(of_claim: Sequence[TupleRow]) -> list[Recorded]:
    """A correction's rank is that of what it replaces; what is not among the rows is no correction."""
    ranks: dict[int, int] = {}
    events: list[Recorded] = []
    for _, position, at, number, is_within, said_at, replaces, retracted in of_claim:
        if number is not None:
            ranks[int(number)] = int(number) if replaces is None else ranks.get(replaces, int(replaces))
        counts = number if is_within else None
        rank = None if counts is None else ranks[counts]
        events.append(Recorded(Moment(position, at), counts, rank, said_at, replaces, retracted))
    return events
