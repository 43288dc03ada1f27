"""Acceptance scenarios 6 and 7: "we never said that"; taken back, and back again."""

from hashlib import sha256
from typing import Any

import orjson
import pytest

from tests.e2e.conftest import Service
from tests.facts import OUTLET, corrected, disputed, exact, reported, updated

RED_CRESCENT = {"who": {"id": "red-crescent", "kind": "organisation"}, "role": "originator"}
WHO = {"who": {"id": "who", "kind": "organisation"}, "role": "originator"}
OCHA = {"who": {"id": "un-ocha", "kind": "office"}, "role": "relay", "medium": "document", "stance": "reports"}
NOBODY = {"who": {"kind": "unnamed"}, "role": "originator", "stance": "asserts"}
DERNA, DERNA_WHO, QUESTION = "derna.first", "derna.second", "derna-deaths"


def at_least(amount: str) -> dict[str, str]:
    return {"form": "at_least", "value": amount}


def chain(originator: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"stance": "asserts", **originator}, OCHA, OUTLET]


def dead(wording: str, amount: str, originator: dict[str, Any]) -> dict[str, Any]:
    data = reported(wording, at_least(amount), question=QUESTION, attribution=chain(originator), said_at="2023-09-16")
    del data["refers_to"]
    return data


@pytest.fixture
def derna(service: Service) -> dict[str, Any]:
    """The receipt of the UN's 11,300 on the word of the Red Crescent, which the Red Crescent then denies."""
    receipt = service.post("claim.reported.v1", DERNA, dead("at least 11,300", "11300", RED_CRESCENT))
    service.post("claim.disputed.v1", DERNA, disputed("d1", "attribution", RED_CRESCENT))
    return receipt


def contested(service: Service) -> bool:
    return bool(service.read(f"/v1/questions/{QUESTION}")["contested"])


@pytest.mark.usefixtures("derna")
def test_who_is_said_to_have_said_it_may_deny_that_and_only_that(service: Service) -> None:
    refusal = service.refused("claim.disputed.v1", DERNA, disputed("d2", "figure", RED_CRESCENT))
    assert (refusal.status, refusal.name) == (422, "own-claim")
    view = service.read(f"/v1/claims/{DERNA}")
    assert [(one["aspect"], one["open"]) for one in view["disputes"]] == [("attribution", True)]
    assert view["disputed"]
    assert not contested(service)


@pytest.mark.usefixtures("derna")
def test_the_word_of_another_source_is_another_claim(service: Service) -> None:
    moved_on = updated("at least 3,958", at_least("3958"), "2023-09-18", attribution=chain(WHO))
    refusal = service.refused("claim.updated.v1", DERNA, moved_on)
    assert (refusal.status, refusal.name) == (422, "another-originator")


@pytest.mark.usefixtures("derna")
def test_two_figures_of_at_least_so_many_contradict_nothing(service: Service) -> None:
    service.post("claim.reported.v1", DERNA_WHO, dead("at least 3,958", "3958", WHO))
    compared = service.read("/v1/compare", left=DERNA, right=DERNA_WHO)
    (pair,) = service.read(f"/v1/questions/{QUESTION}")["pairs"]
    assert (compared["verdict"], compared["container"]) == ("contains", "right")
    assert (pair["verdict"], pair["container"], pair["right"]) == ("contains", "right", DERNA_WHO)
    assert not contested(service)


def test_a_claim_that_was_misattributed_stands_on_nobodys_word_and_as_it_was_before(
    service: Service, derna: dict[str, Any]
) -> None:
    was, is_ = ({"attribution": chain(originator)} for originator in (RED_CRESCENT, NOBODY))
    service.post("claim.corrected.v1", DERNA, corrected(was, is_, kind="misattribution"))
    resolution = {"dispute": "d1", "outcome": "upheld", "by": "the desk", "reason": "The report named it wrongly."}
    service.post("claim.dispute_resolved.v1", DERNA, resolution)
    again = service.refused("claim.dispute_resolved.v1", DERNA, resolution)

    now, then = service.read(f"/v1/claims/{DERNA}"), service.read(f"/v1/claims/{DERNA}", as_of=derna["position"])
    assert (again.status, again.name) == (409, "dispute-resolved")
    assert (now["disputed"], now["disputes"][0]["outcome"], now["attribution"][0]) == (False, "upheld", NOBODY)
    assert now["standing"]["figure"] == at_least("11300")
    assert (then["disputed"], then["disputes"], then["standing"]["figure"]) == (False, [], at_least("11300"))
    assert then["attribution"][0]["who"]["id"] == "red-crescent"


