"""A body is cut into the same lines however it comes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.event_lines import MOST_PASSED_OVER, Lines
from domain.refusals import Refused

LONGEST = 8
BODIES = st.binary(max_size=80) | st.text(alphabet="ab\n\r ", max_size=80).map(str.encode)


def lines_of(*parts: bytes) -> list[bytes | None]:
    lines = Lines(LONGEST)
    return [line for part in parts for line in lines.cut(part)] + lines.end()


def plainly(body: bytes) -> list[bytes | None]:
    """The same, told without any care for memory."""
    ended = [line for line in body.split(b"\n") if line.strip(b" \t\r") or len(line) > LONGEST + 1]
    return [line if len(line) <= LONGEST + line.endswith(b"\r") else None for line in ended]


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        ([], []),
        ([b"one\ntwo\n"], [b"one", b"two"]),
        ([b"one\ntwo"], [b"one", b"two"]),
        ([b"o", b"ne\nt", b"", b"wo\n", b"\n"], [b"one", b"two"]),
        ([b"\n\r\n \t\r\none\r\n"], [b"one\r"]),
        ([b"12345678\n", b"12345678\r\n"], [b"12345678", b"12345678\r"]),
        ([b"123456789\none"], [None, b"one"]),
        ([b"1234567890", b"1234567890", b"12\none"], [None, b"one"]),
        ([b"one\n1234567890"], [b"one", None]),
        ([b"123456789", b"\r\n"], [None]),
    ],
)
def test_a_line_ends_at_its_line_feed_and_reads_none_where_it_is_too_long(
    parts: list[bytes], lines: list[bytes | None]
) -> None:
    assert lines_of(*parts) == lines


def test_a_line_is_too_long_as_soon_as_it_is_known() -> None:
    lines = Lines(LONGEST)
    assert lines.cut(b"1234567890") == [None]
    assert lines.cut(b"1234567890" * 100) == []
    assert lines.cut(b"\none\n") == [b"one"]


def test_a_line_that_never_ends_is_refused_with_all_that_comes_after_it() -> None:
    lines = Lines(LONGEST)
    part = b"1" * 2**20
    assert lines.cut(part) == [None]
    assert not any(lines.cut(part) for _ in range(MOST_PASSED_OVER // len(part)))
    with pytest.raises(Refused):
        lines.cut(part)


def test_long_lines_are_no_endless_one() -> None:
    lines = Lines(LONGEST)
    part = b"1" * 2**20 + b"\n"
    assert [line for _ in range(20) for line in lines.cut(part)] == [None] * 20


@given(BODIES, st.lists(st.integers(0, 80)))
def test_wherever_the_network_cuts_a_body_its_lines_are_the_same(body: bytes, cuts: list[int]) -> None:
    at = [0, *sorted(cuts), len(body)]
    parts = [body[begin:end] for begin, end in pairwise(at)]
    assert lines_of(*parts) == lines_of(body) == plainly(body)
