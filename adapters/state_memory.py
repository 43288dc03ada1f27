"""States of claims and questions in memory: least recently used, bounded by what they weigh.

The claims used last are held whole, up to a number of revisions; those that were not used for longer are settled
(``domain.revisions``), which leaves a few kilobytes a claim and some 20 bytes a revision, so that a million events of
some thousand claims stay at hand. Only what is beyond that is let go of. It is folded from the log when it is needed
again, so that letting go costs time and nothing else.
"""

from collections import OrderedDict
from typing import Generic, Protocol, TypeVar

from domain.claim_state import ClaimState
from domain.ledger import State

MOST_BYTES = 64 * 2**20

A_STREAM, CONTENTS, PLACE, PART = 6_000, 1_100, 22, 900
"""Bytes, as measured: a settled claim, a revision with its contents, one without, a dispute or another such part."""
SHARE_OF_CONTENTS = 3  # a third of the room is for claims held whole


class Holder(Protocol):
    """What holds a state, with whatever is kept beside it."""

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
        self._contents = 0
        self._bytes = 0

    def get(self, stream: str) -> H | None:
        """What is held of *stream*."""
        held = self._held.get(stream)
        return None if held is None else held[0]

    def hold(self, stream: str, holder: H) -> None:
        """Holds *holder*, as it is now, as the one used last."""
        self.drop(stream)
        self._add(stream, holder)
        if isinstance(holder.state, ClaimState):
            self._whole[stream] = holder.state

    def drop(self, stream: str) -> None:
        """Lets go of *stream*."""
        self._whole.pop(stream, None)
        held = self._held.pop(stream, None)
        if held is not None:
            self._contents -= held[1]
            self._bytes -= held[2]

    def clear(self) -> None:
        """Lets go of all."""
        self._held.clear()
        self._whole.clear()
        self._contents = self._bytes = 0

    def make_room(self) -> None:
        """Settles what was not used for the longest, and lets go of what there is no room for even so."""
        while self._contents > self._most_contents and len(self._whole) > 1 and self._most_bytes:
            stream, state = self._whole.popitem(last=False)
            state.settle(to_decide=self._to_decide)
            holder, contents, weight = self._held[stream]
            self._contents -= contents
            self._bytes -= weight
            self._add(stream, holder)
        while self._bytes > self._most_bytes and len(self._held) > 1:
            self.drop(next(iter(self._held)))

    def _add(self, stream: str, holder: H) -> None:
        contents, weight = _weighed(holder.state)
        self._held[stream] = holder, contents, weight
        self._contents += contents
        self._bytes += weight


def _weighed(state: State) -> tuple[int, int]:
    """How many revisions have their contents in *state*, and its weight in bytes."""
    if not isinstance(state, ClaimState):
        return 0, A_STREAM
    revisions = state.revisions
    parts = len(state.disputes) + len(state.assessments) + len(state.links)
    return revisions.contents, A_STREAM + len(revisions) * PLACE + revisions.contents * CONTENTS + parts * PART
