"""The folds of the streams that a projection is at, in memory and made again from the log."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from psycopg import Connection

from adapters.projections.log_events import events_of_streams, recalled_events
from adapters.state_memory import MOST_BYTES, StateMemory
from domain.claim_state import ClaimState
from domain.events import Recorded
from domain.ledger import State, evolve
from domain.recall import Next, Recollection, wants_whole


class Fold:
    """What a stream amounts to so far; a projection's own fold keeps beside it what it does not want to make twice."""

    __slots__ = ("has_rows", "state", "stream")

    def __init__(self, stream: str, state: State) -> None:
        self.stream = stream
        self.state: State = state
        self.has_rows = False


F = TypeVar("F", bound=Fold)


class Folds(Generic[F]):
    """Folds that *new* begins, of at most *most_bytes* in all, but for the one that was used last."""

    def __init__(self, new: Callable[[str], F], most_bytes: int = MOST_BYTES) -> None:
        self._new = new
        self._memory: StateMemory[F] = StateMemory(most_bytes, to_decide=False)

    def of(self, connection: Connection[Any], events: Sequence[Recorded], before: int) -> dict[str, F]:
        """The fold of every stream in *events*, as it was at position *before*, in the order in which they come."""
        whole = self._wanted_whole(events)
        folds: dict[str, F] = {}
        missing: list[str] = []
        for event in events:
            if event.stream not in folds:
                held = None if event.stream in whole else self._memory.get(event.stream)
                folds[event.stream] = held or self._new(event.stream)
                if held is None and event.version > 1:
                    missing.append(event.stream)
        self._fold(connection, folds, missing, before)
        _recall(connection, folds, events)
        return folds

    def keep(self, folds: Iterable[F]) -> None:
        """Holds *folds*, and lets go of the longest unused."""
        for fold in folds:
            self._memory.hold(fold.stream, fold)
        self._memory.make_room()

    def drop(self, streams: Iterable[str]) -> None:
        """Lets go of *streams*."""
        for stream in streams:
            self._memory.drop(stream)

    def clear(self) -> None:
        """Lets go of all."""
        self._memory.clear()

    def _wanted_whole(self, events: Iterable[Recorded]) -> set[str]:
        return {event.stream for event in events if _wants_whole(self._memory.get(event.stream), event)}

    def _fold(self, connection: Connection[Any], folds: dict[str, F], missing: Sequence[str], before: int) -> None:
        for event in events_of_streams(connection, missing, before).events:
            evolve(folds[event.stream].state, event)
            folds[event.stream].has_rows = True


def _wants_whole(held: Fold | None, event: Recorded) -> bool:
    state = None if held is None else held.state
    return (
        isinstance(state, ClaimState) and state.revisions.is_settled and wants_whole(state, event.data, to_decide=False)
    )


def _recall(connection: Connection[Any], folds: dict[str, F], events: Iterable[Recorded]) -> None:
    """Tells the settled claims what they need for *events*."""
    recollection = Recollection()
    for event in events:
        state = folds[event.stream].state
        if isinstance(state, ClaimState) and state.revisions.is_settled:
            recollection.expect(state, Next(event.stream, event.data, event.source))
    while wanted := recollection.wanted():
        for event in recalled_events(connection, wanted):
            recollection.take(event)
