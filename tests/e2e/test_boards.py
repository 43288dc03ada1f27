"""The board of a question and the comparison of a pair: three figures for one war, and what may not be compared."""

from typing import Any

import pytest

from tests.e2e.conftest import Service
from tests.facts import (
    ADVISER,
    FIRST_DAYS,
    FIRST_WEEK,
    MINISTRY,
    OUTLET,
    PENTAGON,
    QUESTION,
    A,
    B,
    C,
    D,
    corrected,
    disputed,
    exact,
    reported,
    updated,
)

ASKED = {"text": "How many Russian soldiers have been killed?", "tolerance": "0.10"}


@pytest.fixture
def board(service: Service) -> list[dict[str, Any]]:
    """Receipts of the four claims of one question."""
    return [
        service.post("claim.reported.v1", claim, data)
        for claim, data in (
            (A, reported("498", exact("498"))),
            (B, reported("more than 7,000", {"form": "more_than", "value": "7000"}, ADVISER)),
            (C, reported("about 1,500", about("1500"), PENTAGON, refers_to=FIRST_DAYS)),
            (D, reported("nearly 500", about("500", leaning="below"), OUTLET | {"role": "originator"})),
        )
    ]


def about(value: str, **more: str) -> dict[str, Any]:
    return {"form": "approximate", "value": value, **more}


def pair(shown: dict[str, Any], left: str, right: str) -> dict[str, Any]:
    (found,) = [one for one in shown["pairs"] if {one["left"], one["right"]} == {left, right}]
    return dict(found)


@pytest.mark.usefixtures("board")
def test_the_board_has_every_claim_and_the_verdict_of_each_pair(service: Service) -> None:
    shown = service.read(f"/v1/questions/{QUESTION}")
    assert [one["claim"] for one in shown["claims"]] == sorted([A, B, C, D])
    assert len(shown["pairs"]) == 6
    assert pair(shown, A, B)["verdict"] == "disjoint"
    assert (pair(shown, A, C)["verdict"], pair(shown, A, C)["reasons"]) == ("incomparable", ["period"])
    assert set(pair(shown, A, C)["periods"].values()) == {FIRST_WEEK, FIRST_DAYS}
    assert (pair(shown, A, D)["verdict"], pair(shown, A, D)["reasons"]) == ("undecidable", ["needs_tolerance"])
    assert sorted(map(sorted, shown["groups"])) == sorted([sorted([A, B, D]), [C]])
    assert (shown["contested"], shown["tolerance"], shown["text"]) == (True, None, None)


@pytest.mark.usefixtures("board")
def test_a_reader_brings_a_tolerance_and_it_comes_before_the_questions_own(service: Service) -> None:
    service.post("question.asked.v1", QUESTION, ASKED)
    own = service.read(f"/v1/questions/{QUESTION}")
    readers = service.read(f"/v1/questions/{QUESTION}", tolerance="0.001")
    assert (own["text"], own["tolerance"]) == (ASKED["text"], {"value": "0.10", "by": "question"})
    assert readers["tolerance"] == {"value": "0.001", "by": "reader"}
    assert (pair(own, A, D)["verdict"], pair(readers, A, D)["verdict"]) == ("contains", "disjoint")


def test_the_board_of_a_period_keeps_a_figure_that_stands_no_more(
    service: Service, board: list[dict[str, Any]]
) -> None:
    service.post(
        "claim.updated.v1", A, updated("1,351", exact("1351"), "2022-03-25", refers_to="2022-02-24/2022-03-25")
    )
    now = service.read(f"/v1/questions/{QUESTION}")
    then = service.read(f"/v1/questions/{QUESTION}", period=FIRST_WEEK)
    assert pair(now, A, B)["reasons"] == ["period"]
    assert pair(then, A, B)["verdict"] == "disjoint"
    figures = {one["claim"]: one["standing"]["figure"] for one in then["claims"]}
    assert (figures[A], set(figures)) == (exact("498"), {A, B, D})
    before_b = service.read(f"/v1/questions/{QUESTION}", period=FIRST_WEEK, as_of=board[0]["position"])
    assert [one["claim"] for one in before_b["claims"]] == [A]


