"""Reads that share a round trip: each sees what was committed before it asked, whatever happens to the others."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any

import psycopg
import pytest
import uvloop
from psycopg import AsyncConnection, AsyncCursor, Connection
from psycopg.rows import TupleRow

from adapters.postgres.arrays import register_arrays
from adapters.postgres.shared_reads import CLAIMS_AS_OF, CLAIMS_NOW, STREAM_PAGES, SharedReads, connect_shared
from adapters.postgres.steady import SteadyConnection
from tests.postgres import Database

PATIENCE_S = 30
SHOWN = (
    "INSERT INTO current_view SELECT name, 'question', NULL, '{}', 'standing', false, 1, 1, now(), '', ('view of ' || "
    "name)::bytea FROM unnest(%s::text[]) AS name"
)
LOCKS = "locks"
OURS = "datname = current_database() AND pid <> pg_backend_pid() AND application_name <> 'locks'"
WAITS = f"SELECT FROM pg_stat_activity WHERE {OURS} AND wait_event_type = 'Lock'"
END = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OURS}"  # noqa: S608 (our own words)


@pytest.fixture
def owner(database: Database) -> Iterator[Connection[TupleRow]]:
    """Somebody else at the same database."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def test_a_reader_sees_what_was_committed_before_it_asked(database: Database, owner: Connection[TupleRow]) -> None:
    async def asked_right_after_each_commit(reads: SharedReads) -> list[list[TupleRow]]:
        others = [asyncio.create_task(reading_on(reads)) for _ in range(4)]
        found = []
        for number in range(200):
            await asyncio.to_thread(show, owner, [f"claim-{number}"])
            found.append(await reads.rows(CLAIMS_NOW, (f"claim-{number}",)))
        for one in others:
            one.cancel()
        return found

    assert all(ran(database, asked_right_after_each_commit))


def test_who_asks_while_a_read_is_under_way_shares_the_next_one(
    database: Database, owner: Connection[TupleRow]
) -> None:
    names = [f"claim-{number}" for number in range(200)]
    show(owner, names)
    counted = Counted()

    async def held_up() -> list[list[TupleRow]]:
        reads = SharedReads(lambda: counted.connect(database.url))
        with locked(database):
            asking = [asyncio.create_task(reads.rows(CLAIMS_NOW, (names[0],)))]
            await until(owner, WAITS)
            asking += [asyncio.create_task(reads.rows(CLAIMS_NOW, (name,))) for name in names for _ in range(3)]
            await asyncio.sleep(0)
        found = await asyncio.gather(*asking)
        await reads.close()
        return found

    found = run(held_up())

    assert [one[0][2] for one in found[1::3]] == [f"view of {name}".encode() for name in names]
    assert counted.round_trips == 1 + ceil(len(names) / CLAIMS_NOW.at_once)


def test_each_is_given_its_own_and_nothing_where_there_is_nothing(
    database: Database, owner: Connection[TupleRow]
) -> None:
    show(owner, ["b", "d"])

    async def at_once(reads: SharedReads) -> list[list[TupleRow]]:
        views = [reads.rows(CLAIMS_NOW, (name,)) for name in "abcd"]
        return await asyncio.gather(*views, reads.rows(CLAIMS_AS_OF, ("b", 1)), reads.rows(STREAM_PAGES, ("b", 0, 9)))

    *views, as_of, page = ran(database, at_once)

    assert [[row[2] for row in one] for one in views] == [[], [b"view of b"], [], [b"view of d"]]
    assert ([row[1:] for row in as_of], page) == ([(None, 0, None)], [])


def test_a_connection_that_was_lost_meanwhile_is_made_anew(database: Database, owner: Connection[TupleRow]) -> None:
    show(owner, ["a"])

    async def before_and_after(reads: SharedReads) -> list[list[TupleRow]]:
        before = await reads.rows(CLAIMS_NOW, ("a",))
        end_connections(owner)
        return [before, await reads.rows(CLAIMS_NOW, ("a",))]

    before, after = ran(database, before_and_after)

    assert before == after
    assert [row[2] for row in after] == [b"view of a"]


def test_a_connection_that_is_lost_under_a_read_is_made_anew(database: Database, owner: Connection[TupleRow]) -> None:
    show(owner, ["a"])

    async def cut_off(reads: SharedReads) -> list[TupleRow]:
        with locked(database):
            asking = asyncio.create_task(reads.rows(CLAIMS_NOW, ("a",)))
            await until(owner, WAITS)
            end_connections(owner)
        return await asking

    assert [row[2] for row in ran(database, cut_off)] == [b"view of a"]


