"""A lost connection leaves open whether a group was stored; nobody is answered before that is known."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent
from psycopg import AsyncConnection
from structlog.testing import capture_logs
from structlog.typing import EventDict

from adapters import group_commit
from adapters.foreign import foreign_batch
from adapters.group_commit import Answer, GroupCommit
from adapters.postgres.steady import connect_writer
from domain.receipt import Receipt
from domain.refusals import Broken, DatabaseAway, Refused
from tests.bounded import PATIENCE_S, joined
from tests.cut_wire import cut_wire
from tests.log import Log, cut_connections, opened, rows_of
from tests.postgres import Database
from tests.posts import annotated, redacted, reported, retracted

ROUNDS, LEAST_KILLED = 30, 3


def test_a_group_whose_commit_was_done_but_never_answered_is_found_and_answered_as_recorded(
    database: Database,
) -> None:
    with cut_wire(database.url) as (wire, conninfo), opened(conninfo) as log:
        log.receipt(reported("killed", id="1"))
        wire.cuts = 1

        receipt = log.receipt(annotated("killed", id="2"))

        assert wire.cuts == 0
        assert (receipt.status, receipt.position) == ("recorded", 2)
    assert [row.id for row, _ in rows_of(database)] == ["1", "2"]


def test_a_group_whose_commit_nobody_had_read_when_the_connection_broke_is_stored_then(database: Database) -> None:
    with cut_wire(database.url) as (wire, conninfo), opened(conninfo) as log:
        log.receipt(reported("killed", id="1"))
        wire.unread = 1

        receipt = log.receipt(annotated("killed", id="2"))

        assert wire.unread == 0
        assert (receipt.status, receipt.position) == ("recorded", 2)
    assert [row.id for row, _ in rows_of(database)] == ["1", "2"]


def test_every_event_of_an_atomic_batch_and_of_many_callers(database: Database) -> None:
    with cut_wire(database.url) as (wire, conninfo), opened(conninfo) as log:
        wire.cuts = 2
        atomic = log.append(reported("one"), annotated("one"), atomic=True)
        many = log.append_at_once(*([reported(f"claim-{n}")] for n in range(50)))

    answers = [*atomic, *(one for batch in many for one in batch)]
    assert [_place(one) for one in answers] == [("recorded", n) for n in range(1, 53)]
    assert len(rows_of(database)) == 52


def test_what_was_repeated_stays_so_and_what_was_refused_too(database: Database) -> None:
    with cut_wire(database.url) as (wire, conninfo), opened(conninfo) as log:
        log.receipt(reported("killed", id="1"))
        wire.cuts = 1

        repeated, bad, new = log.append(reported("killed", id="1"), annotated("nobody"), annotated("killed"))

    assert _place(repeated) == ("repeated", 1)
    assert isinstance(bad, Refused)
    assert _place(new) == ("recorded", 2)


def test_a_redaction_that_was_stored_unanswered_is_answered_as_recorded(database: Database) -> None:
    with cut_wire(database.url) as (wire, conninfo), opened(conninfo) as log:
        log.append(reported("killed"), annotated("killed", "Jane Roe"))
        wire.cuts = 1

        receipt = log.receipt(redacted("killed", 2, "/text"))

    assert _place(receipt) == ("recorded", 3)
    assert rows_of(database)[1][0].secret is None


def test_with_connections_killed_at_random_moments_every_answer_is_true_and_nothing_is_doubled(
    database: Database,
) -> None:
    told: dict[str, tuple[str, int | None]] = {}
    give_up_at = time.monotonic() + PATIENCE_S
    with killer(database) as killed, opened(database.url) as log:
        for n in count():
            if n >= ROUNDS and sum(killed) >= LEAST_KILLED:
                break
            assert time.monotonic() < give_up_at, (n, killed)
            told |= _answers_of_one_round(log, n)

    rows = [row for row, _ in rows_of(database)]
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    assert told == {row.id: ("recorded", row.position) for row in rows}
    assert len(rows) == n * 40


def test_while_the_database_is_away_only_the_first_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE_S", 0.25)
    with away() as (log, attempts):
        assert turned_away(log)
        attempts.clear()
        assert turned_away(log)
    assert attempts.total() == 1


def test_who_waits_behind_a_group_that_is_given_up_is_told_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE_S", 0.0)
    with away() as (log, attempts):
        with pytest.raises(Refused):
            log.append_at_once(*([reported("one"), reported("two")] for _ in range(1_000)))
        attempts.clear()
        assert turned_away(log)
    assert attempts.total() == 1


def test_of_a_batch_that_was_given_up_nothing_is_written_later(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE_S", 0.0)
    with opened(database.url) as log:
        log.receipt(reported("killed"))
        cut_connections(database)
        monkeypatch.setattr(group_commit, "MOST_EVENTS", 1)

        with pytest.raises(Refused):
            log.append(annotated("killed"), annotated("killed"))

        assert log.receipt(annotated("killed")).position == 2


def test_a_dry_run_does_not_wait_for_ever_for_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "WITHIN_S", 0.1)

    async def never() -> AsyncConnection[Any]:
        await asyncio.get_running_loop().create_future()
        raise AssertionError("nobody answers it")

    with asyncio.Runner() as runner, pytest.raises(Refused) as refused:
        Log(runner, GroupCommit(never)).rehearse(reported("killed"))
    assert isinstance(refused.value.first, DatabaseAway)


@pytest.mark.parametrize(
    "error", [psycopg.InterfaceError("the connection is lost"), OSError("no way there"), psycopg.OperationalError()]
)
def test_a_dry_run_without_a_database_is_told_to_come_again(error: Exception) -> None:
    async def refuse() -> AsyncConnection[Any]:
        raise error

    with asyncio.Runner() as runner, pytest.raises(Refused) as refused:
        Log(runner, GroupCommit(refuse)).rehearse(reported("killed"))
    assert isinstance(refused.value.first, DatabaseAway)


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    """What is logged, which is not written out."""
    with capture_logs() as entries:
        yield entries


class Breaking:
    """Expected versions on which a decision breaks, as a mistake of ours would make it."""

    def __contains__(self, _version: object) -> bool:
        raise ArithmeticError("a mistake of ours")


def test_what_breaks_as_it_is_decided_fails_alone(database: Database, log: Log, logged: list[EventDict]) -> None:
    async def all_at_once() -> list[list[Answer] | BaseException]:
        batches = [[reported("one")], [annotated("one", expected=Breaking())], [annotated("one"), reported("two")]]
        appending = [log.group_commit.append(one) for one in batches]
        return await asyncio.gather(*appending, return_exceptions=True)

    first, broken, last = log.runner.run(all_at_once())

    assert isinstance(broken, ArithmeticError)
    assert isinstance(first, list)
    assert isinstance(last, list)
    assert [_place(one) for one in [*first, *last]] == [("recorded", 1), ("recorded", 2), ("recorded", 3)]
    assert [row.stream for row, _ in rows_of(database)] == ["claim/one", "claim/one", "claim/two"]
    assert [(one["event"], one["events"]) for one in logged] == [("group failed", 4), ("group failed", 1)]


@pytest.mark.usefixtures("logged")
def test_in_a_batch_what_breaks_is_told_in_its_place(log: Log) -> None:
    first, broken, last = log.append(reported("one"), annotated("one", expected=Breaking()), annotated("one"))

    assert isinstance(broken, Broken)
    assert [_place(first), _place(last)] == [("recorded", 1), ("recorded", 2)]


@pytest.mark.usefixtures("logged")
def test_an_atomic_batch_that_breaks_is_not_taken_apart(database: Database, log: Log) -> None:
    with pytest.raises(ArithmeticError):
        log.append(reported("one"), annotated("one", expected=Breaking()), atomic=True)

    assert rows_of(database) == []
    assert log.receipt(reported("one")).position == 1


@pytest.mark.usefixtures("logged")
def test_of_what_was_decided_before_something_broke_nothing_is_held_as_recorded(database: Database, log: Log) -> None:
    log.receipt(reported("one"))

    log.append(retracted("one", expected=(5,)), annotated("one"), annotated("one", expected=Breaking()))

    assert log.receipt(retracted("one", expected=(2,))).version == 3
    assert [row.type for row, _ in rows_of(database)][1:] == ["claim.annotated.v1", "claim.retracted.v1"]


@pytest.mark.usefixtures("logged")
def test_where_the_database_goes_away_amid_what_broke_nobody_waits_for_each_event(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE_S", 0.0)
    attempts: list[int] = []

    async def connect_once() -> AsyncConnection[Any]:
        attempts.append(1)
        if len(attempts) > 1:
            raise psycopg.OperationalError("nobody listens there any more")
        return await connect_writer(database.url)

    with asyncio.Runner() as runner:
        log = Log(runner, GroupCommit(connect_once))
        with pytest.raises(Refused) as refused:
            log.append(*[annotated("one", expected=Breaking())] * 100, reported("one"))
        runner.run(log.group_commit.close())

    assert isinstance(refused.value.first, DatabaseAway)
    assert len(attempts) == 2


@pytest.mark.usefixtures("logged")
def test_a_foreign_batch_is_stored_though_something_else_in_its_group_broke(database: Database, log: Log) -> None:
    event = StoredEvent(originator_id="dog/1", originator_version=0, topic="dogs:Dog", state=b"woof")

    async def all_at_once() -> list[object]:
        appending = log.group_commit.append([annotated("one", expected=Breaking())])
        placing = log.group_commit.append_foreign(foreign_batch([event]))
        return list(await asyncio.gather(appending, placing, return_exceptions=True))

    broken, positions = log.runner.run(all_at_once())

    assert isinstance(broken, ArithmeticError)
    assert positions == [1]
    assert [row.stream for row, _ in rows_of(database)] == ["dog/1"]


def turned_away(log: Log) -> bool:
    """Whether somebody who comes now is told that the database is away."""
    with pytest.raises(Refused) as refused:
        log.append(reported("killed"))
    return isinstance(refused.value.first, DatabaseAway)


@contextmanager
def away() -> Iterator[tuple[Log, Counter[str]]]:
    """The log of a database that nobody reaches, and how often that was tried."""
    attempts: Counter[str] = Counter()

    async def refuse() -> AsyncConnection[Any]:
        attempts["made"] += 1
        raise psycopg.OperationalError("nobody listens there")

    with asyncio.Runner() as runner:
        yield Log(runner, GroupCommit(refuse)), attempts


def _answers_of_one_round(log: Log, n: int) -> dict[str, tuple[str, int | None]]:
    batches = [
        [
            reported(f"claim-{n}-{k}", id=f"{n}-{k}-0"),
            *(annotated(f"claim-{n}-{k}", id=f"{n}-{k}-{i}") for i in (1, 2, 3)),
        ]
        for k in range(10)
    ]
    answers = log.append_at_once(*batches)
    return {
        proposal.id: _place(answer)
        for batch, answered in zip(batches, answers, strict=True)
        for proposal, answer in zip(batch, answered, strict=True)
    }


@contextmanager
def killer(database: Database) -> Iterator[list[int]]:
    """Somebody who ends the writer's connection again and again: how many there were each time."""
    enough = Event()
    killed: list[int] = []
    moments = random.Random(4)  # noqa: S311 (moments, not secrets)

    def kill() -> None:
        while not enough.is_set():
            time.sleep(moments.uniform(0, 0.03))
            killed.append(cut_connections(database))

    thread = Thread(target=kill, daemon=True)
    thread.start()
    try:
        yield killed
    finally:
        enough.set()
        joined(thread)


def _place(answer: Receipt | Refused) -> tuple[str, int | None]:
    assert isinstance(answer, Receipt), answer
    return answer.status, answer.position
