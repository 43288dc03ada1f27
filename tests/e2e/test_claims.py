"""Reading claims: the current view, the list, the stream behind it, as of any moment."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import (
    ADVISER,
    CMS,
    FIRST_WEEK,
    OUTLET,
    QUESTION,
    REDACTED,
    A,
    B,
    corrected,
    disputed,
    exact,
    reported,
    updated,
)


@pytest.fixture
def twice(service: Service) -> list[dict[str, Any]]:
    """Receipts of a claim reported and updated, with another claim's event between."""
    return [
        service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498"))),
        service.post(
            "claim.reported.v1", B, reported("more than 7,000", {"form": "more_than", "value": "7000"}, ADVISER)
        ),
        service.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25")),
    ]


def moved(moment: str, microseconds: int) -> str:
    then = datetime.fromisoformat(moment) + timedelta(microseconds=microseconds)
    return then.isoformat(timespec="microseconds").replace("+00:00", "Z")


def test_a_claim_shows_what_stands_under_the_version_of_its_stream(
    service: Service, twice: list[dict[str, Any]]
) -> None:
    answer = service.get(f"/v1/claims/{A}")
    view = answer.json()
    assert view["standing"]["figure"] == exact("1351")
    assert (view["version"], view["position"], answer.headers["etag"]) == (2, twice[2]["position"], '"2"')


@pytest.mark.parametrize("known", ['"2"', 'W/"2"', '"1", "2"', "*"])
@pytest.mark.usefixtures("twice")
def test_a_reader_who_has_this_version_is_told_so(service: Service, known: str) -> None:
    answer = service.http.get(f"/v1/claims/{A}", headers={"If-None-Match": known})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"2"')


@pytest.mark.parametrize("known", ['"1"', "2", '"22"'])
@pytest.mark.usefixtures("twice")
def test_a_reader_who_has_another_version_gets_the_new_one(service: Service, known: str) -> None:
    assert service.http.get(f"/v1/claims/{A}", headers={"If-None-Match": known}).status_code == 200


def test_one_microsecond_decides_what_was_known(service: Service, twice: list[dict[str, Any]]) -> None:
    first, _, second = (one["recorded_at"] for one in twice)
    assert figure_as_of(service, first) == exact("498")
    assert figure_as_of(service, moved(second, -1)) == exact("498")
    assert figure_as_of(service, second) == exact("1351")
    early = service.get(f"/v1/claims/{A}", as_of=moved(first, -1))
    assert (early.status_code, problem_of(early)) == (404, "before-first")
    assert early.json()["first_recorded_at"] == first
    assert early.json()["errors"][0]["expected"] == f"as_of: {first} or later (position 1)"


def test_the_same_moment_written_with_another_offset_is_the_same(service: Service, twice: list[dict[str, Any]]) -> None:
    first = datetime.fromisoformat(twice[0]["recorded_at"])
    elsewhere = (first + timedelta(hours=3)).isoformat(timespec="microseconds").replace("+00:00", "+03:00")
    assert figure_as_of(service, elsewhere) == exact("498")


def test_a_position_decides_what_was_known(service: Service, twice: list[dict[str, Any]]) -> None:
    first, other, second = (one["position"] for one in twice)
    assert [figure_as_of(service, one) for one in (first, other, second)] == [
        exact("498"),
        exact("498"),
        exact("1351"),
    ]
    beyond = service.get(f"/v1/claims/{A}", as_of=second + 1)
    assert (beyond.status_code, problem_of(beyond)) == (404, "not-yet")
    early = service.get(f"/v1/claims/{B}", as_of=first)
    assert (early.status_code, early.json()["first_recorded_at"]) == (404, twice[1]["recorded_at"])


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z", "9" * 30])
@pytest.mark.usefixtures("twice")
def test_a_moment_that_has_not_come_is_refused(service: Service, moment: str) -> None:
    answer = service.get(f"/v1/claims/{A}", as_of=moment)
    assert (answer.status_code, problem_of(answer)) == (404, "not-yet")


@pytest.mark.usefixtures("twice")
def test_a_position_that_no_log_reaches_is_refused_as_it_was_sent(service: Service) -> None:
    answer = service.get(f"/v1/claims/{A}", as_of="9" * 24)
    assert answer.json()["errors"][0]["got"] == "9" * 24


def test_a_moment_after_the_last_event_is_answered_once_it_has_come(
    service: Service, twice: list[dict[str, Any]]
) -> None:
    assert figure_as_of(service, moved(twice[2]["recorded_at"], 1)) == exact("1351")


