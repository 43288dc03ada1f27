"""One group's transaction: lock, look up, decide, insert, commit.

The lock keeps every writer waiting. So where there is a long way to go through the log before the group can be decided,
the turn is given up, the way is gone without the lock, and what came meanwhile is read in another turn.
"""

from collections.abc import Callable, Sequence
from typing import Any

from psycopg import AsyncConnection

from adapters.foreign import ForeignBatch, place
from adapters.log_turn import Turns
from adapters.look_up import Found, LongWay, LookUp, nothing_to_tell
from adapters.mapper import ClaimMapper, StoredClaimEvent
from adapters.postgres.arrays import bigint_array, bytea_array, integer_array, nullable_bytea_array, text_array
from adapters.postgres.queries import queries
from adapters.shared_states import SharedStates
from adapters.state_cache import StateCache
from domain.ledger import Decided, Head, decide_group
from domain.proposal import Proposal
from domain.redaction import Redaction
from domain.refusals import Refused

SQL = queries("event_log")
MAPPER = ClaimMapper()


async def append_group(  # noqa: PLR0913 (what a group consists of, and what goes on around it)
    turns: Turns,
    cache: StateCache,
    proposals: Sequence[Proposal],
    *,
    atomic: bool,
    foreign: Sequence[ForeignBatch] = (),
    is_more_waiting: Callable[[], bool] = lambda: False,
    went_on: Callable[[], None] = nothing_to_tell,
) -> Decided:
    """Decides *proposals* under the log's lock and stores what was accepted; durable when this returns.

    If *atomic* and one is refused, nothing is stored. Batches that are *foreign* follow the proposals, and get their
    outcome. *went_on* is called now and then where there is much to read. Whatever is raised, nothing of the group is
    held in *cache*, and the connection is of no more use.
    """
    connection = turns.connection
    try:
        head, found = await _begun(turns, cache, proposals, went_on)
        decided = decide_group(proposals, head, found.known, found.states, found.holdings)
        events = [MAPPER.to_stored_event(one) for one in decided.new]
        if foreign:
            events += await place(connection, foreign, head, head.position + len(events), found.known)
        if not events or (atomic and any(isinstance(one, Refused) for one in decided.outcomes)):
            await turns.give_up()
            _keep_unless_changed(cache, head, found, decided)
            return decided
        await store(connection, events)
        for redaction in decided.redactions:
            await erase(connection, redaction)
        for one in decided.new:
            if one.row.also_in is not None:
                await connection.execute(SQL["keep_places"], {"position": one.row.position, "places": one.row.also_in})
        await turns.commit(and_begin=cache.is_alone and is_more_waiting())
    except BaseException:
        cache.drop(proposal.stream for proposal in proposals)
        raise
    cache.keep(found.states, head.position + len(events))
    return decided


async def _begun(
    turns: Turns, cache: StateCache, proposals: Sequence[Proposal], went_on: Callable[[], None]
) -> tuple[Head, Found]:
    """The head of the turn in which *proposals* can be decided, and what there is to know for that."""
    head = await turns.begin()
    cache.see(head.position)
    if not proposals:
        return head, Found()
    looking = LookUp(turns.connection, cache, proposals, went_on)
    try:
        return head, await looking.brief()
    except LongWay:
        await turns.give_up()
    went_on()
    await looking.whole()
    went_on()
    head = await turns.begin()
    cache.see(head.position)
    return head, await looking.whole()


def _keep_unless_changed(cache: StateCache, head: Head, found: Found, decided: Decided) -> None:
    """A refused atomic batch has changed some of the states that it was decided on; these are of no more use."""
    changed = {one.row.stream for one in decided.new}
    cache.drop(changed)
    cache.keep({stream: state for stream, state in found.states.items() if stream not in changed}, head.position)


async def rehearse_group(
    connection: AsyncConnection[Any],
    shared: SharedStates,
    proposals: Sequence[Proposal],
    went_on: Callable[[], None] = nothing_to_tell,
) -> Decided:
    """The same judgement on what is committed now, with no lock and nothing stored; what is *shared* is left as it is.

    *went_on* is called as by ``append_group``.
    """
    await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        found = await LookUp(connection, shared, proposals, went_on).whole()
    finally:
        await connection.execute("ROLLBACK")
    shared.keep_as_they_are(found.states)
    return decide_group(proposals, Head(0, 0, 0), found.known, found.states, found.holdings)


async def store(connection: AsyncConnection[Any], events: Sequence[StoredClaimEvent]) -> None:
    """Inserts the group's events, in order, with one statement."""
    await connection.execute(SQL["append"], columns_of(events), prepare=True)


async def erase(connection: AsyncConnection[Any], redaction: Redaction) -> None:
    """Erases what *redaction* names in the row that it was found in."""
    await connection.execute(
        SQL["erase"],
        {"position": redaction.row.position, "payload": redaction.payload, "erased": redaction.erased},
    )


def columns_of(events: Sequence[StoredClaimEvent]) -> dict[str, object]:
    """The parameters of ``append``: one array a column; the group has one time of recording."""
    rows = [event.row for event in events]
    return {
        "positions": bigint_array([row.position for row in rows]),
        "streams": text_array([row.stream for row in rows]),
        "versions": integer_array([event.originator_version for event in events]),
        "types": text_array([event.topic for event in events]),
        "sources": text_array([row.source for row in rows]),
        "ids": text_array([row.id for row in rows]),
        "headers": bytea_array([row.header for row in rows]),
        "leaves": bytea_array([event.leaf for event in events]),
        "payloads": bytea_array([event.state for event in events]),
        "secrets": nullable_bytea_array([row.secret for row in rows]),
        "erased": nullable_bytea_array([row.erased for row in rows]),
        "recorded_at": rows[0].recorded_at,
        "last": str(rows[-1].position),
    }
