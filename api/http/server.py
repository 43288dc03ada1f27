"""The application behind a socket that is open already: one of the service's processes (``python -m``)."""

import asyncio
import socket
import sys
from collections.abc import Sequence

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.compose import running
from api.http.app import Application
from api.http.asgi import END, TRANSPORT
from api.http.gathered_writes import GatheredWrites
from api.http.problems import problem_bytes
from api.logs import log_to_stderr
from api.settings import Settings, settings_from
from domain.refusals import Malformed, Refused

KEEP_ALIVE_S = 65  # longer than clients and proxies keep an idle connection: they, not we, end it
GRACE_S = 5


class Connection(HttpToolsProtocol):
    """One client's connection: what is no HTTP is answered with a problem, as everything else that is refused."""

    def shutdown(self) -> None:
        """The service is about to end: so is an answer that would take longer."""
        super().shutdown()
        if end := getattr(self.cycle, "scope", {}).get(END):  # there is no cycle before the first request
            end()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn's own
        """Somebody has connected."""
        super().connection_made(GatheredWrites(transport))

    def on_message_begin(self) -> None:
        """A request has begun, and with it its scope."""
        super().on_message_begin()
        self.scope[TRANSPORT] = self.transport  # type: ignore[literal-required]  # a key of ours, as END is

    def send_400_response(self, msg: str) -> None:
        """The last answer of the connection."""
        status, body, headers = problem_bytes(Refused(Malformed(expected="a request in HTTP/1.1", got=msg.rstrip("."))))
        head = [b"HTTP/1.1 %d Bad Request" % status, *(b"%s: %s" % header for header in headers)]
        self.transport.write(b"\r\n".join([*head, b"content-length: %d" % len(body), b"connection: close", b"", body]))
        self.transport.close()


def answer(listener: socket.socket, conninfo: str, settings: Settings) -> None:
    """Answers what comes in at *listener* until a signal ends this process."""
    config = uvicorn.Config(
        Application(lambda: running(conninfo, settings), warmed_up=True),
        loop="uvloop",
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
    uvicorn.Server(config).run(sockets=[listener])


def main(arguments: Sequence[str]) -> None:
    """One process: the descriptor of the socket is its argument, DATABASE_URL says where the log is."""
    (descriptor,) = arguments
    settings = settings_from()
    if settings.database_url is None:
        sys.exit("DATABASE_URL is not set: where is the claimtrail database?")
    log_to_stderr()
    answer(socket.socket(fileno=int(descriptor)), settings.database_url, settings)


if __name__ == "__main__":
    main(sys.argv[1:])
