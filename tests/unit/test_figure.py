"""What a figure commits to: amounts to the last digit, bounds that are never invented."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from domain.figure import Bounds, Figure, Tally, WireFigure, amounts, bounds, is_below_zero, parts_sum, plain
from domain.shapes import ERASED
from domain.wire import wire
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
FIVE_PERCENT = Decimal("0.05")

EVERY_FORM = [
    exact("3.10"),
    approximate("1500"),
    approximate("500", leaning="below"),
    at_least("7000"),
    more_than("7000"),
    at_most("7000"),
    less_than("7000"),
    from_to("10", "12"),
    vague("hundreds"),
    {**vague("hundreds"), "lexicon": "desk-2022"},
    tally("193", **{"for": "145", "against": "5"}),
    relative(factor="2.5"),
    {**relative(), "to": {"claim": "ru-mod.killed"}},
    no_figure(),
]


def figure(sent: dict[str, Any]) -> Figure:
    return FIGURES.validate_python(sent)


def interval(low: str | None, high: str | None, *, closed: tuple[bool, bool]) -> Bounds:
    low_end, high_end = (None if end is None else Decimal(end) for end in (low, high))
    return Bounds(low_end, high_end, *closed)


@pytest.mark.parametrize("sent", EVERY_FORM)
def test_a_figure_goes_back_to_the_wire_as_it_came(sent: dict[str, Any]) -> None:
    assert wire(figure(sent)) == sent


@pytest.mark.parametrize(
    ("sent", "committed"),
    [
        (exact("498"), interval("498", "498", closed=(True, True))),
        (at_least("7000"), interval("7000", None, closed=(True, False))),
        (more_than("7000"), interval("7000", None, closed=(False, False))),
        (at_most("7000"), interval(None, "7000", closed=(False, True))),
        (less_than("7000"), interval(None, "7000", closed=(False, False))),
        (from_to("10", "12.50"), interval("10", "12.50", closed=(True, True))),
        (exact("-3"), interval("-3", "-3", closed=(True, True))),
    ],
)
def test_a_stated_amount_bounds_what_it_states_and_leaves_the_other_end_open(
    sent: dict[str, Any], committed: Bounds
) -> None:
    assert bounds(figure(sent)) == committed


@pytest.mark.parametrize(
    "sent", [approximate("1500"), vague("hundreds"), tally(a="1"), relative(factor="2"), no_figure()]
)
def test_bounds_are_never_invented(sent: dict[str, Any]) -> None:
    assert bounds(figure(sent)) is None


@pytest.mark.parametrize("sent", [vague("hundreds"), tally(a="1"), relative(factor="2"), no_figure()])
def test_a_tolerance_widens_approximates_only(sent: dict[str, Any]) -> None:
    assert bounds(figure(sent), FIVE_PERCENT) is None
    assert bounds(figure(exact("500")), FIVE_PERCENT) == bounds(figure(exact("500")))


@pytest.mark.parametrize(
    ("sent", "widened"),
    [
        (approximate("500"), interval("475", "525", closed=(True, True))),
        (approximate("500", leaning="below"), interval("475", "500", closed=(True, False))),
        (approximate("500", leaning="above"), interval("500", "525", closed=(False, True))),
        (approximate("-500"), interval("-525", "-475", closed=(True, True))),
        (approximate("-500", leaning="below"), interval("-525", "-500", closed=(True, False))),
        (approximate("-500", leaning="above"), interval("-500", "-475", closed=(False, True))),
        (approximate("0.1"), interval("0.095", "0.105", closed=(True, True))),
    ],
)
def test_an_about_is_as_wide_as_the_tolerance_makes_it(sent: dict[str, Any], widened: Bounds) -> None:
    assert bounds(figure(sent), FIVE_PERCENT) == widened


def test_nothing_is_cut_at_zero() -> None:
    assert bounds(figure(approximate("1")), Decimal("0.99")) == interval("0.01", "1.99", closed=(True, True))
    assert bounds(figure(less_than("1"))) == interval(None, "1", closed=(False, False))


@pytest.mark.parametrize("zero", ["0", "-0", "0.00"])
def test_an_about_zero_has_no_bounds_whatever_the_tolerance(zero: str) -> None:
    assert bounds(figure(approximate(zero)), FIVE_PERCENT) is None


def test_an_erased_figure_has_no_bounds() -> None:
    assert bounds(ERASED, FIVE_PERCENT) is None


def test_bounds_are_exact_to_the_last_of_forty_digits() -> None:
    long = "1234567890123456789012345678901234567.891"
    widened = bounds(figure(approximate(long)), Decimal("0.1"))
    assert widened is not None
    assert plain(widened.high) == "1358024679135802467913580246791358024.6801"


@pytest.mark.parametrize(
    ("sent", "stated"),
    [
        (exact("498"), ("498",)),
        (approximate("1500"), ("1500",)),
        (from_to("10", "12"), ("10", "12")),
        (tally("193", yes="141", no="5"), ("141", "5")),
        (relative(factor="2"), ("2",)),
        (relative(), ()),
        (vague("hundreds"), ()),
        (no_figure(), ()),
    ],
)
def test_a_figure_states_its_amounts_as_written_and_the_whole_of_a_tally_is_none(
    sent: dict[str, Any], stated: tuple[str, ...]
) -> None:
    assert amounts(figure(sent)) == stated


def test_minus_nothing_is_not_below_zero() -> None:
    assert is_below_zero("-0.01")
    assert not is_below_zero("-0.00")
    assert not is_below_zero("0")


def test_the_parts_of_a_tally_add_up_exactly() -> None:
    parts = figure(tally(a="0.1", b="0.2", c="1234567890123456789012345678901234567890"))
    assert isinstance(parts, Tally)
    assert parts_sum(parts.parts) == Decimal("1234567890123456789012345678901234567890.3")


def test_amounts_are_written_without_an_exponent() -> None:
    assert plain(Decimal("1E+3")) == "1000"
    assert plain(Decimal("0.0000001")) == "0.0000001"
    assert plain(None) is None
