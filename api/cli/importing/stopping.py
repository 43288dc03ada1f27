"""Ctrl-C during an import: nothing more is read, and what is on its way gets a moment to be answered.

So the counts of a stopped import are right, and the one that goes on has little to send twice. What waits for input,
as for somebody who types, waits no longer: it has come to its end.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

GRACE_S = 3.0
STOPPING = (signal.SIGINT, signal.SIGTERM)


class NoMoreInput(Exception):  # noqa: N818 (what is to be known)
    """Raised where input is waited for when the import is stopped."""


class _Reading:
    """Whether input is waited for just now, and whether that is over for good."""

    now = False
    is_over = False


@contextmanager
def reading() -> Iterator[bool]:
    """The block reads input if it may, and is left by NoMoreInput when the import is stopped."""
    _Reading.now = True
    try:
        yield not _Reading.is_over
    finally:
        _Reading.now = False


@contextmanager
def stopped_by_ctrl_c() -> Iterator[Event]:
    """An event that Ctrl-C or SIGTERM sets; GRACE_S later, or at the next one, the block ends by KeyboardInterrupt."""
    wanted = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        if wanted.is_set():
            raise KeyboardInterrupt
        wanted.set()
        signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, GRACE_S)
        _Reading.is_over = True
        if _Reading.now:
            raise NoMoreInput

    _Reading.is_over = False
    before = {one: signal.signal(one, stop) for one in STOPPING}
    try:
        yield wanted
    finally:
        if wanted.is_set():
            signal.setitimer(signal.ITIMER_REAL, 0)
        for one, handler in before.items():
            signal.signal(one, handler)
