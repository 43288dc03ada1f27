"""What the page of a story reads: a few of its editions, however many there are, all up to one position."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

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
