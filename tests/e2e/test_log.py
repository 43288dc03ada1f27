"""Reading the log: pages, lines, single events, corrections, how far the read models have come."""

import socket
from typing import Any

import orjson
import psycopg
import pytest
from structlog.testing import capture_logs

from adapters.projections import PROJECTIONS
from tests.bounded import PATIENCE_S
from tests.e2e.conftest import Service
from tests.facts import CMS, A, B, corrected, exact, reported, updated
from tests.postgres import Database

COUNT = 7


@pytest.fixture
def seven(service: Service) -> list[dict[str, Any]]:
    """Receipts of seven events: two claims, and updates of the first."""
    days = [f"2022-03-{day:02}" for day in range(3, 3 + COUNT - 2)]
    updates = [service.event("claim.updated.v1", A, updated(str(n), exact(str(n)), day)) for n, day in enumerate(days)]
    first, other = (
        service.event("claim.reported.v1", claim, reported("498", exact("498")), time="2022-03-02T00:00:00Z")
        for claim in (A, B)
    )
    return service.post_all([first, other, *updates])


def positions(items: list[dict[str, Any]]) -> list[int]:
    return [one["position"] for one in items]


def pages(service: Service, path: str, **parameters: Any) -> list[list[int]]:
    """The positions on each page, by following next from the first to the end."""
    found = []
    page = service.read(path, **parameters)
    while True:
        found.append(positions(page["items"]))
        if page["next"] is None:
            return found
        page = service.read(page["next"])


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"limit": 3}, [[1, 2, 3], [4, 5, 6], [7]]),
        ({"limit": 7}, [[1, 2, 3, 4, 5, 6, 7]]),
        ({"limit": 3, "order": "desc"}, [[7, 6, 5], [4, 3, 2], [1]]),
        ({"limit": 2, "after": 4}, [[5, 6], [7]]),
        ({"limit": 2, "after": 4, "order": "desc"}, [[7, 6], [5]]),
        ({"limit": 2, "as_of": 3}, [[1, 2], [3]]),
        ({"limit": 2, "as_of": 3, "order": "desc"}, [[3, 2], [1]]),
        ({"limit": 2, "type": "claim.reported.v1"}, [[1, 2]]),
        ({"limit": 4, "stream": f"claim/{A}"}, [[1, 3, 4, 5], [6, 7]]),
        ({"limit": 4, "stream": f"claim/{A}", "type": "claim.updated.v1", "order": "desc"}, [[7, 6, 5, 4], [3]]),
        ({"after": 7}, [[]]),
    ],
)
def test_the_log_is_read_page_by_page(service: Service, asked: dict[str, Any], found: list[list[int]]) -> None:
    assert pages(service, "/v1/events", **asked) == found


@pytest.mark.usefixtures("seven")
def test_the_link_of_a_page_is_its_next(service: Service) -> None:
    answer = service.get("/v1/events", limit=3)
    assert answer.headers["link"] == f'<{answer.json()["next"]}>; rel="next"'
    assert answer.headers["etag"] == '"7"'
    last = service.get("/v1/events", limit=3, after=6)
    assert ("link" in last.headers, last.json()["next"]) == (False, None)


@pytest.mark.usefixtures("seven")
def test_pages_of_a_moment_stay_of_that_moment(service: Service) -> None:
    moment = service.read("/v1/events/3")["recorded_at"]
    page = service.read("/v1/claims", limit=1, as_of=moment)
    service.post("claim.retracted.v1", A, {"by": "source", "reason": "withdrawn"})
    (rest,) = service.read(page["next"])["items"]
    assert rest["status"] == "standing"


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize(
    "changed",
    [{"type": "claim.updated.v1"}, {"order": "desc"}, {"as_of": "5"}, {"cursor": "bm90aGluZw"}, {"cursor": "é"}],
)
def test_a_cursor_is_refused_with_other_filters(service: Service, changed: dict[str, str]) -> None:
    cursor = service.read("/v1/events", limit=3)["next"].partition("cursor=")[2]
    answer = service.get("/v1/events", **({"limit": "3", "cursor": cursor} | changed))
    assert (answer.status_code, answer.json()["parameter"]) == (400, "cursor")


