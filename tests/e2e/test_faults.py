"""What a misspelt or impossible question gets: always a problem, never the latest value, never a framework's words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from api.http.examples import EVENT
from tests.bounded import eventually
from tests.e2e.conftest import Service
from tests.events import printed, published
from tests.facts import A, exact, reported
from tests.postgres import Database

READING = [
    "/v1/claims",
    f"/v1/claims/{A}",
    f"/v1/claims/{A}/events",
    f"/v1/claims/{A}/revisions",
    f"/v1/claims/{A}/audit",
    f"/v1/claims/{A}/diff?from=1&to=1",
    "/v1/questions",
    "/v1/questions/ru-soldiers-killed",
    "/v1/questions/ru-soldiers-killed/timeline",
    f"/v1/compare?left={A}&right={A}",
    "/v1/events",
    "/v1/events/1",
    "/v1/receipts?source=s&id=i",
    "/v1/corrections",
    "/v1/projections",
]


@pytest.fixture
def claim(service: Service) -> dict[str, Any]:
    """The receipt of the one event there is."""
    return service.post("claim.reported.v1", A, reported("498", exact("498")))


def fault(service: Service, address: str, more: str = "") -> tuple[int, Any]:
    """Status and name of the problem, and the parameter that it is about."""
    answer = service.http.get(f"{address}{'?' if '?' not in address else '&'}{more}" if more else address)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body = answer.json()
    assert {"type", "title", "status", "detail", "errors"} <= set(body)
    return answer.status_code, body.get("parameter", body["type"].rpartition("/")[2])


@pytest.mark.usefixtures("claim")
def test_every_reading_route_refuses_a_parameter_that_it_does_not_know(service: Service) -> None:
    assert {fault(service, address, "asof=1") for address in READING} == {(400, "asof")}


@pytest.mark.usefixtures("claim")
@pytest.mark.parametrize("moment", ["00", "01", "-1", "1.0", "1_0", "%201", "now", "2022-03-02", "", "%D9%A1"])
def test_every_reading_route_refuses_a_moment_that_cannot_be_read(service: Service, moment: str) -> None:
    assert {fault(service, address, f"as_of={moment}") for address in READING} == {(400, "as_of")}


@pytest.mark.usefixtures("claim")
@pytest.mark.parametrize("moment", ["2", "99999999999999999999", "9999-01-01T00:00:00Z"])
def test_every_reading_route_refuses_a_moment_beyond_the_record(service: Service, moment: str) -> None:
    assert {fault(service, address, f"as_of={moment}") for address in READING} == {(404, "not-yet")}


@pytest.mark.usefixtures("claim")
def test_every_reading_route_refuses_a_moment_before_the_record(service: Service) -> None:
    assert {fault(service, address, "as_of=0000-01-01T00:00:00Z") for address in READING} == {(404, "before-first")}


@pytest.mark.usefixtures("claim")
def test_every_reading_route_takes_the_position_that_it_must_reflect(service: Service) -> None:
    assert {fault(service, address, "at_least=x") for address in READING} == {(400, "at_least")}
    joined = [f"{address}{'&' if '?' in address else '?'}at_least=1" for address in READING]
    assert {service.http.get(address).status_code for address in joined} <= {200, 404}


@pytest.mark.usefixtures("claim")
def test_a_plus_that_became_a_space_is_named(service: Service) -> None:
    answer = service.http.get("/v1/claims?as_of=2022-03-02T20:41:07+01:00")
    assert "%2B" in answer.json()["detail"]


def test_a_parameter_that_takes_a_moment_only_asks_for_no_position(service: Service) -> None:
    answer = service.http.get("/v1/claims?recorded_after=2022-03-02")
    assert answer.json()["errors"][0]["expected"].startswith("recorded_after: RFC 3339")


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/v1/claims?limit=0", "limit"),
        ("/v1/claims?limit=1001", "limit"),
        ("/v1/claims?limit=1.0", "limit"),
        ("/v1/claims?limit=1&limit=2", "limit"),
        ("/v1/claims?order=up", "order"),
        ("/v1/claims?status=open", "status"),
        ("/v1/claims?disputed=1", "disputed"),
        ("/v1/claims?question=Not%20an%20id", "question"),
        ("/v1/claims?q=", "q"),
        ("/v1/claims?q=%00", "q"),
        ("/v1/claims?recorded_after=7", "recorded_after"),
        ("/v1/claims?cursor=x", "cursor"),
        ("/v1/compare?left=a", "right"),
        ("/v1/compare?left=a&right=b&tolerance=1", "tolerance"),
        ("/v1/compare?left=a&right=b&tolerance=0.0", "tolerance"),
        ("/v1/compare?left=a&right=b&tolerance=.5", "tolerance"),
        ("/v1/questions/q?period=last%20week", "period"),
        ("/v1/events?type=claim.deleted.v1", "type"),
        ("/v1/events?stream=ru-mod", "stream"),
        ("/v1/events?after=-1", "after"),
        ("/v1/claims/c/diff?from=1&to=2&axis=said", "axis"),
        ("/v1/claims/c/diff?from=1", "to"),
        ("/v1/receipts?source=s", "id"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(service: Service, address: str, parameter: str) -> None:
    assert fault(service, address) == (400, parameter)


def test_a_query_that_is_no_text_is_refused(service: Service) -> None:
    assert fault(service, "/v1/claims?q=%ff") == (400, "bad-parameter")


def test_every_bad_parameter_is_told_at_once(service: Service) -> None:
    errors = service.http.get("/v1/claims?limit=x&order=y&colour=red").json()["errors"]
    assert [one["name"] for one in errors] == ["bad-parameter"] * 3


@pytest.mark.parametrize("address", ["/v1", "/v1/source", "/v1/story", "/v2/claims", "/v1/claims/a/b/c", "/v1/%2F"])
def test_an_address_that_is_not_there_is_a_problem(service: Service, address: str) -> None:
    assert fault(service, address) == (404, "not-found")


@pytest.mark.parametrize(
    ("method", "address", "allow"),
    [
        ("DELETE", f"/v1/claims/{A}", "GET, HEAD"),
        ("PUT", "/v1/events", "GET, HEAD, POST"),
        ("PATCH", "/v1/events/1", "GET, HEAD"),
        ("POST", "/v1/claims", "GET, HEAD"),
        ("GET", "/v1/receipts/lookup", "POST"),
        ("OPTIONS", "/v1/questions", "GET, HEAD"),
    ],
)
def test_there_is_no_verb_for_editing(service: Service, method: str, address: str, allow: str) -> None:
    answer = service.http.request(method, address)
    assert (answer.status_code, answer.headers["allow"]) == (405, allow)
    assert answer.json()["type"].endswith("/method-not-allowed")


@pytest.mark.usefixtures("claim")
def test_head_works_where_get_does(service: Service) -> None:
    for address in READING:
        got, headed = service.http.get(address), service.http.head(address)
        assert (headed.status_code, headed.content) == (got.status_code, b"")
        assert headed.headers.get("etag") == got.headers.get("etag")


@pytest.mark.usefixtures("claim")
def test_head_of_the_lines_of_the_log_reads_none_of_it(service: Service) -> None:
    answer = service.http.head("/v1/events", headers={"Accept": "application/x-ndjson"})
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.usefixtures("claim")
def test_a_database_that_is_away_is_a_problem_that_passes(service: Service, database: Database) -> None:
    with away(database):
        answer = service.get("/v1/claims")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert answer.json()["type"].endswith("/database-away")
        assert service.get(f"/v1/claims/{A}/revisions").status_code == 503
        assert service.get(f"/v1/claims/{A}").status_code == 503
        ready = service.get("/readyz")
        assert (ready.status_code, ready.json()["database"]) == (503, "away")
    eventually(lambda: service.get("/v1/claims").status_code != 503)
    assert service.read(f"/v1/claims/{A}")["claim"] == A


@contextmanager
def away(database: Database) -> Iterator[None]:
    """Nobody is connected to the database any more, nor can be."""
    name = conninfo_to_dict(database.owner_url)["dbname"]
    with psycopg.connect(make_conninfo(database.owner_url, dbname="postgres"), autocommit=True) as admin:
        allowing = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        admin.execute(allowing.format(sql.Identifier(str(name)), sql.SQL("false")))
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            admin.execute(allowing.format(sql.Identifier(str(name)), sql.SQL("true")))


def test_the_description_of_the_routes_names_their_parameters(service: Service) -> None:
    described = service.read("/openapi.json")
    parameters = described["paths"]["/v1/claims/{claim}/diff"]["get"]["parameters"]
    assert [one["name"] for one in parameters] == ["claim", "from", "to", "axis", "as_of", "at_least"]
    routes = [route for path, route in described["paths"].items() if path.startswith("/v1")]
    assert all("example" in str(method) for route in routes for method in route.values())
    assert "HTTPValidationError" not in str(described)


def test_every_reading_route_answers_what_its_description_shows_as_an_example(service: Service) -> None:
    editions = [{"specversion": "1.0", **published(number, printed())} for number in (1, 2)]
    service.post_all([EVENT, *editions])
    described = service.read("/openapi.json")["paths"]
    shown = [address_of(path, route["get"]) for path, route in described.items() if "get" in route]
    assert [one for one in shown if service.http.get(one).status_code != 200] == []


def address_of(path: str, route: dict[str, Any]) -> str:
    """The address that the examples of its parameters make."""
    query: dict[str, Any] = {}
    for one in route.get("parameters", []):
        example = one["schema"].get("example", one["schema"].get("examples", [None])[0])
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", str(example))
        elif one["required"] or "example" in one["schema"]:
            query[one["name"]] = example
    return f"{path}?{urlencode(query)}" if query else path
