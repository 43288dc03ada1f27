"""What keeps a service alive outlives a system that, for a moment, has no room for one more process."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.postgres import embedded
from adapters.postgres.embedded import EmbeddedPostgres
from adapters.postgres.handed_over import HandedOver
from adapters.postgres.supervisor import LONGEST_PAUSE_S, pause_s
from api.database import watched
from api.processes import Processes
from tests.bounded import eventually
from tests.embedded import QUICK, came_back, copy_of, has_ended, kill, new_database, parent, running
from tests.postgres import open_folder

WAITING = [sys.executable, "-c", "import sys; sys.stdin.read()"]
SCARCE = """
import errno, subprocess, sys
from adapters.postgres import supervisor
spawn, asked = subprocess.Popen, []
def scarce(*command, **how):
    asked.append(command)
    if len(asked) in (2, 3):
        raise OSError(errno.EAGAIN, "no room")
    return spawn(*command, **how)
subprocess.Popen = scarce
sys.exit(supervisor.main(sys.argv[1]))
"""


class Room:
    """How often the system still refuses to start a process, and those that it has started."""

    def __init__(self) -> None:
        self.refusals = 0
        self.started: list[subprocess.Popen[bytes]] = []
        self._spawn = subprocess.Popen

    def spawn(self, *command: Any, **how: Any) -> subprocess.Popen[bytes]:
        """In the place of Popen."""
        if self.refusals:
            self.refusals -= 1
            raise OSError(errno.ENOMEM, "no room")
        self.started.append(self._spawn(*command, **how))
        return self.started[-1]


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    made = Room()
    monkeypatch.setattr(subprocess, "Popen", made.spawn)
    return made


def test_a_process_of_the_service_that_cannot_be_started_again_is_tried_until_it_can(
    room: Room, capfd: pytest.CaptureFixture[str]
) -> None:
    with Processes() as others:
        others.keep("http.server", "0", "--bind", "127.0.0.1")
        eventually(lambda: len(room.started) == 1)
        room.refusals = 2

        room.started[0].kill()

        eventually(lambda: len(room.started) == 2)
        assert others.deaths == 3

    told = capfd.readouterr().err
    assert told.count("a process of the service could not be started; it is tried again error=[Errno 12] no room") == 2
    assert told.count("a process of the service ended; it is started again code=-9 module=http.server") == 1


@contextmanager
def handed_over(log: Path) -> Iterator[int]:
    """A supervisor that does nothing but wait for its end, in the hands of who looks after it."""
    with subprocess.Popen(WAITING, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        pipe = os.dup(process.stdin.fileno())
        with HandedOver(
            supervisor=process.pid, pipe=pipe, lock=-1, command=WAITING, environment=os.environ, log=str(log)
        ):
            process.stdin.close()
            yield process.pid


def open_descriptors() -> int:
    """How many this process has."""
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_supervisor_of_the_database_that_cannot_be_started_again_is_tried_until_it_can(
    room: Room, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = open_descriptors()
    with handed_over(tmp_path / "server.log") as supervisor:
        room.refusals = 2

        kill(supervisor)

        eventually(lambda: len(room.started) == 2)

    assert has_ended(room.started[1].pid)
    assert open_descriptors() == before
    told = capfd.readouterr().err
    assert told.count("ended and could not be started; it is tried again error=[Errno 12] no room") == 2
    assert told.count("the database's supervisor ended; it was started again") == 1


def test_a_supervisor_for_which_the_system_has_waited_itself_is_started_again_too(room: Room, tmp_path: Path) -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        with handed_over(tmp_path / "server.log") as supervisor:
            kill(supervisor)
            eventually(lambda: len(room.started) == 2)
    finally:
        signal.signal(signal.SIGCHLD, before)


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    with new_database() as data:
        yield data


@pytest.fixture
def data(made: Path) -> Iterator[Path]:
    with open_folder() as place:
        yield copy_of(made, place)


def test_a_server_that_cannot_be_started_again_is_tried_until_it_can(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmbeddedPostgres, "_command", lambda self: [sys.executable, "-c", SCARCE, self._plan()])
    with EmbeddedPostgres(data, settings=QUICK):
        killed = running(data).pid
        supervisor = parent(killed)

        kill(killed)

        eventually(lambda: came_back(data, killed))
        assert parent(running(data).pid) == supervisor
    assert (data / "server.log").read_text().count("the database could not be started; it is tried again") == 2


def test_who_looks_after_the_supervisor_outlives_what_cannot_be_looked_at(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    join = embedded.join

    def scarce(place: Path) -> str | None:
        looked.append(place)
        if len(looked) == 1:
            raise OSError(errno.EMFILE, "no room")
        return join(place)

    with EmbeddedPostgres(data, settings=QUICK) as server:
        monkeypatch.setattr(embedded, "join", scarce)
        with watched(server):
            eventually(lambda: len(looked) > 1)


def test_the_pause_before_the_next_attempt_grows_to_its_limit_and_no_further() -> None:
    assert [pause_s(failures) for failures in (1, 2, 3)] == [0.1, 0.2, 0.4]
    assert pause_s(100_000) == LONGEST_PAUSE_S
