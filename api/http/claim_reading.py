"""What the page of a claim reads beside its view and its figures, up to a position: all parts are of one moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import orjson
from fastapi import Request

from adapters.postgres.composed import composed
from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from api.http.claim_past import claim_stream
from api.http.current_view import claim_view
from api.http.first_wordings import name_by_first_wordings
from api.http.log_pages import Selection, shown
from api.http.reading import pool_of, service_of
from domain.ports import LARGEST_POSITION
from domain.view import View

SQL = queries("claim_reading")
FIGURES_SQL = queries("figure_reading")
MOST_LINKS = 20


class Happened(NamedTuple):
    """An event's place in its stream and in the log, and when it was recorded."""

    version: int
    position: int
    recorded_at: datetime


class Entry(NamedTuple):
    """A row of the audit trail; ``changed`` names the members, ``revision`` the one made, or else meant."""

    position: int
    version: int
    recorded_at: datetime
    recorder: str
    type: str
    source: str
    id: str
    time: str | None
    changed: Sequence[str]
    revision: int | None
    reflected: int | None


class Stood(NamedTuple):
    """That revision ``number`` (None: none) stood from an event on."""

    position: int
    recorded_at: datetime
    number: int | None


@dataclass(frozen=True, slots=True)
class Trail:
    """A window of the audit trail, newest first, each with its event; *after* is the position to go on before."""

    items: Sequence[tuple[Entry, View]]
    after: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Where and when a dispute was opened, and resolved."""

    opened: Happened | None
    resolved: Happened | None


async def view_of(request: Request, claim: str, position: int | None) -> View:
    """The claim's current view, as its route answers it; raises Refused."""
    query = b"" if position is None else b"as_of=%d" % position
    _, body, _ = await claim_view(service_of(request), claim, query, None)
    view: View = orjson.loads(body)
    await name_by_first_wordings(pool_of(request), [view])
    return view


async def questions_of(pool: Pool, questions: Collection[str], until: int) -> dict[str, View]:
    """The own views of some questions, by their ids; those that were not asked are missing."""
    if not questions:
        return {}
    found = await rows(pool, SQL["questions"], {"questions": sorted(questions), "until": until})
    return {question: orjson.loads(view) for question, view in found}


async def views_of(pool: Pool, claims: Collection[str], until: int) -> dict[str, View]:
    """The current views of some claims, by their ids; those that nobody had heard of are missing."""
    if not claims:
        return {}
    found = await rows(pool, SQL["views"], {"claims": sorted(claims), "until": until})
    views = {claim: orjson.loads(view) for claim, view in found}
    await name_by_first_wordings(pool, views.values())
    return views


async def linked_from(pool: Pool, claim: str, until: int) -> list[tuple[str, str | None]]:
    """The claims that link to this one, and the relation (None: erased); at most 20."""
    found = await rows(pool, SQL["linked_from"], {"claim": claim, "until": until, "limit": MOST_LINKS})
    return [(other, relation) for other, relation in found]


async def claims_beside(pool: Pool, claim: str, question: str, most: int) -> list[str]:
    """Other claims that are or were about a question, at most so many, in the order of their ids."""
    found = await rows(pool, SQL["beside"], {"claim": claim, "question": question, "most": most})
    return [one[0] for one in found]


async def disputes_recorded(pool: Pool, claim: str, disputes: Sequence[str], until: int) -> dict[str, Changes]:
    """When some disputes were opened and resolved, by their ids."""
    if not disputes:
        return {}
    found = await rows(pool, SQL["disputes"], {"claim": claim, "disputes": list(disputes), "until": until})
    opened = {dispute: Happened(0, position, at) for dispute, is_open, position, at in found if is_open}
    closed = {dispute: Happened(0, position, at) for dispute, is_open, position, at in found if not is_open}
    return {one: Changes(opened.get(one), closed.get(one)) for one in {*opened, *closed}}


async def recorded(pool: Pool, claim: str, versions: Collection[int]) -> list[Happened]:
    """Where and when some versions of the claim's stream were recorded, in order; there may be fewer."""
    named = {"stream": claim_stream(claim), "versions": sorted(versions)}
    return [Happened(*one) for one in await rows(pool, SQL["recorded"], named)]


async def trail_of(pool: Pool, claim: str, until: int, most: int, before: int | None = None) -> Trail:
    """At most *most* entries of the audit trail, of positions below *before*, if that is given."""
    begins = () if before is None else ("key_before",)
    query = composed("reading", "audit", begins, descending=True)
    named = {"stream": claim_stream(claim), "until": until, "key": before, "limit": most + 1}
    entries = [Entry(*one) for one in await rows(pool, query, named)]
    window = entries[:most]
    if not window:
        return Trail([], None)
    events = await _versions(pool, claim, window[-1].version, window[0].version)
    items = [(one, events[one.version]) for one in window if one.version in events]
    return Trail(items, window[-1].position if len(entries) > most else None)


async def events_of(pool: Pool, claim: str, type_: str, until: int, most: int) -> list[View]:
    """The last events of one type in the claim's stream, as the log's routes show them, newest first."""
    selected = Selection(claim_stream(claim), type_, 0, until, is_descending=True)
    found = await rows(pool, *selected.query(None, most))
    return [orjson.loads(shown(one)) for one in found]


async def stood_before(pool: Pool, claim: str, positions: Collection[int]) -> dict[int, int | None]:
    """The revision that stood before each of the claim's events at *positions*; None for none."""
    if not positions:
        return {}
    return dict(await rows(pool, SQL["stood_before"], {"claim": claim, "positions": sorted(positions)}))


async def stood_last(pool: Pool, claim: str, until: int) -> int | None:
    """The last revision that stood, for where nothing does; None if nothing ever did."""
    found = await row(pool, SQL["stood_last"], {"claim": claim, "until": until})
    return None if found is None else found[0]


async def stood(pool: Pool, claim: str, until: int) -> list[Stood]:
    """What stood of the claim from each of its events that changed it."""
    found = await rows(pool, FIGURES_SQL["stood"], {"claims": [claim], "until": until})
    return [Stood(position, at, number) for _, position, at, number in found]


async def _versions(pool: Pool, claim: str, first: int, last: int) -> dict[int, View]:
    selected = Selection(claim_stream(claim), None, 0, LARGEST_POSITION, is_descending=True)
    found = await rows(pool, *selected.query(last + 1, last - first + 1))
    return {int(one[1]): orjson.loads(shown(one)) for one in found}
