"""A stream of events, one a line: read as it comes, answered as it commits, each line judged alone."""

import asyncio
import gzip
import zlib
from collections.abc import Callable
from typing import Any

import orjson
import pytest
import zstandard

from api.compose import running
from api.http.asgi import Message
from api.settings import Settings
from tests.bounded import PATIENCE_S
from tests.e2e.conftest import POSTED, Service
from tests.facts import A, exact, reported
from tests.postgres import Database
from tests.streaming import NDJSON, lines_of, names, posted, results_of, statuses, streaming

FIRST = reported("498 soldiers", exact("498"))
BOM = b"\xef\xbb\xbf"
LONGEST = 256 * 2**10
A_PART, PARTS, TURNS = b"x\n" * 100, 100, 20_000
CUT = "the body ends before the compressed data does"
COMPRESSED = pytest.mark.parametrize(("coding", "compress"), [("gzip", gzip.compress), ("zstd", zstandard.compress)])
Compress = Callable[[bytes], bytes]


def report(service: Service, claim: str = A, **attributes: Any) -> dict[str, Any]:
    return service.event("claim.reported.v1", claim, FIRST, **attributes)


def note(service: Service, text: str = "looked into", claim: str = A, **attributes: Any) -> dict[str, Any]:
    return service.event("claim.annotated.v1", claim, {"text": text}, **attributes)


def noted(service: Service, count: int) -> list[dict[str, Any]]:
    """A claim and notes on it, so many events in all."""
    return [report(service), *(note(service, f"note {number}") for number in range(count - 1))]


def test_every_line_has_a_result_in_its_order(service: Service) -> None:
    results = results_of(service, *noted(service, 3))
    assert statuses(results) == [201, 201, 201]
    assert [one["receipt"]["position"] for one in results] == [1, 2, 3]


def test_the_results_are_those_of_a_batch_byte_for_byte(service: Service) -> None:
    events = [*noted(service, 2), service.event("claim.annotated.v1", "Ü", {"text": 1})]
    first = posted(service, lines_of(*events)).content
    again = posted(service, lines_of(*events)).content
    batch = service.http.post("/v1/events", content=orjson.dumps(events), headers={"Content-Type": POSTED}).content
    assert b"[" + b",".join(again.splitlines()) + b"]" == batch
    assert first.startswith(b'{"index":0,"status":201,"receipt":{"source":')
    assert first.replace(b'"status":201', b'"status":200').replace(b'recorded"}', b'repeated"}') == again


@pytest.mark.parametrize("media_type", ["application/jsonl", "application/x-ndjson; charset=utf-8"])
def test_both_names_of_lines_are_taken(service: Service, media_type: str) -> None:
    assert statuses(results_of(service, report(service), Content_Type=media_type)) == [201]


def test_a_stream_of_nothing_is_answered_with_nothing(service: Service) -> None:
    for body in (b"", b"\n\r\n  \n"):
        answer = posted(service, body)
        assert (answer.status_code, answer.content) == (200, b"")


def test_line_ends_may_be_of_either_kind_and_the_last_may_lack(service: Service) -> None:
    one, two, three = (orjson.dumps(event) for event in noted(service, 3))
    answer = posted(service, b"\n" + one + b"\r\n\r\n \t\n" + two + b"\n\n" + three)
    assert [orjson.loads(line)["index"] for line in answer.text.splitlines()] == [0, 1, 2]
    assert service.position() == 3


def test_a_bad_line_harms_no_other(service: Service) -> None:
    good = noted(service, 3)
    bad: list[dict[str, Any] | bytes] = [
        b"{",
        b"[]",
        b'{"id":1,"id":1}',
        BOM + orjson.dumps(good[1]),
        b"\xff",
        service.event("claim.deleted.v1", A, {}),
        note(service) | {"colour": "red"},
        note(service, claim="nobody.said-this"),
    ]
    results = results_of(service, good[0], *bad, good[1], b"null", good[2])
    assert statuses(results) == [201, 400, 400, 400, 400, 400, 422, 422, 409, 201, 400, 201]
    assert names(results) == ["malformed"] * 5 + ["unknown-event-type", "unknown-field", "not-opened", "malformed"]
    assert service.position() == 3


