"""What the desk says of stories: figures changed silently, corrected or retracted once printed, and now behind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

import orjson

from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from api.http.story_findings import findings_as_of
from domain.findings import Found
from domain.view import View
from domain.wire import instant_text

SQL = queries("desk")

MOST_LISTED = 100
MOST_SILENT = 500
MOST_STORIES = 100
MOST_SILENT_STORIES = 100
MOST_PAST = 40
MOST_PRINTS = 1_000
"""What an edition prints at most: of the past every entry is listed, to be counted."""

Shown: TypeAlias = Mapping[str, Any]


@dataclass(slots=True)
class OfStories:
    """Entries, at most so many of a kind, and counts of all; what is behind is listed story by story.

    Counts are of all stories where ``is_complete``, else of as many as were ``looked_at``.
    """

    silent: list[View] = field(default_factory=list)
    corrected: list[View] = field(default_factory=list)
    behind: list[View] = field(default_factory=list)
    silent_count: int = 0
    corrected_count: int = 0
    behind_count: int = 0
    behind_stories: int = 0
    is_complete: bool = True
    looked_at: int = 0


async def of_stories(pool: Pool, moment: int | None, after: datetime) -> OfStories:
    """What there is to say as of position *moment* (None: now); of silent changes those recorded *after* a moment."""
    if moment is not None:
        return await _as_of(pool, moment, after)
    made = OfStories()
    changed = await rows(pool, SQL["silent"], {"after": after, "limit": MOST_SILENT_STORIES})
    for story, view, shown, silent, _ in changed:
        finding = orjson.loads(shown)
        lately = _silent(story, orjson.loads(view), finding, after)
        made.silent += lately
        are_all_late = len(lately) == len(
            finding["silent"]
        )  # then so may be the earlier ones, which a row does not list
        made.silent_count += silent if are_all_late else len(lately)
    made.silent_count += changed[0][-1] if changed else 0
    del made.silent[MOST_SILENT:]
    counts = await row(pool, SQL["printed_counts"]) or (0, 0, 0)
    made.corrected_count, made.behind_count, made.behind_stories = counts
    for story, view, finding in await rows(pool, SQL["corrected"], {"limit": MOST_LISTED}):
        made.corrected += _corrected(story, orjson.loads(view), orjson.loads(finding))
    del made.corrected[MOST_LISTED:]
    for story, view, finding in await rows(pool, SQL["behind"], {"limit": MOST_STORIES}):
        made.behind.append(_behind(story, orjson.loads(view), orjson.loads(finding)))
    return made


async def _as_of(pool: Pool, moment: int, after: datetime) -> OfStories:
    """Of the stories that had moved last by then."""
    views: dict[str, bytes] = dict(await rows(pool, SQL["stories_as_of"], {"position": moment, "limit": MOST_PAST}))
    found = await findings_as_of(pool, list(views), moment, MOST_PRINTS)
    made = _gathered(((story, orjson.loads(views[story]), found[story]) for story in views if story in found), after)
    made.looked_at = len(found)
    made.is_complete = len(found) == len(views) < MOST_PAST
    return made


def _gathered(found: Iterable[tuple[str, View, Found]], after: datetime) -> OfStories:
    made = OfStories()
    for story, view, of_story in found:
        finding = {name: kind.entries for name, kind in of_story.by_kind.items()}
        made.silent += _silent(story, view, finding, after)
        if view.get("withdrawn"):
            continue
        made.corrected += _corrected(story, view, finding)
        made.behind_count += of_story.behind.count
        if finding["behind"]:
            made.behind.append(_behind(story, view, finding))
    made.silent_count, made.corrected_count = len(made.silent), len(made.corrected)
    made.behind_stories = len(made.behind)
    del made.silent[MOST_SILENT:], made.corrected[MOST_LISTED:], made.behind[MOST_STORIES:]
    return made


def _silent(story: str, view: Shown, finding: Shown, after: datetime) -> list[View]:
    since = instant_text(after)
    return [
        {**_story(story, view), **one}
        for one in sorted(finding["silent"], key=lambda one: str(one["recorded_at"]), reverse=True)
        if one["recorded_at"] > since
    ]


def _corrected(story: str, view: Shown, finding: Shown) -> list[View]:
    told = [{**_story(story, view), **one} for one in finding["corrected"]]
    corrected = {(one["claim"], one["n"]) for one in finding["corrected"]}
    return told + [
        {**_story(story, view), **one, "retracted": True}
        for one in finding["retracted"]
        if (one["claim"], one["n"]) not in corrected
    ]


def _behind(story: str, view: Shown, finding: Shown) -> View:
    return {**_story(story, view), "prints": list(finding["behind"])}


def _story(story: str, view: Shown) -> View:
    return {
        "story": story,
        "outlet": view["outlet"],
        "headline": view["headline"],
        "edition": view["edition"],
        "published_at": view["published_at"],
    }
