"""Printed figures that are behind the record, story by story, with their courses and what continues them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

from fastapi import Request
from markupsafe import Markup

from api.http.claim_figures import until
from api.http.claim_reading import views_of
from api.http.desk_moved import Held, lines, successors
from api.http.kept_desks import Desk
from api.http.reading import pool_of
from api.web.charts.small import SmallLine, small_steps
from api.web.charts.svg import Told
from api.web.sentences import claim_subject
from api.web.story_words import names_in_common
from api.web.words_times import between

SECOND_US = 1_000_000
STORIES_SHOWN = 5
STORIES_DRAWN = 2
PRINTS_DRAWN = 24

Shown: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BehindRow:
    """A figure that is behind: its print, its name in the list, its course, whether another claim continues it."""

    print: Shown
    name: str
    course: Markup | None
    is_continued: bool = False


@dataclass(frozen=True, slots=True)
class Continued:
    """Claims of a list, by their names, that go on as another: its view."""

    names: Sequence[str]
    by: Shown


@dataclass(frozen=True, slots=True)
class BehindStory:
    """A story with its figures that are behind; ``heading`` tells once what their names share."""

    story: Shown
    heading: str
    rows: Sequence[BehindRow]
    continued: Sequence[Continued] = ()
    span: str = ""
    """Of the small charts: "24 Feb to today"."""


async def behind_stories(request: Request, desk: Desk, moment: int | None, now: datetime) -> list[BehindStory]:
    """The stories with the most such figures; of the first ones every figure with its course."""
    drawn = [one["claim"] for story in desk.view["behind"][:STORIES_DRAWN] for one in story["prints"][:PRINTS_DRAWN]]
    claims, pool = list(dict.fromkeys(drawn)), pool_of(request)
    courses = await lines(pool, claims, moment) if claims else {}
    continued_by = await successors(pool, claims, moment) if claims else {}
    views = await views_of(pool, {one for by in continued_by.values() for one in by}, until(moment))
    axis = _axis(courses, now)
    span = _span(axis, now, is_past=moment is not None)
    told = []
    for place, story in enumerate(desk.view["behind"][:STORIES_SHOWN]):
        shown = _in_words(story, desk)
        if place < STORIES_DRAWN:
            continued = {one: [views[each] for each in by if each in views] for one, by in continued_by.items()}
            shown = _with_courses(shown, desk, courses, axis, continued)
            shown = replace(shown, span=span)
        told.append(shown)
    return told


def _in_words(story: Shown, desk: Desk) -> BehindStory:
    prints = once_each(story["prints"])
    names = names_in_common([_name(one["claim"], desk) for one in prints])
    rows = [BehindRow(one, name, None) for one, name in zip(prints, names.short, strict=True)]
    return BehindStory(story, names.heading, rows)


def _name(claim: str, desk: Desk) -> str:
    return claim_subject(desk.claims[claim]) if claim in desk.claims else claim


def _with_courses(
    of: BehindStory,
    desk: Desk,
    courses: Mapping[str, Sequence[Held]],
    axis: tuple[float, float],
    continued: Mapping[str, Sequence[Shown]],
) -> BehindStory:
    rows = []
    by: dict[str, Shown] = {}
    names: dict[str, list[str]] = {}
    for one in of.rows:
        claim = one.print["claim"]
        is_continued = bool(continued.get(claim))
        course = _course(one.print, of.story, courses.get(claim, []), axis, is_continued=is_continued)
        rows.append(replace(one, course=course, is_continued=is_continued))
        for view in continued.get(claim, ()):
            by[view["claim"]] = view
            names.setdefault(view["claim"], []).append(_name(claim, desk))
    return replace(of, rows=rows, continued=[Continued(names[claim], view) for claim, view in by.items()])


def _span(axis: tuple[float, float], now: datetime, *, is_past: bool) -> str:
    """From when to when the small charts are drawn: "24 Feb to today"; "" where no calendar has it."""
    try:
        first, last = (datetime.fromtimestamp(one, UTC).date().isoformat() for one in axis)
    except (ValueError, OverflowError, OSError):
        return ""
    if last != now.date().isoformat() or is_past:
        return between(first, last, " to ")
    return f"{between(first, last, '|').partition('|')[0]} to today"


def once_each(prints: Sequence[Shown]) -> list[Shown]:
    """A claim that is printed in several places is listed once with each figure."""
    return list({(one["claim"], str(one["figure"])): one for one in reversed(prints)}.values())[::-1]


def _axis(courses: Mapping[str, Sequence[Held]], now: datetime) -> tuple[float, float]:
    """From the first figure to today; to the last one where that is long ago, or the lines would be squeezed."""
    dated = [one.said_first / SECOND_US for course in courses.values() for one in course if one.said_first is not None]
    first, last, today = min(dated, default=0.0), max(dated, default=0.0), now.timestamp()
    return first, today if today - last < (last - first) / 4 else last


def _course(
    one: Shown, story: Shown, course: Sequence[Held], axis: tuple[float, float], *, is_continued: bool
) -> Markup | None:
    """The whole course of a figure with a square at what the story prints; None where there is nothing to draw."""
    points = [
        (each.said_first / SECOND_US, each.amount)
        for each in course
        if each.amount is not None and each.said_first is not None
    ]
    if len(points) < 2:  # noqa: PLR2004 (a chart is drawn from the second figure on)
        return None
    since, until = axis
    printed = one["figure"].get("value") if isinstance(one["figure"], Mapping) else None
    when = _published(story["published_at"])
    told = Told(
        name=f"behind-{story['story']}-{one['n']}",
        title=f"From {points[0][1]} to {points[-1][1]}",
        desc="" if printed is None else f"The square is what we print: {printed}",
    )
    return small_steps(
        SmallLine(
            told=told,
            points=points,
            until=until,
            since=since,
            printed=None if printed is None or when is None else (when, printed),
            continued=is_continued,
        )
    )


def _published(published_at: Any) -> float | None:  # noqa: ANN401 (a time, or an erased one)
    """When an edition was published, in seconds since 1970; None where no calendar has it."""
    try:
        moment = datetime.fromisoformat(published_at)
    except (TypeError, ValueError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