def test_a_line_that_is_too_long_is_passed_over(service: Service) -> None:
    first, second = noted(service, 2)
    results = results_of(service, b"x" * (LONGEST + 1), first, b"y" * 3 * LONGEST, b"z" * 10 * LONGEST, second)
    assert statuses(results) == [413, 201, 413, 413, 201]
    assert names(results) == ["too-large"] * 3


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_a_line_of_the_greatest_length_is_taken(service: Service, end: bytes) -> None:
    line = orjson.dumps(report(service))
    answer = posted(service, line + b" " * (LONGEST - len(line)) + end)
    assert orjson.loads(answer.content)["status"] == 201


def test_a_line_that_never_ends_is_refused_before_its_end(service: Service) -> None:
    with streaming(service.http.base_url) as stream:
        stream.send_bytes(b"[" * (LONGEST + 2))
        assert names(stream.results(1)) == ["too-large"]
        stream.send_bytes(b"[" * LONGEST)
        stream.send_bytes(b"\n" + orjson.dumps(report(service)))
        assert statuses(stream.end()) == [201]


def test_a_client_may_wait_for_each_result_before_it_sends_the_next_line(service: Service) -> None:
    with streaming(service.http.base_url) as stream:
        for number, event in enumerate(noted(service, 5)):
            stream.send(event)
            (result,) = stream.results(1)
            assert (result["index"], result["receipt"]["position"]) == (number, number + 1)
        assert stream.end() == []


def test_a_line_may_come_in_pieces_and_the_last_without_its_end(service: Service) -> None:
    first, second = noted(service, 2)
    with streaming(service.http.base_url) as stream:
        whole = lines_of(first) + orjson.dumps(second)
        for at in range(0, len(whole), 7):
            stream.send_bytes(whole[at : at + 7])
        assert statuses(stream.end()) == [201, 201]


@COMPRESSED
def test_a_client_may_compress_and_wait_for_each_result(service: Service, coding: str, compress: Compress) -> None:
    del compress
    deflating = zlib.compressobj(wbits=31) if coding == "gzip" else zstandard.ZstdCompressor().compressobj()
    flush = zlib.Z_SYNC_FLUSH if coding == "gzip" else zstandard.COMPRESSOBJ_FLUSH_BLOCK
    with streaming(service.http.base_url, Content_Encoding=coding) as stream:
        for event in noted(service, 3):
            stream.send_bytes(deflating.compress(lines_of(event)) + deflating.flush(flush))
            assert statuses(stream.results(1)) == [201]
        stream.send_bytes(deflating.flush())
        assert stream.end() == []


def test_thousands_of_lines_are_recorded_in_their_order(service: Service) -> None:
    events = noted(service, 4_500)
    results = results_of(service, *events)
    assert statuses(results) == [201] * 4_500
    assert [one["receipt"]["id"] for one in results] == [one["id"] for one in events]
    assert [one["receipt"]["position"] for one in results] == list(range(1, 4_501))


def test_who_reads_no_answers_can_send_no_more_than_a_little(database: Database) -> None:
    while_unread, results = asyncio.run(taken(database.url))
    assert while_unread < PARTS // 10
    assert results == PARTS * A_PART.count(b"\n")


async def taken(conninfo: str) -> tuple[int, int]:
    """How many parts of a body the door takes while nobody reads its answers; how many results it has in the end."""
    parts = results = 0
    is_read = asyncio.Event()

    async def receive() -> Message:
        nonlocal parts
        parts += 1
        return {"type": "http.request", "body": A_PART, "more_body": parts < PARTS}

    async def send(message: Message) -> None:
        nonlocal results
        results += message.get("body", b"").count(b"\n")
        await is_read.wait()

    headers = [(name.lower().encode(), value.encode()) for name, value in NDJSON.items()]
    async with running(conninfo, Settings()) as service:
        posting = asyncio.create_task(service.door({"query_string": b"", "headers": headers}, receive, send))
        for _ in range(TURNS):  # no line is for the log, so whatever the door would still take it takes in these
            await asyncio.sleep(0)
        while_unread = parts
        is_read.set()
        await asyncio.wait_for(posting, PATIENCE_S)
    return while_unread, results


