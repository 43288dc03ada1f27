"""The figure that a print shows: its own, its target's, or what its words give; and when two figures are one."""

import string
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.compare import compare_figures
from domain.event_parts import Print
from domain.figure import Figure, Vague, WireFigure
from domain.printed import LONGEST_KEY, bears_out, figure_key, figure_of_print, keys_of_amount, wording_key
from domain.scope import comparable
from domain.shapes import ERASED, Erased
from domain.wire import wire
from domain.worded_figure import figure_of_wording, figures_of_wording, gives_no_number
from tests.events import (
    Wire,
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
VOTE_145 = tally(**{"for": "145", "against": "5", "abstaining": "35"})
VOTE_141 = tally(**{"for": "141", "against": "5", "abstaining": "35"})


def figure(sent: Wire) -> Figure:
    return FIGURES.validate_python(sent)


def key(sent: Wire) -> str | None:
    return figure_key(figure(sent))


def worded(wording: str) -> Any:
    found = figure_of_wording(wording)
    return None if found is None else wire(found)


def shown(wording: str, *candidates: Wire, target: Wire | None = None, own: Wire | None = None) -> Any:
    one = Print("claim", "body", wording, figure=None if own is None else figure(own))
    found = figure_of_print(one, None if target is None else figure(target), [figure(sent) for sent in candidates])
    return None if found is None else wire(found)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (exact("498"), "498"),
        (exact("3.10"), "3.1"),
        (exact("-0"), "0"),
        (exact("1" + "0" * 39), "1" + "0" * 39),
        (from_to("498", "498.0"), "498"),
        (from_to("10", "12"), "[10,12]"),
        (at_least("7000"), "[7000,)"),
        (more_than("7000"), "(7000,)"),
        (at_most("7000"), "(,7000]"),
        (less_than("7000"), "(,7000)"),
        (approximate("500"), "~500"),
        (approximate("500", "below"), "~500<"),
        (approximate("500.0", "above"), "~500>"),
        (vague("Thousands"), "v:thousands"),
        (no_figure(), "none"),
        (VOTE_145, 't:{"abstaining":"35","against":"5","for":"145"}'),
    ],
)
def test_a_figures_key_is_short_and_readable(sent: Wire, expected: str) -> None:
    assert key(sent) == expected


def test_a_long_key_is_hashed_and_still_its_own() -> None:
    long = [relative(words="w" * length) for length in (1_000, 1_001)]
    assert all(len(key(one) or "") <= LONGEST_KEY for one in long)
    assert key(long[0]) != key(long[1])


def test_a_lexicon_makes_another_figure_of_the_same_word() -> None:
    assert key(vague("hundreds")) != key(vague("hundreds") | {"lexicon": "ours/1"})


def test_an_erased_figure_has_no_key() -> None:
    assert figure_key(ERASED) is None


AMOUNTS = st.sampled_from(["-2", "-1", "-0.50", "-0", "0", "0.0", "0.5", "1", "1.0", "2", "10", "100"])
PARTS = st.dictionaries(st.sampled_from(["yes", "no", "abstaining", 'a"b', "a,b"]), AMOUNTS, min_size=1)
ANY_FIGURE = st.one_of(
    st.builds(exact, AMOUNTS),
    st.builds(approximate, AMOUNTS, st.sampled_from([None, "below", "above"])),
    st.builds(at_least, AMOUNTS),
    st.builds(more_than, AMOUNTS),
    st.builds(at_most, AMOUNTS),
    st.builds(less_than, AMOUNTS),
    st.builds(from_to, AMOUNTS, AMOUNTS),
    st.builds(vague, st.sampled_from(["hundreds", "Hundreds", "thousands", "none", "498"])),
    st.builds(lambda parts: tally(None, **parts), PARTS),
    st.builds(relative, st.sampled_from(["a", "b"]), st.sampled_from(["more", "less"]), st.none() | AMOUNTS),
    st.builds(no_figure),
)


def is_identical(left: Figure, right: Figure) -> bool:
    if isinstance(left, Vague) and isinstance(right, Vague):
        return (comparable(left.term), left.lexicon) == (comparable(right.term), right.lexicon)
    return left == right


