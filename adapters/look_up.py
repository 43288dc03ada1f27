"""What a group has to know before it is decided: what is recorded of its identities, and the states of its streams.

One query a group; another where a settled claim has to be told what it has let go of (``domain.recall``), or where
something is to be redacted. What takes longer is read page by page: a long stream that is not in memory, or one that is
looked through for values which a redaction erases. Between two pages, and within them, others get their turn.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from adapters.codec import stored
from adapters.postgres.arrays import bigint_array, bytea_array, integer_array, text_array
from adapters.postgres.queries import queries
from domain.claim_state import ClaimState
from domain.events import EVENT_TYPES, REDACTION_TYPES, REDACTIONS, Recorded, RedactedData
from domain.ledger import State, empty_state, evolve
from domain.ports import LogRow
from domain.proposal import Proposal
from domain.recall import Next, Recollection, Wanted, wants_whole
from domain.redaction import Holdings, values_to_go
from domain.revision import Identity

T = TypeVar("T")

SQL = queries("event_log")
FROM_THE_START = -1
PAGE = 5_000
"""Events: some 100 ms to fold."""

BREATH = 500
"""Events: what this process does at a stretch, some 10 ms."""


class LongWay(Exception):  # noqa: N818 (what was found; whoever asks decides what to do about it)
    """There is more to read than a page."""


@dataclass(slots=True, eq=False)
class Found:
    """What is recorded of a group's identities and streams; the states may be changed, and so may the holdings."""

    known: dict[Identity, LogRow] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    holdings: dict[str, Holdings] = field(default_factory=dict)
    looked_through: dict[str, int] = field(default_factory=dict)
    """Up to which version a stream was looked through for its holdings."""


class States(Protocol):
    """States at hand, which whoever looks up may change."""

    def of(self, streams: Iterable[str]) -> dict[str, State]:
        """Those of *streams* that there are."""

    def is_current(self, stream: str) -> bool:
        """Whether the state of *stream* lacks nothing that is recorded."""


def nothing_to_tell() -> None:
    """For whoever need not know that it goes on."""