@pytest.mark.usefixtures("seven")
def test_a_cursor_is_refused_by_another_list(service: Service) -> None:
    cursor = service.read("/v1/events", limit=3)["next"].partition("cursor=")[2]
    assert service.get("/v1/claims", cursor=cursor).json()["parameter"] == "cursor"


@pytest.mark.parametrize("media_type", ["application/x-ndjson", "application/jsonl"])
def test_the_whole_log_comes_as_lines(service: Service, seven: list[dict[str, Any]], media_type: str) -> None:
    answer = service.http.get("/v1/events", headers={"Accept": media_type})
    assert answer.headers["content-type"].startswith(media_type)
    lines = [orjson.loads(line) for line in answer.content.split(b"\n")[:-1]]
    assert lines == service.read("/v1/events")["items"]
    assert [one["digest"] for one in lines] == [one["digest"] for one in seven]
    assert lines[0]["time"] == "2022-03-02T00:00:00Z"


def test_a_log_longer_than_what_is_read_at_once_comes_whole(service: Service) -> None:
    events = [service.event("claim.reported.v1", f"c{n}", reported("498", exact("498"))) for n in range(450)]
    service.post_all(events)
    answer = service.http.get("/v1/events", headers={"Accept": "application/x-ndjson"})
    assert [orjson.loads(line)["position"] for line in answer.content.split(b"\n")[:-1]] == list(range(1, 451))


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"order": "desc"}, [7, 6, 5, 4, 3, 2, 1]),
        ({"after": "5"}, [6, 7]),
        ({"limit": "2"}, [1, 2]),
        ({"as_of": "3", "stream": f"claim/{A}"}, [1, 3]),
    ],
)
def test_lines_follow_the_same_parameters(service: Service, asked: dict[str, str], found: list[int]) -> None:
    answer = service.http.get("/v1/events", params=asked, headers={"Accept": "application/x-ndjson"})
    assert [orjson.loads(line)["position"] for line in answer.content.split(b"\n")[:-1]] == found


def test_a_receipts_location_is_the_event(service: Service, seven: list[dict[str, Any]]) -> None:
    event = service.read("/v1/events/2")
    assert (event["id"], event["digest"]) == (seven[1]["id"], seven[1]["digest"])
    assert event == service.read("/v1/events", after=1, limit=1)["items"][0]


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize("position", ["0", "8", "01", "-1", "1.0", "x", "9" * 30, "%D9%A1"])
def test_a_position_where_nothing_stands_is_not_found(service: Service, position: str) -> None:
    assert service.get(f"/v1/events/{position}").status_code == 404
    assert service.get("/v1/events/7", as_of=6).status_code == 404


def test_what_an_identity_is_made_of_does_not_disturb_the_answer(service: Service) -> None:
    strange = 'a","recorder":"b","source":"c\\ 😀'
    event = service.event("claim.reported.v1", A, reported("498", exact("498")), id=strange)
    (receipt,) = service.post_all([event])
    (item,) = service.read("/v1/events")["items"]
    assert (item["id"], item["source"], item["digest"]) == (strange, CMS, receipt["digest"])
    assert "recorder" not in item
    assert service.read("/v1/receipts", source=CMS, id=strange) == receipt


