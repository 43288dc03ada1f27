"""A range of the past finds what it found then: figures of every form, on its ends and beyond, standing or not."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.events import (
    Event,
    Wire,
    approximate,
    at_least,
    at_most,
    exact,
    from_to,
    less_than,
    more_than,
    never_said,
    reinstated,
    reported,
    retracted,
    tally,
    updated,
    vague,
)

AMOUNTS = ("5", "10", "15", "20", "25")
RANGES: tuple[dict[str, str], ...] = (
    {"from_": "10", "to": "20"},
    {"from_": "10", "to": "10"},
    {"from_": "20"},
    {"to": "10"},
    {"from_": "16", "to": "17"},
    {"from_": "10", "to": "20", "status": "standing"},
    {"from_": "10", "to": "20", "kind": "claim"},
    {"from_": "10", "to": "20", "kind": "question"},
    {"from_": "10", "to": "20", "q": "dead"},
)


def figure(chance: Random) -> Wire:
    amount, form = chance.choice(AMOUNTS), chance.randrange(9)
    low, high = sorted(chance.choices(AMOUNTS, k=2), key=int)
    return (
        exact(amount),
        at_least(amount),
        more_than(amount),
        at_most(amount),
        less_than(amount),
        approximate(amount),
        from_to(low, high) if low != high else exact(low),
        vague("dozens"),
        tally(yes=amount),
    )[form]


def moves(chance: Random) -> Iterator[Event]:
    """Reports, updates, withdrawals of single figures, retractions and reinstatements of a few claims."""
    revisions = dict.fromkeys(("one", "two", "three", "four"), 0)
    taken_back: set[str] = set()
    for day in range(1, 29):
        claim = chance.choice([*revisions])
        n, when = revisions[claim], f"2022-03-{day:02}"
        if claim in taken_back:
            taken_back.remove(claim)
            yield reinstated(claim=claim)
        elif n and chance.random() < 0.2:
            taken_back.add(claim)
            yield retracted(claim=claim)
        elif 1 < n < 100 and chance.random() < 0.2:
            revisions[claim] += 100  # no more of these: which is left is not worked out here
            yield never_said(n, claim=claim)
        else:
            make = updated if n else reported
            revisions[claim] += 1 if n < 100 else 0
            yield make("dead, as somebody said", figure(chance), claim=claim, said_at=when)


def found(service: Service, **asked: Any) -> set[str]:
    answer = service.read("/v1/search", **asked)
    ids = {one["id"] for one in answer["items"]}
    assert answer["hits"] == {"count": len(ids), "complete": True}
    return ids


@pytest.mark.parametrize("seed", range(3))
def test_a_range_as_of_a_position_finds_what_it_found_then(service: Service, seed: int) -> None:
    then: list[tuple[int, dict[str, str], set[str]]] = []
    for move in moves(Random(seed)):  # noqa: S311 (the same moves each time)
        (receipt,) = service.post_all([{"specversion": "1.0", **move}])
        then += [(receipt["position"], asked, found(service, **asked)) for asked in RANGES]
    assert any(ids for _, _, ids in then)
    for position, asked, ids in then:
        assert found(service, **asked, as_of=position) == ids, (position, asked)
