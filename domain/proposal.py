"""A proposal: an event that somebody wants recorded, with all that can be made of it before its place is known.

Canonical bytes, secret, commitment and the fixed pieces of the header are made here, outside of the log's lock.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.events import EventData
from domain.refusals import Json, Refusal
from domain.sense import faults_of
from domain.stored_form import NESTED, HeaderPieces, commitment, commitments, header_pieces

SECRET_BYTES = 32
OPEN = "open"


@dataclass(slots=True, eq=False)
class Proposal:
    """An event as proposed: right in shape, or with its ``faults``; never judged yet against what is recorded.

    ``payload`` is the canonical form of ``data`` as it was parsed from the wire: nothing filled in, nothing changed.
    ``expected`` has the versions that the stream may be at (0: nothing recorded), None where any will do.
    ``arrived_ns`` is the service's clock when it came, in ns since 1970; it judges ``said_at``, and nothing else.
    """

    source: str
    id: str
    type: str
    stream: str
    time: str | None
    data: EventData | None
    faults: Sequence[Refusal]
    payload: bytes
    secret: bytes
    commitment: str
    pieces: HeaderPieces
    expected: Container[int] | None
    arrived_ns: int

    @property
    def identity(self) -> tuple[str, str]:
        """(source, id): the event's identity, for ever."""
        return self.source, self.id


def prepared(  # noqa: PLR0913 (what a post consists of)
    *,
    source: str,
    id: str,  # noqa: A002 (the attribute's name)
    type: str,  # noqa: A002 (the attribute's name)
    subject: str,
    time: str | None,
    wire_data: Mapping[str, Json],
    payload: bytes,
    data: EventData | Sequence[Refusal],
    secret: bytes,
    recorder: str,
    expected: Container[int] | None,
    arrived_ns: int,
) -> Proposal:
    """The proposal made of a post; *data* is its typed form, or what is wrong with its shape."""
    stream = stream_of(type, subject)
    faults: Sequence[Refusal]
    typed: EventData | None
    if isinstance(data, Sequence):
        typed, faults = None, data
    else:
        typed, faults = data, faults_of(data, arrived_ns)
    committed = commitment(commitments(wire_data, type in NESTED, secret))
    return Proposal(
        source=source,
        id=id,
        type=type,
        stream=stream,
        time=time,
        data=typed,
        faults=faults,
        payload=payload,
        secret=secret,
        commitment=committed,
        pieces=header_pieces(committed, id, recorder, source, stream, time, type),
        expected=expected,
        arrived_ns=arrived_ns,
    )


def stream_of(type_name: str, subject: str) -> str:
    """The stream that events of this type about *subject* belong to, such as ``claim/ID``."""
    return f"{type_name.partition('.')[0]}/{subject}"


def secrets_from(random: bytes) -> Iterator[bytes]:
    """Secrets of 32 bytes each, cut from one draw of *random* bytes."""
    return (random[at : at + SECRET_BYTES] for at in range(0, len(random), SECRET_BYTES))
