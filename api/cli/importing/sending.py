"""Lines sent to a service as one stream, and what became of each, in order; through lost connections and restarts.

What was not answered is sent again: events have their identity for ever, so a line that had arrived is answered with
its first receipt. Neither lines nor, where all is well, answers are parsed: they are counted.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import typer

from api.cli.endings import NotReachable
from api.cli.importing.lines import BLOCK_LINES, Line
from api.cli.importing.streaming_post import LOST, StreamingPost
from api.cli.patience import Patience

MOST_LINES_IN_FLIGHT = 8_192
MOST_BYTES_IN_FLIGHT = 8 * 2**20
RECORDED, REPEATED = 201, 200
NOT_JUDGED = 500  # or more: the service could not say, and says so of the first line only

Problem = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was not recorded, and why."""

    line: Line
    problem: Problem


@dataclass(frozen=True, slots=True)
class Answers:
    """What became of some lines, and how many of all have been answered without a gap.

    *result* is that of one that is recorded, as the service wrote it, if there is one.
    """

    recorded: int
    repeated: int
    refused: Sequence[RefusedLine]
    result: bytes | None
    answered: int


def sent(url: str, blocks: Iterable[Sequence[Line]], tell: Callable[[str], None]) -> Iterator[Answers]:
    """Sends *blocks* to the service at *url*; what became of their lines, in order.

    A service that is away is waited for, and *tell* told of it. Raises NotReachable if nothing is answered for
    PATIENCE_S, ServiceRefused where the service takes no lines, and, once what came before it is answered, what is
    wrong with *blocks* (typer.BadParameter).
    """
    sending = _Sending(iter(blocks))
    patience = Patience(url, tell)
    while not sending.is_done:
        try:
            with StreamingPost(url) as post:
                for answers in sending.over(post):
                    if answers.recorded or answers.repeated or answers.refused:
                        patience.renew()
                    yield answers
            if sending.unstored_for:
                patience.wait(sending.unstored_for)
        except LOST as error:
            patience.wait(str(error) or type(error).__name__)
    if sending.fault:
        raise sending.fault


class _Sending:
    """The lines that are on their way, each with its place among all, and those that come after them."""

    def __init__(self, blocks: Iterator[Sequence[Line]]) -> None:
        self.fault: typer.BadParameter | None = None
        """What is wrong with the lines after those that were taken."""
        self._blocks = blocks
        self._taken = 0
        self._is_exhausted = False
        self._why = ""
        self._unstored: list[tuple[int, Line]] = []
        """Lines that could not be stored just now, and those after them that may be refused only for want of them."""
        self._in_flight: deque[tuple[int, Line]] = deque()
        self._again: deque[tuple[int, Line]] = deque(self._fresh())

    @property
    def is_done(self) -> bool:
        return self._is_exhausted and not (self._unstored or self._in_flight or self._again)

    @property
    def unstored_for(self) -> str:
        """Why something could not be stored just now; nothing if everything was."""
        return self._why if self._unstored else ""

    def over(self, post: StreamingPost) -> Iterator[Answers]:
        """Sends over one connection until all is answered, or something could not be stored. Raises what LOST names."""
        self._again = deque([*self._unstored, *self._in_flight, *self._again])
        self._unstored.clear()
        self._in_flight.clear()
        self._bytes, self._index = 0, 0
        begun = b""
        while not post.has_ended:
            if post.is_idle and self._has_room:
                self._give(post)
            whole, newline, begun = (begun + post.step()).rpartition(b"\n")
            if newline:
                yield self._answers(whole + newline)
        if self._in_flight and not self._unstored:
            raise ConnectionResetError("the answer ends too early")

    @property
    def _has_room(self) -> bool:
        return len(self._in_flight) < MOST_LINES_IN_FLIGHT and self._bytes < MOST_BYTES_IN_FLIGHT

    def _give(self, post: StreamingPost) -> None:
        block = [] if self._unstored else self._block()
        if not block:
            post.finish()
            return
        body = b"\n".join([line.text for _, line in block]) + b"\n"
        self._in_flight.extend(block)
        self._bytes += len(body)
        post.give(body)

    def _block(self) -> list[tuple[int, Line]]:
        """What is sent next; nothing at the end."""
        if self._again:
            return [self._again.popleft() for _ in range(min(len(self._again), BLOCK_LINES))]
        return self._fresh()

    def _fresh(self) -> list[tuple[int, Line]]:
        try:
            block = next(filter(None, self._blocks), ())
        except typer.BadParameter as error:
            self.fault, block = error, ()
        self._is_exhausted = not block
        numbered = list(enumerate(block, self._taken))
        self._taken += len(block)
        return numbered

    def _answers(self, results: bytes) -> Answers:
        """What lines of *results* say. The needles stand in no JSON string, where quotes are escaped."""
        count = results.count(b"\n")
        recorded, repeated = results.count(b'"status":201,'), results.count(b'"status":200,')
        last = results[results.rfind(b"\n", 0, -1) + 1 :]
        index = b'{"index":%d,' % (self._index + count - 1)
        if recorded + repeated != count or count > len(self._in_flight) or not last.startswith(index):
            return self._one_by_one(results)
        for _ in range(count):
            self._bytes -= len(self._in_flight.popleft()[1].text) + 1
        self._index += count
        return Answers(recorded, repeated, (), last, self._answered)

    def _one_by_one(self, results: bytes) -> Answers:
        recorded = repeated = 0
        refused: list[RefusedLine] = []
        last = None
        for text in results.splitlines():
            result = orjson.loads(text)
            if result["status"] >= NOT_JUDGED:
                self._why = str(result["problem"].get("title", "")).rstrip(".")
                if not self._in_flight:  # all was answered when the service began to end
                    break
            place, line = self._line_of(result)
            if result["status"] == RECORDED:
                recorded, last = recorded + 1, text
            elif result["status"] == REPEATED:
                repeated, last = repeated + 1, text
            elif result["status"] >= NOT_JUDGED or self._unstored:
                self._unstored.append((place, line))
            else:
                refused.append(RefusedLine(line, result["problem"]))
        return Answers(recorded, repeated, refused, last, self._answered)

    def _line_of(self, result: Mapping[str, Any]) -> tuple[int, Line]:
        if result["index"] != self._index or not self._in_flight:
            raise NotReachable("What answers is out of order with what was sent. Nothing more was sent.")
        self._index += 1
        place, line = self._in_flight.popleft()
        self._bytes -= len(line.text) + 1
        return place, line

    @property
    def _answered(self) -> int:
        """How many lines come before the first one that is not answered for good."""
        for waiting in (self._unstored, self._in_flight, self._again):
            if waiting:
                return waiting[0][0]
        return self._taken
