"""What changed between two revisions, or between two moments, is what the fold of the claim's events tells."""

from itertools import pairwise, product
from random import Random
from threading import Timer
from typing import Any

import pytest

from adapters.claim_log import ClaimLog
from adapters.recorder import DATABASE_URL
from api.http import at_least
from domain.claim import fold
from domain.events import Recorded
from domain.history import diff
from tests.bounded import PATIENCE_S, joined
from tests.e2e.conftest import Service
from tests.events import CLAIM, exact, reported, updated
from tests.newsroom import newsroom
from tests.past import shown_at, shown_revision
from tests.postgres import Database

BUSY = "claim-0"
PATH = f"/v1/claims/{BUSY}/diff"


@pytest.fixture
def events(service: Service, database: Database) -> list[Recorded]:
    """The events of a busy claim, beside others."""
    _, day = newsroom(Random(4), claims=2, moves=80)  # noqa: S311 (the same day each time)
    for one in day:
        service.post_all([sent(one)])
    with ClaimLog(env={DATABASE_URL: database.url}) as log:
        return list(log.history(f"claim/{BUSY}"))


def sent(event: dict[str, Any]) -> dict[str, Any]:
    return {"specversion": "1.0", **event}


def test_two_revisions_differ_as_in_the_fold(service: Service, events: list[Recorded]) -> None:
    numbers = range(1, len(fold(events).revisions) + 1)
    assert len(numbers) > 5
    for before, after in product(numbers, numbers):
        expected = diff(shown_revision(before, events), shown_revision(after, events))
        assert service.read(PATH, from_=before, to=after) == {"from": before, "to": after, **expected}


def test_two_moments_differ_as_in_the_fold(service: Service, events: list[Recorded]) -> None:
    for before, after in pairwise(one.position for one in events):
        told = service.read(PATH, from_=before, to=after, axis="recorded")
        assert told == {"from": before, "to": after, **diff(shown_at(before, events), shown_at(after, events))}


def test_as_of_the_past_nothing_later_is_known(service: Service, events: list[Recorded]) -> None:
    revisions = fold(events).revisions
    last = revisions[len(revisions)]
    answer = service.get(PATH, from_=1, to=last.number, as_of=last.position - 1)
    assert (answer.status_code, answer.json()["last_revision"]) == (404, last.number - 1)
    first, then = events[0].position, last.position - 1
    told = service.read(PATH, from_=first, to=last.position, axis="recorded", as_of=then)
    expected = diff(shown_at(first, events), shown_at(then, events))
    assert told == {"from": first, "to": last.position, **expected}


def test_a_revision_that_was_recorded_just_now_is_waited_for(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_least, "PATIENCE_S", PATIENCE_S)
    service.post_all([sent(reported())])
    service.send(sent(updated("1,351 soldiers", exact("1351"), said_at="2022-03-25")))
    later = Timer(0.2, service.project)
    later.start()
    assert service.read(f"/v1/claims/{CLAIM}/diff", from_=1, to=2)["figure"]["to"] == exact("1351")
    joined(later)
