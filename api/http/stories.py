"""Stories: the list, what the latest edition prints, each edition, what changed between two, the notes owed."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

import orjson
from fastapi import APIRouter, Request
from psycopg.rows import TupleRow
from starlette.responses import Response

from adapters.postgres.composed import composed
from adapters.postgres.fetch import Pool, rows
from api.http.as_of import begin_of, moment_of, moment_of_page, not_found
from api.http.at_least import FIGURES, SEARCH, reach, tracked
from api.http.claim_filters import keyed, like_patterns
from api.http.etags import tagged
from api.http.paging import Page, page_response
from api.http.parameters import MOMENT, PAGE, NotReadable, Parameter, Q, bad, one_of
from api.http.reading import asked_of, documented, json_response, page_of, pool_of, service_of
from api.http.story_examples import (
    DRAFT_NOTE,
    EDITION,
    EDITION_ITEM,
    STORY,
    STORY_CHANGES,
    STORY_ITEM,
    SUGGESTIONS,
    EditionNumber,
    StoryId,
)
from api.http.story_findings import findings_as_of
from api.http.story_notes import owed_notes
from api.http.story_reading import ReadStory, claims_of, editions_numbered, numbers_of, reflected, story_of
from api.http.suggesting import suggested
from domain.claim_record import ClaimRecord
from domain.edition_changes import change_view, changes
from domain.events import Recorded
from domain.findings import MOST_SHOWN, Found
from domain.history import up_to
from domain.mismatches import mismatches, mismatches_view
from domain.refusals import NotFound, Refused
from domain.shapes import is_id
from domain.story import Edition, StoryState, Withdrawal, evolve
from domain.story_view import edition_item, edition_items, edition_view, item_places, story_view
from domain.view import View

SQL = "stories"
FINDINGS = ("silent", "mismatches", "behind", "corrected", "disputed", "retracted", "unmatched")
_NUMBER = re.compile(r"[1-9][0-9]{0,15}", re.ASCII)


def _edition(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise NotReadable("the number of an edition, such as 2")
    return int(text)


_SCHEMA: Mapping[str, object] = {"type": "integer", "minimum": 1}
FROM = Parameter("from", "The earlier edition; else the recorded one before the later.", _edition, _SCHEMA)
TO = Parameter("to", "The later edition; else the latest.", _edition, _SCHEMA)
OF_EDITION = Parameter("edition", "The edition; else the latest.", _edition, _SCHEMA)

FINDING = Parameter(
    "finding",
    "Only stories with findings of this kind now; wrong: corrected or retracted since they were printed.",
    one_of(*FINDINGS, "wrong"),
    {"type": "string", "enum": [*FINDINGS, "wrong"]},
)
LISTED = (Q, FINDING, *MOMENT, *PAGE)
PAGED = (*MOMENT, *PAGE)
COMPARED = (FROM, TO, *MOMENT)
SUGGESTED = (OF_EDITION, *MOMENT)

router = APIRouter(tags=["stories"])


@dataclass(frozen=True, slots=True)
class Read:
    """A story as of a position: *until* is how far everything is read that is told of it."""

    story: str
    found: ReadStory
    until: int

    def edition(self, number: int | None) -> Edition:
        """The edition of that number, the latest for None; raises Refused where it is not in the record."""
        if number is None:
            return self.found.latest
        edition = self.found.editions.get(number)
        if edition is None:
            known = ", ".join(map(str, sorted(self.found.editions)[:MOST_NAMED]))
            raise Refused(NotFound(expected=f"an edition that is in this record: {known}", got=number))
        return edition


MOST_NAMED = 20


@router.get(
    "/v1/stories",
    **documented(
        "Stories, in the order of their last events, with what needs a look.",
        {"items": [STORY_ITEM], "next": None},
        LISTED,
    ),
)
async def stories(request: Request) -> Response:
    """A page of stories."""
    page = page_of(request, LISTED)
    pool = pool_of(request)
    moment = await moment_of_page(pool, page, FIGURES)
    found = await listed_stories(pool, page, moment)
    then = await found_then(pool, page, found, moment)
    until = ordered_until(found, moment)
    items = [(int(row[0]), story_item(row, then)) for row in found]
    response = page_response(page, items, lambda one: one[0], lambda one: orjson.dumps(one[1]), until)
    return tagged(request, response, found[0][-1] if found else None)


async def listed_stories(pool: Pool, page: Page, moment: int | None) -> list[TupleRow]:
    """Rows for ``story_item``, one more than the page's limit where there are as many; the first column is the key.

    Stories move to the end of the list with each event, so the pages after the first are of the order that was then,
    up to *moment*: each story comes once. Their findings are those of now all the same.

    Raises Refused (``bad-parameter``) for a choice by findings of the past, which nobody keeps.
    """
    begins, values = keyed(page, page.whole_key())
    if (words := page.asked[Q]) is not None:
        begins, values = (*begins, "story_q"), {**values, "q": like_patterns(words)}
    if (finding := page.asked[FINDING]) is not None:
        if page.is_past:
            raise Refused(bad(FINDING.name, "no as_of beside it, for findings of the past are not kept", finding))
        begins = (*begins, f"finding_{finding}")
    name = "stories_as_of" if page.is_past else "stories_now" if moment is None else "stories_ordered_until"
    query = composed(SQL, name, begins, descending=page.is_descending)
    return await rows(pool, query, {**values, "position": moment, "limit": page.limit + 1})


def ordered_until(found: Sequence[TupleRow], moment: int | None) -> int | None:
    """The position up to which the pages after this one of ``listed_stories`` are ordered."""
    return moment if moment is not None or not found else int(found[0][-1])


async def found_then(pool: Pool, page: Page, listed: Sequence[TupleRow], moment: int | None) -> dict[str, Found]:
    """What was to be said of the stories that are *listed* where the page is one of the past; of as many as fit."""
    if not page.is_past or moment is None:
        return {}
    stories = [str(orjson.loads(row[1])["story"]) for row in listed[: page.limit]]
    return await findings_as_of(pool, stories, moment, MOST_SHOWN)


def story_item(row: TupleRow, then: Mapping[str, Found]) -> View:
    """A story in a list; ``findings`` counts what needs a look, now or *then*, null where it was not looked at."""
    _, view, *counts, _ = row
    shown = orjson.loads(view)
    if counts[0] is not None:
        return {**shown, "findings": dict(zip(FINDINGS, counts, strict=True))}
    found = then.get(shown["story"])
    return {**shown, "findings": found and {name: kind.count for name, kind in found.by_kind.items()}}


@router.get(
    "/v1/stories/{story}", **documented("What its latest edition prints, and what became of it.", STORY, MOMENT)
)
async def story(request: Request, story: StoryId) -> Response:
    """A story, now or as of a moment."""
    moment = await moment_of(pool_of(request), asked_of(request, MOMENT), FIGURES, _stream(story))
    return _answer(request, await story_shown(request, story, moment), moment)


@router.get(
    "/v1/stories/{story}/editions",
    **documented(
        "Its editions, with what changed; those that are not in the record too.",
        {"items": [EDITION_ITEM], "next": None},
        PAGED,
    ),
)
async def editions(request: Request, story: StoryId) -> Response:
    """A page of editions by their numbers."""
    page = page_of(request, PAGED)
    moment = await moment_of_page(pool_of(request), page, FIGURES, _stream(story))
    pool, until = pool_of(request), await _reached(request, story, moment)
    numbers = await numbers_of(pool, story, until)
    if not numbers:
        raise not_found("story", story)
    places = _on_page(page, item_places(numbers))
    before = dict(zip(numbers[1:], numbers, strict=False))
    needed = {*places, *(before[one] for one in places if one in before)}
    shown = await editions_numbered(pool, story, needed, until)
    claims = await claims_of(pool, shown.values(), until)
    items = await asyncio.to_thread(edition_items, shown, claims, numbers, places)
    return _page(request, page, list(zip(places, items, strict=True)), until, moment)


@router.get(
    "/v1/stories/{story}/editions/{edition}",
    **documented("One edition with its text, what it prints, and what became of that.", EDITION, MOMENT),
)
async def one_edition(request: Request, story: StoryId, edition: EditionNumber) -> Response:
    """An edition, now or as of a moment."""
    moment = await moment_of(pool_of(request), asked_of(request, MOMENT), FIGURES, _stream(story))
    if not _NUMBER.fullmatch(edition):
        raise not_found("story's editions", edition)
    return _answer(request, await edition_shown(request, story, int(edition), moment), moment)


@router.get(
    "/v1/stories/{story}/changes",
    **documented("What changed between two editions, and what changed silently.", STORY_CHANGES, COMPARED),
)
async def story_changes(request: Request, story: StoryId) -> Response:
    """Each claim and placement of two editions; where the later one contradicts itself."""
    asked = asked_of(request, COMPARED)
    moment = await moment_of(pool_of(request), asked, FIGURES, _stream(story))
    return _answer(request, await changes_shown(request, story, asked[FROM], asked[TO], moment), moment)


@router.get(
    "/v1/stories/{story}/notes",
    **documented(
        "Drafts of the notes that the story owes: about what was withdrawn, about what was corrected.",
        {"items": [DRAFT_NOTE], "next": None},
        PAGED,
    ),
)
async def notes(request: Request, story: StoryId) -> Response:
    """A page of drafts: about withdrawn claims in the order of the latest edition, then about corrected ones."""
    page = page_of(request, PAGED)
    moment = await moment_of_page(pool_of(request), page, FIGURES, _stream(story))
    read = await read_story(request, story, moment)
    items = await owed_notes(pool_of(request), read.found.editions, read.until)
    places = _on_page(page, range(len(items)))
    return _page(request, page, [(one, items[one]) for one in places], read.until, moment)


@router.get(
    "/v1/stories/{story}/suggestions",
    **documented("What the text of an edition words that is not recorded of it.", SUGGESTIONS, SUGGESTED),
)
async def story_suggestions(request: Request, story: StoryId) -> Response:
    """Claims that the text words, and numbers that no claim covers; for a person to accept."""
    asked = asked_of(request, SUGGESTED)
    moment = await moment_of(pool_of(request), asked, FIGURES, _stream(story))
    await moment_of(pool_of(request), asked, SEARCH, _stream(story))  # claims are found in its tables
    return _answer(request, await suggestions_shown(request, story, asked[OF_EDITION], moment), moment)


async def story_shown(request: Request, story: str, moment: int | None) -> View:
    """A story with what its latest edition prints; raises Refused where there is none."""
    read = await read_story(request, story, moment)
    claims = await claims_of(pool_of(request), [read.found.latest], read.until)
    withdrawal = await _withdrawal(request, read)
    shown = await asyncio.to_thread(story_view, read.found.view, read.found.editions, withdrawal, claims)
    return {**shown, "reflected": read.until}


async def edition_shown(request: Request, story: str, number: int | None, moment: int | None) -> View:
    """One edition, the latest for None."""
    read = await read_story(request, story, moment)
    edition = read.edition(number)
    claims = await claims_of(pool_of(request), [edition], read.until)
    shown = await asyncio.to_thread(edition_view, edition, claims)
    return {"story": story, **shown, "reflected": read.until}


async def changes_shown(request: Request, story: str, from_: int | None, to: int | None, moment: int | None) -> View:
    """What changed from one edition to a later one; without numbers the last step of the record.

    Where that has one edition alone there is none before it, and nothing changed.
    """
    read = await read_story(request, story, moment)
    after = read.edition(to)
    if from_ is not None and from_ >= after.number:
        raise Refused(bad(FROM.name, f"an edition before {after.number}", str(from_)))
    earlier = [number for number in read.found.editions if number < after.number]
    if from_ is None and to is not None and not earlier:
        raise Refused(NotFound(expected="two editions in this record", got=after.number))
    first = max(earlier, default=None) if from_ is None else from_
    before = None if first is None else read.edition(first)
    claims = await claims_of(pool_of(request), [after] if before is None else [before, after], read.until)
    shown = await asyncio.to_thread(_compared, before, after, claims)
    return {"story": story, **shown, "reflected": read.until}


def _compared(before: Edition | None, after: Edition, claims: Mapping[str, ClaimRecord]) -> View:
    return {
        "from": None if before is None else edition_item(before),
        "to": edition_item(after),
        "changes": [] if before is None else [change_view(one) for one in changes(before, after, claims)],
        **mismatches_view(mismatches(after, claims)),
    }


async def suggestions_shown(request: Request, story: str, number: int | None, moment: int | None) -> View:
    """What is suggested for an edition, the latest for None."""
    searched = await tracked(pool_of(request), SEARCH)
    read = await read_story(request, story, moment)
    shown = await suggested(pool_of(request), story, read.edition(number), read.until)
    return {"story": story, **shown, "reflected": min(read.until, searched)}


async def read_story(request: Request, story: str, moment: int | None) -> Read:
    """A story as of *moment* (None: now); raises Refused: ``not-found``, ``before-first``, ``lagging``."""
    until = await _reached(request, story, moment)
    found = await story_of(pool_of(request), story, until)
    if found is None:
        raise not_found("story", story)
    return Read(story, found, until)


async def _reached(request: Request, story: str, moment: int | None) -> int:
    """The position up to which a story is read as of *moment*; raises Refused as ``read_story`` does."""
    pool = pool_of(request)
    await reach(pool, FIGURES, await begin_of(pool, _stream(story), moment))
    return await reflected(pool, moment)


def _stream(story: str) -> str:
    if not is_id(story):
        raise not_found("story", story)
    return f"story/{story}"


async def _withdrawal(request: Request, read: Read) -> Withdrawal | None:
    """Why the story was withdrawn, which only the log keeps."""
    if not read.found.view["withdrawn"]:
        return None
    return await asyncio.to_thread(_withdrawn, service_of(request).history.history(_stream(read.story)), read.until)


def _withdrawn(events: Iterable[Recorded], until: int) -> Withdrawal | None:
    state = StoryState()
    for event in up_to(until, events):
        evolve(state, event)
    return state.withdrawal


def _answer(request: Request, shown: View, moment: int | None) -> Response:
    """*shown* under the tag of what it reflects; an answer of the past has none."""
    return tagged(request, json_response(shown), cast("int", shown["reflected"]) if moment is None else None)


def _on_page(page: Page, places: Sequence[int]) -> list[int]:
    """Which of *places*, all there are in ascending order, are on the page; one more where there are as many."""
    key = page.whole_key()
    in_order = reversed(places) if page.is_descending else places
    rest = (one for one in in_order if key is None or (one < key if page.is_descending else one > key))
    return list(islice(rest, page.limit + 1))


def _page(request: Request, page: Page, items: Sequence[tuple[int, View]], until: int, moment: int | None) -> Response:
    """*items* that are ``_on_page``, with their places; tagged as above."""
    shown = page_response(page, items, lambda one: one[0], lambda one: orjson.dumps(one[1]), moment)
    return tagged(request, shown, until if moment is None else None)
