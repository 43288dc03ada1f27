"""The newest events in memory: bounded, in order, the same bytes for all that ask for the same."""

import pytest

from adapters.log_ring import BATCH_BYTES, EVERYTHING, PLACE_BYTES, Message, Ring, Wanted

ROOM = 2**20


def message(position: int, stream: str = "claim/a", type_: str = "claim.updated.v1", size: int = 0) -> Message:
    return Message(position, stream, type_, b"%d;" % position + b"x" * size)


def ring(*messages: Message, most_bytes: int = ROOM) -> Ring:
    made = Ring(most_bytes)
    made.add(messages)
    return made


def read(ring: Ring, position: int, wanted: Wanted = EVERYTHING) -> bytes:
    """All that a reader at *position* is told."""
    told = b""
    while batch := ring.next(position):
        told += batch.wanted(position, wanted)
        position = batch.last
    return told


@pytest.mark.parametrize(("position", "told"), [(0, b"1;2;3;4;"), (1, b"2;3;4;"), (2, b"3;4;"), (4, b"")])
def test_a_reader_is_told_what_comes_after_its_place(position: int, told: bytes) -> None:
    held = ring(message(1), message(2))
    held.add([message(3), message(4)])
    assert read(held, position) == told


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted(stream="claim/b"), b"2;4;"),
        (Wanted(type="claim.retracted.v1"), b"3;4;"),
        (Wanted("claim.retracted.v1", "claim/b"), b"4;"),
        (Wanted(stream="claim/c"), b""),
        (Wanted(type="claim.linked.v1"), b""),
    ],
)
def test_a_reader_is_told_only_what_it_asks_for(wanted: Wanted, told: bytes) -> None:
    took_back = "claim.retracted.v1"
    held = ring(message(1), message(2, "claim/b"), message(3, type_=took_back), message(4, "claim/b", took_back))
    assert read(held, 0, wanted) == told
    assert read(held, 2, wanted) == told.replace(b"2;", b"")


@pytest.mark.parametrize("wanted", [EVERYTHING, Wanted(stream="claim/a"), Wanted(type="claim.updated.v1")])
def test_all_that_ask_for_the_same_are_given_the_same_bytes(wanted: Wanted) -> None:
    batch = ring(message(1), message(2)).next(0)
    assert batch is not None
    assert batch.wanted(0, wanted) is batch.wanted(0, wanted)


def test_the_oldest_go_when_there_are_too_many_bytes() -> None:
    room = 10 * BATCH_BYTES
    held = ring(most_bytes=room)
    for position in range(1, 201):
        held.add([message(position, size=BATCH_BYTES // 2)])
        assert held.size <= room
    assert held.ends == 200
    assert 200 - 20 <= held.begins < 200
    assert read(held, held.begins).count(b";") == 200 - held.begins


def test_an_event_larger_than_the_ring_leaves_it_empty_and_at_its_place() -> None:
    held = ring(message(1), message(2, size=ROOM + PLACE_BYTES))
    assert (held.begins, held.ends, held.next(2), held.size) == (2, 2, None, 0)


def test_a_batch_is_cut_where_it_would_grow_too_large() -> None:
    held = ring(*(message(n, size=BATCH_BYTES // 3) for n in range(1, 5)), message(5, size=2 * BATCH_BYTES), message(6))
    lasts = []
    position = 0
    while batch := held.next(position):
        position = batch.last
        lasts.append(position)
    assert lasts == [2, 4, 5, 6]
    assert read(held, 0).count(b";") == 6


@pytest.mark.parametrize(("after", "count"), [(0, 3), (2, 2), (3, 1), (4, 0)])
def test_what_came_of_some_streams_is_counted(after: int, count: int) -> None:
    held = ring(message(1), message(2, "claim/b"))
    held.add([message(3, "claim/c"), message(4, "claim/b"), message(5, "claim/d")])
    assert held.count({"claim/b", "claim/c"}, after) == count


def test_a_ring_that_begins_anew_holds_nothing_before() -> None:
    held = ring(message(1), message(2))
    held.begin_after(2)
    held.add([message(3)])
    assert (held.begins, held.ends, read(held, 2)) == (2, 3, b"3;")
