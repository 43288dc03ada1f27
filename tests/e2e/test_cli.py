"""The command line, against a whole service that holds the seed story."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from adapters.postgres.embedded import join
from adapters.postgres.postmaster import postmaster
from adapters.projections import PROJECTIONS
from api.cli.client import Client
from tests.bounded import eventually
from tests.postgres import Database, open_folder
from tests.running import SEED, Running, ended, ready_address, served, started
from tests.victim import children, command_of

POST = '{"specversion":"1.0","source":"https://newsroom.example/cms","id":"%s","type":"%s","subject":"%s","data":%s}'


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with served() as service:
        for name in ("events.jsonl", "days_after.jsonl"):
            assert service.ask("post", str(SEED / name)).code == 0
        caught_up = service.ask("show", "ru-mod-own-killed", "--json", "--as-of", "96")
        assert caught_up.code == 0, caught_up.err
        yield service


def test_events_that_were_posted_before_are_told_as_repeated(running: Running) -> None:
    again = running.ask("post", str(SEED / "days_after.jsonl"))

    assert again.code == 0
    assert "17 events: 17 repeated." in again.out


@pytest.mark.parametrize("shape", ["{0}", "[{0}]", "{0}\n{1}", "[{0},\n{1}]", "\n{0}\r\n\n{1}\n"])
def test_events_may_come_alone_as_an_array_or_as_lines(running: Running, shape: str) -> None:
    events = (SEED / "events.jsonl").read_text().splitlines()

    posted = ended("post", "-", "--url", running.url, "--json", stdin=shape.format(*events))

    assert posted.code == 0
    assert [one["receipt"]["id"] for one in posted.lines] == [
        "seed/q/ru-soldiers-killed",
        "seed/q/ru-soldiers-injured",
    ][: 1 + ("{1}" in shape)]


@pytest.mark.parametrize("sent", [b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nce-id: \x7f\r\n\r\n"])
def test_what_is_no_http_is_answered_with_a_problem_too(running: Running, sent: bytes) -> None:
    address = urlsplit(running.url)
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=10) as connection:
        connection.sendall(sent)
        head, _, body = connection.makefile("rb").read().partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/problem+json" in head
    assert json.loads(body)["type"].endswith("/malformed")


def test_a_refusal_says_where_what_was_expected_what_was_got_and_what_to_do_next(running: Running) -> None:
    event = POST % ("late", "claim.annotated.v1", "nobody-said-it", '{"text":"looked into"}')

    refused = ended("post", "-", "--url", running.url, stdin=event)

    assert refused.code == 1
    assert "late: Nothing has been recorded under this subject yet." in refused.err
    assert "/subject expected a claim that has been reported" in refused.err
    assert "Next: Post the event that opens it first" in refused.err
    assert "1 event: 1 refused." in refused.out


def test_one_event_that_cannot_be_read_does_not_keep_the_others_out(running: Running) -> None:
    twice = POST % ("twice", "claim.annotated.v1", "un-vote-condemn", '{"text":"one","text":"two"}')
    good = (SEED / "events.jsonl").read_text().splitlines()[:3]

    posted = ended("post", "-", "--url", running.url, "--json", stdin="\n".join([*good, twice]))

    assert posted.code == 1
    assert [(one["index"], one["status"]) for one in posted.lines] == [(0, 200), (1, 200), (2, 200), (3, 400)]


def test_a_file_that_is_no_json_is_refused_with_the_line_and_nothing_is_sent(running: Running) -> None:
    good = (SEED / "events.jsonl").read_text().splitlines()[0]

    refused = ended("post", "-", "--url", running.url, stdin=f"{good}\n{{nothing")

    assert refused.code == 2
    assert "line 2" in refused.err


def test_show_tells_the_figure_that_stands_its_words_and_its_chain(running: Running) -> None:
    shown = running.ask("show", "ru-mod-own-killed").out

    assert "1,351" in shown
    assert "“1,351 servicemen have died”" in shown
    assert "Russian Defense Ministry (originator, asserts, briefing) → Colonel General Sergei Rudskoy" in shown


def test_show_as_of_a_position_knows_nothing_of_later(running: Running) -> None:
    (before,) = running.ask("show", "un-vote-condemn", "--as-of", "78", "--json").lines
    (now,) = running.ask("show", "un-vote-condemn", "--json").lines

    assert [one["standing"]["figure"]["parts"]["for"] for one in (before, now)] == ["145", "141"]


def test_a_claim_that_nobody_made_is_refused_as_text_or_as_json(running: Running) -> None:
    as_text, as_json = running.ask("show", "nobody-said-it"), running.ask("show", "nobody-said-it", "--json")

    assert (as_text.code, as_json.code) == (1, 1)
    assert "There is no such thing in this record." in as_text.err
    assert as_json.lines[0]["type"].endswith("/not-found")


@pytest.mark.parametrize("name", ["ru-mod-own-killed?as_of=36", "ru-mod-own-killed#2", "..%2f..", "a/b", ""])
def test_a_name_is_asked_for_as_it_was_typed(running: Running, name: str) -> None:
    refused = running.ask("show", name)

    assert refused.code == 1
    assert "There is no such thing in this record." in refused.err


def test_history_has_a_row_for_each_figure_and_says_which_stands_and_which_came_late(running: Running) -> None:
    rows = running.ask("history", "un-ua-civilians-killed").out.splitlines()

    figures = {row.split()[0]: row.split()[1:3] for row in rows if row[:1].isdigit()}
    assert (figures["1"][0], figures["2"], figures["3"]) == ("142", ["331", "stands"], ["227", "late"])


def test_audit_tells_who_recorded_what_in_order(running: Running) -> None:
    trail = running.ask("audit", "newsweek-invasion-start", "--json").lines

    assert [one["type"] for one in trail] == [
        "claim.reported.v1",
        "claim.disputed.v1",
        "claim.dispute_resolved.v1",
    ]
    assert "Dispute resolved" in running.ask("audit", "newsweek-invasion-start").out


def test_the_board_says_which_figures_contradict_and_which_cannot_be_compared(running: Running) -> None:
    shown = running.ask("board", "ru-soldiers-killed", "--as-of", "78").out

    assert "Contradict each other: no number is both." in shown
    assert "Not comparable: other period, 24 – 28 Feb 2022 against 24 Feb – 2 Mar 2022." in shown


def test_a_tolerance_that_cannot_be_read_is_refused(running: Running) -> None:
    refused = running.ask("board", "ru-soldiers-killed", "--tolerance", "5")

    assert refused.code == 2
    assert "--tolerance: a decimal above 0 and below 1" in refused.err
    assert "bad-parameter" in refused.err


def test_replay_tells_a_claim_from_the_log_step_by_step(running: Running) -> None:
    told = running.look("replay", "ru-mod-own-killed").out

    assert told.index("Revision 1: 498") < told.index("disputes the figure of revision 1") < told.index("498 → 1,351")


def test_replay_gives_programs_what_each_event_changed(running: Running) -> None:
    steps = running.look("replay", "vk-media-antiwar-covers", "--json").lines

    assert [one["version"] for one in steps] == [1, 2, 3]
    assert steps[1]["changed"]["status"] == {"from": "standing", "to": "retracted"}
    assert steps[2]["changed"]["status"] == {"from": "retracted", "to": "standing"}


@pytest.mark.parametrize(
    ("as_of", "problem", "code"), [("1", "before-first", 1), ("94000", "not-yet", 1), ("soon", "bad-parameter", 2)]
)
def test_replay_as_of_a_moment_that_cannot_be_answered_is_refused(
    running: Running, as_of: str, problem: str, code: int
) -> None:
    refused = running.look("replay", "un-vote-condemn", "--as-of", as_of, "--json")

    assert refused.code == code
    assert refused.lines[0]["type"].endswith(f"/{problem}")


def test_replay_beyond_the_end_says_where_the_record_ends(running: Running) -> None:
    refused = running.look("replay", "un-vote-condemn", "--as-of", "99999", "--json")

    assert refused.lines[0]["last_position"] == 96


def test_replay_before_the_first_position_names_it(running: Running) -> None:
    told = running.look("replay", "un-vote-condemn", "--as-of", "53").err

    assert "--as-of: position 54 or later" in told


def test_replay_as_of_a_position_stops_there(running: Running) -> None:
    assert len(running.look("replay", "un-vote-condemn", "--as-of", "79", "--json").lines) == 1


def test_check_recomputes_the_log_of_a_running_service(running: Running) -> None:
    told, (shown,) = running.look("check"), running.look("check", "--json").lines

    assert told.code == 0
    assert told.out.splitlines()[-2:] == ["Size 96", f"Root {shown['root']}"]
    assert "CLAIMTRAIL_READERS" in told.out
    assert (shown["sound"], shown["faults"], shown["role_guards"]) == (True, [], True)


def test_rebuild_makes_the_read_models_anew_while_the_service_runs(running: Running) -> None:
    first, again = (running.look("rebuild", "--json").lines for _ in range(2))

    assert first == again
    assert {one["name"] for one in first} == {one.name for one in PROJECTIONS}
    assert {one["position"] for one in first} == {96}


def test_a_read_model_that_does_not_exist_is_refused_by_name(running: Running) -> None:
    refused = running.look("rebuild", "no_such_view")

    assert refused.code == 2
    assert "current_view" in refused.err


def test_migrate_has_nothing_to_do_on_a_database_that_is_up_to_date(running: Running) -> None:
    assert running.look("migrate").out == "Nothing to apply.\n"
    assert running.look("migrate", "--json").lines == [{"applied": []}]


def test_a_second_service_on_one_directory_is_refused_in_one_line(running: Running) -> None:
    refused = running.look("serve", "--port", "0")

    assert refused.code == 3
    assert "is in use by another claimtrail" in refused.err
    assert len(refused.err.splitlines()) == 1


def test_a_port_that_is_taken_is_refused_before_a_database_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = ended("serve", "--port", port, "--data", str(tmp_path / "data"))

    assert refused.code == 1
    assert f"Port {port} of 127.0.0.1 is taken." in refused.err
    assert not (tmp_path / "data").exists()


def test_a_service_that_does_not_answer_is_another_exit_code() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    asked = ended("show", "anything", "--url", f"http://127.0.0.1:{port}")

    assert asked.code == 3
    assert "Start one with claimtrail serve" in asked.err


def test_a_directory_without_a_database_is_refused_and_stays_empty(tmp_path: Path) -> None:
    refused = ended("check", "--data", str(tmp_path / "data"))

    assert refused.code == 3
    assert "There is no database in" in refused.err
    assert not (tmp_path / "data").exists()


def test_an_unknown_command_is_a_fault_of_usage() -> None:
    assert ended("frobnicate").code == 2


def test_check_fails_and_names_the_position_where_a_row_was_changed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.owner_url)
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "INSERT INTO event VALUES (2, 'claim/c', 1, 't', 's', 'i', now(), '', sha256(''), '', sha256(''))"
        )

    failed = ended("check", "--json")

    assert failed.code == 1
    assert {"position": 2, "what": "header cannot be read"} in failed.lines[0]["faults"]


@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("check",), ("replay", "anything")])
def test_a_database_of_ones_own_that_lacks_migrations_is_refused_with_the_command_to_run(
    database: Database, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.owner_url)
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("DELETE FROM schema_migration WHERE number > 1")

    refused = ended(*command)

    assert refused.code == 3
    assert "Run claimtrail migrate" in refused.err


def test_several_processes_share_one_address_and_a_killed_one_is_replaced() -> None:
    with served("--workers", "2", "--no-worker") as service:
        killed, left = answering(service)

        os.kill(killed, signal.SIGKILL)

        eventually(lambda: len(answering(service)) == 2)
        assert left in answering(service)
        assert service.ask("post", str(SEED / "events.jsonl")).code == 0


def test_when_the_service_is_killed_its_processes_end_and_another_goes_on_with_all_that_was_answered() -> None:
    with open_folder() as place:
        with started("serve", "--port", "0", "--workers", "2", "--data", str(place / "data")) as first:
            service = Running(ready_address(first), place / "data", first)
            assert service.ask("post", str(SEED / "events.jsonl")).code == 0
            processes = children(first.pid)

            first.kill()
            first.said()

        eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in processes))
        (checked,) = service.look("check", "--json").lines
        assert (checked["size"], checked["faults"]) == (79, [])


def test_a_database_that_is_killed_together_with_its_supervisor_comes_back_under_the_service() -> None:
    with served() as service:
        events = str(SEED / "events.jsonl")
        assert service.ask("post", events).code == 0
        (supervisor,) = running_modules(service, "adapters.postgres.supervisor")

        os.kill(postgres_of(service), signal.SIGKILL)
        os.kill(supervisor, signal.SIGKILL)

        eventually(lambda: running_modules(service, "adapters.postgres.supervisor") not in ([], [supervisor]))
        again = service.ask("post", events)
        assert (again.code, again.out) == (0, "79 events: 79 repeated.\n")


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_service_in_order_and_as_a_success(signum: signal.Signals) -> None:
    with open_folder() as place:
        with started("serve", "--port", "0", "--data", str(place / "data")) as process:
            ready_address(process)

            process.send_signal(signum)
            _, said = process.said()

        assert (process.returncode, said) == (0, "")
        assert join(place / "data") is None


def test_the_worker_keeps_the_read_models_of_a_service_without_one() -> None:
    with served("--no-worker") as service:
        assert service.ask("post", str(SEED / "events.jsonl")).code == 0
        with Client(service.url) as client:
            assert {one["position"] for one in client.get("/v1/projections")["items"]} == {0}

        with started("worker", "--data", str(service.data)) as worker:
            eventually(lambda: service.ask("show", "un-vote-condemn").code == 0)
            worker.terminate()
            _, said = worker.said()

        assert worker.returncode == 0
        assert said.startswith("Keeping the read models up to date")


def running_modules(service: Running, module: str) -> list[int]:
    """The processes of the service that run *module*."""
    return [one for one in children(service.process.pid) if module.encode() in command_of(one)]


def answering(service: Running) -> list[int]:
    """The processes that answer for *service*."""
    return running_modules(service, "api.http.server")


def postgres_of(service: Running) -> int:
    """The PostgreSQL of the service."""
    server = postmaster(service.data)
    assert server is not None
    return server.pid
