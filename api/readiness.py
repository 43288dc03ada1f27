"""Whether a service is ready, asked over a bare socket: the supervisor asks, and keeps no HTTP client in memory."""

import socket
import time

LOOK_AGAIN_S = 0.02
PATIENCE_S = 5.0  # with one answer; a connection that comes before the service waits until it is there
ASKED = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
READY = b"HTTP/1.1 200"


def becomes_ready(address: str, within_s: float | None = None) -> bool:
    """Waits until /readyz answers 200 at *address*, such as http://127.0.0.1:8000; False after *within_s*."""
    give_up_at = None if within_s is None else time.monotonic() + within_s
    while not _is_ready(address):
        if give_up_at is not None and time.monotonic() > give_up_at:
            return False
        time.sleep(LOOK_AGAIN_S)
    return True


def _is_ready(address: str) -> bool:
    host, _, port = address.removeprefix("http://").rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), PATIENCE_S) as connection:
            connection.sendall(ASKED)
            return connection.recv(len(READY), socket.MSG_WAITALL) == READY
    except OSError:
        return False
