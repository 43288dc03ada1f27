from collections.abc import Iterator
from itertools import islice
from threading import Thread

import psycopg
import pytest
from eventsourcing.utils import Environment

from adapters.mapper import ClaimNotification
from adapters.recorder import LogFactory
from adapters.recorder import subscription as following
from adapters.recorder.log_recorder import LogRecorder
from tests.bounded import joined
from tests.log import Log, cut_connections
from tests.postgres import Database
from tests.posts import annotated, reported, retracted


@pytest.fixture
def recorder(database: Database) -> Iterator[LogRecorder]:
    factory = LogFactory(Environment(env={"DATABASE_URL": database.url}))
    yield factory.application_recorder()
    factory.close()


def test_a_follower_sees_what_was_recorded_before_and_after_it_came(log: Log, recorder: LogRecorder) -> None:
    log.append(reported("one"), reported("two"))

    with recorder.subscribe() as followed:
        before = [one.id for one in islice(followed, 2)]
        log.append(reported("three"))
        after = next(followed)

    assert before == [1, 2]
    assert (after.id, after.originator_id) == (3, "claim/three")
    assert isinstance(after, ClaimNotification)


def test_a_follower_of_a_log_that_is_still_empty_waits_for_the_first_event(log: Log, recorder: LogRecorder) -> None:
    with recorder.subscribe() as followed:
        seen: list[int] = []
        waiting = Thread(target=lambda: seen.append(next(followed).id), daemon=True)
        waiting.start()
        log.append(reported("one"))
        joined(waiting)

    assert seen == [1]


def test_more_than_is_read_at_once_comes_in_order(log: Log, recorder: LogRecorder) -> None:
    log.append(reported("one"), *(annotated("one") for _ in range(2 * following.AT_ONCE)))

    with recorder.subscribe(gt=5) as followed:
        seen = [one.id for one in islice(followed, 2 * following.AT_ONCE - 4)]

    assert seen == list(range(6, 2 * following.AT_ONCE + 2))


def test_of_the_topics_asked_for_none_is_missed_and_no_other_is_shown(log: Log, recorder: LogRecorder) -> None:
    log.append(reported("one"), annotated("one"), annotated("one"), retracted("one"))

    with recorder.subscribe(topics=["claim.reported.v1", "claim.retracted.v1"]) as followed:
        first = [one.id for one in islice(followed, 2)]
        log.append(reported("two"))
        log.append(annotated("two"), retracted("two"))
        later = [one.id for one in islice(followed, 2)]

    assert (first, later) == ([1, 4], [5, 7])


def test_a_follower_whose_connection_is_cut_goes_on_after_what_it_has_seen(
    database: Database, log: Log, recorder: LogRecorder
) -> None:
    log.append(reported("one"), annotated("one"))

    with recorder.subscribe() as followed:
        assert next(followed).id == 1
        cut_connections(database)
        log.append(annotated("one"))
        assert [one.id for one in islice(followed, 2)] == [2, 3]


def test_what_nobody_has_announced_is_found_by_looking(database: Database, log: Log, recorder: LogRecorder) -> None:
    log.append(reported("one"))
    unannounced = (
        "INSERT INTO event SELECT 2, stream, 2, type, source, 'another', recorded_at,"
        " header, leaf, payload, secret, erased FROM event"
    )

    with recorder.subscribe() as followed:
        assert next(followed).id == 1
        with psycopg.connect(database.url) as connection:
            connection.execute(unannounced)
        assert next(followed).id == 2


def test_a_follower_that_waits_ends_when_it_is_stopped_by_somebody_else(recorder: LogRecorder) -> None:
    with recorder.subscribe() as followed:
        seen: list[object] = []
        waiting = Thread(target=lambda: seen.extend(followed), daemon=True)
        waiting.start()
        followed.stop()
        joined(waiting)

    assert seen == []


def test_a_follower_that_cannot_connect_can_still_be_stopped(database: Database) -> None:
    factory = LogFactory(Environment(env={"DATABASE_URL": f"{database.url} port=1"}))
    with factory.application_recorder().subscribe() as followed:
        seen: list[object] = []
        waiting = Thread(target=lambda: seen.extend(followed), daemon=True)
        waiting.start()
        followed.stop()
        joined(waiting)

    assert seen == []
