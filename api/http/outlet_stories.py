"""Which stories of an outlet changed figures silently, as of a moment or now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.http.story_findings import findings_as_of
from domain.findings import MOST_SHOWN
from domain.refusals import Json
from domain.view import View

SQL = queries("story_window")

MOST_PAST = 40
"""Stories that are looked through at most as of the past, the last moved first: what changed then is not kept."""


@dataclass(frozen=True, slots=True)
class SilentStory:
    """A story with silent changes: as lists show it, how many there are, and the last recorded, the latest first."""

    story: str
    view: View
    count: int
    changes: Sequence[View]


@dataclass(frozen=True, slots=True)
class ChangedSilently:
    """Stories with silent changes, the last changed first, and how many changes there are in all.

    ``is_whole`` says whether all stories of the outlet were looked at.
    """

    stories: Sequence[SilentStory]
    count: int
    is_whole: bool

    def latest(self, most: int) -> list[View]:
        """The latest changes, at most so many, each with its ``story`` and ``headline``."""
        changes: list[View] = [
            {**change, "story": one.story, "headline": one.view["headline"]}
            for one in self.stories
            for change in one.changes
        ]
        changes.sort(key=lambda one: (str(one["recorded_at"]), str(one["story"])), reverse=True)
        return changes[:most]


NOTHING = ChangedSilently([], 0, is_whole=True)


def names_of(outlet: Json) -> list[str]:
    """By what an outlet of a story is found: its id and its name; an erased one by nothing."""
    named = [outlet.get("id"), outlet.get("name")] if isinstance(outlet, dict) else [outlet]
    return [one for one in named if isinstance(one, str)]


async def changed_silently(
    pool: Pool, outlets: Sequence[str], moment: int | None, most: int, besides: str | None = None
) -> ChangedSilently:
    """Stories of an outlet that is called one of *outlets*, as of position *moment* (None: now), at most *most*.

    The story *besides* is left out.
    """
    named = {"outlets": [one.replace("\0", "\N{REPLACEMENT CHARACTER}") for one in outlets], "besides": besides}
    if not outlets:
        return NOTHING
    if moment is not None:
        return await _as_of(pool, named, moment, most)
    found = await rows(pool, SQL["silent_now"], {**named, "limit": most})
    stories = [
        SilentStory(story, orjson.loads(view), silent, _last(orjson.loads(finding)["silent"]))
        for story, view, finding, silent, _ in found
    ]
    return ChangedSilently(stories, found[0][-1] if found else 0, is_whole=True)


async def _as_of(pool: Pool, named: Mapping[str, object], moment: int, most: int) -> ChangedSilently:
    found = await rows(pool, SQL["edited_as_of"], {**named, "position": moment, "limit": MOST_PAST + 1})
    views: dict[str, bytes] = dict(found[:MOST_PAST])
    findings = await findings_as_of(pool, list(views), moment, MOST_SHOWN) if views else {}
    changed = [(one.latest_silent_at, story, one.silent) for story, one in findings.items() if one.latest_silent_at]
    changed.sort(key=lambda one: one[:2], reverse=True)
    stories = [
        SilentStory(story, orjson.loads(views[story]), silent.count, _last(silent.entries))
        for _, story, silent in changed
    ]
    is_whole = len(findings) == len(found)
    return ChangedSilently(stories[:most], sum(one.count for one in stories), is_whole=is_whole)


def _last(silent: Sequence[View]) -> list[View]:
    return sorted(silent, key=lambda one: str(one["recorded_at"]), reverse=True)
