"""What the one writer of the log owes to everybody who appends (the port ``domain.ports.EventLog``)."""

import asyncio
from dataclasses import replace

import psycopg
import pytest
from psycopg import sql

from adapters import group_commit
from adapters.postgres.steady import SteadyConnection, connect_writer
from domain.receipt import Receipt
from domain.refusals import (
    AlreadyRetracted,
    IdentityConflict,
    NoNewUtterance,
    NotOpened,
    Overloaded,
    Refused,
    Retracted,
    VersionConflict,
)
from domain.stored_form import leaf_hash
from tests.log import Log, opened, rows_of, transactions_of
from tests.postgres import Database
from tests.posts import annotated, reported, retracted, updated


def test_an_event_is_stored_with_the_place_that_its_receipt_tells(database: Database, log: Log) -> None:
    receipt = log.receipt(reported("killed", id="desk-1"))

    (row, leaf) = rows_of(database)[0]
    assert receipt.status == "recorded"
    assert receipt == row.receipt("recorded")
    assert (row.position, row.stream, row.version, row.id) == (1, "claim/killed", 1, "desk-1")
    assert leaf == leaf_hash(row.header)


def test_a_repeat_gets_the_first_receipt_and_stores_nothing(database: Database, log: Log) -> None:
    first = log.receipt(reported("killed", id="desk-1"))

    again = log.receipt(reported("killed", id="desk-1"))

    assert again == replace(first, status="repeated")
    assert len(rows_of(database)) == 1


def test_a_repeat_is_known_by_another_process(database: Database, log: Log) -> None:
    first = log.receipt(reported("killed", id="desk-1"))

    with opened(database.url) as other:
        again = other.receipt(reported("killed", id="desk-1"))

    assert (again.status, again.digest) == ("repeated", first.digest)


def test_other_content_under_a_taken_identity_is_a_conflict_with_both_digests(log: Log) -> None:
    first = log.receipt(reported("killed", "498", id="desk-1"))

    refusal = log.refusal(reported("killed", "489", id="desk-1"))

    assert isinstance(refusal, IdentityConflict)
    assert refusal.extensions["recorded"] == first.digest
    assert refusal.extensions["sent"] not in (None, first.digest)
    assert refusal.extensions["differs"] == ["data"]


@pytest.mark.parametrize(
    ("claim", "time", "differs"),
    [("killed", "2022-03-02T15:42:00Z", ["time"]), ("wounded", "2022-03-02T15:41:00Z", ["subject"])],
    ids=["time", "subject"],
)
def test_time_and_subject_belong_to_the_content_of_an_identity(
    log: Log, claim: str, time: str, differs: list[str]
) -> None:
    log.receipt(reported("killed", id="desk-1", time="2022-03-02T15:41:00Z"))

    refusal = log.refusal(reported(claim, id="desk-1", time=time))

    assert isinstance(refusal, IdentityConflict)
    assert refusal.extensions["differs"] == differs


def test_another_source_may_use_the_same_id(log: Log) -> None:
    log.receipt(reported("one", id="1"))

    assert log.receipt(reported("two", id="1", source="https://other.example/cms")).status == "recorded"


def test_an_event_that_expects_another_version_is_refused_with_the_current_one(log: Log) -> None:
    log.receipt(reported("killed", expected=(0,)))

    refusal = log.refusal(annotated("killed", expected=(2,)))

    assert isinstance(refusal, VersionConflict)
    assert refusal.extensions["current_version"] == 1
    assert log.receipt(annotated("killed", expected=(1,))).version == 2


def test_one_bad_event_in_a_group_fails_alone(database: Database, log: Log) -> None:
    answers = log.append_at_once([reported("one")], [annotated("never-reported")], [reported("two")])

    (one,), (bad,), (two,) = answers
    assert isinstance(bad, Refused)
    assert isinstance(bad.first, NotOpened)
    assert [_position(one), _position(two)] == [1, 2]
    assert len(set(transactions_of(database))) == 1


def test_each_event_of_a_batch_sees_those_before_it(log: Log) -> None:
    answers = log.append(
        reported("killed"), updated("killed", "500", "2022-03-03"), updated("killed", "501", "2022-03-03")
    )

    assert [_version(one) for one in answers[:2]] == [1, 2]
    assert isinstance(answers[2], Refused)
    assert isinstance(answers[2].first, NoNewUtterance)


