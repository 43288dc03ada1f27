"""The stock service ("textbook") and a peer, UmaDB, out of the yardstick: a folder that is no part of this repository.

They run on a Python of their own, with the packages that the yardstick pins.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import orjson
from psycopg.conninfo import conninfo_to_dict

from benchmarks.measure import Measured, NotAvailable
from benchmarks.services import (
    CHECKOUT,
    OURS,
    Service,
    Serving,
    end_of,
    log_of,
    process,
    wait_until,
)
from benchmarks.stands import LOOPBACK, NO_FSYNC, Stand, free_port

BESIDE = CHECKOUT.parent / "shared" / "yardstick"
EVENTS = Path("data", "load", "events-110k.jsonl.gz")
PACKAGES = CHECKOUT / ".venv-yardstick"
PEER_EVENT_BYTES = 700
PATIENCE_S = 60.0
PEER = "import sys, json, umadb_peer as peer; print(json.dumps(peer.measure(*json.loads(sys.argv[1]))))"


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Its folder, and the Python that runs it."""

    folder: Path
    python: str

    @property
    def textbook(self) -> Service:
        """The stock service: FastAPI and the `eventsourcing` library, its projection in a process of its own."""
        return Service("textbook", self._serve, self._follow, "textbook_followed")

    def peer(self, stand: Stand, clients: int, size: int, seconds: float) -> Measured:
        """UmaDB's own server under conditional appends; its server's CPU is the service's.

        Raises NotAvailable where it is not installed, or where it would have to leave out syncing.
        """
        if stand.disk == NO_FSYNC:
            raise NotAvailable("UmaDB always syncs")
        environment = {**_environment(), **stand.preloaded, "TMPDIR": str(stand.folder), "PYTHONPATH": str(self.folder)}
        asked = orjson.dumps([clients, size, seconds, PEER_EVENT_BYTES]).decode()
        with process([self.python, "-c", PEER, asked], stand, environment, output=subprocess.PIPE) as started:
            said = started.communicate(timeout=seconds + PATIENCE_S)[0]
            if started.returncode:
                raise NotAvailable(f"UmaDB did not run: {end_of(log_of(stand))}")
        told = orjson.loads(said)
        return Measured(
            done=round(told["per_s"] * seconds),
            wall_s=seconds,
            service_us=told["server_us"],
            p50_ms=told["p50_ms"],
            p99_ms=told["p99_ms"],
        )

    @contextmanager
    def _serve(self, stand: Stand, conninfo: str) -> Iterator[Serving]:
        port = free_port()
        command = [self.python, "-m", "uvicorn", "service:app", "--host", LOOPBACK, "--port", str(port)]
        command += ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
        with process(command, stand, _library(conninfo), cwd=self.folder / "textbook") as started:
            wait_until(partial(_answers, port), started, stand)
            yield Serving(f"http://{LOOPBACK}:{port}", [started.pid])

    @contextmanager
    def _follow(self, stand: Stand, conninfo: str) -> Iterator[int]:
        command = [self.python, "views.py"]
        with process(command, stand, _library(conninfo), cwd=self.folder / "textbook") as started:
            yield started.pid


def _answers(port: int) -> bool:
    socket.create_connection((LOOPBACK, port), 1).close()
    return True


def found(folder: Path, python: str | None) -> Yardstick | None:
    """The yardstick in *folder*, with the Python named, or one that gets its packages now; None where it is not."""
    if not (folder / "textbook" / "service.py").exists():
        return None
    return Yardstick(folder, python or _own_python(folder / "requirements.txt"))


def _own_python(requirements: Path) -> str:
    """A Python with the yardstick's packages, installed once; ours, which can run the textbook, if that fails."""
    python = PACKAGES / "bin" / "python"
    stamp, wanted = PACKAGES / "installed.txt", requirements.read_text()
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return str(python)
    print(f"Installing the yardstick's packages into {PACKAGES.name} (once) …", file=sys.stderr, flush=True)
    try:
        _install(requirements)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stdout", None) or str(error).encode()
        print(said.decode(errors="replace")[-1500:], file=sys.stderr)
        print("That failed: the textbook runs on claimtrail's packages, UmaDB is left out.", file=sys.stderr)
        print("Name a Python that has them with --python.", file=sys.stderr, flush=True)
        return sys.executable
    stamp.write_text(wanted)
    return str(python)


def _install(requirements: Path) -> None:
    python = str(PACKAGES / "bin" / "python")
    uv = shutil.which("uv")
    make = [uv, "venv", "--no-project", "--clear"] if uv else [sys.executable, "-m", "venv", "--clear"]
    pip = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    for command in ([*make, str(PACKAGES)], [*pip, "--requirement", str(requirements)]):
        subprocess.run(command, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1"}


def _library(conninfo: str) -> Mapping[str, str]:
    """For a process of the yardstick; libpq itself finds the password in the environment too."""
    settings = library_settings(conninfo)
    return {**_environment(), **settings, "PGPASSWORD": settings["POSTGRES_PASSWORD"]}


def library_settings(conninfo: str) -> dict[str, str]:
    """What the `eventsourcing` library reads for its stock recorders."""
    given = {name: str(value) for name, value in conninfo_to_dict(conninfo).items()}
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": given["dbname"],
        "POSTGRES_HOST": given["host"],
        "POSTGRES_PORT": given.get("port", "5432"),
        "POSTGRES_USER": given["user"],
        "POSTGRES_PASSWORD": _password_in(Path(given["passfile"])),
        "POSTGRES_POOL_SIZE": "16",
        "POSTGRES_MAX_OVERFLOW": "0",
    }


def _password_in(file: Path) -> str:
    """The password of a file as libpq reads it: the stock library wants the word itself, and knows of no file."""
    line, *_ = file.read_text(encoding="utf-8").splitlines()
    return line.rsplit(":", 1)[1]
