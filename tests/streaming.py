"""A client of the writing door that sends lines and reads results as they come, each wait with its limit."""

import http.client
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
import orjson

from tests.bounded import PATIENCE_S
from tests.service import Service

NDJSON = {"Content-Type": "application/x-ndjson"}

Event = Mapping[str, Any]
Result = dict[str, Any]


class Streaming:
    """One post that is a stream, under way."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self.connection = connection
        self._response: http.client.HTTPResponse | None = None

    @property
    def socket(self) -> socket.socket:
        """The connection's own."""
        return self.connection.sock

    @property
    def response(self) -> http.client.HTTPResponse:
        """The answer, which begins with the first result."""
        if self._response is None:
            self._response = self.connection.getresponse()
        return self._response

    def send(self, *lines: Event | bytes) -> None:
        """Sends whole lines, in one chunk."""
        self.send_bytes(lines_of(*lines))

    def send_bytes(self, part: bytes) -> None:
        """Sends a chunk of the body, wherever it ends."""
        self.connection.send(b"%x\r\n%b\r\n" % (len(part), part))

    def results(self, count: int) -> list[Result]:
        """The next *count* results."""
        return [orjson.loads(self.response.readline()) for _ in range(count)]

    def finish(self) -> None:
        """Ends the body."""
        self.connection.send(b"0\r\n\r\n")

    def end(self) -> list[Result]:
        """Ends the body; the results that are left."""
        self.finish()
        return self.rest()

    def rest(self) -> list[Result]:
        """Every result up to the end of the answer, which has to come."""
        return [orjson.loads(line) for line in self.response.read().splitlines()]

    def hang_up(self) -> None:
        """Goes away."""
        self.connection.close()


@contextmanager
def streaming(address: httpx.URL | str, **headers: str) -> Iterator[Streaming]:
    """A stream that is posted to the service at *address*; of headers, _ stands for -."""
    url = httpx.URL(address)
    connection = http.client.HTTPConnection(url.host, url.port, timeout=PATIENCE_S)
    connection.putrequest("POST", "/v1/events")
    sent = {**NDJSON, "Transfer-Encoding": "chunked", **{name.replace("_", "-"): one for name, one in headers.items()}}
    for name, value in sent.items():
        connection.putheader(name, value)
    connection.endheaders()
    try:
        yield Streaming(connection)
    finally:
        connection.close()


def lines_of(*lines: Event | bytes) -> bytes:
    """The lines, each with its end."""
    return b"".join((one if isinstance(one, bytes) else orjson.dumps(one)) + b"\n" for one in lines)


def posted(service: Service, body: bytes, **headers: str) -> httpx.Response:
    """The answer to a stream that is sent in one piece."""
    named = {name.replace("_", "-"): one for name, one in headers.items()}
    return service.http.post("/v1/events", content=body, headers=NDJSON | named)


def results_of(service: Service, *lines: Event | bytes, **headers: str) -> list[Result]:
    """The results of a stream that is sent in one piece."""
    answer = posted(service, lines_of(*lines), **headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [orjson.loads(line) for line in answer.text.splitlines()]


def statuses(results: Sequence[Result]) -> list[int]:
    """The status of each result, which stand in order."""
    assert [one["index"] for one in results] == list(range(results[0]["index"], results[0]["index"] + len(results)))
    return [one["status"] for one in results]


def names(results: Sequence[Result]) -> list[str]:
    """The names of the problems among the results."""
    return [one["problem"]["type"].rpartition("/")[2] for one in results if "problem" in one]
