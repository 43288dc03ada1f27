"""The log as an application of the ``eventsourcing`` library: streams, their states, what others project of it."""

from collections.abc import Iterable, Iterator
from typing import ClassVar, cast

from eventsourcing.application import Application

from domain.events import Recorded
from domain.ledger import State, empty_state, evolve


class ClaimLog(Application[str]):
    """Reads through the library's event store; what is written comes in at the door, never through ``save``."""

    name = "claimtrail"
    env: ClassVar[dict[str, str]] = {"PERSISTENCE_MODULE": "adapters.recorder"}

    def history(self, stream: str, *, after: int | None = None, version: int | None = None) -> Iterator[Recorded]:
        """The events of *stream*, such as ``claim/ID``, after version *after* up to *version*."""
        return cast("Iterator[Recorded]", self.events.get(stream, gt=after, lte=version))

    def state(self, stream: str, *, version: int | None = None) -> State:
        """What *stream* amounted to at *version*, or amounts to now; of one that was never opened, version 0."""
        return state_after(stream, self.history(stream, version=version))


def state_after(stream: str, events: Iterable[Recorded]) -> State:
    """The state of *stream* after *events*, from its first one on."""
    state = empty_state(stream)
    for event in events:
        evolve(state, event)
    return state