def test_where_there_is_no_database_everybody_is_told_and_it_heals(
    database: Database, owner: Connection[TupleRow]
) -> None:
    show(owner, ["a"])
    conninfo = "host=/nowhere"

    async def refused_and_healed() -> tuple[list[Any], list[TupleRow]]:
        nonlocal conninfo
        reads = SharedReads(lambda: connect_shared(conninfo))
        refused = await asyncio.gather(*(reads.rows(CLAIMS_NOW, (one,)) for one in "abc"), return_exceptions=True)
        conninfo = database.url
        healed = await reads.rows(CLAIMS_NOW, ("a",))
        await reads.close()
        return refused, healed

    refused, healed = run(refused_and_healed())

    assert [type(one) for one in refused] == [psycopg.OperationalError] * 3
    assert [row[2] for row in healed] == [b"view of a"]


def test_a_reader_who_goes_away_takes_nothing_from_the_others(database: Database, owner: Connection[TupleRow]) -> None:
    show(owner, ["a"])

    async def one_goes(reads: SharedReads) -> list[list[TupleRow]]:
        with locked(database):
            under_way = [asyncio.create_task(reads.rows(CLAIMS_NOW, ("a",))) for _ in range(3)]
            await until(owner, WAITS)
            waiting = [asyncio.create_task(reads.rows(CLAIMS_NOW, ("a",))) for _ in range(3)]
            await asyncio.sleep(0)
            under_way.pop().cancel()
            waiting.pop().cancel()
        return await asyncio.gather(*under_way, *waiting)

    assert [[row[2] for row in one] for one in ran(database, one_goes)] == [[b"view of a"]] * 4


def test_at_its_end_who_still_waits_is_told(database: Database, owner: Connection[TupleRow]) -> None:
    async def closed_under_a_read(reads: SharedReads) -> list[Any]:
        with locked(database):
            under_way = asyncio.create_task(reads.rows(CLAIMS_NOW, ("a",)))
            await until(owner, WAITS)
            waiting = asyncio.create_task(reads.rows(CLAIMS_NOW, ("b",)))
            await asyncio.sleep(0)
            await reads.close()
            return list(await asyncio.gather(under_way, waiting, return_exceptions=True))

    assert [type(one) for one in ran(database, closed_under_a_read)] == [psycopg.OperationalError] * 2


def ran(database: Database, read: Callable[[SharedReads], Awaitable[Any]]) -> Any:
    """What came of *read* on shared reads of the database."""

    async def whole() -> Any:
        reads = SharedReads(lambda: connect_shared(database.url))
        try:
            return await read(reads)
        finally:
            await reads.close()

    return run(whole())


def run(what: Awaitable[Any]) -> Any:
    """What came of it, in an event loop like the service's."""

    async def in_time() -> Any:
        async with asyncio.timeout(PATIENCE_S):
            return await what

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(in_time())


async def reading_on(reads: SharedReads) -> None:
    """Reads all the time."""
    while True:
        await reads.rows(CLAIMS_NOW, ("another",))


async def until(owner: Connection[TupleRow], query: str) -> None:
    """Waits until the query finds something."""
    while owner.execute(query).fetchone() is None:  # noqa: ASYNC110 (nobody could set an event)
        await asyncio.sleep(0.01)


def show(owner: Connection[TupleRow], names: Iterable[str]) -> None:
    """Gives the claims of these *names* a view."""
    owner.execute(SHOWN, [list(names)])


def end_connections(owner: Connection[TupleRow]) -> None:
    """Ends everybody else's."""
    owner.execute(END)


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Nobody can read a view until the block ends."""
    with psycopg.connect(database.owner_url, application_name=LOCKS) as connection, connection.transaction():
        connection.execute("LOCK TABLE current_view IN ACCESS EXCLUSIVE MODE")
        yield


class Counted:
    """Counts the round trips of the connections that it makes."""

    round_trips = 0

    async def connect(self, conninfo: str) -> AsyncConnection[TupleRow]:
        counted = self

        class CountedConnection(SteadyConnection):
            async def execute(self, *given: Any, **named: Any) -> AsyncCursor[TupleRow]:
                counted.round_trips += 1
                return await super().execute(*given, **named)

        connection = await CountedConnection.connect(conninfo, autocommit=True)
        register_arrays(connection.adapters)
        return connection
