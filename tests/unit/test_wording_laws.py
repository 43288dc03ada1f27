"""Laws of wordings: every number is read however it is written, a wrong digit is told, and no text is an error."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from domain.number_words import hinted_values
from domain.wording import contradiction, numerals
from tests.wordings import bears_out, bears_out_all, texts, values

YEARS = range(1900, 2100)
MOST_CODE_POINTS = 4000
UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
UNITS += "seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelled(number: int, joint: str = " ") -> str:
    """A number from 1 to 999,999 in English words, *joint* between hundreds and the rest."""
    thousands, rest = divmod(number, 1000)
    hundreds, small = divmod(rest, 100)
    tens, unit = divmod(small, 10)
    below_hundred = ["", *UNITS][small] if small < 20 else "-".join([TENS[tens - 2], *UNITS[:unit][-1:]])
    said = joint.join(part for part in (f"{UNITS[hundreds - 1]} hundred" if hundreds else "", below_hundred) if part)
    return " ".join(part for part in (f"{spelled(thousands, joint)} thousand" if thousands else "", said) if part)


def grouped(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


def in_millions(number: int) -> str:
    return f"{Decimal(number).scaleb(-6).normalize():f} million"


SENTENCES = ["{}", "{} soldiers have died", "more than {} people, officials say", "({})", "Dead: {}.", "killed {}-plus"]
SENTENCES += ["Kharkiv, 2 March 2022: {} dead of COVID-19", "in 2022, {}"]
NUMBERS = st.integers(1, 999_999).filter(lambda number: number not in YEARS)
WAYS = ["plain", "words", "million", "k", ",", ".", " ", "\u00a0", "\u2009", "\u202f", "'", "’"]


def written(number: int, way: str) -> str:
    match way:
        case "plain":
            return str(number)
        case "words":
            return spelled(number)
        case "million":
            return in_millions(number)
        case "k":
            return f"{Decimal(number).scaleb(-3).normalize():f}k"
        case mark:
            return grouped(number, mark)


def with_another_digit(number: int, place: int, step: int) -> int:
    digits = [int(digit) for digit in str(number)]
    place %= len(digits)
    digits[place] = (digits[place] + step) % 10
    return int("".join(map(str, digits)))


@given(NUMBERS, st.sampled_from(WAYS), st.sampled_from(SENTENCES))
def test_a_number_is_read_however_it_is_written(number: int, way: str, sentence: str) -> None:
    wording = sentence.format(written(number, way))
    assert Decimal(number) in set().union(*values(wording))
    assert bears_out(wording, str(number))


@given(NUMBERS, st.sampled_from(WAYS), st.sampled_from(SENTENCES), st.integers(0, 5), st.integers(1, 9))
def test_one_digit_typed_wrong_is_a_contradiction(number: int, way: str, sentence: str, place: int, step: int) -> None:
    wrong = with_another_digit(number, place, step)
    wording = sentence.format(written(number, way))
    assume(len(str(wrong)) == len(str(number)))
    assume(Decimal(wrong) not in hinted_values(wording))  # "one thousand fifty" may hint at a thousand
    assert not bears_out(wording, str(wrong))


@given(st.integers(1, 999_999))
def test_number_words_with_and_are_read(number: int) -> None:
    assert Decimal(number) in set().union(*values(spelled(number, " and ")))


@given(st.decimals(Decimal("0.001"), Decimal(10**20), places=5))
def test_decimals_are_read_to_the_last_digit(number: Decimal) -> None:
    assert bears_out(f"{number:f} degrees", f"{number:f}")
    assert bears_out(f"{number:,f} degrees", f"{number:f}")
    assert not bears_out(f"{number:f} degrees", f"{number:f}1")


TALLIES = st.lists(st.integers(0, 999), min_size=1, max_size=6, unique=True)


@given(TALLIES, st.sampled_from(["{}", "{} votes"]), st.sampled_from([", ", " - ", " to ", " and "]))
def test_the_zeros_of_a_tally_need_not_be_written(parts: Sequence[int], vote: str, joint: str) -> None:
    wording = joint.join(vote.format(part) for part in parts if part)
    assert bears_out_all(wording, *map(str, parts))


@given(TALLIES.filter(lambda parts: sum(parts) > 0), st.integers(1, 9))
def test_a_part_of_a_tally_typed_wrong_is_a_contradiction(parts: Sequence[int], step: int) -> None:
    right = max(parts)
    wrong = right + step
    amounts = [str(wrong if part == right else part) for part in parts]
    assert not bears_out_all("; ".join(map(str, parts)), *amounts)


@given(
    st.integers(0, 10**12).map(str) | st.sampled_from(["0", "2022", "1" * 39, "1" * 40, "1" * 41, "007"]),
    st.sampled_from(["", "{:,}"]),
    st.sampled_from(
        "deaths cases am pm a and or to of in m k b t mil million hundred dozen percent pct th gmt o x "
        "March may MAY O'Clock".split()
    ),
    st.sampled_from(["", " ", " 3", " a half", " March", " 6 March", " million", " m", "-old", " of March", " deaths"]),
)
@example("5", "", "and", " 6 March")
@example("12", "", "pm", "")
@example("5", "", "of", " March")
def test_the_short_way_for_plain_wordings_answers_like_the_full_reading(
    amount: str, head: str, word: str, rest: str
) -> None:
    wording = f"{head.format(int(amount)) or amount} {word}{rest}"
    found = numerals(wording)
    read = any(Decimal(amount) in numeral.values for numeral in found)
    left = any(not numeral.doubtful for numeral in found)
    assert bears_out(wording, amount) == (read or not left or Decimal(amount) in hinted_values(wording))


RUBBISH = st.text(
    st.sampled_from("0159 .,'-–/:%½kmM°$()ab\u00a0\u0661\u0130\u017fé漢\n") | st.characters(), max_size=60
)
PIECES = st.lists(
    st.sampled_from("1 12 2022 1,597 .5 ½ 1/2 March COVID- - and a half million one hundred point of % T k th".split()),
    max_size=30,
)


@given(RUBBISH | PIECES.map(" ".join) | PIECES.map("".join))
def test_any_text_is_read_from_left_to_right_without_an_error(text: str) -> None:
    found = numerals(text)
    assert [text[numeral.start : numeral.end] for numeral in found] == [numeral.text for numeral in found]
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(numeral.values for numeral in found)
    assert set(contradiction(text, ["7777", "8"], every=True, whole="3") or ()) <= set(texts(text))


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "1 ",
            "1-",
            "1.",
            "1,",
            "1:",
            "1%",
            "1m ",
            "1/2 ",
            "(.5",
            "½",
            "\u0661",
            "A-1",
            "_1",
            "1 1/1 ",
            "111 ",
            "12:30",
        ),
        *("a", "a ", "one ", "one and ", "a million ", "million ", "five to ", "half a ", "one point ", "twenty-"),
        *("March 1 ", "2022-03-02T1", "5 m m m m ", "1 hundred million m ", "three quarters of a million ", " ", "-"),
        *(
            "two million and one thousand and one ",
            "one thousand million billion trillion ",
            "1 to ",
            "\u0130",
            "\u017fix ",
        ),
    ],
)
def test_four_thousand_code_points_of_rubbish_are_read_to_the_end(piece: str) -> None:
    rubbish = (piece * MOST_CODE_POINTS)[: MOST_CODE_POINTS - 4] + " 498"
    assert contradiction(rubbish, ["489", "7777"], every=True) != ()
    assert len(numerals(rubbish)) <= MOST_CODE_POINTS / 2
