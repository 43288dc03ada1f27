"""The log as a stream of events that goes on: whatever is recorded after a position, each event once and in order."""

import re

from adapters.log_ring import Wanted
from api.compose import Service
from api.http.asgi import Headers, header_of
from api.http.at_least import LOG, tracked
from api.http.live_stream import Tell
from api.http.parameters import AFTER, STREAM, TYPE, asked, bad
from domain.ports import LARGEST_POSITION
from domain.refusals import NotYet, Refused

PARAMETERS = (AFTER, TYPE, STREAM)

_POSITION = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


class LogReader:
    """Goes along the log after *position*, None for where it ends now, and tells the events that are *wanted*."""

    def __init__(self, service: Service, wanted: Wanted, position: int | None) -> None:
        self.place = position
        self._service = service
        self._feed = service.feed
        self._wanted = wanted
        self._version = 0
        self._told: int | None = None
        self._has_begun = False

    async def begin(self) -> None:
        """Finds its place. Raises Refused (``not-yet``) where that is beyond the record, and one of LOST."""
        end = await tracked(self._service.pool, LOG)
        if self.place is not None and self.place > end:
            expected = f"Last-Event-ID or after: a position up to {end}, the last one"
            raise Refused(NotYet(expected=expected, got=self.place, extensions={"last_position": end}))
        if self.place is None:
            self.place = end
        self._has_begun = True

    async def go_on(self, tell: Tell) -> bool:
        """Tells the next batch, and where the log ends before the first: a client may lose the connection at once."""
        if not self._has_begun:
            await self.begin()
        if self._told is None:
            await tell(self.still_here())
        part = await self._feed.beyond(self._wanted, self.place or 0, self._version)
        if part is None:
            return False
        if part.text:
            await tell(part.text)
            self._told = part.position
        _, self.place, self._version = part
        return True

    def still_here(self) -> bytes:
        """A comment, and the position where its filters have passed events over; nothing that is dispatched."""
        if self.place == self._told:
            return b":\n\n"
        self._told = self.place
        return b"id: %d\n\n" % (self.place or 0)


def log_reader(service: Service, query: bytes, headers: Headers) -> LogReader:
    """The reader that a request asks for; raises Refused. Last-Event-ID wins, for EventSource keeps to its address."""
    sent = asked(query, PARAMETERS)
    resumed = _last_event_id(headers)
    return LogReader(service, Wanted(sent[TYPE], sent[STREAM]), sent[AFTER] if resumed is None else resumed)


def _last_event_id(headers: Headers) -> int | None:
    text = header_of(headers, b"last-event-id")
    if not text:
        return None
    if not _POSITION.fullmatch(text) or int(text) > LARGEST_POSITION:
        raise Refused(bad("Last-Event-ID", "the id of an event of this stream, which is its position", text))
    return int(text)
