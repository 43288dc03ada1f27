"""Content-Encoding: a body expanded as it comes, in steps of bounded size, whatever its sender has compressed."""

import zlib
from abc import abstractmethod
from collections.abc import Iterator
from typing import Protocol

import zstandard

from domain.refusals import Malformed, Refused, UnsupportedMediaType, shown

STEP_BYTES = 64 * 2**10
ZSTD_STEP_BYTES = 256  # a run of zeros may grow 32,000 times: at most 8 MiB at once
ZSTD_WINDOW_BYTES = 8 * 2**20  # RFC 9659, 3: what an encoder may make use of, and a decoder has to hold


class Decoder(Protocol):
    """One body's decoder; compressed data may be several members or frames, one after the other."""

    @abstractmethod
    def expanded(self, part: bytes) -> Iterator[bytes]:
        """What the next *part* of the body expands to; raises Refused (``malformed``) where it cannot be read."""

    @abstractmethod
    def end(self) -> None:
        """Says that this was all; raises Refused (``malformed``) where the compressed data lacks its end."""


def decoder(content_encoding: str | None) -> Decoder:
    """The decoder that a Content-Encoding asks for; raises Refused (``unsupported-media-type``)."""
    encoding = (content_encoding or "identity").strip().lower()
    match encoding:
        case "identity":
            return _Identity()
        case "gzip" | "x-gzip":
            return _Gzip()
        case "zstd":
            return _Zstd()
        case _:
            raise Refused(
                UnsupportedMediaType(pointer="", expected="Content-Encoding gzip, zstd or none", got=shown(encoding))
            )


class _Identity:
    def expanded(self, part: bytes) -> Iterator[bytes]:
        yield part

    def end(self) -> None:
        pass


class _Gzip:
    """Members may follow one another (RFC 1952, 2.2)."""

    def __init__(self) -> None:
        self._inflating = zlib.decompressobj(wbits=31)

    def expanded(self, part: bytes) -> Iterator[bytes]:
        rest, step = part, b""
        # a full step may have left more behind than the input shows
        while rest or (len(step) == STEP_BYTES and not self._inflating.eof):
            if self._inflating.eof:
                self._inflating = zlib.decompressobj(wbits=31)
            try:
                step = self._inflating.decompress(rest, STEP_BYTES)
            except zlib.error as error:
                raise Refused(_broken("gzip", str(error))) from None
            yield step
            rest = self._inflating.unused_data if self._inflating.eof else self._inflating.unconsumed_tail

    def end(self) -> None:
        if not self._inflating.eof:
            raise Refused(_broken("gzip", _CUT))


class _Zstd:
    """Frames may follow one another (RFC 8878, 3)."""

    def __init__(self) -> None:
        self._bounded = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES)
        self._inflating = self._bounded.decompressobj()

    def expanded(self, part: bytes) -> Iterator[bytes]:
        for at in range(0, len(part), ZSTD_STEP_BYTES):
            rest = part[at : at + ZSTD_STEP_BYTES]
            while rest:
                if self._inflating.eof:
                    self._inflating = self._bounded.decompressobj()
                try:
                    grown = self._inflating.decompress(rest)
                except zstandard.ZstdError as error:
                    raise Refused(_broken("zstd, with a window of at most 8 MiB", str(error))) from None
                for begin in range(0, len(grown), STEP_BYTES):
                    yield grown[begin : begin + STEP_BYTES]
                rest = self._inflating.unused_data if self._inflating.eof else b""

    def end(self) -> None:
        if not self._inflating.eof:
            raise Refused(_broken("zstd", _CUT))


_CUT = "the body ends before the compressed data does"


def _broken(encoding: str, what: str) -> Malformed:
    return Malformed(pointer="", expected=f"a body compressed with {encoding}", got=what)
