"""What every projection must do, whatever it shows."""

from random import Random
from threading import Event
from time import monotonic, sleep
from typing import Any, LiteralString, cast

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.projection import ProjectionRunner
from eventsourcing.utils import Environment

from adapters.claim_log import ClaimLog
from adapters.postgres.pool import pool
from adapters.projections import PROJECTIONS, runner
from adapters.projections.company import Company
from adapters.projections.read_model import ReadModel
from adapters.projections.rebuild import RebuildError, rebuild
from adapters.recorder import LogFactory
from tests.bounded import PATIENCE_S
from tests.events import annotated, asked, redacted, reported, updated
from tests.log import Log, cut_connections
from tests.postgres import Database
from tests.projections import (
    FOLLOWER,
    Kind,
    added_up,
    bring_up_to_date,
    corrected_days,
    followed,
    posted,
    progress,
    projecting,
    rows_of,
    wait_until,
    whole_story,
)


@pytest.fixture(params=PROJECTIONS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    return cast("Kind", request.param)


def test_rows_come_to_the_same_in_one_batch_and_one_by_one(database: Database, log: Log, kind: Kind) -> None:
    posted(log, *whole_story())
    at_once = bring_up_to_date(database, kind), rows_of(database, kind)
    rebuild(kind.name, database.url)
    _start_over(database, kind)
    assert (bring_up_to_date(database, kind, at_once=1), rows_of(database, kind)) == at_once


def test_events_applied_as_they_come_give_what_a_rebuild_gives(database: Database, log: Log, kind: Kind) -> None:
    for event in whole_story():
        posted(log, event)
        bring_up_to_date(database, kind)
    as_they_came = progress(database, kind)["digest"], rows_of(database, kind)
    place = rebuild(kind.name, database.url)
    assert (place.digest, rows_of(database, kind)) == as_they_came


@pytest.mark.parametrize("most_bytes", [0, 10_000], ids=["none", "settled"])
def test_what_was_let_go_of_is_made_again_from_the_log(
    database: Database, log: Log, kind: Kind, most_bytes: int
) -> None:
    posted(log, *whole_story(), *corrected_days())
    place = bring_up_to_date(database, kind, at_once=2, most_bytes=most_bytes)
    assert place == rebuild(kind.name, database.url)


def test_the_digest_is_that_of_the_rows(database: Database, log: Log, kind: Kind) -> None:
    posted(log, *whole_story())
    assert bring_up_to_date(database, kind, at_once=3).digest == added_up(database, kind) != 0


def test_the_lag_is_visible_before_anything_is_applied(database: Database, log: Log, kind: Kind) -> None:
    posted(log, reported(), annotated())
    assert progress(database, kind) == {
        "name": kind.name,
        "position": 0,
        "digest": 0,
        "rebuilding": False,
        "failed_at": None,
        "failure": None,
    }


def test_every_event_is_applied_once_though_connections_are_cut(database: Database, log: Log, kind: Kind) -> None:
    choice = Random(20220302)  # noqa: S311 (the same cuts each time)
    posted(log, reported())
    with followed(database, kind):
        for n in range(60):
            (*_, last) = posted(log, *(annotated(f"note {n}.{m}") for m in range(choice.randint(1, 5))))
            if choice.random() < 0.3:
                cut_connections(database, FOLLOWER)
        wait_until(database, kind, position=last.position)
    assert progress(database, kind)["digest"] == added_up(database, kind)
    assert rebuild(kind.name, database.url).digest == added_up(database, kind)


def test_two_workers_apply_every_event_once(database: Database, log: Log, kind: Kind) -> None:
    posted(log, *whole_story())
    with followed(database, kind), followed(database, kind):
        for n in range(40):
            (last,) = posted(log, annotated(f"note {n}"))
        wait_until(database, kind, position=last.position)
    digest = progress(database, kind)["digest"]
    assert digest == added_up(database, kind) == rebuild(kind.name, database.url).digest


def test_a_redaction_erases_in_every_row(database: Database, log: Log, kind: Kind) -> None:
    posted(log, reported("Ivanov says 498", note="Ivanov", wording_note="Ivanov"))
    posted(log, updated("Ivanov: 1,351", occasion="Ivanov's birthday"))
    bring_up_to_date(database, kind)
    posted(log, redacted(1, "/wording", "/wording_note", "/note"), redacted(2, "/wording", "/occasion"))
    bring_up_to_date(database, kind)
    assert not [row for rows in rows_of(database, kind).values() for row in rows if b"Ivanov" in row]


def test_an_event_of_another_application_is_passed_over(database: Database, log: Log, kind: Kind) -> None:
    (first,) = posted(log, reported())
    factory = LogFactory(Environment(env={"DATABASE_URL": database.url}))
    factory.application_recorder().insert_events([StoredEvent("dogs/fido", 1, "dog:Registered", b"\x00")])
    factory.close()
    place = bring_up_to_date(database, kind)
    assert (first.position, place.position) == (1, 2)
    assert place.digest == rebuild(kind.name, database.url).digest


def test_a_poison_event_stops_its_projection_and_is_never_skipped(database: Database, log: Log, kind: Kind) -> None:
    posted(log, reported(), annotated(), annotated())
    payload = _poison(database, position=2)
    with followed(database, kind):
        wait_until(database, kind, failed_at=2)
    stopped = progress(database, kind)
    assert stopped["position"] == 1
    assert stopped["failure"].startswith("ValidationError")

    _write_payload(database, 2, payload)
    with followed(database, kind):
        wait_until(database, kind, position=3, failed_at=None, failure=None)
    assert progress(database, kind)["digest"] == rebuild(kind.name, database.url).digest


def test_an_event_of_ours_that_a_newer_program_has_recorded_is_not_passed_over(
    database: Database, log: Log, kind: Kind
) -> None:
    posted(log, reported(), annotated(), annotated())
    _name(database, 2, "claim.shrugged.v9")
    with followed(database, kind):
        wait_until(database, kind, failed_at=2)
    stopped = progress(database, kind)
    assert stopped["position"] == 1
    assert "claim.shrugged.v9 at position 2 is no type that this program knows" in stopped["failure"]

    _name(database, 2, "claim.annotated.v1")
    with followed(database, kind):
        wait_until(database, kind, position=3, failed_at=None, failure=None)


def test_other_projections_go_on_where_one_has_stopped(database: Database, log: Log, kind: Kind) -> None:
    class Stumbling(kind):  # type: ignore[misc,valid-type]  # chosen by the test's parameter
        name = kind.name

        def rows(self) -> Any:
            raise ArithmeticError("stumbled")

    others = [one for one in PROJECTIONS if one is not kind]
    with followed(database, Stumbling, *others):
        (receipt,) = posted(log, reported())
        wait_until(database, kind, failed_at=1)
        for other in others:
            wait_until(database, other, position=receipt.position)
    assert progress(database, kind)["failure"] == "ArithmeticError: stumbled"


def test_a_row_that_the_database_cannot_take_stops_its_projection_too(database: Database, log: Log, kind: Kind) -> None:
    class Overfull(kind):  # type: ignore[misc,valid-type]  # chosen by the test's parameter
        name = kind.name

        def rows(self) -> Any:
            raise psycopg.errors.ProgramLimitExceeded("index row requires 12056 bytes")

    with followed(database, Overfull):
        posted(log, reported())
        wait_until(database, kind, failed_at=1)
    assert progress(database, kind)["failure"] == "ProgramLimitExceeded: index row requires 12056 bytes"


def test_a_batch_that_is_cut_off_while_it_is_worked_out_is_taken_up_again(
    database: Database, log: Log, kind: Kind
) -> None:
    cut: list[int] = []

    class Thinking:
        def apply(self, connection: psycopg.Connection[Any]) -> int:
            if not cut:
                cut.append(connection.info.backend_pid)
                connection.execute("SET LOCAL idle_in_transaction_session_timeout = '1ms'")
                _wait_until_gone(database, cut[0])
            return 0

    class Slow(kind):  # type: ignore[misc,valid-type]  # chosen by the test's parameter
        name = kind.name

        def rows(self) -> Any:
            rows = super().rows()
            made = rows.changes
            rows.changes = lambda: [Thinking(), *made()]
            return rows

    posted(log, *whole_story())
    with followed(database, Slow):
        wait_until(database, kind, position=len(whole_story()), failed_at=None)
    assert len(cut) == 1
    assert progress(database, kind)["digest"] == rebuild(kind.name, database.url).digest


def test_a_worker_that_is_told_to_end_does_not_wait_for_ever_for_a_batch(
    database: Database, log: Log, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "ORDERLY_END_S", 0.1)
    begun, enough = Event(), Event()

    class Endless(kind):  # type: ignore[misc,valid-type]  # chosen by the test's parameter
        name = kind.name

        def rows(self) -> Any:
            begun.set()
            assert enough.wait(PATIENCE_S)
            return super().rows()

    with followed(database, Endless):
        posted(log, reported())
        assert begun.wait(PATIENCE_S)
    enough.set()


def test_one_that_is_behind_catches_up_alone_and_then_goes_on_with_the_others(database: Database, log: Log) -> None:
    posted(log, *whole_story())
    bring_up_to_date(database, PROJECTIONS[0])
    posted(log, *corrected_days())
    with pool(database.url) as connections:
        company = Company([one(ReadModel(connections, one.name)) for one in PROJECTIONS])
        read = [company.process_batch().read for _ in range(3)]
    assert read == [len(whole_story()), len(corrected_days()), 0]
    for one in PROJECTIONS:
        assert progress(database, one)["digest"] == rebuild(one.name, database.url).digest


def test_the_stock_runner_drives_it(database: Database, log: Log, kind: Kind) -> None:
    (*_, last) = posted(log, *whole_story())
    environment = {"PERSISTENCE_MODULE": "adapters.recorder", "DATABASE_URL": database.url}
    with ProjectionRunner(
        application_class=ClaimLog, projection_class=kind, view_class=ReadModel, env=environment
    ) as running:
        running.wait(last.position, timeout=60)
    assert progress(database, kind)["digest"] == rebuild(kind.name, database.url).digest


def test_a_rebuild_beside_a_running_worker_is_visible_and_loses_nothing(
    database: Database, log: Log, kind: Kind
) -> None:
    posted(log, *whole_story())
    seen: list[bool] = []

    def look_and_write(done: int, _of: int) -> None:
        seen.append(progress(database, kind)["rebuilding"])
        if len(seen) == 1:
            posted(log, annotated(f"when {done} were done"))

    with followed(database, kind):
        rebuild(kind.name, database.url, look_and_write)
        (last,) = posted(log, annotated())
        wait_until(database, kind, position=last.position, rebuilding=False)
    assert seen[0]
    assert progress(database, kind)["digest"] == rebuild(kind.name, database.url).digest


def test_a_rebuild_that_died_is_begun_again_by_the_next_worker(database: Database, log: Log, kind: Kind) -> None:
    (*_, last) = posted(log, asked(), reported(), updated())
    place = rebuild(kind.name, database.url)
    _leave_half_rebuilt(database, kind)
    with followed(database, kind):
        wait_until(database, kind, position=last.position, rebuilding=False)
    assert progress(database, kind)["digest"] == added_up(database, kind) == place.digest


def test_a_rebuild_of_no_projection_names_those_there_are(database: Database) -> None:
    with pytest.raises(RebuildError, match="choose one of current_view, audit_trail"):
        rebuild("dogs", database.url)


def test_a_worker_steps_aside_for_a_rebuild(database: Database, log: Log, kind: Kind) -> None:
    posted(log, reported())
    with projecting(database, kind) as projection, psycopg.connect(database.url) as rebuilding:
        rebuilding.execute("UPDATE tracking SET rebuilding = true WHERE name = %s", [kind.name])
        rebuilding.commit()
        rebuilding.execute("SELECT pg_advisory_lock(hashtextextended('claimtrail projection ' || %s, 0))", [kind.name])
        assert projection.process_batch().aside
        assert progress(database, kind)["position"] == 0


def _start_over(database: Database, kind: Kind) -> None:
    with projecting(database, kind) as projection, projection.view.turn() as (connection, _):
        connection.execute(projection.empty)
        connection.execute("UPDATE tracking SET position = 0, digest = 0 WHERE name = %s", [kind.name])


def _leave_half_rebuilt(database: Database, kind: Kind) -> None:
    with psycopg.connect(database.url) as connection:
        connection.execute("UPDATE tracking SET position = 0, rebuilding = true WHERE name = %s", [kind.name])


def _wait_until_gone(database: Database, pid: int) -> None:
    deadline = monotonic() + PATIENCE_S
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        while connection.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone() is not None:
            assert monotonic() < deadline
            sleep(0.01)


def _poison(database: Database, position: int) -> bytes:
    """Makes an event one that cannot be applied; its payload as it was."""
    with psycopg.connect(database.owner_url) as connection:
        found = connection.execute("SELECT payload FROM event WHERE position = %s", [position]).fetchone()
    _write_payload(database, position, b"[]")
    assert found is not None
    return cast("bytes", found[0])


def _write_payload(database: Database, position: int, payload: bytes) -> None:
    _tamper(database, "UPDATE event SET payload = %s WHERE position = %s", payload, position)


def _name(database: Database, position: int, type_name: str) -> None:
    _tamper(database, "UPDATE event SET type = %s WHERE position = %s", type_name, position)


def _tamper(database: Database, statement: LiteralString, *values: object) -> None:
    """What only the database's owner can do, and only by putting the triggers out of action."""
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(statement, values)
