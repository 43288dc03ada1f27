"""One POST whose body goes out while its answer comes in, over one socket (HTTP/1.1, RFC 9112, chunked both ways).

Lines are answered as they commit, so a client that sends all before it reads would fill every buffer between it and
the service, and httpx cannot do otherwise. h11 knows the protocol; the socket is ours and never blocks.
"""

import selectors
import socket
import ssl
from base64 import b64encode
from types import TracebackType
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

import h11
import orjson

from api.cli.endings import NotReachable, ServiceRefused

LINES = "application/x-ndjson"
CONNECT_S = 10.0
SILENCE_S = 60.0
RECEIVED_BYTES = 256 * 2**10
MOST_PROBLEM_BYTES = 2**20
OK, UNAVAILABLE = 200, 503

NOT_NOW = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
LOST = (OSError, h11.RemoteProtocolError)
"""What is raised when the connection goes, or the service is away: nothing is known of what was not answered."""


class StreamingPost:
    """A post of lines to the service at *url*, until the end of the block. Raises what LOST names."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._url = url
        self._socket = _connected(address)
        self._waiting = selectors.DefaultSelector()
        self._waiting.register(self._socket, selectors.EVENT_READ)
        self._http = h11.Connection(h11.CLIENT)
        self._outgoing = memoryview(b"")
        self._status: int | None = None
        self._problem = b""
        self.has_ended = False
        """Whether the answer is whole."""
        headers = [("Host", address.netloc.rpartition("@")[2]), ("Content-Type", LINES), ("Accept", LINES)]
        headers += [("Transfer-Encoding", "chunked"), *_authorization(address)]
        target = address.path.rstrip("/") + "/v1/events"
        self._put(h11.Request(method="POST", target=target, headers=headers))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.close()
        self._socket.close()

    @property
    def is_idle(self) -> bool:
        """Whether all that was given has gone out."""
        return not self._outgoing

    def give(self, body: bytes) -> None:
        """The next part of the body."""
        self._put(h11.Data(data=body))

    def finish(self) -> None:
        """Nothing more comes."""
        if self._http.our_state is h11.SEND_BODY:
            self._put(h11.EndOfMessage())

    def step(self) -> bytes:
        """Sends what can be sent, or waits for what is answered: that part of it, which may be nothing.

        Raises ServiceRefused, or NotReachable where it is no claimtrail that answers.
        """
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outgoing else 0)
        self._waiting.modify(self._socket, wanted)
        ready = self._waiting.select(SILENCE_S)
        if not ready:
            raise TimeoutError(f"no answer for {SILENCE_S:.0f} s")
        ((_, events),) = ready
        if events & selectors.EVENT_WRITE:
            self._write()
        return self._read() if events & selectors.EVENT_READ else b""

    def _put(self, event: h11.Event) -> None:
        self._outgoing = memoryview(bytes(self._outgoing) + (self._http.send(event) or b""))

    def _write(self) -> None:
        try:
            self._outgoing = self._outgoing[self._socket.send(self._outgoing) :]
        except NOT_NOW:
            pass
        except ConnectionError:
            self._outgoing = memoryview(b"")  # it may have answered why before it hung up

    def _read(self) -> bytes:
        received = self._received()
        if received is None:
            return b""
        self._http.receive_data(received)
        parts = []
        while not self.has_ended:
            match self._http.next_event():
                case h11.Response(status_code=status):
                    self._status = status
                case h11.Data(data=data):
                    parts.append(bytes(data))
                case h11.EndOfMessage():
                    self.has_ended = True
                case h11.InformationalResponse():
                    pass
                case h11.ConnectionClosed():
                    raise ConnectionResetError("the service hung up")
                case _:
                    break
        body = b"".join(parts)
        return body if self._status == OK else self._refused(body)

    def _received(self) -> bytes | None:
        """What has come; nothing at the connection's end, as h11 takes it, and None where nothing is there yet."""
        try:
            received = self._socket.recv(RECEIVED_BYTES)
            while isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
                received += self._socket.recv(RECEIVED_BYTES)  # deciphered already: no selector would tell of it
        except NOT_NOW:
            return None
        return received

    def _refused(self, body: bytes) -> bytes:
        """Raises what the whole answer says, once it is whole."""
        self._problem += body
        if self._status is None or (not self.has_ended and len(self._problem) < MOST_PROBLEM_BYTES):
            return b""
        if self._status == UNAVAILABLE:
            raise ConnectionAbortedError("the service is overloaded, or its database is away")
        try:
            raise ServiceRefused(orjson.loads(self._problem))
        except orjson.JSONDecodeError:
            raise NotReachable(f"What answers at {self._url} is not claimtrail. Name another with --url.") from None


def _authorization(address: SplitResult) -> list[tuple[str, str]]:
    """What a proxy before the service may ask for: name and password, if the address has them (RFC 7617)."""
    if address.username is None:
        return []
    who = f"{unquote(address.username)}:{unquote(address.password or '')}"
    return [("Authorization", f"Basic {b64encode(who.encode()).decode()}")]


def _connected(address: SplitResult) -> socket.socket:
    is_secure = address.scheme == "https"
    port = address.port or (443 if is_secure else 80)
    connection = socket.create_connection((address.hostname or "", port), CONNECT_S)
    if is_secure:
        connection = ssl.create_default_context().wrap_socket(connection, server_hostname=address.hostname)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setblocking(False)
    return connection
