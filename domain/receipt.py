"""What a writer takes home, and keeps: where an event came to stand in the record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import orjson

from domain.refusals import Json

Status = Literal["recorded", "repeated", "would_record"]


@dataclass(frozen=True, slots=True)
class AlsoIn:
    """Another event of the stream that still holds a value which a redaction has erased."""

    version: int
    pointer: str


def places_kept(places: Sequence[AlsoIn]) -> bytes:
    """*places* as JSON, to be kept beside the redaction."""
    return orjson.dumps(_shown(places))


def places_told(kept: bytes) -> list[AlsoIn]:
    """What ``places_kept`` has made JSON of."""
    return [AlsoIn(**one) for one in orjson.loads(kept)]


@dataclass(slots=True)
class Receipt:
    """Stream, version, position and time of an event; ``digest`` is the salted commitment of its header.

    A dry run's receipt (``would_record``) has no position, time or digest.
    """

    source: str
    id: str
    stream: str
    version: int
    position: int | None
    recorded_at: str | None
    digest: str | None
    status: Status
    redacted: bool = False
    also_in: Sequence[AlsoIn] | None = None

    def wire(self) -> dict[str, Json]:
        """As it is answered."""
        shown: dict[str, Json] = {
            "source": self.source,
            "id": self.id,
            "stream": self.stream,
            "version": self.version,
            "position": self.position,
            "recorded_at": self.recorded_at,
            "digest": self.digest,
            "status": self.status,
        }
        if self.status == "would_record":
            del shown["position"], shown["recorded_at"], shown["digest"]
        if self.redacted:
            shown["redacted"] = True
        if self.also_in is not None:
            shown["also_in"] = _shown(self.also_in)
        return shown

    def rehearsed(self) -> "Receipt":
        """The same for a dry run, which gives nobody a place."""
        return replace(self, status="would_record", position=None, recorded_at=None, digest=None)


def _shown(places: Sequence[AlsoIn]) -> list[Json]:
    return [{"version": one.version, "pointer": one.pointer} for one in places]