@pytest.mark.parametrize("path", [f"/v1/claims/{A}", "/v1/claims", f"/v1/claims/{A}/revisions", "/v1/corrections"])
def test_before_the_first_position_nothing_was_known(service: Service, twice: list[dict[str, Any]], path: str) -> None:
    early = service.get(path, as_of=0)
    assert (early.status_code, problem_of(early)) == (404, "before-first")
    assert early.json()["first_recorded_at"] == twice[0]["recorded_at"]


def test_an_empty_log_has_no_first_moment(service: Service) -> None:
    answer = service.get("/v1/claims", as_of="2022-03-02T00:00:00Z")
    assert (answer.status_code, problem_of(answer), answer.json()["first_recorded_at"]) == (404, "before-first", None)


@pytest.mark.parametrize("claim", ["nobody.said", "NOT-AN-ID", "%00", "a" * 200])
@pytest.mark.usefixtures("twice")
def test_a_claim_that_is_not_there_is_not_found(service: Service, claim: str) -> None:
    for rest in ("", "/events", "/revisions", "/audit", "/diff?from=1&to=1", "?as_of=1"):
        answer = service.http.get(f"/v1/claims/{claim}{rest}")
        assert (answer.status_code, problem_of(answer)) == (404, "not-found")


def test_a_claim_that_the_read_model_has_not_taken_in_yet_is_awaited_not_denied(service: Service) -> None:
    event = service.event("claim.reported.v1", A, reported("498", exact("498")))
    assert service.http.post("/v1/events", json=event, headers={"Content-Type": STRUCTURED}).status_code == 201
    answer = service.get(f"/v1/claims/{A}")
    assert (answer.status_code, problem_of(answer), answer.headers["retry-after"]) == (503, "lagging", "1")
    service.project()
    assert service.get(f"/v1/claims/{A}").status_code == 200


def test_a_reader_of_its_own_writes_waits_for_the_read_model(service: Service, twice: list[dict[str, Any]]) -> None:
    assert service.read(f"/v1/claims/{A}", at_least=twice[2]["position"])["version"] == 2
    late = service.get(f"/v1/claims/{A}", at_least=twice[2]["position"] + 1)
    assert (late.status_code, problem_of(late), late.headers["retry-after"]) == (503, "lagging", "1")


@pytest.mark.usefixtures("twice")
def test_a_claim_that_is_being_projected_anew_is_not_answered_from_what_is_left(service: Service) -> None:
    service.set_rebuilding(True)
    assert problem_of(service.get(f"/v1/claims/{A}")) == "lagging"
    assert problem_of(service.get("/v1/claims")) == "lagging"
    service.set_rebuilding(False)
    assert service.get(f"/v1/claims/{A}").status_code == 200


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [B, A]),
        ({"originator": "ru-mod"}, [A]),
        ({"who": "newsweek"}, [B, A]),
        ({"who": "arestovych"}, [B]),
        ({"question": QUESTION}, [B, A]),
        ({"question": "another"}, []),
        ({"status": "retracted"}, []),
        ({"status": "standing"}, [B, A]),
        ({"disputed": "true"}, []),
        ({"disputed": "false"}, [B, A]),
        ({"q": "1,351 Soldiers"}, [A]),
        ({"q": "Ministry"}, [A]),
        ({"q": "%"}, []),
        ({"order": "desc"}, [A, B]),
        ({"limit": "1"}, [B]),
    ],
)
@pytest.mark.usefixtures("twice")
def test_a_list_has_the_claims_that_are_asked_for(service: Service, filters: dict[str, str], found: list[str]) -> None:
    assert [one["claim"] for one in service.read("/v1/claims", **filters)["items"]] == found


def test_a_list_has_the_claims_of_which_something_was_recorded_later(
    service: Service, twice: list[dict[str, Any]]
) -> None:
    after = twice[1]["recorded_at"]
    assert [one["claim"] for one in service.read("/v1/claims", recorded_after=after)["items"]] == [A]


@pytest.mark.parametrize(
    ("filters", "found"), [({}, [A]), ({"q": "498 soldiers"}, [A]), ({"q": "1,351"}, []), ({"who": "arestovych"}, [])]
)
def test_a_list_of_the_past_has_what_was_there_then(
    service: Service, twice: list[dict[str, Any]], filters: dict[str, str], found: list[str]
) -> None:
    items = service.read("/v1/claims", as_of=twice[0]["position"], **filters)["items"]
    assert [one["claim"] for one in items] == found
    assert all(one["standing"]["figure"] == exact("498") for one in items)


