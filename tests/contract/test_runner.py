"""How a follower goes through the log where something is in its way: in smaller steps, and soon in large ones again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import psycopg
import pytest

from adapters.postgres.pool import pool
from adapters.projections import PROJECTIONS
from adapters.projections import runner as following
from adapters.projections.company import AT_ONCE, Applied, Company
from adapters.projections.read_model import ReadModel
from adapters.projections.runner import Follower, is_passing
from domain.ports import LARGEST_POSITION
from tests.bounded import joined
from tests.events import annotated, reported
from tests.log import Log
from tests.postgres import Database
from tests.projections import posted, progress, wait_until

KIND = PROJECTIONS[0]
EVENTS = 40


class Stumbling(Company):
    """A company on its own, which *stumbles* over its first batch; ``sizes`` are those of all that were asked for."""

    def __init__(self, model: ReadModel, stumble: Callable[[], object]) -> None:
        super().__init__([KIND(model)])
        self.sizes: list[int] = []
        self._stumble = stumble

    def process_batch(self, until: int = LARGEST_POSITION, most: int = AT_ONCE) -> Applied:
        self.sizes.append(most)
        if len(self.sizes) == 1:
            self._stumble()
        return super().process_batch(until, most)


@contextmanager
def followed_by(database: Database, stumble: Callable[[], object]) -> Iterator[Stumbling]:
    stopping = Event()
    with pool(database.url, max_size=1) as connections:
        company = Stumbling(ReadModel(connections, KIND.name), stumble)
        follower = Follower(company, database.url, stopping, apart=lambda _: None)
        thread = Thread(target=follower.follow, daemon=True)
        thread.start()
        try:
            yield company
        finally:
            stopping.set()
            joined(thread)


@pytest.fixture
def end(log: Log) -> int:
    """The end of a log of some events."""
    return posted(log, reported(), *(annotated() for _ in range(EVENTS - 1)))[-1].position or 0


def test_after_a_batch_that_failed_each_is_twice_as_large_as_the_one_that_went_well(
    database: Database, end: int
) -> None:
    def fail() -> None:
        raise ArithmeticError("once")

    with followed_by(database, fail) as company:
        wait_until(database, KIND, position=end)

    assert company.sizes[:7] == [AT_ONCE, 1, 2, 4, 8, 16, 32]
    assert progress(database, KIND)["failure"] is None


def test_a_statement_that_took_too_long_is_tried_again_with_half_of_the_batch(database: Database, end: int) -> None:
    def take_long() -> None:
        with psycopg.connect(database.url) as connection:
            connection.execute("SET statement_timeout = '1ms'")
            connection.execute("SELECT pg_sleep(60)")

    with followed_by(database, take_long) as company:
        wait_until(database, KIND, position=end, failed_at=None)

    assert company.sizes[:2] == [AT_ONCE, AT_ONCE // 2]
    assert set(company.sizes[2:]) <= {AT_ONCE}


def test_a_batch_that_was_cut_off_is_no_fault_of_its_events() -> None:
    assert is_passing(psycopg.errors.QueryCanceled())
    assert is_passing(psycopg.errors.IdleInTransactionSessionTimeout())
    assert not is_passing(psycopg.errors.NumericValueOutOfRange())


def test_a_follower_for_which_there_is_no_thread_just_now_is_started_later(
    database: Database, end: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "LONGEST_RETRY_S", 0.01)
    refusals = [RuntimeError("can't start new thread")] * 2

    class Scarce(Thread):
        def start(self) -> None:
            if refusals:
                raise refusals.pop()
            super().start()

    monkeypatch.setattr(following, "Thread", Scarce)
    stopping = Event()
    worker = Thread(target=following.follow_all, args=(database.url, stopping, [KIND]), daemon=True)
    worker.start()
    try:
        wait_until(database, KIND, position=end)
    finally:
        stopping.set()
        joined(worker)
    assert not refusals
