"""Many live readers in one process, cheap enough to share two cores with what they read from.

Run as ``python -m benchmarks.live_readers SPECIFICATION``. Says "open" when every stream is, and ends when each reader
has come to the last position, or the time is up; then prints what each was told, as JSON.
"""

import asyncio
import os
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, NamedTuple

import orjson
import uvloop

OPENED = b"\r\n\r\n"
KEY_BYTES = 48
LAST_NEWS_S = 2.0
"""Pages of one stream cannot know which is the last of theirs."""

OPENERS = 50
"""So many streams are opened at once."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which streams to open: so many of the log, so many of news (every other of them of one stream)."""

    host: str
    port: int
    log: int
    news: int
    streams: Sequence[str]
    last: int
    within_s: float


class Seen(NamedTuple):
    """A chunk of the log: its positions, which follow one another, and what it was made of."""

    first: int
    last: int
    chunk: bytes


@dataclass(slots=True, eq=False)
class Told:
    """What one reader was told."""

    at: int = 0
    gaps: int = 0
    """Positions that it missed, or was told twice."""

    news: Any = None
    messages: int = 0
    lags: list[tuple[int, float]] = field(default_factory=list)
    """The first and the last position of each chunk, and when it came."""


class Reader(asyncio.Protocol):
    """One stream. Chunks that many readers are given alike are read once, and compared from then on."""

    seen: ClassVar[dict[bytes, Seen]] = {}

    def __init__(self, path: str, last: int) -> None:
        self.told = Told()
        self.done = asyncio.Event()
        self.opened = asyncio.Event()
        self.path, self._last = path, last
        self._buffer = bytearray()
        self._need = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks."""
        head = f"GET {self.path} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n"
        transport.write(head.encode())  # type: ignore[attr-defined]  # it is one that writes

    def connection_lost(self, _error: Exception | None) -> None:
        """Whatever is missing stays so."""
        self.done.set()

    def data_received(self, data: bytes) -> None:
        """Takes whole chunks out of what came."""
        self._buffer += data
        if len(self._buffer) < self._need:
            return
        if not self.opened.is_set():
            head, end, rest = bytes(self._buffer).partition(OPENED)
            if not end:
                return
            if b" 200 " not in head.partition(b"\r\n")[0]:
                raise RuntimeError(head.decode())
            self.opened.set()
            self._buffer = bytearray(rest)
        now = time.monotonic()
        at = 0
        while (begin := self._buffer.find(b"\r\n", at)) >= 0:
            end = begin + 2 + int(self._buffer[at:begin], 16)
            if len(self._buffer) < end + 2:
                self._need = end + 2 - at
                break
            self._take(bytes(memoryview(self._buffer)[begin + 2 : end]), now)
            at = end + 2
            self._need = 0
        del self._buffer[:at]

    def _take(self, chunk: bytes, now: float) -> None:
        if b"data: " not in chunk:
            return
        if chunk.startswith(b"id: ") and b"\nevent: " in chunk[:64]:
            self._take_log(chunk, now)
        else:
            self._take_news(chunk, now)
        if self.told.at >= self._last:
            self.done.set()

    def _take_log(self, chunk: bytes, now: float) -> None:
        seen = self.seen.get(chunk[:KEY_BYTES])
        if seen is None or seen.chunk != chunk:
            positions = [int(one.partition(b"\n")[0]) for one in (b"\n\n" + chunk).split(b"\n\nid: ")[1:]]
            if positions != list(range(positions[0], positions[-1] + 1)):
                self.told.gaps += 1
            seen = self.seen[chunk[:KEY_BYTES]] = Seen(positions[0], positions[-1], chunk)
        self.told.gaps += abs(seen.first - self.told.at - 1)
        self.told.at = seen.last
        self.told.messages += seen.last - seen.first + 1
        self.told.lags += [(seen.first, now), (seen.last, now)]

    def _take_news(self, chunk: bytes, now: float) -> None:
        message = orjson.loads(chunk.rstrip().rpartition(b"data: ")[2])
        if self.told.news is not None and message["new"] <= self.told.news["new"]:
            self.told.gaps += 1
        self.told.news = message
        self.told.at = message["position"]
        self.told.messages += 1
        self.told.lags.append((message["position"], now))


async def read(plan: Plan) -> list[dict[str, Any]]:
    """What every reader was told."""
    loop = asyncio.get_running_loop()
    some_streams = [f"&stream={plan.streams[n % len(plan.streams)]}" if n % 2 else "" for n in range(plan.news)]
    paths = ["/v1/events?after=0"] * plan.log + [f"/live/news?after=0{one}" for one in some_streams]
    readers = [Reader(path, plan.last) for path in paths]
    for at in range(0, len(readers), OPENERS):
        some = readers[at : at + OPENERS]
        async with asyncio.timeout(plan.within_s):
            await asyncio.gather(*(loop.create_connection(lambda one=one: one, plan.host, plan.port) for one in some))
            await asyncio.gather(*(one.opened.wait() for one in some))
    print("open", flush=True)
    waiting = [asyncio.create_task(one.done.wait()) for one in readers if "&stream" not in one.path]
    _, late = await asyncio.wait(waiting, timeout=plan.within_s)
    for one in late:
        one.cancel()
    await asyncio.sleep(LAST_NEWS_S)
    return [{"path": one.path} | asdict(one.told) for one in readers]


def main(specification: str) -> None:
    """Reads until the end, and prints what was told."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 65_536), most))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        told = runner.run(read(Plan(**orjson.loads(specification))))
    os.set_blocking(sys.stdout.fileno(), True)  # the loop may have left it otherwise, and then a long line is cut off
    print(orjson.dumps(told).decode(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