@given(left=ANY_FIGURE, right=ANY_FIGURE)
def test_keys_are_equal_exactly_where_figures_are_the_same_or_identical(left: Wire, right: Wire) -> None:
    one, other = figure(left), figure(right)
    is_one = compare_figures(one, other).verdict == "same" or is_identical(one, other)
    assert (figure_key(one) == figure_key(other)) == is_one


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("498 soldiers have died", exact("498")),
        ("another 1,597 have been injured", exact("1597")),
        ("1 597 injured", exact("1597")),
        ("a dozen soldiers", exact("12")),
        ("four hundred and ninety-eight dead", exact("498")),
        ("half a million people", exact("500000")),
        ("1.6 million", exact("1600000")),
        ("3.10 metres", exact("3.10")),
        ("a deficit of £5m", exact("5000000")),
        ("5 per cent", exact("5")),
        ("12,34,567 rupees", exact("1234567")),
        ("498 soldiers died in 2022", exact("498")),
        ("498 dead by March 2, at 3:30 p.m.", exact("498")),
        ("2000 dead", exact("2000")),
        ("-5 degrees", exact("-5")),
        ("a fall of (−5)", exact("-5")),
        ("Almost 500 Soldiers Dead", approximate("500", "below")),
        ("nearly 500 Russian soldier deaths", approximate("500", "below")),
        ("just under 12,000", approximate("12000", "below")),
        ("not quite five hundred", approximate("500", "below")),
        ("just over $500 million", approximate("500000000", "above")),
        ("slightly more than 500", approximate("500", "above")),
        ("about 1,500", approximate("1500")),
        ("Around 30", approximate("30")),
        ("some 30 aircraft", approximate("30")),
        ("roughly US$5 million", approximate("5000000")),
        ("approximately 3.5bn", approximate("3500000000")),
        ("an estimated 1.6 million", approximate("1600000")),
        ("close to 500", approximate("500")),
        ("~500", approximate("500")),
        ("≈ €500", approximate("500")),
        ("500-odd", approximate("500")),
        ("500 or so", approximate("500")),
        ("more than 7,000 Russian troops", more_than("7000")),
        ("over 40", more_than("40")),
        ("in excess of a hundred", more_than("100")),
        ("> 7,000", more_than("7000")),
        ("more than a further 500", more_than("500")),
        ("at least 11,300", at_least("11300")),
        ("no fewer than twelve", at_least("12")),
        ("500 or more", at_least("500")),
        ("500+", at_least("500")),
        ("70 boats or more", at_least("70")),
        ("70 small boats or more were lost", at_least("70")),
        ("70 boats or more ships", exact("70")),
        ("10 and more than that", exact("10")),
        ("70 boats or fewer.", at_most("70")),
        ("c. 50", approximate("50")),
        ("c.50 of them", approximate("50")),
        ("ca. 50", approximate("50")),
        ("Circa 50", approximate("50")),
        ("seven at least", at_least("7")),
        ("up to 200", at_most("200")),
        ("as many as 200", at_most("200")),
        ("no more than 200", at_most("200")),
        ("200 or fewer", at_most("200")),
        ("at most 5", at_most("5")),
        ("fewer than 10", less_than("10")),
        ("less than 3 %", less_than("3")),
        ("under 10", less_than("10")),
        ("from 10 to 12", from_to("10", "12")),
        ("between 10 and 12 people", from_to("10", "12")),
        ("10-12", from_to("10", "12")),
        ("10 to 12 million", from_to("10000000", "12000000")),
        ("$10–12", from_to("10", "12")),
        ("500-plus", at_least("500")),
        ("500-plus dead", at_least("500")),
        ("500 plus, they say", at_least("500")),
        ("−5 degrees", exact("-5")),
        ("minus 5 degrees", exact("-5")),
        ("Minus $5 million", exact("-5000000")),
        ("negative 5", exact("-5")),
        ("5 degrees below zero", exact("-5")),
        ("about minus 5", approximate("-5")),
        ("about −5", approximate("-5")),
        ("two or three dead", from_to("2", "3")),
        ("five or six hundred", from_to("500", "600")),
        ("30 or 40", from_to("30", "40")),
        ("between 37 and four hundred", from_to("37", "400")),
        ("between three and four hundred", from_to("300", "400")),
        ("hundreds have been taken prisoner", vague("hundreds")),
        ("Thousands dead", vague("thousands")),
        ("tens of thousands of people", vague("tens of thousands")),
        ("several hundred people", vague("several hundred")),
        ("a few dozen", vague("a few dozen")),
    ],
)
def test_a_wording_gives_one_numeral_with_its_qualifier(wording: str, expected: Wire) -> None:
    assert worded(wording) == expected


@pytest.mark.parametrize(
    "wording",
    [
        "many died",
        "in 2022",
        "in March 2021",
        "no one died",
        "on 2 March 2022 at 15:30",
        "COVID-19",
        "the 5th",
        "145-5, with 35 abstentions",
        "145-5",
        "rose from 489 to 498",
        "about 1,500 deaths on each side in the first five days",
        "about 10 to 12",
        "10 and 12",
        "10 or 12",
        "500 plus 20",
        "minus 5 to 10",
        "12 or 498",
        "between 10 or 12",
        "between 12 and 10",
        "hundreds, if not thousands",
        "1" * 39 + " million",
        "from " + "1" * 39 + " million to 2 million",
        "from 1 to " + "1" * 39 + " million",
    ],
)
def test_a_wording_without_a_numeral_or_with_several_gives_none(wording: str) -> None:
    assert worded(wording) is None


