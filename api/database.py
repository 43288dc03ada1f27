"""Which database a command works on: the one that DATABASE_URL names, else the embedded one in the data directory."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import psycopg

from adapters.plain_log import warn
from adapters.postgres.embedded import EmbeddedError, EmbeddedPostgres, join
from adapters.postgres.migrate import MigrationError, is_new, migrate, pending
from api.settings import Settings

WATCH_S = 1.0


class NoDatabase(Exception):  # noqa: N818 (the words of the message's beginning)
    """There is no database to work on; the message says what to do."""


@contextmanager
def own_database(settings: Settings) -> Iterator[str]:
    """How a service connects to what ``migrated_database`` gives, which is looked after."""
    with migrated_database(settings) as (conninfo, server), watched(server) if server else nullcontext():
        yield conninfo


@contextmanager
def migrated_database(settings: Settings) -> Iterator[tuple[str, EmbeddedPostgres | None]]:
    """How a service connects: to DATABASE_URL, or to an embedded server of its own, which is migrated.

    A database of one's own is made ready where nothing of ours is in it yet; one that is older than this program is
    its owner's to migrate, at a time of the owner's choosing. Raises MigrationError, EmbeddedError, psycopg.Error.
    """
    if settings.database_url is not None:
        if is_new(settings.database_url):
            migrate(settings.database_url)
        refuse_unless_migrated(settings.database_url)
        yield settings.database_url, None
    else:
        with EmbeddedPostgres(settings.data_dir) as server:
            migrate(server.conninfo)
            yield server.conninfo, server


@contextmanager
def watched(server: EmbeddedPostgres) -> Iterator[None]:
    """Looks after *server* now and then, for what looks after it (its supervisor) may die too."""
    ending = threading.Event()

    def watch() -> None:
        while not ending.wait(WATCH_S):
            try:
                server.ensure_running(ending=ending)
            except (EmbeddedError, OSError) as error:
                warn("the database does not come back", error=str(error))

    watching = threading.Thread(target=watch, name="database watch", daemon=True)
    watching.start()
    try:
        yield
    finally:
        ending.set()
        watching.join()


@contextmanager
def any_database(settings: Settings, *, may_make: bool = False) -> Iterator[str]:
    """How a command connects, whether a service runs on the data directory or not.

    Raises NoDatabase where the directory holds none, unless one *may* be made; EmbeddedError.
    """
    if settings.database_url is not None:
        yield settings.database_url
        return
    live = join(settings.data_dir)
    if live is not None:
        yield live
        return
    if not may_make:
        _refuse_without_database(settings.data_dir)
    with EmbeddedPostgres(settings.data_dir) as server:
        yield server.conninfo


def refuse_unless_migrated(conninfo: str) -> None:
    """Raises MigrationError where the database lacks migrations; psycopg.OperationalError where it is away."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        missing = pending(connection)
    if missing:
        names = ", ".join(f"{one.number:04}_{one.name}" for one in missing)
        raise MigrationError(f"The database lacks {names}. Run claimtrail migrate, then start again.")


def _refuse_without_database(data: Path) -> None:
    if not (data / "PG_VERSION").exists():
        raise NoDatabase(
            f"There is no database in {data}. Name another directory with --data, or make one there with "
            f"claimtrail serve --data {data}."
        )
