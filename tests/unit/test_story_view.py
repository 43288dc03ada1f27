"""How a story and its editions are shown: what is in the record, what is not, and what was erased."""

from typing import Any

import pytest

from domain.story_view import edition_items, edition_view, gaps, item_places, story_view
from domain.view import View
from tests.claim_records import claims_of
from tests.events import (
    CLAIM,
    corrected_figure,
    disputed,
    exact,
    linked,
    printed,
    published,
    reported,
    retracted,
    story_redacted,
    updated,
    withdrawn,
)
from tests.ledger import Ledger

ITEM: View = {"story": "s", "headline": "Almost 500 Soldiers Dead", "withdrawn": False}


def shown(ledger: Ledger) -> Any:
    state = ledger.story()
    return story_view(ITEM, state.editions, state.withdrawal, claims_of(ledger))


def test_a_story_shows_what_its_latest_edition_prints(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed("489")), published(2, printed("498 dead")))
    view = shown(ledger)
    assert (view["headline"], view["missing"], view["withdrawal"]) == ("Almost 500 Soldiers Dead", [], None)
    assert [(one["claim"], one["wording"], one["figure"]) for one in view["prints"]] == [
        (CLAIM, "498 dead", exact("498"))
    ]


def test_a_print_as_it_stands_says_so_in_every_member(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed("498 dead", "lede")))
    (one,) = shown(ledger)["prints"]
    assert one["standing"] == {
        "revision": 1,
        "figure": exact("498"),
        "wording": "498 soldiers",
        "said_at": "2022-03-02",
        "refers_to": None,
    }
    states = ("behind", "corrected", "correction", "disputed", "disputes", "retracted", "unmatched", "continued_by")
    assert [one[name] for name in states] == [None, False, None, False, [], False, False, []]


def test_a_print_that_the_record_has_left_behind_says_since_when(ledger: Ledger) -> None:
    ledger.post_all(reported(), published(1, printed("498 dead")), updated())
    (one,) = shown(ledger)["prints"]
    assert (one["behind"]["figure"], one["behind"]["since"]) == (exact("1351"), "2022-03-25")


def test_a_corrected_print_shows_was_is_and_the_correction(ledger: Ledger) -> None:
    ledger.post_all(
        reported("489 soldiers", exact("489")), published(1, printed("489")), corrected_figure("489", "498")
    )
    (one,) = shown(ledger)["prints"]
    assert one["corrected"]
    assert (one["correction"]["was"]["figure"], one["correction"]["is"]["figure"]) == (exact("489"), exact("498"))
    assert (one["correction"]["members"], one["correction"]["position"]) == (["figure"], 3)


def test_disputed_retracted_continued_and_unmatched_prints_are_told_apart(ledger: Ledger) -> None:
    ledger.post_all(reported(), disputed(), published(1, printed("498"), printed("30", claim="unknown")), retracted())
    ledger.post_all(reported(claim="other"), linked(CLAIM, "continues", claim="other"))
    view = shown(ledger)
    known, unknown = view["prints"]
    assert (known["disputed"], known["disputes"]) == (True, [{"dispute": "d-1", "revision": 1, "aspect": "figure"}])
    assert (known["retracted"], known["standing"], known["continued_by"]) == (True, None, ["other"])
    assert (unknown["unmatched"], view["unmatched"]) == (True, [unknown])


def test_an_erased_print_shows_that_it_is_erased_and_nothing_else(ledger: Ledger) -> None:
    ledger.post_all(published(1, printed(), printed("489")), story_redacted(1, "/prints/0"))
    assert shown(ledger)["prints"][0] == {"redacted": True}


def test_the_headline_against_the_body_is_shown_with_the_story(ledger: Ledger) -> None:
    ledger.post(published(1, printed("Almost 500", "headline"), printed("498")))
    (one,) = shown(ledger)["mismatches"]
    assert (one["verdict"], one["reasons"]) == ("undecidable", ["needs_tolerance"])


def test_a_withdrawn_story_says_when_and_why(ledger: Ledger) -> None:
    ledger.post_all(published(1), withdrawn())
    assert shown(ledger)["withdrawal"]["reason"] == "the lawyers"


def test_editions_that_are_not_in_the_record_are_shown_as_such(ledger: Ledger) -> None:
    ledger.post_all(published(6), published(2), published(3))
    editions = ledger.story().editions
    items: Any = edition_items(editions, claims_of(ledger))
    assert [(one["edition"], one["recorded"]) for one in items] == [
        (1, False),
        (2, True),
        (3, True),
        (4, False),
        (6, True),
    ]
    assert (items[0]["to"], items[3]["to"]) == (1, 5)
    assert shown(ledger)["missing"] == [{"from": 1, "to": 1}, {"from": 4, "to": 5}]


@pytest.mark.parametrize("places", [[4], [6, 1], [2], []])
def test_some_editions_are_shown_as_they_are_among_all(ledger: Ledger, places: list[int]) -> None:
    ledger.post_all(*(published(number, printed(f"{497 + number}")) for number in (2, 3, 6)))
    editions, claims = ledger.story().editions, claims_of(ledger)
    every = {one["edition"]: one for one in edition_items(editions, claims)}
    assert list(every) == item_places([*editions]) == [1, 2, 3, 4, 6]
    needed = {number: editions[number] for number in ({3, 6} if 6 in places else {2})}
    assert edition_items(needed, claims, [*editions], places) == [every[place] for place in places]


def test_an_edition_tells_what_changed_from_the_recorded_one_before(ledger: Ledger) -> None:
    ledger.post_all(
        published(1, printed("498"), printed("Almost 500", "headline"), printed("30", claim="a")),
        published(2, printed("1,351"), printed("Almost 500", "headline"), printed("31", claim="b")),
    )
    first, second = edition_items(ledger.story().editions, claims_of(ledger))
    assert first["changes"] is None
    assert second["changes"] == {"appeared": 1, "dropped": 1, "changed": 1, "unchanged": 1, "silent": 1}
    assert (first["figures"], first["claims"]) == (3, 2)


def test_an_edition_tells_whether_its_note_gives_an_amount(ledger: Ledger) -> None:
    ledger.post_all(
        published(1),
        published(2, update_note="Update 03/02/22 3:30 p.m. ET: more information."),
        published(3, update_note="From 489 to 498."),
    )
    items = edition_items(ledger.story().editions, claims_of(ledger))
    assert [one["note_gives_amounts"] for one in items] == [None, False, True]


def test_one_edition_is_shown_with_its_text(ledger: Ledger) -> None:
    ledger.post(published(1, printed("498"), text="498 dead"))
    view: Any = edition_view(ledger.story().editions[1], claims_of(ledger))
    assert (view["edition"], view["text"], view["prints"][0]["wording"]) == (1, "498 dead", "498")


def test_there_is_no_gap_before_the_first_edition_nor_after_the_last() -> None:
    assert list(gaps([2, 1])) == []
