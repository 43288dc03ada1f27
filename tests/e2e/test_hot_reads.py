"""The reads that stand in front of the framework: what they answer is what their routes are described to answer."""

import base64
from typing import Any

import httpx
import orjson
import pytest

from tests.e2e.conftest import Service
from tests.facts import A, exact, reported, updated

EVENTS = f"/v1/claims/{A}/events"
TIMES = 5


@pytest.fixture
def items(service: Service) -> list[dict[str, Any]]:
    """The events of one claim, as the whole log shows them."""
    figures = ["498", "1351", "5937", "6000", "6001"]
    first = service.event("claim.reported.v1", A, reported("498", exact("498")))
    later = [
        service.event("claim.updated.v1", A, updated(figure, exact(figure), f"2022-0{month}-25"))
        for month, figure in enumerate(figures[1:], 3)
    ]
    service.post_all([first, *later])
    shown: list[dict[str, Any]] = service.read("/v1/events")["items"]
    assert len(shown) == TIMES
    return shown


@pytest.mark.parametrize("limit", [1, 2, 4, 5, 50, 101])
def test_pages_of_any_length_make_up_the_stream(service: Service, items: list[dict[str, Any]], limit: int) -> None:
    assert pages(service, f"{EVENTS}?limit={limit}") == items
    assert pages(service, f"{EVENTS}?limit={limit}&order=desc") == items[::-1]


def test_a_page_as_of_a_position_ends_there(service: Service, items: list[dict[str, Any]]) -> None:
    assert pages(service, f"{EVENTS}?limit=2&as_of={items[2]['position']}") == items[:3]


@pytest.mark.parametrize("address", [EVENTS, f"/v1/claims/{A}", "/v1/events"])
@pytest.mark.usefixtures("items")
def test_who_has_the_answer_is_told_so_until_there_is_another(service: Service, address: str) -> None:
    first = service.http.get(address)
    tag = {"If-None-Match": first.headers["etag"]}

    again = service.http.get(address, headers=tag)
    service.post("claim.updated.v1", A, updated("6002", exact("6002"), "2022-12-25"))
    anew = service.http.get(address, headers=tag)

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert "content-length" not in again.headers
    assert (anew.status_code, anew.headers["etag"] != first.headers["etag"]) == (200, True)


@pytest.mark.parametrize(
    "path", ["/v1/events", EVENTS, f"{EVENTS}?limit=1", f"/v1/claims/{A}", f"/v1/claims/{A}?as_of=1", "/v1/claims/-"]
)
@pytest.mark.usefixtures("items")
def test_its_headers_are_those_that_head_tells(service: Service, path: str) -> None:
    got, headed = service.http.get(path), service.http.head(path)
    assert told(got) == told(headed)


@pytest.mark.parametrize("key", [-1, 0, 5, 6, 2**31 - 1, 2**31, 2**63, 2**70])
@pytest.mark.usefixtures("items")
def test_a_cursor_that_was_made_up_leads_nowhere(service: Service, key: int) -> None:
    (_, cursor) = service.read(f"{EVENTS}?limit=1")["next"].split("cursor=")
    made_up = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))) | {"k": key}
    if key >= 2**64:  # more than the other end's JSON can read
        text = base64.urlsafe_b64encode(str(made_up).replace("'", '"').replace("None", "null").encode()).decode()
        assert service.get(f"{EVENTS}?limit=1&cursor={text}").status_code == 400
        return
    text = base64.urlsafe_b64encode(orjson.dumps(made_up)).decode()
    page = service.read(f"{EVENTS}?limit=1&cursor={text}")
    assert [one["version"] for one in page["items"]] == ([max(key, 0) + 1] if key < TIMES else [])


def pages(service: Service, address: str) -> list[dict[str, Any]]:
    """The items of all pages from *address* on."""
    found: list[dict[str, Any]] = []
    following: str | None = address
    while following is not None:
        page = service.read(following)
        found += page["items"]
        following = page["next"]
    return found


def told(answer: httpx.Response) -> dict[str, str]:
    """Its status and its headers, but for the date."""
    return {**answer.headers, "date": "", "status": str(answer.status_code)}
