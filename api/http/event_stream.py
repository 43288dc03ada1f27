"""A stream of events, one a line: read as it arrives, recorded as it is read, answered as it commits.

What is at hand is handed to the log at once, so that a client may wait for the answer to one line before it sends the
next; while one chunk commits, others are read and prepared. Few are under way at a time: where the log is slow, or
nobody reads the answers, nothing more is read, and the client has to wait.

What the log cannot take now is answered with 503, and ends the stream: no line is recorded after one that was not, for
their order may decide what stands. The client sends again from that line on; a repeat is never doubled.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import TypeAlias

import structlog

from api.http.asgi import END, ENDING, ClientGone, Receive, Scope, Send, parts_of
from api.http.cloudevents import Posted, line
from api.http.content_coding import Decoder
from api.http.event_lines import Lines
from api.http.proposing import EVENT_BYTES, Proposer, at_once
from api.http.results import Outcome, result_line
from domain.ports import EventLog
from domain.proposal import Proposal
from domain.receipt import Receipt
from domain.refusals import Overloaded, Refused, TooLarge

MOST_LINES = 1_000
MOST_BYTES = 4 * 2**20
MOST_CHUNKS = 3
ROOM_WITHIN_S = 30.0
LAST_ANSWERS_WITHIN_S = 3.0

HEADERS = [(b"content-type", b"application/x-ndjson")]
TOO_LONG = Refused(TooLarge(expected=f"at most {EVENT_BYTES} bytes a line", got=f"more than {EVENT_BYTES}"))

log = structlog.get_logger()

Line: TypeAlias = bytes | None
Answers: TypeAlias = list[Receipt | Refused]


@dataclass(slots=True, eq=False)
class _Chunk:
    """Lines that were handed over together: why each is refused, None for those of which the log has the answers."""

    refused: Sequence[Refused | None]
    answers: asyncio.Future[Answers]

    @property
    def failure(self) -> BaseException | None:
        """Why there are no answers, as soon as that is known."""
        return self.answers.exception() if self.answers.done() else None

    def let_go(self) -> None:
        """Nobody will ask for the answers."""
        if self.failure is None:
            self.answers.cancel()


class EventStream:
    """One post that is a stream of events."""

    def __init__(self, log: EventLog, proposer: Proposer, decoding: Decoder, receive: Receive, send: Send) -> None:
        self._log = log
        self._proposer = proposer
        self._decoding = decoding
        self._receive = receive
        self._send = send
        self._lines = Lines(EVENT_BYTES)
        self._places = asyncio.Semaphore(MOST_CHUNKS)
        self._underway: deque[_Chunk] = deque()
        self._news = asyncio.Event()
        self._answered = 0
        self._has_begun = False
        self._end: Exception | None = None

    async def run(self, scope: Scope) -> None:
        """Reads it and answers it; what is raised (Refused, ClientGone) is raised before the first answer."""
        self._reading = asyncio.create_task(self._read())
        self._reading.add_done_callback(lambda _: self._news.set())
        scope[END] = self._stop
        try:
            await self._answer()
        except asyncio.CancelledError:  # the service ends, and has waited for as long as it does
            if not self._has_begun:
                raise
            self._stop()
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_ANSWERS_WITHIN_S):
                    await self._answer()
        finally:
            self._reading.cancel()
            for chunk in self._underway:
                chunk.let_go()

    def _stop(self) -> None:
        """Reads no more, for the service is about to end."""
        self._end = Refused(ENDING)
        self._reading.cancel()

    async def _read(self) -> None:
        try:
            async with aclosing(parts_of(self._receive)) as parts:
                async for part in parts:
                    await self._take(part)
            self._decoding.end()
            await self._hand_over(self._lines.end())
        except (Refused, ClientGone) as end:
            self._end = end
        except Exception as error:
            log.exception("a stream failed")
            self._end = error

    async def _take(self, part: bytes) -> None:
        """Hands over every line that ends in *part*: nobody knows when there will be another one."""
        lines: list[Line] = []
        size = 0
        try:
            for step in self._decoding.expanded(part):
                lines += self._lines.cut(step)
                size += len(step)
                if len(lines) >= MOST_LINES or size >= MOST_BYTES:
                    await self._hand_over(lines)
                    lines, size = [], 0
                await asyncio.sleep(0)
        except Refused:
            await self._hand_over(lines)
            raise
        await self._hand_over(lines)

    async def _hand_over(self, lines: Sequence[Line]) -> None:
        """Queues the *lines* in the log, as soon as few enough are under way."""
        for at in range(0, len(lines), MOST_LINES):
            await self._places.acquire()
            refused, proposals = await self._prepared(lines[at : at + MOST_LINES])
            self._underway.append(_Chunk(refused, await self._queued(proposals)))
            self._news.set()

    async def _prepared(self, lines: Sequence[Line]) -> tuple[list[Refused | None], list[Proposal]]:
        refused: list[Refused | None] = []
        proposals: list[Proposal] = []
        most = at_once(len(lines), sum(len(one) for one in lines if one is not None))
        for at in range(0, len(lines), most):
            read = [TOO_LONG if one is None else line(one) for one in lines[at : at + most]]
            refused += [one if isinstance(one, Refused) else None for one in read]
            proposals += self._proposer.proposals([one for one in read if isinstance(one, Posted)])
            await asyncio.sleep(0)
        return refused, proposals

    async def _queued(self, proposals: Sequence[Proposal]) -> asyncio.Future[Answers]:
        """What will be the log's answers, or why there are none; after a failure it is not asked any more."""
        answers: asyncio.Future[Answers] = asyncio.get_running_loop().create_future()
        if not proposals:
            answers.set_result([])
            return answers
        try:
            async with asyncio.timeout(ROOM_WITHIN_S):
                await self._log.room_for(len(proposals))
            for chunk in self._underway:
                if chunk.failure is not None:
                    answers.set_exception(chunk.failure)
                    return answers
            return asyncio.ensure_future(self._log.hand_over(proposals))
        except TimeoutError:
            answers.set_exception(Refused(Overloaded(expected=f"room in the queue within {ROOM_WITHIN_S:g} s")))
        except Refused as refused:
            answers.set_exception(refused)
        return answers

    async def _answer(self) -> None:
        """Tells what came of each line, in order, and how the stream ended."""
        while (chunk := await self._next()) is not None:
            outcomes = await self._outcomes(chunk)
            if chunk.failure is not None:
                self._end = None
                self._reading.cancel()
            await self._tell(outcomes)
            self._underway.popleft()
            self._places.release()
        if self._end is not None and (not self._has_begun or isinstance(self._end, ClientGone)):
            raise self._end
        await self._tell([] if self._end is None else [self._end])
        await self._send({"type": "http.response.body", "body": b""})

    async def _next(self) -> _Chunk | None:
        """The first chunk that is under way; None where nothing more will come."""
        while not self._underway:
            if self._reading.done():
                return None
            self._news.clear()
            await self._news.wait()
        return self._underway[0]

    async def _outcomes(self, chunk: _Chunk) -> Sequence[Outcome]:
        try:
            answers = await asyncio.shield(chunk.answers)
        except Exception as error:
            if not self._has_begun:
                raise
            return [one or error for one in chunk.refused]
        self._proposer.learn(answers)
        rest = iter(answers)
        return [one or next(rest) for one in chunk.refused]

    async def _tell(self, outcomes: Sequence[Outcome]) -> None:
        """Sends the results of the next lines, as lines that are whole."""
        if not self._has_begun:
            await self._send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            self._has_begun = True
        lines = bytearray()  # a list of a thousand makes the allocator take and give back a megabyte each time
        for index, one in enumerate(outcomes, start=self._answered):
            lines += result_line(index, one)
        await self._send({"type": "http.response.body", "body": bytes(lines), "more_body": True})
        self._answered += len(outcomes)
