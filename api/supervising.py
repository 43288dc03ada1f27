"""What ``claimtrail serve`` becomes once its database is ready: ``python -m api.supervising PLAN``.

It keeps the processes alive that answer and project, tells when they are ready, and ends them in order. It has a small
memory of its own: it takes the place of the program that checked and migrated, whose libraries it does not need, under
the same process id. Only the standard library is imported, and little of that.
"""

import json
import os
import signal
import sys
import threading
from contextlib import ExitStack, suppress
from typing import Any, NoReturn, TypedDict

from adapters.postgres.handed_over import HandedOver
from api.ending import ENDING, ended_by_signals
from api.processes import CHECKOUT, Processes
from api.readiness import becomes_ready

LOOK_S = 0.5
MOST_DEATHS = 5
"""So often may processes die before the service was ever ready: what cannot be loaded now never will be."""


class Plan(TypedDict):
    """What to keep running, as JSON on the command line; secrets are in the environment."""

    listener: int
    address: str
    processes: int
    with_worker: bool
    database: dict[str, Any] | None
    """What ``EmbeddedPostgres.handed_over`` says, where there is one."""


def become_supervisor(plan: Plan, conninfo: str) -> NoReturn:
    """Replaces the program of this process; a signal that comes meanwhile is the new one's.

    The listener, and what the database was handed over with, must be inheritable. Raises OSError where that cannot be.
    """
    environment = {**os.environ, "DATABASE_URL": conninfo, "PYTHONPATH": CHECKOUT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        os.execve(  # noqa: S606 (ourselves)
            sys.executable, [sys.executable, "-P", "-S", "-m", "api.supervising", json.dumps(plan)], environment
        )
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def main(argument: str) -> None:
    """Supervises until SIGINT, SIGTERM or SIGHUP; ends as a failure where the service does not even start."""
    plan: Plan = json.loads(argument)
    with ended_by_signals():
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        supervise(plan)


def supervise(plan: Plan) -> None:
    """Runs what *plan* says, until it is interrupted."""
    with ExitStack() as running:
        if plan["database"] is not None:
            running.enter_context(HandedOver(**plan["database"]))
        others = running.enter_context(Processes())
        running.callback(os.close, plan["listener"])  # who connects to a service that ends is refused at once
        running.callback(others.keep_no_longer)
        if plan["with_worker"]:
            others.keep("api.worker")
        for _ in range(plan["processes"]):
            others.keep("api.http.server", str(plan["listener"]), descriptors=(plan["listener"],))
        ready = threading.Event()
        threading.Thread(target=announce, args=(plan["address"], ready), daemon=True).start()
        while not ready.wait(LOOK_S):
            if others.deaths >= MOST_DEATHS:
                sys.exit("✗ The service does not start; what its processes said stands above.")
        threading.Event().wait()


def announce(address: str, ready: threading.Event) -> None:
    """Says that the service is ready, once it is."""
    becomes_ready(address)
    with suppress(OSError):  # of a full disk, or of nobody who reads: ready it is all the same
        print(f"Ready at {address}", flush=True)  # noqa: T201 (what the command prints)
    ready.set()


if __name__ == "__main__":
    main(sys.argv[1])