def test_the_correction_log_tells_what_we_had_wrong(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("489", exact("489"), said_at="2022-03-02"))
    was, is_ = ({"figure": exact(one), "wording": one} for one in ("489", "498"))
    receipt = service.post("claim.corrected.v1", A, corrected(was, is_, note="We mistyped it."))
    (entry,) = service.read("/v1/corrections")["items"]
    assert (entry["claim"], entry["was"], entry["is"]) == (A, was, is_)
    assert (entry["note"], entry["reason"], entry["approver"]) == (
        "We mistyped it.",
        "The source said 498.",
        "the desk",
    )
    assert (entry["position"], entry["recorded_at"]) == (receipt["position"], receipt["recorded_at"])
    assert service.read("/v1/corrections", as_of=1)["items"] == []
    assert service.read("/v1/corrections", as_of=2, q="498")["items"] == [entry]
    assert service.read("/v1/corrections", originator="arestovych")["items"] == []
    assert service.read("/v1/corrections", recorded_after=receipt["recorded_at"])["items"] == []


def test_the_read_models_tell_how_far_they_have_come(service: Service, seven: list[dict[str, Any]]) -> None:
    shown = service.read("/v1/projections")
    assert (shown["position"], shown["next"]) == (seven[-1]["position"], None)
    assert {one["name"]: one["lag"] for one in shown["items"]} == {one.name: 0 for one in PROJECTIONS}
    then = service.read("/v1/projections", as_of=3)
    assert {(one["position"], one["lag"], one["digest"]) for one in then["items"]} == {(3, 0, None)}


def test_the_service_is_alive_ready_and_measured(service: Service) -> None:
    assert service.read("/healthz") == {"status": "alive"}
    ready = service.read("/readyz")
    assert (ready["status"], ready["database"], ready["migrations_waiting"], ready["lag"]) == (
        "ready",
        "answers",
        [],
        0,
    )
    measured = service.get("/metrics")
    assert 'claimtrail_projection_lag{name="current_view"} 0.0' in measured.text


def test_a_read_model_that_has_stopped_is_named(service: Service, database: Database) -> None:
    assert service.read("/readyz")["stopped"] == []
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("UPDATE tracking SET failed_at = 1, failure = 'for a test' WHERE name = 'search'")
    ready = service.read("/readyz")
    assert (ready["status"], ready["stopped"]) == ("ready", ["search"])
    assert 'claimtrail_projection_stopped{name="search"} 1.0' in service.get("/metrics").text


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        (b"{", 400, "malformed"),
        (b"{}", 400, "malformed"),
        (orjson.dumps([{"source": "s", "id": "i"}] * 1_001), 413, "too-large"),
        (b'[{"source": "s"}]', 422, "missing-field"),
        (b'[{"source": "s", "id": 1}]', 422, "invalid-field"),
        (b'[{"source": "s", "id": "a\\u0000"}]', 422, "invalid-field"),
        (b'[{"source": "s", "id": "i", "type": "t"}]', 422, "unknown-field"),
        (b"[1]", 422, "invalid-field"),
    ],
)
def test_a_lookup_that_cannot_be_read_is_refused(service: Service, body: bytes, status: int, problem: str) -> None:
    answer = service.http.post("/v1/receipts/lookup", content=body)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, problem)


def test_a_lookup_says_what_came(service: Service) -> None:
    answer = service.http.post("/v1/receipts/lookup", content=b'["a", {"source": 5, "id": "b", "x": []}, 7]')
    assert [(one["pointer"], one["got"]) for one in answer.json()["errors"]] == [
        ("/0", "a"),
        ("/1/x", "an array"),
        ("/1/source", 5),
        ("/2", 7),
    ]


def test_a_client_that_hangs_up_in_the_middle_of_a_lookup_is_no_fault_of_ours(service: Service) -> None:
    address = service.http.base_url
    with capture_logs() as logged, socket.create_connection((address.host, address.port or 80)) as half:
        half.settimeout(PATIENCE_S)
        half.sendall(b"POST /v1/receipts/lookup HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n[")
        half.shutdown(socket.SHUT_WR)
        assert half.recv(1) == b""
        assert service.http.post("/v1/receipts/lookup", content=b"[]").is_success
    assert [one["event"] for one in logged if one["log_level"] == "error"] == []


def test_a_lookup_of_nothing_finds_nothing(service: Service) -> None:
    assert service.http.post("/v1/receipts/lookup", content=b"[]").json() == {"items": []}
