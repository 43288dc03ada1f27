"""How commands end: exit codes that scripts can rely on, and one line instead of a traceback."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.bounded import CHECKOUT, PATIENCE_S, Process
from tests.e2e.test_faults import away
from tests.newsroom_files import events
from tests.postgres import Database
from tests.running import Ended, ended, started
from tests.service import Service

FULL = "/dev/full"
MANY = 1_000


def to(output: str, service: Service, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command whose standard output goes to the file *output*."""
    with Path(output).open("w") as out:
        return subprocess.run(
            [sys.executable, "-m", "api.cli", *arguments, "--url", address(service)],
            cwd=CHECKOUT,
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )


def address(service: Service) -> str:
    return str(service.http.base_url)


def asked(service: Service, *arguments: str) -> Ended:
    return ended(*arguments, "--url", address(service))


@pytest.mark.parametrize("command", [("show", "killed.0"), ("show", "killed.0", "--json"), ("export",)])
def test_a_full_disk_is_told_in_one_line(service: Service, command: tuple[str, ...]) -> None:
    service.post_all(events(MANY))

    done = to(FULL, service, *command)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "No space left on device" in done.stderr


def test_help_on_a_full_disk_is_told_in_one_line() -> None:
    with Path(FULL).open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "api.cli", "--help"],
            cwd=CHECKOUT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "No space left on device" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_failure_to_tell_of(service: Service) -> None:
    service.post_all(events(MANY))
    with started("export", "--url", address(service)) as exporting:
        assert exporting.line().startswith("{")
        assert exporting.stdout is not None
        exporting.stdout.close()
        exporting.stdout = None
        _, told = exporting.said()

    assert (exporting.returncode, told) == (141, "")


def test_characters_that_a_terminal_lacks_end_no_command(service: Service) -> None:
    service.post_all(events(1))

    with started("show", "killed.0", "--url", address(service), PYTHONIOENCODING="ascii") as showing:
        out, err = showing.said()

    assert (showing.returncode, err) == (0, "")
    assert "?498?" in out


@pytest.mark.parametrize("command", [("show", "killed.0"), ("export",)])
def test_a_service_whose_database_is_away_is_not_reached(
    service: Service, database: Database, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.cli.client.PATIENCE_S", 0.0)
    with away(database):
        done = asked(service, *command)

    assert done.code == 3
    assert "Try again in a moment" in done.err


def test_whoever_looks_is_told_at_once_that_the_database_is_waited_for(
    service: Service, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("api.cli.client.PATIENCE_S", 1.0)
    monkeypatch.setattr("api.cli.client.SILENCE_S", 0.0)
    monkeypatch.setattr("api.cli.client.mention", told.append)
    with away(database):
        asked(service, "show", "killed.0")

    (one,) = told
    assert one.startswith("The service is not ready (The database cannot be reached just now).")


@pytest.mark.parametrize(
    ("option", "value"), [("--as-of", "yesterday"), ("--tolerance", "5%"), ("--period", "foo"), ("--period", "")]
)
def test_an_option_that_cannot_be_read_is_called_by_its_own_name(service: Service, option: str, value: str) -> None:
    refused = asked(service, "board", "killed", option, value)

    assert refused.code == 2
    assert f"expected {option}: " in refused.err
    assert "query" not in refused.err


@pytest.mark.parametrize("url", ["foo", "127.0.0.1:8000", "ftp://127.0.0.1", "http://", "http://[", "http://x:port"])
def test_what_is_no_address_of_a_service_is_a_fault_of_usage(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = ended("show", "anything", "--url", url)
    monkeypatch.setenv("CLAIMTRAIL_URL", url)
    set_ = ended("show", "anything")

    assert (given.code, set_.code) == (2, 2)
    assert "http://127.0.0.1:8000" in given.told
    assert "CLAIMTRAIL_URL" in set_.told


@pytest.mark.parametrize("url", ["foo", "mysql://h/x", "postgresql://h/x?no_such_option=1"])
def test_what_is_no_database_url_is_named_without_what_may_be_a_password(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    refused = ended("check")

    assert refused.code == 2
    assert "DATABASE_URL: expected the address of a PostgreSQL" in refused.err
    assert "h/x" not in refused.err


def test_programs_are_told_in_json_that_nothing_answers() -> None:
    refused = ended("show", "anything", "--url", "http://127.0.0.1:9", "--json")

    (told,) = refused.lines
    assert refused.code == told["exit_code"] == 3
    assert "No service answers" in told["title"]


def test_the_role_that_may_not_migrate_is_told_which_right_to_ask_for(
    database: Database, monkeypatch: pytest.MonkeyPatch, powerless: str
) -> None:
    as_powerless = psycopg.conninfo.make_conninfo(database.owner_url, user=powerless, password=powerless)
    monkeypatch.setenv("DATABASE_URL", as_powerless)
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")

    refused = ended("migrate")

    assert refused.code == 3
    assert f"GRANT CREATE, USAGE ON SCHEMA public TO {powerless}" in refused.err


@pytest.fixture
def powerless(database: Database) -> Iterator[str]:
    """A role without any right."""
    name = f"powerless_{os.getpid()}"
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{name}'".encode())
        yield name
        connection.execute(f"DROP ROLE {name}".encode())


def test_version_is_told() -> None:
    assert ended("--version").out.startswith("claimtrail 0.")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_unattended_demonstration_that_is_stopped_has_not_held(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    with started("demo", "--check", "--port", "0", "--losses", str(tmp_path)) as demo:
        first_tick(demo)
        demo.send_signal(number)
        _, told = demo.said()

    assert demo.returncode == code
    assert "Stopping …" in told


def first_tick(demo: Process) -> None:
    """Until it has compared something."""
    assert "✓" in demo.line()
