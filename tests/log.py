"""The log as a test uses it: asked and answered without asyncio showing."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import uvloop

from adapters.group_commit import Answer, GroupCommit
from adapters.postgres.steady import connect_writer
from adapters.shared_states import SharedStates
from adapters.state_cache import StateCache
from adapters.state_memory import MOST_BYTES
from domain.ports import LogRow
from domain.proposal import Proposal
from domain.receipt import Receipt
from domain.refusals import Refusal, Refused
from tests.postgres import Database


@dataclass(frozen=True, slots=True)
class Log:
    """One process's GroupCommit."""

    runner: asyncio.Runner
    group_commit: GroupCommit

    def append(self, *proposals: Proposal, atomic: bool = False) -> list[Answer]:
        return self.runner.run(self.group_commit.append(proposals, atomic=atomic))

    def append_at_once(self, *batches: Sequence[Proposal], atomic: bool = False) -> list[list[Answer]]:
        """What as many callers as there are batches get who come at the same moment."""

        async def all_at_once() -> list[list[Answer]]:
            return list(await asyncio.gather(*(self.group_commit.append(batch, atomic=atomic) for batch in batches)))

        return self.runner.run(all_at_once())

    def rehearse(self, *proposals: Proposal) -> list[Answer]:
        return self.runner.run(self.group_commit.rehearse(proposals))

    def receipt(self, proposal: Proposal) -> Receipt:
        (answer,) = self.append(proposal)
        assert isinstance(answer, Receipt), answer
        return answer

    def refusal(self, proposal: Proposal) -> Refusal:
        (answer,) = self.append(proposal)
        assert isinstance(answer, Refused), answer
        return answer.first


@contextmanager
def opened(conninfo: str, cached_bytes: int = MOST_BYTES, shared: SharedStates | None = None) -> Iterator[Log]:
    """A log of one's own over *conninfo*, in an event loop like the service's."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        group_commit = GroupCommit(lambda: connect_writer(conninfo), StateCache(cached_bytes), shared)
        try:
            yield Log(runner, group_commit)
        finally:
            runner.run(group_commit.close())


def rows_of(database: Database) -> list[tuple[LogRow, bytes]]:
    """Every row of the log with its leaf, by position."""
    with psycopg.connect(database.url) as connection:
        rows = connection.execute(
            "SELECT leaf, position, stream, version, type, source, id, recorded_at, header, payload, secret, erased"
            " FROM event ORDER BY position"
        )
        return [(LogRow(*row), leaf) for leaf, *row in rows]


def transactions_of(database: Database) -> list[int]:
    """The transaction that wrote each row, by position."""
    with psycopg.connect(database.url) as connection:
        return [int(xmin) for (xmin,) in connection.execute("SELECT xmin::text FROM event ORDER BY position")]


def cut_connections(database: Database, application: str = "claimtrail") -> int:
    """Ends every connection of *application* to the database, as a restart of the server would; how many."""
    with psycopg.connect(database.owner_url, application_name="the one who cuts", autocommit=True) as connection:
        cut = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = %s",
            [application],
        )
        return len(cut.fetchall())
