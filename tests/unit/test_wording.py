"""Whether a wording bears its figure out: a guard against typing errors that lets every honest wording pass."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from domain.number_words import hinted_values
from domain.wording import contradiction, numerals

YEARS = range(1900, 2100)
MOST_CODE_POINTS = 4000


def bears_out(wording: str, *amounts: str) -> bool:
    return contradiction(wording, amounts, every=False) is None


def bears_out_all(wording: str, *amounts: str, whole: str | None = None) -> bool:
    return contradiction(wording, amounts, every=True, whole=whole) is None


def values(wording: str) -> list[set[Decimal]]:
    return [set(numeral.values) for numeral in numerals(wording)]


def texts(wording: str) -> list[str]:
    return [numeral.text for numeral in numerals(wording)]


def amounts_of(figure: Mapping[str, Any]) -> list[str]:
    if figure["form"] == "tally":
        return list(figure["parts"].values())
    return [figure["value"]] if figure.get("value") else []


def seed_wordings(shared: Path) -> Iterator[Mapping[str, Any]]:
    for claim in json.loads((shared / "data/seed/claims.json").read_text())["claims"]:
        yield from (claim, *claim.get("mentions", ()), *claim.get("alternatives", ()))


def load_wordings(shared: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(shared / "data/load/events-110k.jsonl.gz") as lines:
        for line in lines:
            data = json.loads(line)["data"]
            yield from (said for said in (data, data.get("was"), data.get("is")) if said and "wording" in said)


def test_every_wording_of_the_seed_story_bears_its_figure_out(shared: Path) -> None:
    for said in seed_wordings(shared):
        amounts = amounts_of(said["figure"])
        every = said["figure"]["form"] == "tally"
        assert contradiction(said["wording"]["text"], amounts, every=every) is None


def test_the_wordings_of_the_load_set_bear_their_figures_out(shared: Path) -> None:
    sample = list(islice(load_wordings(shared), 0, None, 50))
    assert len(sample) > 2000
    assert [said for said in sample if not bears_out(said["wording"], *amounts_of(said["figure"]))] == []


def test_the_wordings_of_the_load_set_contradict_another_figure(shared: Path) -> None:
    for said in islice(load_wordings(shared), 0, None, 1000):
        other = str(int(said["figure"]["value"]) + 1)
        assert other in ("1", "2") or not bears_out(said["wording"], other)


@pytest.mark.parametrize(
    ("wording", "amount"),
    [
        ("498 soldiers have died", "489"),
        ("1,597 have been injured", "1579"),
        ("more than 7,000 troops", "700"),
        ("a dozen", "13"),
        ("two died", "3"),
        ("one soldier died", "2"),
        ("zero cases", "5"),
        ("half a million", "50000"),
        ("1.6 million", "1.6"),
        ("10k", "10"),
        ("10 000 dead", "10"),
        ("5 %", "0.5"),
        ("3.10 a share", "3.01"),
        ("1,950 dead", "1905"),
        ("USD500m", "300000000"),
    ],
)
def test_a_number_typed_wrong_is_a_contradiction(wording: str, amount: str) -> None:
    assert not bears_out(wording, amount)


def test_the_refusal_shows_the_numerals_that_were_left() -> None:
    assert contradiction("498 of 1.6 million, as of 2 March", ["489"], every=False) == ("498", "1.6 million")
    assert contradiction("141-5, with 35 abstentions", ["145", "5", "35"], every=True) == ("141",)


@pytest.mark.parametrize(
    ("wording", "amount"),
    [
        ("1,597", "1597"),
        ("1.597", "1597"),
        ("1.597", "1.597"),
        ("1,597", "1.597"),
        ("1 597", "1597"),
        ("1\u00a0597 dead", "1597"),
        ("1\u2009597 dead", "1597"),
        ("1\u202f597 dead", "1597"),
        ("1'597", "1597"),
        ("1,597,255.50", "1597255.5"),
        ("1.597.255,50", "1597255.50"),
        ("12,34,567 votes", "1234567"),
        ("1,6 million", "1600000"),
        ("1.6 million", "1600000"),
        ("1.6\u00a0million", "1600000"),
        ("1.5bn", "1500000000"),
        ("2 Mrd Euro", "2000000000"),
        ("5 млн", "5000000"),
        ("10k", "10000"),
        ("10K", "10000"),
        ("5m", "5"),
        ("5m", "5000000"),
        ("5 m", "5000000"),
        ("5M", "5000000"),
        ("5 K outside", "5"),
        ("5kg", "5"),
        ("5 hundred thousand", "500000"),
        ("5 dozen", "60"),
        ("2½ million", "2500000"),
        ("½", "0.5"),
        ("2 and a half million", "2500000"),
        ("2 1/2 hours", "2.5"),
        ("3/4 of them", "0.75"),
        ("145/5", "145"),
        ("1/0", "1"),
        ("1/3 of all", "3"),
        ("5 %", "5"),
        ("5%", "0.05"),
        ("5 percent", "0.05"),
        ("five per cent", "0.05"),
        ("5 ‰", "0.005"),
        ("up .5 points", "0.5"),
        (".5 points", "0.5"),
        ("-5 degrees", "-5"),
        ("minus 5 degrees", "-5"),
        ("a fall of 5", "-5"),
        ("٤٩٨ قتيل", "498"),
        ("0.05", "0.05"),
        ("0 500", "500"),
        ("5,10,15", "10"),
        ("On day 5 498 soldiers died", "498"),
        ("in the year 2022 498 soldiers died", "498"),
        ("EUR500 and 3 more", "500"),
        ("1" * 40, "1" * 40),
        ("2022 soldiers", "2022"),
        ("2021-22: 300 matches", "2021"),
        ("In March 12 people died and 40 were hurt", "12"),
        ("15 May have died, of 30", "15"),
    ],
)
def test_a_number_is_read_in_every_way_that_it_can_be(wording: str, amount: str) -> None:
    assert Decimal(amount).copy_abs() in set().union(*values(wording))
    assert bears_out(wording, amount)


@pytest.mark.parametrize(
    ("wording", "amount"),
    [
        ("a dozen", "12"),
        ("Two Dozen", "24"),
        ("half a dozen", "6"),
        ("half a million", "500000"),
        ("a half-million", "500000"),
        ("a quarter of a million", "250000"),
        ("three quarters of a million", "750000"),
        ("three-quarters", "0.75"),
        ("two thirds", "2"),
        ("four hundred", "400"),
        ("a hundred", "100"),
        ("fifteen hundred", "1500"),
        ("twenty-one", "21"),
        ("one hundred and forty-five", "145"),
        ("two hundred and three thousand", "203000"),
        ("two hundred and three thousand", "3000"),
        ("five thousand two million", "2000000"),
        ("five thousand million", "5000000000"),
        ("two million and five hundred thousand and six", "2500006"),
        ("two and a half million", "2500000"),
        ("a million and a half", "1500000"),
        ("five and a quarter", "5.25"),
        ("one point six million", "1600000"),
        ("zero point five percent", "0.005"),
        ("seven five", "5"),
        ("zero", "0"),
    ],
)
def test_english_number_words_are_read(wording: str, amount: str) -> None:
    assert Decimal(amount) in set().union(*values(wording))


@pytest.mark.parametrize(
    "wording",
    [
        "hundreds of thousands",
        "several hundred",
        "dozens",
        "a week ago",
        "its second week",
        "half of them",
        "a small crowd",
        "a million million million million million million million million",
        "one million million million million million million million million million million",
    ],
)
def test_vague_words_are_no_numerals(wording: str) -> None:
    assert numerals(wording) == []


@pytest.mark.parametrize(
    "wording",
    [
        "since March 1",
        "on March 1, 2022",
        "Mar. 24–28",
        "from February 24 to 28",
        "2 March",
        "the 2nd of March 2022",
        "5 and 6 March",
        "24-28 Feb. 2022",
        "2022-03-02",
        "2022-03-02T20:41:07.123456Z",
        "2022-02-24/2022-03-02",
        "2022/03/02",
        "03/02/22",
        "2.3.2022",
        "02-03-2022",
        "3:30 p.m.",
        "3.30 pm",
        "3pm",
        "5 o’clock",
        "15:30",
        "20:41:07.5",
        "15h30",
        "0900 GMT",
        "COVID-19",
        "MH17",
        "A330-200",
        "F-16s",
        "H5N1",
        "mid-1990s",
        "Boeing 737s",
        "a 5G network",
        "the 5th, 21st and 1,000th",
        "in the 1990s",
        "9" * 41,
        "498 " * 14,
    ],
)
def test_dates_times_codes_ordinals_and_endless_runs_are_set_aside(wording: str) -> None:
    assert numerals(wording) == []
    assert bears_out(wording, "498")


def test_what_is_set_aside_bears_nothing_out() -> None:
    assert not bears_out("On March 2, 498 soldiers died", "2")
    assert not bears_out("The 5th wave: 3,000 dead", "5")
    assert not bears_out("COVID-19 killed 300", "19")


@pytest.mark.parametrize(
    "wording", ["in 2022", "2021-22 season", "2021/22", "9/11", "no one knows", "the twenty-first century", "net zero"]
)
def test_what_may_be_no_amount_contradicts_nothing(wording: str) -> None:
    assert numerals(wording)[0].doubtful
    assert bears_out(wording, "498")
    assert bears_out_all(wording, "498", "3")


def test_words_seldom_meant_as_numbers_bear_out_what_they_may_mean() -> None:
    assert bears_out("a soldier of the 40th, aged 19", "1")
    assert bears_out("enters its second week with 500 dead", "2")
    assert bears_out_all("3 for and none against", "3", "0")
    assert not bears_out("a soldier, aged 19", "2")


def test_a_wording_without_numerals_contradicts_nothing() -> None:
    assert bears_out("many have died", "498")
    assert bears_out_all("adopted", "145", "5", "35")


def test_a_figure_without_amounts_is_not_contradicted() -> None:
    assert bears_out("498 soldiers")
    assert bears_out_all("498 soldiers")


def test_one_amount_of_a_single_figure_may_stand_among_other_numbers() -> None:
    assert bears_out("in 5 days 498 of 190,000 soldiers died", "498")


def test_the_vote_on_the_invasion_is_read_as_printed() -> None:
    assert values("145-5, with 35 abstentions") == [{Decimal(145)}, {Decimal(5)}, {Decimal(35)}]
    assert bears_out_all("145-5, with 35 abstentions", "145", "5", "35", whole="193")
    assert not bears_out_all("145-5, with 35 abstentions", "141", "5", "35", whole="193")
    assert not bears_out_all("141-5, with 35 abstentions", "145", "5", "35", whole="193")


def test_a_tally_of_three_small_numbers_is_no_date() -> None:
    assert bears_out_all("12-5-22", "12", "5", "22")
    assert not bears_out_all("12-5-22", "12", "5", "23")


def test_the_whole_of_a_tally_explains_a_numeral() -> None:
    assert bears_out_all("145 of 193 in favour", "145", "5", "35", whole="193")
    assert not bears_out_all("145 of 193 in favour", "145", "5", "35")


def test_the_whole_alone_bears_no_tally_out() -> None:
    assert contradiction("193 members", ["145", "5", "35"], every=True, whole="193") == ("193",)


@pytest.mark.parametrize(
    "wording",
    [
        "10 to 12 million",
        "10-12 million",
        "10–12m",
        "$10-$12m",
        "between 10 and 12 million",
        "ten to twelve million",
        "10m to 12m",
        "10,000,000 or 12 million",
    ],
)
def test_both_ends_of_a_range_may_share_a_multiplier(wording: str) -> None:
    assert bears_out_all(wording, "10000000", "12000000")
    assert not bears_out_all(wording, "10000000", "13000000")


def test_both_ends_of_a_range_may_share_a_percent_sign() -> None:
    assert bears_out_all("5 to 10 %", "0.05", "0.1")
    assert bears_out_all("between one hundred and two hundred", "100", "200")


def test_numerals_say_where_they_stand() -> None:
    wording = "about 1.6 million dead, four hundred in 5 % of towns"
    assert texts(wording) == ["1.6 million", "four hundred", "5 %"]
    assert [wording[found.start : found.end] for found in numerals(wording)] == texts(wording)


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
