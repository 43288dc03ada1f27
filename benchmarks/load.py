"""The load generator: real events over loopback to any service that has our routes, cheap enough to share two cores.

Runs as a process of its own (``python -m benchmarks.load SPECIFICATION``). Everything is encoded before the clock
starts, but for long streams. Every connection is a closed loop: it sends the next request when the last is answered.
Prints, while a stream runs, how many events are answered, one number a line; at the end what was measured, as JSON.
"""

import asyncio
import os
import random
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import httpx
import orjson
import uvloop

from benchmarks.load_set import dealt, expanded, read_pairs
from benchmarks.measure import Measured, Meter, NotAvailable, cpu_of

FRAME_LINES = 64
HEAD_END = b"\r\n\r\n"
PATIENCE_S = 60.0
PROGRESS_EVENTS = 5_000
REFUSED = 400
CONTENT = {
    "single": "application/cloudevents+json",
    "batch": "application/cloudevents-batch+json",
    "stream": "application/x-ndjson",
}

Request: TypeAlias = tuple[bytes, int]
"""What goes over the wire, and how many events are in it."""

Count: TypeAlias = Callable[[int, bytes, int], int]
"""Of an answer's status and body, and what was asked: how many were fine."""


@dataclass(frozen=True, slots=True)
class Load:
    """What to send, how, and whose CPU to count."""

    url: str
    kind: str
    """single, batch or stream; view, list or as-of."""

    file: str
    most: int = 110_000
    """Events, or reads, at most."""

    longest: int = 0
    """Only so many claims, those with most events (0: all)."""

    seconds: float = 10.0
    connections: int = 16
    size: int = 1
    """Events in a batch."""

    copies: bool = False
    """Whether the file's events are copied, claim by claim, until there are as many as *most*."""

    service_pids: Sequence[int] = field(default=())
    database_pid: int = 0


@dataclass(slots=True)
class Tally:
    """What came back."""

    fine: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    latencies_s: list[float] = field(default_factory=list)

    def add(self, status: int, body: bytes, asked: int, count: Count) -> None:
        """Counts an answer; of what was refused it keeps the first words."""
        fine = count(status, body, asked)
        self.fine += fine
        if fine < asked:
            self.refused[f"{status} {body[:120].decode(errors='replace')}"] += asked - fine


def main() -> None:
    """Reads the specification, sends, prints."""
    try:
        measured, refused = uvloop.run(sent(Load(**orjson.loads(sys.argv[1]))))
        report: dict[str, object] = {"measured": asdict(measured), "refusals": dict(refused.most_common(3))}
    except NotAvailable as missing:
        report = {"not_available": str(missing)}
    print(orjson.dumps(report).decode())


async def sent(load: Load) -> tuple[Measured, Counter[str]]:
    """Sends *load*; what it cost, and what was refused. Raises NotAvailable where the service does not do this."""
    tally = Tally()
    if load.kind == "stream":
        run = stream(load, frames(load), tally)
    else:
        requests, count = reads(load) if load.kind in READS else (writes(load), COUNTS[load.kind])
        run = closed_loops(load, requests, count, tally)
    own = time.process_time()
    meter = Meter(cpu_of(load.service_pids), cpu_of([load.database_pid]))
    await run
    if not tally.fine and tally.refused:
        raise NotAvailable(next(iter(tally.refused)))
    measured = meter.measured(tally.fine, tally.latencies_s)
    share = (time.process_time() - own) / measured.wall_s / (os.cpu_count() or 1)
    return replace(measured, generator_share=share, refused=tally.refused.total()), tally.refused


def writes(load: Load) -> list[list[Request]]:
    """The posts of each connection, in the order of its claims' events."""
    hands = dealt(read_pairs(Path(load.file), load.most, load.longest), load.connections)
    return [[_posted(load, group) for group in _groups((line for _, line in hand), load.size)] for hand in hands]


