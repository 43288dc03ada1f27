"""The audit trail: who recorded what, when, under which key, and what it changed; and what every correction says."""

from collections.abc import Sequence
from functools import lru_cache

import orjson

from adapters.postgres.copy_rows import NULL, bigint, bytea, integer, row, text, texts, timestamptz
from adapters.postgres.queries import queries
from adapters.projections.folds import Fold
from adapters.projections.projection import BatchProjection, Rows
from adapters.projections.table import Change, Table
from domain.changes import Effect
from domain.events import Corrected, Recorded
from domain.wire import wire

SQL = queries("audit_trail")
TRAIL = Table("audit_trail", "audit_trail", SQL)


class AuditTrail(BatchProjection):
    """Writes a row for each event: ``changed`` and ``revision`` as ``domain.changes`` finds them."""

    name = "audit_trail"
    tables = (TRAIL,)
    empty = SQL["empty"]
    with_headers = True
    with_effects = True

    def rows(self) -> Rows:
        """See BatchProjection."""
        return _Audited()

    def take_out(self, streams: Sequence[str]) -> list[Change]:
        """See BatchProjection."""
        return [Change(TRAIL, streams, ())]


class _Audited(Rows):
    def __init__(self) -> None:
        self._rows: list[bytes] = []

    def note(self, fold: Fold, event: Recorded, header: bytes, effect: Effect) -> None:
        del fold
        self._rows.append(audited(event, header, effect))

    def changes(self) -> list[Change]:
        return [Change(TRAIL, (), self._rows)]


def audited(event: Recorded, header: bytes, effect: Effect) -> bytes:
    """The row of *event*, which had that *effect*; recorder and the producer's time stand in the *header* alone."""
    facts = orjson.loads(header)
    return b"".join(
        (
            _THIRTEEN,
            bigint(event.position),
            _stream_fields(event.stream),
            integer(event.version),
            timestamptz(event.recorded_at),
            _often(facts["recorder"]),
            _often(event.type),
            _often(event.source),
            text(event.id),
            text(facts.get("time")),
            texts(effect.changed),
            integer(effect.revision),
            bytea(correction(event.stream.partition("/")[2], event.data, effect))
            if isinstance(event.data, Corrected)
            else NULL,
        )
    )


_THIRTEEN = row(*[b""] * 13)  # the count of fields, which begins a row


@lru_cache(maxsize=4_096)  # a stream has many events
def _stream_fields(stream: str) -> bytes:
    """The claim, if it is one's; the stream."""
    kind, _, name = stream.partition("/")
    return (text(name) if kind == "claim" else NULL) + text(stream)


@lru_cache(maxsize=256)
def _often(value: str) -> bytes:
    """A field of which there are few, of many events: recorders, types, sources."""
    return text(value)


def correction(claim: str, data: Corrected, effect: Effect) -> bytes:
    """What a correction says, as the correction log shows it: UTF-8 JSON. ``revision`` is null where it made none."""
    shown = {
        "claim": claim,
        "was": wire(data.was),
        "is": {name: wire(getattr(data.is_, name)) for name in data.is_.named()},
        "kind": wire(data.kind),
        "note": wire(data.note),
        "reason": wire(data.reason),
        "approver": wire(data.approver),
        "revision": effect.revision if data.is_.named() else None,
        "replaces": effect.replaces,
    }
    return orjson.dumps(shown)
