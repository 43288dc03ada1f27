"""Sources: who is named in chains, and what the record of one tells."""

from typing import Any

import pytest

from api.http import story_findings
from tests.e2e.conftest import Service
from tests.facts import (
    ADVISER,
    FIRST_DAYS,
    MINISTRY,
    OUTLET,
    PENTAGON,
    REDACTED,
    RESOLVED,
    A,
    B,
    C,
    corrected,
    disputed,
    exact,
    reported,
    updated,
)

UNNAMED = {"who": {"kind": "unnamed"}, "role": "originator"}


@pytest.fixture
def told(service: Service) -> Service:
    """Two claims of the ministry, one of which came through the Pentagon's word; one of an adviser."""
    service.post("claim.reported.v1", A, reported("498 soldiers have died", exact("498")))
    service.post("claim.reported.v1", B, reported("more than 7,000", {"form": "more_than", "value": "7000"}, ADVISER))
    relayed = [MINISTRY | {"stance": "asserts"}, PENTAGON | {"role": "relay", "stance": "reports"}, OUTLET]
    service.post("claim.reported.v1", C, reported("1,500 killed", exact("1500"), attribution=relayed))
    return service


def record(service: Service, source: str, **asked: Any) -> dict[str, Any]:
    shown: dict[str, Any] = service.read(f"/v1/sources/{source}", **asked)
    return shown


def disputes(service: Service, source: str, side: str, **asked: Any) -> dict[str, int]:
    counts = record(service, source, **asked)["disputes"][side]
    return {outcome: count for outcome, count in counts.items() if count}


def misattributed(claim: dict[str, Any], to: dict[str, Any], **more: Any) -> dict[str, Any]:
    was, is_ = ([one | {"stance": "asserts"}, OUTLET] for one in (claim, to))
    return corrected({"attribution": was}, {"attribution": is_}, kind="misattribution", **more)


def test_everybody_in_a_chain_is_a_source(told: Service) -> None:
    items = told.read("/v1/sources")["items"]
    assert [(one["source"], one["name"], one["kind"], one["claims"], one["originated"]) for one in items] == [
        ("arestovych", None, "person", 1, 1),
        ("newsweek", "Newsweek", "outlet", 3, 0),
        ("pentagon", None, "office", 1, 0),
        ("ru-mod", "Ministry of Defence", "office", 2, 2),
    ]


@pytest.mark.parametrize(("words", "sources"), [("ministry", ["ru-mod"]), ("RU-mod", ["ru-mod"]), ("nobody", [])])
def test_sources_are_found_by_name_and_id(told: Service, words: str, sources: list[str]) -> None:
    assert [one["source"] for one in told.read("/v1/sources", q=words)["items"]] == sources
    now = told.position()
    assert [one["source"] for one in told.read("/v1/sources", q=words, as_of=now)["items"]] == sources


def test_sources_are_read_in_pages(told: Service) -> None:
    first = told.read("/v1/sources", limit=3)
    second = told.read(first["next"])
    assert [one["source"] for one in second["items"]] == ["ru-mod"]
    assert second["next"] is None


def test_a_source_is_called_what_it_was_called_last(told: Service) -> None:
    then = told.position()
    renamed = {
        "who": {"id": "ru-mod", "name": "Defence Ministry of Russia", "kind": "organisation"},
        "role": "originator",
    }
    chain = [renamed | {"stance": "asserts"}, OUTLET]
    told.post("claim.updated.v1", A, updated("1,351", exact("1351"), "2022-03-25", attribution=chain))
    assert record(told, "ru-mod")["name"] == "Defence Ministry of Russia"
    assert record(told, "ru-mod", as_of=then)["name"] == "Ministry of Defence"
    assert [one["source"] for one in told.read("/v1/sources", q="russia")["items"]] == ["ru-mod"]
    assert told.read("/v1/sources", q="russia", as_of=then)["items"] == []


def test_a_record_pages_the_claims_in_whose_chain_the_source_stands(told: Service) -> None:
    shown = record(told, "ru-mod", limit=1)
    assert shown["claims"] == {
        "roles": {"originator": 2},
        "statuses": {"standing": 2},
        "disputed": 0,
        "complete": True,
    }
    assert [(one["claim"], one["role"]) for one in shown["items"]] == [(C, "originator")]
    assert [one["claim"] for one in told.read(shown["next"])["items"]] == [A]
    assert [(one["claim"], one["role"]) for one in record(told, "pentagon")["items"]] == [(C, "relay")]
    assert record(told, "pentagon", role="originator")["items"] == []


def test_a_correction_is_ours_and_not_the_sources(told: Service) -> None:
    was, is_ = (
        {"figure": exact(value), "wording": f"{value} soldiers{end}"}
        for value, end in (("498", " have died"), ("489", ""))
    )
    told.post("claim.corrected.v1", A, corrected(was, is_))
    told_of = record(told, "ru-mod")["corrections"]
    assert (told_of["ours"], told_of["by_kind"], told_of["misattributed"]) == (1, {"wrong_figure": 1}, 0)
    (item,) = told_of["items"]
    assert (item["claim"], item["misattributed"], item["is"]["figure"]) == (A, False, exact("489"))
    assert record(told, "newsweek")["corrections"]["ours"] == 0


