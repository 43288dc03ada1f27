"""The writing door as a newsroom's system uses it."""

import gzip
import socket
from base64 import b64decode
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import zstandard

from tests.e2e.conftest import POSTED, Service

STRUCTURED = {"Content-Type": "application/cloudevents+json"}
BATCH = {"Content-Type": POSTED}
REPORTED = {
    "question": "ru-soldiers-killed",
    "scope": {"population": "Russian soldiers", "unit": "person"},
    "figure": {"form": "exact", "value": "498"},
    "wording": "498 soldiers",
    "said_at": "2022-03-02",
    "attribution": [{"who": {"id": "ru-mod", "kind": "office"}, "role": "originator", "stance": "asserts"}],
}


def report(service: Service, claim: str = "c", **attributes: Any) -> dict[str, Any]:
    return service.event("claim.reported.v1", claim, REPORTED, **attributes)


def update(service: Service, value: str, said_at: str, claim: str = "c", **attributes: Any) -> dict[str, Any]:
    data = {"figure": {"form": "exact", "value": value}, "wording": value, "said_at": said_at, "reason": "news"}
    return service.event("claim.updated.v1", claim, data, **attributes)


def post(service: Service, event: Any, headers: dict[str, str] | None = None, **parameters: Any) -> httpx.Response:
    return service.http.post(
        "/v1/events", content=orjson.dumps(event), headers=STRUCTURED | (headers or {}), params=parameters
    )


def post_batch(service: Service, events: list[Any], **parameters: Any) -> httpx.Response:
    return service.http.post("/v1/events", content=orjson.dumps(events), headers=BATCH, params=parameters)


def problem(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    name: str = answer.json()["type"].rsplit("/", 1)[1]
    return name


def last_position(service: Service) -> int:
    position: int = service.read("/v1/projections")["position"]
    return position


def test_a_posted_event_is_recorded_and_its_receipt_says_where(service: Service) -> None:
    answer = post(service, report(service))
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    receipt = answer.json()
    assert (receipt["stream"], receipt["version"], receipt["position"]) == ("claim/c", 1, 1)
    assert service.read(answer.headers["location"])["digest"] == receipt["digest"]


def test_the_same_event_again_gets_the_first_receipt_in_any_mode_and_spelling(service: Service) -> None:
    event = report(service)
    first = post(service, event).json()
    spaced = orjson.dumps(dict(reversed(event.items())), option=orjson.OPT_INDENT_2)
    again = service.http.post("/v1/events", content=spaced, headers=STRUCTURED)
    binary = {f"ce-{name}": event[name] for name in ("specversion", "id", "source", "type", "subject")}
    in_binary = service.http.post(
        "/v1/events", content=orjson.dumps(event["data"]), headers=binary | {"Content-Type": "application/json"}
    )
    assert again.status_code == in_binary.status_code == 200
    assert again.json() == in_binary.json() == first | {"status": "repeated"}


def test_other_content_under_the_same_identity_is_refused_with_both_digests(service: Service) -> None:
    event = report(service)
    recorded = post(service, event).json()
    answer = post(service, event | {"data": REPORTED | {"figure": {"form": "exact", "value": "498.0"}}})
    assert (answer.status_code, problem(answer)) == (409, "identity-conflict")
    assert answer.json()["recorded"] == recorded["digest"] != answer.json()["sent"]
    assert answer.json()["differs"] == ["data"]


def test_each_item_of_a_batch_stands_alone(service: Service) -> None:
    events = [report(service), update(service, "5", "2022-03-02"), update(service, "6", "2022-03-03")]
    results = post_batch(service, events).json()
    assert [one["status"] for one in results] == [201, 422, 201]
    assert [one["index"] for one in results] == [0, 1, 2]
    assert results[1]["problem"]["type"].endswith("/no-new-utterance")
    assert results[2]["receipt"]["position"] == 2


def test_an_empty_batch_is_answered_with_nothing(service: Service) -> None:
    assert post_batch(service, []).json() == []


def test_an_atomic_batch_is_stored_whole_or_not_at_all(service: Service) -> None:
    bad = [report(service), update(service, "5", "2022-03-02")]
    answer = post_batch(service, bad, atomic="true")
    assert (answer.status_code, problem(answer)) == (422, "batch-refused")
    assert [one["status"] for one in answer.json()["items"]] == [424, 422]
    assert last_position(service) == 0
    good = [bad[0], update(service, "5", "2022-03-03")]
    assert [one["status"] for one in post_batch(service, good, atomic="true").json()] == [201, 201]


def test_a_dry_run_checks_everything_and_stores_nothing(service: Service) -> None:
    events = [report(service), update(service, "5", "2022-03-03"), update(service, "6", "2022-03-03")]
    results = post_batch(service, events, dry_run="true").json()
    assert [one["status"] for one in results] == [200, 200, 422]
    assert results[1]["receipt"]["status"] == "would_record"
    assert not results[1]["receipt"].keys() & {"position", "recorded_at", "digest"}
    assert last_position(service) == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-Match": '"1"'}, 201),
        ({"If-Match": '"7", "1"'}, 201),
        ({"If-Match": "*"}, 201),
        ({"If-Match": '"2"'}, 412),
        ({"If-Match": 'W/"1"'}, 412),
        ({"If-Match": "1"}, 400),
        ({"If-None-Match": "*"}, 412),
        ({"If-None-Match": '"1"'}, 400),
        ({"If-Match": '"1"', "If-None-Match": "*"}, 412),
    ],
)
def test_a_precondition_holds_or_nothing_is_stored(service: Service, headers: dict[str, str], status: int) -> None:
    post(service, report(service))
    answer = post(service, update(service, "5", "2022-03-03"), headers)
    assert answer.status_code == status
    assert last_position(service) == (2 if status == 201 else 1)