@dataclass(slots=True, eq=False)
class LookUp:
    """The look-up for a group of *proposals*, which may be repeated: it begins with the states that it had come to.

    *went_on* is called after each page.
    """

    connection: AsyncConnection[Any]
    at_hand: States
    proposals: Sequence[Proposal]
    went_on: Callable[[], None] = nothing_to_tell
    found: Found = field(default_factory=Found)
    _is_brief: bool = False

    async def brief(self) -> Found:
        """What is recorded now; raises LongWay rather than read more than a page of any kind."""
        self._is_brief = True
        try:
            return await self.whole()
        finally:
            self._is_brief = False

    async def whole(self) -> Found:
        """What is recorded now, however much has to be read."""
        found, streams = self.found, {one.stream for one in self.proposals}
        lacking = [one for one in streams if not self.at_hand.is_current(one)]
        found.states |= self.at_hand.of(streams - found.states.keys())
        found.known.clear()
        await self._bring_up_to_date(lacking, [one.identity for one in self.proposals])
        await self._recall_places()
        coming = [
            Next(one.stream, one.data, one.source)
            for one in self.proposals
            if one.identity not in found.known and one.data is not None  # what is a repeat is not decided
        ]
        await self._prepare(coming)
        for stream, redactions in self._redactions().items():
            await self._look_for_values(stream, redactions)
        return found

    async def _bring_up_to_date(self, streams: Collection[str], identities: Sequence[Identity] = ()) -> None:
        """Takes the events that the states of *streams* lack into them, and notes what is known of *identities*."""
        while True:
            rows = await self._recorded(streams, identities)
            if self._is_brief and len(rows) == PAGE:
                raise LongWay
            async for part in in_breaths(rows):
                await self._take_in([_event(row) for row in part])
            if len(rows) < PAGE:
                return
            self.went_on()
            identities = ()

    async def _recall_places(self) -> None:
        """Notes what the receipts of redactions that are repeated tell beside."""
        repeated = {one.position: one for one in self.found.known.values() if one.type in REDACTION_TYPES}
        if repeated:
            for position, places in await self._fetched("places", {"positions": bigint_array(list(repeated))}):
                repeated[position].also_in = places

    async def _recorded(self, streams: Collection[str], identities: Sequence[Identity]) -> list[LogRow]:
        """Up to PAGE events that the states of *streams* lack, those of each in order."""
        states = self.found.states
        lacking = {one: states[one].version if one in states else FROM_THE_START for one in streams}
        rows: list[LogRow] = []
        for kind, *columns in await self._fetched(
            "recorded_of",
            {
                "sources": text_array([source for source, _ in identities]),
                "ids": text_array([id_ for _, id_ in identities]),
                "streams": text_array(list(lacking)),
                "versions": integer_array(list(lacking.values())),
                "most": PAGE,
            },
        ):
            row = LogRow(*columns)
            if kind == 0:
                self.found.known[row.source, row.id] = row
            else:
                rows.append(row)
        return rows

    async def _take_in(self, events: Sequence[Recorded]) -> None:
        """Takes *events* into the states of their streams, which were found to lack them."""
        await self._prepare([Next(one.stream, one.data, one.source) for one in events], to_decide=False)
        states = self.found.states
        for event in events:
            if event.stream not in states:
                states[event.stream] = empty_state(event.stream)
            state = states[event.stream]
            if event.version > state.version:  # one that was folded anew has got them already
                evolve(state, event)

    async def _prepare(self, events: Sequence[Next], *, to_decide: bool = True) -> None:
        """Makes the settled claims in which *events* come next ready for them: folded anew, or told what they need."""
        settled = {stream: state for stream, state in self.found.states.items() if _is_settled(state)}
        if not settled:
            return
        if whole := {one.stream for one in events if _needs_whole(settled.get(one.stream), one, to_decide=to_decide)}:
            for stream in whole:
                del self.found.states[stream]
            await self._bring_up_to_date(whole)
        recollection = Recollection()
        for one in events:
            state = self.found.states.get(one.stream)
            if isinstance(state, ClaimState) and state.revisions.is_settled:
                recollection.expect(state, one)
        while wanted := recollection.wanted():
            for event in await self._recalled(wanted):
                recollection.take(event)

    async def _recalled(self, wanted: Wanted) -> list[Recorded]:
        rows = await self._fetched(
            "recalled",
            {
                "sources": text_array([source for source, _ in wanted.identities]),
                "ids": text_array([id_ for _, id_ in wanted.identities]),
                "streams": text_array([stream for stream, _ in wanted.places]),
                "versions": integer_array([version for _, version in wanted.places]),
            },
        )
        found = [LogRow(*row) for row in rows]
        return [_event(row) for row in found if row.type in EVENT_TYPES]  # an identity may be another application's

    def _redactions(self) -> dict[str, list[RedactedData]]:
        """What is to be decided of redactions, by stream."""
        redactions: dict[str, list[RedactedData]] = {}
        for one in self.proposals:
            if isinstance(one.data, REDACTIONS) and one.identity not in self.found.known:
                redactions.setdefault(one.stream, []).append(one.data)
        return redactions

    async def _look_for_values(self, stream: str, redactions: Sequence[RedactedData]) -> None:
        """Finds the events of *stream* that *redactions* name, and those that hold one of the values that may go.

        A stream that was looked through before for the same values is looked through from there on: what was erased
        meanwhile is found by the redactions that came since.
        """
        state = self.found.states.get(stream)
        last = 0 if state is None else state.version
        rows = await self._rows_at(stream, {one.version for one in redactions})
        coming = [(one.type, one.payload) for one in self.proposals if one.stream == stream]
        values = values_to_go(redactions, rows, coming)
        holdings = self.found.holdings.get(stream)
        if holdings is None or not values <= holdings.values:
            holdings = self.found.holdings[stream] = Holdings(values)
            self.found.looked_through[stream] = 0
        holdings.rows = rows
        if self._is_brief and last - self.found.looked_through[stream] > PAGE:
            raise LongWay
        while values and self.found.looked_through[stream] < last:
            await self._look_through(stream, holdings, min(last, self.found.looked_through[stream] + PAGE))

    async def _rows_at(self, stream: str, versions: Collection[int]) -> dict[int, LogRow]:
        parameters = {"stream": stream, "versions": integer_array(list(versions))}
        rows = [LogRow(*row) for row in await self._fetched("rows_at", parameters)]
        return {row.version: row for row in rows}

    async def _look_through(self, stream: str, holdings: Holdings, until: int) -> None:
        rows = await self._fetched(
            "holding",
            {
                "stream": stream,
                "after": self.found.looked_through[stream],
                "until": until,
                "redactions": text_array(list(REDACTION_TYPES)),
                "values": bytea_array(list(holdings.values)),
            },
        )
        async for part in in_breaths(rows):
            for version, type_name, payload in part:
                holdings.look_through(version, type_name, payload)
        self.found.looked_through[stream] = until
        self.went_on()

    async def _fetched(self, query: str, parameters: Mapping[str, object]) -> list[TupleRow]:
        cursor = await self.connection.execute(SQL[query], parameters, prepare=True, binary=True)
        return await cursor.fetchall()


async def in_breaths(all_: Sequence[T]) -> AsyncIterator[Sequence[T]]:
    """All of them in parts of BREATH; between two, whatever else this process has to do gets its turn."""
    for at in range(0, len(all_), BREATH):
        if at:
            await asyncio.sleep(0)
        yield all_[at : at + BREATH]


def _is_settled(state: State) -> bool:
    return isinstance(state, ClaimState) and state.revisions.is_settled


def _needs_whole(state: State | None, event: Next, *, to_decide: bool) -> bool:
    return isinstance(state, ClaimState) and wants_whole(state, event.data, to_decide=to_decide)


def _event(row: LogRow) -> Recorded:
    return row.holding(stored(row.type, row.payload, row.erased))
