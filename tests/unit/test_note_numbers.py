"""Which numbers of an update note may be amounts."""

import pytest

from domain.note_numbers import note_numerals


@pytest.mark.parametrize(
    "note",
    [
        "Update 2: adds the minister's reaction",
        "UPDATE #2",
        "Update 3 (12 GMT)",
        "Edition 7",
        "This is version 3 of the story",
        "Correction 1",
        "Version 6.0",
        "Part 2 of the series",
        "Part two",
        "Day 14 of the war",
        "Corrects paragraph 3",
        "Updated at 12 GMT",
        "At 12 UTC and 9 ET, 14 CET, 3 PDT, 11 local time",
        "Updated five minutes ago",
        "Updated 3 hours later",
        "Uses the 24-hour clock",
        "Is updated every 15 minutes",
        "What happened in the last 24 hours",
        "Three paragraphs were added",
        "Adds 2 short quotes",
        "One more photo",
        "Two new graphics",
        "Two links were fixed",
        "This is 100% accurate",
        "We are 100 per cent sure.",
    ],
)
def test_labels_times_and_what_was_added_are_no_amounts(note: str) -> None:
    assert note_numerals(note) == []


@pytest.mark.parametrize(
    ("note", "amounts"),
    [
        ("Update: 12 dead", ["12"]),
        ("UPDATE 12 dead", ["12"]),
        ("Update 1,351 according to Moscow", ["1,351"]),
        ("Update 2 (12 GMT): 15 dead", ["15"]),
        ("Day 14: 30 dead", ["30"]),
        ("Has been updated to 35.", ["35"]),
        ("The figure 489 was wrong", ["489"]),
        ("16 photos were burnt, not 15", ["16", "15"]),
        ("Lasted 3 hours, not 4", ["3", "4"]),
        ("Every 12 of them", ["12"]),
        ("Turnout was 100%, not 95%", ["100%", "95%"]),
        ("Twelve dead", ["Twelve"]),
    ],
)
def test_other_numbers_may_be(note: str, amounts: list[str]) -> None:
    assert [one.text for one in note_numerals(note)] == amounts
