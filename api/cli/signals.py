"""Signals that end a command in order, and which one it was."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from api.cli.endings import BY_SIGNAL
from api.cli.printing import tell
from api.ending import ENDING


@dataclass(slots=True)
class Stop:
    """The signal that has asked for the end, if one has."""

    number: int | None = None

    @property
    def exit_code(self) -> int | None:
        """As a shell names it: 130 of Ctrl-C."""
        return None if self.number is None else BY_SIGNAL + self.number


@contextmanager
def stopped_by_signals() -> Iterator[Stop]:
    """SIGINT, SIGTERM and SIGHUP end the block; those that come while it is ended in order change nothing any more."""
    stop = Stop()

    def ask(number: int, _frame: FrameType | None) -> None:
        if stop.number is None:
            stop.number = number
            raise KeyboardInterrupt

    before = {one: signal.signal(one, ask) for one in ENDING}
    try:
        yield stop
    except KeyboardInterrupt:
        pass
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextmanager
def stopping_is_told() -> Iterator[None]:
    """Says so when the block is interrupted, for what comes then takes a moment."""
    try:
        yield
    except KeyboardInterrupt:
        tell("Stopping …")
        raise