@pytest.mark.parametrize("header", [{"If-Match": '"1"'}, {"If-None-Match": "*"}])
@pytest.mark.parametrize("mode", ["application/cloudevents-batch+json", "application/x-ndjson"])
def test_a_precondition_on_many_events_is_refused_by_name(service: Service, mode: str, header: dict[str, str]) -> None:
    answer = service.http.post("/v1/events", content=b"[]", headers={"content-type": mode} | header)
    assert (answer.status_code, problem(answer)) == (400, "malformed")
    assert answer.json()["errors"][0]["expected"].startswith(next(iter(header)))


def test_a_version_conflict_names_the_current_version(service: Service) -> None:
    post(service, report(service))
    answer = post(service, update(service, "5", "2022-03-03", expectedversion=7))
    assert (problem(answer), answer.json()["current_version"]) == ("version-conflict", 1)
    assert answer.json()["errors"][0]["expected"] == "1, the version that the stream is at"


def test_a_version_conflict_of_a_weak_tag_says_that_no_version_came(service: Service) -> None:
    post(service, report(service))
    answer = post(service, update(service, "5", "2022-03-03"), {"If-Match": 'W/"1"'})
    assert answer.json()["errors"][0]["got"] == "no version that could match"


@pytest.mark.parametrize("tag", ["*", '"0"', '"1"'])
def test_if_match_on_a_stream_that_does_not_exist_fails(service: Service, tag: str) -> None:
    assert post(service, report(service), {"If-Match": tag}).status_code == 412


def test_a_retry_with_its_old_if_match_gets_its_receipt(service: Service) -> None:
    post(service, report(service))
    event = update(service, "5", "2022-03-03")
    first = post(service, event, {"If-Match": '"1"'})
    again = post(service, event, {"If-Match": '"1"'})
    assert again.status_code == 200
    assert again.json()["position"] == first.json()["position"]


@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("zstd", zstandard.compress)])
def test_a_compressed_body_is_read(service: Service, encoding: str, compress: Any) -> None:
    body = compress(orjson.dumps(report(service)))
    answer = service.http.post("/v1/events", content=body, headers=STRUCTURED | {"Content-Encoding": encoding})
    assert answer.status_code == 201


