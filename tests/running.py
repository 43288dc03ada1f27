"""A whole service as a person starts it, and the command line as a person uses it."""

import contextlib
import io
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from api.cli import main, printing
from tests.bounded import CHECKOUT, Process
from tests.postgres import open_folder

SEED = CHECKOUT / "examples" / "seed"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Each line of its output as JSON."""
        return [orjson.loads(line) for line in self.out.splitlines()]

    @property
    def told(self) -> str:
        """What it said on standard error, in one line and without a frame."""
        return " ".join(re.sub("[│╭╮╰╯─]", " ", self.err).split())


@dataclass(frozen=True, slots=True)
class Running:
    """A service that runs: its address, the directory of its database, its process."""

    url: str
    data: Path
    process: Process

    def ask(self, *arguments: str) -> Ended:
        """A command that asks the service."""
        return ended(*arguments, "--url", self.url)

    def end(self) -> None:
        """Ends the service as Ctrl-C does; its database stays."""
        self.process.send_signal(signal.SIGTERM)
        self.process.said()

    def look(self, *arguments: str) -> Ended:
        """A command that looks into the database."""
        return ended(*arguments, "--data", str(self.data))


def ended(*arguments: str, stdin: str = "") -> Ended:
    """Runs a command to its end, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        patched.setenv("NO_COLOR", "1")
        patched.setattr(printing.out, "width", printing.WIDTH_OF_A_PIPE)  # whatever COLUMNS the tests run under
        try:
            main(arguments)
        except SystemExit as end:
            return Ended(int(end.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("a command always ends with its exit code")


def started(*arguments: str, **environment: str) -> Process:
    """A command in a process of its own."""
    return Process(
        [sys.executable, "-P", "-m", "api.cli", *arguments],
        {"COLUMNS": "200", "NO_COLOR": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ready_address(process: Process) -> str:
    """Where the service that *process* runs answers, as it says once it is ready."""
    line = process.line()
    found = re.search(r"Ready at (http://\S+)", line)
    if found is None:
        process.kill()
        raise AssertionError(line + "".join(part or "" for part in process.said()))
    return found[1]


@contextmanager
def served(*options: str, **environment: str) -> Iterator[Running]:
    """A service on a new directory, until the block ends."""
    with (
        open_folder() as place,
        started("serve", "--port", "0", "--data", str(place / "data"), *options, **environment) as process,
    ):
        service = Running(ready_address(process), place / "data", process)
        try:
            yield service
        finally:
            service.end()
