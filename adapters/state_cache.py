"""States of hot streams, kept in memory between groups, and correct under other writers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adapters.state_memory import MOST_BYTES, StateMemory
from domain.ledger import State


@dataclass(slots=True, eq=False)
class _Held:
    state: State
    as_of: int


class StateCache:
    """States as of the last commit seen; ``see`` tells it where the log stands, so that it knows of other writers."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._memory: StateMemory[_Held] = StateMemory(most_bytes, to_decide=True)
        self._position = 0
        self._others_until = 0
        self.is_alone = False
        """Whether nobody else had written when the log was last seen."""

    def see(self, position: int) -> None:
        """The log ends at *position*: if that is not where we left it, others have written up to there."""
        self.is_alone = position == self._position
        if not self.is_alone:
            self._position = self._others_until = position

    def of(self, streams: Iterable[str]) -> dict[str, State]:
        """The states that are held of *streams*; those that others may have written to are not current."""
        held = {stream: self._memory.get(stream) for stream in streams}
        return {stream: one.state for stream, one in held.items() if one is not None}

    def is_current(self, stream: str) -> bool:
        """Whether what is held of *stream* lacks nothing."""
        held = self._memory.get(stream)
        return held is not None and held.as_of >= self._others_until

    def keep(self, states: Mapping[str, State], position: int) -> None:
        """Holds *states*, current as of *position*, where the log ends now; lets go of the longest unused."""
        self._position = position
        for stream, state in states.items():
            self._memory.hold(stream, _Held(state, position))
        self._memory.make_room()

    def drop(self, streams: Iterable[str]) -> None:
        """Lets go of *streams*, for what is held of them may hold what was never committed."""
        for stream in streams:
            self._memory.drop(stream)
