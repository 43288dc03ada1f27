"""A way to a service on which answers can be held up, or the connection cut, after so many bytes of them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.bounded import PATIENCE_S

AT_ONCE = 4096
UNBOUNDED = 2**62


@dataclass
class Relay:
    """Passes on what comes at ``url``, and the first ``budget`` bytes of what ``target`` answers.

    Then it cuts that connection, if it ``cuts``, or holds up the rest until it is ``let_go``.
    """

    url: str
    target: str
    budget: int = UNBOUNDED
    cuts: bool = False
    reached: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def wait(self) -> None:
        """Until the budget is spent."""
        assert self.reached.wait(PATIENCE_S)

    def open(self) -> None:
        """Nothing is held up any more."""
        self.budget = UNBOUNDED
        self.let_go.set()

    def take(self, client: socket.socket) -> None:
        """Serves one connection."""
        address = urlsplit(self.target)
        with client, suppress(OSError), socket.create_connection((address.hostname, address.port)) as service:
            sending = threading.Thread(target=_pass_on, args=[client, service], daemon=True)
            sending.start()
            self._answer(service, client)
            for one in (client, service):  # closing alone would not wake the other thread
                one.shutdown(socket.SHUT_RDWR)

    def _answer(self, service: socket.socket, client: socket.socket) -> None:
        while part := service.recv(AT_ONCE):
            if self.budget < len(part):
                self.reached.set()
                if self.cuts:
                    self.budget = UNBOUNDED
                    return
                assert self.let_go.wait(PATIENCE_S)
            self.budget -= len(part)
            client.sendall(part)


@contextmanager
def relay(target: str) -> Iterator[Relay]:
    """A relay to *target*, until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        passing = Relay(f"http://127.0.0.1:{listener.getsockname()[1]}", target)
        threading.Thread(target=_accept, args=[listener, passing], daemon=True).start()
        try:
            yield passing
        finally:
            passing.open()
            listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, passing: Relay) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            threading.Thread(target=passing.take, args=[client], daemon=True).start()


def _pass_on(client: socket.socket, service: socket.socket) -> None:
    with suppress(OSError):
        while part := client.recv(AT_ONCE):
            service.sendall(part)
        service.shutdown(socket.SHUT_WR)
