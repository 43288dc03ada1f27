"""The newest events of the log as messages, in memory that has a bound: a reader holds no more than its position."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

BATCH_BYTES = 64 * 2**10
"""A batch is what a reader is sent at once: what a connection buffers beyond what it could send is not much more."""

PLACE_BYTES = 200
"""What remembering an event's place in a batch takes, about."""


class Wanted(NamedTuple):
    """Which events a reader asks for; None: of every type, of every stream."""

    type: str | None = None
    stream: str | None = None


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Message:
    """An event as it is sent to readers."""

    position: int
    stream: str
    type: str
    text: bytes


class Batch:
    """Messages of consecutive positions; all that ask for the same of it are given the same bytes."""

    __slots__ = ("_begins", "_chosen", "_types", "first", "last", "streams", "text")

    def __init__(self, messages: Sequence[Message]) -> None:
        self.first, self.last = messages[0].position, messages[-1].position
        self.text = b"".join([one.text for one in messages])
        self.streams = [one.stream for one in messages]
        self._types = [one.type for one in messages]
        self._begins = [0]
        for one in messages:
            self._begins.append(self._begins[-1] + len(one.text))
        self._chosen: dict[Wanted, bytes] = {}

    @property
    def size(self) -> int:
        """Its bytes in memory, about."""
        return len(self.text) + PLACE_BYTES * len(self.streams)

    def wanted(self, after: int, wanted: Wanted) -> bytes:
        """The messages beyond *after* that are *wanted*, one after the other."""
        if after >= self.first:  # somebody who comes in amid it, and is at its end then
            return self._joined(after + 1 - self.first, wanted)
        if wanted == EVERYTHING:
            return self.text
        if wanted not in self._chosen:
            if wanted.stream is not None and wanted.stream not in self.streams:
                return b""  # not kept, for there may be as many of these as readers
            self._chosen[wanted] = self._joined(0, wanted)
        return self._chosen[wanted]

    def count(self, streams: Collection[str], after: int) -> int:
        """How many events beyond *after* are of these *streams*."""
        return sum(one in streams for one in self.streams[max(0, after + 1 - self.first) :])

    def _joined(self, begin: int, wanted: Wanted) -> bytes:
        return b"".join(
            [
                self.text[self._begins[n] : self._begins[n + 1]]
                for n in range(begin, len(self.streams))
                if wanted.type in (None, self._types[n]) and wanted.stream in (None, self.streams[n])
            ]
        )


class Ring:
    """Batches of the events after ``begins`` up to ``ends``; the oldest go when they are more than *most_bytes*."""

    def __init__(self, most_bytes: int) -> None:
        self.begins = self.ends = 0
        self.size = 0
        self._most_bytes = most_bytes
        self._batches: list[Batch] = []
        self._lasts: list[int] = []

    def begin_after(self, position: int) -> None:
        """Forgets all; what comes next is the event after *position*."""
        self._batches, self._lasts, self.size = [], [], 0
        self.begins = self.ends = position

    def add(self, messages: Sequence[Message]) -> None:
        """Takes the next events, as batches."""
        for some in _cut(messages):
            batch = Batch(some)
            self._batches.append(batch)
            self._lasts.append(batch.last)
            self.size += batch.size
            self.ends = batch.last
        self._forget_the_oldest()

    def next(self, position: int) -> Batch | None:
        """The batch that holds what comes after *position*, which is not before ``begins``; None at the end."""
        place = bisect_right(self._lasts, position)
        return self._batches[place] if place < len(self._batches) else None

    def count(self, streams: Collection[str], after: int) -> int:
        """How many events after a position, which is not before ``begins``, are of these *streams*."""
        return sum(one.count(streams, after) for one in self._batches[bisect_right(self._lasts, after) :])

    def _forget_the_oldest(self) -> None:
        gone = 0
        while self.size > self._most_bytes and gone < len(self._batches):
            self.size -= self._batches[gone].size
            self.begins = self._lasts[gone]
            gone += 1
        del self._batches[:gone], self._lasts[:gone]


def _cut(messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
    """Parts of at most BATCH_BYTES, but for a message that is larger on its own."""
    begin = size = 0
    for n, one in enumerate(messages):
        if size + len(one.text) > BATCH_BYTES and n > begin:
            yield messages[begin:n]
            begin, size = n, 0
        size += len(one.text)
    if messages:
        yield messages[begin:]
