"""Long streams: what takes long to read is read page by page without the log's lock; it is in nobody's way."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Thread
from typing import Any

import pytest
from psycopg import AsyncConnection

from adapters import look_up
from adapters.append import append_group, rehearse_group
from adapters.group_commit import WITHIN_S, GroupCommit
from adapters.log_turn import Turns
from adapters.look_up import in_breaths, nothing_to_tell
from adapters.postgres.steady import connect_writer
from adapters.shared_states import SharedStates
from adapters.state_cache import StateCache
from domain.ledger import NewEvent, Outcome
from domain.proposal import Proposal
from domain.receipt import AlsoIn, Receipt
from domain.refusals import NoNewUtterance, Refused
from tests.bounded import joined
from tests.log import Log, opened, rows_of
from tests.postgres import Database
from tests.posts import annotated, redacted, reported, updated

PAGE = 10
LENGTH = 45
PAGES = [1, 4, 8, 11]
"""The lock is let go of; folding; comparing; before the lock is taken again."""


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_up, "PAGE", PAGE)
    monkeypatch.setattr(look_up, "BREATH", 3)


@pytest.fixture
def long_stream(log: Log) -> Log:
    """A log with a claim of LENGTH events, a day after the other; every third names Jane Roe."""
    days = [updated("killed", str(500 + n), f"2022-04-{n:02}") for n in range(1, 31)]
    notes = [annotated("killed", "Jane Roe" if n % 3 == 0 else f"note {n}") for n in range(LENGTH - 31)]
    log.append(reported("killed"), *days, *notes)
    return log


JANES = [AlsoIn(version, "/text") for version in range(32, LENGTH + 1, 3)]


@pytest.mark.usefixtures("long_stream")
def test_a_long_stream_that_is_not_in_memory_is_gone_on_with(database: Database) -> None:
    with opened(database.url) as cold:
        assert cold.receipt(annotated("killed", expected=(LENGTH,))).version == LENGTH + 1
        assert isinstance(cold.refusal(updated("killed", "501", "2022-04-01")), NoNewUtterance)


@pytest.mark.usefixtures("long_stream")
def test_a_dry_run_on_a_long_stream_judges_as_the_writer_does(database: Database) -> None:
    with opened(database.url) as cold:
        would, redaction, bad = cold.rehearse(
            annotated("killed"), redacted("killed", 32, "/text"), updated("killed", "501", "2022-04-01")
        )

    assert isinstance(would, Receipt)
    assert would.version == LENGTH + 1
    assert isinstance(redaction, Receipt)
    assert redaction.also_in == JANES[1:]
    assert isinstance(bad, Refused)


@pytest.mark.usefixtures("long_stream")
def test_a_long_stream_that_was_settled_is_folded_anew_for_what_may_have_been_said_before(
    database: Database,
) -> None:
    with opened(database.url, cached_bytes=1) as settling:
        settling.append(annotated("killed"), reported("wounded"))
        assert isinstance(settling.refusal(updated("killed", "501", "2022-04-01")), NoNewUtterance)
        assert settling.receipt(updated("killed", "502", "2022-05-01")).version == LENGTH + 2


@pytest.mark.parametrize("is_warm", [True, False])
def test_a_redaction_in_a_long_stream_names_every_event_that_holds_the_value(
    database: Database, long_stream: Log, *, is_warm: bool
) -> None:
    with opened(database.url) as other:
        redacting = long_stream if is_warm else other
        receipt = redacting.receipt(redacted("killed", 35, "/text"))

    assert receipt.also_in == [one for one in JANES if one.version != 35]
    row, _ = rows_of(database)[34]
    assert (row.secret, b"Jane" in row.payload) == (None, False)


def test_an_event_recorded_and_redacted_in_one_group_is_compared_with_the_long_stream(long_stream: Log) -> None:
    _, redaction = long_stream.append(annotated("killed", "Jane Roe"), redacted("killed", LENGTH + 1, "/text"))

    assert isinstance(redaction, Receipt)
    assert redaction.also_in == JANES


@pytest.mark.usefixtures("long_stream")
@pytest.mark.parametrize("page", PAGES)
def test_others_write_while_a_long_stream_is_read_and_what_they_wrote_is_seen(database: Database, page: int) -> None:
    def write() -> None:
        with opened(database.url) as another:
            another.append(annotated("killed", "Jane Roe"), redacted("killed", 32, "/text"))

    (made,) = appended(database, redacted("killed", 35, "/text"), after(page, write))

    assert isinstance(made, NewEvent)
    assert made.receipt.version == LENGTH + 3
    assert made.receipt.also_in == [one for one in JANES[1:] if one.version != 35] + [AlsoIn(LENGTH + 1, "/text")]


@pytest.mark.usefixtures("long_stream")
@pytest.mark.parametrize("page", [1, 4, 6])
def test_what_was_recorded_only_while_its_stream_was_read_is_redacted_and_compared(
    database: Database, page: int
) -> None:
    def write() -> None:
        with opened(database.url) as another:
            another.append(annotated("killed", "Jane Roe"))

    (made,) = appended(database, redacted("killed", LENGTH + 1, "/text"), after(page, write))

    assert isinstance(made, NewEvent)
    assert made.receipt.also_in == JANES
    assert b"Jane" not in rows_of(database)[LENGTH][0].payload


@pytest.mark.usefixtures("long_stream")
def test_others_write_while_a_settled_stream_is_folded_anew(database: Database) -> None:
    def write() -> None:
        with opened(database.url) as another:
            another.receipt(annotated("killed"))

    settled = StateCache(most_bytes=1)
    for one in (updated("killed", "531", "2022-05-01"), reported("wounded")):
        appended(database, one, cache=settled)
    again = updated("killed", "501", "2022-04-01")
    (refused,) = appended(database, again, after(2, write), cache=settled)

    assert isinstance(refused, Refused)
    assert isinstance(refused.first, NoNewUtterance)
    assert rows_of(database)[-1][0].version == LENGTH + 2


@pytest.mark.usefixtures("long_stream")
def test_a_group_and_a_dry_run_that_go_on_are_given_their_time(database: Database) -> None:
    with opened_in(Leaping, database) as cold:
        assert cold.receipt(annotated("killed")).version == LENGTH + 1
    with opened_in(Leaping, database) as cold:
        assert isinstance(cold.rehearse(annotated("killed"))[0], Receipt)


@pytest.mark.usefixtures("long_stream")
def test_what_a_dry_run_of_a_redaction_erases_stays_in_what_is_shared(database: Database) -> None:
    shared = SharedStates(least=1)

    async def rehearsed(proposal: Proposal) -> list[Outcome]:
        async with await connect_writer(database.url) as connection:
            return (await rehearse_group(connection, shared, [proposal])).outcomes

    before, _, after = [
        asyncio.run(rehearsed(one))
        for one in (annotated("killed"), redacted("killed", 1, "/wording"), annotated("killed"))
    ]

    assert all(isinstance(one, NewEvent) for one in (*before, *after))
    state = shared.get("claim/killed")
    assert state is not None
    assert state.revisions[1].wording == "498 soldiers"


def test_others_get_their_turn_between_two_parts_of_what_is_much() -> None:
    async def parts_before_another() -> int:
        begun = 0
        another = asyncio.create_task(asyncio.sleep(0))
        async for _ in in_breaths(range(3 * look_up.BREATH)):
            begun += not another.done()
        return begun

    assert asyncio.run(parts_before_another()) < 3


def appended(
    database: Database,
    proposal: Proposal,
    went_on: Callable[[], None] = nothing_to_tell,
    cache: StateCache | None = None,
) -> list[Outcome]:
    """What came of *proposal* in a process that holds *cache*, or nothing, and calls *went_on* after each page."""

    async def append() -> list[Outcome]:
        async with await connect_writer(database.url) as connection:
            turns, held = Turns(connection), cache or StateCache()
            return (await append_group(turns, held, [proposal], atomic=False, went_on=went_on)).outcomes

    return asyncio.run(append())


def after(page: int, do: Callable[[], None]) -> Callable[[], None]:
    """Does it at that call, in another thread, and waits for its end."""
    calls = count(1)

    def done() -> None:
        if next(calls) == page:
            thread = Thread(target=do, daemon=True)
            thread.start()
            joined(thread)

    return done


class Leaping(asyncio.SelectorEventLoop):
    """A loop whose clock may leap forward."""

    leapt = 0.0

    def time(self) -> float:
        return super().time() + self.leapt


@contextmanager
def opened_in(kind: type[Leaping], database: Database) -> Iterator[Log]:
    """A log in which to read a page takes three fifths of the time that there is for what does not go on."""
    with asyncio.Runner(loop_factory=kind) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, Leaping)

        async def connect() -> AsyncConnection[Any]:
            connection = await connect_writer(database.url)
            execute: Callable[..., Awaitable[Any]] = connection.execute

            async def slow(query: Any, *parameters: Any, **how: Any) -> Any:
                loop.leapt += 0.6 * WITHIN_S if query == look_up.SQL["recorded_of"] else 0.0
                return await execute(query, *parameters, **how)

            connection.execute = slow  # type: ignore[method-assign]  # as slow as a long stream makes it
            return connection

        group_commit = GroupCommit(connect)
        try:
            yield Log(runner, group_commit)
        finally:
            runner.run(group_commit.close())
