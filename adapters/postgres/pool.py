"""Connections of the service: every one works as the role that can read and append, where that role exists.

All are in autocommit: a read costs one round trip, and a transaction is where `connection.transaction()` says so. A
pool hands out a connection without trying it: after an OperationalError, `pool.check()` replaces those that are broken.

Left to itself, a pool whose database is away tries again after 1, 2, 4, … s: it finds out up to twice as late as it
might, and in the end gives up for good. Ours gives up after a second, and then begins anew.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from psycopg import AsyncConnection, Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from adapters.postgres.queries import queries

DEFAULTS: dict[str, Any] = {  # of libpq, whose parameters are strings and numbers; what the conninfo says comes first
    "application_name": "claimtrail",
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
STATEMENT_TIMEOUT_S = 30.0
IDLE_TIMEOUT_S = 30.0  # amid a transaction, which may hold the log's lock
RECONNECT_S = 1.0


def connect(conninfo: str, *, statement_timeout_s: float = STATEMENT_TIMEOUT_S) -> Connection[TupleRow]:
    """One connection of the service; a statement may take *statement_timeout_s*, 0 for ever."""
    connection = Connection.connect(with_defaults(conninfo), autocommit=True)
    try:
        prepare(statement_timeout_s)(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def pool(
    conninfo: str,
    *,
    min_size: int = 1,
    max_size: int = 4,
    statement_timeout_s: float = STATEMENT_TIMEOUT_S,
    idle_timeout_s: float = IDLE_TIMEOUT_S,
) -> ConnectionPool[Connection[TupleRow]]:
    """A pool of the service's connections, to be opened by `with` or open().

    A statement may take *statement_timeout_s*, a transaction may wait *idle_timeout_s* for the next; 0 for ever.
    """
    return ConnectionPool(
        with_defaults(conninfo),
        min_size=min_size,
        max_size=max_size,
        kwargs={"autocommit": True},
        configure=prepare(statement_timeout_s, idle_timeout_s),
        reconnect_timeout=RECONNECT_S,
        reconnect_failed=ConnectionPool.check,
        open=False,
    )


def async_pool(
    conninfo: str, *, min_size: int = 1, max_size: int = 8, statement_timeout_s: float = STATEMENT_TIMEOUT_S
) -> AsyncConnectionPool[AsyncConnection[TupleRow]]:
    """The same for asyncio, to be opened by `async with` or open() inside the running loop."""
    return AsyncConnectionPool(
        with_defaults(conninfo),
        min_size=min_size,
        max_size=max_size,
        kwargs={"autocommit": True},
        configure=prepare_async(statement_timeout_s),
        reconnect_timeout=RECONNECT_S,
        reconnect_failed=AsyncConnectionPool.check,
        open=False,
    )


def with_defaults(conninfo: str) -> str:
    """The conninfo, completed by DEFAULTS where it says nothing."""
    return make_conninfo(**{**DEFAULTS, **conninfo_to_dict(conninfo)})


def prepare(
    statement_timeout_s: float, idle_timeout_s: float = IDLE_TIMEOUT_S
) -> Callable[[Connection[TupleRow]], None]:
    """What makes a new connection one of the service's, in one round trip."""
    parameters = session_parameters(statement_timeout_s, idle_timeout_s)

    def prepared(connection: Connection[TupleRow]) -> None:
        connection.execute(queries("session")["prepare_session"], parameters)

    return prepared


def prepare_async(statement_timeout_s: float) -> Callable[[AsyncConnection[TupleRow]], Awaitable[None]]:
    """The same for asyncio."""
    parameters = session_parameters(statement_timeout_s)

    async def prepared(connection: AsyncConnection[TupleRow]) -> None:
        await connection.execute(queries("session")["prepare_session"], parameters)

    return prepared


def session_parameters(statement_timeout_s: float, idle_timeout_s: float = IDLE_TIMEOUT_S) -> dict[str, str]:
    """Parameters of prepare_session."""
    return {"statement_timeout": _milliseconds(statement_timeout_s), "idle_timeout": _milliseconds(idle_timeout_s)}


def _milliseconds(seconds: float) -> str:
    return f"{round(seconds * 1000)}ms"
