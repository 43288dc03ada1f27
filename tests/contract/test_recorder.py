"""The library's conformance suites, with string originators, over the table ``event``."""

import asyncio
from collections.abc import Iterator, Sequence
from threading import Thread
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    DataError,
    InfrastructureFactory,
    InfrastructureFactoryError,
    IntegrityError,
    Mapper,
    ProcessRecorder,
    ProgrammingError,
    StoredEvent,
    TrackingRecorder,
)
from eventsourcing.tests import persistence as suites
from eventsourcing.utils import Environment

from adapters.claim_log import ClaimLog
from adapters.foreign import MOST_BYTES, foreign_batch, foreign_commitment
from adapters.group_commit import Answer
from adapters.mapper import ClaimMapper
from adapters.recorder import LogFactory
from adapters.recorder.log_recorder import LogRecorder
from adapters.recorder.suite_recorders import LogAggregateRecorder, LogProcessRecorder
from adapters.recorder.tracking import LogTrackingRecorder
from domain.ports import LARGEST_VERSION
from domain.stored_form import leaf_hash
from tests.bounded import joined
from tests.cut_wire import cut_wire
from tests.log import Log, cut_connections, rows_of, transactions_of
from tests.postgres import Database
from tests.posts import reported
from tests.suites import OnTheLog, SuiteFactory


class StringOriginators:
    def new_originator_id(self) -> str:
        return f"order-{uuid4()}"


class TestApplicationRecorder(StringOriginators, OnTheLog, suites.ApplicationRecorderTestCase[ApplicationRecorder]):
    def create_recorder(self) -> LogRecorder:
        return self.new_factory().application_recorder()

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestAggregateRecorder(StringOriginators, OnTheLog, suites.AggregateRecorderTestCase):
    def create_recorder(self) -> AggregateRecorder:
        return self.new_factory().aggregate_recorder()


class TestProcessRecorder(StringOriginators, OnTheLog, suites.ProcessRecorderTestCase):
    def create_recorder(self) -> ProcessRecorder:
        return self.new_factory().process_recorder()


class TestTrackingRecorder(OnTheLog, suites.TrackingRecorderTestCase):
    def create_recorder(self) -> TrackingRecorder:
        return self.new_factory().tracking_recorder()


