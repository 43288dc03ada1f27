"""How a stream ends: by its client, by a client that dies, by a database that is away, by a service that stops."""

import socket
import struct
from contextlib import ExitStack
from http.client import HTTPResponse
from typing import Any

import orjson
import pytest

from adapters import group_commit
from api.http import patience
from tests import service as service_of_the_tests
from tests.bounded import PATIENCE_S, eventually
from tests.e2e.conftest import Service
from tests.e2e.test_faults import away
from tests.facts import A, exact, reported
from tests.postgres import Database
from tests.running import served
from tests.service import CMS, answering, answering_with_its_worker
from tests.streaming import Streaming, names, posted, results_of, statuses, streaming

FIRST = reported("498 soldiers", exact("498"))


def report(number: str, claim: str = A) -> dict[str, Any]:
    event = {"specversion": "1.0", "id": number, "source": CMS, "type": "claim.reported.v1", "subject": claim}
    return {**event, "data": FIRST}


def note(number: str, claim: str = A) -> dict[str, Any]:
    event = {"specversion": "1.0", "id": number, "source": CMS, "type": "claim.annotated.v1", "subject": claim}
    return {**event, "data": {"text": "looked into"}}


def arrived(service: Service, number: str) -> bool:
    return service.get("/v1/receipts", source=CMS, id=number).status_code == 200


@pytest.mark.parametrize("is_reset", [True, False])
def test_of_a_client_that_dies_only_whole_lines_are_recorded(service: Service, is_reset: bool) -> None:  # noqa: FBT001 (how it dies)
    with streaming(service.http.base_url) as stream:
        stream.send(report("first"))
        assert statuses(stream.results(1)) == [201]
        stream.send(note("second"))
        stream.send_bytes(orjson.dumps(note("third")))
        if is_reset:
            stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        stream.hang_up()
    assert statuses(results_of(service, *(note(f"later-{n}") for n in range(1_000)))) == [201] * 1_000
    assert not arrived(service, "third")
    assert service.position() == 1_001 + arrived(service, "second")


def test_a_client_that_dies_without_reading_leaves_whole_events_and_nothing_stuck(service: Service) -> None:
    with streaming(service.http.base_url) as stream:
        stream.send(report("first"), *(note(f"note-{n}") for n in range(3_000)))
        stream.hang_up()
    assert statuses(results_of(service, report("another", "b"))) == [201]
    positions = [one["position"] for one in service.read("/v1/events", limit=1000)["items"]]
    assert positions == list(range(1, len(positions) + 1))


def test_while_the_database_is_away_a_stream_ends_with_503_and_may_be_sent_again(
    service: Service, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE_S", 0.2)
    events = [report("first"), note("second"), note("third")]
    with streaming(service.http.base_url) as stream:
        stream.send(events[0])
        assert statuses(stream.results(1)) == [201]
        with away(database):
            stream.send(*events[1:], b"{")
            results = stream.rest()
    assert statuses(results) == [503, 503, 400]
    assert names(results) == ["database-away", "database-away", "malformed"]
    assert results[0]["problem"]["retry_after_s"] == 1
    eventually(lambda: service.get("/v1/claims").status_code == 200)
    assert statuses(results_of(service, *events)) == [200, 201, 201]


def test_a_stream_that_begins_while_the_database_is_away_is_refused_as_any_post(
    service: Service, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE_S", 0.2)
    with away(database):
        answer = posted(service, orjson.dumps(report("first")))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["type"].endswith("/database-away")


def test_streams_wait_for_room_in_the_queue(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "STREAMS_WAIT_AT", 1)
    with streaming(service.http.base_url) as one, streaming(service.http.base_url) as other:
        for number, stream in enumerate((one, other)):
            stream.send(report(f"{number}", f"c{number}"), *(note(f"{number}-{n}", f"c{number}") for n in range(2_000)))
        for stream in (one, other):
            assert statuses(stream.end()) == [201] * 2_001


def test_a_service_that_stops_answers_what_it_has_read_and_tells_the_rest_to_come_again() -> None:
    with served("--no-worker") as service, streaming(service.url) as stream, streaming(service.url) as silent:
        stream.send(report("first"))
        assert statuses(stream.results(1)) == [201]
        service.end()
        assert_told_to_come_again(stream, 1)
        assert silent.response.status == 503


def test_a_stream_that_outlasts_the_service_is_told_so_however_it_is_stopped(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_of_the_tests, "GRACE_S", 1)
    with ExitStack() as stack:
        with answering(database.url) as address:
            stream = stack.enter_context(streaming(address))
            stream.send(report("first"))
            assert statuses(stream.results(1)) == [201]
        assert_told_to_come_again(stream, 1)


def test_after_a_stream_that_ended_early_the_connection_is_of_use(
    service: Service, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE_S", 0.0)
    with streaming(service.http.base_url) as stream:
        stream.send(report("first"))
        assert statuses(stream.results(1)) == [201]
        with away(database):
            stream.send(note("second"))
            assert statuses(stream.rest()) == [503]
            for number in range(300):
                stream.send(*(note(f"{number}-{n}") for n in range(64)))
        stream.finish()
        stream.connection.request("GET", "/healthz")
        assert stream.connection.getresponse().status == 200
    eventually(lambda: service.get("/v1/claims").status_code == 200)
    assert service.position() == 1


@pytest.mark.parametrize("begun", [b"", b"{"])
def test_one_event_that_never_comes_is_given_up_and_a_stream_is_not(
    database: Database, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(patience, "SILENCE_S", 0.2)
    with answering_with_its_worker(database) as service, streaming(service.http.base_url) as stream:
        url = service.http.base_url
        with socket.create_connection((url.host, url.port or 80), timeout=PATIENCE_S) as half:
            half.sendall(b"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/cloudevents+json\r\n")
            half.sendall(b"Content-Length: 9\r\n\r\n" + begun)
            answer = HTTPResponse(half)
            answer.begin()
            assert answer.status == 400
            assert b"a body that does not pause for 0.2 s" in answer.read()
        stream.send(report("first"))
        assert statuses(stream.results(1)) == [201]


def assert_told_to_come_again(stream: Streaming, index: int) -> None:
    (last,) = stream.rest()
    assert (last["index"], last["status"]) == (index, 503)
    assert last["problem"]["errors"][0]["expected"] == "a service that is not about to end"
