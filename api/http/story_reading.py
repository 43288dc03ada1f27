"""What routes and pages read of stories: editions, the claims that they print, who prints a claim. Up to a position.

Whoever reads more than once for one answer reads up to one position (``reflected``), or the parts may not fit together.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from adapters.claim_records import known
from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from adapters.story_record import edition_of
from api.http.at_least import FIGURES, tracked
from domain.claim_record import ClaimRecord
from domain.print_states import wanted
from domain.refusals import Json
from domain.story import Edition
from domain.view import View

SQL = queries("story_reading")
MOST_PRINTS = 1_000


@dataclass(frozen=True, slots=True)
class ReadStory:
    """A story as of a position: its *view* in lists, and its *editions* by number, in order; there is one at least."""

    view: View
    editions: Mapping[int, Edition]

    @property
    def latest(self) -> Edition:
        """The edition with the highest number."""
        return self.editions[max(self.editions)]


@dataclass(frozen=True, slots=True)
class PrintedIn:
    """What a story prints of a claim: the *n*-th print of an edition in force. *view* is the print as it was posted.

    ``outlet``, ``headline`` and ``published_at`` are those of the edition, ``{"redacted": true}`` where erased.
    """

    story: str
    edition: int
    n: int
    placement: str
    view: View
    outlet: Json
    headline: Json
    published_at: Json
    recorded_at: datetime


async def reflected(pool: Pool, moment: int | None) -> int:
    """The position to read up to: *moment*, or for now how far the read model has come."""
    return await tracked(pool, FIGURES) if moment is None else moment


async def story_of(pool: Pool, story: str, until: int) -> ReadStory | None:
    """The story with all its editions; None where nothing of it was recorded by then."""
    named = {"story": story, "until": until}
    own = await row(pool, SQL["story"], named)
    if own is None:
        return None
    editions = await rows(pool, SQL["editions"], named)
    return ReadStory(orjson.loads(own[0]), {number: edition_of(view, text) for number, view, text in editions})


async def numbers_of(pool: Pool, story: str, until: int) -> list[int]:
    """The numbers of its editions, in order; empty where nothing of it was recorded by then."""
    return [number for (number,) in await rows(pool, SQL["edition_numbers"], {"story": story, "until": until})]


async def editions_numbered(pool: Pool, story: str, numbers: Collection[int], until: int) -> dict[int, Edition]:
    """Some of its editions, without their texts."""
    named = {"story": story, "numbers": list(numbers), "until": until}
    return {number: edition_of(view) for number, view in await rows(pool, SQL["editions_numbered"], named)}


async def claims_of(pool: Pool, editions: Iterable[Edition], until: int) -> dict[str, ClaimRecord]:
    """What is known of each claim that *editions* print, with the tolerance of its question."""
    asked = list((await asyncio.to_thread(wanted, list(editions))).items())
    if not asked:
        return {}
    records = await known(pool, asked, until)
    questions = sorted({one.question for one in records if one.is_known})
    told: dict[str, str] = dict(await rows(pool, SQL["tolerances"], {"questions": questions, "until": until}))
    return {one.claim: replace(one, tolerance=told.get(one.question)) for one in records}


async def printed_in(pool: Pool, claims: Sequence[str], until: int) -> dict[str, list[PrintedIn]]:
    """What stories print of *claims*, by claim: at most 1,000 prints in all, of each story the latest edition first."""
    named = {"claims": list(claims), "until": until, "limit": MOST_PRINTS}
    found = await rows(pool, SQL["printed_by"], named)
    return await asyncio.to_thread(_by_claim, found)


async def stories_of(pool: Pool, claims: Sequence[str], until: int) -> dict[str, list[str]]:
    """The stories that print *claims*, by claim; a claim that nobody prints is not there."""
    return dict(await rows(pool, SQL["stories_of"], {"claims": list(claims), "until": until}))


async def headlines_of(pool: Pool, stories: Sequence[str], until: int) -> dict[str, Any]:
    """The headline of each of *stories*, an erased one as it is shown."""
    found = await rows(pool, SQL["headlines"], {"stories": list(stories), "until": until})
    return {story: orjson.loads(view)["headline"] for story, view in found}


async def findings_of(pool: Pool, stories: Sequence[str]) -> dict[str, Any]:
    """What is to be said of *stories* now, by kind (``adapters.projections.findings``), by story."""
    found = await rows(pool, SQL["findings"], {"stories": list(stories)})
    return {str(one[0]): orjson.loads(one[-1]) for one in found}


def _by_claim(found: Sequence[Sequence[Any]]) -> dict[str, list[PrintedIn]]:
    prints: dict[str, list[PrintedIn]] = {}
    editions: dict[bytes, View] = {}
    for claim, story, edition, n, placement, view, edition_view, recorded_at in found:
        of = editions.get(edition_view)
        if of is None:
            of = editions[edition_view] = orjson.loads(edition_view)
        said = (of["outlet"], of["headline"], of["published_at"])
        prints.setdefault(claim, []).append(
            PrintedIn(story, edition, n, placement, orjson.loads(view), *said, recorded_at)
        )
    return prints