def test_what_was_never_its_own_is_told_apart(told: Service) -> None:
    told.post("claim.disputed.v1", A, disputed("d-1", "figure"))
    then = told.position()
    told.post("claim.corrected.v1", A, misattributed(MINISTRY, PENTAGON))
    never, own = record(told, "ru-mod"), record(told, "pentagon")
    assert (never["corrections"]["ours"], never["corrections"]["misattributed"]) == (0, 1)
    assert [one["misattributed"] for one in never["corrections"]["items"]] == [True]
    assert [one["claim"] for one in never["items"]] == [C]
    assert disputes(told, "ru-mod", "against") == {}
    assert disputes(told, "pentagon", "against") == {"open": 1}
    assert own["corrections"]["misattributed"] == 0
    assert disputes(told, "ru-mod", "against", as_of=then) == {"open": 1}
    assert [one["claim"] for one in record(told, "ru-mod", as_of=then)["items"]] == [C, A]
    assert disputes(told, "pentagon", "against", as_of=then) == {}


def test_what_was_told_before_it_was_named_belongs_to_its_record(told: Service) -> None:
    d = "somebody.killed"
    told.post("claim.reported.v1", d, reported("12 dead", exact("12"), UNNAMED))
    told.post("claim.disputed.v1", d, disputed("d-1", "figure"))
    chain = [PENTAGON | {"stance": "asserts"}, OUTLET]
    told.post("claim.attributed.v1", d, {"attribution": chain, "basis": "It has said so since."})
    assert disputes(told, "pentagon", "against") == {"open": 1}


def test_disputes_are_told_on_both_sides_with_their_end(told: Service) -> None:
    told.post("claim.disputed.v1", A, disputed("d-1", "figure"))
    then = told.position()
    told.post("claim.disputed.v1", A, disputed("d-2", "period"))
    told.post("claim.dispute_resolved.v1", A, {"dispute": "d-1", **RESOLVED})
    assert disputes(told, "ru-mod", "against") == disputes(told, "arestovych", "by") == {"open": 1, "rejected": 1}
    assert disputes(told, "ru-mod", "against", as_of=then) == {"open": 1}
    assert disputes(told, "arestovych", "against") == {}
    latest = record(told, "ru-mod")["disputes"]["items_against"]
    assert [(one["dispute"], one["open"], one["outcome"], one["by"]["id"]) for one in latest] == [
        ("d-2", True, None, "arestovych"),
        ("d-1", False, "rejected", "arestovych"),
    ]
    (other, _) = record(told, "arestovych")["disputes"]["items_by"]
    assert (other["claim"], other["aspect"], other["against"]["name"]) == (A, "period", "Ministry of Defence")


def test_who_only_disputes_is_a_source_without_claims(told: Service) -> None:
    denier = {"who": {"id": "kremlin", "name": "The Kremlin", "kind": "office"}, "role": "originator"}
    told.post("claim.disputed.v1", B, disputed("d-1", "figure", denier))
    shown = record(told, "kremlin")
    assert (shown["name"], shown["items"], shown["claims"]["roles"]) == ("The Kremlin", [], {})
    assert disputes(told, "kremlin", "by") == {"open": 1}


def test_retractions_of_the_source_count_and_those_of_the_outlet_do_not(told: Service) -> None:
    told.post("claim.retracted.v1", A, {"by": "outlet", "reason": "killed"})
    told.post("claim.retracted.v1", C, {"by": "source", "reason": "withdrawn"})
    told.post("claim.reinstated.v1", C, {"by": "source", "reason": "it stands"})
    shown = record(told, "ru-mod")
    assert (shown["retractions"]["withdrawn"], shown["retractions"]["reinstated"]) == (1, 1)
    assert [one["what"] for one in shown["retractions"]["items"]] == ["reinstated", "retracted"]
    assert shown["claims"]["statuses"] == {"retracted": 1, "standing": 1}


def test_late_arrivals_and_findings_are_counted(told: Service) -> None:
    told.post("claim.updated.v1", A, updated("400", exact("400"), "2022-02-28", refers_to=FIRST_DAYS))
    finding = {"target": 1, "finding": "unverifiable", "method": "asked around", "by": "the desk"}
    told.post("claim.assessed.v1", A, finding)
    shown = record(told, "ru-mod")
    assert (shown["late"]["count"], [one["revision"] for one in shown["late"]["items"]]) == (1, [2])
    assert shown["assessments"] == {"unverifiable": 1}


def test_an_erased_name_is_gone_now_and_in_the_past(told: Service) -> None:
    then = told.position()
    told.post("claim.redacted.v1", B, {**REDACTED, "version": 1, "fields": ["/attribution/0"]})
    for moment in ({}, {"as_of": then}):
        assert "arestovych" not in told.http.get("/v1/sources", params=moment).text
        assert told.get("/v1/sources/arestovych", **moment).status_code == 404


