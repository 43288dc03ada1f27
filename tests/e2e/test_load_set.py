"""The load set, 110,000 events of 369 claims, comes to its known result in whatever order it is sent, however often.

Shuffled, every ``CLAIMTRAIL_LOAD_SHUFFLED``-th claim is sent (1: the whole set, a minute on two cores).
"""

import gzip
import os
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.service import POSTED, Service

AT_ONCE = 1_000
EVERY = int(os.environ.get("CLAIMTRAIL_LOAD_SHUFFLED", "4"))
COMES_TOO_EARLY = {"not-opened", "not-recorded-yet"}


@pytest.fixture(scope="module")
def lines(shared: Path) -> list[bytes]:
    with gzip.open(shared / "data" / "load" / "events-110k.jsonl.gz") as file:
        return file.read().splitlines()


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict[str, Any]:
    known: dict[str, Any] = orjson.loads((shared / "data" / "load" / "expected.json").read_bytes())
    return known


def test_sent_in_order_and_all_of_it_again_it_comes_to_the_known_result(
    service: Service, lines: list[bytes], expected: dict[str, Any]
) -> None:
    first = list(sent(service, lines))
    again = list(sent(service, lines))
    service.project()

    assert {one["status"] for one in first} == {201}
    assert [one["receipt"] for one in again] == [{**one["receipt"], "status": "repeated"} for one in first]
    assert service.position() == expected["events"]
    assert types_of(service) == expected["by_type"]
    standing = figures_that_stand(service)
    assert len(standing) == expected["claims"]
    assert {claim: standing[claim] for claim in expected["chosen"]} == {
        claim: known["standing"] for claim, known in expected["chosen"].items()
    }
    assert hash_of(standing) == expected["sha256_standing"]


def test_shuffled_and_what_comes_too_early_sent_again_it_comes_to_the_known_result(
    service: Service, lines: list[bytes]
) -> None:
    part = of_every_nth_claim(lines, EVERY)

    rounds = rounds_until_all_is_in(service, random.Random(EVERY).sample(part, len(part)))  # noqa: S311 (not a secret)
    service.project()

    assert rounds > 2
    assert service.position() == len(part)
    assert types_of(service) == Counter(orjson.loads(line)["type"] for line in part)
    assert figures_that_stand(service) == values_of_the_latest_days(part)


def test_the_value_of_the_latest_day_is_what_stands(lines: list[bytes], expected: dict[str, Any]) -> None:
    assert hash_of(values_of_the_latest_days(lines)) == expected["sha256_standing"]


def sent(service: Service, lines: Sequence[bytes]) -> Iterator[dict[str, Any]]:
    """The result of each event, sent in batches."""
    for begin in range(0, len(lines), AT_ONCE):
        body = b"[%b]" % b",".join(lines[begin : begin + AT_ONCE])
        answer = service.http.post("/v1/events", content=body, headers={"Content-Type": POSTED})
        assert answer.status_code == 200, answer.text
        yield from orjson.loads(answer.content)


def rounds_until_all_is_in(service: Service, lines: list[bytes]) -> int:
    """How often a sender sends, if what is refused as too early goes again; nothing may be refused otherwise."""
    rounds = 0
    while lines:
        results = list(sent(service, lines))
        refused = [line for line, one in zip(lines, results, strict=True) if "problem" in one]
        assert {name_of(one) for one in results if "problem" in one} <= COMES_TOO_EARLY
        assert len(refused) < len(lines), "nothing more goes in"
        lines, rounds = refused, rounds + 1
    return rounds


def name_of(result: dict[str, Any]) -> str:
    return str(result["problem"]["type"].rpartition("/")[2])


def of_every_nth_claim(lines: Sequence[bytes], nth: int) -> list[bytes]:
    claims = [orjson.loads(line)["subject"] for line in lines]
    chosen = set(sorted(set(claims))[::nth])
    return [line for line, claim in zip(lines, claims, strict=True) if claim in chosen]


def values_of_the_latest_days(lines: Sequence[bytes]) -> dict[str, str]:
    """What has to stand of each claim, found without any rule of the ledger: the last value of its latest day."""
    days: dict[str, str] = {}
    latest: dict[str, tuple[str, str]] = {}
    for event in map(orjson.loads, lines):
        data = event["data"]
        day = days[data["target"]["id"]] if "target" in data else data["refers_to"][-10:]
        days[event["id"]] = day
        if day >= latest.get(event["subject"], ("", ""))[0]:
            latest[event["subject"]] = day, data.get("is", data)["figure"]["value"]
    return {claim: value for claim, (_, value) in latest.items()}


def hash_of(standing: Mapping[str, str]) -> str:
    """As the load set's own page says how it is made."""
    return sha256("".join(f"{claim}\t{value}\n" for claim, value in sorted(standing.items())).encode()).hexdigest()


def figures_that_stand(service: Service) -> dict[str, str]:
    """The standing figure of each claim, read page by page; each claim is on one page."""
    standing: dict[str, str] = {}
    address: str | None = "/v1/claims?limit=50"
    while address is not None:
        page = service.read(address)
        found = {one["claim"]: one["standing"]["figure"]["value"] for one in page["items"]}
        assert len(found) == len(page["items"])
        assert not found.keys() & standing.keys()
        standing |= found
        address = page["next"]
    return standing


def types_of(service: Service) -> Counter[str]:
    """How many events of each type the log holds, as it streams them."""
    with service.http.stream("GET", "/v1/events", headers={"Accept": "application/x-ndjson"}) as answer:
        return Counter(orjson.loads(line)["type"] for line in answer.iter_lines())
