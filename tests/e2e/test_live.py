"""The log as a stream that goes on: none misses an event or is told of one twice, whatever happens meanwhile."""

import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

import httpx
import orjson
import pytest
from structlog.testing import capture_logs
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from adapters.log_feed import MOST_COUNTED, Pace
from api import compose
from api.http import live as live_routes
from api.http import live_stream
from api.http.server import Connection
from tests import service as service_of_the_tests
from tests.bounded import PATIENCE_S, eventually, joined
from tests.e2e.conftest import POSTED, Service
from tests.e2e.test_faults import away
from tests.facts import CMS, A, B, exact, reported
from tests.live import STREAM, ids, listening
from tests.log import cut_connections
from tests.postgres import Database
from tests.service import answering

PACE = Pace(gather_s=0.02, news_s=0.05, poll_s=0.5, beat_s=0.1, linger_s=0.1, stalled_s=PATIENCE_S)
STALLED_SOON = replace(PACE, stalled_s=0.5)
NOTE = {"text": "looked into"}
LONG_NOTE = {"text": "x" * 3_900}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever takes seconds in the service takes moments here."""
    monkeypatch.setattr(compose, "PACE", PACE)
    monkeypatch.setattr(live_stream, "RETRY_S", 0.05)


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    """The service without read models, which nothing here is read from."""
    with answering(database.url) as address, httpx.Client(base_url=address, timeout=PATIENCE_S) as http:
        yield Service(http, lambda: None, lambda _: None, count(1))


@pytest.fixture
def two(service: Service) -> list[int]:
    """The positions of two claims."""
    events = [service.event("claim.reported.v1", claim, reported("498", exact("498"))) for claim in (A, B)]
    return [one["position"] for one in service.post_all(events)]


def note(service: Service, claim: str = A) -> int:
    """The position of a note that was made just now."""
    position: int = service.send(service.event("claim.annotated.v1", claim, NOTE)).json()["position"]
    return position


@pytest.mark.usefixtures("two")
def test_an_event_is_told_as_it_stands_in_the_list(service: Service) -> None:
    with listening(service.http.base_url, "/v1/events?after=0") as stream:
        told = stream.events(2)
        third = note(service)
        told.append(stream.event())
    items = service.read("/v1/events")["items"]
    assert [one.item for one in told] == items
    assert [(one.id, one.event) for one in told] == [(str(item["position"]), item["type"]) for item in items]
    assert third == 3


@pytest.mark.usefixtures("two")
def test_without_a_place_it_begins_where_the_log_ends_and_says_where_that_is(service: Service) -> None:
    with listening(service.http.base_url) as stream:
        first, second = stream.told(), stream.told()
        note(service)
        assert stream.positions(1) == [3]
    assert first is not None
    assert first.retry == "2000"
    assert second is not None
    assert (second.id, second.data) == ("2", None)


@pytest.mark.usefixtures("two")
def test_the_last_event_id_wins_over_the_address(service: Service) -> None:
    note(service)
    with listening(service.http.base_url, "/v1/events?after=0", last_id="2") as stream:
        assert stream.positions(1) == [3]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (f"stream=claim/{B}", [2, 4, 6]),
        ("type=claim.annotated.v1", [3, 4, 5]),
        (f"type=claim.annotated.v1&stream=claim/{B}", [4, 6]),
    ],
)
def test_it_tells_only_what_is_asked_for(service: Service, asked: str, told: list[int]) -> None:
    note(service, A)
    note(service, B)
    with listening(service.http.base_url, f"/v1/events?after=0&{asked}") as stream:
        note(service, A)
        note(service, B)
        assert stream.positions(len(told)) == told


@pytest.mark.usefixtures("two")
def test_a_filter_that_lets_nothing_pass_still_moves_the_place_to_go_on_from(service: Service) -> None:
    with listening(service.http.base_url, "/v1/events?type=claim.retracted.v1") as stream:
        note(service)
        while stream.last_id != "3":
            assert stream.told() is not None


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("query", "last_id", "problem"),
    [
        ("", "3", (404, "not-yet", None)),
        ("?after=3", None, (404, "not-yet", None)),
        ("", "-1", (400, "bad-parameter", "Last-Event-ID")),
        ("", "two", (400, "bad-parameter", "Last-Event-ID")),
        ("?limit=3", None, (400, "bad-parameter", "limit")),
        ("?type=no", None, (400, "bad-parameter", "type")),
    ],
)
def test_what_can_never_be_told_is_refused(
    service: Service, query: str, last_id: str | None, problem: tuple[int, str, str | None]
) -> None:
    headers = {"Accept": STREAM} | ({"Last-Event-ID": last_id} if last_id else {})
    answer = service.http.get(f"/v1/events{query}", headers=headers)
    body = answer.json()
    assert (answer.status_code, body["type"].rpartition("/")[2], body.get("parameter")) == problem


def test_an_empty_last_event_id_is_none(service: Service) -> None:
    with service.http.stream("GET", "/v1/events", headers={"Accept": STREAM, "Last-Event-ID": ""}) as answer:
        assert answer.status_code == 200


def test_head_answers_at_once(service: Service) -> None:
    answer = service.http.head("/v1/events", headers={"Accept": STREAM})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, STREAM)


def test_a_stream_on_which_nothing_happens_says_that_it_is_still_there(service: Service) -> None:
    with listening(service.http.base_url) as stream:
        comments = 0
        while comments < 3:
            message = stream.told()
            assert message is not None
            comments += message.comment is not None


def test_more_streams_than_there_is_room_for_are_refused(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_routes, "MOST_STREAMS", 1)
    with listening(service.http.base_url) as stream:
        assert stream.told() is not None
        answer = service.http.get("/v1/events", headers={"Accept": STREAM})
        assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
    eventually(lambda: opens(service))


def opens(service: Service) -> bool:
    with service.http.stream("GET", "/v1/events", headers={"Accept": STREAM}) as answer:
        return answer.status_code == 200


def test_a_client_cut_off_again_and_again_amid_a_burst_misses_nothing_and_is_told_nothing_twice(
    service: Service,
) -> None:
    told: list[int] = []
    last_id: str | None = "0"
    with writing(service, "c1", "c2") as number:
        while len(told) < number:
            with listening(service.http.base_url, last_id=last_id) as stream:
                told += stream.positions(min(random.randint(1, 40), number - len(told)))  # noqa: S311 (no secret)
                last_id = stream.last_id
    assert told == list(range(1, number + 1))


def test_the_loss_of_the_database_amid_a_burst_shows_nowhere(service: Service, database: Database) -> None:
    with listening(service.http.base_url) as stream, writing(service, "c1", "c2") as number:
        told = stream.positions(50)
        cut_connections(database)
        told += stream.positions(number - 50)
    assert told == list(range(1, number + 1))


@contextmanager
def writing(service: Service, *claims: str) -> Iterator[int]:
    """A writer for each of the *claims*; how many events they will have recorded by the end of the block."""
    batches, at_once = 30, 5
    writers = [threading.Thread(target=write, args=[service, claim, batches, at_once], daemon=True) for claim in claims]
    for one in writers:
        one.start()
    yield len(claims) * batches * at_once
    joined(*writers)


def write(service: Service, claim: str, batches: int, at_once: int) -> None:
    """Posts batches, each until it is recorded."""
    for batch in range(batches):
        events = [
            {"specversion": "1.0", "id": f"{claim}-{batch}-{n}", "source": CMS, "subject": claim}
            | {"type": "claim.annotated.v1", "data": NOTE}
            for n in range(at_once)
        ]
        if batch == 0:
            events[0] |= {"type": "claim.reported.v1", "data": reported("498", exact("498"))}
        while True:
            answer = httpx.post(
                f"{service.http.base_url}/v1/events",
                content=orjson.dumps(events),
                headers={"Content-Type": POSTED},
                timeout=PATIENCE_S,
            )
            if answer.status_code == 200 and all("receipt" in one for one in answer.json()):
                break


def test_a_stream_that_is_opened_while_the_database_is_away_waits_for_it(service: Service, database: Database) -> None:
    first = service.event("claim.reported.v1", A, reported("498", exact("498")))
    with ExitStack() as stack:
        with away(database):
            stream = stack.enter_context(listening(service.http.base_url, "/v1/events?after=0"))
            assert stream.told() is not None
        eventually(lambda: service.send(first).is_success)
        assert stream.positions(1) == [1]


@pytest.mark.usefixtures("two")
def test_a_place_beyond_the_record_ends_a_stream_that_could_not_be_refused_at_once(
    service: Service, database: Database
) -> None:
    with ExitStack() as stack:
        with away(database):
            stream = stack.enter_context(listening(service.http.base_url, "/v1/events?after=99"))
            assert stream.told() is not None
        last = stream.rest()[-1]
    assert "a position up to 2" in str(last.comment)


def test_a_client_that_takes_nothing_is_let_go_with_a_word_where_to_go_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compose, "PACE", STALLED_SOON)
    monkeypatch.setattr(live_stream, "LAST_WORDS_WITHIN_S", PATIENCE_S)
    with answering(database.url) as address, httpx.Client(base_url=address, timeout=PATIENCE_S) as http:
        number = fill(http)
        with capture_logs() as logs, listening(address, "/v1/events?after=0", slowly=True) as stream:
            eventually(lambda: said(logs, "it is let go"))
            told = stream.rest()
    positions = ids(told)
    assert positions == list(range(1, len(positions) + 1))
    assert len(positions) < number
    assert told[-1].comment == f"what was sent was not taken; go on with Last-Event-ID: {positions[-1]}"
    monkeypatch.setattr(compose, "PACE", PACE)
    with answering(database.url) as address, listening(address, last_id=stream.last_id) as again:
        assert again.positions(number - len(positions)) == list(range(len(positions) + 1, number + 1))


def test_a_client_that_does_not_even_take_that_word_is_hung_up_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compose, "PACE", STALLED_SOON)
    monkeypatch.setattr(live_stream, "LAST_WORDS_WITHIN_S", 0.2)
    with answering(database.url, Connection) as address, httpx.Client(base_url=address, timeout=PATIENCE_S) as http:
        fill(http)
        with capture_logs() as logs, listening(address, "/v1/events?after=0", slowly=True) as stream:
            eventually(lambda: said(logs, "it is hung up on"))
            assert b"go on with" not in stream.everything()


def fill(http: httpx.Client) -> int:
    """Records more than a connection buffers; how many events that are."""
    batches, at_once = 8, 250
    for batch in range(batches):
        events = [
            {"specversion": "1.0", "id": f"{batch}-{n}", "source": CMS, "subject": A}
            | {"type": "claim.annotated.v1", "data": LONG_NOTE}
            for n in range(at_once)
        ]
        if batch == 0:
            events[0] |= {"type": "claim.reported.v1", "data": reported("498", exact("498"))}
        answer = http.post("/v1/events", content=orjson.dumps(events), headers={"Content-Type": POSTED})
        assert all("receipt" in one for one in answer.json())
    return batches * at_once


def said(logs: Sequence[Mapping[str, Any]], words: str) -> bool:
    """Whether the service has logged that."""
    return any(words in str(one["event"]) for one in logs)


def test_a_slow_client_takes_nothing_from_the_others(service: Service) -> None:
    number = fill(service.http)
    with (
        listening(service.http.base_url, "/v1/events?after=0", slowly=True),
        listening(service.http.base_url, "/v1/events?after=0") as quick,
    ):
        assert quick.positions(number) == list(range(1, number + 1))
        note(service)
        assert quick.positions(1) == [number + 1]


@pytest.mark.parametrize("http", [Connection, HttpToolsProtocol], ids=["told of the end", "only stopped"])
def test_a_service_that_ends_says_where_to_go_on_and_the_next_one_does(
    database: Database, monkeypatch: pytest.MonkeyPatch, http: type[HttpToolsProtocol]
) -> None:
    monkeypatch.setattr(service_of_the_tests, "GRACE_S", 1)
    with ExitStack() as stack:
        with answering(database.url, http) as address:
            post(address, "claim.reported.v1", reported("498", exact("498")))
            stream = stack.enter_context(listening(address, "/v1/events?after=0"))
            news = stack.enter_context(listening(address, "/live/news?after=1"))
            assert stream.positions(1) == [1]
        assert stream.rest()[-1].comment == "the service ends; go on with Last-Event-ID: 1"
        assert news.rest()[-1].comment is not None
    with answering(database.url, http) as address:
        post(address, "claim.annotated.v1", NOTE)
        with listening(address, last_id=stream.last_id) as again:
            assert again.positions(1) == [2]


def post(address: str, type_: str, data: Mapping[str, Any]) -> None:
    event = {"specversion": "1.0", "id": type_, "source": CMS, "subject": A, "type": type_, "data": data}
    answer = httpx.post(f"{address}/v1/events", content=orjson.dumps([event]), headers={"Content-Type": POSTED})
    assert "receipt" in answer.json()[0]


@pytest.mark.usefixtures("two")
def test_a_page_is_told_how_many_events_came_after_it(service: Service) -> None:
    with listening(service.http.base_url, "/live/news?after=1") as news:
        assert news.event().item == {"position": 2, "new": 1, "total": 1}
        note(service)
        told = news.event()
        assert (told.item, told.id, told.event) == ({"position": 3, "new": 2, "total": 2}, "3", None)


@pytest.mark.usefixtures("two")
def test_a_page_is_told_only_of_what_touches_what_it_shows(service: Service) -> None:
    with listening(service.http.base_url, f"/live/news?after=2&stream=claim/{B}&stream=claim/c") as news:
        note(service, A)
        note(service, B)
        assert news.event().item == {"position": 4, "new": 1, "total": 2}


@pytest.mark.usefixtures("two")
def test_a_page_that_is_up_to_date_is_told_nothing(service: Service) -> None:
    with listening(service.http.base_url, "/live/news?after=2") as news:
        opened = [news.told() for _ in range(3)]
    assert [one is not None and one.data for one in opened] == [None] * 3


def test_a_page_made_long_ago_is_told_of_all_that_it_has_slept_through(service: Service) -> None:
    number = fill(service.http)
    with listening(service.http.base_url, f"/live/news?after=0&stream=claim/{A}&stream=claim/{B}") as news:
        told = news.event().item
        while told["position"] < number:
            told = news.event().item
    assert MOST_COUNTED <= told["new"] < number
    assert told["total"] == number


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "after"),
        ("?after=x", "after"),
        ("?after=1&stream=nothing", "stream"),
        ("?after=1" + "&stream=claim/a" * 101, "stream"),
        ("?after=1&type=claim.updated.v1", "type"),
    ],
)
def test_news_that_cannot_be_told_are_refused(service: Service, query: str, parameter: str) -> None:
    answer = service.http.get(f"/live/news{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)