def attribution(shown: dict[str, Any], claim: str) -> list[str]:
    (view,) = [one for one in shown["claims"] if one["claim"] == claim]
    return [hop["who"]["id"] for hop in view["attribution"]]


@pytest.mark.usefixtures("board")
def test_the_board_of_a_period_has_an_old_figure_on_the_word_of_those_who_passed_it_on(service: Service) -> None:
    strengthened = [MINISTRY | {"stance": "asserts"}, relay("m-ilyushina"), OUTLET]
    service.post("claim.attributed.v1", A, {"attribution": strengthened, "basis": "her post"})
    period = {"refers_to": "2022-02-24/2022-03-25"}
    later = [MINISTRY | {"stance": "asserts"}, relay("s-rudskoy"), OUTLET]
    service.post("claim.updated.v1", A, updated("1,351", exact("1351"), "2022-03-25", attribution=later, **period))
    assert attribution(service.read(f"/v1/questions/{QUESTION}"), A) == ["ru-mod", "s-rudskoy", "newsweek"]
    then = service.read(f"/v1/questions/{QUESTION}", period=FIRST_WEEK)
    assert attribution(then, A) == ["ru-mod", "m-ilyushina", "newsweek"]


@pytest.mark.usefixtures("board")
def test_the_board_of_a_period_names_no_source_that_was_found_to_be_the_wrong_one(service: Service) -> None:
    period = {"refers_to": "2022-02-24/2022-03-25"}
    service.post("claim.updated.v1", A, updated("1,351", exact("1351"), "2022-03-25", **period))
    chains = [[one | {"stance": "asserts"}, OUTLET] for one in (MINISTRY, PENTAGON)]
    misattributed = corrected({"attribution": chains[0]}, {"attribution": chains[1]}, kind="misattribution", target=2)
    service.post("claim.corrected.v1", A, misattributed)
    then = service.read(f"/v1/questions/{QUESTION}", period=FIRST_WEEK)
    assert attribution(then, A) == ["pentagon", "newsweek"]


def relay(who: str) -> dict[str, Any]:
    return {"who": {"id": who, "kind": "person"}, "role": "relay", "stance": "reports"}


NO_PAIRS = dict.fromkeys(("disjoint", "overlaps", "contains", "same", "undecidable", "incomparable"), 0)


@pytest.mark.usefixtures("board")
def test_a_board_counts_its_pairs_by_verdict(service: Service) -> None:
    counts = service.read(f"/v1/questions/{QUESTION}")["counts"]
    assert counts == NO_PAIRS | {"disjoint": 1, "undecidable": 2, "incomparable": 3, "left_out": 0}


@pytest.mark.usefixtures("board")
def test_of_a_board_that_is_too_large_the_contradictions_are_told_first_and_all_pairs_counted(
    service: Service,
) -> None:
    shown = service.read(f"/v1/questions/{QUESTION}", pairs=3)
    assert [one["verdict"] for one in shown["pairs"]] == ["disjoint", "undecidable", "undecidable"]
    assert shown["counts"] == NO_PAIRS | {"disjoint": 1, "undecidable": 2, "incomparable": 3, "left_out": 3}
    assert shown["contested"] is True
    none = service.read(f"/v1/questions/{QUESTION}", pairs=0)
    assert (none["pairs"], none["counts"]["left_out"], none["contested"]) == ([], 6, True)


