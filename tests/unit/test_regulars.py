"""Callers who come again are waited for, for a moment; nobody else is kept waiting."""

import asyncio

from adapters.regulars import A_LOT, Regulars
from tests.bounded import PATIENCE_S


def test_the_first_who_comes_is_not_kept_waiting() -> None:
    assert not waited(Regulars(), callers=1, events=1)


def test_as_many_are_waited_for_as_there_were() -> None:
    expecting = Regulars()
    expecting.answered(8, still_waiting=8)
    assert waited(expecting, callers=15, events=15)
    assert not waited(expecting, callers=16, events=16)


def test_who_brings_a_lot_is_not_kept_waiting() -> None:
    expecting = Regulars()
    expecting.answered(2, still_waiting=2)
    assert not waited(expecting, callers=1, events=A_LOT)


def test_the_last_of_those_expected_ends_the_wait() -> None:
    async def wait() -> None:
        expecting = Regulars()
        expecting.answered(2, still_waiting=0)
        waiting = asyncio.create_task(expecting.wait(1, 1))
        await asyncio.sleep(0)
        expecting.came(2, 2)
        async with asyncio.timeout(PATIENCE_S):
            await waiting

    asyncio.run(wait())


def test_those_who_do_not_come_are_not_waited_for_long() -> None:
    expecting = Regulars()
    expecting.answered(100, still_waiting=0)
    asyncio.run(asyncio.wait_for(expecting.wait(1, 1), PATIENCE_S))


def waited(expecting: Regulars, *, callers: int, events: int) -> bool:
    """Whether a group of so many callers and events is held back at all."""

    async def wait() -> bool:
        waiting = asyncio.create_task(expecting.wait(callers, events))
        await asyncio.sleep(0)
        return not waiting.done()

    return asyncio.run(wait())
