"""The folds of the streams that projections are at, in memory and made again from the log."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from psycopg import Connection

from adapters.projections.log_events import events_of_streams, recalled_events
from adapters.state_memory import StateMemory
from domain.claim_state import ClaimState
from domain.events import Recorded
from domain.ledger import State, empty_state, evolve
from domain.recall import Next, Recollection, wants_whole
from domain.revision import Revision
from domain.view import standing_view

MOST_BYTES = 48 * 2**20


class Fold:
    """What a stream amounts to so far, and what projections keep so as not to make it twice.

    That of the current view stands *beside* it; *found* is what the search has of it; *told* is the revision that a
    batch has shown last, with its JSON.
    """

    __slots__ = ("beside", "found", "state", "stream", "told")

    def __init__(self, stream: str, state: State | None = None) -> None:
        self.stream = stream
        self.state: State = state or empty_state(stream)
        self.beside: object = None
        self.found: object = None
        self.told: tuple[Revision, bytes] | None = None

    def shown(self, one: Revision) -> bytes:
        """*one* as a current view shows it, in UTF-8 JSON: made once for all projections, while nothing is erased."""
        told = self.told
        if told is None or told[0] is not one:
            told = self.told = one, orjson.dumps(standing_view(one))
        return told[1]

    def __reduce__(self) -> tuple[type["Fold"], tuple[str, State]]:
        return Fold, (self.stream, self.state)


class Folds:
    """Folds of at most *most_bytes* in all, but for the one that was used last."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._memory: StateMemory[Fold] = StateMemory(most_bytes, to_decide=False)

    def of(self, connection: Connection[Any], events: Sequence[Recorded], before: int) -> dict[str, Fold]:
        """The fold of every stream in *events*, as it was at position *before*, in the order in which they come."""
        whole = {event.stream for event in events if _wants_whole(self._memory.get(event.stream), event)}
        folds: dict[str, Fold] = {}
        missing: list[str] = []
        for event in events:
            if event.stream not in folds:
                held = None if event.stream in whole else self._memory.get(event.stream)
                folds[event.stream] = held or Fold(event.stream)
                if held is None and event.version > 1:
                    missing.append(event.stream)
        for event in events_of_streams(connection, missing, before).events:
            evolve(folds[event.stream].state, event)
        _recall(connection, folds, events)
        return folds

    def keep(self, folds: Iterable[Fold]) -> None:
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


def _wants_whole(held: Fold | None, event: Recorded) -> bool:
    state = None if held is None else held.state
    return (
        isinstance(state, ClaimState) and state.revisions.is_settled and wants_whole(state, event.data, to_decide=False)
    )


def _recall(connection: Connection[Any], folds: dict[str, Fold], events: Iterable[Recorded]) -> None:
    """Tells the settled claims what they need for *events*."""
    recollection = Recollection()
    for event in events:
        state = folds[event.stream].state
        if isinstance(state, ClaimState) and state.revisions.is_settled:
            recollection.expect(state, Next(event.stream, event.data, event.source))
    while wanted := recollection.wanted():
        for recalled in recalled_events(connection, wanted):
            recollection.take(recalled)
