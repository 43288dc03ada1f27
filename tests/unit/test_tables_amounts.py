"""Numbers are read by the marks that a table's map names, and by no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.tables.amounts import SIGNS, Marks, NotANumber

ENGLISH, GERMAN, SPACED = Marks(".", ","), Marks(",", "."), Marks(",", " ")


@pytest.mark.parametrize(
    ("marks", "cell", "amount"),
    [
        (Marks(), "0", "0"),
        (Marks(), "1597", "1597"),
        (Marks(), "3.10", "3.10"),
        (Marks(), ".5", "0.5"),
        (Marks(), "-12", "-12"),
        (Marks(), "−12", "-12"),
        (ENGLISH, "1,234,567.50", "1234567.50"),
        (ENGLISH, "1597", "1597"),
        (GERMAN, "1.597,5", "1597.5"),
        (SPACED, "1 597,5", "1597.5"),
        (SPACED, "1\u00a0597", "1597"),
        (SPACED, "1\u202f234\u202f567", "1234567"),
        (Marks(".", "'"), "1'597", "1597"),
        (Marks(), "1" * 40, "1" * 40),
    ],
)
def test_a_number_is_read_with_every_digit(marks: Marks, cell: str, amount: str) -> None:
    assert marks.amount(cell) == amount


@pytest.mark.parametrize(
    ("marks", "cell"),
    [
        (Marks(), "1,597"),
        (Marks(), "007"),
        (Marks(), "5."),
        (Marks(), "1e5"),
        (Marks(), "NaN"),
        (Marks(), "--5"),
        (Marks(), "٣"),
        (Marks(), "1" * 41),
        (ENGLISH, "1,59"),
        (ENGLISH, "15,97,000"),
        (ENGLISH, ",597"),
        (ENGLISH, "1597,000"),
        (GERMAN, "1.5"),
    ],
)
def test_what_is_no_number_by_these_marks_is_refused(marks: Marks, cell: str) -> None:
    with pytest.raises(NotANumber):
        marks.amount(cell)


def test_a_comma_where_no_marks_are_named_is_refused_with_what_to_do() -> None:
    with pytest.raises(NotANumber, match="name the mark for thousands or decimals"):
        Marks().amount("1,597")


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        (">7000", "more_than"),
        ("> 7000", "more_than"),
        ("≥7000", "at_least"),
        ("7000+", "at_least"),
        ("< 7000", "less_than"),
        ("<=7000", "at_most"),
        ("~7000", "approximate"),
    ],
)
def test_a_sign_says_what_the_number_commits_to(cell: str, form: str) -> None:
    assert Marks().qualified_amount(cell, SIGNS) == ("7000", {"form": form})


def test_words_around_a_number_are_read_where_the_map_names_them() -> None:
    known = {**SIGNS, "about": {"form": "approximate"}, "%": {"form": "exact"}}
    assert ENGLISH.qualified_amount("about 1,500", known) == ("1500", {"form": "approximate"})
    assert ENGLISH.qualified_amount("3.5 %", known) == ("3.5", {"form": "exact"})
    assert ENGLISH.qualified_amount("1,500", known) == ("1500", None)


def test_words_that_nobody_named_are_refused_with_those_that_are_known() -> None:
    with pytest.raises(NotANumber, match="a qualifier that is known here"):
        Marks().qualified_amount("hardly 500", SIGNS)


def test_a_cell_full_of_points_is_no_number_and_takes_no_time() -> None:
    with pytest.raises(NotANumber):
        Marks().qualified_amount("." * 1_000_000, SIGNS)


def test_commas_are_set_inside_of_what_stands_around_the_number() -> None:
    assert Marks().with_commas(">7000") == ">7,000"
    assert GERMAN.with_commas("-1.234.567,50") == "-1,234,567.50"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_what_is_printed_with_marks_reads_as_what_was_meant(number: object) -> None:
    plain = f"{number:.2f}"
    assert ENGLISH.amount(f"{number:,.2f}") == plain
    assert GERMAN.amount(f"{number:,.2f}".translate(str.maketrans(",.", ".,"))) == plain
