"""What a printed figure allows the record to have: what rounds to it, a tenth of an about, the bounds of the rest."""

import pytest
from pydantic import TypeAdapter

from domain.figure import Figure, WireFigure
from domain.printed_interval import allowed, any_within, lies_within, stated
from domain.shapes import ERASED
from tests.events import Wire, approximate, at_least, at_most, exact, from_to, more_than, no_figure, tally, vague

FIGURES: TypeAdapter[Figure] = TypeAdapter(WireFigure)


def ends(wording: str, sent: Wire) -> str:
    found = allowed(wording, FIGURES.validate_python(sent))
    assert found is not None
    low, high = (None if end is None else f"{end.normalize():f}" for end in (found.low, found.high))
    return f"{'[' if found.low_closed else '('}{low}, {high}{']' if found.high_closed else ')'}"


@pytest.mark.parametrize(
    ("wording", "figure", "expected"),
    [
        ("about 500", approximate("500"), "[450, 550]"),
        ("almost 500", approximate("500", "below"), "[450, 500]"),
        ("just over 500", approximate("500", "above"), "[500, 550]"),
        ("about -500", approximate("-500"), "[-550, -450]"),
        ("almost -500", approximate("-500", "below"), "[-500, -450]"),
        ("just over -500", approximate("-500", "above"), "[-550, -500]"),
        ("more than 400", more_than("400"), "(400, None)"),
        ("at least 400", at_least("400"), "[400, None)"),
        ("10 to 12", {"form": "range", "low": "10", "high": "12"}, "[10, 12]"),
    ],
)
def test_an_about_allows_a_tenth_and_bounds_are_bounds(wording: str, figure: Wire, expected: str) -> None:
    assert ends(wording, figure) == expected


@pytest.mark.parametrize(
    ("wording", "value", "expected"),
    [
        ("498", "498", "[498, 498]"),
        ("500", "500", "[450, 550]"),
        ("1.2 million", "1200000", "[1150000, 1250000]"),
        ("1.20 million", "1200000", "[1195000, 1205000]"),
        ("1,200,000", "1200000", "[1150000, 1250000]"),
        ("1.200.000", "1200000", "[1150000, 1250000]"),
        ("$3.1 billion", "3100000000", "[3050000000, 3150000000]"),
        ("half a million", "500000", "[450000, 550000]"),
        ("51.2 per cent", "51.2", "[51.15, 51.25]"),
        ("51.2 per cent", "0.512", "[0.5115, 0.5125]"),
        ("so many", "3.10", "[3.095, 3.105]"),
        ("so many", "-500", "[-550, -450]"),
        ("3.7 dozen, or 44", "44", "[44, 44]"),
        ("0.0", "5", "[5, 5]"),
        ("1.597", "1597", "[1597, 1597]"),
        ("none", "0", "[0, 0]"),
    ],
)
def test_an_exact_number_allows_what_rounds_to_it_as_it_is_written(wording: str, value: str, expected: str) -> None:
    assert ends(wording, exact(value)) == expected


def test_a_figure_without_an_amount_of_its_own_allows_nothing() -> None:
    sent = (tally(**{"for": "145", "against": "5"}), vague("dozens"), no_figure())
    assert [allowed("any", FIGURES.validate_python(one)) for one in sent] == [None, None, None]
    assert allowed("any", ERASED) is None


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (exact("450"), True),
        (exact("500"), True),
        (exact("449"), False),
        (exact("501"), False),
        (approximate("480"), True),
        (at_least("498"), True),
        ({"form": "range", "low": "460", "high": "490"}, True),
        ({"form": "range", "low": "460", "high": "510"}, False),
        ({"form": "range", "low": "400", "high": "490"}, False),
        (vague("hundreds"), False),
        (no_figure(), False),
    ],
)
def test_an_amount_lies_within_both_ends_of_a_range(figure: Wire, *, expected: bool) -> None:
    within = allowed("almost 500", FIGURES.validate_python(approximate("500", "below")))
    assert within is not None
    assert lies_within(FIGURES.validate_python(figure), within) is expected


def test_an_open_end_is_not_within_and_an_erased_figure_is_nowhere() -> None:
    within = allowed("more than 400", FIGURES.validate_python(more_than("400")))
    assert within is not None
    told = [lies_within(FIGURES.validate_python(exact(one)), within) for one in ("400", "401", "1351")]
    assert (told, lies_within(ERASED, within)) == ([False, True, True], False)


@pytest.mark.parametrize("printed", [approximate("500"), at_least("400"), at_most("600"), exact("498")])
def test_any_of_many_figures_lies_within_if_one_does_by_itself(printed: Wire) -> None:
    within = allowed("so many", FIGURES.validate_python(printed))
    assert within is not None
    sent = [vague("x"), exact("300"), from_to("390", "410"), from_to("460", "540"), at_least("498"), exact("700")]
    figures = [FIGURES.validate_python(one) for one in sent]
    for some in (figures[:first] + figures[first + 1 :] for first in range(len(figures))):
        of = sorted(((at, one) for one in some if (at := stated(one)) is not None), key=lambda pair: pair[0])
        assert any_within(of, within) == any(lies_within(one, within) for one in some)