@pytest.mark.usefixtures("board")
def test_pairs_are_narrowed_to_a_verdict_and_to_a_claim(service: Service) -> None:
    of_verdict = service.read(f"/v1/questions/{QUESTION}", verdict="incomparable")
    assert {C in (one["left"], one["right"]) for one in of_verdict["pairs"]} == {True}
    assert (len(of_verdict["pairs"]), of_verdict["counts"]["left_out"]) == (3, 0)
    of_claim = service.read(f"/v1/questions/{QUESTION}", claim=B)
    assert of_claim["pairs"] == [
        one for one in service.read(f"/v1/questions/{QUESTION}")["pairs"] if B in (one["left"], one["right"])
    ]
    of_both = service.read(f"/v1/questions/{QUESTION}", claim=C, verdict="incomparable", pairs=2)
    told = [one["verdict"] for one in of_both["pairs"]]
    assert (told, of_both["counts"]["left_out"]) == (["incomparable", "incomparable"], 1)


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize(
    ("parameter", "value"), [("claim", "not-here"), ("verdict", "unlike"), ("pairs", "10001"), ("pairs", "-1")]
)
def test_a_part_of_a_board_that_is_not_there_is_refused(service: Service, parameter: str, value: str) -> None:
    answer = service.get(f"/v1/questions/{QUESTION}", **{parameter: value})
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_a_claim_of_which_nothing_stands_has_no_pairs_to_narrow_to(
    service: Service, board: list[dict[str, Any]]
) -> None:
    service.post("claim.retracted.v1", A, {"by": "source", "reason": "withdrawn"})
    shown = service.read(f"/v1/questions/{QUESTION}", claim=A)
    assert (shown["pairs"], shown["counts"]["left_out"], len(board)) == ([], 0, 4)


def test_a_board_of_hundreds_of_claims_answers_within_its_bound(service: Service) -> None:
    for begin in range(0, 300, 100):
        service.post_all([event_of(n) for n in range(begin, begin + 100)])
    shown = service.read(f"/v1/questions/{QUESTION}")
    told = [one["verdict"] for one in shown["pairs"]]
    assert (len(shown["claims"]), len(told), set(told)) == (300, 10_000, {"disjoint"})
    assert shown["counts"] == NO_PAIRS | {"disjoint": 37_500, "same": 7_350, "left_out": 34_850}


def event_of(n: int) -> dict[str, Any]:
    """One of six figures."""
    source = {"who": {"id": f"source-{n}", "kind": "office"}, "role": "originator"}
    return {
        "specversion": "1.0",
        "id": f"many-{n}",
        "source": "https://newsroom.example/cms",
        "type": "claim.reported.v1",
        "subject": f"many.{n}",
        "data": reported(str(n % 6), exact(str(n % 6)), source),
    }


def test_the_board_of_the_past_has_the_claims_of_then(service: Service, board: list[dict[str, Any]]) -> None:
    asked = service.post("question.asked.v1", QUESTION, ASKED)
    then = service.read(f"/v1/questions/{QUESTION}", as_of=board[1]["recorded_at"])
    assert [one["claim"] for one in then["claims"]] == sorted([A, B])
    assert (then["text"], then["tolerance"]) == (None, None)
    assert service.read(f"/v1/questions/{QUESTION}", as_of=asked["position"])["text"] == ASKED["text"]


def test_a_board_before_its_question_was_first_named_says_when_that_was(
    service: Service, board: list[dict[str, Any]]
) -> None:
    other = service.post("claim.reported.v1", "other", reported("1", exact("1"), question="another"))
    answer = service.get("/v1/questions/another", as_of=board[0]["position"])
    assert (answer.status_code, answer.json()["first_recorded_at"]) == (404, other["recorded_at"])
    unknown = service.get("/v1/questions/never-named", as_of=board[0]["position"])
    assert unknown.json()["type"].endswith("/not-found")


def test_an_open_dispute_of_a_standing_figure_makes_the_question_contested(service: Service) -> None:
    service.post("claim.reported.v1", A, reported("498", exact("498")))
    assert service.read(f"/v1/questions/{QUESTION}")["contested"] is False
    service.post("claim.disputed.v1", A, disputed("d0", "attribution"))
    assert service.read(f"/v1/questions/{QUESTION}")["contested"] is False
    service.post("claim.disputed.v1", A, disputed("d1", "figure"))
    assert service.read(f"/v1/questions/{QUESTION}")["contested"] is True