@pytest.mark.parametrize("source", ["nobody", "NOT-AN-ID", "%00"])
def test_a_source_that_was_never_named_is_not_found(told: Service, source: str) -> None:
    assert told.http.get(f"/v1/sources/{source}").status_code == 404


def test_a_source_that_was_named_later_was_not_known_then(told: Service) -> None:
    answer = told.get("/v1/sources/pentagon", as_of=1)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (404, "before-first")
    assert [one["source"] for one in told.read("/v1/sources", as_of=1)["items"]] == ["newsweek", "ru-mod"]


def test_the_past_counts_as_it_was(told: Service) -> None:
    first = told.read("/v1/sources", as_of=1)["items"]
    assert [(one["claims"], one["originated"]) for one in first] == [(1, 0), (1, 1)]
    assert record(told, "ru-mod", as_of=1)["claims"]["statuses"] == {"standing": 1}


def test_the_record_of_now_has_the_tag_of_its_position(told: Service) -> None:
    answer = told.get("/v1/sources/ru-mod")
    again = told.http.get("/v1/sources/ru-mod", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert "etag" not in told.get("/v1/sources/ru-mod", as_of=1).headers


def edition(number: int, value: str) -> dict[str, Any]:
    """An edition of the outlet that prints one figure of A."""
    return {
        "edition": number,
        "outlet": OUTLET["who"],
        "headline": "Almost 500 dead",
        "published_at": "2022-03-03",
        "prints": [{"claim": A, "placement": "body", "wording": f"{value} have died", "figure": exact(value)}],
    }


def test_what_an_outlet_changed_silently_is_told_as_of_then(told: Service) -> None:
    told.post("story.published.v1", "almost-500", edition(1, "498"))
    before = told.post("story.published.v1", "other", edition(1, "498"))["position"]
    changed = told.post("story.published.v1", "almost-500", edition(2, "489"))["position"]
    told.post("story.published.v1", "other", edition(2, "490"))
    mended = {"was": ("498 soldiers have died", "498"), "is": ("489 soldiers have died", "489")}
    was, is_ = ({"wording": words, "figure": exact(value)} for words, value in mended.values())
    told.post("claim.corrected.v1", A, corrected(was, is_))

    assert [(one["story"], one["to"]["figure"]) for one in record(told, "newsweek")["silent"]["items"]] == [
        ("other", exact("490"))
    ]
    then = record(told, "newsweek", as_of=changed)["silent"]
    assert [(one["story"], one["headline"], one["to_edition"]) for one in then["items"]] == [
        ("almost-500", "Almost 500 dead", 2)
    ]
    assert (then["count"], then["complete"]) == (1, True)
    assert record(told, "newsweek", as_of=before)["silent"] == {"count": 0, "items": [], "complete": True}
    assert record(told, "ru-mod")["silent"]["count"] == 0


def test_the_latest_silent_changes_are_told_and_all_of_them_counted(told: Service) -> None:
    for number in range(1, 26):
        last = told.post("story.published.v1", "almost-500", edition(number, f"{400 + number}"))["position"]
    for shown in (record(told, "newsweek")["silent"], record(told, "newsweek", as_of=last)["silent"]):
        assert (shown["count"], len(shown["items"]), shown["items"][0]["to_edition"]) == (24, 20, 25)


def test_stories_that_were_not_looked_at_are_owned_up_to(told: Service) -> None:
    for n in range(41):
        for number in (1, 2):
            last = told.post("story.published.v1", f"story-{n:02}", edition(number, f"{400 + number}"))["position"]
    then = record(told, "newsweek", as_of=last)["silent"]
    assert (then["count"], then["complete"], then["items"][0]["story"]) == (40, False, "story-40")
    assert record(told, "newsweek")["silent"]["count"] == 41


def test_a_story_that_is_too_long_to_look_at_is_owned_up_to(told: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        last = told.post("story.published.v1", "almost-500", edition(number, f"{400 + number}"))["position"]
    monkeypatch.setattr(story_findings, "MOST_READ", 3)
    then = record(told, "newsweek", as_of=last)["silent"]
    assert (then["count"], then["complete"]) == (0, False)


def test_a_party_of_a_dispute_is_called_what_it_was_called_then(told: Service) -> None:
    def against(**asked: Any) -> Any:
        return told.read("/v1/sources/arestovych", **asked)["disputes"]["items_by"][0]["against"]

    told.post("claim.disputed.v1", A, disputed("d-1", "figure"))
    then, before = told.position(), against()
    later = {"who": {"id": "ru-mod", "name": "Later Name", "kind": "office"}, "role": "originator", "stance": "asserts"}
    told.post("claim.attributed.v1", A, {"attribution": [later], "basis": "The statement names it so."})
    assert against(as_of=then) == before
    assert against() == {"id": "ru-mod", "name": "Later Name", "kind": "office"}
