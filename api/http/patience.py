"""How long a body may pause that its sender has at hand: a client that stalls must not hold a place for ever."""

import asyncio
from typing import Any, cast

from api.http.asgi import Message, Receive
from domain.refusals import Malformed, Refused

SILENCE_S = 60.0


class Patience:
    """Waits for the parts of bodies, and gives up those that pause for *silence_s*, or up to twice as long.

    One timer looks after all of them, for one each costs 2 % of a post.
    """

    def __init__(self, silence_s: float) -> None:
        self._silence_s = silence_s
        self._since: dict[asyncio.Task[Any], float] = {}
        self._given_up: set[asyncio.Task[Any]] = set()
        self._is_watching = False

    async def next_part(self, receive: Receive) -> Message:
        """What *receive* says next; raises Refused (``malformed``) where it says nothing for too long."""
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._since[task] = asyncio.get_running_loop().time()
        if not self._is_watching:
            self._watch()
        try:
            return await receive()
        except asyncio.CancelledError:
            if task not in self._given_up:
                raise
            task.uncancel()
            expected = f"a body that does not pause for {self._silence_s:g} s"
            raise Refused(Malformed(expected=expected, got="silence")) from None
        finally:
            self._given_up.discard(task)
            del self._since[task]

    def _watch(self) -> None:
        self._is_watching = True
        asyncio.get_running_loop().call_later(self._silence_s, self._look)

    def _look(self) -> None:
        self._is_watching = False
        before = asyncio.get_running_loop().time() - self._silence_s
        for task, since in self._since.items():
            if since <= before:
                self._given_up.add(task)
                task.cancel()
        if self._since:
            self._watch()
