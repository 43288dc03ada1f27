"""The signals that end a service: in order, and as a success.

Imports nothing large, for it is part of the supervisor.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP end the block as Ctrl-C does: in order, and as a success.

    So does SIGINT where a shell has it ignored, as for what a script starts in the background.
    """
    before = {one: signal.signal(one, signal.default_int_handler) for one in ENDING}
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
