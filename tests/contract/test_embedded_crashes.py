import os
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest

from adapters.postgres import embedded
from adapters.postgres.embedded import EmbeddedError, EmbeddedPostgres, join
from adapters.postgres.privileges import server_user
from adapters.postgres.supervisor import LOCK_FILE_EXISTS
from tests.bounded import PATIENCE_S, Process, eventually, joined
from tests.embedded import (
    QUICK,
    busy_backend,
    came_back,
    copy_of,
    has_ended,
    keep_one_more,
    kept,
    kill,
    new_database,
    parent,
    running,
    service,
)
from tests.postgres import open_folder


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    with new_database() as data:
        yield data


@pytest.fixture
def data(made: Path) -> Iterator[Path]:
    with open_folder() as place:
        yield copy_of(made, place)


def test_a_killed_service_takes_its_server_along_and_the_next_start_works_at_once(data: Path) -> None:
    with service(data) as (process, conninfo):
        keep_one_more(conninfo)
        kill(process.pid)
        process.said()

        with service(data) as (_, next_conninfo):
            assert kept(next_conninfo) == 2
            assert next_conninfo != conninfo

    eventually(lambda: not (data / "postmaster.pid").exists())
    assert join(data) is None


def test_a_killed_server_comes_back_at_the_same_address_while_the_service_lives(data: Path) -> None:
    with EmbeddedPostgres(data, settings=QUICK) as server:
        keep_one_more(server.conninfo)
        killed = running(data).pid

        kill(killed)
        eventually(lambda: came_back(data, killed))
        server.ensure_running()

        assert kept(server.conninfo) == 2


def test_a_server_that_is_killed_while_it_starts_is_started_again(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command, killed_once = embedded.command, 'mkdir "$0" && kill -KILL $$; exec "$@"'
    monkeypatch.setattr(
        embedded, "command", lambda *parts: ["/bin/sh", "-c", killed_once, str(data / "was_killed"), *command(*parts)]
    )
    with EmbeddedPostgres(data, settings=QUICK) as server:
        assert (data / "was_killed").exists()
        assert kept(server.conninfo) == 1


def test_a_server_that_recovers_from_a_backend_s_crash_ends_with_its_killed_service(data: Path) -> None:
    with service(data) as (process, conninfo), psycopg.connect(conninfo) as connection:
        kill(connection.info.backend_pid)
        eventually(lambda: b"reinitializing" in (data / "server.log").read_bytes())
        kill(process.pid)
        process.said()

        eventually(lambda: not (data / "postmaster.pid").exists())
    with EmbeddedPostgres(data, settings=QUICK) as server:
        assert kept(server.conninfo) == 1


def test_a_killed_server_comes_back_though_a_backend_goes_on_computing(data: Path) -> None:
    with EmbeddedPostgres(data, settings=QUICK) as server, busy_backend(server.conninfo):
        killed = running(data).pid

        kill(killed)
        eventually(lambda: came_back(data, killed))

        assert kept(server.conninfo) == 1


def test_a_killed_supervisor_is_replaced_and_the_server_comes_back_at_the_same_address(data: Path) -> None:
    with EmbeddedPostgres(data, settings=QUICK) as server:
        keep_one_more(server.conninfo)
        killed = running(data).pid

        kill(parent(killed))
        eventually(lambda: join(data) is None)
        server.ensure_running()

        assert kept(server.conninfo) == 2
        assert running(data).pid != killed


def test_a_killed_supervisor_and_server_come_back_though_a_backend_goes_on_computing(data: Path) -> None:
    with EmbeddedPostgres(data, settings=QUICK) as server, busy_backend(server.conninfo):
        killed = running(data).pid

        kill(parent(killed), killed)
        eventually(lambda: join(data) is None)
        server.ensure_running()

        assert kept(server.conninfo) == 1


def test_the_next_start_works_after_service_supervisor_and_server_were_killed_together(data: Path) -> None:
    with service(data) as (process, conninfo):
        keep_one_more(conninfo)
        pid = running(data).pid
        kill(process.pid, parent(pid), pid)

    with EmbeddedPostgres(data, settings=QUICK) as server:
        assert kept(server.conninfo) == 2


def test_the_next_start_removes_the_socket_s_folder_that_a_killed_supervisor_left(data: Path) -> None:
    with service(data) as (process, _):
        state = running(data)
        kill(process.pid, parent(state.pid))
    assert state.socket_dir.exists()
    eventually(lambda: not list(state.socket_dir.iterdir()))

    with EmbeddedPostgres(data, settings=QUICK):
        assert not state.socket_dir.exists()


def test_nothing_can_be_joined_once_the_server_was_killed(data: Path) -> None:
    with service(data) as (process, _):
        pid = running(data).pid
        kill(process.pid, parent(pid), pid)

        eventually(lambda: join(data) is None)

    assert (data / "postmaster.pid").exists()
    with EmbeddedPostgres(data, settings=QUICK) as server:
        assert join(data) == server.conninfo


def test_a_pid_file_whose_number_has_gone_to_another_process_does_not_stand_in_the_way(data: Path) -> None:
    with service(data) as (process, _):
        pid = running(data).pid
        kill(process.pid, parent(pid), pid)
    user = server_user(data)
    uid, gid = (user.uid, user.gid) if user else (None, None)
    with Process(["/bin/sleep", "600"], cwd="/", user=uid, group=gid) as another:
        left = (data / "postmaster.pid").read_text()
        (data / "postmaster.pid").write_text(left.replace(str(pid), str(another.pid), 1))

        with EmbeddedPostgres(data, settings=QUICK) as server:
            assert kept(server.conninfo) == 1


def test_whoever_waits_for_a_server_that_does_not_come_back_is_let_go_when_the_service_ends(data: Path) -> None:
    with EmbeddedPostgres(data, settings=QUICK) as server:
        stopped = running(data).pid
        supervisor = parent(stopped)
        os.kill(stopped, signal.SIGSTOP)
        try:
            kill(supervisor)
            eventually(lambda: has_ended(supervisor))
            ending = Event()
            waiting = Thread(target=server.ensure_running, args=(2 * PATIENCE_S, ending), daemon=True)
            waiting.start()
            eventually(lambda: LOCK_FILE_EXISTS in (data / "server.log").read_bytes())

            ending.set()
            joined(waiting)
        finally:
            kill(stopped)


def test_a_supervisor_that_stands_still_does_not_keep_the_service_from_ending(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "SUPERVISOR_PATIENCE_S", 0.1)
    with EmbeddedPostgres(data, settings=QUICK):
        os.kill(parent(running(data).pid), signal.SIGSTOP)

    eventually(lambda: not (data / "postmaster.pid").exists())


def test_a_server_that_was_never_started_cannot_be_ensured(data: Path) -> None:
    with pytest.raises(EmbeddedError, match="has not been started"):
        EmbeddedPostgres(data).ensure_running()