def _posted(load: Load, lines: Sequence[bytes]) -> Request:
    body = b"[" + b",".join(lines) + b"]" if load.kind == "batch" else lines[0]
    return _head(load.url, "POST", "/v1/events", load.kind, f"Content-Length: {len(body)}") + body, len(lines)


def _head(url: str, method: str, path: str, kind: str = "", more: str = "") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {urlsplit(url).netloc}"]
    lines += [f"Content-Type: {CONTENT[kind]}", more] if kind else []
    return "\r\n".join([*lines, "", ""]).encode()


def _groups(lines: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    rest = iter(lines)
    while group := list(islice(rest, size)):
        yield group


def _fine_status(status: int, _body: bytes, asked: int) -> int:
    return asked if status and status < REFUSED else 0


def _fine_results(status: int, body: bytes, _asked: int) -> int:
    """Of a batch's or a stream's results: one event each."""
    return body.count(b'"status":201,') + body.count(b'"status":200,') if _fine_status(status, body, 1) else 0


COUNTS: dict[str, Count] = {"single": _fine_status, "batch": _fine_results}

READS: dict[str, Callable[[str, tuple[int, int], random.Random], str]] = {
    "view": lambda claim, _span, _chance: f"/v1/claims/{claim}",
    "list": lambda claim, _span, _chance: f"/v1/claims/{claim}/events?limit=50",
    "as-of": lambda claim, span, chance: f"/v1/claims/{claim}?as_of={chance.randint(*span)}",
}


def reads(load: Load) -> tuple[list[list[Request]], Count]:
    """The questions of each connection: about a random one of the longest claims, at a random moment of its."""
    pairs = read_pairs(Path(load.file), sys.maxsize, load.longest)
    spans = _spans(load.url, sorted({claim for claim, _ in pairs}))
    claims, path = list(spans), READS[load.kind]

    def request(chance: random.Random) -> Request:
        claim = chance.choice(claims)
        return _head(load.url, "GET", path(claim, spans[claim], chance)), 1

    chances = [random.Random(number) for number in range(load.connections)]  # noqa: S311 (the same in every run)
    return [[request(chance) for _ in range(load.most // load.connections)] for chance in chances], _fine_status


def _spans(url: str, claims: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The first and the last position of each claim, as the service itself says."""
    with httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE_S) as client:

        def asked(path: str) -> dict[str, Any]:
            return dict(orjson.loads(client.get(path).raise_for_status().content))

        def span(claim: str) -> tuple[int, int]:
            (first,) = asked(f"/v1/claims/{claim}/events?limit=1")["items"]
            return first["position"], asked(f"/v1/claims/{claim}")["position"]

        return {claim: span(claim) for claim in claims}


class Connection(asyncio.Protocol):
    """One closed loop over its requests, until there are no more or the time is up."""

    def __init__(self, requests: Iterable[Request], count: Count, tally: Tally) -> None:
        self.done = asyncio.get_running_loop().create_future()
        self._requests, self._count, self._tally = iter(requests), count, tally
        self._buffer, self._asked, self._ends_at, self._sent_at = b"", 1, 0.0, 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps what to write to."""
        self._transport = transport  # type: ignore[assignment]  # a connection's is one that can be written to

    def begin(self, ends_at: float) -> None:
        """Sends the first request."""
        self._ends_at = ends_at
        self._send()

    def _send(self) -> None:
        following = next(self._requests, None)
        self._sent_at = time.perf_counter()
        if self._transport is None or following is None or self._sent_at > self._ends_at:
            self._end()
            return
        request, self._asked = following
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Counts the answer once it is whole, and goes on."""
        self._buffer = self._buffer + data if self._buffer else data
        at = self._buffer.find(HEAD_END)
        if at < 0:
            return
        head = self._buffer[:at].lower()
        begins = at + len(HEAD_END)
        ends = begins + int(head.partition(b"content-length:")[2].partition(b"\r")[0] or 0)
        if len(self._buffer) < ends:
            return
        self._tally.latencies_s.append(time.perf_counter() - self._sent_at)
        self._tally.add(int(head[9:12]), self._buffer[begins:ends], self._asked, self._count)
        self._buffer = b""
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        """The service hung up: what was asked last has no answer."""
        if not self.done.done():
            self._tally.add(0, repr(exc).encode(), self._asked, self._count)
            self._end()

    def _end(self) -> None:
        if not self.done.done():
            self.done.set_result(None)
        if self._transport is not None:
            self._transport.close()


async def closed_loops(load: Load, requests: Sequence[Sequence[Request]], count: Count, tally: Tally) -> None:
    """Runs all connections at once."""
    target, loop = urlsplit(load.url), asyncio.get_running_loop()
    connections = [Connection(own, count, tally) for own in requests if own]
    for one in connections:
        await loop.create_connection(partial(_itself, one), target.hostname or "", target.port or 0)
    ends_at = time.perf_counter() + load.seconds
    for one in connections:
        one.begin(ends_at)
    await asyncio.wait_for(asyncio.gather(*(one.done for one in connections)), load.seconds + PATIENCE_S)


def _itself(connection: Connection) -> Connection:
    return connection


def frames(load: Load) -> Iterable[Request]:
    """A stream's body, some lines at a time as HTTP's chunks: encoded before the clock unless it is a long one."""
    file = Path(load.file)
    if load.copies:
        return map(_framed, _groups(expanded(file, load.most), FRAME_LINES))
    return list(map(_framed, _groups((line for _, line in read_pairs(file, load.most, load.longest)), FRAME_LINES)))


def _framed(lines: Sequence[bytes]) -> Request:
    return b"%x\r\n%b\n\r\n" % (sum(map(len, lines)) + len(lines), b"\n".join(lines)), len(lines)


async def stream(load: Load, framed: Iterable[Request], tally: Tally) -> None:
    """One post that is sent as fast as it is taken, its results read as they come.

    A latency is that of a frame, from when it was sent until its last line is answered.
    """
    target = urlsplit(load.url)
    reader, writer = await asyncio.open_connection(target.hostname, target.port, limit=2**20)
    writer.transport.set_write_buffer_limits(high=2**18)
    writer.write(_head(load.url, "POST", "/v1/events", "stream", "Transfer-Encoding: chunked"))
    waiting: deque[tuple[int, float]] = deque()
    sending = asyncio.create_task(_sent_frames(load, framed, writer, waiting))
    try:
        async with asyncio.timeout(load.seconds + PATIENCE_S):
            await _read_results(reader, waiting, tally)
            await sending
    finally:
        sending.cancel()
        writer.close()


async def _sent_frames(
    load: Load, framed: Iterable[Request], writer: asyncio.StreamWriter, waiting: deque[tuple[int, float]]
) -> None:
    ends_at, sent_lines = time.perf_counter() + load.seconds, 0
    for frame, lines in framed:
        if time.perf_counter() > ends_at:
            break
        writer.write(frame)
        sent_lines += lines
        waiting.append((sent_lines, time.perf_counter()))
        await writer.drain()
    writer.write(b"0\r\n\r\n")


async def _read_results(reader: asyncio.StreamReader, waiting: deque[tuple[int, float]], tally: Tally) -> None:
    head = (await reader.readuntil(HEAD_END)).lower()
    status = int(head[9:12])
    if b"transfer-encoding: chunked" not in head:
        length = int(head.partition(b"content-length:")[2].partition(b"\r")[0] or 0)
        tally.add(status, await reader.readexactly(length), 1, _fine_status)
        return
    answered = shown = 0
    rest = b""
    while size := int(await reader.readline(), 16):
        whole, end, rest = (rest + (await reader.readexactly(size + 2))[:-2]).rpartition(b"\n")
        lines = whole.count(b"\n") + len(end)
        answered += lines
        tally.add(status, whole, lines, _fine_results)
        now = time.perf_counter()
        while waiting and waiting[0][0] <= answered:
            tally.latencies_s.append(now - waiting.popleft()[1])
        if answered - shown >= PROGRESS_EVENTS:
            shown = answered
            print(answered, flush=True)


if __name__ == "__main__":
    main()
