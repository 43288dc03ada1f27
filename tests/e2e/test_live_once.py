"""What a page is told that holds no stream, and asks now and then how many events have come after it."""

from functools import partial
from typing import Any

import pytest

from tests.bounded import eventually
from tests.e2e.conftest import Service
from tests.facts import A, B, exact, reported

JSON = {"Accept": "application/json"}
PATH = "/live/news"


@pytest.fixture(autouse=True)
def two(service: Service) -> None:
    """Two claims, at positions 1 and 2."""
    service.post_all([service.event("claim.reported.v1", claim, reported("498", exact("498"))) for claim in (A, B)])


def told(service: Service, query: str) -> Any:
    answer = service.http.get(f"{PATH}{query}", headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json"), answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


def has_come(service: Service, total: int) -> bool:
    return bool(told(service, "?after=2")["total"] == total)


def test_it_is_told_at_once_by_a_service_that_nobody_has_asked_before(service: Service) -> None:
    assert told(service, "?after=1") == {"position": 2, "new": 1, "total": 1}
    assert told(service, "?after=2") == {"position": 2, "new": 0, "total": 0}


def test_it_misses_nothing_however_seldom_it_asks(service: Service) -> None:
    for total in (2, 4):
        for claim in (A, B):
            service.post("claim.annotated.v1", claim, {"text": "looked into"})
        eventually(partial(has_come, service, total))
        assert told(service, f"?after=2&stream=claim/{B}")["new"] == total // 2


def test_what_cannot_be_told_is_refused(service: Service) -> None:
    answer = service.http.get(f"{PATH}?after=x", headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
