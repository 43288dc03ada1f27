"""Waiting a moment for those who come again.

Callers that wait for their answer before they send the next event come back soon after it. Without a pause they fall
into two halves that take turns: a group is written with one half while the other half is being answered, and every
transaction serves half as many as it could. So as many are waited for as there were, for at most a millisecond; who
comes alone is not kept waiting, nor are those who bring a lot.
"""

import asyncio

PAUSE_S = 0.001  # what it takes a client on this machine to read an answer and to send again, five times over
A_LOT = 500  # events


class Regulars:
    """How many callers are expected for the next group, and the wait for them."""

    def __init__(self) -> None:
        self._expected = 0
        self._are_here = asyncio.Event()

    def answered(self, callers: int, still_waiting: int) -> None:
        """*callers* got their answers, while others were *still_waiting*."""
        self._expected = callers + still_waiting

    def came(self, callers: int, events: int) -> None:
        """So many *callers* are there now, with so many *events*."""
        if callers >= self._expected or events >= A_LOT:
            self._are_here.set()

    async def wait(self, callers: int, events: int) -> None:
        """Until those who are expected have come, besides the *callers* that are there with so many *events*."""
        if callers >= self._expected or events >= A_LOT:
            return
        self._are_here.clear()
        timer = asyncio.get_running_loop().call_later(PAUSE_S, self._are_here.set)
        await self._are_here.wait()
        timer.cancel()