def test_an_atomic_batch_is_stored_whole_in_one_transaction(database: Database, log: Log) -> None:
    answers = log.append(reported("one"), annotated("one"), reported("two"), atomic=True)

    assert [_position(one) for one in answers] == [1, 2, 3]
    assert len(set(transactions_of(database))) == 1


def test_of_an_atomic_batch_with_a_refused_event_nothing_is_stored_and_nobody_got_a_place(
    database: Database, log: Log
) -> None:
    log.receipt(reported("one"))

    answers = log.append(annotated("one"), annotated("never-reported"), retracted("one"), atomic=True)

    assert [isinstance(one, Refused) for one in answers] == [False, True, False]
    assert [_position(one) for one in answers[::2]] == [None, None]
    assert len(rows_of(database)) == 1
    assert log.receipt(annotated("one", expected=(1,))).position == 2


def test_an_atomic_batch_does_not_fall_with_another_that_comes_at_the_same_moment(log: Log) -> None:
    bad, good = log.append_at_once(
        [annotated("never-reported"), reported("one")], [reported("two"), annotated("two")], atomic=True
    )

    assert [isinstance(one, Refused) for one in bad] == [True, False]
    assert [_position(one) for one in good] == [1, 2]


def test_a_repeat_inside_a_batch_is_answered_as_one(database: Database, log: Log) -> None:
    first, again, other = log.append(
        reported("killed", id="1"), reported("killed", id="1"), reported("killed", "499", id="1")
    )

    assert [_status(first), _status(again)] == ["recorded", "repeated"]
    assert isinstance(other, Refused)
    assert isinstance(other.first, IdentityConflict)
    assert len(rows_of(database)) == 1


def test_of_the_same_event_in_many_concurrent_batches_one_is_recorded(database: Database, log: Log) -> None:
    answers = log.append_at_once(*([reported("killed", id="1"), annotated("killed", id="2")] for _ in range(20)))

    statuses = sorted(_status(one) for batch in answers for one in batch)
    assert statuses == ["recorded"] * 2 + ["repeated"] * 38
    assert len(rows_of(database)) == 2


def test_concurrent_callers_share_a_transaction_and_a_time_of_recording(database: Database, log: Log) -> None:
    log.append_at_once(*([reported(f"claim-{n}")] for n in range(200)))

    assert len(set(transactions_of(database))) == 1
    assert len({row.recorded_at for row, _ in rows_of(database)}) == 1


def test_recorded_at_never_goes_back_and_no_two_groups_share_one(database: Database, log: Log) -> None:
    for n in range(20):
        log.append(reported(f"claim-{n}"), annotated(f"claim-{n}"))

    times = [row.recorded_at for row, _ in rows_of(database)]
    assert times == sorted(times)
    assert len(set(times)) == 20


def test_a_clock_that_was_set_back_does_not_turn_the_log_back(database: Database, log: Log) -> None:
    log.receipt(reported("one"))
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("ALTER TABLE event DISABLE TRIGGER event_update")
        owner.execute("UPDATE event SET recorded_at = recorded_at + interval '1 day'")
        owner.execute("ALTER TABLE event ENABLE TRIGGER event_update")

    log.receipt(reported("two"))

    one, two = (row.recorded_at for row, _ in rows_of(database))
    assert (two - one).total_seconds() == pytest.approx(1e-6)


def test_sixteen_mebibytes_go_into_one_transaction(database: Database, log: Log) -> None:
    notes = [annotated("killed", "x" * (250 * 2**10)) for _ in range(64)]

    answers = log.append(reported("killed"), *notes, atomic=True)

    assert [_position(one) for one in answers] == list(range(1, 66))
    assert len(set(transactions_of(database))) == 1


def test_a_batch_that_is_not_atomic_goes_through_in_groups_and_in_order(database: Database, log: Log) -> None:
    notes = [annotated("killed", f"note {n}") for n in range(2 * group_commit.MOST_EVENTS)]

    answers = log.append(reported("killed"), *notes)

    assert [_version(one) for one in answers] == list(range(1, len(notes) + 2))
    assert len(set(transactions_of(database))) == 3


