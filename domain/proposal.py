"""A proposal: an event that somebody wants recorded, with all that can be made of it before its place is known.

Canonical bytes, typed data, commitment and the fixed pieces of the header are made by ``prepare``, outside of the log's
lock. Whatever has not been made by then is made when somebody asks for it: a repeat is answered with its bytes alone.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias, cast

from domain.canonical import canonical, reread
from domain.events import EventData
from domain.refusals import Json, Refusal
from domain.sense import faults_of
from domain.stored_form import NESTED, HeaderPieces, WrittenUnit, commitment_to, header_pieces, written

SECRET_BYTES = 32
LET_GO: Mapping[str, Json] = MappingProxyType({})
OPEN = "open"

Shape: TypeAlias = Callable[[str, Mapping[str, Json], bytes], EventData | Sequence[Refusal]]
"""From an event's type, its data as parsed and its payload to its typed data, or to what is wrong with its shape."""

Judgement: TypeAlias = tuple[EventData | None, Sequence[Refusal]]
Seal: TypeAlias = tuple[str, HeaderPieces]


@dataclass(slots=True, eq=False)
class Proposal:
    """An event as proposed: right in shape, or with its ``faults``; never judged yet against what is recorded.

    ``wire_data`` is its data as it was parsed, nothing filled in, nothing changed; it is let go of once it is typed.
    ``expected`` has the versions that the stream may be at (0: nothing recorded), None where any will do.
    ``arrived_ns`` is the service's clock when it came, in ns since 1970; it judges ``said_at``, and nothing else.
    """

    source: str
    id: str
    type: str
    stream: str
    time: str | None
    wire_data: Mapping[str, Json]
    shape: Shape
    secret: bytes
    recorder: str
    expected: Container[int] | None
    arrived_ns: int
    _payload: bytes | None = None
    _judgement: Judgement | None = None
    _seal: Seal | None = None

    @property
    def identity(self) -> tuple[str, str]:
        """(source, id): the event's identity, for ever."""
        return self.source, self.id

    @property
    def payload(self) -> bytes:
        """The canonical form of the data."""
        if self._payload is None:
            self._payload = canonical(self.wire_data)
        return self._payload

    @property
    def data(self) -> EventData | None:
        """The data as its type; None where its shape is wrong."""
        return (self._judgement or self._judged())[0]

    @property
    def faults(self) -> Sequence[Refusal]:
        """What is wrong with the event whatever is recorded."""
        return (self._judgement or self._judged())[1]

    @property
    def commitment(self) -> str:
        """The header's salted commitment to the payload."""
        return (self._seal or self._sealed())[0]

    @property
    def pieces(self) -> HeaderPieces:
        """The header but for what is known only under the lock."""
        return (self._seal or self._sealed())[1]

    @property
    def is_sealed(self) -> bool:
        """Whether there is a commitment: without one, nothing can have been stored of this proposal."""
        return self._seal is not None

    def prepare(self) -> None:
        """Makes all that is not made yet; what is faulty needs no seal."""
        units = None
        if self._payload is None:
            self._payload, units = written(self.wire_data, self.type in NESTED)
        if self._seal is None and not self.faults:
            self._sealed(units)

    def commitment_under(self, secret: bytes) -> str:
        """The commitment to the same payload under another event's *secret*, so that the two can be compared."""
        return commitment_to(self._units(), secret)

    def _judged(self) -> Judgement:
        data = self.shape(self.type, self.wire_data, self.payload)
        if isinstance(data, Sequence):
            self._judgement = None, data
        else:
            self._judgement = data, faults_of(data, self.stream.partition("/")[2], self.arrived_ns)
        self.wire_data = LET_GO
        return self._judgement

    def _sealed(self, units: Sequence[WrittenUnit] | None = None) -> Seal:
        committed = commitment_to(self._units() if units is None else units, self.secret)
        pieces = header_pieces(committed, self.id, self.recorder, self.source, self.stream, self.time, self.type)
        self._seal = committed, pieces
        return self._seal

    def _units(self) -> Sequence[WrittenUnit]:
        return written(cast("Mapping[str, Json]", reread(self.payload)), self.type in NESTED)[1]


def stream_of(type_name: str, subject: str) -> str:
    """The stream that events of this type about *subject* belong to, such as ``claim/ID``."""
    return f"{type_name.partition('.')[0]}/{subject}"


def secrets_from(random: bytes) -> Iterator[bytes]:
    """Secrets of 32 bytes each, cut from one draw of *random* bytes."""
    return (random[at : at + SECRET_BYTES] for at in range(0, len(random), SECRET_BYTES))
