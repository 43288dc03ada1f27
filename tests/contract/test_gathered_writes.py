"""Writes that are gathered arrive whole, in their order, and before the connection is closed."""

import asyncio
from typing import cast

import pytest
import uvloop

from api.http.gathered_writes import MOST_BYTES, GatheredWrites

PATIENCE_S = 10
LARGE = b"x" * MOST_BYTES


class Says(asyncio.Protocol):
    """Writes all it has to say, in one turn of the event loop or each in one of its own, then hangs up."""

    def __init__(self, words: list[bytes], *, at_once: bool) -> None:
        self.words = words
        self.at_once = at_once
        self.saying: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.saying = asyncio.create_task(self._say(GatheredWrites(cast("asyncio.Transport", transport))))

    async def _say(self, transport: GatheredWrites) -> None:
        for word in self.words:
            transport.write(word)
            if not self.at_once:
                await asyncio.sleep(0)
        assert transport.get_extra_info("peername")
        assert not transport.is_closing()
        transport.close()
        assert transport.is_closing()


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(
    "words", [[b"head", b"body"], [b""], [], [b"a", b"b"] * 500, [LARGE, b"a", LARGE + LARGE, b"b", LARGE]]
)
def test_all_that_was_written_before_the_close_arrives_in_its_order(words: list[bytes], at_once: bool) -> None:  # noqa: FBT001 (a case)
    async def heard() -> bytes:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(PATIENCE_S), await loop.create_server(lambda: said, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            try:
                return await reader.read()
            finally:
                writer.close()

    said = Says(words, at_once=at_once)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(heard()) == b"".join(words)
        assert said.saying is not None
        assert said.saying.exception() is None
