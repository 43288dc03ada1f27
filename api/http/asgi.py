"""What a raw ASGI endpoint needs: headers as they came, a body within bounds, an answer in two messages."""

from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping, Sequence
from typing import Any, TypeAlias

from api.http.content_coding import decoder
from domain.refusals import DatabaseAway, Refused, TooLarge

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Headers: TypeAlias = Sequence[tuple[bytes, bytes]]

END = "claimtrail.end"
"""Where the scope of a long answer holds what ends it early, for a service that is about to end."""

TRANSPORT = "claimtrail.transport"
"""Where the scope holds the connection's transport, for an answer that has to know what its client has not taken."""

ENDING = DatabaseAway(expected="a service that is not about to end")


class ClientGone(Exception):  # noqa: N818 (nothing broke: somebody hung up)
    """The client went away before its body was whole."""


def header_of(headers: Headers, name: bytes) -> str | None:
    """The value of header *name* (lower case); several are joined by a comma, as RFC 9110, 5.3 reads them."""
    found = [value.decode("latin-1") for one, value in headers if one == name]
    return ", ".join(found) if found else None


async def read_body(receive: Receive, headers: Headers, most_bytes: int) -> bytes:
    """The whole body, decompressed; refused (``too-large``) as soon as it passes *most_bytes* expanded."""
    parts: list[bytes] = []
    size = 0
    decoding = decoder(header_of(headers, b"content-encoding"))
    async for received in parts_of(receive):
        for part in decoding.expanded(received):
            size += len(part)
            if size > most_bytes:
                raise Refused(TooLarge(expected=f"at most {most_bytes} bytes", got=f"more than {most_bytes}"))
            parts.append(part)
    decoding.end()
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def parts_of(receive: Receive) -> AsyncGenerator[bytes, None]:
    """The body as it comes; raises ClientGone."""
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        if body := message.get("body", b""):
            yield body
        more = message.get("more_body", False)


async def answer(send: Send, status: int, body: bytes, headers: Headers) -> None:
    """Sends one whole answer."""
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
