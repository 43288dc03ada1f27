"""States of claims and questions in memory: least recently used, bounded by what they weigh.

The claims used last are held whole, up to a number of revisions. Those that were not used for longer are settled
(``domain.revisions``), which leaves some kilobytes a claim and some 9 bytes a revision: a million events of some
thousand claims stay at hand so. Where there is no room for all of these the next are packed, at a third of the room and
some 200 µs of work when one is used again. Only what is beyond that is let go of, and folded from the log when it is
needed again: for a long stream that is a hundred times slower than anything above, and costs nothing else.
"""

import pickle
import zlib
from collections import OrderedDict
from typing import Generic, Protocol, TypeVar, cast

from domain.claim_state import ClaimState
from domain.ledger import State

MOST_BYTES = 64 * 2**20

A_STREAM, CONTENTS, PART = 4_000, 1_100, 900
"""Bytes, as measured: a settled claim, a revision with its contents, a dispute or another such part."""
SHARE_OF_CONTENTS = 8  # that part of the room is for claims held whole
WORTH_PACKING = 20  # revisions; fewer are folded as fast as they are unpacked


class Holder(Protocol):
    """What holds a state, with whatever is kept beside it; it can be pickled."""

    state: State


H = TypeVar("H", bound=Holder)


class StateMemory(Generic[H]):
    """Holders by stream, of at most *most_bytes* in all, but for the one that was used last.

    *to_decide* says whether settled claims will be asked about new utterances.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, *, to_decide: bool) -> None:
        self._to_decide = to_decide
        self._most_bytes = most_bytes
        self._most_contents = most_bytes // SHARE_OF_CONTENTS // CONTENTS
        self._held: OrderedDict[str, tuple[H, int, int]] = OrderedDict()
        self._whole: OrderedDict[str, ClaimState] = OrderedDict()
        self._packed: OrderedDict[str, bytes] = OrderedDict()
        self._contents = 0
        self._bytes = 0

    def get(self, stream: str) -> H | None:
        """What is held of *stream*."""
        held = self._held.get(stream)
        if held is not None:
            return held[0]
        return self._unpacked(stream) if stream in self._packed else None

    def hold(self, stream: str, holder: H) -> None:
        """Holds *holder*, as it is now, as the one used last."""
        if self._packed:
            self._let_go_of_packed(stream)
        self._add(stream, holder)
        self._held.move_to_end(stream)
        if isinstance(holder.state, ClaimState):
            self._whole[stream] = holder.state
            self._whole.move_to_end(stream)

    def drop(self, stream: str) -> None:
        """Lets go of *stream*."""
        self._whole.pop(stream, None)
        self._take_out(stream)
        self._let_go_of_packed(stream)

    def clear(self) -> None:
        """Lets go of all."""
        self._held.clear()
        self._whole.clear()
        self._packed.clear()
        self._contents = self._bytes = 0

    def make_room(self) -> None:
        """Settles what was not used for the longest; packs, then lets go of, what there is no room for even so."""
        while self._contents > self._most_contents and len(self._whole) > 1 and self._most_bytes:
            self._settle(next(iter(self._whole)))
        while self._bytes > self._most_bytes and len(self._held) > 1:
            self._put_away(next(iter(self._held)))
        while self._bytes > self._most_bytes and self._packed:
            self.drop(next(iter(self._packed)))

    def _settle(self, stream: str) -> None:
        self._whole.pop(stream).settle(to_decide=self._to_decide)
        self._add(stream, self._held[stream][0])

    def _put_away(self, stream: str) -> None:
        """Packs *stream* where that is worth it, or lets go of it."""
        state = self._held[stream][0].state
        if not isinstance(state, ClaimState) or len(state.revisions) < WORTH_PACKING or not self._most_bytes:
            self.drop(stream)
            return
        if stream in self._whole:
            self._settle(stream)
        holder = self._held[stream][0]
        self._take_out(stream)
        self._packed[stream] = zlib.compress(pickle.dumps(holder, pickle.HIGHEST_PROTOCOL), 1)
        self._bytes += len(self._packed[stream])

    def _unpacked(self, stream: str) -> H:
        packed = self._packed.pop(stream)
        self._bytes -= len(packed)
        holder = cast("H", pickle.loads(zlib.decompress(packed)))  # noqa: S301 (it never left this process)
        self._add(stream, holder)
        return holder

    def _let_go_of_packed(self, stream: str) -> None:
        packed = self._packed.pop(stream, None)
        if packed is not None:
            self._bytes -= len(packed)

    def _add(self, stream: str, holder: H) -> None:
        """Holds *holder* as it weighs now, in its place among the others where it is held already."""
        contents, weight = _weighed(holder.state)
        before = self._held.get(stream)
        if before is not None:
            self._contents -= before[1]
            self._bytes -= before[2]
        self._held[stream] = holder, contents, weight
        self._contents += contents
        self._bytes += weight

    def _take_out(self, stream: str) -> None:
        held = self._held.pop(stream, None)
        if held is not None:
            self._contents -= held[1]
            self._bytes -= held[2]


def _weighed(state: State) -> tuple[int, int]:
    """How many revisions have their contents in *state*, and its weight in bytes."""
    if not isinstance(state, ClaimState):
        return 0, A_STREAM
    revisions = state.revisions
    parts = len(state.disputes) + len(state.assessments) + len(state.links)
    return revisions.contents, A_STREAM + revisions.weight + revisions.contents * CONTENTS + parts * PART
