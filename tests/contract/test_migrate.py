from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from adapters.postgres.migrate import FOLDER, MigrationError, migrate, pending
from tests.postgres import Database, Server

FIRST = "CREATE TABLE claim (id text); CREATE TABLE question (id text);"
SECOND = "INSERT INTO claim VALUES ('second was here');"


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with postgres.fresh("template0") as empty:
        yield empty.owner_url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "0001_claim", FIRST)
    write(tmp_path, "0002_second", SECOND)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.sql").write_text(text)


def one(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        (value,) = connection.execute(query).fetchone() or (None,)
        return value


def numbers_applied(url: str) -> object:
    return one(url, "SELECT array_agg(number ORDER BY number) FROM schema_migration")


def test_every_file_is_applied_in_the_order_of_its_number(url: str, folder: Path) -> None:
    names = [migration.name for migration in migrate(url, folder)]

    assert names == ["claim", "second"]
    assert one(url, "SELECT id FROM claim") == "second was here"


def test_a_database_that_lacks_characters_is_refused_with_what_to_do(postgres: Server, folder: Path) -> None:
    postgres.admin.execute(
        "CREATE DATABASE western TEMPLATE template0 LOCALE_PROVIDER libc ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
    )
    try:
        with pytest.raises(MigrationError, match=r"The database is in LATIN1.*Make one with `createdb"):
            migrate(make_conninfo(postgres.conninfo, dbname="western"), folder)
    finally:
        postgres.admin.execute("DROP DATABASE western WITH (FORCE)")


def test_a_file_is_applied_once(url: str, folder: Path) -> None:
    migrate(url, folder)
    write(folder, "0003_third", "CREATE TABLE third ()")

    assert [migration.name for migration in migrate(url, folder)] == ["third"]
    assert migrate(url, folder) == []
    assert one(url, "SELECT count(*) FROM claim") == 1


def test_migrations_that_start_at_the_same_time_apply_each_file_once(url: str, folder: Path) -> None:
    write(folder, "0003_slow", "SELECT pg_sleep(0.2)")

    with ThreadPoolExecutor(4) as threads:
        applied = [file.name for files in threads.map(lambda _: migrate(url, folder), range(4)) for file in files]

    assert sorted(applied) == ["claim", "second", "slow"]


def test_a_file_that_fails_leaves_nothing_and_those_before_it_stay(url: str, folder: Path) -> None:
    write(folder, "0003_third", "CREATE TABLE third (); SELECT 1 / 0;")

    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(url, folder)

    assert numbers_applied(url) == [1, 2]
    assert one(url, "SELECT to_regclass('third')") is None


def test_the_next_try_goes_on_where_a_file_failed(url: str, folder: Path) -> None:
    write(folder, "0003_third", "SELECT 1 / 0;")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(url, folder)
    write(folder, "0003_third", "CREATE TABLE third ()")

    assert [migration.name for migration in migrate(url, folder)] == ["third"]


def changed(folder: Path) -> None:
    write(folder, "0001_claim", FIRST + "-- a word more")


def missing(folder: Path) -> None:
    (folder / "0002_second.sql").unlink()


def slipped_in(folder: Path) -> None:
    (folder / "0002_second.sql").rename(folder / "0003_second.sql")
    write(folder, "0002_between", "CREATE TABLE between_them ()")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed, "Migration 0001_claim was applied to this database, and its file has changed since"),
        (missing, "newer than this program: it has migration 0002_second"),
    ],
)
def test_a_database_that_does_not_fit_the_files_is_refused(
    url: str, folder: Path, change: Callable[[Path], None], said: str
) -> None:
    migrate(url, folder)
    change(folder)
    write(folder, "0009_new", "CREATE TABLE new ()")

    with pytest.raises(MigrationError, match=said):
        migrate(url, folder)

    assert numbers_applied(url) == [1, 2]


def test_a_file_that_comes_before_an_applied_one_is_refused(url: str, folder: Path) -> None:
    slipped_in(folder)
    between = (folder / "0002_between.sql").rename(folder / "kept_aside")
    migrate(url, folder)
    between.rename(folder / "0002_between.sql")

    with pytest.raises(MigrationError, match="lower number than the last applied one"):
        migrate(url, folder)


@pytest.mark.parametrize(
    ("name", "said"), [("3_third", "not named NNNN_name.sql"), ("0002_another", "both have the number 0002")]
)
def test_a_file_with_a_wrong_name_is_refused_before_anything_is_applied(
    url: str, folder: Path, name: str, said: str
) -> None:
    write(folder, name, "CREATE TABLE third ()")

    with pytest.raises(MigrationError, match=said):
        migrate(url, folder)

    assert one(url, "SELECT to_regclass('schema_migration')") is None


def test_what_is_pending_is_told_without_changing_anything(url: str, folder: Path) -> None:
    with psycopg.connect(url) as connection:
        assert [migration.number for migration in pending(connection, folder)] == [1, 2]

    assert one(url, "SELECT to_regclass('schema_migration')") is None


def test_a_database_of_the_tests_has_every_migration_of_the_program(database: Database) -> None:
    with psycopg.connect(database.owner_url) as connection:
        assert pending(connection) == []


def test_the_service_itself_may_look_whether_migrations_are_pending(database: Database) -> None:
    with psycopg.connect(database.url) as connection:
        assert pending(connection) == []


def test_views_of_an_earlier_version_are_made_anew_with_their_languages(url: str, tmp_path: Path) -> None:
    for file in sorted(FOLDER.glob("000[1-8]_*.sql")):
        (tmp_path / file.name).write_text(file.read_text())
    migrate(url, tmp_path)
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE tracking SET position = 5, digest = 7 WHERE name IN ('figures', 'search')")

    migrate(url)

    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT name, position, digest, rebuilding FROM tracking ORDER BY name").fetchall()
    assert [row for row in rows if row[1:] != (0, 0, False)] == [("figures", 0, 0, True), ("search", 5, 7, False)]
