"""One of the processes that write at the same time: ``python -m tests.tail_writer CONNINFO NAME EVENTS``.

Appends events in batches of mixed size, some atomic, to claims of its own and to claims that all writers share. Many
expect a wrong version, by chance or because another writer was faster; they are sent again until they are recorded.
Prints what it was told, as JSON.
"""

import asyncio
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import orjson

from adapters.group_commit import GroupCommit
from adapters.postgres.steady import connect_writer
from domain.proposal import Proposal
from domain.receipt import Receipt
from domain.refusals import Refused
from tests.posts import annotated, reported

CALLERS = 8
OWN, SHARED = 20, 5
SIZES = (1, 1, 1, 3, 20, 100)


@dataclass(slots=True)
class Writer:
    """One process's callers, and what they were told."""

    log: GroupCommit
    name: str
    events: int
    chance: random.Random
    told: Counter[str] = field(default_factory=Counter)
    sent: int = 0

    async def run(self) -> None:
        await self._send([reported(claim, source=f"urn:{self.name}", id=f"open {claim}") for claim in self._own()])
        await self._send([reported(claim, source="urn:shared", id=f"open {claim}") for claim in self._shared()])
        await asyncio.gather(*(self._call() for _ in range(CALLERS)))

    async def _call(self) -> None:
        while (left := self.events - self.sent) > 0:
            size = min(self.chance.choice(SIZES), left)
            self.sent += size
            await self._send([self._note() for _ in range(size)], atomic=self.chance.random() < 0.2)

    async def _send(self, proposals: list[Proposal], *, atomic: bool = False) -> None:
        while proposals:
            answers = await self.log.append(proposals, atomic=atomic)
            refused = [isinstance(one, Refused) for one in answers]
            if atomic and any(refused):
                self.told["batches refused whole"] += 1
            else:
                self.told.update(one.status for one in answers if not isinstance(one, Refused))
                proposals = [one for one, no in zip(proposals, refused, strict=True) if no]
                answers = [one for one, no in zip(answers, refused, strict=True) if no]
            self._expect_what_is_current(proposals, answers)

    def _expect_what_is_current(self, proposals: list[Proposal], answers: Sequence[Receipt | Refused]) -> None:
        for proposal, answer in zip(proposals, answers, strict=True):
            if isinstance(answer, Refused):
                current = answer.first.extensions["current_version"]  # no other refusal has one, and there is no other
                assert isinstance(current, int)
                self.told["refused"] += 1
                proposal.expected = (current,) if self.chance.random() < 0.5 else None

    def _note(self) -> Proposal:
        claim = self.chance.choice([*self._own(), *self._shared()])
        expected = (self.chance.randrange(50),) if self.chance.random() < 0.1 else None
        self.told["made"] += 1
        return annotated(claim, source=f"urn:{self.name}", id=f"note {self.told['made']}", expected=expected)

    def _own(self) -> list[str]:
        return [f"{self.name}-{n}" for n in range(OWN)]

    def _shared(self) -> list[str]:
        return [f"shared-{n}" for n in range(SHARED)]


async def write(conninfo: str, name: str, events: int) -> Counter[str]:
    """What a writer of that name was told."""
    log = GroupCommit(lambda: connect_writer(conninfo))
    writer = Writer(log, name, events, random.Random(name))  # noqa: S311 (chances, not secrets)
    await writer.run()
    await log.close()
    return writer.told


if __name__ == "__main__":
    sys.stdout.buffer.write(orjson.dumps(asyncio.run(write(sys.argv[1], sys.argv[2], int(sys.argv[3])))))
