"""What was to be said of stories as of the past: made anew out of their editions, for only that of now is kept."""

import asyncio
from collections.abc import Mapping, Sequence

from adapters.claim_records import AsksOfStories, known
from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from adapters.story_record import in_force
from domain.claim_record import ClaimRecord
from domain.findings import Found, found
from domain.story import Edition

MOST_READ = 5_000
"""Editions and prints that are read for one answer: some 40 µs each."""


async def findings_as_of(pool: Pool, stories: Sequence[str], moment: int, most: int) -> dict[str, Found]:
    """The findings of *stories* as of position *moment*, *most* entries of each kind; none of one without editions.

    Nor of one that, with those before it, has more than MOST_READ editions and prints.
    """
    sizes = await rows(pool, queries("story_reading")["sizes"], {"stories": list(stories), "until": moment})
    named = {"stories": _fitting(dict(sizes), stories), "until": moment}
    editions = in_force(await rows(pool, queries("printed")["editions_in_force"], named))
    asked = AsksOfStories(editions)
    claims = asked.by_story(await known(pool, asked.asks, moment) if asked.asks else [])
    return await asyncio.to_thread(_found, editions, claims, most)


def _fitting(sizes: Mapping[str, int], stories: Sequence[str]) -> list[str]:
    left, fitting = MOST_READ, []
    for story in stories:
        if sizes[story] <= left:
            left -= sizes[story]
            fitting.append(story)
    return fitting


def _found(
    editions: Mapping[str, Mapping[int, Edition]], claims: Mapping[str, Mapping[str, ClaimRecord]], most: int
) -> dict[str, Found]:
    return {story: found(list(of_story.values()), claims[story], most) for story, of_story in editions.items()}