@pytest.mark.usefixtures("board")
def test_a_retracted_claim_is_on_the_board_and_in_no_pair(service: Service) -> None:
    service.post("claim.retracted.v1", A, {"by": "source", "reason": "withdrawn"})
    shown = service.read(f"/v1/questions/{QUESTION}")
    assert len(shown["claims"]) == 4
    assert not any(A in (one["left"], one["right"]) for one in shown["pairs"])
    assert service.read("/v1/compare", left=A, right=B)["reasons"] == ["no_figure"]


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize(
    ("left", "right", "verdict", "container"),
    [(A, B, "disjoint", None), (A, D, "contains", "right"), (D, A, "contains", "left"), (A, A, "same", None)],
)
def test_any_two_claims_are_compared(service: Service, left: str, right: str, verdict: str, container: str) -> None:
    compared = service.read("/v1/compare", left=left, right=right, tolerance="0.05")
    assert (compared["left"], compared["right"]) == (left, right)
    assert (compared["verdict"], compared["container"]) == (verdict, container)


@pytest.mark.usefixtures("board")
def test_claims_of_two_questions_inherit_each_from_its_own(service: Service) -> None:
    service.post("claim.reported.v1", "elsewhere", reported("498", exact("498"), question="another", scope={}))
    assert service.read("/v1/compare", left=A, right="elsewhere")["reasons"][0] == "question"


def test_a_pair_of_the_past_is_compared_as_it_was(service: Service, board: list[dict[str, Any]]) -> None:
    service.post("claim.updated.v1", A, updated("8,000", exact("8000"), "2022-03-03", refers_to=FIRST_WEEK))
    assert service.read("/v1/compare", left=A, right=B)["verdict"] == "contains"
    assert service.read("/v1/compare", left=A, right=B, as_of=board[3]["position"])["verdict"] == "disjoint"
    early = service.get("/v1/compare", left=A, right=C, as_of=board[0]["position"])
    assert early.json()["first_recorded_at"] == board[2]["recorded_at"]
    assert service.get("/v1/compare", left=A, right="nobody.said").status_code == 404


def test_a_question_that_nobody_asked_is_listed_as_such(service: Service) -> None:
    claimed = service.post("claim.reported.v1", A, reported("498", exact("498")))
    (named,) = service.read("/v1/questions")["items"]
    assert named == {"question": QUESTION, "text": None, "claims": 1}
    service.post("question.asked.v1", QUESTION, ASKED)
    service.post("question.asked.v1", "anything-else", {"text": "What else?"})
    first, second = service.read("/v1/questions")["items"]
    assert (first["question"], first["claims"]) == ("anything-else", 0)
    assert (second["text"], second["claims"]) == (ASKED["text"], 1)
    assert [one["question"] for one in service.read("/v1/questions", q="soldiers KILLED")["items"]] == [QUESTION]
    assert service.read("/v1/questions", as_of=claimed["position"])["items"] == [named]
    page = service.read("/v1/questions", limit=1, order="desc")
    assert [one["question"] for one in service.read(page["next"])["items"]] == ["anything-else"]


@pytest.mark.usefixtures("board")
def test_a_tolerance_gives_an_about_its_bounds_in_the_views_of_the_board(service: Service) -> None:
    def bounds(**asked: Any) -> Any:
        claims = service.read(f"/v1/questions/{QUESTION}", **asked)["claims"]
        return next(one["standing"]["bounds"] for one in claims if one["claim"] == C)

    closed = {"low_closed": True, "high_closed": True}
    assert bounds() is None
    assert {name: float(end) for name, end in bounds(tolerance="0.2").items()} == {"low": 1200, "high": 1800, **closed}
    service.post("question.asked.v1", QUESTION, ASKED)
    for asked in ({}, {"period": FIRST_DAYS}):
        assert {name: float(end) for name, end in bounds(**asked).items()} == {"low": 1350, "high": 1650, **closed}
