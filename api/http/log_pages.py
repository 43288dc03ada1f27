"""Which events a page of the log holds, and how they are looked for.

Positions have no gaps, nor have the versions of a stream. So where nothing else is asked for, a page lies between two
numbers that are known beforehand, and reading it costs the same in a log of any size, whatever its statistics say.
"""

from dataclasses import dataclass
from typing import Any

from psycopg.rows import TupleRow

from adapters.postgres.composed import composed
from api.http.paging import Page
from api.http.parameters import AFTER, TYPE
from domain.ports import LARGEST_POSITION, LARGEST_VERSION


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

    def key(self, row: TupleRow) -> int:
        """What the events are ordered by: the version in a stream, else the position."""
        key: int = row[0 if self.stream is None else 1]
        return key

    def _between(self, key: int | None, limit: int) -> tuple[int, int]:
        low, high = (self.after, self.until) if self.stream is None else (0, LARGEST_VERSION)
        if key is not None:
            low, high = (low, min(high, key - 1)) if self.is_descending else (max(low, key), high)
        if self.type is not None or (self.stream is not None and self.after):
            return low, high
        if not self.is_descending:
            return low, min(high, low + limit)
        return (low, high) if high in (LARGEST_POSITION, LARGEST_VERSION) else (max(low, high - limit), high)


def selection(page: Page, moment: int | None, stream: str | None) -> Selection:
    """The events that *page* is about, as of *moment*; *stream* is the one that the route or the reader names."""
    return Selection(
        stream=stream,
        type=page.asked[TYPE],
        after=page.asked[AFTER] or 0,
        until=LARGEST_POSITION if moment is None else moment,
        is_descending=page.is_descending,
    )
