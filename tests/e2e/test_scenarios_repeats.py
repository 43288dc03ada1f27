"""Acceptance scenarios 2 and 3: the same story twice; two writers, one version."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import orjson
import pytest

from tests.bounded import PATIENCE_S
from tests.e2e.conftest import POSTED, Service
from tests.facts import A, exact, reported
from tests.running import SEED

SEEDS = (1, 2, 3)
ROUNDS = 50


@pytest.fixture(scope="module")
def story() -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in (SEED / "events.jsonl").read_bytes().splitlines()]


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_the_seed_story_posted_again_shuffled_adds_nothing(
    service: Service, story: list[dict[str, Any]], at_once: int
) -> None:
    first = {one["id"]: one for one in service.post_all(story)}
    before, end = service.digests(), service.position()

    for seed in SEEDS:
        chance = random.Random(seed)  # noqa: S311 (an order that can be had again)
        repeats = list(posted_again(service, chance.sample(story, len(story)), at_once, chance))
        service.project()

        assert {one["id"]: one for one in repeats} == {id_: {**one, "status": "repeated"} for id_, one in first.items()}
        assert (service.position(), service.digests()) == (end, before)


def posted_again(
    service: Service, events: list[dict[str, Any]], at_once: int, chance: random.Random
) -> Iterator[dict[str, Any]]:
    """The receipts of *events*, sent in batches, their members in another order and with other white space."""
    for begin in range(0, len(events), at_once):
        batch = [reordered(one, chance) for one in events[begin : begin + at_once]]
        body = orjson.dumps(batch, option=orjson.OPT_INDENT_2)
        answer = service.http.post("/v1/events", content=body, headers={"Content-Type": POSTED})
        yield from (one["receipt"] for one in answer.json())


def reordered(value: Any, chance: random.Random) -> Any:
    """The same JSON with the members of every object in another order."""
    if isinstance(value, dict):
        return {name: reordered(value[name], chance) for name in chance.sample(sorted(value), len(value))}
    return [reordered(one, chance) for one in value] if isinstance(value, list) else value


def test_of_two_writers_who_expect_one_version_one_is_stored_each_time(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498", exact("498")))
    for _ in range(2):
        service.post("claim.annotated.v1", A, {"text": "looked into"})

    losers = [loser_of(service, version) for version in range(3, 3 + ROUNDS)]

    assert service.read(f"/v1/claims/{A}/events", order="desc", limit=1)["items"][0]["version"] == 3 + ROUNDS
    stored = service.read("/v1/events", limit=1000)["items"]
    assert [one["position"] for one in stored] == list(range(1, 3 + ROUNDS + 1))
    again = service.send({**losers[-1], "expectedversion": 3 + ROUNDS})
    assert (again.status_code, again.json()["version"]) == (201, 3 + ROUNDS + 1)


def loser_of(service: Service, version: int) -> dict[str, Any]:
    """The event of the one of two writers, both at *version* of the claim, who was refused, and told so rightly."""
    events = [service.event("claim.annotated.v1", A, {"text": f"writer {one}"}) for one in (1, 2)]
    sent = [(events[0] | {"expectedversion": version}, {}), (events[1], {"If-Match": f'"{version}"'})]
    together = Barrier(2)

    def post(event: dict[str, Any], headers: dict[str, str]) -> Any:
        together.wait(PATIENCE_S)
        return service.send(event, headers)

    with ThreadPoolExecutor(2) as two:
        answers = list(two.map(post, *zip(*sent, strict=True)))

    assert sorted(one.status_code for one in answers) == [201, 412]
    refused = [one.status_code for one in answers].index(412)
    assert answers[refused].json()["current_version"] == version + 1
    return events[refused]