CLAIM = "kyiv.killed"
COUNTED = ("version", "position", "recorded_at", "revisions", "corrections", "notes")


@pytest.fixture
def rich(service: Service) -> str:
    """The state digest of a claim of three revisions, with an open dispute and a finding."""
    service.post("claim.reported.v1", CLAIM, reported("498 soldiers", exact("498")))
    service.post("claim.updated.v1", CLAIM, updated("500 soldiers", exact("500"), "2022-03-03"))
    service.post("claim.updated.v1", CLAIM, updated("510 soldiers", exact("510"), "2022-03-04"))
    service.post("claim.disputed.v1", CLAIM, disputed("d1", "figure"))
    finding = {"target": 3, "finding": "unverifiable", "method": "Nobody was there.", "by": "the desk"}
    service.post("claim.assessed.v1", CLAIM, finding)
    return state_digest(service)


def state_digest(service: Service) -> str:
    """The hash of the claim's current view without version, position, revision numbers, counts and history."""
    view = {name: value for name, value in service.read(f"/v1/claims/{CLAIM}").items() if name not in COUNTED}
    return sha256(orjson.dumps(unnumbered(view), option=orjson.OPT_SORT_KEYS)).hexdigest()


def unnumbered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: unnumbered(one) for name, one in value.items() if name != "revision"}
    return [unnumbered(one) for one in value] if isinstance(value, list) else value


def take_back(service: Service, by: str, reason: str = "Not what was said.") -> dict[str, Any]:
    return service.post("claim.retracted.v1", CLAIM, {"by": by, "reason": reason})


def reinstate(service: Service, by: str) -> dict[str, Any]:
    return service.post("claim.reinstated.v1", CLAIM, {"by": by, "reason": "It was said after all."})


@pytest.mark.usefixtures("rich")
def test_a_claim_is_taken_back_for_a_reason(service: Service) -> None:
    refusal = service.refused("claim.retracted.v1", CLAIM, {"by": "outlet"})
    take_back(service, "outlet")
    view = service.read(f"/v1/claims/{CLAIM}")
    assert (refusal.status, refusal.name, refusal.fault["pointer"]) == (422, "missing-field", "/data/reason")
    assert (view["status"], view["standing"]) == ("retracted", None)


@pytest.mark.usefixtures("rich")
def test_what_is_taken_back_is_neither_updated_nor_corrected_but_may_be_annotated(service: Service) -> None:
    take_back(service, "outlet")
    update = service.refused("claim.updated.v1", CLAIM, updated("520 soldiers", exact("520"), "2022-03-05"))
    was, is_ = ({"figure": exact(one), "wording": f"{one} soldiers"} for one in ("510", "511"))
    correction = service.refused("claim.corrected.v1", CLAIM, corrected(was, is_, target=3))
    note = service.post("claim.annotated.v1", CLAIM, {"text": "The desk is looking into it."})
    assert {(one.status, one.name) for one in (update, correction)} == {(409, "retracted")}
    assert note["status"] == "recorded"


def test_a_reinstated_claim_is_exactly_what_it_was(service: Service, rich: str) -> None:
    between = take_back(service, "outlet", "Not what was said.")
    service.post("claim.annotated.v1", CLAIM, {"text": "The desk is looking into it."})
    reinstate(service, "outlet")
    again = service.refused("claim.reinstated.v1", CLAIM, {"by": "outlet", "reason": "Once more."})

    assert state_digest(service) == rich
    view, then = (service.read(f"/v1/claims/{CLAIM}", **one) for one in ({}, {"as_of": between["position"]}))
    assert (view["disputes"][0]["open"], view["notes"]) == (True, 1)
    assert (again.status, again.name) == (409, "not-retracted")
    assert (then["status"], [(one["by"], one["reason"]) for one in then["retracted"]]) == (
        "retracted",
        [("outlet", "Not what was said.")],
    )


def test_a_withdrawal_by_the_source_and_a_kill_by_the_outlet_are_undone_one_by_one(service: Service, rich: str) -> None:
    take_back(service, "source")
    take_back(service, "outlet")
    both = service.read(f"/v1/claims/{CLAIM}")
    reinstate(service, "outlet")
    one = service.read(f"/v1/claims/{CLAIM}")
    reinstate(service, "source")

    assert [{item["by"] for item in view["retracted"]} for view in (both, one)] == [{"source", "outlet"}, {"source"}]
    assert [view["status"] for view in (both, one)] == ["retracted", "retracted"]
    assert state_digest(service) == rich
