"""No page of another site can have a browser post here, not even one that gives its own name our address."""

import asyncio
from collections.abc import Mapping

import httpx
import orjson
import pytest

from api.compose import running
from api.http.app import Application
from api.settings import Settings
from tests.e2e.conftest import POSTED, Service
from tests.facts import A, exact, reported
from tests.postgres import Database
from tests.service import STRUCTURED
from tests.streaming import NDJSON, lines_of

FIRST = reported("498 soldiers", exact("498"))
REBOUND = {"Host": "evil.example", "Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}
OTHER_SITES = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
]
BINARY = {
    "Content-Type": "application/json",
    "ce-specversion": "1.0",
    "ce-id": "one",
    "ce-source": "https://a.example/",
}
BINARY |= {"ce-type": "claim.reported.v1", "ce-subject": A}


def forms_of_one(service: Service) -> Mapping[str, tuple[dict[str, str], bytes]]:
    """The headers and the body of an event in each form in which it can be posted."""
    event = service.event("claim.reported.v1", A, FIRST)
    return {
        "structured": ({"Content-Type": STRUCTURED}, orjson.dumps(event)),
        "binary": (BINARY, orjson.dumps(FIRST)),
        "batch": ({"Content-Type": POSTED}, orjson.dumps([event])),
        "stream": (NDJSON, lines_of(event)),
    }


def refused(answer: httpx.Response) -> bool:
    kind = answer.headers["content-type"], answer.json()["type"].rpartition("/")[2]
    return answer.status_code == 403 and kind == ("application/problem+json", "from-elsewhere")


@pytest.mark.parametrize("form", ["structured", "binary", "batch", "stream"])
@pytest.mark.parametrize("headers", [REBOUND, {"Host": "evil.example", "Origin": "http://evil.example"}, *OTHER_SITES])
def test_an_event_from_another_site_is_not_recorded(service: Service, form: str, headers: dict[str, str]) -> None:
    own, body = forms_of_one(service)[form]
    assert refused(service.http.post("/v1/events", content=body, headers=own | headers))
    assert service.position() == 0


@pytest.mark.parametrize("form", ["structured", "binary", "batch", "stream"])
def test_an_event_from_a_page_of_ours_and_from_any_program_is_recorded(service: Service, form: str) -> None:
    own, body = forms_of_one(service)[form]
    ours = {"Origin": str(service.http.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    for headers in (ours, {"Host": "any.example"}):
        assert service.http.post("/v1/events", content=body, headers=own | headers).is_success
    assert service.position() == 1


def test_every_address_that_takes_posts_refuses_those_of_other_sites(service: Service) -> None:
    paths = [path for path, methods in service.read("/openapi.json")["paths"].items() if "post" in methods]
    assert "/v1/events" in paths
    for path in paths:
        for headers in (REBOUND, *OTHER_SITES):
            assert refused(service.http.post(path, content=b"[]", headers=headers)), path


def test_the_refusal_says_which_name_and_where_a_right_one_goes(service: Service) -> None:
    problem = service.http.post("/v1/events", headers=REBOUND).json()
    assert problem["errors"][0]["got"] == "evil.example"
    assert "CLAIMTRAIL_HOSTS" in problem["detail"]


def test_a_name_that_is_set_is_ours(database: Database) -> None:
    ours, other = "https://desk.example", "https://other.example"

    async def answered() -> list[int]:
        app = Application(lambda: running(database.url, Settings(hosts=("desk.example",))))
        transport = httpx.ASGITransport(app)
        async with app.fastapi.router.lifespan_context(app.fastapi), httpx.AsyncClient(transport=transport) as http:
            sent = [(site, f"{site}/v1/{path}") for path in ("receipts/lookup", "events") for site in (ours, other)]
            answers = [await http.post(at, content=b"[]", headers={"Origin": site}) for site, at in sent]
            return [one.status_code for one in answers]

    assert asyncio.run(answered()) == [200, 403, 415, 403]
