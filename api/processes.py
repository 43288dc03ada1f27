"""The service's other processes: each is started again when it dies, and none outlives the service.

Imports nothing large, for it is part of the supervisor.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from types import MappingProxyType, TracebackType
from typing import Self

from adapters.plain_log import warn

CHECKOUT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 (pathlib is 1 MiB)
ORDERLY_END_S = 15.0  # longer than a child gives itself
STANDARD_ERROR = 2
STEADY_S = 10.0
PAUSE_S = 0.1  # before a process that did not run for long is started again, doubled each time
LONGEST_PAUSE_S = 5.0
ENVIRONMENT: Mapping[str, str] = MappingProxyType({"PYTHONPATH": CHECKOUT, "MALLOC_ARENA_MAX": "2"})
"""Of every child. glibc gives each thread that allocates an arena of its own, up to 8 a core, and returns little."""


class Processes:
    """Runs Python modules as processes of their own, from ``keep`` to the end of the block.

    *environment* is added to ours.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = {**ENVIRONMENT, **os.environ, "PYTHONPATH": CHECKOUT, **(environment or {})}
        self._ending = threading.Event()
        self._starting = threading.Lock()
        self._running: dict[threading.Thread, subprocess.Popen[bytes]] = {}
        self.deaths = 0
        """How many have ended by themselves, or could not even be started."""

    def keep(self, module: str, *arguments: str, descriptors: tuple[int, ...] = ()) -> None:
        """Runs ``python -m MODULE ARGUMENT…``, which inherits *descriptors*, and again whenever it ends."""
        command = [sys.executable, "-P", "-m", "api.child", module, *arguments]
        threading.Thread(target=self._keep, args=(command, descriptors), daemon=True).start()

    def keep_no_longer(self) -> None:
        """From now on what ends stays so."""
        with self._starting:
            self._ending.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.keep_no_longer()
        running = list(self._running.values())
        for process in running:
            if process.stdin is not None:
                process.stdin.close()
        for process in running:
            _wait_for_end(process)

    def _keep(self, command: list[str], descriptors: tuple[int, ...]) -> None:
        pause_s = PAUSE_S
        while not self._ending.is_set():
            began = time.monotonic()
            self._run(command, descriptors)
            pause_s = PAUSE_S if time.monotonic() - began > STEADY_S else min(2 * pause_s, LONGEST_PAUSE_S)
            self._ending.wait(pause_s)

    def _run(self, command: list[str], descriptors: tuple[int, ...]) -> None:
        """Runs the process to its end, of which it tells unless it was wanted."""
        try:
            process = self._start(command, descriptors)
        except OSError as error:  # no room for one more, which passes
            self.deaths += 1
            warn("a process of the service could not be started; it is tried again", error=error, module=command[4])
            return
        code = None if process is None else process.wait()
        if not self._ending.is_set():
            self.deaths += 1
            warn("a process of the service ended; it is started again", code=code, module=command[4])

    def _start(self, command: list[str], descriptors: tuple[int, ...]) -> subprocess.Popen[bytes] | None:
        with self._starting:
            if self._ending.is_set():
                return None
            process = subprocess.Popen(  # noqa: S603 (ourselves)
                command,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=STANDARD_ERROR,  # what a command prints for programs is its own alone
                pass_fds=descriptors,
                start_new_session=True,  # Ctrl-C reaches the service first, which then ends the others in order
            )
            self._running[threading.current_thread()] = process
            return process


def _wait_for_end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(ORDERLY_END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
