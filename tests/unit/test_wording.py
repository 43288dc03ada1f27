"""Whether a wording bears its figure out: a guard against typing errors that lets every honest wording pass."""

import gzip
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from domain.wording import contradiction
from tests.wordings import bears_out, bears_out_all, values


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
