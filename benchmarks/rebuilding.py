"""Makes one read model anew, in a process of its own: ``python -m benchmarks.rebuilding NAME CONNINFO DATABASE_PID``.

FOLD as the name decodes and folds the log without writing anything: the limit of every rebuild. Prints what was
measured, as JSON.
"""

import sys
import time
from dataclasses import asdict

import orjson

from adapters.postgres.pool import pool
from adapters.projections.log_events import events_by_stream
from adapters.projections.rebuild import READ_AT_ONCE, rebuild
from benchmarks.measure import Meter, cpu_of
from domain.ledger import State, empty_state, evolve

FOLD = "decode and fold alone"


def main() -> None:
    """Measures, prints."""
    name, conninfo, database_pid = sys.argv[1:]
    meter = Meter(time.process_time, cpu_of([int(database_pid)]))
    events = folded(conninfo) if name == FOLD else rebuild(name, conninfo).position
    print(orjson.dumps(asdict(meter.measured(events))).decode())


def folded(conninfo: str) -> int:
    """Reads the whole log stream by stream as a rebuild does, and folds it; how many events that were."""
    read = 0
    after: tuple[str, int] | None = ("", 0)
    states: dict[str, State] = {}
    with pool(conninfo, max_size=1, statement_timeout_s=0) as connections, connections.connection() as reading:
        while after is not None:
            events, after = events_by_stream(reading, after, sys.maxsize, READ_AT_ONCE, with_headers=False)
            for event in events.events:
                state = states.get(event.stream)
                if state is None:
                    states = {event.stream: (state := empty_state(event.stream))}
                evolve(state, event)
            read += events.read
    return read


if __name__ == "__main__":
    main()
