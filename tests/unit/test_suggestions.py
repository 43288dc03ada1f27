"""What is suggested for an edition of which only the text is known: claims that it words, numbers that none covers."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from domain.event_parts import Print, Selector
from domain.figure import Figure, WireFigure
from domain.shapes import ERASED
from domain.suggestions import (
    MOST_ALIKE,
    MOST_CLAIMS,
    MOST_FOUND,
    MOST_NUMBERS,
    Candidate,
    Suggestions,
    suggestions,
    suggestions_view,
)
from domain.text_places import MOST_PLACES
from tests.events import Wire, approximate, exact, published, vague
from tests.ledger import Ledger

FIGURES: TypeAdapter[Figure] = TypeAdapter(WireFigure)
TEXT = """Almost 500 Soldiers Dead
The ministry said on March 2, 2022, that 498  soldiers have died. Another 1,597 soldiers were injured.

Update 03/02/22 3:30 p.m.: five lines were added. “498 Soldiers have died,” it said in 2022.
"""


def candidate(wording: str, figure: Wire, claim: str = "killed", revision: int = 1, about: str = "") -> Candidate:
    return Candidate(claim, revision, wording, FIGURES.validate_python(figure), about)


KILLED = candidate("498 soldiers have died", exact("498"), about="Russian soldiers killed")
INJURED = candidate("1,597 have been wounded", exact("1597"), "injured", about="Russian soldiers injured")


def found(told: Suggestions) -> list[tuple[str, str, str]]:
    return [(one.claim, one.by, told.text[one.place.start : one.place.end]) for one in told.found]


def loose(told: Suggestions) -> list[str]:
    return [told.text[one.place.start : one.place.end] for one in told.loose]


def test_a_wording_is_found_wherever_it_stands_whatever_its_case_and_white_space() -> None:
    told = suggestions(TEXT, (), [KILLED])
    assert found(told)[1:] == [
        ("killed", "wording", "498  soldiers have died"),
        ("killed", "wording", "498 Soldiers have died"),
    ]


def test_typographic_quotation_marks_are_as_good_as_plain_ones() -> None:
    told = suggestions("It is “many times” higher, it’s said.", (), [candidate('"many times" higher', vague("x"))])
    assert found(told) == [("killed", "wording", "“many times” higher")]


def test_a_wording_is_found_as_whole_words_and_whole_numbers_only() -> None:
    told = suggestions("30 aircraft: 1,30 aircraft, 130 aircrafts", (), [candidate("30 aircraft", exact("30"))])
    assert found(told) == [("killed", "wording", "30 aircraft")]


def test_a_single_word_is_no_wording_to_look_for() -> None:
    assert found(suggestions("498", (), [candidate("498", exact("498"))])) == []


def test_of_overlapping_wordings_of_a_claim_the_longest_and_latest_is_taken() -> None:
    candidates = [
        candidate("498 soldiers", exact("498")),
        candidate("498 soldiers have died", exact("498"), revision=2),
        candidate("498 soldiers have died", exact("498"), revision=3),
    ]
    told = suggestions("498 soldiers have died", (), candidates)
    assert [(one.revision, one.place) for one in told.found] == [(3, (0, 22))]


def test_two_claims_may_be_worded_by_the_same_words() -> None:
    both = [candidate("1,500 deaths on each side", exact("1500"), claim) for claim in ("one", "other")]
    assert len(suggestions("1,500 deaths on each side", (), both).found) == 2


def test_a_figure_is_of_the_claim_that_is_about_the_words_beside_it() -> None:
    told = suggestions(TEXT, (), [KILLED, INJURED])
    assert ("injured", "figure", "1,597 soldiers were injured") in found(told)


def test_a_rounded_figure_is_suggested_as_what_the_text_says() -> None:
    (one, *_) = suggestions(TEXT, (), [KILLED]).found
    assert (one.by, one.figure) == ("figure", FIGURES.validate_python(approximate("500", "below")))


def test_a_figure_that_two_claims_may_have_is_left_to_a_person() -> None:
    two = [candidate("30 aircraft lost", exact("30"), "one"), candidate("30 aircraft lost", exact("30"), "other")]
    told = suggestions("The aircraft number 30.", (), two)
    assert (found(told), [one.claims for one in told.loose]) == ([], [("one", "other")])


def test_a_figure_beside_no_word_of_the_claim_is_left_to_a_person() -> None:
    told = suggestions("It rained on 498 days.", (), [KILLED])
    assert (loose(told), told.loose[0].claims) == (["498 days"], ("killed",))


def test_erased_figures_are_those_of_no_number() -> None:
    told = suggestions("498 soldiers died", (), [Candidate("killed", 1, "so many have died", ERASED)])
    assert loose(told) == ["498 soldiers died"]


def test_numbers_without_a_claim_are_listed_with_what_belongs_to_them() -> None:
    told = suggestions("It cost more than $5 million in all, and some of 20 (twenty) more.", (), [])
    assert loose(told) == ["more than $5 million in all", "20", "twenty"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Parliament voted 312–204 for a package worth €3.4bn.",
            ["312", "204 for a package worth", "3.4bn"],
        ),
        ("It lost 12 boats near the U.N. base, and 3 of 5 jets.", ["12 boats near the U.N. base", "3", "5 jets"]),
        ("Mr. Li saw 70 boats or more at 9 p.m. in all.", ["70 boats or more"]),
        ("9 men. 5 boys", ["9 men", "5 boys"]),
        ("between 10 and more than 12 men came on March 2", ["10", "more than 12 men came"]),
        ("about 10, nearly 12: some of 3.5", ["about 10", "nearly 12", "3.5"]),
        ("no fewer than 10-12 men", ["no fewer than 10", "12 men"]),
    ],
)
def test_a_number_goes_with_its_words_up_to_the_end_of_the_clause_or_the_next_one(
    text: str, expected: list[str]
) -> None:
    assert loose(suggestions(text, (), [])) == expected


def test_a_number_does_not_reach_into_a_wording_that_was_found() -> None:
    told = suggestions("12 men said dozens of llamas had escaped", (), [candidate("dozens of llamas", vague("dozens"))])
    assert (found(told), loose(told)) == ([("killed", "wording", "dozens of llamas")], ["12 men said"])


def test_the_words_beside_a_figure_are_those_of_its_sentence_whatever_points_it_has() -> None:
    claim = candidate("1,597 wounded", exact("1597"), about="soldiers")
    text = "The U.N. of Soldiers put 3.5 to Dr. Li: 1,597 in all. Rain."
    assert ("killed", "figure", "1,597 in all") in found(suggestions(text, (), [claim]))
    assert found(suggestions("Soldiers left. Then 1,597 rained.", (), [claim])) == []


def test_a_number_that_no_amount_can_be_made_of_is_listed_without_a_figure() -> None:
    told = suggestions("1" * 39 + " million", (), [])
    assert [one.figure for one in told.loose] == [None]


def test_dates_times_codes_and_years_are_set_aside() -> None:
    told = suggestions(TEXT + "COVID-19, since 1991.", (), [KILLED])
    assert [TEXT[one.start : one.end] for one in told.aside if one.end <= len(TEXT)] == [
        "March 2, 2022",
        "03/02/22",
        "3:30 p.m.",
        "2022",
    ]
    assert len(told.aside) == 6


def test_what_is_printed_already_is_not_suggested_again() -> None:
    by_words = Print("killed", "body", "498 soldiers have died")
    told = suggestions(TEXT, (by_words, ERASED), [KILLED])
    assert found(told) == [("killed", "figure", "Almost 500 Soldiers Dead")]


def test_what_is_printed_already_is_where_its_selector_says() -> None:
    start = TEXT.index("1,597")
    by_place = Print("injured", "body", "so many", selector=Selector("1,597", start=start, end=start + 5))
    assert "1,597 soldiers were injured" not in loose(suggestions(TEXT, (by_place,), []))


def test_more_numbers_than_a_person_can_look_at_are_not_listed() -> None:
    told = suggestions("7 dwarfs on 3/3/2022. " * (MOST_NUMBERS + 5), (), [])
    assert (len(told.loose), len(told.aside)) == (MOST_NUMBERS, MOST_NUMBERS - 1)


def test_the_answer_has_a_list_of_prints_that_can_be_posted_as_it_is(ledger: Ledger) -> None:
    recorded = {"claim": "killed", "placement": "quote", "wording": "498 Soldiers have died,"}
    ledger.post(published(1, recorded, text=TEXT))
    edition = ledger.story().editions[1]
    candidates = [KILLED, candidate("1,597 soldiers were injured", exact("1597"), "injured")]
    view: Any = suggestions_view(edition, suggestions(TEXT, edition.prints, candidates))
    ledger.post(published(2, *view["prints"]))
    assert [(one["placement"], one["wording"]) for one in view["prints"]] == [
        ("quote", "498 Soldiers have died,"),
        ("lede", "1,597 soldiers were injured"),
    ]
    assert [one.get("target") for one in view["prints"]] == [None, 1]
    assert view["prints"][1]["selector"]["start"] == TEXT.index("1,597")


def test_what_a_figure_alone_suggests_is_left_to_a_person(ledger: Ledger) -> None:
    ledger.post(published(1, text=TEXT))
    edition = ledger.story().editions[1]
    view: Any = suggestions_view(edition, suggestions(TEXT, (), [KILLED]))
    (first, *_) = view["found"]
    assert (first["by"], first["print"]["figure"]) == ("figure", approximate("500", "below"))
    assert [one["wording"] for one in view["prints"]] == ["498  soldiers have died", "498 Soldiers have died"]
    assert [(one["text"], one["claims"]) for one in view["missing"]] == [
        ("Almost 500 Soldiers Dead", ["killed"]),
        ("1,597 soldiers were injured", []),
        ("five lines were added", []),
    ]


def test_what_stands_below_the_first_paragraph_is_of_the_body(ledger: Ledger) -> None:
    ledger.post(published(1, text=TEXT, headline="Another headline"))
    edition = ledger.story().editions[1]
    view: Any = suggestions_view(edition, suggestions(TEXT, (), [KILLED]))
    assert [one["print"]["placement"] for one in view["found"]] == ["lede", "body", "body"]


def test_a_text_of_one_paragraph_is_all_lede(ledger: Ledger) -> None:
    ledger.post(published(1, text="498 soldiers have died"))
    edition = ledger.story().editions[1]
    view: Any = suggestions_view(edition, suggestions("498 soldiers have died", (), [KILLED]))
    assert [one["placement"] for one in view["prints"]] == ["lede"]


def test_a_wording_that_fills_the_text_is_suggested_at_its_first_places_alone() -> None:
    both = [candidate("a b", exact("1"), revision=1), candidate("b a", exact("2"), revision=2)]
    told = suggestions("a b " * 65_536, (), [*both, candidate("b a", exact("2"), "other")])
    assert (told.found_count, len(told.found)) == (2 * MOST_PLACES, 2 * MOST_PLACES)


def test_a_wording_that_mostly_stands_inside_others_is_given_up() -> None:
    told = suggestions("11 11 " * 20 * MOST_PLACES + "1 1", (), [candidate("1 1", exact("1"))])
    assert [one for one in told.found if one.by == "wording"] == []


def test_of_many_suggestions_the_first_are_listed_and_all_counted() -> None:
    claims = [candidate("men and women", exact("7"), f"claim-{n}") for n in range(20)]
    told = suggestions("men and women " * MOST_PLACES, (), claims)
    assert (told.found_count, len(told.found)) == (20 * MOST_PLACES, MOST_FOUND)
    assert {one.place.start for one in told.found} == set(range(0, MOST_FOUND // 20 * 14, 14))


def test_a_figure_of_very_many_claims_names_some_of_them() -> None:
    claims = [candidate("so many dead", exact("498"), f"claim-{n}") for n in range(2 * MOST_ALIKE)]
    (one,) = suggestions("498 hats", (), claims).loose
    assert len(one.claims) == MOST_CLAIMS


def test_an_about_none_is_a_rounding_of_nothing() -> None:
    assert [one.claims for one in suggestions("about 0 hats", (), [KILLED]).loose] == [()]


def test_dates_that_fill_a_text_are_set_aside_up_to_a_number() -> None:
    assert len(suggestions("03/02/22 x " * 23_000, (), []).aside) == MOST_NUMBERS


def test_recorded_places_that_overlap_cover_what_either_does() -> None:
    text = "498 soldiers have died, 12 more"
    longer, within = (Selector(text[:end], start=0, end=end) for end in (22, 12))
    prints = [Print("killed", "body", "so many", selector=one) for one in (longer, within)]
    assert loose(suggestions(text, prints, [])) == ["12 more"]


def test_a_claim_may_be_that_of_two_numbers() -> None:
    told = suggestions("498 soldiers died. Soldiers, 498 of them.", (), [KILLED])
    assert [one.claims for one in told.loose] == [("killed",), ("killed",)]
