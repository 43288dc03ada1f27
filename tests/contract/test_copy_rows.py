"""Rows in binary COPY form, as PostgreSQL itself reads and writes them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from psycopg import Connection

from adapters.postgres.copy_rows import (
    bigint,
    boolean,
    bytea,
    integer,
    moment,
    read_rows,
    row,
    text,
    texts,
    timestamptz,
    write_rows,
)
from tests.postgres import Database

LATE = datetime(2022, 3, 2, 20, 41, 7, 123456, tzinfo=UTC)
EARLY = datetime(1815, 6, 18, tzinfo=UTC)
OF_EVERY_TYPE = row(
    text("naïve"),
    bytea(b"\x00\xff"),
    bigint(2**40),
    integer(-7),
    boolean(True),  # noqa: FBT003 (the value itself)
    timestamptz(LATE),
    texts(["a", "ü"]),
)
OF_NULLS = row(text(None), bytea(None), bigint(0), integer(None), boolean(False), timestamptz(EARLY), texts([]))  # noqa: FBT003 (likewise)


@pytest.fixture
def connection(database: Database) -> Iterator[Connection[Any]]:
    with psycopg.connect(database.owner_url) as connected:
        connected.execute("SET TimeZone = 'UTC'")
        connected.execute(
            "CREATE TABLE kept (t text, b bytea, l bigint, i integer, o boolean, m timestamptz, s text[])"
        )
        yield connected


def test_postgresql_reads_what_is_written(connection: Connection[Any]) -> None:
    write_rows(connection, "COPY kept FROM STDIN (FORMAT BINARY)", [OF_EVERY_TYPE, OF_NULLS])
    assert connection.execute("SELECT * FROM kept").fetchall() == [
        ("naïve", b"\x00\xff", 2**40, -7, True, LATE, ["a", "ü"]),
        (None, None, 0, None, False, EARLY, []),
    ]


@pytest.mark.parametrize("rows", [[], [OF_NULLS], [OF_EVERY_TYPE, OF_NULLS, OF_EVERY_TYPE]], ids=len)
def test_what_is_read_is_what_was_written_to_the_byte(connection: Connection[Any], rows: list[bytes]) -> None:
    write_rows(connection, "COPY kept FROM STDIN (FORMAT BINARY)", rows)
    assert list(read_rows(connection, "COPY kept TO STDOUT (FORMAT BINARY)", {})) == rows


@pytest.mark.parametrize("told", [LATE, EARLY])
def test_a_moment_comes_back_from_its_eight_bytes(connection: Connection[Any], told: datetime) -> None:
    cursor = connection.execute("SELECT timestamptz_send(%s)", [told], binary=True)
    ((eight_bytes,),) = cursor.fetchall()
    assert moment(eight_bytes) == told
    assert timestamptz(told)[4:] == eight_bytes


def test_a_null_character_which_postgresql_does_not_take_becomes_a_replacement() -> None:
    assert text("a\0b") == text("a\ufffdb")
    assert texts(["a\0b"]) == texts(["a\ufffdb"])
