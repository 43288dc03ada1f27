"""Waits that end: whatever a test waits for, it waits PATIENCE_S, and then fails with what there is to know."""

import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread, Timer
from types import MappingProxyType, TracebackType
from typing import Any

CHECKOUT = Path(__file__).parents[1]
PATIENCE_S = 60.0
LAST_WORDS_S = 15.0  # longer than what a dead service leaves behind gives itself
NOTHING: Mapping[str, str] = MappingProxyType({})


def eventually(condition: Callable[[], bool]) -> None:
    """Waits for the condition."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"it has not come within {PATIENCE_S:g} s"
        time.sleep(0.01)


def joined(*threads: Thread) -> None:
    """Waits for the end of *threads*, which are daemons, so that the run can end in any case."""
    deadline = time.monotonic() + PATIENCE_S
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
        assert not thread.is_alive(), f"{thread.name} goes on after {PATIENCE_S:g} s, at\n{place_of(thread)}"


def place_of(thread: Thread) -> str:
    """The stack of a thread."""
    frame = sys._current_frames().get(thread.ident or 0)  # noqa: SLF001 (documented, whatever its name says)
    return "".join(traceback.format_stack(frame)) if frame else "its end"


class Process(subprocess.Popen[str]):
    """A process that a test starts, its *environment* added to ours; at the end of its block nothing of it is left."""

    def __init__(self, command: Sequence[str | Path], environment: Mapping[str, str] = NOTHING, **options: Any) -> None:
        # Under the fault handler SIGABRT makes it tell the stacks of its threads.
        own = {"PYTHONPATH": str(CHECKOUT), "PYTHONFAULTHANDLER": "1", **environment}
        super().__init__(command, env={**os.environ, **own}, text=True, start_new_session=True, **options)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end_by(signal.SIGKILL)
        super().__exit__(kind, error, trace)

    def line(self) -> str:
        """The next line of its standard output; nothing after the last."""
        assert self.stdout is not None
        with self._aborted_when_late() as late:
            line = self.stdout.readline()
        if late:
            raise AssertionError(f"{self.args!r} said no more for {PATIENCE_S:g} s: {line}{self._last_words()}")
        return line

    def said(self) -> tuple[str, str]:
        """What it says on standard output and error until it ends by itself."""
        try:
            return self.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.end_by(signal.SIGABRT)
        raise AssertionError(f"{self.args!r} did not end within {PATIENCE_S:g} s: {self._last_words()}")

    def end_by(self, number: signal.Signals) -> None:
        """Sends a signal to it and those of its group, unless it has ended."""
        if self.poll() is None:
            os.killpg(self.pid, number)

    @contextmanager
    def _aborted_when_late(self) -> Iterator[list[bool]]:
        """Ends it where the block takes too long, which is told: whoever reads its pipes then finds their end."""
        late: list[bool] = []

        def abort() -> None:
            late.append(True)
            self.end_by(signal.SIGABRT)

        timer = Timer(PATIENCE_S, abort)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()

    def _last_words(self) -> str:
        """All that it has said and nobody has read, its stacks among it; others may still have its pipes."""
        try:
            return "".join(part or "" for part in self.communicate(timeout=LAST_WORDS_S))
        except subprocess.TimeoutExpired as late:
            self.end_by(signal.SIGKILL)
            return "".join(part.decode(errors="replace") for part in (late.stdout, late.stderr) if part)
