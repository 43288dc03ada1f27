"""Compressed bodies are expanded step by step, whatever was compressed, and however it comes."""

import gzip
import os
from collections.abc import Callable
from itertools import pairwise

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from api.http.content_coding import STEP_BYTES, decoder
from domain.refusals import Malformed, Refused, UnsupportedMediaType

Compress = Callable[[bytes], bytes]
CODINGS: list[tuple[str, Compress]] = [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("zstd", zstandard.compress)]
COMPRESSED = pytest.mark.parametrize(("coding", "compress"), CODINGS)
BODIES = [b"", b"\n", b"x" * (STEP_BYTES - 1), bytes(STEP_BYTES), bytes(3 * STEP_BYTES), os.urandom(2 * STEP_BYTES)]


def steps(coding: str | None, *parts: bytes) -> list[bytes]:
    decoding = decoder(coding)
    expanded = [step for part in parts for step in decoding.expanded(part)]
    decoding.end()
    return expanded


@COMPRESSED
@pytest.mark.parametrize("body", BODIES, ids=len)
def test_what_was_compressed_comes_out(coding: str, compress: Compress, body: bytes) -> None:
    assert b"".join(steps(coding, compress(body))) == body
    assert b"".join(steps(coding, compress(body), compress(body))) == body * 2
    assert b"".join(steps(coding, compress(body) * 2)) == body * 2


@pytest.mark.parametrize("coding", [None, "identity", " Identity "])
def test_what_was_not_compressed_is_left_alone(coding: str | None) -> None:
    assert steps(coding, b"one", b"two") == [b"one", b"two"]


@given(st.sampled_from(CODINGS), st.binary(max_size=200), st.lists(st.integers(0, 300)))
def test_it_may_come_in_any_pieces(coding: tuple[str, Compress], body: bytes, cuts: list[int]) -> None:
    name, compress = coding
    sent = compress(body) + compress(body)
    at = [0, *sorted(cuts), len(sent)]
    parts = [sent[begin:end] for begin, end in pairwise(at)]
    assert b"".join(steps(name, *parts)) == body * 2


@COMPRESSED
def test_no_step_is_large_whatever_it_was_before(coding: str, compress: Compress) -> None:
    expanded = steps(coding, compress(bytes(2**26)))
    assert (sum(map(len, expanded)), max(map(len, expanded))) == (2**26, STEP_BYTES)


@COMPRESSED
def test_what_is_left_in_a_full_step_comes_before_the_next_part(coding: str, compress: Compress) -> None:
    for size in range(STEP_BYTES, STEP_BYTES + 600, 7):
        decoding = decoder(coding)
        whole = compress(bytes(size))
        assert sum(map(len, decoding.expanded(whole))) == size


@COMPRESSED
@pytest.mark.parametrize("kept", [0, 1, -1, -9])
def test_a_body_that_lacks_its_end_is_refused(coding: str, compress: Compress, kept: int) -> None:
    with pytest.raises(Refused) as refused:
        steps(coding, compress(b"one\ntwo\n")[:kept])
    assert isinstance(refused.value.first, Malformed)


@COMPRESSED
@pytest.mark.parametrize("extra", [b"x", b"no such thing"])
def test_what_follows_the_end_is_refused(coding: str, compress: Compress, extra: bytes) -> None:
    with pytest.raises(Refused) as refused:
        steps(coding, compress(b"one"), extra)
    assert isinstance(refused.value.first, Malformed)


def test_a_window_of_zstd_that_would_fill_the_memory_is_refused() -> None:
    large = zstandard.ZstdCompressor(compression_params=zstandard.ZstdCompressionParameters(window_log=24))
    compressing = large.compressobj()
    with pytest.raises(Refused) as refused:
        steps("zstd", compressing.compress(bytes(100)) + compressing.flush())
    assert "8 MiB" in refused.value.first.expected


@pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip"])
def test_other_codings_are_refused(coding: str) -> None:
    with pytest.raises(Refused) as refused:
        decoder(coding)
    assert isinstance(refused.value.first, UnsupportedMediaType)
