"""Whoever follows the log sees every event once and in order, whatever happens to writers and connections.

``CLAIMTRAIL_TAIL_EVENTS`` is how many events each of the two writers records (the long form: 50000).
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from threading import Thread

import orjson
import pytest
from eventsourcing.utils import Environment
from psycopg.conninfo import make_conninfo

from adapters.mapper import ClaimNotification
from adapters.recorder import LogFactory
from adapters.subscription import LogSubscription
from tests.log import cut_connections
from tests.postgres import CHECKOUT, Database

EVENTS = int(os.environ.get("CLAIMTRAIL_TAIL_EVENTS", "2000"))
TAIL = "tail"


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
        thread = Thread(target=follower.follow)
        thread.start()
        yield follower
        subscription.stop()
        thread.join()


def writer(database: Database, name: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.tail_writer", database.url, name, str(EVENTS)],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
    )


def test_a_follower_whose_connection_is_cut_sees_what_two_processes_write_once_and_in_order(
    database: Database, factory: LogFactory
) -> None:
    with following(factory) as follower:
        writers = [writer(database, name) for name in ("one", "two")]
        cuts = cut_until_ended(database, writers)
        told = [orjson.loads(one.communicate()[0]) for one in writers]
        end = factory.application_recorder().max_notification_id() or 0
        wait_for(follower, end)

    sys.stdout.write(f"{end} events, {cuts} cuts; the writers were told {told}\n")
    assert end == sum(one["recorded"] for one in told)
    assert end > 2 * EVENTS
    assert follower.positions == list(range(1, end + 1))
    assert all(earlier <= later for earlier, later in pairwise(follower.times))
    assert cuts >= 3
    assert all(one["refused"] for one in told)


def cut_until_ended(database: Database, writers: "list[subprocess.Popen[bytes]]") -> int:
    """How often the follower's connections were cut while the writers wrote."""
    cuts = 0
    while any(one.poll() is None for one in writers):
        time.sleep(0.1)
        cuts += cut_connections(database, TAIL)
    return cuts


def wait_for(follower: Follower, end: int) -> None:
    """Until *follower* has seen the end, or has stood still for half a minute."""
    seen, still = -1, 0
    while seen < end and still < 600:
        still = still + 1 if len(follower.positions) == seen else 0
        seen = len(follower.positions)
        time.sleep(0.05)