class TestNonInterleavingNotificationIDs(StringOriginators, OnTheLog, suites.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> ApplicationRecorder:
        return self.new_factory().application_recorder()


class OwnView(LogTrackingRecorder):
    """A view as a customer of the library would make one."""


class TestInfrastructureFactory(OnTheLog, suites.InfrastructureFactoryTestCase[LogFactory]):
    def setUp(self) -> None:
        self.env = self.environment
        super().setUp()

    def expected_factory_class(self) -> type[LogFactory]:
        return SuiteFactory

    def expected_aggregate_recorder_class(self) -> type[AggregateRecorder]:
        return LogAggregateRecorder

    def expected_application_recorder_class(self) -> type[ApplicationRecorder]:
        return LogRecorder

    def expected_tracking_recorder_class(self) -> type[TrackingRecorder]:
        return LogTrackingRecorder

    def tracking_recorder_subclass(self) -> type[TrackingRecorder]:
        return OwnView

    def expected_process_recorder_class(self) -> type[ProcessRecorder]:
        return LogProcessRecorder


@pytest.fixture
def recorder(database: Database) -> Iterator[LogRecorder]:
    factory = LogFactory(Environment(env={"DATABASE_URL": database.url}))
    yield factory.application_recorder()
    factory.close()


def stored_event(
    originator: str = "order-1", version: int = 0, topic: str = "shop:Ordered", state: bytes = b"\xff\x00"
) -> StoredEvent:
    return StoredEvent(originator, version, topic, state)


def test_the_module_is_found_by_its_name_and_knows_only_our_types(database: Database) -> None:
    env = {
        "PERSISTENCE_MODULE": "adapters.recorder",
        "DATABASE_URL": database.url,
        "MAPPER_TOPIC": "eventsourcing.persistence:Mapper",
    }

    factory: InfrastructureFactory[TrackingRecorder] = InfrastructureFactory.construct(Environment(env=env))
    mapper: Mapper[str] = factory.mapper()

    assert type(factory) is LogFactory
    assert type(mapper) is ClaimMapper
    with ClaimLog(env) as log:
        assert type(log.mapper) is ClaimMapper


def test_without_a_database_url_the_factory_says_what_is_missing() -> None:
    with pytest.raises(InfrastructureFactoryError, match="DATABASE_URL"):
        LogFactory(Environment(env={})).application_recorder()


def test_the_log_keeps_no_snapshots(database: Database) -> None:
    with pytest.raises(InfrastructureFactoryError, match="snapshots"):
        LogFactory(Environment(env={"DATABASE_URL": database.url})).aggregate_recorder("snapshots")


@pytest.mark.parametrize(
    "event",
    [
        stored_event(topic="claim.reported.v1"),
        stored_event("claim/ru-mod.killed"),
        stored_event("question/killed"),
        stored_event("story/one"),
    ],
    ids=["our type", "a claim", "a question", "a story"],
)
def test_claims_questions_and_stories_are_written_at_the_door_alone(recorder: LogRecorder, event: StoredEvent) -> None:
    with pytest.raises(ProgrammingError, match="by posting them"):
        recorder.insert_events([stored_event(), event])

    assert recorder.max_notification_id() is None


@pytest.mark.parametrize(
    "event",
    [
        stored_event(version=-1),
        stored_event(version=LARGEST_VERSION + 1),
        stored_event("a\0b"),
        stored_event("\ud800"),
        stored_event(state=bytes(MOST_BYTES + 1)),
    ],
    ids=["version below 0", "version beyond the column", "NUL", "no Unicode", "too large"],
)
def test_what_the_table_cannot_hold_is_refused_before_it_joins_a_group(
    recorder: LogRecorder, event: StoredEvent
) -> None:
    with pytest.raises(DataError):
        recorder.insert_events([event])

    assert recorder.insert_events([stored_event(version=LARGEST_VERSION)]) == [1]


def test_a_foreign_event_has_an_identity_a_commitment_and_a_leaf_like_any_other(
    database: Database, recorder: LogRecorder
) -> None:
    recorder.insert_events([stored_event("order-1", 3)])

    (row, leaf) = rows_of(database)[0]

    assert (row.source, row.id) == ("eventsourcing", "order-1/3")
    assert row.secret is not None
    assert row.commitment == foreign_commitment(b"\xff\x00", row.secret)
    assert leaf == leaf_hash(row.header)


def test_claims_and_foreign_events_share_one_gapless_log(database: Database, log: Log, recorder: LogRecorder) -> None:
    log.append(reported("one"))
    recorder.insert_events([stored_event()])
    log.append(reported("two"))

    seen = recorder.select_notifications(None, 10)

    assert [(one.id, one.originator_id) for one in seen] == [(1, "claim/one"), (2, "order-1"), (3, "claim/two")]
    assert [row.position for row, _ in rows_of(database)] == [1, 2, 3]


def test_claims_and_foreign_events_that_come_together_share_a_transaction(database: Database, log: Log) -> None:
    batch = foreign_batch([stored_event(version=0), stored_event(version=1)])
    taken = foreign_batch([stored_event(version=1), stored_event(version=2)])

    async def together() -> Sequence[list[Answer] | list[int] | BaseException]:
        return await asyncio.gather(
            log.group_commit.append([reported("one")]),
            log.group_commit.append_foreign(batch),
            log.group_commit.append_foreign(taken),
            return_exceptions=True,
        )

    _, placed, refused = log.runner.run(together())

    assert placed == [2, 3]
    assert isinstance(refused, IntegrityError)
    assert len(set(transactions_of(database))) == 1


def test_threads_that_write_at_the_same_time_share_transactions(database: Database, recorder: LogRecorder) -> None:
    events = [stored_event(f"order-{n}") for n in range(20)]
    threads = [Thread(target=recorder.insert_events, args=[[event]], daemon=True) for event in events]

    with psycopg.connect(database.url) as other:
        other.execute("SELECT pg_advisory_xact_lock(4915732001)")  # the log's: whoever writes waits, and others gather
        for thread in threads:
            thread.start()
    joined(*threads)

    assert [row.position for row, _ in rows_of(database)] == list(range(1, 21))
    assert len(set(transactions_of(database))) < 20


def test_events_that_were_stored_but_never_answered_are_found_and_no_conflict(database: Database) -> None:
    with cut_wire(database.url) as (wire, conninfo):
        factory = LogFactory(Environment(env={"DATABASE_URL": conninfo}))
        wire.cuts = 1
        placed = factory.application_recorder().insert_events([stored_event(version=0), stored_event(version=1)])
        factory.close()

    assert (placed, wire.cuts) == ([1, 2], 0)
    assert len(rows_of(database)) == 2


def test_an_identity_that_a_sender_has_used_up_is_a_conflict_for_the_library(log: Log, recorder: LogRecorder) -> None:
    log.append(reported("one", source="eventsourcing", id="order-1/0"))

    with pytest.raises(IntegrityError):
        recorder.insert_events([stored_event("order-1", 0)])


def test_reading_goes_on_after_the_database_has_cut_every_connection(database: Database, recorder: LogRecorder) -> None:
    recorder.insert_events([stored_event()])
    assert recorder.max_notification_id() == 1
    cut_connections(database)

    assert recorder.max_notification_id() == 1
    assert recorder.insert_events([stored_event(version=1)]) == [2]


def test_after_close_nothing_is_written(database: Database) -> None:
    factory = LogFactory(Environment(env={"DATABASE_URL": database.url}))
    recorder = factory.application_recorder()
    recorder.insert_events([stored_event()])
    factory.close()

    with pytest.raises(ProgrammingError):
        recorder.insert_events([stored_event(version=1)])
