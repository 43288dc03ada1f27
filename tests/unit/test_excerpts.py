from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from api.http.excerpts import LONGEST_EXCERPT, marked_spans, segments

NONE: frozenset[Decimal] = frozenset()


def marks(text: str, *words: str, numbers: frozenset[Decimal] = NONE) -> list[str]:
    spans = marked_spans(text, lambda word: word in words, numbers)
    return [one["text"] for one in segments(text, spans) if one["marked"]]


def test_words_are_marked_as_they_stand_in_the_text() -> None:
    assert marks("Bürgermeister of Łódź", "burgermeister", "lodz") == ["Bürgermeister", "Łódź"]


def test_a_number_is_marked_however_it_is_written() -> None:
    assert marks("7,000, then seven thousand", numbers=frozenset({Decimal(7000)})) == ["7,000", "seven thousand"]


def test_a_word_within_a_number_is_marked_once() -> None:
    assert marks("1.5 million dead", "million", numbers=frozenset({Decimal(1_500_000)})) == ["1.5 million"]


def test_a_long_text_is_cut_around_the_first_mark() -> None:
    text = "word " * 200 + "here " + "word " * 200
    shown = segments(text, marked_spans(text, lambda word: word == "here", NONE))
    assert [one["text"] for one in shown if one["marked"]] == ["here"]
    assert shown[0]["text"] == "…"
    assert shown[-1]["text"].endswith("…")
    assert sum(len(one["text"]) for one in shown) <= LONGEST_EXCERPT + 2


def test_a_text_without_marks_is_shown_from_its_beginning() -> None:
    assert segments("498 dead", []) == [{"text": "498 dead", "marked": False}]


@given(st.text(max_size=600), st.sets(st.text(min_size=1, max_size=3), max_size=5))
def test_an_excerpt_is_part_of_the_text(text: str, words: set[str]) -> None:
    spans = marked_spans(text, lambda word: word in words, NONE)
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))
    shown = "".join(one["text"] for one in segments(text, spans))
    cut = shown if len(text) <= LONGEST_EXCERPT else shown.removeprefix("…").removesuffix("…")
    assert cut in text
