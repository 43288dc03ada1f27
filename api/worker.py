"""The worker of the read models: ``python -m api.worker``, beside a service or alone.

Started by a service it ends with it (``api.child``); SIGTERM or SIGINT end it after the batch that it is at.
"""

import signal
from collections.abc import Callable
from queue import SimpleQueue
from threading import Event, Thread

from adapters.projections.runner import follow_all
from api.collector import calm_the_collector
from api.database import any_database, refuse_unless_migrated
from api.logs import log_to_stderr
from api.settings import Settings, settings_from


def work(settings: Settings, begun: Callable[[], None] = lambda: None) -> None:
    """Follows the log of the database that *settings* name, until a signal ends it; raises MigrationError.

    *begun* is called once the database is found to be ready.
    """
    log_to_stderr()
    stopping = ended_by_signals()
    calm_the_collector()
    with any_database(settings) as conninfo:
        refuse_unless_migrated(conninfo)
        begun()
        follow_all(conninfo, stopping)


def ended_by_signals() -> Event:
    """Set when SIGTERM or SIGINT arrives.

    Not by the handler itself, which may interrupt this thread while it has the event's lock, and would wait for it for
    ever: a SimpleQueue is made for that.
    """
    stopping = Event()
    arrived: SimpleQueue[int] = SimpleQueue()

    def stop() -> None:
        arrived.get()
        stopping.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda number, _frame: arrived.put(number))
    Thread(target=stop, name="signals", daemon=True).start()
    return stopping


if __name__ == "__main__":
    work(settings_from())
