"""A stream may be sent again, whole or in part, in any order, by anybody: nothing is doubled, nothing changes."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.e2e.conftest import POSTED, Service
from tests.facts import exact, reported, updated
from tests.streaming import Result, names, results_of, statuses, streaming

CLAIMS = 30
UPDATES = 20


@pytest.fixture
def events(service: Service) -> list[dict[str, Any]]:
    """Claims, each with its updates in the order of their days."""
    opening = [service.event("claim.reported.v1", f"claim-{n}", reported("5 men", exact("5"))) for n in range(CLAIMS)]
    later = [
        service.event("claim.updated.v1", f"claim-{n}", updated("7 men", exact("7"), f"2022-04-{day:02}"))
        for day in range(1, UPDATES + 1)
        for n in range(CLAIMS)
    ]
    return opening + later


def receipts(results: Sequence[Result]) -> dict[str, dict[str, Any]]:
    """What was recorded of each id, whenever that was told."""
    return {one["receipt"]["id"]: {**one["receipt"], "status": ""} for one in results}


def test_the_same_stream_again_gets_the_first_receipts(service: Service, events: list[dict[str, Any]]) -> None:
    first = results_of(service, *events)
    again = results_of(service, *events)
    assert set(statuses(first)) == {201}
    assert [one["receipt"] for one in again] == [{**one["receipt"], "status": "repeated"} for one in first]
    assert set(statuses(again)) == {200}
    assert service.position() == len(events)


def test_half_of_it_again_and_then_all_of_it(service: Service, events: list[dict[str, Any]]) -> None:
    half = len(events) // 2
    first = results_of(service, *events[:half])
    again = results_of(service, *events)
    assert statuses(again) == [200] * half + [201] * (len(events) - half)
    assert receipts(again[:half]) == receipts(first)
    assert service.position() == len(events)


def test_the_same_lines_in_another_order_as_batches_too(service: Service, events: list[dict[str, Any]]) -> None:
    first = receipts(results_of(service, *events))
    random.Random(5).shuffle(events)  # noqa: S311 (an order, no secret)
    assert receipts(results_of(service, *events)) == first
    batch = service.http.post("/v1/events", json=events, headers={"Content-Type": POSTED}).json()
    assert receipts(batch) == first


def test_a_line_that_comes_twice_in_one_stream_is_repeated(service: Service, events: list[dict[str, Any]]) -> None:
    results = results_of(service, *[event for event in events for _ in range(2)])
    assert statuses(results) == [201, 200] * len(events)
    assert receipts(results[::2]) == receipts(results[1::2])
    assert service.position() == len(events)


def test_two_clients_at_once_record_each_line_once(service: Service, events: list[dict[str, Any]]) -> None:
    backwards = events[:CLAIMS] + events[CLAIMS:][::-1]
    with ThreadPoolExecutor(2) as clients:
        one, other = (clients.submit(results_of, service, *sent) for sent in (events, backwards))
        first, second = one.result(timeout=60), other.result(timeout=60)
    assert receipts(first) == receipts(second)
    assert sorted(statuses(first) + statuses(second)) == [200] * len(events) + [201] * len(events)
    assert sorted(one["position"] for one in receipts(first).values()) == list(range(1, len(events) + 1))


def test_new_lines_among_repeats_are_recorded_as_ever(service: Service, events: list[dict[str, Any]]) -> None:
    results_of(service, *events)
    with streaming(service.http.base_url) as stream:
        stream.send(*events)
        assert set(statuses(stream.results(len(events)))) == {200}
        wrong = {**events[-1], "id": "wrong", "data": {**events[-1]["data"], "wording": "8 men"}}
        new = {**events[-1], "id": "new", "data": updated("9 men", exact("9"), "2022-05-01")}
        stream.send(wrong, events[0], new)
        assert statuses(results := stream.end()) == [422, 200, 201]
    assert names(results) == ["wording-contradicts-figure"]
    digest = service.read(f"/v1/events/{len(events) + 1}")["digest"]
    assert digest == results[-1]["receipt"]["digest"]


def test_other_content_under_the_same_identity_is_refused_with_both_digests(
    service: Service, events: list[dict[str, Any]]
) -> None:
    other = {**events[0], "data": reported("6 men", exact("6"))}
    results = results_of(service, events[0], other, *events[1:])
    assert statuses(results) == [201, 409] + [201] * (len(events) - 1)
    assert names(results) == ["identity-conflict"]
    problem = results[1]["problem"]
    assert problem["recorded"] == results[0]["receipt"]["digest"] != problem["sent"]
    assert problem["differs"] == ["data"]
    assert statuses(results_of(service, other)) == [409]