def test_the_claims_of_a_list_are_their_current_views(service: Service, twice: list[dict[str, Any]]) -> None:
    answer = service.get("/v1/claims")
    assert answer.json()["items"] == [service.read(f"/v1/claims/{one}") for one in (B, A)]
    assert answer.headers["etag"] == f'"{twice[2]["position"]}"'


def test_the_events_of_a_claim_are_what_was_posted_with_their_places(
    service: Service, twice: list[dict[str, Any]]
) -> None:
    first, second = service.read(f"/v1/claims/{A}/events")["items"]
    assert first["data"] == reported("498 soldiers have died", exact("498"))
    assert (second["version"], second["position"]) == (2, twice[2]["position"])
    assert set(first) == {"specversion", "id", "source", "type", "subject", "data"} | {
        "stream",
        "version",
        "position",
        "recorded_at",
        "digest",
    }
    assert {name: first[name] for name in ("id", "source", "stream", "recorded_at", "digest")} == {
        name: twice[0][name] for name in ("id", "source", "stream", "recorded_at", "digest")
    }
    assert (first["subject"], first["type"]) == (A, "claim.reported.v1")
    assert len(service.read(f"/v1/claims/{A}/events", as_of=twice[1]["position"])["items"]) == 1


def test_every_revision_is_shown_with_what_became_of_it(service: Service, twice: list[dict[str, Any]]) -> None:
    was, is_ = ({"figure": exact(one), "wording": f"{one} soldiers"} for one in ("1351", "1531"))
    correction = corrected(was | {"wording": "1,351 soldiers"}, is_, target=2)
    service.post("claim.corrected.v1", A, correction)
    first, second, third = service.read(f"/v1/claims/{A}/revisions")["items"]
    assert [(one["revision"], one["kind"], one["standing"]) for one in (first, second, third)] == [
        (1, "reported", False),
        (2, "updated", False),
        (3, "corrected", True),
    ]
    assert (second["replaced"], second["replaced_by"], third["replaces"]) == (True, 3, 2)
    assert second["reason"] == "The source gave a new figure."
    then = service.read(f"/v1/claims/{A}/revisions", as_of=twice[2]["position"])["items"]
    assert [(one["standing"], one["replaced"]) for one in then] == [(False, False), (True, False)]


@pytest.mark.usefixtures("twice")
def test_revisions_are_read_page_by_page_in_either_order(service: Service) -> None:
    page = service.read(f"/v1/claims/{A}/revisions", limit=1, order="desc")
    assert [one["revision"] for one in page["items"]] == [2]
    rest = service.read(page["next"])
    assert ([one["revision"] for one in rest["items"]], rest["next"]) == ([1], None)


@pytest.mark.usefixtures("twice")
def test_a_diff_tells_what_changed_between_two_revisions(service: Service) -> None:
    changed = service.read(f"/v1/claims/{A}/diff", from_=1, to=2)
    assert (changed["from"], changed["to"], changed["figure"]["verdict"]) == (1, 2, "disjoint")
    assert changed["figure"]["change"]["amount"] == "853"
    assert changed["wording"][0] == {"op": "removed", "text": "498"}
    assert [one["op"] for one in changed["attribution"]] == ["same", "same"]
    assert changed["refers_to"] == {"from": FIRST_WEEK, "to": None}


def test_a_diff_on_the_axis_of_recording_tells_what_changed_between_two_moments(
    service: Service, twice: list[dict[str, Any]]
) -> None:
    first, _, second = twice
    changed = service.read(f"/v1/claims/{A}/diff", from_=first["recorded_at"], to=second["position"], axis="recorded")
    assert (changed["from"], changed["to"]) == (first["position"], second["position"])
    assert changed["figure"]["change"]["amount"] == "853"


@pytest.mark.usefixtures("twice")
def test_a_diff_of_a_revision_that_was_never_made_is_not_found(service: Service) -> None:
    answer = service.get(f"/v1/claims/{A}/diff", from_=1, to=3)
    assert (answer.status_code, problem_of(answer)) == (404, "not-found")
    moment = service.get(f"/v1/claims/{A}/diff", from_=1, to="2022-03-02T00:00:00Z")
    assert (moment.status_code, moment.json()["parameter"]) == (400, "to")


