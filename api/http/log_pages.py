"""Which events a page of the log holds, and how they are looked for.

Positions have no gaps, nor have the versions of a stream. So where nothing else is asked for, a page lies between two
numbers that are known beforehand, and reading it costs the same in a log of any size, whatever its statistics say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.rows import TupleRow

from adapters.postgres.composed import composed
from adapters.postgres.fetch import rows
from api.compose import Service
from api.http.answers import Answer
from api.http.as_of import moment_of_page
from api.http.asgi import Scope, header_of
from api.http.at_least import LOG
from api.http.etags import tagged_answer
from api.http.event_items import event_item, subject_of
from api.http.negotiate import preferred
from api.http.paging import Page, page, page_answer
from api.http.parameters import AFTER, MOMENT, PAGE, STREAM, TYPE, asked
from domain.ports import LARGEST_POSITION, LARGEST_VERSION

ADDRESS = "/v1/events"
PARAMETERS = (AFTER, TYPE, STREAM, *MOMENT, *PAGE)
LINES = ("application/x-ndjson", "application/jsonl")
EVENT_STREAM = "text/event-stream"
OFFERED = ("application/json", *LINES, EVENT_STREAM)
VARY = (b"vary", b"Accept")


@dataclass(frozen=True, slots=True)
class Selection:
    """Events of one *stream* or of the whole log, of one *type* or of all, after one position and up to another."""

    stream: str | None
    type: str | None
    after: int
    until: int
    is_descending: bool

    def query(self, key: int | None, limit: int) -> tuple[bytes, dict[str, Any]]:
        """The query and its parameters for at most *limit* events beyond *key*."""
        low, high = self._between(key, limit)
        parameters = {"low": low, "high": high, "limit": limit, "type": self.type, "stream": self.stream}
        name = "page" if self.stream is None else "stream_page"
        conditions = () if self.type is None else ("type",)
        query = composed("log_pages", name, conditions, descending=self.is_descending)
        return query, {**parameters, "after": self.after, "until": self.until}

    def _between(self, key: int | None, limit: int) -> tuple[int, int]:
        low, high = (self.after, self.until) if self.stream is None else (0, LARGEST_VERSION)
        if key is not None:
            low, high = (low, min(high, key - 1)) if self.is_descending else (max(low, key), high)
        if self.type is not None or (self.stream is not None and self.after):
            return low, high
        if not self.is_descending:
            return low, min(high, low + limit)
        return (low, high) if high in (LARGEST_POSITION, LARGEST_VERSION) else (max(low, high - limit), high)


async def log_page(service: Service, query: bytes, if_none_match: str | None) -> Answer:
    """A page of the log; raises Refused."""
    asked_for = page(ADDRESS, asked(query, PARAMETERS))
    moment = await moment_of_page(service.pool, asked_for, LOG)
    selected = selection(asked_for, moment, asked_for.asked[STREAM])
    found = await rows(service.pool, *selected.query(asked_for.whole_key(), asked_for.limit + 1))
    status, body, headers = events_answer(asked_for, found, moment, if_none_match)
    return status, body, [*headers, VARY]


def selection(page: Page, moment: int | None, stream: str | None) -> Selection:
    """The events that *page* is about, as of *moment*; *stream* is the one that the route or the reader names."""
    return Selection(
        stream=stream,
        type=page.asked[TYPE],
        after=page.asked[AFTER] or 0,
        until=LARGEST_POSITION if moment is None else moment,
        is_descending=page.is_descending,
    )


def events_answer(page: Page, found: Sequence[TupleRow], moment: int | None, if_none_match: str | None) -> Answer:
    """The page of the events *found*, from (stream, key, type, header, payload, erased, where the log ends)."""
    answer = page_answer(page, found, key_of, shown, moment)
    return tagged_answer(answer, found[0][-1] if found and moment is None else None, if_none_match)


def wants_lines(scope: Scope) -> bool:
    """Whether the reader asks for the whole log as lines instead of a page."""
    return media_type(scope) in LINES


def media_type(scope: Scope) -> str:
    """In which of the forms OFFERED the reader wants the log."""
    return preferred(header_of(scope["headers"], b"accept"), OFFERED)


def key_of(row: TupleRow) -> int:
    """What the events are ordered by: the version in a stream, else the position."""
    key: int = row[1]
    return key


def shown(row: TupleRow) -> bytes:
    """The JSON of an event, from (stream, key, type, header, payload, erased, …)."""
    return event_item(row, subject_of(row[0]))
