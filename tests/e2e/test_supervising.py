"""The small process that a service consists of, beside those that answer and project."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread, Timer

import pytest

from api import serving
from api.readiness import READY, becomes_ready
from api.serving import NotServed, address_of, listening
from api.supervising import announce
from tests.bounded import PATIENCE_S, Process, eventually, joined
from tests.running import SEED, Running, served
from tests.victim import children, command_of, free_port

LARGEST_MIB = 16
INTERRUPTED = "os.kill(os.getpid(), signal.SIGINT)"


def test_what_supervises_holds_little_memory_and_loads_no_library() -> None:
    with served() as service:
        told = Path(f"/proc/{service.process.pid}/status").read_text()
        maps = Path(f"/proc/{service.process.pid}/maps").read_text()

    peak = re.search(r"VmHWM:\s+(\d+) kB", told)
    assert peak is not None
    assert int(peak[1]) < LARGEST_MIB * 1024
    assert "site-packages" not in maps


def test_the_only_process_that_answers_is_replaced_when_it_dies() -> None:
    with served() as service:
        (killed,) = answering(service)

        os.kill(killed, signal.SIGKILL)

        eventually(lambda: answering(service) not in ([], [killed]))
        assert service.ask("post", str(SEED / "events.jsonl")).code == 0


def test_a_service_whose_processes_cannot_start_ends_and_says_so() -> None:
    with supervisor() as process:
        _, said = process.said()

    assert process.returncode == 1
    assert "DATABASE_URL is not set" in said
    assert said.endswith("✗ The service does not start; what its processes said stands above.\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_came_before_it_was_there_ends_it_as_a_success(number: signal.Signals) -> None:
    with supervisor(lambda: held_back(number)) as process:
        assert (*process.said(), process.returncode) == ("", "", 0)


def test_ctrl_c_while_a_command_is_being_loaded_ends_it_without_a_word() -> None:
    with program(f"with interrupted_without_a_word(): {INTERRUPTED}") as loading:
        assert (*loading.said(), loading.returncode) == ("", "", -signal.SIGINT)


def test_ctrl_c_afterwards_is_the_commands_own_to_take() -> None:
    with program(f"with interrupted_without_a_word(): pass\n{INTERRUPTED}") as loaded:
        _, said = loaded.said()

    assert said.endswith("KeyboardInterrupt\n")


def test_the_port_of_a_service_that_is_about_to_end_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PREDECESSOR_S", PATIENCE_S)
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as predecessor:
        Timer(0.2, predecessor.close).start()

        with listening("127.0.0.1", port) as listener:
            assert address_of(listener, "127.0.0.1") == f"http://127.0.0.1:{port}"


def test_a_port_that_stays_taken_is_refused_with_what_to_do() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        pytest.raises(NotServed, match=r"is taken\. .* choose another with --port"),
        listening("127.0.0.1", other.getsockname()[1]),
    ):
        pass


def test_a_service_that_nobody_runs_does_not_become_ready() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # and does not listen, so that nobody else does

        assert not becomes_ready(f"http://127.0.0.1:{silent.getsockname()[1]}", within_s=0)


def test_a_service_is_ready_though_nobody_reads_that_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ready = Event()
    with os.fdopen(writing, "w", encoding="utf-8", buffering=1) as unread, always_ready() as address:
        monkeypatch.setattr(sys, "stdout", unread)

        announce(address, ready)

        monkeypatch.undo()
        with suppress(BrokenPipeError):
            unread.close()
    assert ready.is_set()


@contextmanager
def always_ready() -> Iterator[str]:
    """The address of what answers one question with 200."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            with listener.accept()[0] as connection:
                connection.settimeout(PATIENCE_S)
                connection.recv(65536)
                connection.sendall(READY + b" OK\r\n\r\n")

        listener.settimeout(PATIENCE_S)
        answering = Thread(target=answer, daemon=True)
        answering.start()
        yield address_of(listener, "127.0.0.1")
        joined(answering)


def program(text: str) -> Process:
    """A program of these lines."""
    lines = f"import os, signal\nfrom api.cli import interrupted_without_a_word\n{text}"
    return Process([sys.executable, "-c", lines], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def supervisor(before: Callable[[], None] | None = None) -> Process:
    """What ``serve`` becomes, over no database; *before* is called in its place before it is there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        plan = {
            "listener": listener.fileno(),
            "address": address_of(listener, "127.0.0.1"),
            "processes": 1,
            "with_worker": False,
            "database": None,
        }
        return Process(
            [sys.executable, "-P", "-S", "-m", "api.supervising", json.dumps(plan)],
            {"DATABASE_URL": ""},
            pass_fds=[listener.fileno()],
            preexec_fn=before,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


def held_back(number: signal.Signals) -> None:
    """Sends a signal to this process, which it will find once it takes signals again."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    os.kill(os.getpid(), number)


def answering(service: Running) -> list[int]:
    """The processes that answer for *service*."""
    return [one for one in children(service.process.pid) if b"api.http.server" in command_of(one)]
