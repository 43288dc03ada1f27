"""What the page of a story reads: a few of its editions, however many there are, all up to one position."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import Request

from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from adapters.story_record import edition_of
from api.http.as_of import begin_of, not_found
from api.http.at_least import FIGURES, reach
from api.http.reading import pool_of
from api.http.story_reading import SQL as STORY_SQL
from api.http.story_reading import findings_of, reflected
from domain.shapes import is_id
from domain.story import Edition
from domain.view import View

SQL = queries("story_window")


@dataclass(frozen=True, slots=True)
class OpenedStory:
    """A story as lists show it, and the numbers of its recorded editions, in order; *until* is how far it is read.

    *finding* has what is to be said of it now by kind (``adapters.projections.findings``), and is empty of the past.
    """

    story: str
    view: View
    numbers: Sequence[int]
    until: int
    finding: View

    @property
    def latest(self) -> int:
        """The highest number."""
        return self.numbers[-1]


@dataclass(frozen=True, slots=True)
class SilentStory:
    """Another story with silent changes: as lists show it, how many there are, and the last recorded ones."""

    story: str
    view: View
    count: int
    changes: Sequence[View]


async def opened_story(request: Request, story: str, moment: int | None) -> OpenedStory:
    """A story as of *moment* (None: now); raises Refused: ``not-found``, ``before-first``, ``lagging``."""
    pool = pool_of(request)
    if not is_id(story):
        raise not_found("story", story)
    await reach(pool, FIGURES, await begin_of(pool, f"story/{story}", moment))
    until = await reflected(pool, moment)
    named = {"story": story, "until": until}
    own = await row(pool, STORY_SQL["story"], named)
    numbers = [number for (number,) in await rows(pool, SQL["numbers"], named)]
    if own is None or not numbers:
        raise not_found("story", story)
    finding = (await findings_of(pool, [story])).get(story, {}) if moment is None else {}
    return OpenedStory(story, orjson.loads(own[0]), numbers, until, finding)


async def editions_among(
    pool: Pool, opened: OpenedStory, numbers: Collection[int], worded: int | None = None
) -> dict[int, Edition]:
    """The editions of these numbers, in order, without texts but that of *worded*."""
    named = {"story": opened.story, "until": opened.until, "editions": sorted(numbers), "worded": worded}
    return {number: edition_of(view, text) for number, view, text in await rows(pool, SQL["editions"], named)}


async def later_events(pool: Pool, opened: OpenedStory) -> int:
    """How many events of the story came after what was read of it."""
    found = await row(pool, SQL["version"], {"story": opened.story})
    return 0 if found is None else max(0, int(found[0]) - int(str(opened.view["version"])))


async def other_silent(pool: Pool, opened: OpenedStory, most: int) -> list[SilentStory]:
    """Stories of the same outlet that changed figures silently, as of now, at most *most*."""
    outlet: Any = opened.view["outlet"]
    outlet = outlet.get("id") or outlet.get("name") if isinstance(outlet, dict) else outlet
    if not isinstance(outlet, str):
        return []
    named = {"story": opened.story, "outlet": outlet.replace("\0", "\N{REPLACEMENT CHARACTER}"), "limit": most}
    return [
        SilentStory(story, orjson.loads(view), count, _last(orjson.loads(finding)["silent"]))
        for story, view, count, finding in await rows(pool, SQL["other_silent"], named)
    ]


def _last(silent: Sequence[View]) -> list[View]:
    return sorted(silent, key=lambda one: str(one["recorded_at"]), reverse=True)
