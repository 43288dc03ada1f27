"""A whole service: its database, its socket, the processes that answer, and the worker of the read models."""

import errno
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from api.database import migrated_database, own_database
from api.ending import ended_by_signals
from api.processes import Processes
from api.readiness import becomes_ready
from api.settings import Settings
from api.supervising import Plan, become_supervisor

ANY_HOST = ("0.0.0.0", "::")  # noqa: S104 (looked for, not bound)
BACKLOG = 2048
LAST_PORT = 65_535
LOOK_AGAIN_S = 0.05
PATIENCE_S = 60.0
PREDECESSOR_S = 2.0
"""A service that was killed leaves processes that end by themselves, and until then have its port."""


class NotServed(Exception):  # noqa: N818 (says what did not happen)
    """The service cannot start; the message says why and what to do."""


def serve(settings: Settings, *, host: str, port: int, processes: int, with_worker: bool) -> None:
    """Runs a service until SIGINT, SIGTERM or SIGHUP: this process becomes its supervisor, which says "Ready at …".

    Raises NotServed, and what ``migrated_database`` raises.
    """
    with (
        ended_by_signals(),
        listening(host, port) as listener,
        migrated_database(settings) as (conninfo, server),
    ):
        listener.set_inheritable(True)
        plan: Plan = {
            "listener": listener.fileno(),
            "address": address_of(listener, host),
            "processes": processes,
            "with_worker": with_worker,
            "database": None if server is None else server.handed_over(),
        }
        become_supervisor(plan, conninfo)


@contextmanager
def serving(settings: Settings, listener: socket.socket, host: str) -> Iterator[tuple[str, str]]:
    """A service in processes beside this one, ready: its address, and how to connect to its database.

    Raises NotServed where it does not become ready, and what ``own_database`` raises.
    """
    with own_database(settings) as conninfo, Processes({"DATABASE_URL": conninfo}) as others:
        others.keep("api.worker")
        keep_answering(others, listener)
        address = address_of(listener, host)
        if not becomes_ready(address, PATIENCE_S):
            raise NotServed(f"The service at {address} did not become ready; what it logged stands above.")
        yield address, conninfo


def keep_answering(others: Processes, listener: socket.socket) -> None:
    """One more process that answers what comes in at *listener*."""
    descriptor = listener.fileno()
    others.keep("api.http.server", str(descriptor), descriptors=(descriptor,))


@contextmanager
def listening(host: str, port: int, *, or_next: bool = False) -> Iterator[socket.socket]:
    """A socket that listens on *host* and *port* (0: any free one), *or_next* on the next port that is free.

    Who connects before anybody answers waits. Raises NotServed.
    """
    try:
        listener = _listening(host, port)
        while listener is None and or_next and port < LAST_PORT:
            port += 1
            listener = _listening(host, port)
        give_up_at = time.monotonic() + PREDECESSOR_S
        while listener is None and not or_next and time.monotonic() < give_up_at:
            time.sleep(LOOK_AGAIN_S)
            listener = _listening(host, port)
    except socket.gaierror as error:
        raise NotServed(f"There is no host {host} here ({error.strerror}). Choose another with --host.") from None
    except PermissionError:
        raise NotServed(f"Port {port} is not for this user. Choose one from 1024 on with --port.") from None
    except OSError as error:
        raise NotServed(f"Cannot listen on {host}: {error.strerror}. Choose another with --host.") from None
    if listener is None:
        raise NotServed(f"Port {port} of {host} is taken. Stop what listens there, or choose another with --port.")
    with listener:
        yield listener


def address_of(listener: socket.socket, host: str) -> str:
    """Where a browser on this machine finds the service."""
    shown = "localhost" if host in ANY_HOST else host
    port = listener.getsockname()[1]
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _listening(host: str, port: int) -> socket.socket | None:
    """A socket that listens there; None where another one does."""
    (family, kind, protocol, _, where), *_ = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            return None
        raise
    return listener
