"""Whoever follows the log sees every event once and in order, whatever happens to writers and connections.

Acceptance scenario 9. ``CLAIMTRAIL_TAIL_EVENTS`` is how many events each of the two writers records (the long form:
100000).
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import pairwise
from threading import Thread

import orjson
import psycopg
import pytest
from eventsourcing.utils import Environment
from psycopg.conninfo import make_conninfo

from adapters.mapper import ClaimNotification
from adapters.projections import PROJECTIONS
from adapters.recorder import LogFactory
from adapters.recorder.subscription import LogSubscription
from tests.bounded import Process, eventually, joined
from tests.log import cut_connections
from tests.postgres import Database
from tests.projections import FOLLOWER, followed, wait_until

EVENTS = int(os.environ.get("CLAIMTRAIL_TAIL_EVENTS", "2000"))
TAIL = "tail"
CUTS, PROJECTIONS_TURN = 20, 10


@dataclass(slots=True)
class Follower:
    """Somebody who follows the log on a thread, and what was seen."""

    subscription: LogSubscription
    positions: list[int] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)

    def follow(self) -> None:
        for notification in self.subscription:
            assert isinstance(notification, ClaimNotification)
            self.positions.append(notification.id)
            self.times.append(notification.row.recorded_at)


@pytest.fixture
def factory(database: Database) -> Iterator[LogFactory]:
    made = LogFactory(Environment(env={"DATABASE_URL": make_conninfo(database.url, application_name=TAIL)}))
    yield made
    made.close()


@contextmanager
def following(factory: LogFactory) -> Iterator[Follower]:
    with factory.application_recorder().subscribe() as subscription:
        follower = Follower(subscription)
        thread = Thread(target=follower.follow, daemon=True)
        thread.start()
        try:
            yield follower
        finally:
            subscription.stop()
            joined(thread)


def writer(database: Database, name: str) -> Process:
    command = [sys.executable, "-m", "tests.tail_writer", database.url, name, str(EVENTS)]
    return Process(command, stdout=subprocess.PIPE)


def test_followers_whose_connections_are_cut_see_what_two_processes_write_once_and_in_order(
    database: Database, factory: LogFactory
) -> None:
    with (
        following(factory) as follower,
        followed(database),
        writer(database, "one") as first,
        writer(database, "two") as second,
    ):
        cuts = cut_on_the_way(database)
        told = [orjson.loads(one.said()[0]) for one in (first, second)]
        end = factory.application_recorder().max_notification_id() or 0
        wait_for(follower, end)
        for projection in PROJECTIONS:
            wait_until(database, projection, position=end)

    sys.stdout.write(f"{end} events, cuts {dict(cuts)}; the writers were told {told}\n")
    assert end == sum(one["recorded"] for one in told)
    assert end > 2 * EVENTS
    assert follower.positions == list(range(1, end + 1))
    assert all(earlier <= later for earlier, later in pairwise(follower.times))
    assert cuts[TAIL] >= CUTS
    assert cuts[FOLLOWER] >= CUTS // PROJECTIONS_TURN
    assert all(one["refused"] for one in told)
    assert rows_counted(database) == {"audit_trail": end, "current_view_history": end}


def cut_on_the_way(database: Database) -> Counter[str]:
    """How often the connections of who follows were cut at places that the log came to: the projections' at few."""
    cuts: Counter[str] = Counter()
    for turn in range(CUTS):
        place = 2 * EVENTS * turn // CUTS
        eventually(partial(has_come_to, place, database))
        for follower in (TAIL, FOLLOWER) if turn % PROJECTIONS_TURN == 0 else (TAIL,):
            eventually(partial(cut, database, follower, cuts))
    return cuts


def cut(database: Database, follower: str, cuts: Counter[str]) -> bool:
    """Whether there was a connection of *follower* to cut; there always will be one again."""
    found = cut_connections(database, follower)
    cuts[follower] += found
    return found > 0


def has_come_to(place: int, database: Database) -> bool:
    """Whether so many events are recorded."""
    with psycopg.connect(database.url) as connection:
        (end,) = connection.execute("SELECT coalesce(max(position), 0) FROM event").fetchone() or (0,)
        return int(end) >= place


def rows_counted(database: Database) -> dict[str, int]:
    """How many rows the tables hold that have one for each event of a claim."""
    with psycopg.connect(database.url) as connection:
        counted = connection.execute(
            "SELECT 'audit_trail', count(*) FROM audit_trail"
            " UNION ALL SELECT 'current_view_history', count(*) FROM current_view_history"
        )
        return dict(counted.fetchall())


def wait_for(follower: Follower, end: int) -> None:
    """Until *follower* has seen the end, or has stood still for half a minute."""
    seen, still = -1, 0
    while seen < end and still < 600:
        still = still + 1 if len(follower.positions) == seen else 0
        seen = len(follower.positions)
        time.sleep(0.05)
