"""An embedded server whose supervisor another program of this process has started, and has handed over to this one.

Imports nothing large, for the program that takes it over is the service's own small supervisor.
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from adapters.plain_log import warn

WATCH_S = 0.5
LOOK_S = 0.02
SUPERVISOR_PATIENCE_S = 75.0  # longer than it gives the server


class HandedOver:
    """Looks after the supervisor, which looks after the server, until the block ends; then both end, in order.

    *supervisor* is its process, *pipe* the end of its standard input that we hold, *lock* what holds the directory's
    lock; *command*, *environment* and *log* are those that it is started with again when it dies.
    """

    def __init__(  # noqa: PLR0913 (one parameter for each thing that is handed over)
        self,
        *,
        supervisor: int,
        pipe: int,
        lock: int,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: str,
    ) -> None:
        self._supervisor = supervisor
        self._pipe = pipe
        self._command = command
        self._environment = environment
        self._log = log
        self._started: subprocess.Popen[bytes] | None = None  # kept, for its end is waited for here
        self._has_ended = False
        self._ending = threading.Event()
        self._watching = threading.Thread(target=self._watch, name="database watch", daemon=True)
        del lock  # it is held for as long as this process lives, whatever program it runs

    def __enter__(self) -> Self:
        self._watching.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        self._watching.join()
        os.close(self._pipe)
        give_up_at = time.monotonic() + SUPERVISOR_PATIENCE_S
        while not self._is_gone():
            if time.monotonic() > give_up_at:  # it stands still; its end tells the server to shut down
                os.kill(self._supervisor, signal.SIGKILL)
            time.sleep(LOOK_S)

    def _watch(self) -> None:
        while not self._ending.wait(WATCH_S):
            if self._is_gone():
                self._start_again()

    def _is_gone(self) -> bool:
        if not self._has_ended:
            try:
                self._has_ended = os.waitpid(self._supervisor, os.WNOHANG)[0] != 0
            except ChildProcessError:  # the system has waited for it itself, where it was told to ignore SIGCHLD
                self._has_ended = True
        return self._has_ended

    def _start_again(self) -> None:
        try:
            self._start()
        except OSError as error:  # no room for one more, which passes
            warn("the database's supervisor ended and could not be started; it is tried again", error=error)
        else:
            warn("the database's supervisor ended; it was started again")

    def _start(self) -> None:
        reading, writing = os.pipe()
        try:
            with open(self._log, "ab") as errors:  # noqa: PTH123 (pathlib is 1 MiB)
                started = subprocess.Popen(  # noqa: S603 (as it was started before)
                    self._command,
                    cwd="/",
                    env=self._environment,
                    stdin=reading,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    start_new_session=True,
                )
        except BaseException:
            os.close(writing)
            raise
        finally:
            os.close(reading)
        os.close(self._pipe)
        self._pipe = writing
        self._supervisor, self._started, self._has_ended = started.pid, started, False