@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("zstd", zstandard.compress)])
def test_a_bomb_is_too_large_and_a_cut_body_malformed(service: Service, encoding: str, compress: Any) -> None:
    headers = BATCH | {"Content-Encoding": encoding}
    bomb = service.http.post("/v1/events", content=compress(b"[" + b" " * 2**26), headers=headers)
    assert (bomb.status_code, problem(bomb)) == (413, "too-large")
    cut = service.http.post("/v1/events", content=compress(b"[]" * 500)[:-9], headers=headers)
    assert (cut.status_code, problem(cut)) == (400, "malformed")


def test_an_encoding_that_is_not_known_is_refused(service: Service) -> None:
    answer = post(service, report(service), {"Content-Encoding": "br"})
    assert (answer.status_code, problem(answer)) == (415, "unsupported-media-type")


def test_what_is_too_large_is_refused_alone_and_in_a_batch(service: Service) -> None:
    large = report(service)
    large["data"] = REPORTED | {"note": "x" * 300_000}
    assert post(service, large).status_code == 413
    results = post_batch(service, [large, report(service, "d")]).json()
    assert [one["status"] for one in results] == [413, 201]
    assert post_batch(service, [report(service)] * 1001).status_code == 413


def test_an_unknown_parameter_is_named_with_the_known_ones(service: Service) -> None:
    answer = post(service, report(service), dryrun="true")
    assert (answer.status_code, problem(answer)) == (400, "bad-parameter")
    assert "dry_run" in answer.json()["errors"][0]["expected"]


def test_a_client_that_hangs_up_in_the_middle_leaves_nothing(service: Service) -> None:
    address = service.http.base_url
    with socket.create_connection((address.host, address.port or 80)) as half:
        half.sendall(b"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/cloudevents+json\r\n")
        half.sendall(b"Content-Length: 1000\r\n\r\n{")
    assert last_position(service) == 0
    assert post(service, report(service)).status_code == 201


def test_an_event_with_anything_erased_is_repeated_whatever_is_posted(service: Service) -> None:
    event = report(service)
    first = post(service, event).json()
    redaction = {"version": 1, "fields": ["/wording"], "ground": "privacy", "authority": "Editor", "reason": "asked"}
    redacted = post(service, service.event("claim.redacted.v1", "c", redaction))
    assert redacted.json()["also_in"] == []
    for data in (REPORTED, REPORTED | {"wording": "499 soldiers"}, {"wrong": None}):
        again = post(service, event | {"data": data})
        assert again.status_code == 200
        assert again.json() == first | {"status": "repeated", "redacted": True}


def test_a_repeated_redaction_tells_again_where_the_value_still_stood(service: Service) -> None:
    event = report(service)
    said = event["data"]["wording"]
    post_batch(service, [event, service.event("claim.annotated.v1", "c", {"text": said})])
    erased = {"version": 1, "fields": ["/wording"], "ground": "privacy", "authority": "Editor", "reason": "asked"}
    redaction = service.event("claim.redacted.v1", "c", erased)
    first = post(service, redaction).json()
    assert first["also_in"] == [{"version": 2, "pointer": "/text"}]
    repeated = first | {"status": "repeated"}
    assert post(service, redaction).json() == repeated
    assert post_batch(service, [redaction]).json()[0]["receipt"] == repeated
    identity = {"source": redaction["source"], "id": redaction["id"]}
    assert service.read("/v1/receipts", **identity) == first
    looked_up = service.http.post("/v1/receipts/lookup", json=[identity, identity | {"id": "nobody"}])
    assert looked_up.json()["items"] == [first, None]


def test_every_cloudevents_vector_is_answered_as_it_says(service: Service, shared: Path) -> None:
    cases = orjson.loads((shared / "vectors" / "cloudevents" / "cases.json").read_bytes())["cases"]
    for case in cases:
        before = last_position(service)
        headers = [(name, value) for name, value in case["headers"]]
        answer = service.http.post("/v1/events", content=b64decode(case["body_b64"]), headers=headers)
        assert answer.status_code in case["status"], (case["name"], answer.text)
        if case["expect"] == "refuse":
            assert problem(answer)
            assert last_position(service) == before, case["name"]
