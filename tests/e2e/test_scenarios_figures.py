"""Acceptance scenarios 1 and 8: three figures for one war; 145, or 141."""

from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import (
    ADVISER,
    FIRST_DAYS,
    FIRST_WEEK,
    OUTLET,
    PENTAGON,
    QUESTION,
    SCOPE,
    A,
    B,
    C,
    D,
    corrected,
    exact,
    reported,
)

MORE_THAN_7000 = {"form": "more_than", "value": "7000"}
SCOPE_FIELDS = ("population", "place", "unit", "definition")
VOTE = "un.vote"


def rival(**more: Any) -> dict[str, Any]:
    return reported("more than 7,000", MORE_THAN_7000, ADVISER, **more)


def about(value: str, **more: str) -> dict[str, str]:
    return {"form": "approximate", "value": value, **more}


@pytest.fixture
def war(service: Service) -> Service:
    """The service with the four claims, two round ones, and the adviser's again in another scope each time."""
    claims = {
        A: reported("498", exact("498")),
        B: rival(),
        C: reported("about 1,500", about("1500"), PENTAGON, refers_to=FIRST_DAYS),
        D: reported("nearly 500", about("500", leaning="below"), OUTLET | {"role": "originator"}),
        "exact-7000": reported("7,000", exact("7000"), PENTAGON),
        "at-least-7000": reported("at least 7,000", {"form": "at_least", "value": "7000"}, PENTAGON),
        **{f"other-{field}": rival(scope=SCOPE | {field: "other"}) for field in SCOPE_FIELDS},
    }
    service.post_all([service.event("claim.reported.v1", claim, data) for claim, data in claims.items()])
    return service


PAIRS = [
    (A, B, None, "disjoint", None, []),
    (A, C, None, "incomparable", None, ["period"]),
    (B, C, None, "incomparable", None, ["period"]),
    (A, D, None, "undecidable", None, ["needs_tolerance"]),
    (A, D, "0.05", "contains", D, []),
    (A, C, "0.05", "incomparable", None, ["period"]),
    ("exact-7000", B, None, "disjoint", None, []),
    ("exact-7000", "at-least-7000", None, "contains", "at-least-7000", []),
    *((A, f"other-{field}", None, "incomparable", None, [field]) for field in SCOPE_FIELDS),
]


def test_a_pair_has_one_verdict_whichever_comes_first_and_wherever_it_is_asked(war: Service) -> None:
    for one, other, tolerance, *expected in PAIRS:
        answers = answers_about(war, one, other, {} if tolerance is None else {"tolerance": tolerance})
        assert len(answers) == 3
        assert [[got["verdict"], container(got), got["reasons"]] for got in answers] == [expected] * 3, (one, other)


def answers_about(war: Service, one: str, other: str, asked: dict[str, str]) -> list[dict[str, Any]]:
    """The comparison of two claims, of the same two swapped, and what the board says of them."""
    compared = [
        war.read("/v1/compare", left=left, right=right, **asked) for left, right in ((one, other), (other, one))
    ]
    board = war.read(f"/v1/questions/{QUESTION}", **asked)
    return [*compared, *(pair for pair in board["pairs"] if {pair["left"], pair["right"]} == {one, other})]


def container(pair: dict[str, Any]) -> str | None:
    """The claim whose bounds hold the other's."""
    return None if pair["container"] is None else str(pair[pair["container"]])


def test_figures_of_two_periods_are_on_no_axis_together_and_both_periods_are_named(war: Service) -> None:
    board = war.read(f"/v1/questions/{QUESTION}", tolerance="0.05")
    (pair,) = [one for one in board["pairs"] if {one["left"], one["right"]} == {A, C}]

    assert not any({A, C} <= set(group) for group in board["groups"])
    assert any({A, B, D} <= set(group) for group in board["groups"])
    assert {pair[side]: pair["periods"][side] for side in ("left", "right")} == {A: FIRST_WEEK, C: FIRST_DAYS}


def test_a_tolerance_draws_no_figure_of_another_period_onto_the_axis(war: Service) -> None:
    boards = [war.read(f"/v1/questions/{QUESTION}", tolerance=one)["groups"] for one in ("0.001", "0.999")]
    assert boards[0] == boards[1] == war.read(f"/v1/questions/{QUESTION}")["groups"]


def tally(for_: str, against: str, abstaining: str) -> dict[str, Any]:
    return {"form": "tally", "parts": {"for": for_, "against": against, "abstaining": abstaining}, "of": "193"}


AS_PRINTED: dict[str, Any] = {"figure": tally("145", "5", "35"), "wording": "145-5, with 35 abstentions"}
AS_VOTED: dict[str, Any] = {"figure": tally("141", "5", "35"), "wording": "141-5, with 35 abstentions"}


def vote(figure: dict[str, Any], wording: str) -> dict[str, Any]:
    return reported(wording, figure, scope={"unit": "vote"}, question="un-vote")


def figure_only(data: dict[str, Any]) -> dict[str, Any]:
    return {"figure": data["figure"]}


def test_a_vote_misread_is_corrected_together_with_its_wording(service: Service) -> None:
    service.post("claim.reported.v1", VOTE, vote(**AS_PRINTED))
    alone = service.refused("claim.corrected.v1", VOTE, corrected(figure_only(AS_PRINTED), figure_only(AS_VOTED)))
    receipt = service.post("claim.corrected.v1", VOTE, corrected(AS_PRINTED, AS_VOTED))

    assert (alone.status, alone.name) == (422, "wording-contradicts-figure")
    assert receipt["version"] == 2
    standing = service.read(f"/v1/claims/{VOTE}")["standing"]
    assert (standing["figure"], standing["wording"]) == (AS_VOTED["figure"], AS_VOTED["wording"])


def test_two_tallies_are_answered_part_by_part(service: Service) -> None:
    service.post("claim.reported.v1", VOTE, vote(**AS_PRINTED))
    service.post("claim.corrected.v1", VOTE, corrected(AS_PRINTED, AS_VOTED))

    parts = service.read(f"/v1/claims/{VOTE}/diff", from_=1, to=2)["parts"]

    assert {one["part"]: (one["from"], one["to"], one["verdict"]) for one in parts} == {
        "for": ("145", "141", "disjoint"),
        "against": ("5", "5", "same"),
        "abstaining": ("35", "35", "same"),
    }


def test_votes_that_add_up_to_more_than_there_are_members_are_refused_with_sum_and_whole(service: Service) -> None:
    refusal = service.refused(
        "claim.reported.v1", VOTE, vote(tally("145", "5", "44"), "145-5, with 44 abstentions, of 193")
    )
    assert (refusal.status, refusal.name) == (422, "parts-above-whole")
    assert (refusal.body["sum"], refusal.body["whole"]) == ("194", "193")


def test_an_amount_is_a_text_and_no_json_number(service: Service) -> None:
    as_number = tally("141", "5", "35")
    as_number["parts"]["for"] = 141.0
    refusal = service.refused("claim.reported.v1", VOTE, vote(as_number, AS_VOTED["wording"]))

    assert (refusal.status, refusal.name) == (422, "not-an-amount")
    assert refusal.fault["pointer"] == "/data/figure/parts/for"
    assert service.post("claim.reported.v1", VOTE, vote(**AS_VOTED))["status"] == "recorded"
