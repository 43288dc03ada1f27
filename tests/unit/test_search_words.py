from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.search_words import FIGURE_WORD, marked, opened_with, searchable, searchable_wording, sought
from domain.figure import Approximate, Exact, Figure, Range, Tally


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("Kyïv, Łódź, Ærø", "Kyiv, Lodz, AEro"),
        ("1,597 of 12,345,678", "1597 of 12345678"),
        ("1\u202f597 and 1'597", "1597 and 1597"),
        ("in 2021,2022", "in 2021,2022"),
        ("1.5 million", "1.5 million"),
        ("COVID-19, T-72, ru-mod.killed", "COVID 19, T 72, ru mod killed"),
        ("-5 and - 5", "-5 and - 5"),
        ("a.b@c.example/d_e", "a b c example d e"),
        ("ends.", "ends."),
    ],
)
def test_what_is_written_otherwise_compares_alike(text: str, compared: str) -> None:
    assert searchable(text) == compared


@pytest.mark.parametrize(
    ("wording", "figure", "compared"),
    [
        ("1,597 deaths", Exact("exact", "1597"), f"{FIGURE_WORD} deaths"),
        ("nearly 500 dead", Approximate("approximate", "500"), f"nearly {FIGURE_WORD} dead"),
        ("10 to 12", Range("range", "10", "12"), f"{FIGURE_WORD} to {FIGURE_WORD}"),
        ("a dozen", Exact("exact", "12"), "a dozen"),
        ("4980 and 1.498 and 498.5", Exact("exact", "498"), "4980 and 1.498 and 498.5"),
        ("498.", Exact("exact", "498"), f"{FIGURE_WORD}."),
        ("141-5", Tally("tally", {"yes": "141", "no": "5"}), "141 5"),
    ],
)
def test_a_word_stands_for_the_figures_own_amount(wording: str, figure: Figure, compared: str) -> None:
    assert searchable_wording(wording, figure) == compared


@given(st.text(max_size=40), st.integers(0, 10**7), st.integers(0, 10**7))
def test_wordings_that_open_alike_with_their_amounts_compare_alike(tail: str, one: int, other: int) -> None:
    """What lets the projection pass over an update of a series."""
    wordings = [(f"{number:,} {tail}", Exact("exact", str(number))) for number in (one, other)]
    tails = {opened_with(wording, figure.value) for wording, figure in wordings}
    assert len(tails) == 1
    assert None not in tails
    assert len({searchable_wording(wording, figure) for wording, figure in wordings}) == 1


@pytest.mark.parametrize("wording", ["about 498 dead", "498", "498th", "498-500", "1,498 dead", "4,98 dead"])
def test_a_wording_that_opens_otherwise_is_looked_at_whole(wording: str) -> None:
    assert opened_with(wording, "498") is None


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("498", [("498", "")]),
        ("7,000 soldiers", [("7000", "  soldiers")]),
        ("1.5 million", [("1500000", "")]),
        ('"498 soldiers"', [("498", f'" {FIGURE_WORD}  soldiers"')]),
        ("soldiers -498", []),
        ("-5", [("-5", "")]),
        ("145-5", [("145", " 5"), ("5", "145- ")]),
        ("498 or 7000", [("498", "  or 7000"), ("7000", "498 or  ")]),
        ("soldiers", []),
    ],
)
def test_each_number_of_a_query_is_looked_for_as_a_figure(query: str, numbers: list[tuple[str, str]]) -> None:
    found = [(one.value, " ".join(one.words.split())) for one in sought(query).numbers]
    assert found == [(Decimal(value), " ".join(words.split())) for value, words in numbers]


@pytest.mark.parametrize(
    ("query", "value"),
    [("-498", "-498"), (" \u2212498 ", "-498"), ("-100.5", "-100.5"), ("\u22121,351.50", "-1351.50"), ("- 5", "-5")],
)
def test_an_amount_with_its_sign_is_a_figure_and_no_word_that_is_refused(query: str, value: str) -> None:
    asked = sought(query)
    assert (asked.words, asked.before_last, asked.prefix, asked.name) == ("", "", None, None)
    assert [(one.value, one.words) for one in asked.numbers] == [(Decimal(value), "")]
    assert marked(query) == []


@pytest.mark.parametrize("query", ["soldiers -498", "-498 soldiers", "--5", "-5-", "-", "-,5"])
def test_a_minus_beside_words_refuses_what_follows(query: str) -> None:
    assert sought(query).words


@pytest.mark.parametrize(
    ("query", "before", "prefix"),
    [
        ("libya Resid", "libya", "resid"),
        ("soldiers", "", "soldiers"),
        ("ab", "", None),
        ('"killed in act', "", None),
        ("one or oth", "", None),
        ("dead -resid", "", None),
        ("7000", "", None),
        ("", "", None),
    ],
)
def test_the_last_word_may_be_the_beginning_of_one(query: str, before: str, prefix: str | None) -> None:
    asked = sought(query)
    assert (asked.before_last, asked.prefix) == (before, prefix)


def test_a_query_may_be_an_id() -> None:
    assert sought(" Ru-Mod.killed ").name == "ru-mod.killed"
    assert sought("two words").name is None


def test_what_is_marked_leaves_out_what_must_not_be_there() -> None:
    assert marked('Soldiers -dead "in action" or missing soldiers') == ["soldiers", "in", "action", "missing"]


@given(st.text(max_size=60))
def test_any_query_can_be_read(query: str) -> None:
    asked = sought(query)
    assert len(asked.numbers) <= 8
    marked(query)
