"""Streams that stay open (``text/event-stream``): the log as it grows, and for open pages how much of it is new.

Raw ASGI endpoints, for the framework would keep two more tasks for each open page. What the client did wrong is
refused. While the database is away a stream is answered, and waits: EventSource never asks again after any status but
200.
"""

from contextlib import suppress

import structlog
from fastapi import FastAPI

from adapters.log_feed import LOST
from api.compose import Service
from api.http.asgi import Headers, Receive, Scope, Send, answer, header_of
from api.http.live_log import log_reader
from api.http.live_news import NEWS, news_now, news_reader
from api.http.live_stream import LiveStream, Reader
from api.http.log_pages import ADDRESS, EVENT_STREAM, media_type
from api.http.negotiate import preferred
from api.http.problems import problem_bytes, send_internal
from domain.refusals import Overloaded, Refused

MOST_STREAMS = 2_000
"""In one process: each takes some 30 KiB, and up to 128 while its client takes nothing."""

JSON = "application/json"
ONCE: Headers = [(b"content-type", JSON.encode()), (b"cache-control", b"no-store")]

log = structlog.get_logger()


def is_live(scope: Scope) -> bool:
    """Whether the request is for a stream that stays open."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path = scope["path"]
    return path == NEWS or (path == ADDRESS and media_type(scope) == EVENT_STREAM)


async def live(app: FastAPI, scope: Scope, receive: Receive, send: Send) -> None:
    """Answers it (ASGI)."""
    service: Service = app.state.service
    try:
        if scope["path"] == NEWS and preferred(header_of(scope["headers"], b"accept"), (EVENT_STREAM, JSON)) == JSON:
            await answer(send, 200, await news_now(service, scope["query_string"]), ONCE)
            return
        reader = await _reader(service, scope)
    except Refused as refused:
        await answer(send, *problem_bytes(refused))
    except Exception:
        log.exception("a live stream could not begin")
        await send_internal(send)
    else:
        await LiveStream(reader, service.feed, send).run(scope, receive)


async def _reader(service: Service, scope: Scope) -> Reader:
    if service.feed.readers >= MOST_STREAMS:
        raise Refused(Overloaded(expected=f"at most {MOST_STREAMS} streams at once"))
    query: bytes = scope["query_string"]
    if scope["path"] == NEWS:
        return news_reader(service, query)
    reader = log_reader(service, query, scope["headers"])
    with suppress(*LOST):
        await reader.begin()
    return reader