def test_the_audit_trail_tells_who_recorded_what_and_what_it_changed(
    service: Service, twice: list[dict[str, Any]]
) -> None:
    first, second = service.read(f"/v1/claims/{A}/audit")["items"]
    assert {name: second[name] for name in ("position", "version", "recorded_at", "source", "id")} == {
        name: twice[2][name] for name in ("position", "version", "recorded_at", "source", "id")
    }
    assert (second["recorder"], second["type"], second["time"]) == ("open", "claim.updated.v1", None)
    assert (first["revision"], second["revision"]) == (1, 2)
    assert {"figure", "wording"} <= set(second["changed"])
    assert len(service.read(f"/v1/claims/{A}/audit", as_of=twice[1]["position"])["items"]) == 1


def test_an_erased_value_is_in_no_answer(service: Service) -> None:
    secret = reported("498 soldiers, says Ivan Ivanov", exact("498"), attribution=[OUTLET | {"role": "originator"}])
    service.post("claim.reported.v1", A, secret)
    position = service.read("/v1/projections")["position"]
    service.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25", refers_to=FIRST_WEEK))
    service.post("claim.redacted.v1", A, REDACTED | {"version": 1, "fields": ["/wording", "/attribution/0"]})
    paths = ["", "/events", "/revisions", "/audit", "/diff?from=1&to=2"]
    answers = [service.http.get(f"/v1/claims/{A}{path}") for path in paths]
    answers += [service.get(f"/v1/claims/{A}", as_of=position), service.get("/v1/claims", as_of=position)]
    answers += [service.get("/v1/events"), service.get(f"/v1/questions/{QUESTION}", as_of=position)]
    assert [one.status_code for one in answers] == [200] * len(answers)
    assert not any("Ivan" in one.text for one in answers)
    assert service.read(f"/v1/claims/{A}", as_of=position)["standing"]["wording"] == {"redacted": True}
    event = service.read("/v1/events/1")
    assert event["data"]["wording"] is None
    assert set(event["erased"]) == {"/wording", "/attribution/0"}


@pytest.mark.usefixtures("twice")
def test_a_dispute_shows_until_it_is_resolved(service: Service) -> None:
    opened = service.post("claim.disputed.v1", A, disputed("d1", "figure"))
    assert [one["claim"] for one in service.read("/v1/claims", disputed="true")["items"]] == [A]
    resolution = {"dispute": "d1", "outcome": "rejected", "by": "the desk", "reason": "It stands on the page."}
    service.post("claim.dispute_resolved.v1", A, resolution)
    assert service.read("/v1/claims", disputed="true")["items"] == []
    then = service.read("/v1/claims", disputed="true", as_of=opened["position"])["items"]
    assert [one["claim"] for one in then] == [A]


def test_receipts_say_what_arrived(service: Service, twice: list[dict[str, Any]]) -> None:
    known = {name: twice[0][name] for name in ("source", "id")}
    assert service.read("/v1/receipts", **known) == twice[0]
    assert problem_of(service.get("/v1/receipts", source=CMS, id="never-sent")) == "not-found"
    asked = [known, {"source": CMS, "id": "never-sent"}, known]
    answer = service.http.post("/v1/receipts/lookup", json=asked)
    assert answer.json() == {"items": [twice[0], None, twice[0]]}
    assert problem_of(service.get("/v1/receipts", as_of=twice[1]["position"], **ids(twice[2]))) == "not-found"


STRUCTURED = "application/cloudevents+json"


def ids(receipt: dict[str, Any]) -> dict[str, Any]:
    return {name: receipt[name] for name in ("source", "id")}


def figure_as_of(service: Service, moment: object) -> Any:
    return service.read(f"/v1/claims/{A}", as_of=moment)["standing"]["figure"]


def problem_of(answer: Any) -> str:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert answer.json()["status"] == answer.status_code
    return str(answer.json()["type"].rpartition("/")[2])


def test_a_retracted_claim_is_found_by_the_words_that_stood_last(service: Service, twice: list[dict[str, Any]]) -> None:
    told = {"by": "source", "reason": "The page is gone."}
    position = service.post("claim.retracted.v1", A, told)["position"]
    service.post("claim.reported.v1", "later.killed", reported("12 soldiers", exact("12")))
    for moment in ({}, {"as_of": position}):
        for asked in ({"q": "1,351 soldiers"}, {"q": "1,351 soldiers", "status": "retracted"}):
            shown = service.read("/v1/claims", facets="true", **asked, **moment)
            assert [one["claim"] for one in shown["items"]] == [A]
            assert shown["facets"]["status"] == [{"value": "retracted", "count": 1}]
    assert service.read("/v1/claims", q="1,351", status="standing")["items"] == []
    assert service.read("/v1/claims", q="1,351", status="retracted", as_of=twice[2]["position"])["items"] == []
