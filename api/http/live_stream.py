"""One answer that stays open: its beginning, what its reader is told, and every way in which it ends.

A client that takes nothing for a while is let go, and so are all when the service ends. The last line says where to go
on; whoever comes back with that Last-Event-ID has missed nothing.
"""

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias

import structlog

from adapters.log_feed import LOST, LogFeed
from api.http.asgi import END, TRANSPORT, Headers, Receive, Scope, Send
from domain.refusals import Refused

HEADERS: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would keep it until its buffer is full
]
UNSENT_BYTES = 128 * 2**10
RETRY = b"retry: 2000\n\n"
RETRY_S = 1.0
LAST_WORDS_WITHIN_S = 5.0

log = structlog.get_logger()

Tell: TypeAlias = Callable[[bytes], Awaitable[None]]


class Reader(Protocol):
    """What a stream is about, for one client."""

    @property
    def place(self) -> int | None:
        """The position of the last event that the client knows of; None where it knows of none yet."""

    async def go_on(self, tell: Tell) -> bool:
        """Tells what comes next; whether there was anything. Raises one of LOST while the database is away."""

    def still_here(self) -> bytes:
        """What is told while there is nothing new."""


class Stalled(Exception):  # noqa: N818 (says what the client has done)
    """The client takes nothing any more."""


class LiveStream:
    """What *reader* has to tell about the log that *feed* follows, sent to one client."""

    def __init__(self, reader: Reader, feed: LogFeed, send: Send) -> None:
        self._reader = reader
        self._feed = feed
        self._send = send

    async def run(self, scope: Scope, receive: Receive) -> None:
        """Until the client goes away, takes nothing any more, or the service ends."""
        if (transport := scope.get(TRANSPORT)) is not None:
            _have_little_waiting(transport)
        await self._send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        following = asyncio.create_task(self._follow())
        gone = asyncio.create_task(_gone(receive))
        scope[END] = following.cancel
        try:
            await asyncio.wait([following, gone], return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:  # the service ends, in a server that does not know of END
            following.cancel()
        try:
            if not gone.done():
                await asyncio.wait([following])
                if not await self._has_said(_why(following)) and transport is not None:
                    log.warning("a live client takes nothing; it is hung up on")
                    transport.abort()
                    await asyncio.wait([gone], timeout=LAST_WORDS_WITHIN_S)
        finally:
            following.cancel()
            gone.cancel()
            await asyncio.wait([following, gone])

    async def _follow(self) -> None:
        await self._tell(RETRY)
        beats = self._feed.beats
        with self._feed.followed():
            while True:
                if beats != self._feed.beats:
                    beats = self._feed.beats
                    await self._tell(self._reader.still_here())
                try:
                    if not await self._reader.go_on(self._tell):
                        await self._feed.news()
                except LOST:
                    await asyncio.sleep(RETRY_S)

    async def _tell(self, text: bytes) -> None:
        try:
            async with asyncio.timeout(self._feed.pace.stalled_s):
                await self._send({"type": "http.response.body", "body": text, "more_body": True})
        except TimeoutError:
            raise Stalled from None

    async def _has_said(self, why: str) -> bool:
        """Ends the answer with where to go on; whether the client took it in time."""
        place = self._reader.place
        last = f": {why}\n\n" if place is None else f": {why}; go on with Last-Event-ID: {place}\n\n"
        try:
            async with asyncio.timeout(LAST_WORDS_WITHIN_S):
                await self._send({"type": "http.response.body", "body": last.encode()})
        except TimeoutError:
            return False
        return True


def _have_little_waiting(transport: asyncio.Transport) -> None:
    """The kernel would take 4 MiB for each client that takes nothing, and hide from us for long that it is so."""
    if sys.platform == "linux":
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)


def _why(following: "asyncio.Task[None]") -> str:
    """How it came that nothing more is told."""
    error = None if following.cancelled() else following.exception()
    match error:
        case None:
            return "the service ends"
        case Stalled():
            log.warning("a live client takes nothing; it is let go")
            return "what was sent was not taken"
        case Refused():
            return f"{error.first.title} Expected: {error.first.expected}"
        case _:
            log.error("a live stream failed", exc_info=error)
            return "something broke here"


async def _gone(receive: Receive) -> None:
    """Until the client has gone away."""
    while (await receive())["type"] != "http.disconnect":
        pass
