"""A client of the streams that stay open: it reads message by message, each wait with its limit."""

import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import httpx
import orjson

from tests.bounded import PATIENCE_S

STREAM = "text/event-stream"
SMALL_BUFFER = 4_096


@dataclass(frozen=True, slots=True)
class Told:
    """One message: its fields, the last of each name; ``comment`` is what stands behind a colon."""

    id: str | None = None
    event: str | None = None
    data: str | None = None
    retry: str | None = None
    comment: str | None = None

    @property
    def item(self) -> Any:
        """Its data, as JSON."""
        assert self.data is not None, self
        return orjson.loads(self.data)


class Listening:
    """One answer that stays open; it remembers the last id, as a browser does."""

    def __init__(self, response: HTTPResponse, last_id: str | None) -> None:
        self.response = response
        self.last_id = last_id

    def told(self) -> Told | None:
        """The next message of whatever kind; None at the end of the answer."""
        fields: dict[str, str] = {}
        while line := self.response.readline():
            if line == b"\n":
                self.last_id = fields.get("id", self.last_id)
                return Told(**fields)
            name, _, value = line.decode().rstrip("\n").partition(":")
            fields[name or "comment"] = value.strip()
        return None

    def event(self) -> Told:
        """The next message that a browser would dispatch."""
        give_up_at = time.monotonic() + PATIENCE_S
        while time.monotonic() < give_up_at and (message := self.told()) is not None:
            if message.data is not None:
                return message
        raise AssertionError("the answer has ended, or there was nothing for too long")

    def events(self, count: int) -> list[Told]:
        """The next *count* of them."""
        return [self.event() for _ in range(count)]

    def positions(self, count: int) -> list[int]:
        """The positions of the next *count* events of the log."""
        return [event.item["position"] for event in self.events(count)]

    def rest(self) -> list[Told]:
        """All that is told up to the end, which has to come."""
        return list(iter(self.told, None))

    def everything(self) -> bytes:
        """What is left on the wire, up to its end."""
        assert self.response.fp is not None
        return self.response.fp.read()


@contextmanager
def listening(
    address: httpx.URL | str, path: str = "/v1/events", last_id: str | None = None, *, slowly: bool = False
) -> Iterator[Listening]:
    """A stream of the service at *address*, until the block ends; *slowly*: with hardly any room for what comes."""
    url = httpx.URL(address)
    connection = HTTPConnection(url.host, url.port, timeout=PATIENCE_S)
    if slowly:
        connection.sock = socket.socket()
        connection.sock.settimeout(PATIENCE_S)
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        connection.sock.connect((url.host, url.port))
    try:
        connection.request("GET", path, headers={"Accept": STREAM} | ({"Last-Event-ID": last_id} if last_id else {}))
        response = connection.getresponse()
        assert response.status == 200, response.read()
        assert response.headers["content-type"].startswith(STREAM)
        yield Listening(response, last_id)
    finally:
        connection.close()


def ids(messages: Sequence[Told]) -> list[int]:
    """The positions that they are told for."""
    return [int(one.id) for one in messages if one.data is not None and one.id is not None]
