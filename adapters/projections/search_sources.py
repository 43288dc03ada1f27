"""Sources: who stands in which chain, how they were named last, and what their records tell.

A name is that of many claims' chains, so the row of a source is made of the table of names, after each batch that has
named it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from adapters.postgres.copy_rows import bigint, integer, read_rows, row, text, timestamptz
from adapters.postgres.queries import queries
from adapters.projections.digest import hash_of_rows
from adapters.projections.table import Change, Table
from adapters.search_words import searchable
from domain.attribution import Chain, Hop, Who, originator
from domain.changes import Effect
from domain.claim_state import ClaimState
from domain.events import (
    Assessed,
    Attributed,
    Corrected,
    Disputed,
    DisputeResolved,
    Recorded,
    Reinstated,
    Reported,
    Retracted,
    Updated,
)

SQL = queries("search_rows")
PARTY_CLAIMS = Table("party_claim", "party_claims", SQL)
PARTY_HISTORY = Table("party_history", "party_history", SQL)
SOURCES = Table("source", "sources", SQL)
SOURCE_EVENTS = Table("source_event", "source_events", SQL)
OF_SOURCES = (PARTY_CLAIMS, PARTY_HISTORY, SOURCES, SOURCE_EVENTS)

NOBODY = ""
DISPUTER = "disputer"


class SourceRows:
    """What a batch makes of sources; the rows of the claims *taken* go first."""

    def __init__(self, taken: Sequence[str] = ()) -> None:
        self._taken = taken
        self._had: dict[str, None] = {}
        self._claims: dict[str, list[bytes]] = {}
        self._history: list[bytes] = []
        self._named: dict[str, None] = {}
        self._events: list[bytes] = []

    def note(self, claim: str, state: ClaimState, event: Recorded, effect: Effect) -> None:
        """Notes what *event* says of sources."""
        data = event.data
        if sets_chain(event, effect):
            self._chain(claim, state.chain, event)
        match data:
            case Reported() | Updated():
                if state.late:
                    self._tell(claim, event, "late", state.originator, revision=effect.revision)
            case Corrected():
                self._corrected(claim, state, event, data, effect)
            case Attributed():
                self._tell(claim, event, "named", state.originator)
            case Disputed():
                self._disputed(claim, state, event, data)
            case DisputeResolved():
                dispute = state.disputes[data.dispute]
                self._tell(claim, event, "resolved", state.originator, dispute.revision, data.dispute, data.outcome)
            case Assessed():
                self._tell(claim, event, "assessed", state.originator, effect.revision, detail=data.finding)
            case Retracted(by="source"):
                self._tell(claim, event, "retracted", state.originator)
            case Reinstated(by="source"):
                self._tell(claim, event, "reinstated", state.originator)
            case _:
                pass

    def changes(self) -> list[Change]:
        """What the batch does to the tables of sources."""
        claims = [*self._taken, *self._had]
        added = [one for rows in self._claims.values() for one in rows]
        return [
            Change(PARTY_CLAIMS, claims, added),
            Naming(PARTY_HISTORY, self._taken, self._history, tuple(self._named)),
            Change(SOURCE_EVENTS, self._taken, self._events),
        ]

    def _chain(self, claim: str, chain: Chain, event: Recorded) -> None:
        if event.version > 1:
            self._had.setdefault(claim)
        parties = _first_hops(chain)
        self._claims[claim] = [row(text(party), text(claim), text(hop.role)) for party, hop in parties.items()]
        if not parties:
            self._history.append(_named(NOBODY, event, claim, NOBODY, None))
        for party, hop in parties.items():
            self._name(party, hop, event, claim, hop.role)

    def _name(self, party: str, hop: Hop, event: Recorded, claim: str, role: str) -> None:
        self._named.setdefault(party)
        self._history.append(_named(party, event, claim, role, hop.who))

    def _corrected(self, claim: str, state: ClaimState, event: Recorded, data: Corrected, effect: Effect) -> None:
        now = state.originator
        then = _originator_of(data.was["attribution"]) if "attribution" in data.was else now
        if then == now:
            self._tell(claim, event, "corrected", now, effect.replaces, detail=data.kind)
        else:
            self._tell(claim, event, "misattributed", then, effect.replaces, detail=data.kind)
            self._tell(claim, event, "named", now)

    def _disputed(self, claim: str, state: ClaimState, event: Recorded, data: Disputed) -> None:
        dispute = state.disputes[data.dispute]
        by = originator(data.by)
        self._tell(claim, event, "disputed", state.originator, dispute.revision, data.dispute, data.aspect)
        self._tell(claim, event, "disputes", by, dispute.revision, data.dispute, data.aspect)
        for party, hop in _first_hops(data.by).items():
            self._name(party, hop, event, claim, DISPUTER)

    def _tell(  # noqa: PLR0913, PLR0917 (one for each column)
        self,
        claim: str,
        event: Recorded,
        what: str,
        party: str | None,
        revision: int | None = None,
        dispute: str | None = None,
        detail: object = None,
    ) -> None:
        self._events.append(
            row(
                bigint(event.position),
                text(party),
                text(claim),
                timestamptz(event.recorded_at),
                text(what),
                integer(revision),
                text(dispute),
                text(detail if isinstance(detail, str) else None),
            )
        )


def is_told(event: Recorded, effect: Effect, state: ClaimState) -> bool:
    """Whether a source's record may have something to tell of *event*: nearly all are updates, of which it has not."""
    return type(event.data) is not Updated or state.late or "attribution" in effect.changed


