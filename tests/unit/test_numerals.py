"""The numbers of a wording, however they are written, and what is set aside: dates, times, codes, ordinals."""

from decimal import Decimal

import pytest

from domain.wording import numerals
from tests.wordings import bears_out, bears_out_all, texts, values


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


def test_numerals_say_where_they_stand() -> None:
    wording = "about 1.6 million dead, four hundred in 5 % of towns"
    assert texts(wording) == ["1.6 million", "four hundred", "5 %"]
    assert [wording[found.start : found.end] for found in numerals(wording)] == texts(wording)
