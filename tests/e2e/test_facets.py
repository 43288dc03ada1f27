"""Facets of the list of claims: the same under the same filters, now and as of the past."""

from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import ADVISER, QUESTION, A, B, C, disputed, exact, reported


@pytest.fixture
def told(service: Service) -> Service:
    """Two claims about a question, one of them disputed, and one about another."""
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    service.post("claim.reported.v1", B, reported("7,000 soldiers", exact("7000"), ADVISER))
    service.post("claim.reported.v1", C, reported("12 ships", exact("12"), question="ships-sunk"))
    service.post("claim.disputed.v1", A, disputed("d-1", "figure"))
    return service


def facets(service: Service, **asked: Any) -> dict[str, Any]:
    shown: dict[str, Any] = service.read("/v1/claims", facets="true", limit=1, **asked)["facets"]
    return shown


def values(facet: list[dict[str, Any]]) -> dict[Any, int]:
    return {one["value"]: one["count"] for one in facet}


def test_facets_count_all_claims_of_the_list_and_not_only_the_page(told: Service) -> None:
    shown = facets(told)
    assert (shown["counted"], shown["complete"]) == (3, True)
    assert values(shown["question"]) == {QUESTION: 2, "ships-sunk": 1}
    assert values(shown["originator"]) == {"ru-mod": 2, "arestovych": 1}
    assert values(shown["status"]) == {"standing": 3}
    assert values(shown["disputed"]) == {False: 2, True: 1}


def test_facets_come_under_the_filters_of_the_list(told: Service) -> None:
    assert values(facets(told, originator="ru-mod")["question"]) == {QUESTION: 1, "ships-sunk": 1}
    assert values(facets(told, q="died")["originator"]) == {"ru-mod": 1}


@pytest.mark.parametrize("asked", [{}, {"q": "soldiers"}, {"question": QUESTION}])
def test_facets_of_the_past_are_those_that_were_then_of_now(service: Service, asked: dict[str, str]) -> None:
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    then, shown = service.position(), facets(service, **asked)
    service.post("claim.reported.v1", B, reported("7,000 soldiers", exact("7000"), ADVISER))
    service.post("claim.disputed.v1", A, disputed("d-1", "figure"))
    assert facets(service, as_of=then, **asked) == shown


def test_a_list_without_facets_has_none(told: Service) -> None:
    assert set(told.read("/v1/claims")) == {"items", "next"}
