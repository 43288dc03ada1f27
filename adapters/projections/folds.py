"""The folds of the streams that a projection is at: least recently used, bounded by the events that went into them.

A fold that is not held is made again from the log, so letting go of one costs time and nothing else.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from psycopg import Connection

from adapters.projections.log_events import events_of_streams
from domain.events import Recorded
from domain.ledger import State, evolve

MOST_EVENTS = 200_000


class Fold:
    """What a stream amounts to so far; a projection's own fold keeps beside it what it does not want to make twice."""

    __slots__ = ("counted", "has_rows", "state", "stream")

    def __init__(self, stream: str, state: State) -> None:
        self.stream = stream
        self.state = state
        self.has_rows = False
        self.counted = 0


F = TypeVar("F", bound=Fold)


class Folds(Generic[F]):
    """Folds that *new* begins, of at most *most_events* in all, but for the one that was used last."""

    def __init__(self, new: Callable[[str], F], most_events: int = MOST_EVENTS) -> None:
        self._new = new
        self._most_events = most_events
        self._held: OrderedDict[str, F] = OrderedDict()
        self._events = 0

    def of(self, connection: Connection[Any], events: Iterable[Recorded], before: int) -> dict[str, F]:
        """The fold of every stream in *events*, as it was at position *before*, in the order in which they come."""
        folds: dict[str, F] = {}
        missing: list[str] = []
        for event in events:
            if event.stream not in folds:
                held = self._held.get(event.stream)
                folds[event.stream] = held or self._new(event.stream)
                if held is None and event.version > 1:
                    missing.append(event.stream)
        self._fold(connection, folds, missing, before)
        return folds

    def keep(self, folds: Iterable[F]) -> None:
        """Holds *folds*, and lets go of the longest unused."""
        for fold in folds:
            self._held[fold.stream] = fold
            self._held.move_to_end(fold.stream)
            self._events += fold.state.version - fold.counted
            fold.counted = fold.state.version
        while self._events > self._most_events and len(self._held) > 1:
            self._events -= self._held.popitem(last=False)[1].counted

    def drop(self, streams: Iterable[str]) -> None:
        """Lets go of *streams*."""
        for stream in streams:
            if stream in self._held:
                self._events -= self._held.pop(stream).counted

    def clear(self) -> None:
        """Lets go of all."""
        self._held.clear()
        self._events = 0

    def _fold(self, connection: Connection[Any], folds: dict[str, F], missing: Sequence[str], before: int) -> None:
        for event in events_of_streams(connection, missing, before).events:
            evolve(folds[event.stream].state, event)
            folds[event.stream].has_rows = True
