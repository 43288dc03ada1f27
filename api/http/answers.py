"""Whole answers of hot reads: a status, the body's bytes, headers; sent as they are, or as a route's response."""

from http import HTTPStatus
from typing import TypeAlias

from starlette.responses import Response

from api.http.asgi import Headers, Send, answer

Answer: TypeAlias = tuple[int, bytes, Headers]

JSON = (b"content-type", b"application/json")


async def send_answer(send: Send, whole: Answer) -> None:
    """Sends a whole answer from a raw ASGI endpoint."""
    status, body, headers = whole
    if status == HTTPStatus.NOT_MODIFIED:  # its length would have to be that of what the reader has
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
    else:
        await answer(send, status, body, headers)


def response(whole: Answer) -> Response:
    """The same as a route's response."""
    status, body, headers = whole
    made = Response(body, status)
    made.raw_headers.extend(headers)
    return made
