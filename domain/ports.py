"""What the inside asks of the outside."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import orjson

from domain.events import EventData, Recorded
from domain.proposal import Proposal
from domain.receipt import Receipt, Status, places_told
from domain.refusals import Refused
from domain.wire import instant_text

LARGEST_POSITION = 2**63 - 1
LARGEST_VERSION = 2**31 - 1

_COMMITMENT = slice(len('{"commitment":"'), len('{"commitment":"sha256:') + 64)


@dataclass(slots=True, eq=False)
class LogRow:
    """One event as the log's table holds it; bytes are never interpreted on the way."""

    position: int
    stream: str
    version: int
    type: str
    source: str
    id: str
    recorded_at: datetime
    header: bytes
    payload: bytes
    secret: bytes | None
    erased: bytes | None
    also_in: bytes | None = None
    """Of a redaction, where it was looked up: what its receipt tells beside (``domain.receipt.places_told``)."""

    @property
    def time(self) -> str | None:
        """The producer's time, which stands in the header alone."""
        time: str | None = orjson.loads(self.header).get("time")
        return time

    @property
    def commitment(self) -> str:
        """What the header commits to; the header's members are in order, and this is the first."""
        return self.header[_COMMITMENT].decode("ascii")

    def holding(self, data: EventData) -> Recorded:
        """The event that this row holds, *data* being its payload as typed."""
        return Recorded(
            stream=self.stream,
            version=self.version,
            position=self.position,
            recorded_at=self.recorded_at,
            type=self.type,
            source=self.source,
            id=self.id,
            data=data,
        )

    def receipt(self, status: Status) -> Receipt:
        """The event's receipt, the same for ever but for *status* and what was erased since."""
        return Receipt(
            source=self.source,
            id=self.id,
            stream=self.stream,
            version=self.version,
            position=self.position,
            recorded_at=instant_text(self.recorded_at),
            digest=self.commitment,
            status=status,
            redacted=self.erased is not None,
            also_in=None if self.also_in is None else places_told(self.also_in),
        )


class EventLog(Protocol):
    """The one way in: durable before it answers, gapless, in order."""

    async def append(self, proposals: Sequence[Proposal], *, atomic: bool = False) -> list[Receipt | Refused]:
        """Records *proposals*, each judged alone and in order, or all or none if *atomic*.

        One outcome each, in order, once it is durable. Raises Refused (overloaded, database-away) for all of them.
        """

    def hand_over(self, proposals: Sequence[Proposal]) -> Awaitable[list[Receipt | Refused]]:
        """The same for a writer who has more to come: they are in the queue when this returns, in the order of calls.

        Raises Refused where the queue does not take them.
        """

    async def room_for(self, events: int) -> None:
        """Waits until *events* more may be handed over and still leave room for those who cannot wait."""

    async def rehearse(self, proposals: Sequence[Proposal]) -> list[Receipt | Refused]:
        """The same judgement with nothing stored (a dry run)."""
