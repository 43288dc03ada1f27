"""What a group has to know before it is decided: what is recorded of its identities, and the states of its streams.

One query a group; another where a settled claim has to be told what it has let go of (``domain.recall``), or where
something is to be redacted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from psycopg import AsyncConnection

from adapters.codec import stored
from adapters.postgres.arrays import integer_array, text_array
from adapters.postgres.queries import queries
from domain.claim_state import ClaimState
from domain.events import EVENT_TYPES, REDACTION_TYPES, Recorded
from domain.ledger import State, empty_state, evolve
from domain.ports import LogRow
from domain.proposal import Proposal
from domain.recall import Next, Recollection, Wanted, wants_whole
from domain.revision import Identity

SQL = queries("event_log")
FROM_THE_START = -1


@dataclass(slots=True, eq=False)
class Found:
    """What is recorded of a group's identities and streams."""

    known: dict[Identity, LogRow] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    rows: dict[str, list[LogRow]] = field(default_factory=dict)


class States(Protocol):
    """States at hand, which whoever looks up may change."""

    def of(self, streams: Iterable[str]) -> dict[str, State]:
        """Those of *streams* that there are."""

    def is_current(self, stream: str) -> bool:
        """Whether the state of *stream* lacks nothing that is recorded."""


async def look_up(connection: AsyncConnection[Any], cache: States, proposals: Sequence[Proposal]) -> Found:
    """What is recorded of the identities and streams of *proposals*."""
    found = Found(states=cache.of({proposal.stream for proposal in proposals}))
    lacking = {
        one.stream: found.states[one.stream].version if one.stream in found.states else FROM_THE_START
        for one in proposals
        if not cache.is_current(one.stream)
    }
    identities = [one.identity for one in proposals]
    to_come = await _recorded(connection, found, identities, lacking)
    await _catch_up(connection, found, to_come)
    coming = [
        Next(one.stream, one.data, one.source)
        for one in proposals
        if one.identity not in found.known and one.data is not None  # what is a repeat is not decided
    ]
    await _prepare(connection, found, coming)
    for stream in {one.stream for one in proposals if one.type in REDACTION_TYPES}:
        found.rows[stream] = await _stream_rows(connection, stream)
    return found


async def _recorded(
    connection: AsyncConnection[Any], found: Found, identities: Sequence[Identity], lacking: dict[str, int]
) -> list[Recorded]:
    """Notes what is known of *identities*; the events that the states of the *lacking* streams (to version) lack."""
    to_come: list[Recorded] = []
    cursor = await connection.execute(
        SQL["recorded_of"],
        {
            "sources": text_array([source for source, _ in identities]),
            "ids": text_array([id_ for _, id_ in identities]),
            "streams": text_array(list(lacking)),
            "versions": integer_array(list(lacking.values())),
        },
        prepare=True,
        binary=True,
    )
    async for kind, *columns in cursor:
        row = LogRow(*columns)
        if kind == 0:
            found.known[row.source, row.id] = row
        else:
            to_come.append(_event(row))
    return to_come


async def _catch_up(connection: AsyncConnection[Any], found: Found, events: Sequence[Recorded]) -> None:
    """Takes *events* into the states of their streams, which were found to lack them."""
    if not events:
        return
    await _prepare(connection, found, [Next(one.stream, one.data, one.source) for one in events], to_decide=False)
    for event in events:
        if event.stream not in found.states:
            found.states[event.stream] = empty_state(event.stream)
        state = found.states[event.stream]
        if event.version > state.version:  # one that was folded whole has got them already
            evolve(state, event)


async def _prepare(
    connection: AsyncConnection[Any], found: Found, events: Sequence[Next], *, to_decide: bool = True
) -> None:
    """Makes the settled claims in which *events* come next ready for them: folded anew, or told what they need."""
    settled = {stream: state for stream, state in found.states.items() if _is_settled(state)}
    if not settled:
        return
    whole = {one.stream for one in events if _needs_whole(settled.get(one.stream), one, to_decide=to_decide)}
    if whole:
        for stream in whole:
            del found.states[stream]
        again = await _recorded(connection, found, [], dict.fromkeys(whole, FROM_THE_START))
        await _catch_up(connection, found, again)
    recollection = Recollection()
    for one in events:
        state = found.states.get(one.stream)
        if isinstance(state, ClaimState) and state.revisions.is_settled:
            recollection.expect(state, one)
    while wanted := recollection.wanted():
        for event in await _events(connection, wanted):
            recollection.take(event)


def _is_settled(state: State) -> bool:
    return isinstance(state, ClaimState) and state.revisions.is_settled


def _needs_whole(state: State | None, event: Next, *, to_decide: bool) -> bool:
    return isinstance(state, ClaimState) and wants_whole(state, event.data, to_decide=to_decide)


async def _events(connection: AsyncConnection[Any], wanted: Wanted) -> list[Recorded]:
    cursor = await connection.execute(
        SQL["recalled"],
        {
            "sources": text_array([source for source, _ in wanted.identities]),
            "ids": text_array([id_ for _, id_ in wanted.identities]),
            "streams": text_array([stream for stream, _ in wanted.places]),
            "versions": integer_array([version for _, version in wanted.places]),
        },
        prepare=True,
        binary=True,
    )
    rows = [LogRow(*row) async for row in cursor]
    return [_event(row) for row in rows if row.type in EVENT_TYPES]  # an identity may be another application's


def _event(row: LogRow) -> Recorded:
    return row.holding(stored(row.type, row.payload, row.erased))


async def _stream_rows(connection: AsyncConnection[Any], stream: str) -> list[LogRow]:
    """A whole stream as it is stored, in order."""
    cursor = await connection.execute(SQL["stream_rows"], {"stream": stream}, binary=True)
    return [LogRow(*row) async for row in cursor]
