"""One feed for all live readers of a process: none misses an event or is told of one twice, and memory has a bound."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, TypeVar

import psycopg
import pytest
import uvloop
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from adapters.group_commit import GroupCommit
from adapters.log_feed import LogFeed, Pace, connect_feed
from adapters.log_ring import BATCH_BYTES, EVERYTHING, Wanted
from adapters.postgres.fetch import Pool
from adapters.postgres.pool import async_pool
from adapters.postgres.steady import connect_writer
from adapters.state_cache import StateCache
from api.http.event_messages import messages
from domain.proposal import Proposal
from tests.bounded import PATIENCE_S
from tests.log import cut_connections
from tests.postgres import Database
from tests.posts import annotated, redacted, reported

T = TypeVar("T")

PACE = Pace(gather_s=0.01, poll_s=0.2, beat_s=0.05, linger_s=0.05)
QUIET = replace(PACE, poll_s=2 * PATIENCE_S)
SMALL = replace(PACE, ring_bytes=4 * BATCH_BYTES)
ID = re.compile(rb"^id: (\d+)$", re.MULTILINE)


class Site:
    """A log, a feed of it, and the connections that the feed has made."""

    def __init__(self, database: Database, pool: Pool, pace: Pace) -> None:
        self._database = database
        self.log = GroupCommit(lambda: connect_writer(database.url), StateCache())
        self.feed = LogFeed(self._connect, pool, messages, pace)
        self.connections: list[AsyncConnection[TupleRow]] = []

    async def _connect(self) -> AsyncConnection[TupleRow]:
        self.connections.append(await connect_feed(self._database.url))
        return self.connections[-1]

    async def record(self, *proposals: Proposal) -> None:
        await self.log.append(proposals)

    async def positions(self, until: int, after: int = 0, wanted: Wanted = EVERYTHING) -> list[int]:
        """The positions that a reader is told of, from one place up to another."""
        return [int(one) for one in ID.findall(await self.text(until, after, wanted))]

    async def text(self, until: int, after: int = 0, wanted: Wanted = EVERYTHING) -> bytes:
        told, version = [], 0
        with self.feed.followed():
            while after < until:
                part = await self.feed.beyond(wanted, after, version)
                if part is None:
                    await self.feed.news()
                else:
                    text, after, version = part
                    told.append(text)
        return b"".join(told)


def came_of(database: Database, scenario: Callable[[Site], Awaitable[T]], pace: Pace = PACE) -> T:
    async def whole() -> T:
        async with asyncio.timeout(PATIENCE_S), site(database, pace) as made:
            return await scenario(made)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(whole())


@asynccontextmanager
async def site(database: Database, pace: Pace) -> AsyncIterator[Site]:
    async with async_pool(database.url) as pool:
        made = Site(database, pool, pace)
        try:
            yield made
        finally:
            await made.feed.close()
            await made.log.close()


def test_who_was_there_before_and_who_comes_later_are_told_the_same(database: Database) -> None:
    async def scenario(site: Site) -> list[list[int]]:
        early = asyncio.create_task(site.positions(4))
        await site.record(reported("a"), reported("b"))
        late = asyncio.create_task(site.positions(4, after=1))
        await site.record(annotated("a"))
        await site.record(annotated("b"))
        return [await early, await late]

    assert came_of(database, scenario) == [[1, 2, 3, 4], [2, 3, 4]]


def test_many_readers_cost_one_connection(database: Database) -> None:
    async def scenario(site: Site) -> tuple[list[list[int]], int]:
        readers = [asyncio.create_task(site.positions(3)) for _ in range(50)]
        await site.record(reported("a"), annotated("a"))
        await site.record(annotated("a"))
        return await asyncio.gather(*readers), len(site.connections)

    assert came_of(database, scenario) == ([[1, 2, 3]] * 50, 1)


def test_readers_at_one_place_are_given_the_same_bytes(database: Database) -> None:
    async def scenario(site: Site) -> list[Any]:
        with site.feed.followed():
            await site.record(reported("a"))
            await site.positions(1)
            return [await site.feed.beyond(EVERYTHING, 0) for _ in range(2)]

    one, other = came_of(database, scenario)
    assert one.text is other.text


@pytest.mark.parametrize("pace", [PACE, SMALL], ids=["from memory", "from the log"])
@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted(stream="claim/b"), [2, 4]),
        (Wanted(type="claim.reported.v1"), [1, 2]),
        (Wanted("claim.annotated.v1", "claim/b"), [4]),
        (Wanted(stream="claim/nobody"), []),
    ],
)
def test_of_what_is_filtered_nothing_is_missed(database: Database, wanted: Wanted, told: list[int], pace: Pace) -> None:
    async def scenario(site: Site) -> list[int]:
        await site.record(reported("a"), reported("b"), annotated("a"), annotated("b"))
        await site.record(*(annotated("a", "x" * 3_000) for _ in range(200)))
        with site.feed.followed():
            await site.positions(204, after=203)
            return await site.positions(204, wanted=wanted)

    assert came_of(database, scenario, pace) == told


def test_a_reader_behind_the_ring_reads_the_log_and_then_joins_the_others(database: Database) -> None:
    async def scenario(site: Site) -> tuple[int, list[int]]:
        with site.feed.followed():
            for _ in range(4):
                await site.record(reported("a"), *(annotated("a", "x" * 3_000) for _ in range(200)))
            await site.positions(801, after=800)
            begins = site.feed.ring.begins
            slow = asyncio.create_task(site.positions(802))
            await site.record(annotated("a"))
            return begins, await slow

    begins, told = came_of(database, scenario, SMALL)
    assert begins > 400
    assert told == list(range(1, 803))


def test_the_ring_keeps_its_bound_under_a_burst(database: Database) -> None:
    async def scenario(site: Site) -> list[int]:
        sizes = []
        with site.feed.followed():
            await site.record(reported("a"))
            for n in range(20):
                await site.record(*(annotated("a", "x" * 3_000) for _ in range(50)))
                await site.positions(50 * n + 51, after=50 * n + 50)
                sizes.append(site.feed.ring.size)
        return sizes

    sizes = came_of(database, scenario, SMALL)
    assert max(sizes) <= SMALL.ring_bytes
    assert sum(sizes) > 10 * SMALL.ring_bytes


def test_a_connection_that_is_cut_amid_a_burst_is_made_anew_and_nothing_is_missed_or_repeated(
    database: Database,
) -> None:
    async def write(site: Site, claim: str) -> None:
        await site.record(reported(claim))
        for _ in range(20):
            await site.record(*(annotated(claim) for _ in range(5)))

    async def scenario(site: Site) -> list[list[int]]:
        readers = [asyncio.create_task(site.positions(202)) for _ in range(5)]
        writers = [asyncio.create_task(write(site, claim)) for claim in ("a", "b")]
        for place in (30, 90, 150):
            await site.positions(place)
            await asyncio.to_thread(cut_connections, database)
        await asyncio.gather(*writers)
        return await asyncio.gather(*readers)

    assert came_of(database, scenario) == [list(range(1, 203))] * 5


def test_what_nobody_has_announced_is_found_by_looking(database: Database) -> None:
    unannounced = (
        "INSERT INTO event SELECT 2, stream, 2, type, source, 'another', recorded_at,"
        " header, leaf, payload, secret, erased FROM event"
    )

    async def scenario(site: Site) -> list[int]:
        await site.record(reported("a"))
        with site.feed.followed():
            await site.positions(1)
            with psycopg.connect(database.url, autocommit=True) as another:
                another.execute(unannounced)
            return await site.positions(2)

    assert came_of(database, scenario) == [1, 2]


def test_a_commit_wakes_the_feed_which_does_not_look_by_itself(database: Database) -> None:
    async def scenario(site: Site) -> list[int]:
        await site.record(reported("a"))
        with site.feed.followed():
            await site.positions(1)
            for n in range(20):
                await site.record(annotated("a"))
                await site.positions(n + 2, after=n + 1)
            return await site.positions(21)

    assert came_of(database, scenario, QUIET) == list(range(1, 22))


def test_what_was_erased_is_in_no_message_any_more(database: Database) -> None:
    async def scenario(site: Site) -> list[bytes]:
        await site.record(reported("a"), annotated("a", "a private name"))
        with site.feed.followed():
            before = await site.text(2)
            await site.record(redacted("a", 2, "/text"))
            await site.text(3, after=2)
            return [before, await site.text(3)]

    before, after = came_of(database, scenario)
    assert b"a private name" in before
    assert b"a private name" not in after
    assert ID.findall(after) == [b"1", b"2", b"3"]


def test_readers_are_woken_though_nothing_is_new(database: Database) -> None:
    async def scenario(site: Site) -> int:
        with site.feed.followed():
            while site.feed.beats < 3:
                await site.feed.news()
        return site.feed.beats

    assert came_of(database, scenario) >= 3


def test_without_readers_there_is_no_connection_and_the_next_one_is_told_all_the_same(database: Database) -> None:
    async def scenario(site: Site) -> list[int]:
        await site.record(reported("a"))
        await site.positions(1)
        while not all(one.closed for one in site.connections):  # noqa: ASYNC110 (nobody could set an event)
            await asyncio.sleep(0.01)
        assert site.feed.ring.size == 0
        await site.record(annotated("a"))
        return await site.positions(2)

    assert came_of(database, scenario) == [1, 2]


def test_events_of_some_streams_are_counted_from_memory_and_from_the_log(database: Database) -> None:
    async def scenario(site: Site) -> list[tuple[int, int]]:
        with site.feed.followed():
            await site.record(reported("a"), reported("b"), reported("c"), annotated("b"))
            await site.positions(4)
            remembered = await site.feed.came(["claim/b", "claim/c"], 1)
            await site.record(*(annotated("a", "x" * 3_000) for _ in range(200)))
            await site.positions(204, after=203)
            assert site.feed.ring.begins > 4
            return [remembered, await site.feed.came(["claim/b", "claim/c", "claim/nobody"], 1)]

    assert came_of(database, scenario, SMALL) == [(3, 4), (3, 204)]
