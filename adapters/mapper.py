"""Our stored events as the ``eventsourcing`` library's, on the way in and on the way out.

The library's own mapper imports whatever class a row names; this one knows a closed table (``adapters.codec``) and
nothing else.
"""

from dataclasses import dataclass

from eventsourcing.persistence import JSONTranscoder, Mapper, Notification, StoredEvent

from adapters.codec import stored
from domain.events import Recorded
from domain.ledger import NewEvent
from domain.ports import LogRow


@dataclass(frozen=True)
class StoredClaimEvent(StoredEvent):
    """The library's stored event (stream, version, type, payload) with the whole row, and the leaf of a new one."""

    row: LogRow
    leaf: bytes = b""


@dataclass(frozen=True)
class ClaimNotification(Notification):
    """The same in the order of the log; ``id`` is the position."""

    row: LogRow


class ClaimMapper(Mapper[str]):
    """Between what the ledger decided, what the table holds, and what a fold takes in."""

    def __init__(self, *_: object, **__: object) -> None:
        """Takes what the library's factory hands over, and needs none of it: payloads are canonical JSON already."""
        super().__init__(JSONTranscoder())

    def to_stored_event(self, domain_event: NewEvent) -> StoredClaimEvent:  # type: ignore[override]  # the ledger makes no others
        """A decided event as the recorder stores it."""
        row = domain_event.row
        return StoredClaimEvent(
            originator_id=row.stream,
            originator_version=row.version,
            topic=row.type,
            state=row.payload,
            row=row,
            leaf=domain_event.leaf,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Recorded:
        """A stored event as a fold takes it in."""
        if not isinstance(stored_event, StoredClaimEvent | ClaimNotification):
            message = "only the log's own recorder knows what stands beside a payload"
            raise TypeError(message)
        row = stored_event.row
        return row.holding(stored(row.type, row.payload, row.erased))
