"""Acceptance scenarios 5 and 11: a typo is not news; morning and evening."""

from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import A, corrected, exact, reported, updated


def said(amount: str) -> dict[str, Any]:
    """A figure with the wording that gives it."""
    return {"figure": exact(amount), "wording": f"{amount} soldiers"}


@pytest.fixture
def mistyped(service: Service) -> dict[str, Any]:
    """The receipt of 489, where the source had said 498."""
    return service.post("claim.reported.v1", A, reported("489 soldiers", exact("489")))


@pytest.mark.usefixtures("mistyped")
def test_an_update_that_mends_a_typo_is_refused_and_points_to_corrected(service: Service) -> None:
    refusal = service.refused("claim.updated.v1", A, updated("498 soldiers", exact("498"), "2022-03-02"))
    assert (refusal.status, refusal.name, refusal.fault["pointer"]) == (422, "no-new-utterance", "/data/said_at")
    assert refusal.body["instead"] == "claim.corrected.v1"


@pytest.mark.usefixtures("mistyped")
@pytest.mark.parametrize("missing", ["approver", "target", "kind", "was", "is", "reason"])
def test_a_correction_that_lacks_anything_is_refused_with_the_name_of_what_it_lacks(
    service: Service, missing: str
) -> None:
    whole = corrected(said("489"), said("498"), note="A slip of the keyboard.")
    refusal = service.refused("claim.corrected.v1", A, {name: whole[name] for name in whole if name != missing})
    assert (refusal.status, refusal.name, refusal.fault["pointer"]) == (422, "missing-field", f"/data/{missing}")


@pytest.mark.usefixtures("mistyped")
def test_a_correction_of_what_was_never_recorded_is_refused_with_what_was(service: Service) -> None:
    was = said("490")
    refusal = service.refused("claim.corrected.v1", A, corrected(was, said("498")))
    assert (refusal.status, refusal.name, refusal.fault["pointer"]) == (422, "stale-was", "/data/was/figure")
    assert "489" in refusal.fault["expected"]
    assert refusal.fault["got"] == exact("490")


def test_a_typo_corrected_shows_as_corrected_now_and_as_it_was_before(
    service: Service, mistyped: dict[str, Any]
) -> None:
    told = {"note": "A slip of the keyboard.", "reason": "The source said 498.", "approver": {"name": "the editor"}}
    receipt = service.post("claim.corrected.v1", A, corrected(said("489"), said("498"), **told))

    now, then = service.read(f"/v1/claims/{A}"), service.read(f"/v1/claims/{A}", as_of=mistyped["recorded_at"])
    assert (now["standing"]["figure"], now["standing"]["kind"], now["standing"]["revision"]) == (
        exact("498"),
        "corrected",
        2,
    )
    assert (then["standing"]["figure"], then["standing"]["kind"], then["corrections"]) == (exact("489"), "reported", 0)
    (entry,) = service.read("/v1/corrections")["items"]
    assert {name: entry[name] for name in ("was", "is", *told)} == {"was": said("489"), "is": said("498"), **told}
    assert (entry["claim"], entry["kind"], entry["recorded_at"]) == (A, "wrong_figure", receipt["recorded_at"])


@pytest.fixture
def day(service: Service) -> Service:
    """The service with 10 said in the morning, 20 in the evening, and the morning's corrected to 11."""
    morning = reported("10 soldiers", exact("10"), said_at="2022-03-02T08:00:00Z")
    del morning["refers_to"]
    service.post("claim.reported.v1", A, morning)
    service.post("claim.updated.v1", A, updated("20 soldiers", exact("20"), "2022-03-02T20:00:00Z"))
    service.post("claim.corrected.v1", A, corrected(said("10"), said("11")))
    return service


def stands(service: Service) -> tuple[Any, str, bool]:
    """The revision that stands, its amount, and whether the last revision was late."""
    view = service.read(f"/v1/claims/{A}")
    return view["standing"]["revision"], view["standing"]["figure"]["value"], view["late"]


def update(service: Service, amount: str, said_at: str, **more: str) -> None:
    service.post("claim.updated.v1", A, updated(f"{amount} soldiers", exact(amount), said_at, **more))


def test_a_correction_of_the_morning_leaves_the_evening_standing(day: Service) -> None:
    assert [one["revision"] for one in day.read(f"/v1/claims/{A}/revisions")["items"]] == [1, 2, 3]
    assert stands(day)[:2] == (2, "20")


def test_what_was_said_that_day_at_no_known_time_stands_when_it_is_recorded_last(day: Service) -> None:
    update(day, "30", "2022-03-02")
    assert stands(day) == (4, "30", False)


def test_what_was_said_before_the_morning_is_late_and_does_not_stand(day: Service) -> None:
    update(day, "30", "2022-03-02")
    update(day, "5", "2022-03-02T06:00:00Z")
    assert stands(day) == (4, "30", True)
    assert day.read(f"/v1/claims/{A}/revisions")["items"][-1]["late"] is True


def test_what_is_said_later_of_an_earlier_day_is_not_late_and_does_not_stand(day: Service) -> None:
    update(day, "30", "2022-03-02")
    update(day, "5", "2022-03-02T06:00:00Z")
    update(day, "31", "2022-03-03", refers_to="2022-03-01")
    assert stands(day) == (4, "30", False)
    assert day.read(f"/v1/claims/{A}")["revisions"] == 6


def test_nothing_takes_the_place_of_what_was_never_said_of_this_question(day: Service) -> None:
    update(day, "30", "2022-03-02")
    day.post("claim.corrected.v1", A, corrected({}, {}, target=2, kind="wrong_claim"))

    assert stands(day)[:2] == (4, "30")
    second = day.read(f"/v1/claims/{A}/revisions")["items"][1]
    assert (second["replaced"], second["replaced_by"]) == (True, None)
    assert day.read(f"/v1/claims/{A}")["revisions"] == 4
