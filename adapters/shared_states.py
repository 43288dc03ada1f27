"""States of long claims as they were last looked at, for those who only ask: forms, previews, dry runs.

To fold twelve thousand events takes two tenths of a second, and somebody who fills in a form asks again with each
field. What is held is never changed, for others look at it meanwhile, in other threads too: whoever has more to take
in, be it that something is erased, or has an event judged, forks it. So it cannot be wrong, only behind, and each who
asks reads the events that came since.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from adapters.claim_log import ClaimLog
from adapters.state_memory import CONTENTS, MOST_BYTES
from domain.claim_state import ClaimState
from domain.ledger import State, evolve

WORTH_HOLDING = 500
"""Events; fewer are folded in some milliseconds."""


class SharedStates:
    """Whole states of claims of *least* events and more, least recently used, of at most *most_bytes* in all."""

    def __init__(self, most_bytes: int = MOST_BYTES // 2, least: int = WORTH_HOLDING) -> None:
        self._most = most_bytes // CONTENTS
        self._least = least
        self._held: OrderedDict[str, ClaimState] = OrderedDict()
        self._events = 0

    def of(self, streams: Iterable[str]) -> dict[str, State]:
        """States of one's own that start from those that are held of *streams*; they may be behind."""
        held = {stream: self.get(stream) for stream in streams}
        return {stream: state.fork() for stream, state in held.items() if state is not None}

    def is_current(self, _stream: str) -> bool:
        """Nobody knows, without asking the log."""
        return False

    def get(self, stream: str) -> ClaimState | None:
        """What is held of *stream*, to be looked at only."""
        state = self._held.get(stream)
        if state is not None:
            self._held.move_to_end(stream)
        return state

    def keep(self, stream: str, state: State) -> None:
        """Holds *state*, which nobody may change from now on, unless it is short, or what is held is as far."""
        if isinstance(state, ClaimState) and self._lacks(stream, state):
            self._hold(stream, state)

    def keep_as_they_are(self, states: Mapping[str, State]) -> None:
        """The same for *states* that go on to change."""
        for stream, state in states.items():
            if isinstance(state, ClaimState) and self._lacks(stream, state):
                self._hold(stream, state.fork())

    def _lacks(self, stream: str, state: ClaimState) -> bool:
        held = self._held.get(stream)
        return state.version >= self._least and (held is None or held.version < state.version)

    def _hold(self, stream: str, state: ClaimState) -> None:
        before = self._held.pop(stream, None)
        self._events += state.version - (0 if before is None else before.version)
        self._held[stream] = state
        while self._events > self._most:
            _, gone = self._held.popitem(last=False)
            self._events -= gone.version


async def state_now(log: ClaimLog, shared: SharedStates, stream: str) -> State:
    """What *stream* amounts to now, to be looked at only; of one that was never opened, version 0."""
    state = await asyncio.to_thread(_caught_up, log, stream, shared.get(stream))
    shared.keep(stream, state)
    return state


def _caught_up(log: ClaimLog, stream: str, held: ClaimState | None) -> State:
    if held is None:
        return log.state(stream)
    newer = list(log.history(stream, after=held.version))
    if not newer:
        return held
    state = held.fork()
    for event in newer:
        evolve(state, event)
    return state
