"""A question's board: pairs, groups, contested; made of current views."""

from collections import Counter
from decimal import Decimal
from itertools import combinations
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from domain.board import Seat, axes, figure_of, is_contested, pair, pairs, scope_of, seat
from domain.scope import Scope
from domain.shapes import ERASED
from domain.survey import survey
from tests.events import approximate, at_least, at_most, exact, from_to, less_than, more_than, no_figure, tally, vague

FIRST_WEEK, FIRST_DAYS = "2022-02-24/2022-03-02", "2022-02-24/2022-02-28"
REDACTED = {"redacted": True}
BOARDED = [exact("498"), more_than("7000"), from_to("490", "500"), vague("thousands"), tally(votes="5"), REDACTED]
BOARDED += [exact("500"), at_most("500"), less_than("500"), at_least("498"), from_to("490", "498"), no_figure()]
BOARDED += [approximate("500"), approximate("500", "below"), approximate("500.0"), from_to("450", "700")]


def view(claim: str, figure: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A current view, as far as a board looks at it."""
    standing = {"revision": 1, "figure": figure, "refers_to": members.pop("refers_to", FIRST_WEEK)}
    shown = {
        "claim": claim,
        "question": "q",
        "standing": standing,
        "scope": {"population": "Russian soldiers", "unit": "person"},
        "attribution": [{"who": {"id": f"source-of-{claim}", "kind": "office"}}],
        "disputes": [],
    }
    return shown | members


def seated(*views: dict[str, Any]) -> list[Seat]:
    return [seat(one, None) for one in views]


MINISTRY = view("a", exact("498"))
ADVISER = view("b", {"form": "more_than", "value": "7000"})
PENTAGON = view("c", {"form": "approximate", "value": "1500"}, refers_to=FIRST_DAYS)
HEADLINE = view("d", {"form": "approximate", "value": "500", "leaning": "below"})
WITHDRAWN = view("e", exact("1")) | {"standing": None}


def test_each_pair_has_its_verdict_in_the_order_of_the_claims() -> None:
    compared = pairs(seated(MINISTRY, ADVISER, PENTAGON), None)
    assert [(one["left"], one["right"], one["verdict"]) for one in compared] == [
        ("a", "b", "disjoint"),
        ("a", "c", "incomparable"),
        ("b", "c", "incomparable"),
    ]


def test_two_periods_that_keep_a_pair_apart_are_both_named() -> None:
    (compared,) = pairs(seated(MINISTRY, PENTAGON), None)
    assert compared["reasons"] == ["period"]
    assert compared["periods"] == {"left": FIRST_WEEK, "right": FIRST_DAYS}


def test_a_tolerance_decides_what_needs_one() -> None:
    without, within = (pairs(seated(MINISTRY, HEADLINE), one)[0] for one in (None, Decimal("0.05")))
    assert (without["verdict"], without["reasons"]) == ("undecidable", ["needs_tolerance"])
    assert (within["verdict"], within["container"]) == ("contains", "right")
    assert within["corroborates"] == "left"


def test_two_claims_of_one_source_name_it() -> None:
    (compared,) = pairs(seated(MINISTRY, MINISTRY | {"claim": "f"}), None)
    assert (compared["corroborates"], compared["shared_originator"]) == (None, "source-of-a")


def test_a_claim_of_which_nothing_stands_is_in_no_pair_and_on_no_axis() -> None:
    seats = seated(MINISTRY, WITHDRAWN)
    assert pairs(seats, None) == []
    assert axes(seats) == [["a"]]
    assert not is_contested(seats, [])


def test_comparing_what_does_not_stand_says_that_there_is_no_figure() -> None:
    left, right = seated(MINISTRY, WITHDRAWN)
    compared = pair(left, right, None)
    assert (compared["verdict"], compared["reasons"]) == ("incomparable", ["no_figure"])
    assert (compared["corroborates"], compared["shared_originator"]) == (None, None)


def test_claims_that_may_not_be_compared_share_no_axis() -> None:
    assert axes(seated(MINISTRY, ADVISER, PENTAGON)) == [["a", "b"], ["c"]]


def test_a_disjoint_pair_makes_the_question_contested() -> None:
    seats = seated(MINISTRY, ADVISER)
    assert is_contested(seats, pairs(seats, None))


def test_an_open_dispute_of_the_standing_figure_makes_the_question_contested() -> None:
    assert contested_by(open=True, aspect="figure", revision=1)


def test_other_disputes_show_in_the_claim_only() -> None:
    assert not contested_by(open=False, aspect="figure", revision=1)
    assert not contested_by(open=True, aspect="attribution", revision=1)
    assert not contested_by(open=True, aspect="figure", revision=2)
    assert not contested_by(open=True, aspect=REDACTED, revision=1)


def test_a_claim_inherits_the_scope_that_it_leaves_open() -> None:
    narrow = view("g", exact("498"), scope={"population": "Russian soldiers", "unit": "person", "place": "Ukraine"})
    (apart,) = pairs(seated(MINISTRY, narrow), None)
    (alike,) = pairs([seat(one, Scope(place="Ukraine")) for one in (MINISTRY, narrow)], None)
    assert (apart["verdict"], apart["reasons"]) == ("incomparable", ["place"])
    assert alike["verdict"] == "same"


def test_an_erased_figure_scope_or_originator_is_nobodys_and_decides_nothing() -> None:
    figure = view("h", REDACTED)
    scope = view("i", exact("498"), scope=REDACTED)
    source = view("j", exact("498"), attribution=[REDACTED])
    verdicts = [pairs(seated(MINISTRY, one), None)[0] for one in (figure, scope, source)]
    assert [(one["verdict"], one["reasons"], one["corroborates"]) for one in verdicts] == [
        ("undecidable", ["redacted"], None),
        ("undecidable", ["redacted"], None),
        ("same", [], None),
    ]


def test_a_chain_may_be_missing_altogether() -> None:
    (compared,) = pairs(seated(MINISTRY, view("k", exact("498"), attribution=[])), None)
    assert compared["corroborates"] is None


def test_what_a_view_shows_is_typed_again() -> None:
    assert figure_of(REDACTED) is ERASED
    assert scope_of(REDACTED) is ERASED
    assert scope_of(None) is None
    assert scope_of({"unit": "person"}) == Scope(unit="person")


def contested_by(**dispute: Any) -> bool:
    return is_contested(seated(MINISTRY | {"disputes": [dispute]}), [])


def test_a_board_is_json() -> None:
    assert orjson.dumps(pairs(seated(MINISTRY, ADVISER), None))


def backs(compared: dict[str, Any], side: str) -> bool:
    return compared["corroborates"] in (side, "both")


def groups_one_by_one(seats: list[Seat], tolerance: Decimal | None) -> list[list[str]]:
    gathered: list[list[Seat]] = []
    for one in seats:
        fits = [all(pair(one, other, tolerance)["verdict"] != "incomparable" for other in each) for each in gathered]
        if True in fits:
            gathered[fits.index(True)].append(one)
        else:
            gathered.append([one])
    return [[one.claim for one in each] for each in gathered]


@given(
    st.lists(st.tuples(st.sampled_from("aab"), st.sampled_from(BOARDED), st.sampled_from([0, 0, 0, 1])), max_size=9),
    st.sampled_from([None, Decimal("0.1")]),
)
def test_a_survey_counts_every_pair_as_the_pairs_themselves_tell(
    claims: list[tuple[str, Any, int]], tolerance: Decimal | None
) -> None:
    seats = [
        seat(
            {
                "claim": f"c{n}",
                "question": "q",
                "scope": {"redacted": True} if erased else {"population": population},
                "standing": {"revision": 1, "figure": figure, "refers_to": None},
                "attribution": [{"who": {"id": f"s{n // 2}", "kind": "office"}, "role": "originator"}] if n % 5 else [],
                "disputes": [],
            },
            None,
        )
        for n, (population, figure, erased) in enumerate(claims)
    ]
    told = [pair(left, right, tolerance) for left, right in combinations(seats, 2)]
    assert pairs(seats, tolerance) == told
    assert axes(seats) == groups_one_by_one(seats, tolerance)
    found = survey(seats, tolerance, most=100)
    assert found.counts == Counter(one["verdict"] for one in told)
    assert {v: sorted(map(str, shown)) for v, shown in found.shown.items()} == {
        verdict: sorted(str(one) for one in told if one["verdict"] == verdict) for verdict in found.counts
    }
    backed = {one[side] for one in told for side, by in (("left", "right"), ("right", "left")) if backs(one, by)}
    assert found.corroborated == len(backed)


def test_a_survey_shows_no_more_than_it_is_asked_for() -> None:
    seats = [
        seat(
            {
                "claim": f"c{n}",
                "question": "q",
                "scope": {},
                "standing": {"revision": 1, "figure": exact(str(n)), "refers_to": str(2000 + n % 2)},
                "attribution": [],
                "disputes": [],
            },
            None,
        )
        for n in range(6)
    ]
    found = survey(seats, None, most=2)
    assert found.counts == {"disjoint": 6, "incomparable": 9}
    assert [len(shown) for shown in found.shown.values()] == [2, 2]


def test_a_survey_shows_contradictions_before_all_others() -> None:
    seats = seated(*(view(f"c{n}", exact(str(n % 4))) for n in range(8)))
    found = survey(seats, None, most=100, in_all=25)
    assert {verdict: len(shown) for verdict, shown in found.shown.items()} == {"disjoint": 24, "same": 1}
    assert found.counts == {"disjoint": 24, "same": 4}


def test_a_survey_shows_those_of_one_verdict_alone() -> None:
    seats = seated(*(view(f"c{n}", exact(str(n % 4))) for n in range(8)))
    found = survey(seats, None, most=3, only="same")
    assert [(one["left"], one["right"]) for one in found.shown["same"]] == [("c0", "c4"), ("c1", "c5"), ("c2", "c6")]
    assert found.shown.keys() == {"same"}


def test_a_figure_that_many_sources_give_is_one_corroborated_claim_for_each() -> None:
    assert survey(seated(*(view(f"c{n}", exact("498")) for n in range(5))), None, most=1).corroborated == 5


def test_of_two_figures_the_one_that_holds_the_other_is_corroborated() -> None:
    assert survey(seated(MINISTRY, view("range", from_to("490", "500"))), None, most=1).corroborated == 1


def test_tallies_corroborate_each_other_or_the_one_that_leaves_parts_open() -> None:
    whole, alike = (view(name, tally(votes="5", against="1")) for name in ("a", "b"))
    less = view("c", tally(votes="5"))
    assert survey(seated(whole, alike), None, most=1).corroborated == 2
    assert survey(seated(whole, less), None, most=1).corroborated == 1
    assert survey(seated(less, whole), None, most=1).corroborated == 1