@pytest.mark.parametrize(
    "wording",
    [
        "Many dead",
        "No one died",
        "Nobody was hurt",
        "Casualties on 2 March 2022",
        "the 3rd convoy",
        "shot down as MH17",
        "a man died",
    ],
)
def test_words_may_give_no_number_at_all(wording: str) -> None:
    assert gives_no_number(wording)


@pytest.mark.parametrize(
    "wording",
    [
        "one of them died",
        "dead in 2022",
        "dozens or hundreds",
        "thousands",
        "both died",
        "half the crew",
        "a fifth of them",
        "three",
        "737s",
        "on 2 March 498x",
        "9" * 41,
        "145-5",
    ],
)
def test_words_in_which_a_number_cannot_be_told_do_not(wording: str) -> None:
    assert not gives_no_number(wording)


def test_a_numeral_that_can_be_read_in_two_ways_gives_both_the_english_one_first() -> None:
    assert [wire(one) for one in figures_of_wording("1.597 dead")] == [exact("1.597"), exact("1597")]


def test_a_comma_before_three_digits_is_never_a_decimal_one() -> None:
    assert [wire(one) for one in figures_of_wording("7,000")] == [exact("7000")]


@given(st.text(alphabet=string.printable + "−–≥½€", max_size=60))
def test_any_text_is_read_without_a_fault(wording: str) -> None:
    assert isinstance(figures_of_wording(wording), tuple)


def test_a_print_shows_the_figure_that_is_stated_of_it() -> None:
    assert shown("Almost 500", own=exact("498"), target=exact("1351")) == exact("498")


def test_without_one_it_shows_that_of_its_target() -> None:
    assert shown("Almost 500", target=exact("498")) == exact("498")


def test_an_erased_target_leaves_its_figure_unknown() -> None:
    assert isinstance(figure_of_print(Print("claim", "body", "498"), ERASED, []), Erased)


def test_without_a_target_it_shows_what_its_words_give() -> None:
    assert shown("Almost 500", exact("498")) == approximate("500", "below")


def test_the_claims_figures_choose_between_the_readings_of_a_numeral() -> None:
    assert shown("1.597 wounded", exact("30"), exact("1597")) == exact("1597")


def test_several_numerals_are_the_latest_figure_that_they_bear_out() -> None:
    assert shown("145-5, with 35 abstentions", VOTE_141, VOTE_145) == VOTE_145
    assert shown("498 in 7 days", no_figure(), exact("1351"), exact("498"), exact("7")) == exact("498")


def test_several_numerals_that_bear_out_no_figure_show_none() -> None:
    assert shown("498 in 7 days", exact("1351"), vague("hundreds")) is None


def test_what_is_written_as_a_range_may_be_a_vote_of_the_claim() -> None:
    vote = tally(**{"for": "5", "against": "145"})
    assert shown("5-145", vote) == vote
    assert shown("5-145", exact("145")) == from_to("5", "145")


def test_words_without_a_numeral_show_no_figure_of_the_claim() -> None:
    assert shown("the toll", exact("498")) is None


def test_words_of_which_nothing_can_be_told_show_the_figure_of_a_revision_in_the_same_words() -> None:
    kept = figure(exact("0"))
    assert figure_of_print(Print("killed", "body", "no deaths"), None, [kept], kept) == kept
    assert figure_of_print(Print("killed", "body", "two deaths"), None, [kept], kept) != kept


def test_an_erased_figure_is_borne_out_by_nothing() -> None:
    assert not bears_out("498", ERASED)


@pytest.mark.parametrize("amount", ["500", "3.10", "0", "-4"])
def test_an_amount_has_the_keys_of_all_figures_that_state_it(amount: str) -> None:
    abouts = (approximate(amount), approximate(amount, "below"), approximate(amount, "above"))
    others = (one(amount) for one in (exact, at_least, more_than, at_most, less_than))
    assert sorted(keys_of_amount(Decimal(amount))) == sorted(str(key(sent)) for sent in (*abouts, *others))


@given(st.text(max_size=20), st.text(max_size=20))
def test_wordings_that_are_the_same_after_folding_have_the_same_key(one: str, other: str) -> None:
    assert (wording_key(one) == wording_key(other)) == (comparable(one) == comparable(other))
    assert wording_key(one.upper()) == wording_key(comparable(one.upper()))