@dataclass(frozen=True, slots=True)
class Naming(Change):
    """Writes who was *named*, and makes the rows of these sources, and of those whose names go, anew."""

    named: tuple[str, ...]

    def apply(self, connection: Connection[Any]) -> int:
        """See Change."""
        gone = list(read_rows(connection, SQL["take_party_history"], {"keys": list(self.taken)})) if self.taken else []
        change = PARTY_HISTORY.add(connection, self.added) - hash_of_rows(PARTY_HISTORY.name, gone)
        parties = {*self.named, *map(_party_of, gone)} - {NOBODY}
        return change + (_renamed(connection, sorted(parties)) if parties else 0)


def _renamed(connection: Connection[Any], parties: list[str]) -> int:
    before = {_party_of(one): one for one in read_rows(connection, SQL["stored_sources"], {"keys": parties})}
    latest = connection.execute(SQL["latest_names"], {"keys": parties}).fetchall()
    after = {party: source_row(party, name, kind) for party, name, kind in latest}
    differing = [party for party in parties if before.get(party) != after.get(party)]
    taken = SOURCES.take(connection, [party for party in differing if party in before])
    return SOURCES.add(connection, [after[party] for party in differing if party in after]) - taken


def source_row(party: str, name: str | None, kind: str | None) -> bytes:
    """The row of a source."""
    return row(text(party), text(name), text(kind), text(searchable(" ".join(filter(None, (name, party))))))


def sets_chain(event: Recorded, effect: Effect) -> bool:
    """Whether *event* sets the claim's chain to another one; a redaction is told again from the first event on."""
    match event.data:
        case Reported() | Attributed():
            return True
        case Updated() | Corrected():
            return "attribution" in effect.changed
        case _:
            return False


def _first_hops(chain: Chain) -> dict[str, Hop]:
    """Everybody with an id, with the first of their hops."""
    hops: dict[str, Hop] = {}
    for hop in chain:
        if isinstance(hop, Hop) and hop.who.id is not None:
            hops.setdefault(hop.who.id, hop)
    return hops


def _named(party: str, event: Recorded, claim: str, role: str, who: Who | None) -> bytes:
    name, kind = (None, None) if who is None else (who.name, who.kind)
    return row(text(party), bigint(event.position), text(claim), text(role), text(name), text(kind))


def _party_of(stored: bytes) -> str:
    """The first field of a row."""
    length = int.from_bytes(stored[2:6], "big")
    return stored[6 : 6 + length].decode()


def _originator_of(chain: object) -> str | None:
    """That of a chain as ``was`` has it, JSON as it was sent."""
    match chain:
        case [{"who": {"id": str(party)}}, *_]:
            return party
        case _:
            return None
