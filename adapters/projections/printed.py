"""Stories as the projection ``figures`` keeps them: each edition as it was at every moment, and what it prints."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import orjson

from adapters.postgres.copy_rows import NULL, bigint, boolean, bytea, integer, row, text, timestamptz
from adapters.postgres.queries import queries
from adapters.projections.table import Change, Table
from domain.event_parts import Print
from domain.events import Recorded, StoryCorrected, StoryPublished, StoryWithdrawn
from domain.shapes import Erased
from domain.story import Edition, StoryState
from domain.view import View
from domain.wire import instant_text, wire

if TYPE_CHECKING:
    from domain.refusals import Json

SQL = queries("printed")
STORIES = Table("story_view", "stories", SQL)
STORY_HISTORY = Table("story_view_history", "story_history", SQL)
EDITIONS = Table("story_edition", "editions", SQL)
PRINTS = Table("story_print", "prints", SQL)
OF_STORIES = (STORIES, STORY_HISTORY, EDITIONS, PRINTS)


class PrintedRows:
    """The rows of a batch's stories. Those whose first event of the batch is not their first have a current row.

    ``stories`` has, of each, the edition that was the latest before the batch; None if there was none, or if something
    up to it has changed.
    """

    def __init__(self) -> None:
        self.stories: dict[str, int | None] = {}
        self._current: dict[str, bytes] = {}
        self._had: dict[str, None] = {}
        self._history: list[bytes] = []
        self._editions: list[bytes] = []
        self._prints: list[bytes] = []

    def note(self, story: str, state: StoryState, event: Recorded) -> None:
        """Notes *event*, which *state* has just taken in."""
        if event.version > 1 and story not in self._current:
            self._had[story] = None
        latest = self.stories[story] if story in self.stories else latest_before(state, event)
        self.stories[story] = latest if latest is not None and leaves(latest, event) else None
        self._current[story] = made = story_row(story, state)
        self._history.append(made)
        if isinstance(event.data, StoryPublished | StoryCorrected):
            edition = state.editions[event.data.edition]
            shown = [orjson.dumps(wire(one)) for one in edition.prints]
            self._editions.append(edition_row(story, edition, event, shown))
            self._prints += print_rows(story, edition, event, shown)

    def changes(self) -> list[Change]:
        """What the batch does to the tables."""
        return [
            Change(STORIES, list(self._had), list(self._current.values())),
            Change(STORY_HISTORY, (), self._history),
            Change(EDITIONS, (), self._editions),
            Change(PRINTS, (), self._prints),
        ]


def latest_before(state: StoryState, event: Recorded) -> int | None:
    """The latest edition of a story before *event*, which *state* has just taken in."""
    published = event.data.edition if isinstance(event.data, StoryPublished) else None
    return max((number for number in state.editions if number != published), default=None)


def leaves(latest: int, event: Recorded) -> bool:
    """Whether *event* of a story leaves its editions up to the *latest* before as they were."""
    if isinstance(event.data, StoryPublished | StoryCorrected):
        return event.data.edition > latest
    return isinstance(event.data, StoryWithdrawn)


def story_row(story: str, state: StoryState) -> bytes:
    """The story as lists show it: what its latest edition says of it, and how many editions there are."""
    view = story_view(story, state)
    outlet, headline, published_at = (view[name] for name in ("outlet", "headline", "published_at"))
    return row(
        text(story),
        integer(state.version),
        bigint(state.position),
        NULL if state.recorded_at is None else timestamptz(state.recorded_at),
        text(outlet_name(state.latest)),
        text(headline if isinstance(headline, str) else None),
        text(published_at if isinstance(published_at, str) else None),
        integer(len(state.editions)),
        boolean(state.withdrawal is not None),
        text(words(headline, outlet, state.latest)),
        bytea(orjson.dumps(view)),
    )


def story_view(story: str, state: StoryState) -> View:
    """A story in a list. ``edition`` is the number of the latest one, which all but ``editions`` is about."""
    latest = state.latest
    return {
        "story": story,
        "version": state.version,
        "position": state.position,
        "recorded_at": None if state.recorded_at is None else instant_text(state.recorded_at),
        "outlet": None if latest is None else wire(latest.outlet),
        "headline": None if latest is None else wire(latest.headline),
        "url": None if latest is None else wire(latest.url),
        "published_at": None if latest is None else wire(latest.published_at),
        "edition": None if latest is None else latest.number,
        "editions": len(state.editions),
        "withdrawn": state.withdrawal is not None,
    }


def outlet_name(edition: Edition | None) -> str | None:
    """The id of the outlet, else its name; None where it is erased."""
    if edition is None or isinstance(edition.outlet, Erased):
        return None
    return edition.outlet if isinstance(edition.outlet, str) else edition.outlet.id or edition.outlet.name


def words(headline: object, outlet: object, latest: Edition | None) -> str:
    """What a search by words looks through: headline, outlet, and the wordings that the latest edition prints."""
    names = outlet.values() if isinstance(outlet, dict) else (outlet,)
    prints = () if latest is None else latest.prints
    printed = (one.wording for one in prints if isinstance(one, Print))
    return " ".join(one for one in (headline, *names, *printed) if isinstance(one, str))


def edition_row(story: str, edition: Edition, event: Recorded, prints: Sequence[bytes]) -> bytes:
    """The edition as *event* left it; *prints* as JSON."""
    return row(
        text(story),
        bigint(event.position),
        integer(edition.number),
        timestamptz(event.recorded_at),
        bytea(orjson.dumps(edition_view(edition, prints))),
        bytea(edition.text.encode() if isinstance(edition.text, str) else None),
    )


def edition_view(edition: Edition, prints: Sequence[bytes]) -> View:
    """All of an edition but its text, of which it says only whether it is erased; *prints* as JSON."""
    return {
        "number": edition.number,
        "version": edition.version,
        "position": edition.position,
        "recorded_at": instant_text(edition.recorded_at),
        "source": edition.source,
        "outlet": wire(edition.outlet),
        "headline": wire(edition.headline),
        "published_at": wire(edition.published_at),
        "url": wire(edition.url),
        "update_note": wire(edition.update_note),
        "text_sha256": wire(edition.text_sha256),
        "text": wire(edition.text) if isinstance(edition.text, Erased) else None,
        "prints": cast("list[Json]", [orjson.Fragment(one) for one in prints]),
        "prints_version": edition.prints_version,
        "prints_position": edition.prints_position,
        "prints_source": edition.prints_source,
        "corrections": edition.corrections,
    }


def print_rows(story: str, edition: Edition, event: Recorded, prints: Sequence[bytes]) -> list[bytes]:
    """A row for each claim that the edition prints; *prints* as JSON."""
    return [
        row(
            text(story),
            bigint(event.position),
            integer(n),
            integer(edition.number),
            text(one.claim),
            text(one.placement),
            bytea(shown),
        )
        for n, (one, shown) in enumerate(zip(edition.prints, prints, strict=True))
        if isinstance(one, Print)
    ]


def taken_out(stories: Sequence[str]) -> list[Change]:
    """That every row of *stories* goes."""
    return [Change(table, stories, ()) for table in OF_STORIES]
