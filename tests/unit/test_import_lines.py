"""Lines of events on their way in and out: in blocks, gone on with in the middle, stripped of the record's marks."""

from itertools import chain

import orjson
from hypothesis import given
from hypothesis import strategies as st

from api.cli.exporting import Exported
from api.cli.importing.lines import BLOCK_LINES, Line, blocks_of, without_first

PLACE = {"stream": "claim/c", "version": 2, "position": 7, "recorded_at": "2022-03-02T00:00:00.000000Z", "digest": "d"}


def test_lines_go_in_blocks_and_know_where_they_are_from() -> None:
    texts = [b"%d" % number for number in range(BLOCK_LINES + 1)]

    first, second = blocks_of(texts, "table")

    assert len(first) == BLOCK_LINES
    assert second == [Line(b"%d" % BLOCK_LINES, "table", BLOCK_LINES + 1)]


@given(st.lists(st.lists(st.integers(), min_size=1)), st.integers(0, 30))
def test_what_was_answered_is_left_out_wherever_blocks_end(blocks: list[list[int]], count: int) -> None:
    lines = [[Line(b"", "", number) for number in block] for block in blocks]

    assert list(chain(*without_first(lines, count))) == list(chain(*lines))[count:]


def test_an_exported_event_has_lost_what_the_record_set() -> None:
    event = {"specversion": "1.0", "id": "one", "data": {}}

    assert Exported().lines([{**event, **PLACE}]) == orjson.dumps(event) + b"\n"


def test_events_after_an_erased_one_name_the_version_that_they_need_in_its_stream_only() -> None:
    exported = Exported()
    erased = {**PLACE, "erased": {"/wording": "sha256:0"}}

    lines = exported.lines([erased, {**PLACE, "version": 3}, {**PLACE, "stream": "claim/d"}])

    assert [orjson.loads(line) for line in lines.splitlines()] == [
        {"erased": {"/wording": "sha256:0"}},
        {"expectedversion": 2},
        {},
    ]
    assert (exported.count, exported.erased, exported.torn) == (3, 1, {"claim/c"})
