"""Vague counts in a wording: the words that one expression used to find, in time that grows as the wording does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figure import Vague
from domain.vague_counts import vague_counts
from domain.worded_figure import figures_of_wording, gives_no_number

# What it means, in one expression; but it reads a run of "many many many …" anew from each of its words.
MEANT = re.compile(
    r"\b(?:(?:many|several|a\s+few|a\s+couple\s+of|hundreds|thousands|tens|dozens)\s+(?:of\s+)?)*"
    r"(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions|lakhs|crores"
    r"|(?:(?<=many\s)|(?<=several\s)|(?<=few\s))(?:dozen|score|hundred|thousand|million|billion))\b",
    re.IGNORECASE,
)
COUNTS = "many several hundreds thousands tens dozens scores millions lakhs dozen score hundred million".split()
WORDS = st.sampled_from([*COUNTS, *"a few couple of dead Many FEW hundredsfold ten".split(), "a few", "a couple of"])
GAPS = st.sampled_from([" ", " ", " ", "  ", "\n", "\u00a0", "-", ", ", ""])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=12).map(lambda found: "".join(word + gap for word, gap in found))


@given(TEXTS)
def test_vague_counts_are_what_one_expression_would_find(text: str) -> None:
    assert list(vague_counts(text)) == [found.group() for found in MEANT.finditer(text)]


def test_a_run_is_told_up_to_its_last_count() -> None:
    assert list(vague_counts("Many hundreds of thousands of many more, a few dozen here")) == [
        "Many hundreds of thousands",
        "a few dozen",
    ]


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "words",
    ["many  ", "many of ", "several ", "a few ", "a   ", "a couple of ", f"many{' ' * 1_000}", f"a{' ' * 1_000}"],
)
def test_a_quarter_of_a_million_code_points_that_lead_to_no_count_are_read(words: str) -> None:
    text = (words * 250_000)[:250_000]
    assert list(vague_counts(text)) == []
    assert figures_of_wording(text) == ()
    assert gives_no_number(text) is ("couple" not in words)


@pytest.mark.timeout(60)
def test_a_run_of_a_quarter_of_a_million_code_points_is_one_count() -> None:
    text = f"dozens of {'many ' * 50_000}"
    assert [one.term for one in figures_of_wording(text) if isinstance(one, Vague)] == ["dozens"]
