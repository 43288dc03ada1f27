"""From posts to proposals: what the log is given to judge."""

import asyncio
import os
import time
from collections.abc import Mapping, Sequence

from adapters.codec import validated
from api.http.cloudevents import Posted
from domain.events import EventData
from domain.proposal import SECRET_BYTES, Proposal, secrets_from, stream_of
from domain.receipt import Receipt
from domain.refusals import Json, Refusal, Refused, TooLarge

EVENT_BYTES = 256 * 2**10
AT_ONCE = 200  # events, prepared in 4 ms; then others have their turn
BYTES_AT_ONCE = 128 * 2**10  # for the worst that so much can hold takes some 50 ms


def at_once(events: int, size: int) -> int:
    """How many of *events*, of *size* bytes in all, to prepare before others have their turn."""
    return max(1, min(AT_ONCE, events * BYTES_AT_ONCE // max(size, 1)))


class Proposer:
    """Makes proposals in the name of one *recorder*, which goes into the header of what is recorded.

    Who sends again what is recorded already does so by the thousand, and a repeat needs neither types nor hashes. So
    after nothing but repeats more of them are expected, and what is expected wrongly is made under the log's lock.
    """

    def __init__(self, recorder: str) -> None:
        self._recorder = recorder
        self._expects_repeats = False

    def proposals(self, posted: Sequence[Posted]) -> list[Proposal]:
        """A proposal of each post, all with one time of arrival and one draw of random bytes."""
        arrived_ns = time.time_ns()
        secrets = secrets_from(os.urandom(SECRET_BYTES * len(posted)))
        made = [_proposal(one, self._recorder, arrived_ns, secret) for one, secret in zip(posted, secrets, strict=True)]
        if not self._expects_repeats:
            for one in made:
                one.prepare()
        return made

    async def proposals_in_turns(self, posted: Sequence[Posted], size: int) -> list[Proposal]:
        """The same of many, of *size* bytes in all, so that others have their turn meanwhile."""
        most = at_once(len(posted), size)
        made: list[Proposal] = []
        for at in range(0, len(posted), most):
            made += self.proposals(posted[at : at + most])
            await asyncio.sleep(0)
        return made

    def learn(self, answers: Sequence[Receipt | Refused]) -> None:
        """Notes what became of the proposals."""
        if answers:
            self._expects_repeats = all(isinstance(one, Receipt) and one.status == "repeated" for one in answers)


def _proposal(posted: Posted, recorder: str, arrived_ns: int, secret: bytes) -> Proposal:
    return Proposal(
        posted.source,
        posted.id,
        posted.type,
        stream_of(posted.type, posted.subject),
        posted.time,
        posted.data,
        _shape,
        secret,
        recorder,
        None if posted.expected_version is None else (posted.expected_version,),
        arrived_ns,
    )


def _shape(type_name: str, data: Mapping[str, Json], payload: bytes) -> EventData | Sequence[Refusal]:
    return _oversize(payload) or validated(type_name, data, payload)


def _oversize(payload: bytes) -> list[Refusal]:
    """What is wrong with an event of a batch that would be too large alone."""
    if len(payload) <= EVENT_BYTES:
        return []
    return [TooLarge(pointer="/data", expected=f"at most {EVENT_BYTES} bytes an event", got=len(payload))]
