"""What kill -9 does to a service under writes: whatever was acknowledged is there, once, and nothing else is."""

import os
import random
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPResponse
from typing import Any

import orjson
import pytest

from tests.bounded import PATIENCE_S, eventually
from tests.persistent_writers import BATCH, Event, PersistentClient, Told, Writer, identity, lasting, writing
from tests.running import ended
from tests.victim import EVERYTHING, Victim, victim

PARTS = ("service", "postmaster", "backend", "worker", "supervisor", EVERYTHING)
ROUNDS = int(os.environ.get("CLAIMTRAIL_CRASHES", len(PARTS)))
"""How often something is killed; more than the default are for an evening of one's own."""

WRITERS = 4
MOST_AT_ONCE = 1_000
LONGEST_PEACE_S = 0.5
BEGUN = (
    b"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/cloudevents+json\r\nContent-Length: 99\r\n\r\n{"
)


def test_what_was_acknowledged_outlives_any_crash_and_stands_there_once() -> None:
    with victim() as service:
        told = told_under_crashes(service, PARTS, ROUNDS)
        with PersistentClient(service.url) as client:
            assert_recorded_once_each(client, told)
            assert_repeated(client, told)
            assert_projected_as_by_a_rebuild(client, service)
        assert ended("check", "--data", str(service.data)).code == 0


def test_so_it_is_where_several_processes_answer_and_each_may_die() -> None:
    with victim("--workers", "2") as service:
        told = told_under_crashes(service, ("server",), rounds=2)
        with PersistentClient(service.url) as client:
            assert_recorded_once_each(client, told)
            assert_projected_as_by_a_rebuild(client, service)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_service_that_is_told_to_end_under_writes_ends_well(number: signal.Signals) -> None:
    with victim() as service:
        with writing(service.url, WRITERS) as (told, writers):
            wait_until_healed(writers)
            assert service.end(number) == 0
            service.start()
        assert told.surprises == []
        with PersistentClient(service.url) as client:
            assert_recorded_once_each(client, told)


def test_a_post_that_is_not_whole_when_the_service_ends_may_be_sent_again() -> None:
    with victim() as service, socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE_S) as client:
        client.sendall(BEGUN)
        with PersistentClient(service.url) as another:
            another.get("/healthz")

        assert service.end() == 0

        answer = HTTPResponse(client)
        answer.begin()
        assert (answer.status, answer.getheader("retry-after")) == (503, "1")


def told_under_crashes(service: Victim, parts: Sequence[str], rounds: int) -> Told:
    """What writers were told while so many times one of *parts* was killed at random moments."""
    with writing(service.url, WRITERS) as (told, writers):
        for number in range(rounds):
            time.sleep(random.uniform(0, LONGEST_PEACE_S))  # noqa: S311 (a moment, no secret)
            service.kill(parts[number % len(parts)])
            wait_until_healed(writers)
    assert told.surprises == []
    assert set(told.statuses) <= {200, 201, 503}
    return told


def wait_until_healed(writers: Sequence[Writer]) -> None:
    """Until every writer was acknowledged something that it began to send after now."""
    before = [one.written for one in writers]
    eventually(
        lambda: all(one.written > was + 1 or one.told.surprises for one, was in zip(writers, before, strict=True))
    )


def assert_recorded_once_each(client: PersistentClient, told: Told) -> None:
    """The log is what was sent and no more, without a gap, each event under the receipt that was given for it."""
    log = client.get("/v1/events", headers={"Accept": "application/x-ndjson"}).text.splitlines()
    items = [orjson.loads(line) for line in log]
    assert [one["position"] for one in items] == list(range(1, len(told.sent) + 1))
    assert {identity(one): one["data"] for one in items} == {identity(one): one["data"] for one in told.sent}
    assert {identity(one): {name: one[name] for name in told.receipts[identity(one)]} for one in items} == told.receipts


def assert_repeated(client: PersistentClient, told: Told) -> None:
    """Who sends everything once more is given the receipts that there are, as is who only asks for them."""
    for sent in in_batches(told.sent):
        known = [told.receipts[identity(one)] for one in sent]
        again = client.post("/v1/events", content=orjson.dumps(sent), headers=BATCH).json()
        assert [one["receipt"] for one in again] == [{**one, "status": "repeated"} for one in known]
        asked = [{"source": one["source"], "id": one["id"]} for one in sent]
        assert [lasting(one) for one in client.post("/v1/receipts/lookup", json=asked).json()["items"]] == known


def assert_projected_as_by_a_rebuild(client: PersistentClient, service: Victim) -> None:
    """The read models come to the log's end by themselves, and a rebuild finds in them what it makes."""
    eventually(lambda: all(one["lag"] == 0 for one in projections(client)))
    followed = projections(client)
    rebuilt = ended("rebuild", "--json", "--data", str(service.data))
    assert digests(rebuilt.lines) == digests(followed)
    assert projections(client) == followed


def projections(client: PersistentClient) -> list[dict[str, Any]]:
    """Where each read model stands, and its digest."""
    return list(client.get("/v1/projections").json()["items"])


def digests(shown: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The digest of each read model, by its name."""
    return {one["name"]: one["digest"] for one in shown}


def in_batches(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """So many as one request may hold, then the next."""
    return (events[at : at + MOST_AT_ONCE] for at in range(0, len(events), MOST_AT_ONCE))
