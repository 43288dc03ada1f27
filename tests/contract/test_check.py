"""Whoever changes stored rows behind the service's back is found out, with the position and the fault."""

from collections.abc import Callable

import psycopg
import pytest

from adapters.check import CheckedLog, check_log
from adapters.guards import Guards, guards
from adapters.postgres.pool import connect
from domain.merkle import root
from domain.stored_form import leaf_hash
from tests.log import Log, rows_of
from tests.postgres import Database
from tests.posts import annotated, proposed, redacted, reported, updated


@pytest.fixture
def tamper(database: Database, log: Log) -> Callable[..., list[str]]:
    """Changes rows of a log of four events as a superuser may, with no trigger in the way; the faults found then."""
    log.append(reported("killed"), updated("killed", "1351", "2022-03-25"), annotated("killed"), reported("wounded"))

    def tampered(*statements: str) -> list[str]:
        with psycopg.connect(database.owner_url) as connection:
            connection.execute("SET session_replication_role = replica")
            for statement in statements:
                connection.execute(statement.encode())
        return [f"{one.position}: {one.what}" for one in checked(database).faults]

    return tampered


def checked(database: Database) -> CheckedLog:
    with connect(database.owner_url) as connection:
        return check_log(connection)


def guarding(database: Database, change: str = "SELECT") -> Guards:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute(change.encode())
    with connect(database.owner_url) as connection:
        return guards(connection)


def test_an_empty_log_has_no_fault_and_the_root_of_nothing(database: Database) -> None:
    found = checked(database)

    assert (found.size, found.faults, found.root) == (0, [], root([]))


def test_a_log_that_nobody_touched_has_no_fault_and_the_root_over_its_headers(database: Database, log: Log) -> None:
    log.append(reported("killed"), annotated("killed", "Jane Roe told us"))
    log.append(redacted("killed", 2, "/text"))

    found = checked(database)

    assert (found.size, found.found) == (3, 0)
    assert found.root == root(leaf_hash(row.header) for row, _ in rows_of(database))


def test_who_reads_along_is_told_how_many_events_have_been_read(database: Database, log: Log) -> None:
    log.append(reported("killed"), annotated("killed"))
    told: list[int] = []

    with connect(database.owner_url) as connection:
        check_log(connection, told.append)

    assert told[-1] == 2


def test_a_changed_figure_is_not_what_the_header_commits_to(tamper: Callable[..., list[str]]) -> None:
    faults = tamper(
        "UPDATE event SET payload = replace(payload::text, '31333531', '39393939')::bytea WHERE position = 2"
    )

    assert faults == ["2: payload is not the one that the header commits to"]


def test_a_payload_in_another_order_is_named(tamper: Callable[..., list[str]]) -> None:
    faults = tamper("UPDATE event SET payload = payload || ' ' WHERE position = 3")

    assert faults == ["3: payload is not in canonical form"]


def test_a_payload_that_is_no_json_is_named_and_the_rest_is_read(tamper: Callable[..., list[str]]) -> None:
    faults = tamper("UPDATE event SET payload = '{' WHERE position IN (2, 4)")

    assert [one.partition(":")[0] for one in faults] == ["2", "2", "4", "4"]
    assert any("payload is no JSON" in one for one in faults)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("source = 'https://other.example'", "source is 'https://other.example', but the header says "),
        ("type = 'claim.retracted.v1'", "type is 'claim.retracted.v1', but the header says 'claim.annotated.v1'"),
        ("id = 'other'", "id is 'other', but the header says "),
        ("header = '{}'", "header cannot be read"),
        ("header = header || ' '", "header is not in canonical form"),
        ("leaf = sha256('other')", "leaf is not the hash of the header"),
        ("secret = sha256('other')", "payload is not the one that the header commits to"),
        ("recorded_at = recorded_at + interval '1 us'", "recorded_at is "),
        ("recorded_at = recorded_at - interval '1 day'", "recorded_at goes back, to "),
    ],
)
def test_a_changed_column_is_named(tamper: Callable[..., list[str]], change: str, fault: str) -> None:
    faults = tamper(f"UPDATE event SET {change} WHERE position = 3")  # noqa: S608 (the examples above)

    assert any(one.startswith(f"3: {fault}") for one in faults), faults


def test_a_deleted_event_leaves_a_gap_in_log_and_stream(tamper: Callable[..., list[str]]) -> None:
    faults = tamper("DELETE FROM event WHERE position = 2")

    assert faults == [
        "2: missing: the next stored position is 3",
        "3: version 3 of claim/killed stands after version 1",
    ]


def test_a_stream_without_its_beginning_is_named(tamper: Callable[..., list[str]]) -> None:
    faults = tamper("DELETE FROM event WHERE position = 1")

    assert "2: version 2 of claim/killed stands as its first version" in faults


