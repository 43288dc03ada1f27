"""A search that finds more than can be ranked in good time."""

from typing import Any

import psycopg
import pytest

from tests.e2e.conftest import Service
from tests.facts import A, exact, reported
from tests.postgres import Database

COPIES = 10_020


@pytest.fixture
def many(service: Service, database: Database) -> Service:
    """A claim, and as many copies of it in the read models."""
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    with psycopg.connect(database.url) as connection:
        connection.execute(
            "INSERT INTO search_entry (stream, kind, question, originator, status, disputed, title, wording, more)"
            " SELECT 'claim/copy.' || n, kind, question, originator, status, disputed, title, wording, more"
            " FROM search_entry, generate_series(1, %s) AS n",
            [COPIES],
        )
        connection.execute(
            "INSERT INTO search_figure SELECT 'copy.' || n, low, high, low_closed, high_closed"
            " FROM search_figure, generate_series(1, %s) AS n",
            [COPIES],
        )
        connection.execute(
            "INSERT INTO current_view SELECT 'copy.' || n, question, originator, parties, status, disputed, version,"
            " position, recorded_at, words, view FROM current_view, generate_series(1, %s) AS n",
            [COPIES],
        )
        connection.execute("ANALYZE search_entry, search_figure, current_view")  # as autovacuum does soon after
    return service


@pytest.mark.parametrize("asked", ["q=soldiers", "q=498", "from=400", "q=died&from=400&to=500"])
def test_all_of_it_comes_once_in_the_order_of_ids_without_a_rank(many: Service, asked: str) -> None:
    found: list[str] = []
    address: str | None = f"/v1/search?{asked}&kind=claim&limit=1000"
    while address is not None:
        assert len(found) <= COPIES
        page = many.read(address)
        assert page["hits"] == {"count": 10_000, "complete": False}
        assert {one["rank"] for one in page["items"]} == {None}
        found += [one["id"] for one in page["items"]]
        address = page["next"]
    assert len(found) == COPIES + 1
    assert found == sorted(set(found), reverse=True)


def test_facets_say_that_they_are_not_of_all(many: Service) -> None:
    page = many.read("/v1/search", q="soldiers", facets="true", limit=1)
    assert (page["facets"]["counted"], page["facets"]["complete"]) == (10_000, False)
    assert many.read(page["next"])["facets"] == page["facets"]


def test_sources_come_first_all_the_same(many: Service) -> None:
    items: list[dict[str, Any]] = many.read("/v1/search", q="ministry", limit=2)["items"]
    assert [one["kind"] for one in items] == ["source", "claim"]
