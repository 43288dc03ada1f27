"""The log as an application of the ``eventsourcing`` library: as-of reads, replay, and what others project from it."""

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import ClassVar, cast

from eventsourcing.application import Application

from domain.events import EVENT_TYPES, Recorded
from domain.ledger import State, empty_state, evolve

AT_ONCE = 1_000


class ClaimLog(Application[str]):
    """Reads through the library's event store; what is written comes in at the door, never through ``save``."""

    name = "claimtrail"
    env: ClassVar[dict[str, str]] = {"PERSISTENCE_MODULE": "adapters.recorder"}

    def history(self, stream: str, *, after: int | None = None, version: int | None = None) -> Iterator[Recorded]:
        """The events of *stream*, such as ``claim/ID``, after version *after* up to *version*."""
        return cast("Iterator[Recorded]", self.events.get(stream, gt=after, lte=version))

    def state(self, stream: str, *, version: int | None = None) -> State:
        """What *stream* amounted to at *version*, or amounts to now; of one that was never opened, version 0."""
        return folded(stream, self.history(stream, version=version))

    def state_at(self, stream: str, position: int) -> State:
        """What *stream* amounted to when the log ended at *position*."""
        return folded(stream, takewhile(lambda event: event.position <= position, self.history(stream)))

    def replay(self, *, after: int = 0) -> Iterator[Recorded]:
        """Every event of ours after position *after* that is recorded now, in the order of the log."""
        end = self.recorder.max_notification_id() or 0
        topics = tuple(EVENT_TYPES)
        while batch := self.recorder.select_notifications(
            after, AT_ONCE, stop=end, topics=topics, inclusive_of_start=False
        ):
            yield from cast("Iterator[Recorded]", map(self.mapper.to_domain_event, batch))
            after = batch[-1].id


def folded(stream: str, events: Iterable[Recorded]) -> State:
    """The state of *stream* after *events*, from its first one on."""
    state = empty_state(stream)
    for event in events:
        evolve(state, event)
    return state
