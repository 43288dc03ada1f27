"""The list of stories: the last moved first, each with what needs a look."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.as_of import moment_of_page
from api.http.at_least import FIGURES
from api.http.paging import page as page_of
from api.http.parameters import AS_OF, CURSOR, LIMIT, ORDER, Q
from api.http.reading import pool_of
from api.http.stories import listed_stories, story_item
from api.web.sentences import count_words
from api.web.site import as_query, asked_of, page
from domain.view import View

USUAL, MOST = 25, 100

State: TypeAlias = tuple[str, str]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """A story as the list tells it: its view, and what needs a look by kind and in words (of the past: nothing)."""

    view: Any
    states: Sequence[State]
    is_told: bool


@router.get("/stories")
async def stories_page(request: Request) -> Response:
    """The page."""
    asked = asked_of(request, (Q, AS_OF, LIMIT, CURSOR, ORDER))
    listed = page_of(request.url.path, asked)
    listed = replace(listed, order=asked[ORDER] or "desc", limit=min(asked[LIMIT] or USUAL, MOST))
    pool = pool_of(request)
    moment = await moment_of_page(pool, listed, FIGURES)
    found = await listed_stories(pool, listed, moment)
    rows = [story_item(row) for row in found[: listed.limit]]
    has_more = len(found) > listed.limit
    words = asked.text.get("q")
    return await page(
        request,
        "stories.html",
        title="Stories" if not words else f"Stories with “{words}”",
        section="stories",
        as_of=moment,
        json_url=f"/v1/stories{as_query({'q': words, 'order': listed.order, 'as_of': moment})}",
        now_words="Show the list as it stands now",
        live=(),
        stories=[_listed(one) for one in rows],
        words=words or "",
        next=listed.next_url(int(found[listed.limit - 1][0]), moment) if has_more else None,
        first=f"/stories{as_query({'q': words, 'as_of': asked.text.get('as_of')})}" if asked[CURSOR] else None,
    )


def _listed(item: View) -> Listed:
    findings: Any = item["findings"]
    return Listed(item, [] if findings is None else list(_states(findings)), findings is not None)


TOLD = (
    ("silent", "silent", "figure", "changed silently"),
    ("mismatches", "contested", "pair", "of places at odds"),
    ("corrected", "corrected", "figure", "corrected since"),
    ("retracted", "retracted", "figure", "retracted since"),
    ("disputed", "disputed", "figure", "disputed"),
    ("behind", "behind", "figure", "behind"),
    ("unmatched", "none", "wording", "with no claim yet"),
)
"""In order of harm: the count of ``findings``, its kind of state, what is counted, and what is the matter with it."""


def _states(findings: Any) -> list[State]:  # noqa: ANN401 (counts by kind)
    """What needs a look: "3 figures changed silently"."""
    return [
        (kind, f"{count_words(findings[name], noun)} {words}") for name, kind, noun, words in TOLD if findings[name]
    ]
