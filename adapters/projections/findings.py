"""What is to be said of stories now: made anew in the transaction in which a story, or a claim that it prints, changes.

A story's row is a function of what the tables hold when the batch is in, so that it is the same however they were
filled. ``domain.findings`` says what is to be said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from psycopg import Connection

from adapters.claim_records import AsksOfStories, known_to
from adapters.postgres.copy_rows import NULL, boolean, bytea, integer, row, text, timestamptz
from adapters.postgres.queries import queries
from adapters.projections.table import Table
from adapters.story_record import in_force
from domain.findings import Found, found
from domain.ports import LARGEST_POSITION

SQL = queries("printed")
FINDINGS = Table("story_finding", "findings", SQL)

STORIES_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Findings:
    """That the rows of *stories*, and of those that print any of *claims*, are made anew; the last step of a batch."""

    stories: Sequence[str]
    claims: Sequence[str]

    def apply(self, connection: Connection[Any]) -> int:
        """See ``Step``."""
        printing = connection.execute(SQL["stories_that_print"], {"claims": list(self.claims)}).fetchall()
        touched = sorted({*self.stories, *(story for (story,) in printing)})
        return sum(
            _made_anew(connection, touched[n : n + STORIES_AT_ONCE]) for n in range(0, len(touched), STORIES_AT_ONCE)
        )


def _made_anew(connection: Connection[Any], stories: Sequence[str]) -> int:
    of_stories = {"stories": list(stories), "until": LARGEST_POSITION}
    editions = in_force(connection.execute(SQL["editions_in_force"], of_stories, binary=True).fetchall())
    withdrawn = {story for (story,) in connection.execute(SQL["withdrawn"], {"stories": list(stories)}).fetchall()}
    asked = AsksOfStories(editions)
    claims = asked.by_story(known_to(connection, asked.asks, LARGEST_POSITION))
    rows = [
        finding_row(story, found(list(of_story.values()), claims[story]), is_withdrawn=story in withdrawn)
        for story, of_story in editions.items()
    ]
    taken = FINDINGS.take(connection, stories)
    return FINDINGS.add(connection, rows) - taken


def finding_row(story: str, found: Found, *, is_withdrawn: bool) -> bytes:
    """The row of a story."""
    counts = [integer(kind.count) for kind in found.by_kind.values()]
    at = NULL if found.latest_silent_at is None else timestamptz(found.latest_silent_at)
    shown = orjson.dumps({name: kind.entries for name, kind in found.by_kind.items()})
    return row(text(story), boolean(is_withdrawn), *counts, at, bytea(shown))
