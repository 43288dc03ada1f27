"""Lines of events, and the files that they are read from: plain, gzip or zstd, told by their first bytes."""

import io
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from gzip import GzipFile
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol, cast

import typer
import zstandard

from api.cli.importing.stopping import NoMoreInput, reading
from api.cli.text_faults import BYTE_ORDER_MARK, ZSTD, packed_with
from api.http.event_lines import BLANK

STANDARD_INPUT = Path("-")
BLOCK_BYTES = 64 * 2**10
BLOCK_LINES = 128
LONGEST_LINE_BYTES = 16 * 2**20
ZSTD_STEP_BYTES = 2**10  # a run of zeros may grow 32,000 times: at most 32 MiB a step
LARGEST_WINDOW_BYTES = 2**27


class NotLines(typer.BadParameter):
    """A file that cannot be read line by line to its end; the message says why."""


class Line(NamedTuple):
    """One event as it is sent, without the line's end, and where it is from; lines are counted from 1."""

    text: bytes
    file: str
    number: int


class Source(Protocol):
    """Where lines come from: each time in the same order, and never all of them at once."""

    @property
    def name(self) -> str:
        """As people know it."""
        ...

    @property
    def size(self) -> int | None:
        """How much there is to read, in a unit of its own; None where nobody knows."""
        ...

    @property
    def read(self) -> int:
        """How much of it has been read."""
        ...

    def blocks(self) -> Iterator[Sequence[Line]]:
        """The lines but blank ones, so many at a time as are sent together."""
        ...


class EventFile:
    """A file of events, one a line; ``-`` is standard input. Its size is in bytes as it lies there, compressed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = "standard input" if path == STANDARD_INPUT else path.name
        self.size = path.stat().st_size if path.is_file() else None
        self.read = 0

    def blocks(self) -> Iterator[Sequence[Line]]:
        """See Source. Raises NotLines for what cannot be read, is cut off, or is no list of lines."""
        number = 1
        is_begun = False
        try:
            with _opened(self.path) as file:
                for texts in _split(self._expanded(file)):
                    lines = _sent_of(texts, self.name, number)
                    if lines and not is_begun:
                        self._refuse_unless_lines(lines[0].text)
                        is_begun = True
                    yield lines
                    number += len(texts)
        except _Endless:
            raise NotLines(
                f"Line {number} of {self.name} is longer than {LONGEST_LINE_BYTES} bytes. A file of events has one a "
                "line; claimtrail post takes a JSON array."
            ) from None
        except EOFError:
            raise NotLines(
                f"{self.name} is cut off: it ends after line {number - 1}, before its compressed data does. What was "
                "whole of it is through; get the whole file, then import that."
            ) from None
        except (OSError, zlib.error, zstandard.ZstdError) as error:
            raise NotLines(
                f"{self.name} cannot be read beyond line {number - 1}: {error}. Get a whole copy of it."
            ) from None

    def _refuse_unless_lines(self, first: bytes) -> None:
        begin = first.removeprefix(BYTE_ORDER_MARK).strip(BLANK)
        if begin.startswith(b"["):
            what = "is a JSON array"
        elif begin == b"{":
            what = "has an event over several lines"
        else:
            return
        raise NotLines(
            f"{self.name} {what}, and import takes one event a line. Send it with claimtrail post {self.path}, or "
            "write one event a line. Nothing of it was sent."
        )

    def _expanded(self, file: io.BufferedIOBase) -> Iterator[bytes]:
        raw = io.BufferedReader(_Counted(file, self), BLOCK_BYTES)
        begin = raw.peek(len(ZSTD))
        match packed_with(begin):
            case "gzip":
                return _pieces(GzipFile(fileobj=raw))
            case "zstd":
                return _unzstd(raw)
            case _:
                return _pieces(raw)


def blocks_of(texts: Iterable[bytes], name: str) -> Iterator[Sequence[Line]]:
    """*texts* as blocks of lines that are from *name*, numbered from 1."""
    lines = (Line(text, name, number) for number, text in enumerate(texts, 1))
    while block := list(islice(lines, BLOCK_LINES)):
        yield block


def without_first(blocks: Iterable[Sequence[Line]], count: int) -> Iterator[Sequence[Line]]:
    """*blocks* without their first *count* lines."""
    for block in blocks:
        left = block[count:] if count else block
        count -= len(block) - len(left)
        if left:
            yield left


class _Endless(Exception):  # noqa: N818 (what the line is)
    """A line that does not end."""


class _Counted(io.RawIOBase):
    """What is read of *file*, counted in *reader*."""

    def __init__(self, file: io.BufferedIOBase, reader: EventFile) -> None:
        self._file, self._reader = file, reader

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override] # typeshed has a wider type than io passes
        piece = b""
        with suppress(NoMoreInput), reading() as may_wait:
            if may_wait:
                piece = self._file.read1(len(into))
        into[: len(piece)] = piece
        self._reader.read += len(piece)
        return len(piece)


def _opened(path: Path) -> AbstractContextManager[io.BufferedIOBase]:
    if path == STANDARD_INPUT:
        return nullcontext(cast("io.BufferedReader", sys.stdin.buffer))
    return path.open("rb")


def _pieces(file: io.BufferedIOBase) -> Iterator[bytes]:
    while piece := file.read1(BLOCK_BYTES):
        yield piece


def _unzstd(raw: io.BufferedIOBase) -> Iterator[bytes]:
    """Frames may follow one another (RFC 8878, 3.1); a stream reader of the library would not notice a missing end."""
    bounded = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW_BYTES)
    inflating = bounded.decompressobj()
    for piece in iter(lambda: raw.read1(ZSTD_STEP_BYTES), b""):
        rest = piece
        while rest:
            if inflating.eof:
                inflating = bounded.decompressobj()
            yield inflating.decompress(rest)
            rest = inflating.unused_data if inflating.eof else b""
    if not inflating.eof:
        raise EOFError("it ends before the compressed data does")


def _split(pieces: Iterable[bytes]) -> Iterator[Sequence[bytes]]:
    """The lines that each piece ends, blank ones too."""
    tail = b""
    for piece in pieces:
        first, *rest = piece.split(b"\n")
        tail += first
        if rest:
            yield [tail, *rest[:-1]]
            tail = rest[-1]
        elif len(tail) > LONGEST_LINE_BYTES:
            raise _Endless
    if tail:
        yield [tail]


def _sent_of(texts: Sequence[bytes], name: str, first: int) -> Sequence[Line]:
    return [Line(text, name, number) for number, text in enumerate(texts, first) if text.strip(BLANK)]
