"""A whole service: its database, its socket, the processes that answer, and the worker of the read models."""

import errno
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

import httpx

from api.database import own_database
from api.http.server import answer
from api.processes import Processes
from api.settings import Settings

ANY_HOST = ("0.0.0.0", "::")  # noqa: S104 (looked for, not bound)
BACKLOG = 2048
LAST_PORT = 65_535
ENDING: Mapping[signal.Signals, Callable[[int, FrameType | None], None]] = {
    signal.SIGINT: signal.default_int_handler,
    signal.SIGTERM: signal.default_int_handler,
    # uvicorn, which takes over the other two, would find an interrupt amid a request, and go on
    signal.SIGHUP: lambda _number, _frame: signal.raise_signal(signal.SIGTERM),
}
READY_POLL_S = 0.02
PATIENCE_S = 60.0


class NotServed(Exception):  # noqa: N818 (says what did not happen)
    """The service cannot start; the message says why and what to do."""


def serve(  # noqa: PLR0913 (one parameter for each option of the command)
    settings: Settings, *, host: str, port: int, processes: int, with_worker: bool, ready: Callable[[str], None]
) -> None:
    """Runs a service until SIGINT, SIGTERM or SIGHUP; *ready* is told its address once /readyz answers 200.

    With one process it answers in this one, else in *processes* others that share the socket. Raises NotServed, and
    what ``own_database`` raises.
    """
    with (
        ended_by_signals(),
        listening(host, port) as listener,
        own_database(settings) as conninfo,
        Processes({"DATABASE_URL": conninfo}) as others,
    ):
        address = address_of(listener, host)
        if with_worker:
            others.keep("api.worker")
        threading.Thread(target=_announce, args=(address, ready), daemon=True).start()
        if processes == 1:
            answer(listener, conninfo, settings)
        else:
            for _ in range(processes):
                keep_answering(others, listener)
            threading.Event().wait()


@contextmanager
def serving(settings: Settings, listener: socket.socket, host: str) -> Iterator[tuple[str, str]]:
    """A service in processes beside this one, ready: its address, and how to connect to its database.

    Raises NotServed where it does not become ready, and what ``own_database`` raises.
    """
    with own_database(settings) as conninfo, Processes({"DATABASE_URL": conninfo}) as others:
        others.keep("api.worker")
        keep_answering(others, listener)
        address = address_of(listener, host)
        wait_until_ready(address, PATIENCE_S)
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


def wait_until_ready(address: str, patience_s: float | None = None) -> None:
    """Returns once /readyz answers 200; raises NotServed after *patience_s* (None: waits for ever)."""
    give_up_at = None if patience_s is None else time.monotonic() + patience_s
    with httpx.Client(base_url=address, trust_env=False, timeout=READY_POLL_S + 5) as client:
        while not _is_ready(client):
            if give_up_at is not None and time.monotonic() > give_up_at:
                raise NotServed(f"The service at {address} did not become ready; what it logged stands above.")
            time.sleep(READY_POLL_S)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end the block as Ctrl-C does: in order, and as a success.

    So does SIGINT where a shell has it ignored, as for what a script starts in the background.
    """
    before = {one: signal.signal(one, handler) for one, handler in ENDING.items()}
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _announce(address: str, ready: Callable[[str], None]) -> None:
    wait_until_ready(address)
    ready(address)


def _is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


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
