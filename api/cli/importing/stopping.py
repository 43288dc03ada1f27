"""Ctrl-C during an import: nothing more is read, and what is on its way gets a moment to be answered.

So the counts of a stopped import are right, and the one that goes on has little to send twice.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

GRACE_S = 3.0
STOPPING = (signal.SIGINT, signal.SIGTERM)


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

    before = {one: signal.signal(one, stop) for one in STOPPING}
    try:
        yield wanted
    finally:
        if wanted.is_set():
            signal.setitimer(signal.ITIMER_REAL, 0)
        for one, handler in before.items():
            signal.signal(one, handler)
