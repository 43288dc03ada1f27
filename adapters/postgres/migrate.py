"""Numbered SQL files, applied once each and in order: sql/migrations/NNNN_name.sql."""

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import Connection
from psycopg.rows import TupleRow

from adapters.postgres.queries import queries

FOLDER = Path(__file__).parent / "sql" / "migrations"
LOCK_POLL_S = 0.05
PATIENCE_S = 60.0


class MigrationError(Exception):
    """The database cannot be brought to the state that this program needs; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file."""

    number: int
    name: str
    sha256: str
    sql: LiteralString = field(repr=False)


def migrate(conninfo: str, folder: Path = FOLDER) -> list[Migration]:
    """Apply to the database, as its owner, every file of *folder* that it lacks, each in one transaction; return these.

    Raises MigrationError, and applies nothing, if an applied file has changed, or the database is newer than the
    program or not in UTF-8; psycopg.Error if a file fails: those before it stay applied.
    """
    with psycopg.connect(conninfo, autocommit=True) as connection, alone(connection):
        waiting = pending(connection, folder)
        if waiting:
            connection.execute(queries("migrate")["create"])
        for migration in waiting:
            apply(connection, migration)
        return waiting


def pending(connection: Connection[TupleRow], folder: Path = FOLDER) -> list[Migration]:
    """The files of *folder* that the database lacks, in order, for a look: raises as migrate does, changes nothing."""
    _refuse_another_encoding(connection)
    files, done = migrations(folder), applied(connection)
    known = {file.number: file for file in files}
    for number, name, sha256 in done:
        if number not in known:
            raise MigrationError(
                f"The database is newer than this program: it has migration {number:04}_{name}, which this program "
                "does not know. Start the newer claimtrail."
            )
        if known[number].sha256 != sha256:
            raise MigrationError(
                f"Migration {number:04}_{known[number].name} was applied to this database, and its file has changed "
                "since. Restore the file; what should be different goes into a new one."
            )
    waiting = files[len(done) :]
    if {file.number for file in waiting} & {number for number, _, _ in done}:
        raise MigrationError(
            "A migration with a lower number than the last applied one has been added. Give it the next free number."
        )
    return waiting


def _refuse_another_encoding(connection: Connection[TupleRow]) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise MigrationError(
            f"The database is in {encoding}, which has not all the characters that claims are worded in. Make one with "
            "`createdb --template template0 --encoding UTF8`."
        )


def migrations(folder: Path) -> list[Migration]:
    """The numbered files of *folder*, in order. Raises MigrationError for a name of another form, or a number twice."""
    files = sorted((read(path) for path in folder.glob("*.sql")), key=lambda file: file.number)
    for one, other in pairwise(files):
        if one.number == other.number:
            raise MigrationError(f"{one.name} and {other.name} both have the number {one.number:04}.")
    return files


def read(path: Path) -> Migration:
    """The migration in the file *path*."""
    named = re.fullmatch(r"(\d{4})_(\w+)", path.stem)
    if named is None:
        raise MigrationError(f"{path.name} is not named NNNN_name.sql.")
    raw = path.read_bytes()
    return Migration(int(named[1]), named[2], hashlib.sha256(raw).hexdigest(), raw.decode())


def is_new(conninfo: str) -> bool:
    """Whether the database has nothing of ours yet."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        return not applied(connection)


def applied(connection: Connection[TupleRow]) -> list[TupleRow]:
    """(number, name, sha256) of each migration that the database has."""
    (exists,) = connection.execute(queries("migrate")["exists"]).fetchone() or (False,)
    return connection.execute(queries("migrate")["applied"]).fetchall() if exists else []


def apply(connection: Connection[TupleRow], migration: Migration) -> None:
    """Run one file and record it, both or neither."""
    record = {"number": migration.number, "name": migration.name, "sha256": migration.sha256}
    with connection.transaction():
        connection.execute(migration.sql)
        connection.execute(queries("migrate")["record"], record)


@contextmanager
def alone(connection: Connection[TupleRow]) -> Iterator[None]:
    """Hold the lock of migrations; raises MigrationError if another has not let go of it after a minute."""
    deadline = time.monotonic() + PATIENCE_S
    while connection.execute(queries("migrate")["try_lock"]).fetchone() != (True,):
        if time.monotonic() > deadline:
            raise MigrationError("Another migration of this database is still running. Try again when it has ended.")
        time.sleep(LOCK_POLL_S)
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute(queries("migrate")["unlock"])
