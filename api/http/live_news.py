"""For pages that stay open: how many events have come after what a page shows, and nothing of what they say.

As a stream; and once, as JSON, for pages beyond the few streams that a browser can hold open beside all it asks for.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson

from adapters.log_feed import LOST
from api.compose import Service
from api.http.live_stream import Tell
from api.http.parameters import AFTER, STREAM, NotReadable, asked, bad, required
from domain.refusals import BadParameter, DatabaseAway, Refused

NEWS = "/live/news"
MOST_STREAMS = 100
PARAMETERS = (required(AFTER, 1042),)
FEED_BEGINS_WITHIN_S = 5.0


class NewsReader:
    """Counts what comes after position *after*, all of it and that of *streams* (none: all is meant)."""

    def __init__(self, service: Service, after: int, streams: Sequence[str]) -> None:
        self.place = after
        self._service = service
        self._feed = service.feed
        self._after = after
        self._streams = frozenset(streams)
        self._new = 0
        self._told = 0

    async def go_on(self, tell: Tell) -> bool:
        """Counts what has come, tells it if there is more than it has told, and lets more come together."""
        if not await self.count():
            return False
        if self._new > self._told:
            await tell(b"id: %d\ndata: %b\n\n" % (self.place, orjson.dumps(self.shown)))
            self._told = self._new
        await asyncio.sleep(self._feed.pace.news_s)
        return True

    def still_here(self) -> bytes:
        """A comment."""
        return b":\n\n"

    @property
    def shown(self) -> dict[str, Any]:
        """What is told: up to which position was counted, how many events that touch the page, how many in all."""
        return {"position": self.place, "new": self._new, "total": self.place - self._after}

    async def count(self) -> bool:
        """Goes on to where the log ends; whether that is any further. Raises one of LOST."""
        if self._feed.ring.ends <= self.place:
            return False
        if self._streams:
            new, self.place = await self._feed.came(self._streams, self.place)
            self._new += new
        else:
            self.place = self._feed.ring.ends
            self._new = self.place - self._after
        return True


def news_reader(service: Service, query: bytes) -> NewsReader:
    """The reader that a page asks for with ``after`` and any number of ``stream``; raises Refused."""
    after, streams = _asked(query)
    return NewsReader(service, after, streams)


async def news_now(service: Service, query: bytes) -> bytes:
    """What has come by now, as JSON; raises Refused."""
    reader, feed = news_reader(service, query), service.feed
    try:
        with feed.followed():
            with suppress(TimeoutError):  # a page of another record, of which more is known than there is
                async with asyncio.timeout(FEED_BEGINS_WITHIN_S):
                    while feed.ring.ends < reader.place:
                        await feed.news()
            await reader.count()
    except LOST as error:
        raise Refused(DatabaseAway(expected="a database that answers")) from error
    return orjson.dumps(reader.shown)


def _asked(query: bytes) -> tuple[int, list[str]]:
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise Refused(BadParameter(expected="a query in UTF-8 and percent-encoded")) from error
    streams = [text for name, text in pairs if name == STREAM.name]
    if len(streams) > MOST_STREAMS:
        raise Refused(bad(STREAM.name, f"at most {MOST_STREAMS} times", f"{len(streams)} times"))
    rest = urlencode([(name, text) for name, text in pairs if name != STREAM.name])
    return asked(rest.encode(), PARAMETERS).required(PARAMETERS[0]), [_stream(one) for one in streams]


def _stream(text: str) -> str:
    try:
        return STREAM.read(text)
    except NotReadable as reason:
        raise Refused(bad(STREAM.name, str(reason), text)) from None