def test_an_expected_version_is_asked_of_each_line(service: Service) -> None:
    events = [
        report(service, expectedversion=0),
        note(service, "first", expectedversion=1),
        note(service, "too late", expectedversion=1),
        note(service, "second", expectedversion="2"),
    ]
    results = results_of(service, *events)
    assert statuses(results) == [201, 201, 412, 201]
    assert results[2]["problem"]["current_version"] == 2


@pytest.mark.parametrize("asked", ["dry_run", "atomic"])
def test_what_is_asked_of_a_whole_stream_is_refused(service: Service, asked: str) -> None:
    answer = service.http.post(f"/v1/events?{asked}=true", content=lines_of(report(service)), headers=NDJSON)
    assert answer.status_code == 400
    assert (answer.json()["type"].rpartition("/")[2], answer.json()["parameter"]) == ("bad-parameter", asked)
    assert service.position() == 0
    allowed = service.http.post(f"/v1/events?{asked}=false", content=lines_of(report(service)), headers=NDJSON)
    assert allowed.status_code == 200


def test_an_encoding_that_is_not_known_is_refused_before_any_line(service: Service) -> None:
    answer = posted(service, lines_of(report(service)), Content_Encoding="br")
    assert answer.status_code == 415
    assert answer.headers["content-type"] == "application/problem+json"


@COMPRESSED
def test_a_compressed_stream_is_read_whole_however_many_members_it_has(
    service: Service, coding: str, compress: Compress
) -> None:
    events = noted(service, 300)
    members = b"".join(compress(lines_of(*events[at : at + 100])) for at in (0, 100, 200))
    answer = posted(service, members, Content_Encoding=coding)
    assert [orjson.loads(line)["status"] for line in answer.text.splitlines()] == [201] * 300


@COMPRESSED
def test_of_a_compressed_stream_that_was_cut_the_whole_lines_are_recorded(
    service: Service, coding: str, compress: Compress
) -> None:
    whole = compress(lines_of(*noted(service, 2)))
    answer = posted(service, whole + compress(lines_of(note(service)))[:-9], Content_Encoding=coding)
    results = [orjson.loads(line) for line in answer.text.splitlines()]
    assert statuses(results)[:2] == [201, 201]
    assert (results[-1]["status"], names(results)) == (400, ["malformed"])
    assert results[-1]["problem"]["errors"][0]["got"] == CUT
    assert service.position() == len(results) - 1


@COMPRESSED
def test_a_compressed_stream_that_breaks_off_is_answered_up_to_there(
    service: Service, coding: str, compress: Compress
) -> None:
    answer = posted(service, compress(lines_of(report(service))) + b"no such thing", Content_Encoding=coding)
    results = [orjson.loads(line) for line in answer.text.splitlines()]
    assert (statuses(results), names(results)) == ([201, 400], ["malformed"])


@COMPRESSED
def test_a_body_that_is_not_compressed_as_it_says_is_refused_at_once(
    service: Service, coding: str, compress: Compress
) -> None:
    del compress
    answer = posted(service, lines_of(report(service)), Content_Encoding=coding)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, "malformed")


@COMPRESSED
def test_a_bomb_of_one_line_is_too_long_and_then_ends_the_stream(
    service: Service, coding: str, compress: Compress
) -> None:
    bomb = compress(b" " * 2**27 + b"\n" + lines_of(report(service)))
    answer = posted(service, bomb, Content_Encoding=coding)
    assert statuses([orjson.loads(line) for line in answer.text.splitlines()]) == [413, 413]
