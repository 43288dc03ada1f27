"""Concurrent appends into one transaction and one fsync: the only writer of the log.

One task takes whatever is queued (a group), opens a transaction, takes the log's lock, decides the group on what is
committed, inserts it and commits; only then is anybody answered. While it waits for the disk the next group gathers.
Nothing is decided on uncommitted state, so nothing is decided twice, whatever other processes do.

A connection that is lost on the way, during COMMIT too, leaves open whether the group was stored. So the group is
decided again on a new connection, where events that were stored are found by their identities, and only then is
anybody answered. Where something else breaks, a mistake of ours, each event of the group is decided alone: what breaks
again then is one event, and nobody else pays for it.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any, ClassVar, TypeAlias

import psycopg
import structlog
from psycopg import AsyncConnection

from adapters.append import append_group, rehearse_group
from adapters.foreign import ForeignBatch
from adapters.log_turn import CommitFailed, Turns
from adapters.regulars import Regulars
from adapters.shared_states import SharedStates
from adapters.state_cache import StateCache
from domain.ledger import NewEvent, Outcome, rehearsed
from domain.proposal import Proposal
from domain.receipt import Receipt
from domain.refusals import Broken, DatabaseAway, Overloaded, Refused

MOST_EVENTS = 1_000
MOST_BYTES = 4 * 2**20
MOST_WAITING = 20_000
STREAMS_WAIT_AT = MOST_WAITING // 2  # so that streams, which can wait, never turn single posts away
WITHIN_S = 20.0  # without having gone on: a long stream is read in many steps
PATIENCE_S = 5.0  # with a database that is away; the embedded one comes back sooner
RETRY_AFTER_S = 0.1
REHEARSALS_AT_ONCE = 4  # each has a connection, and the writer must always find one

log = structlog.get_logger()

Connect: TypeAlias = Callable[[], Awaitable[AsyncConnection[Any]]]
Answer: TypeAlias = Receipt | Refused

LOST = (psycopg.OperationalError, psycopg.InterfaceError, CommitFailed, OSError)
AWAY = (*LOST, TimeoutError, psycopg.Error)
"""What ends in "the database is away" if it lasts."""


@dataclass(slots=True, eq=False)
class _Job:
    """What one caller wants appended, and the answers so far."""

    proposals: Sequence[Proposal]
    atomic: bool
    done: asyncio.Future[list[Answer]]
    answers: list[Answer] = field(default_factory=list)
    taken: int = 0


@dataclass(slots=True, eq=False)
class _ForeignJob:
    """The same for a batch of stored events that are not ours; it goes into one group whole."""

    batch: ForeignBatch
    done: asyncio.Future[list[int]]
    atomic: ClassVar[bool] = False

    def answer(self) -> None:
        """Hands over what came of it."""
        if self.done.done():
            return
        if isinstance(self.batch.outcome, list):
            self.done.set_result(self.batch.outcome)
        elif self.batch.outcome is not None:
            self.done.set_exception(self.batch.outcome)


class GroupCommit:
    """Implements ``domain.ports.EventLog`` for one process and one event loop."""

    def __init__(self, connect: Connect, cache: StateCache | None = None, shared: SharedStates | None = None) -> None:
        self._connect = connect
        self._cache = cache or StateCache()
        self._shared = shared or SharedStates()
        self._jobs: deque[_Job | _ForeignJob] = deque()
        self._waiting = 0
        self._closing = False
        self._away = False
        self._wake = asyncio.Event()
        self._regulars = Regulars()
        self._written = asyncio.Event()
        self._rehearsals = asyncio.Semaphore(REHEARSALS_AT_ONCE)
        self._turns: Turns | None = None
        self._task: asyncio.Task[None] | None = None

    async def append(self, proposals: Sequence[Proposal], *, atomic: bool = False) -> list[Answer]:
        """Records *proposals* (see the port); raises Refused(Overloaded) rather than queue without end."""
        return await self.hand_over(proposals, atomic=atomic) if proposals else []

    def hand_over(self, proposals: Sequence[Proposal], *, atomic: bool = False) -> asyncio.Future[list[Answer]]:
        """Queues *proposals* before it returns (see the port); they must not be none."""
        job = _Job(proposals, atomic, asyncio.get_running_loop().create_future())
        self._queue(job, len(proposals))
        return job.done

    async def room_for(self, events: int) -> None:
        """Waits until *events* more leave half of the queue to others."""
        while self._waiting and self._waiting + events > STREAMS_WAIT_AT:
            self._written.clear()
            await self._written.wait()

    async def append_foreign(self, batch: ForeignBatch) -> list[int]:
        """The positions of *batch*, all or none, in a group like any other; see ``adapters.foreign``.

        Raises the library's IntegrityError where a place is taken, Refused as ``append`` does.
        """
        job = _ForeignJob(batch, asyncio.get_running_loop().create_future())
        self._queue(job, len(batch.events))
        return await job.done

    async def rehearse(self, proposals: Sequence[Proposal]) -> list[Answer]:
        """Judges *proposals* on a connection of its own, beside the writer, and stores nothing."""
        try:
            async with asyncio.timeout(WITHIN_S) as limit, self._rehearsals, await self._connect() as connection:
                decided = await rehearse_group(connection, self._shared, proposals, partial(_put_off, limit))
        except AWAY as error:
            raise Refused(_away()) from error
        return rehearsed(decided.outcomes)

    async def close(self) -> None:
        """Answers everything that is queued, then ends."""
        if self._task is not None:
            self._closing = True
            self._wake.set()
            with suppress(asyncio.CancelledError):
                await self._task
        await self._hang_up()

    def _queue(self, job: _Job | _ForeignJob, events: int) -> None:
        if self._closing:
            raise Refused(_away())
        if self._waiting + events > MOST_WAITING:
            raise Refused(Overloaded(expected=f"at most {MOST_WAITING} events waiting", got=self._waiting))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_groups())
        self._waiting += events
        self._jobs.append(job)
        self._regulars.came(len(self._jobs), self._waiting)
        self._wake.set()

    async def _write_groups(self) -> None:
        while self._jobs or not self._closing:
            await self._wake.wait()
            self._wake.clear()
            while self._jobs:
                await self._regulars.wait(len(self._jobs), self._waiting)
                group = self._next_group()
                await self._write(group)
                self._regulars.answered(group.callers, len(self._jobs))

    def _next_group(self) -> "_Group":
        """The next group: an atomic batch alone, else from as many callers as fit, in the order of their coming."""
        group = _Group(atomic=self._jobs[0].atomic)
        while self._jobs and not group.is_full and (self._jobs[0].atomic == group.atomic):
            job = self._jobs[0]
            if isinstance(job, _ForeignJob):
                group.take_foreign(job)
            else:
                group.take_from(job)
                if job.taken < len(job.proposals):
                    break
            self._jobs.popleft()
            if group.atomic:
                break
        return group

    async def _write(self, group: "_Group") -> None:
        """Has all callers of the group answered, one way or the other."""
        try:
            await self._answer(group)
        except asyncio.CancelledError:
            group.fail(Refused(_away()))
            raise
        finally:
            self._waiting -= group.events
            self._written.set()

    async def _answer(self, group: "_Group") -> None:
        """Stores the group and answers its callers; where that breaks, it does so with each of its parts alone."""
        try:
            await self._answer_once(group)
        except Exception as error:  # whatever went wrong, the next group has to be written
            await self._hang_up()
            self._away = False
            log.exception("group failed", events=group.events)
            parts = group.parts()
            if len(parts) == 1:
                group.broke(error)
            else:
                await self._answer_each(parts)

    async def _answer_each(self, parts: "Sequence[_Group]") -> None:
        for part in parts:
            if self._away:
                part.fail(Refused(_away()))
            else:
                await self._answer(part)

    async def _answer_once(self, group: "_Group") -> None:
        """The same, or tells the callers that nobody can say now whether it was stored."""
        try:
            async with asyncio.timeout(WITHIN_S) as limit:
                group.answer(await self._stored(group, partial(_put_off, limit)))
        except AWAY as error:
            await self._hang_up()
            group.fail(Refused(_away()))
            self._turn_away()
            log.warning("group given up", error=str(error), events=group.events)
        else:
            self._away = False

    async def _stored(self, group: "_Group", went_on: Callable[[], None]) -> list[Answer]:
        """The answers, once durable; after a lost connection the group is decided again, until somebody can say.

        Raises what lost the connection where it is away for too long; once it was, there is one attempt a group.
        """
        patient_until: float | None = None
        while True:
            try:
                if self._turns is None:
                    self._turns = Turns(await self._connect())
                decided = await append_group(
                    self._turns,
                    self._cache,
                    group.proposals,
                    atomic=group.atomic,
                    foreign=group.batches,
                    is_more_waiting=self._is_more_waiting,
                    went_on=went_on,
                )
                return _answers(group, decided.outcomes)
            except LOST as error:
                await self._hang_up()
                now = asyncio.get_running_loop().time()
                patient_until = patient_until or now + PATIENCE_S
                if self._away or now >= patient_until:
                    raise
                log.warning("connection lost while writing; looking up what was stored", error=str(error))
                await asyncio.sleep(RETRY_AFTER_S)

    def _is_more_waiting(self) -> bool:
        return bool(self._jobs)

    def _turn_away(self) -> None:
        """Tells everybody who waits behind a group that was given up: they have waited as long, and may come again."""
        self._away = True
        while self._jobs:
            waiting = self._next_group()
            waiting.fail(Refused(_away()))
            self._waiting -= waiting.events

    async def _hang_up(self) -> None:
        turns, self._turns = self._turns, None
        if turns is not None:
            with suppress(psycopg.Error, OSError):
                await turns.close()


@dataclass(slots=True, eq=False)
class _Group:
    """Proposals of one or more callers that share a transaction."""

    atomic: bool
    proposals: list[Proposal] = field(default_factory=list)
    batches: list[ForeignBatch] = field(default_factory=list)
    events: int = 0
    _bytes: int = 0
    _shares: list[tuple[_Job, int]] = field(default_factory=list)
    _foreign: list[_ForeignJob] = field(default_factory=list)

    @property
    def callers(self) -> int:
        """How many have a share in it."""
        return len(self._shares) + len(self._foreign)

    @property
    def is_full(self) -> bool:
        """Whether nothing more goes in."""
        return self.events >= MOST_EVENTS or self._bytes >= MOST_BYTES

    def take_from(self, job: _Job) -> None:
        """Takes as much of what *job* has left as fits; an atomic job whole."""
        begun = len(self.proposals)
        while job.taken < len(job.proposals) and (self.atomic or not self.is_full):
            proposal = job.proposals[job.taken]
            self.proposals.append(proposal)
            self._bytes += len(proposal.payload)
            self.events += 1
            job.taken += 1
        self._shares.append((job, len(self.proposals) - begun))

    def take_foreign(self, job: _ForeignJob) -> None:
        """Takes the batch of *job*."""
        self.batches.append(job.batch)
        self.events += len(job.batch.events)
        self._bytes += job.batch.size
        self._foreign.append(job)

    def answer(self, answers: Sequence[Answer]) -> None:
        """Hands every caller its answers, in order; a caller that has gone away misses them, nothing else."""
        rest = iter(answers)
        for job, share in self._shares:
            job.answers += islice(rest, share)
            if len(job.answers) == len(job.proposals) and not job.done.done():
                job.done.set_result(job.answers)
        for foreign in self._foreign:
            foreign.answer()

    def parts(self) -> "list[_Group]":
        """What can be decided alone, in order: each event, or a batch of which all or none is stored."""
        if self.atomic:
            return [self]
        rest = iter(self.proposals)
        events = [(job, one) for job, share in self._shares for one in islice(rest, share)]
        return [
            *(_Group(atomic=False, proposals=[one], events=1, _shares=[(job, 1)]) for job, one in events),
            *(_Group(atomic=False, batches=[one.batch], events=1, _foreign=[one]) for one in self._foreign),
        ]

    def broke(self, error: Exception) -> None:
        """Tells the caller of what cannot be taken apart; where it has other answers to come, in this one's place."""
        if self.atomic or self._foreign or len(self._shares[0][0].proposals) == 1:
            self.fail(error)
        else:
            self.answer([Broken()])

    def fail(self, error: Exception) -> None:
        """Tells every caller that has a share in this group."""
        jobs: list[_Job | _ForeignJob] = [job for job, _ in self._shares]
        for job in jobs + self._foreign:
            if not job.done.done():
                job.done.set_exception(error)


def _answers(group: _Group, outcomes: Sequence[Outcome]) -> list[Answer]:
    """What the callers are told; where one of an atomic batch is refused, nobody of it has got a place."""
    if group.atomic and any(isinstance(one, Refused) for one in outcomes):
        return rehearsed(outcomes)
    return list(map(_answer, group.proposals, outcomes))


def _answer(proposal: Proposal, outcome: Outcome) -> Answer:
    """What the caller is told; an event found under this proposal's own salted commitment was stored just now."""
    if isinstance(outcome, NewEvent):
        return outcome.receipt
    if isinstance(outcome, Receipt) and proposal.is_sealed and outcome.digest == proposal.commitment:
        return replace(outcome, status="recorded")
    return outcome


def _put_off(limit: asyncio.Timeout) -> None:
    """Gives what goes on its time once more."""
    limit.reschedule(asyncio.get_running_loop().time() + WITHIN_S)


def _away() -> DatabaseAway:
    return DatabaseAway(expected="a database that answers", extensions={"retry_after_s": 1})
