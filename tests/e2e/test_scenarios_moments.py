"""Acceptance scenario 4: one microsecond."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import Service
from tests.facts import A, corrected, exact, reported, updated

QUESTION = "asked-by-nobody-else"


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read of the claim, and which of its revisions the answer is about."""

    path: str
    revision: Callable[[Any], int]
    filters: Mapping[str, str] = field(default_factory=dict)
    is_diff: bool = False

    def answer(self, service: Service, moment: object) -> httpx.Response:
        """What is answered as of *moment*; a diff is one of the moment with itself."""
        as_of = {"from_": moment, "to": moment, "axis": "recorded"} if self.is_diff else {"as_of": moment}
        return service.get(self.path, **self.filters, **as_of)


def of_the_claim(views: list[dict[str, Any]]) -> int:
    (revision,) = [int(one["standing"]["revision"]) for one in views if one["claim"] == A]
    return revision


def of_the_figure(figure: dict[str, str]) -> int:
    return ["498", "1351"].index(figure["value"]) + 1


def the_last(name: str) -> Callable[[Any], int]:
    return lambda page: int(page["items"][-1][name])


READINGS = {
    "the claim": Reading(f"/v1/claims/{A}", lambda view: int(view["standing"]["revision"])),
    "the board": Reading(f"/v1/questions/{QUESTION}", lambda board: of_the_claim(board["claims"])),
    "the revisions": Reading(f"/v1/claims/{A}/revisions", the_last("revision")),
    "the audit trail": Reading(f"/v1/claims/{A}/audit", the_last("revision")),
    "the events": Reading(f"/v1/claims/{A}/events", the_last("version")),
    "the diff": Reading(f"/v1/claims/{A}/diff", lambda diff: of_the_figure(diff["figure"]["to"]), is_diff=True),
}
LISTS = {
    "the list": Reading("/v1/claims", lambda page: of_the_claim(page["items"])),
    "the list of a question": Reading(
        "/v1/claims", lambda page: of_the_claim(page["items"]), filters={"question": QUESTION}
    ),
    "the list by words": Reading("/v1/claims", lambda page: of_the_claim(page["items"]), filters={"q": "soldiers"}),
}
ALL_READINGS = READINGS | LISTS


@dataclass(frozen=True, slots=True)
class Recorded:
    """When and where the claim was reported, and when and where it was updated."""

    t1: str
    p1: int
    t2: str
    p2: int


@pytest.fixture
def recorded(service: Service) -> Recorded:
    """The claim, reported and updated, with events of others before, between and after."""
    other = reported("7 soldiers", exact("7"))
    service.post("claim.reported.v1", "before", other)
    first = service.post("claim.reported.v1", A, reported("498 soldiers", exact("498"), question=QUESTION))
    service.post("claim.reported.v1", "between", other)
    second = service.post("claim.updated.v1", A, updated("1,351 soldiers", exact("1351"), "2022-03-25"))
    service.post("claim.reported.v1", "after", other)
    return Recorded(first["recorded_at"], first["position"], second["recorded_at"], second["position"])


def moved(moment: str, microseconds: int = 0, hours_east: int = 0) -> str:
    """The moment so many microseconds later, as it is written so many hours east of Greenwich."""
    then = datetime.fromisoformat(moment) + timedelta(microseconds=microseconds, hours=hours_east)
    return then.isoformat(timespec="microseconds").replace("+00:00", f"+{hours_east:02}:00")


@pytest.mark.parametrize(
    ("moment", "revision"),
    [
        (lambda recorded: recorded.t1, 1),
        (lambda recorded: moved(recorded.t1, hours_east=3), 1),
        (lambda recorded: recorded.p1, 1),
        (lambda recorded: recorded.p2 - 1, 1),
        (lambda recorded: moved(recorded.t2, -1), 1),
        (lambda recorded: recorded.t2, 2),
        (lambda recorded: recorded.p2, 2),
    ],
    ids=["t1", "t1 elsewhere", "p1", "p2 - 1", "t2 - 1 us", "t2", "p2"],
)
def test_every_reading_has_the_revision_that_was_known_at_the_moment(
    service: Service, recorded: Recorded, moment: Callable[[Recorded], object], revision: int
) -> None:
    answers = {name: one.answer(service, moment(recorded)) for name, one in ALL_READINGS.items()}
    assert {name: ALL_READINGS[name].revision(one.json()) for name, one in answers.items()} == dict.fromkeys(
        ALL_READINGS, revision
    )


@pytest.mark.parametrize(
    "moment",
    [lambda recorded: moved(recorded.t1, -1), lambda recorded: moved(recorded.t1, -1, 3), lambda one: one.p1 - 1],
    ids=["t1 - 1 us", "t1 - 1 us elsewhere", "p1 - 1"],
)
def test_before_its_first_event_a_claim_is_not_there_and_the_first_date_is_told(
    service: Service, recorded: Recorded, moment: Callable[[Recorded], object]
) -> None:
    answers = {name: one.answer(service, moment(recorded)) for name, one in READINGS.items()}
    lists = {name: one.answer(service, moment(recorded)) for name, one in LISTS.items()}

    assert {name: refused_since(one) for name, one in answers.items()} == dict.fromkeys(READINGS, recorded.t1)
    assert all(A not in [view["claim"] for view in one.json()["items"]] for one in lists.values())


def test_before_the_first_event_of_all_nothing_is_there_and_the_first_date_is_told(service: Service) -> None:
    first = service.post("claim.reported.v1", A, reported("498", exact("498"), question=QUESTION))["recorded_at"]
    answers = {name: one.answer(service, moved(first, -1)) for name, one in ALL_READINGS.items()}
    assert {name: refused_since(one) for name, one in answers.items()} == dict.fromkeys(ALL_READINGS, first)


def test_a_pair_is_compared_as_it_stood_at_the_microsecond(service: Service, recorded: Recorded) -> None:
    pair = {"left": A, "right": "before"}
    moments = (recorded.t1, moved(recorded.t2, -1), recorded.t2)
    reasons = [service.read("/v1/compare", **pair, as_of=one)["reasons"] for one in moments]
    early = service.get("/v1/compare", **pair, as_of=moved(recorded.t1, -1))

    assert reasons == [["question"], ["question"], ["question", "period"]]
    assert refused_since(early) == recorded.t1


def test_a_correction_is_in_the_correction_log_from_its_microsecond_on(service: Service, recorded: Recorded) -> None:
    was, is_ = ({"figure": exact(one), "wording": f"{one} soldiers"} for one in ("498", "489"))
    at = service.post("claim.corrected.v1", A, corrected(was, is_))["recorded_at"]
    assert service.read("/v1/corrections", as_of=moved(at, -1))["items"] == []
    assert [one["claim"] for one in service.read("/v1/corrections", as_of=at)["items"]] == [A]
    assert recorded.t2 < at


def refused_since(answer: httpx.Response) -> Any:
    """The first date that the refusal of a moment before it tells."""
    assert answer.status_code == 404, answer.text
    assert answer.json()["type"].endswith("/before-first")
    return answer.json()["first_recorded_at"]
