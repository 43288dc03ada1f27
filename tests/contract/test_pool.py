import asyncio
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg_pool.base import BasePool

from adapters.postgres import pool as pools
from adapters.postgres.pool import async_pool, connect, pool
from tests.bounded import PATIENCE_S, eventually
from tests.postgres import Database, Server

SESSION = "SELECT current_user, current_setting('TimeZone')"
AS_SERVICE = ("claimtrail_service", "UTC")
NOBODY_LISTENS = "host=/nowhere"
OFTEN = 12


@pytest.fixture
def stranger(postgres: Server, database: Database) -> Iterator[str]:
    """A person who may log in, and may not become the service."""
    name = sql.Identifier(f"stranger_{next(postgres.names)}")
    postgres.admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'known'").format(name))
    yield make_conninfo(database.owner_url, user=name.as_string().strip('"'), password="known")  # noqa: S106 (a test)
    postgres.admin.execute(sql.SQL("DROP ROLE {}").format(name))


def test_a_connection_of_the_service_works_as_its_role_and_in_utc(database: Database) -> None:
    with connect(database.owner_url) as connection:
        assert connection.execute(SESSION).fetchone() == AS_SERVICE


def test_a_connection_that_may_not_take_the_role_works_as_it_is(stranger: str) -> None:
    with connect(stranger) as connection:
        (user,) = connection.execute("SELECT current_user").fetchone() or ("",)

    assert user.startswith("stranger_")


def test_a_connection_works_where_the_role_does_not_exist_yet(postgres: Server) -> None:
    with postgres.fresh("template0") as empty, connect(empty.owner_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_rollback_does_not_bring_back_the_owner(database: Database) -> None:
    with connect(database.owner_url) as connection:
        with pytest.raises(psycopg.errors.DivisionByZero), connection.transaction():
            connection.execute("SELECT 1 / 0")

        assert connection.execute(SESSION).fetchone() == AS_SERVICE


def test_a_statement_ends_after_its_time(database: Database) -> None:
    with connect(database.url, statement_timeout_s=0.05) as connection, pytest.raises(psycopg.errors.QueryCanceled):
        connection.execute("SELECT pg_sleep(600)")


def test_what_the_conninfo_says_comes_before_the_defaults(database: Database) -> None:
    with connect(make_conninfo(database.url, application_name="audit")) as connection:
        assert connection.execute("SELECT current_setting('application_name')").fetchone() == ("audit",)


def test_a_pool_hands_out_connections_of_the_service(database: Database) -> None:
    with pool(database.owner_url) as connections, connections.connection() as connection:
        assert connection.execute(SESSION).fetchone() == AS_SERVICE


def test_a_pool_of_asyncio_hands_out_connections_of_the_service(database: Database) -> None:
    async def session() -> object:
        async with async_pool(database.owner_url) as connections, connections.connection() as connection:
            return await (await connection.execute(SESSION)).fetchone()

    assert asyncio.run(session()) == AS_SERVICE


def test_a_pool_replaces_its_broken_connections_when_it_is_checked(postgres: Server, database: Database) -> None:
    with pool(database.owner_url, min_size=2, max_size=2) as connections:
        connections.wait(PATIENCE_S)
        postgres.admin.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %(name)s",
            {"name": psycopg.conninfo.conninfo_to_dict(database.url)["dbname"]},
        )

        connections.check()

        with connections.connection() as one, connections.connection() as other:
            assert one.execute(SESSION).fetchone() == other.execute(SESSION).fetchone() == AS_SERVICE


def test_a_pool_whose_database_is_away_never_tires_of_looking_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "RECONNECT_S", 0.01)
    with pool(NOBODY_LISTENS) as connections:
        eventually(lambda: attempts(connections) > OFTEN)


def test_nor_does_one_for_asyncio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "RECONNECT_S", 0.01)

    async def looks_often() -> None:
        async with async_pool(NOBODY_LISTENS) as connections:
            await asyncio.to_thread(eventually, lambda: attempts(connections) > OFTEN)

    asyncio.run(looks_often())


def attempts(connections: BasePool) -> int:
    """How often the pool has looked for its database and not found it."""
    return connections.get_stats().get("connections_errors", 0)
