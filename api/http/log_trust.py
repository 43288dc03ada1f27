"""What the log says of itself: its extent, what can be checked in good time, and one entry word for word.

``claimtrail check`` reads the whole log; here a bound keeps the answer quick: the latest events, a year of days.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

import orjson

from adapters.check import row_faults
from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from api.http.at_least import LOG, tracked
from api.http.live_entries import newest_entries
from api.http.projections import progress
from domain.merkle import root
from domain.ports import LARGEST_POSITION, LogRow

Shown: TypeAlias = Mapping[str, Any]

SQL = queries("log_trust")

MOST_CHECKED = 2_500
"""Events of which place, time and leaf are looked at for a page; over as many leaves the root is made."""
LATEST_REDACTIONS = 3


@dataclass(frozen=True, slots=True)
class Extent:
    """From the first event to the last one looked at."""

    first_recorded_at: datetime
    size: int
    last_recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Order:
    """What was found of the events from *first* on: how many are *missing*, how many *stepped_back* in time."""

    first: int
    last: int
    missing: int
    stepped_back: int
    wrong_leaves: int

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.missing or self.stepped_back or self.wrong_leaves)


@dataclass(frozen=True, slots=True)
class Redactions:
    """How many there are, and the latest of them."""

    count: int
    latest: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class ReadModel:
    """A read model: how far it has come of what was asked, and why it is not there if it is not."""

    name: str
    position: int
    lag: int
    digest: str | None
    rebuilding: bool
    failure: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it is stored; *faults*: what does not agree when all of it is computed again."""

    row: LogRow
    leaf: bytes
    faults: Sequence[str]
    also_at: Sequence[int] = ()


async def end_of(pool: Pool, moment: int | None) -> int:
    """The position to look up to; 0 where nothing is recorded."""
    return await tracked(pool, LOG) if moment is None else moment


async def extent(pool: Pool, until: int) -> Extent | None:
    """From where to where the log goes up to *until*; None where nothing is recorded."""
    found = await row(pool, SQL["extent"], {"until": until})
    return None if found is None else Extent(*found)


async def order(pool: Pool, until: int) -> Order:
    """Whether the last events up to *until* follow one another without a gap or a step back, leaves and all."""
    after = max(until - MOST_CHECKED, 0)
    count, gaps, back, leaves = await row(pool, SQL["order"], {"after": after, "until": until}) or (0, 0, 0, 0)
    return Order(after + 1, until, max(until - after - count, gaps), back, leaves)


async def root_of(pool: Pool, until: int) -> bytes | None:
    """The root of the tree over the first *until* leaves; None where these are too many to be read for a page."""
    if until > MOST_CHECKED:
        return None
    leaves = await rows(pool, SQL["leaves"], {"until": until})
    return await asyncio.to_thread(root, [bytes(leaf) for (leaf,) in leaves])


async def redactions(pool: Pool, until: int) -> Redactions:
    """What was erased up to *until*: stream, ground, authority and reason."""
    found = await rows(pool, SQL["redactions"], {"until": until, "limit": LATEST_REDACTIONS})
    latest = [_redaction(position, stream, recorded_at, payload) for position, stream, recorded_at, payload, _ in found]
    return Redactions(found[0][-1] if found else 0, latest)


async def read_models(pool: Pool, moment: int | None) -> list[ReadModel]:
    """How far each read model has come by now; its ``lag`` behind what was recorded up to *moment* (None: now)."""
    _, items = await progress(pool)
    found = [
        ReadModel(one["name"], one["position"], one["lag"], one["digest"], one["rebuilding"], one.get("failure"))
        for one in items
    ]
    if moment is None:
        return found
    return [replace(one, lag=max(moment - one.position, 0)) for one in found]


async def entries(pool: Pool, until: int, limit: int) -> list[Shown]:
    """The last *limit* events of ours up to *until*, the newest first, with all that tells what each changed.

    As ``newest_entries`` gives them, with ``recorder``, ``late``, the revision ``before`` that an update follows, of a
    story its ``headline`` as of *until*, and the ``finding`` of the story that an edition is of.
    """
    items = await newest_entries(pool, until, limit)
    named = {"positions": [one["position"] for one in items], "until": until}
    more = {position: rest for position, *rest in await rows(pool, SQL["told_of"], named)}
    return [{**one, **_told(*more[one["position"]])} for one in items if one["position"] in more]


async def entry_at(pool: Pool, position: int, until: int = LARGEST_POSITION) -> Entry | None:
    """The event at *position*, with what does not agree in it; None where there is none up to *until*."""
    found = await row(pool, SQL["entry_at"], {"position": position, "until": until})
    if found is None:
        return None
    *columns, leaf = found
    stored = LogRow(*columns)
    return Entry(stored, bytes(leaf), row_faults(stored, bytes(leaf)))


async def entry_called(pool: Pool, event: str, until: int = LARGEST_POSITION) -> Entry | None:
    """The first event up to *until* with the id *event*, and where others with that id of other sources stand."""
    positions = [one for (one,) in await rows(pool, SQL["positions_of"], {"id": event, "until": until})]
    found = await entry_at(pool, positions[0], until) if positions else None
    return None if found is None else replace(found, also_at=positions[1:])


def _redaction(position: int, stream: str, recorded_at: datetime, payload: bytes) -> Shown:
    data: Shown = orjson.loads(payload)
    told = {name: data.get(name) for name in ("ground", "authority", "reason", "fields")}
    return {"position": position, "stream": stream, "recorded_at": recorded_at, **told}


def _told(recorder: str, late: bool | None, before: bytes | None, finding: bytes | None, headline: str | None) -> Shown:  # noqa: FBT001 (columns of a row)
    return {
        "recorder": recorder,
        "late": bool(late),
        "before": None if before is None else orjson.loads(before),
        "finding": None if finding is None else orjson.loads(finding),
        "headline": headline,
    }
