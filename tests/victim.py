"""A service to be killed, whole or in part, as a power cut or an out-of-memory killer would."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.postgres.postmaster import postmaster
from tests.bounded import Process
from tests.embedded import parent
from tests.postgres import open_folder
from tests.running import ready_address

EVERYTHING = "everything"
LOG = "service.log"
LAST_OF_LOG = 20_000
SERVICE = "service"


@dataclass(slots=True)
class Victim:
    """A service with its embedded server, or over *database* where that is another's directory."""

    data: Path
    port: int
    options: Sequence[str]
    environment: dict[str, str]
    process: Process = field(init=False)

    @property
    def url(self) -> str:
        """Where it answers, the same after each start."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self, part: str) -> None:
        """Kills -9 the processes that *part* names, as far as they live just now; a dead service is started again."""
        for pid in self.processes(part):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if part in (SERVICE, EVERYTHING):
            self.process.said()
            self.start()

    def start(self) -> None:
        """Starts it again and waits until it is ready; what it logs goes where nobody has to read it."""
        command = [sys.executable, "-P", "-m", "api.cli", "serve", "--port", str(self.port), "--data", str(self.data)]
        with (self.data.parent / LOG).open("a") as log:
            self.process = Process(
                [*command, *self.options],
                {"NO_COLOR": "1", **self.environment},
                stdout=subprocess.PIPE,
                stderr=log,
            )
        ready_address(self.process)

    def processes(self, part: str) -> list[int]:
        """Which processes *part* names."""
        match part:
            case "service":
                return [self.process.pid]
            case "worker" | "supervisor" | "server":
                return [pid for pid in children(self.process.pid) if f".{part}".encode() in command_of(pid)]
            case "postmaster":
                return [state.pid] if (state := postmaster(self.data)) else []
            case "backend":
                return random.sample(sessions := self.sessions(), min(len(sessions), 1))
            case _:
                parts = (SERVICE, "server", "worker", "supervisor", "postmaster")
                return [*(pid for one in parts for pid in self.processes(one)), *self.sessions()]

    def sessions(self) -> list[int]:
        """The server's processes that talk to a client."""
        return [
            pid
            for server in self.processes("postmaster")
            for pid in children(server)
            if command_of(pid).startswith(b"postgres: claimtrail ")
        ]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ends the service in order; its exit code."""
        self.process.send_signal(number)
        self.process.said()
        return self.process.returncode


@contextmanager
def victim(*options: str, **environment: str) -> Iterator[Victim]:
    """A service on a new directory that keeps its port whenever it is started again."""
    with open_folder() as place:
        service = Victim(place / "data", free_port(), options, environment)
        try:
            service.start()
            yield service
            if service.process.poll() is None:
                service.end()
        except BaseException as error:
            error.add_note((place / LOG).read_text()[-LAST_OF_LOG:])
            raise
        finally:
            service.process.end_by(signal.SIGKILL)


def free_port() -> int:
    """A port that nobody listens on, nor gets by chance: below those that the kernel gives, another for each worker."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 10
    first = 20_000 + worker * 1_000
    for port in random.sample(range(first, first + 1_000), 100):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    pytest.fail(f"100 ports from {first} on are all taken")


def children(pid: int) -> list[int]:
    """The processes that *pid* has started."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if parent(int(one.name)) == pid:
                found.append(int(one.name))
    return found


def command_of(pid: int) -> bytes:
    """The command line of *pid*; nothing where it has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""
