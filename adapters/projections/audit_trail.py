"""The audit trail: who recorded what, when, under which key, and what it changed; and what every correction says."""

from collections.abc import Sequence
from typing import Any

import orjson
from psycopg import Connection

from adapters.postgres.copy_rows import NULL, bigint, bytea, integer, row, text, texts, timestamptz
from adapters.postgres.queries import queries
from adapters.projections.folds import Fold
from adapters.projections.log_events import Events
from adapters.projections.projection import BatchProjection
from adapters.projections.table import Change, Table
from domain.changes import Effect, effect_on_claim, effect_on_question
from domain.claim_state import ClaimState
from domain.events import Corrected, Recorded
from domain.ledger import empty_state
from domain.wire import wire

SQL = queries("audit_trail")
TRAIL = Table("audit_trail", "audit_trail", SQL)


class AuditTrail(BatchProjection[Fold]):
    """Writes a row for each event: ``changed`` and ``revision`` as ``domain.changes`` finds them."""

    name = "audit_trail"
    tables = (TRAIL,)
    empty = SQL["empty"]
    with_headers = True

    def new_fold(self, stream: str) -> Fold:
        """Of a claim, or of a question."""
        return Fold(stream, empty_state(stream))

    def take_in(self, connection: Connection[Any], events: Events, before: int) -> list[Change]:
        """See BatchProjection."""
        folds = self.folds.of(connection, events.events, before)
        rows = [
            audited(folds[event.stream], event, header)
            for event, header in zip(events.events, events.headers, strict=True)
        ]
        self.folds.keep(folds.values())
        return [Change(TRAIL, (), rows)]

    def take_out(self, streams: Sequence[str]) -> list[Change]:
        """See BatchProjection."""
        return [Change(TRAIL, streams, ())]


def audited(fold: Fold, event: Recorded, header: bytes) -> bytes:
    """The row of *event*, which *fold* takes in; recorder and the producer's time stand in the *header* alone."""
    kind, _, name = event.stream.partition("/")
    state = fold.state
    effect = effect_on_claim(state, event) if isinstance(state, ClaimState) else effect_on_question(state, event)
    facts = orjson.loads(header)
    return row(
        bigint(event.position),
        text(name) if kind == "claim" else NULL,
        text(event.stream),
        integer(event.version),
        timestamptz(event.recorded_at),
        text(facts["recorder"]),
        text(event.type),
        text(event.source),
        text(event.id),
        text(facts.get("time")),
        texts(effect.changed),
        integer(effect.revision),
        bytea(correction(name, event.data, effect)) if isinstance(event.data, Corrected) else NULL,
    )


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