def test_an_end_that_a_read_model_has_seen_is_missed(tamper: Callable[..., list[str]]) -> None:
    faults = tamper(
        "INSERT INTO tracking (name, position) VALUES ('current_view', 4) "
        "ON CONFLICT (name) DO UPDATE SET position = excluded.position",
        "DELETE FROM event WHERE position = 4",
    )

    assert faults == ["4: missing: the read model current_view has taken in the log up to 4"]


def test_two_events_that_changed_places_are_named(tamper: Callable[..., list[str]]) -> None:
    faults = tamper(
        "UPDATE event SET position = 9 WHERE position = 2",
        "UPDATE event SET position = 2 WHERE position = 3",
        "UPDATE event SET position = 3 WHERE position = 9",
    )

    assert "2: position is 2, but the header says 3" in faults
    assert "2: version 3 of claim/killed stands after version 2" in faults


def test_a_type_that_nobody_knows_is_named(tamper: Callable[..., list[str]]) -> None:
    faults = tamper(
        "INSERT INTO event (position, stream, version, type, source, id, recorded_at, header, leaf, payload, secret) "
        "SELECT 5, 'claim/other', 1, 'claim.made_up.v1', source, 'made up', recorded_at, header, leaf, payload, secret "
        "FROM event WHERE position = 4"
    )

    assert "5: claim.made_up.v1 is no type that this program knows" in faults


def test_a_value_that_was_put_back_after_a_redaction_is_named(database: Database, log: Log) -> None:
    log.append(reported("killed"), annotated("killed", "Jane Roe told us"), redacted("killed", 2, "/text"))
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("""UPDATE event SET payload = '{"text":"Jane Roe told us"}' WHERE position = 2""")

    (fault,) = checked(database).faults

    assert (fault.position, fault.what) == (2, "payload is not the one that the header commits to")


def test_a_value_that_went_without_a_redaction_is_named(database: Database, log: Log) -> None:
    log.append(reported("killed"), annotated("killed", "Jane Roe told us"))
    log.append(redacted("killed", 2, "/text"))
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM event WHERE position = 3")

    assert [f"{one.position}: {one.what}" for one in checked(database).faults] == [
        "2: erased without a redaction: /text"
    ]


def test_an_event_that_is_whole_again_after_a_redaction_is_named(database: Database, log: Log) -> None:
    log.append(reported("killed"), annotated("killed", "Jane Roe told us"))
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT payload, secret FROM event WHERE position = 2")
    log.append(redacted("killed", 2, "/text"))
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "UPDATE event SET payload = kept.payload, secret = kept.secret, erased = NULL FROM kept WHERE position = 2"
        )

    assert [f"{one.position}: {one.what}" for one in checked(database).faults] == [
        "3: erases /text of version 2 of claim/killed, where it still stands"
    ]


def test_triggers_and_the_role_guard_the_log(database: Database) -> None:
    found = guarding(database)

    assert set(found.refused_by_trigger) == {"UPDATE", "DELETE", "TRUNCATE"}
    assert (found.role, found.role_guards) == ("claimtrail_service", True)


def test_a_trigger_that_was_turned_off_is_missed(database: Database) -> None:
    found = guarding(database, "ALTER TABLE event DISABLE TRIGGER event_delete")

    assert "no trigger refuses DELETE on the table event" in [one.what for one in found.faults]


def test_a_role_that_may_do_more_than_append_is_named(database: Database) -> None:
    found = guarding(database, "GRANT DELETE ON event TO claimtrail_service")

    assert any("more rights on the table event than it needs: DELETE" in one.what for one in found.faults)


def test_where_there_is_no_role_only_triggers_guard_and_that_is_no_fault(database: Database) -> None:
    with psycopg.connect(database.owner_url) as owner:
        found = guards(owner)

    assert not found.role_guards
    assert {"superuser", "owner", "DELETE"} <= set(found.rights)
    assert not any("rights" in one.what for one in found.faults)
    (warning,) = found.warnings
    assert "CREATEROLE" in warning


def test_where_the_role_guards_there_is_nothing_to_warn_of(database: Database) -> None:
    assert guarding(database).warnings == []
    assert guarding(database, "GRANT DELETE ON event TO claimtrail_service").warnings == []


def test_a_setting_under_which_a_crash_loses_events_is_named(database: Database) -> None:
    found = guarding(database)

    assert found.settings["fsync"] == "off"  # the server of the tests is made for speed
    assert any(one.what.startswith("fsync is off") for one in found.faults)


def test_an_empty_member_that_was_cut_out_is_missed(database: Database, log: Log) -> None:
    wrong = {"target": 1, "kind": "wrong_claim", "was": {}, "is": {}, "approver": "Desk", "reason": "never said"}
    log.append(reported("killed"), proposed("claim.corrected.v1", "killed", wrong))
    cut = """UPDATE event SET payload = convert_to(replace(convert_from(payload, 'UTF8'), '"is":{},', ''), 'UTF8')
        WHERE position = 2"""
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(cut)

    assert [(one.position, one.what) for one in checked(database).faults] == [
        (2, "payload is not of the shape of claim.corrected.v1")
    ]
