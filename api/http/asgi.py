"""What a raw ASGI endpoint needs: headers as they came, a body within bounds, an answer in two messages."""

import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping, Sequence
from typing import Any, TypeAlias

import zstandard

from domain.refusals import Malformed, Refused, TooLarge, UnsupportedMediaType

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Headers: TypeAlias = Sequence[tuple[bytes, bytes]]

STEP_BYTES = 64 * 2**10
ZSTD_STEP_BYTES = 256  # a run of zeros may grow 32,000 times: at most 8 MiB a step


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
    async for part in expanded(receive, headers):
        size += len(part)
        if size > most_bytes:
            raise Refused(TooLarge(expected=f"at most {most_bytes} bytes", got=f"more than {most_bytes}"))
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def expanded(receive: Receive, headers: Headers) -> AsyncIterator[bytes]:
    """The body as it comes, decompressed in bounded steps."""
    encoding = (header_of(headers, b"content-encoding") or "identity").strip().lower()
    match encoding:
        case "identity":
            async for part in _received(receive):
                yield part
        case "gzip" | "x-gzip":
            async for part in _gunzipped(receive):
                yield part
        case "zstd":
            async for part in _unzstd(receive):
                yield part
        case _:
            raise Refused(
                UnsupportedMediaType(pointer="", expected="Content-Encoding gzip, zstd or none", got=encoding)
            )


async def answer(send: Send, status: int, body: bytes, headers: Headers) -> None:
    """Sends one whole answer."""
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


async def _received(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        if body := message.get("body", b""):
            yield body
        if not message.get("more_body", False):
            return


async def _gunzipped(receive: Receive) -> AsyncIterator[bytes]:
    inflating = zlib.decompressobj(wbits=31)
    async for part in _received(receive):
        rest = part
        while rest:
            if inflating.eof:  # gzip members may follow one another (RFC 1952, 2.2)
                inflating = zlib.decompressobj(wbits=31)
            try:
                yield inflating.decompress(rest, STEP_BYTES)
            except zlib.error as error:
                raise Refused(_broken("gzip", str(error))) from None
            rest = inflating.unused_data if inflating.eof else inflating.unconsumed_tail
    if not inflating.eof:
        raise Refused(_broken("gzip", "the body ends before the compressed data does"))


async def _unzstd(receive: Receive) -> AsyncIterator[bytes]:
    bounded = zstandard.ZstdDecompressor(max_window_size=2**27)
    inflating = bounded.decompressobj()
    async for part in _received(receive):
        for at in range(0, len(part), ZSTD_STEP_BYTES):
            try:
                yield inflating.decompress(part[at : at + ZSTD_STEP_BYTES])
            except zstandard.ZstdError as error:
                raise Refused(_broken("zstd", str(error))) from None
    if not inflating.eof:
        raise Refused(_broken("zstd", "the body ends before the compressed data does"))


def _broken(encoding: str, what: str) -> Malformed:
    return Malformed(pointer="", expected=f"a body compressed with {encoding}", got=what)
