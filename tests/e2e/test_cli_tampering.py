"""What an auditor is told of a log that somebody changed: by check of the log, by replay of a claim."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.log import opened
from tests.postgres import Database
from tests.posts import annotated, reported
from tests.running import ended

SWAPPED = "UPDATE event SET payload = convert_to(replace(convert_from(payload, 'UTF8'), '498', '849'), 'UTF8')"
NO_JSON = "UPDATE event SET payload = 'nonsense'"


@pytest.fixture(autouse=True)
def asked_of(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three events are in the log, and commands work on it."""
    monkeypatch.setenv("DATABASE_URL", database.owner_url)
    with opened(database.url) as log:
        log.append(reported("killed"), annotated("killed"), reported("wounded"))


@contextmanager
def unguarded(database: Database) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection that no trigger guards the log from."""
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


def tamper(database: Database, statement: str, position: int) -> None:
    with unguarded(database) as connection:
        connection.execute(f"{statement} WHERE position = {position}".encode())


def test_check_gives_no_root_to_keep_of_a_log_that_is_not_sound(database: Database) -> None:
    tamper(database, SWAPPED, 1)

    told = ended("check")

    assert told.code == 1
    assert "\nRoot " not in told.out
    assert "there is no root of it to keep" in told.out


def test_replay_says_that_what_it_tells_is_not_what_was_recorded(database: Database) -> None:
    tamper(database, SWAPPED, 1)

    told, shown = ended("replay", "killed"), ended("replay", "killed", "--json")

    assert (told.code, shown.code) == (1, 1)
    assert "849" in told.out
    assert "position 1: payload is not the one that the header commits to" in told.err
    assert "is not what was recorded" in told.err
    assert [len(one["faults"]) for one in shown.lines] == [1, 0]


def test_replay_of_the_time_before_what_was_changed_is_fine(database: Database) -> None:
    tamper(database, "UPDATE event SET leaf = sha256('')", 2)

    assert ended("replay", "killed", "--as-of", "1").code == 0
    assert ended("replay", "killed").code == 1


def test_replay_of_what_cannot_be_read_names_the_faults(database: Database) -> None:
    tamper(database, NO_JSON, 1)

    told, shown = ended("replay", "killed"), ended("replay", "killed", "--json")

    assert (told.code, shown.code) == (1, 1)
    assert "position 1: payload is no JSON" in told.err
    assert "cannot be replayed" in told.err
    assert {one["position"] for one in shown.lines} == {1}


def test_replay_of_a_claim_that_nobody_touched_is_fine(database: Database) -> None:
    tamper(database, SWAPPED, 3)

    told, shown = ended("replay", "killed"), ended("replay", "killed", "--json")

    assert (told.code, told.err, shown.code) == (0, "", 0)
    assert [one["faults"] for one in shown.lines] == [[], []]