def test_more_than_can_wait_is_refused_at_once_and_the_log_goes_on(log: Log) -> None:
    with pytest.raises(Refused) as refused:
        log.append(*[annotated("killed")] * (group_commit.MOST_WAITING + 1))

    assert isinstance(refused.value.first, Overloaded)
    assert log.receipt(reported("killed")).position == 1


def test_a_closed_log_answers_what_is_queued_and_then_takes_nothing(log: Log) -> None:
    async def close_behind() -> list[object]:
        appending = log.group_commit.append([reported("killed")])
        gathered = await asyncio.gather(appending, log.group_commit.close())
        return list(gathered[0])

    (answer,) = log.runner.run(close_behind())

    assert isinstance(answer, Receipt)
    with pytest.raises(Refused):
        log.append(reported("wounded"))


def test_two_processes_that_hold_states_see_what_the_other_has_written(database: Database, log: Log) -> None:
    with opened(database.url) as other:
        log.receipt(reported("killed"))
        other.receipt(annotated("killed"))
        log.receipt(updated("killed", "500", "2022-03-03"))
        other.receipt(retracted("killed"))

        refusal = log.refusal(updated("killed", "501", "2022-03-04"))
        second = log.refusal(retracted("killed"))

    assert isinstance(refusal, Retracted)
    assert isinstance(second, AlreadyRetracted)
    assert [row.version for row, _ in rows_of(database)] == [1, 2, 3, 4]


def test_a_dry_run_judges_and_stores_nothing(database: Database, log: Log) -> None:
    log.receipt(reported("killed", id="1"))

    would, bad, again = log.rehearse(annotated("killed"), annotated("never-reported"), reported("killed", id="1"))

    assert isinstance(would, Receipt)
    assert (would.status, would.version, would.position, would.digest) == ("would_record", 2, None, None)
    assert isinstance(bad, Refused)
    assert _status(again) == "repeated"
    assert len(rows_of(database)) == 1


def test_what_a_dry_run_saw_does_not_change_what_is_decided_later(log: Log) -> None:
    log.receipt(reported("killed"))
    log.rehearse(retracted("killed"))

    assert log.receipt(retracted("killed")).version == 2


@pytest.mark.parametrize("statement", ["UPDATE event SET payload = ''", "DELETE FROM event", "TRUNCATE event"])
def test_the_service_may_neither_change_nor_delete_events(database: Database, log: Log, statement: str) -> None:
    log.receipt(reported("killed"))

    with psycopg.connect(database.url) as service, pytest.raises(psycopg.errors.InsufficientPrivilege):
        service.execute(sql.SQL(statement))


@pytest.mark.parametrize("statement", ["UPDATE event SET payload = ''", "DELETE FROM event", "TRUNCATE event"])
def test_nor_may_the_owner_of_the_table(database: Database, log: Log, statement: str) -> None:
    log.receipt(reported("killed"))

    with psycopg.connect(database.owner_url) as owner, pytest.raises(psycopg.IntegrityError, match="never changed"):
        owner.execute(sql.SQL(statement))


def _position(answer: Receipt | Refused) -> int | None:
    assert isinstance(answer, Receipt), answer
    return answer.position


def _version(answer: Receipt | Refused) -> int:
    assert isinstance(answer, Receipt), answer
    return answer.version


def _status(answer: Receipt | Refused) -> str:
    assert isinstance(answer, Receipt), answer
    return answer.status


def test_dry_runs_leave_connections_for_others_however_many_there_are(database: Database, log: Log) -> None:
    made: list[SteadyConnection] = []
    open_at_once: list[int] = []

    async def connect() -> SteadyConnection:
        made.append(await connect_writer(database.url))
        open_at_once.append(sum(not one.closed for one in made))
        return made[-1]

    async def rehearse_all() -> list[list[Receipt | Refused]]:
        rehearsing = group_commit.GroupCommit(connect)
        return await asyncio.gather(*(rehearsing.rehearse([reported(f"c{number}")]) for number in range(40)))

    answers = log.runner.run(rehearse_all())

    assert [one.status for (one,) in answers if isinstance(one, Receipt)] == ["would_record"] * 40
    assert max(open_at_once) <= group_commit.REHEARSALS_AT_ONCE
