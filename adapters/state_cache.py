"""States of hot streams, kept in memory between groups: least recently used, bounded by the events held."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.claim_state import ClaimState
from domain.ledger import State

MOST_EVENTS = 200_000


@dataclass(slots=True, eq=False)
class _Held:
    state: State
    as_of: int
    events: int


class StateCache:
    """States as of the last commit seen; ``see`` tells it where the log stands, so that it knows of other writers."""

    def __init__(self, most_events: int = MOST_EVENTS) -> None:
        self._most_events = most_events
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._events = 0
        self._position = 0
        self._others_until = 0

    def see(self, position: int) -> None:
        """The log ends at *position*: if that is not where we left it, others have written up to there."""
        if position != self._position:
            self._position = self._others_until = position

    def of(self, streams: Iterable[str]) -> dict[str, State]:
        """The states that are held of *streams*; those that others may have written to are not current."""
        return {stream: self._held[stream].state for stream in streams if stream in self._held}

    def is_current(self, stream: str) -> bool:
        """Whether what is held of *stream* lacks nothing."""
        held = self._held.get(stream)
        return held is not None and held.as_of >= self._others_until

    def keep(self, states: Mapping[str, State], position: int) -> None:
        """Holds *states*, current as of *position*, where the log ends now; lets go of the longest unused."""
        self._position = position
        for stream, state in states.items():
            self.drop([stream])
            held = _Held(state, position, _events_held(state))
            self._held[stream] = held
            self._events += held.events
        while self._events > self._most_events and len(self._held) > 1:
            self.drop([next(iter(self._held))])

    def drop(self, streams: Iterable[str]) -> None:
        """Lets go of *streams*, for what is held of them may hold what was never committed."""
        for stream in streams:
            held = self._held.pop(stream, None)
            if held is not None:
                self._events -= held.events


def _events_held(state: State) -> int:
    return 1 + (len(state.events) if isinstance(state, ClaimState) else 0)
