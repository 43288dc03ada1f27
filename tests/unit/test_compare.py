"""The verdict of two figures: what contradicts, what only contains, and what must not be held against one another."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.compare import (
    Comparable,
    PartVerdict,
    Verdict,
    comparable,
    compare,
    compare_figures,
    corroborates,
    groups,
    part_verdicts,
    shared_originator,
)
from domain.figure import Figure, Tally, WireFigure
from domain.scope import SCOPE_FIELDS, Scope
from domain.shapes import ERASED, Erased
from tests.events import (
    approximate,
    at_least,
    at_most,
    exact,
    from_to,
    less_than,
    more_than,
    no_figure,
    relative,
    tally,
    vague,
)

FIGURES: TypeAdapter[Figure] = TypeAdapter(WireFigure)
KILLED = Scope(population="Russian soldiers", place="Ukraine", unit="person", definition="killed")
SEVEN_DAYS = "2022-02-24/2022-03-02"
FIVE_DAYS = "2022-02-24/2022-02-28"


FIELD_CHANGED = {
    "population": replace(KILLED, population="another"),
    "place": replace(KILLED, place="another"),
    "unit": replace(KILLED, unit="another"),
    "definition": replace(KILLED, definition="another"),
}


def figure(sent: dict[str, Any]) -> Figure:
    return FIGURES.validate_python(sent)


def stated(  # noqa: PLR0913 (what decides whether two figures may be compared)
    sent: dict[str, Any] | Erased,
    *,
    refers_to: str | None = SEVEN_DAYS,
    scope: Scope | Erased | None = KILLED,
    question_scope: Scope | Erased | None = None,
    question: str = "ru-soldiers-killed",
    originator: str | None = None,
) -> Comparable:
    return comparable(
        question=question,
        scope=scope,
        question_scope=question_scope,
        refers_to=refers_to,
        figure=sent if isinstance(sent, Erased) else figure(sent),
        originator=originator,
    )


def verdict_of(left: dict[str, Any], right: dict[str, Any], tolerance: str | None = None) -> Verdict:
    return compare_figures(figure(left), figure(right), None if tolerance is None else Decimal(tolerance))


def contains(side: str) -> Verdict:
    return Verdict("contains", container="left" if side == "left" else "right")


MOSCOW = stated(exact("498"), originator="ru-mod")
KYIV = stated(more_than("7000"), originator="kyiv-adviser")
PENTAGON = stated(approximate("1500"), refers_to=FIVE_DAYS, originator="pentagon")
HEADLINE = stated(approximate("500", leaning="below"), originator="newsweek")


def test_498_against_more_than_7000_is_disjoint() -> None:
    assert compare(MOSCOW, KYIV) == Verdict("disjoint")


@pytest.mark.parametrize("other", [MOSCOW, KYIV])
def test_a_figure_for_other_days_is_incomparable_by_its_period(other: Comparable) -> None:
    assert compare(other, PENTAGON, Decimal("0.99")) == Verdict("incomparable", reasons=("period",))


def test_nearly_500_against_498_needs_a_tolerance() -> None:
    assert compare(MOSCOW, HEADLINE) == Verdict("undecidable", reasons=("needs_tolerance",))


def test_nearly_500_within_five_percent_contains_498() -> None:
    assert compare(MOSCOW, HEADLINE, Decimal("0.05")) == contains("right")


def test_exactly_7000_is_not_more_than_7000() -> None:
    assert verdict_of(exact("7000"), more_than("7000")) == Verdict("disjoint")


def test_at_least_7000_contains_exactly_7000() -> None:
    assert verdict_of(exact("7000"), at_least("7000")) == contains("right")


@pytest.mark.parametrize("field", SCOPE_FIELDS)
def test_another_scope_is_incomparable_by_the_field_that_differs(field: str) -> None:
    elsewhere = stated(more_than("7000"), scope=FIELD_CHANGED[field])
    assert compare(MOSCOW, elsewhere) == Verdict("incomparable", reasons=(field,))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (exact("3.10"), exact("3.1"), Verdict("same")),
        (exact("-0"), exact("0"), Verdict("same")),
        (exact("5"), from_to("5", "5.0"), Verdict("same")),
        (approximate("500"), approximate("500.0"), Verdict("same")),
        (approximate("0"), approximate("0"), Verdict("same")),
        (
            approximate("500"),
            approximate("500", leaning="below"),
            Verdict("undecidable", reasons=("needs_tolerance",)),
        ),
        (at_least("5"), at_least("5.00"), Verdict("same")),
        (at_least("5"), at_least("7"), contains("left")),
        (at_least("5"), more_than("5"), contains("left")),
        (at_most("5"), less_than("5"), contains("left")),
        (less_than("5"), exact("5"), Verdict("disjoint")),
        (at_most("5"), exact("5"), contains("left")),
        (at_most("5"), at_least("5"), Verdict("overlaps")),
        (at_most("5"), more_than("5"), Verdict("disjoint")),
        (less_than("5"), at_least("5"), Verdict("disjoint")),
        (from_to("1", "5"), from_to("5", "9"), Verdict("overlaps")),
        (from_to("1", "5"), from_to("6", "9"), Verdict("disjoint")),
        (from_to("1", "9"), from_to("2", "9"), contains("left")),
        (from_to("1", "9"), exact("9"), contains("left")),
        (from_to("1", "9"), more_than("9"), Verdict("disjoint")),
        (from_to("1", "9"), at_least("9"), Verdict("overlaps")),
        (vague("hundreds"), exact("498"), Verdict("undecidable", reasons=("vague",))),
        (vague("hundreds"), vague("hundreds"), Verdict("undecidable", reasons=("vague",))),
        (relative(factor="2"), exact("498"), Verdict("undecidable", reasons=("relative",))),
        (
            relative(),
            approximate("5"),
            Verdict("undecidable", reasons=("needs_tolerance", "relative")),
        ),
        (no_figure(), exact("498"), Verdict("incomparable", reasons=("no_figure",))),
        (no_figure(), no_figure(), Verdict("incomparable", reasons=("no_figure",))),
        (tally(a="1"), exact("1"), Verdict("incomparable", reasons=("form",))),
        (tally(a="1"), no_figure(), Verdict("incomparable", reasons=("no_figure", "form"))),
        (tally(a="1"), tally(b="1"), Verdict("incomparable", reasons=("parts",))),
        (tally(a="1"), tally(a="1.0"), Verdict("same")),
        (tally("10", a="1"), tally("99", a="1"), Verdict("same")),
        (tally(a="1", b="2"), tally(a="1", b="3"), Verdict("disjoint")),
        (tally(a="1", b="2"), tally(a="1"), contains("right")),
        (tally(a="1", b="2"), tally(a="1", c="3"), Verdict("overlaps")),
        (tally(a="1", b="2"), tally(a="2", c="3"), Verdict("disjoint")),
    ],
)
def test_two_figures_have_one_verdict(left: dict[str, Any], right: dict[str, Any], expected: Verdict) -> None:
    assert verdict_of(left, right) == expected


@pytest.mark.parametrize(
    ("about", "amount", "expected"),
    [
        (approximate("500"), "475", contains("left")),
        (approximate("500"), "474.99", Verdict("disjoint")),
        (approximate("500"), "525", contains("left")),
        (approximate("500"), "525.01", Verdict("disjoint")),
        (approximate("500", leaning="below"), "500", Verdict("disjoint")),
        (approximate("500", leaning="below"), "475", contains("left")),
        (approximate("500", leaning="above"), "500", Verdict("disjoint")),
        (approximate("500", leaning="above"), "525", contains("left")),
        (approximate("0"), "0", Verdict("undecidable", reasons=("needs_tolerance",))),
    ],
)
def test_a_tolerance_of_five_percent_is_closed_at_its_far_end_and_open_where_the_words_lean_away(
    about: dict[str, Any], amount: str, expected: Verdict
) -> None:
    assert verdict_of(about, exact(amount), "0.05") == expected


def test_an_erased_figure_compares_as_undecidable() -> None:
    assert compare_figures(ERASED, figure(exact("5"))) == Verdict("undecidable", reasons=("redacted",))
    assert compare_figures(figure(tally(a="1")), ERASED) == Verdict("undecidable", reasons=("redacted",))
    assert compare_figures(ERASED, figure(no_figure())) == Verdict("incomparable", reasons=("no_figure",))


def test_every_reason_that_applies_is_given_in_order() -> None:
    left = stated(tally(a="1"), question="other", refers_to=None, scope=Scope())
    right = stated(no_figure())
    reasons = ("question", "period", *SCOPE_FIELDS, "no_figure", "form")
    assert compare(left, right) == Verdict("incomparable", reasons=reasons)


def test_scopes_are_compared_after_normal_form_case_and_white_space() -> None:
    folded = Scope(population=" RUSSIAN\tsoldiers ", place="ukraine", unit="Person", definition="KILLED")
    assert compare(MOSCOW, stated(exact("498"), scope=folded)) == Verdict("same")
    composed = stated(exact("1"), scope=Scope(place="Orl\u00e9ans"))
    assert compare(composed, stated(exact("1"), scope=Scope(place="ORLE\u0301ANS"))) == Verdict("same")


def test_a_scope_field_that_only_one_states_is_a_difference() -> None:
    assert compare(MOSCOW, stated(exact("498"), scope=replace(KILLED, place=None))).reasons == ("place",)


def test_what_both_leave_open_is_no_difference() -> None:
    assert compare(stated(exact("1"), scope=Scope()), stated(exact("1"), scope=None)) == Verdict("same")


def test_a_claim_inherits_what_it_leaves_open_from_its_question() -> None:
    inheriting = stated(exact("498"), scope=Scope(unit="person"), question_scope=KILLED)
    assert compare(MOSCOW, inheriting) == Verdict("same")


def test_signed_is_not_compared() -> None:
    assert compare(MOSCOW, stated(exact("498"), scope=replace(KILLED, signed=True))) == Verdict("same")


def test_periods_are_compared_as_intervals() -> None:
    month = stated(exact("498"), refers_to="2022-03")
    days = stated(exact("498"), refers_to="2022-03-01/2022-03-31")
    assert compare(month, days) == Verdict("same")


def test_a_period_that_only_one_states_is_a_difference_and_two_absent_ones_are_equal() -> None:
    timeless = stated(exact("498"), refers_to=None)
    assert compare(MOSCOW, timeless).reasons == ("period",)
    assert compare(timeless, timeless) == Verdict("same")


@pytest.mark.parametrize("erased", [{"scope": ERASED}, {"scope": Scope(), "question_scope": ERASED}])
def test_a_pair_with_an_erased_scope_is_undecidable(erased: dict[str, Any]) -> None:
    assert compare(stated(exact("498"), **erased), MOSCOW) == Verdict("undecidable", reasons=("redacted",))


def test_an_erased_scope_of_the_question_is_no_matter_where_the_claim_states_its_own() -> None:
    assert compare(stated(exact("498"), question_scope=ERASED), MOSCOW) == Verdict("same")


def test_known_reasons_come_before_an_erased_scope() -> None:
    elsewhere = stated(exact("498"), refers_to=FIVE_DAYS, scope=ERASED)
    assert compare(elsewhere, MOSCOW) == Verdict("incomparable", reasons=("period",))


def test_each_part_of_two_tallies_is_answered() -> None:
    before, after = figure(tally("193", yes="145", no="5")), figure(tally("193", yes="141", no="5", abstaining="35"))
    assert isinstance(before, Tally)
    assert isinstance(after, Tally)
    assert part_verdicts(before, after) == (
        PartVerdict("yes", "145", "141", Verdict("disjoint")),
        PartVerdict("no", "5", "5", Verdict("same")),
        PartVerdict("abstaining", None, "35", contains("left")),
    )


@pytest.mark.parametrize(
    ("left", "right", "side"),
    [
        (exact("498"), exact("498.0"), "both"),
        (at_least("400"), exact("498"), "right"),
        (exact("498"), at_least("400"), "left"),
        (exact("498"), more_than("7000"), None),
        (approximate("500"), exact("498"), None),
    ],
)
def test_a_figure_that_is_the_same_or_within_backs_that_of_another_named_source(
    left: dict[str, Any], right: dict[str, Any], side: str | None
) -> None:
    one, other = stated(left, originator="ru-mod"), stated(right, originator="un")
    assert corroborates(one, other, compare(one, other)) == side


@pytest.mark.parametrize(("one", "other"), [("ru-mod", "ru-mod"), (None, "un"), ("un", None), (None, None)])
def test_nobody_backs_himself_and_the_unnamed_count_for_nothing(one: str | None, other: str | None) -> None:
    left, right = stated(exact("498"), originator=one), stated(exact("498"), originator=other)
    assert corroborates(left, right, compare(left, right)) is None


def test_an_originator_is_shared_if_it_is_named_and_the_same() -> None:
    assert shared_originator(MOSCOW, MOSCOW) == "ru-mod"
    assert shared_originator(MOSCOW, KYIV) is None
    assert shared_originator(stated(exact("1")), stated(exact("2"))) is None


def test_an_axis_holds_what_may_be_compared_and_nothing_else() -> None:
    named = [("A", MOSCOW), ("C", PENTAGON), ("B", KYIV), ("D", HEADLINE), ("none", stated(no_figure()))]
    assert groups(named) == [["A", "B", "D"], ["C"], ["none"]]


def test_the_mirrored_verdict_names_the_other_side() -> None:
    assert contains("left").mirrored() == contains("right")
    assert Verdict("disjoint").mirrored() == Verdict("disjoint")


AMOUNTS = st.sampled_from(["-2", "-1", "-0.50", "0", "0.5", "1", "1.0", "2", "3"])
PARTS = st.dictionaries(st.sampled_from(["yes", "no", "abstaining"]), AMOUNTS, min_size=1)
WIRE_FIGURES = st.one_of(
    st.builds(exact, AMOUNTS),
    st.builds(approximate, AMOUNTS, st.sampled_from([None, "below", "above"])),
    st.builds(at_least, AMOUNTS),
    st.builds(more_than, AMOUNTS),
    st.builds(at_most, AMOUNTS),
    st.builds(less_than, AMOUNTS),
    st.builds(from_to, AMOUNTS, AMOUNTS).filter(lambda one: Decimal(one["low"]) <= Decimal(one["high"])),
    st.builds(vague, st.just("hundreds")),
    st.builds(lambda parts: tally(None, **parts), PARTS),
    st.builds(relative),
    st.builds(no_figure),
)
COMPARABLES = st.builds(
    stated,
    st.one_of(st.just(ERASED), WIRE_FIGURES),
    refers_to=st.sampled_from([None, SEVEN_DAYS, FIVE_DAYS, "2022-21", "2022/.."]),
    scope=st.sampled_from([KILLED, Scope(), Scope(unit="dog"), ERASED]),
    question_scope=st.sampled_from([None, KILLED, ERASED]),
    question=st.sampled_from(["one", "other"]),
)
TOLERANCES = st.sampled_from([None, Decimal("0.05"), Decimal("0.5"), Decimal("0.99")])


@given(left=COMPARABLES, right=COMPARABLES, tolerance=TOLERANCES)
def test_operands_swapped_give_the_mirrored_verdict(
    left: Comparable, right: Comparable, tolerance: Decimal | None
) -> None:
    assert compare(right, left, tolerance) == compare(left, right, tolerance).mirrored()


@given(left=WIRE_FIGURES, right=WIRE_FIGURES, tolerance=TOLERANCES)
def test_operands_of_like_scope_swapped_give_the_mirrored_verdict(
    left: dict[str, Any], right: dict[str, Any], tolerance: Decimal | None
) -> None:
    one, other = figure(left), figure(right)
    assert compare_figures(other, one, tolerance) == compare_figures(one, other, tolerance).mirrored()


@given(left=COMPARABLES, right=COMPARABLES, tolerance=TOLERANCES)
def test_a_tolerance_never_turns_incomparable_into_another_verdict(
    left: Comparable, right: Comparable, tolerance: Decimal | None
) -> None:
    without = compare(left, right)
    if without.verdict == "incomparable":
        assert compare(left, right, tolerance) == without
