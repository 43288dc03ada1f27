"""What the record has of a table is the vintage before it: only what is new or another is made of the table then."""

from pathlib import Path
from typing import Any

import pytest

from adapters.tables.recorded import known_of
from adapters.tables.rows import TableError
from tests.tables import became, files_became, mapped

FLOOD = "https://newsroom.example/tables/flood"
MONDAY = "day,place,dead\n2022-03-01,Kyiv,10\n2022-03-02,Kyiv,12\n"
TUESDAY = "day,place,dead\n2022-03-01,Kyiv,11\n2022-03-02,Kyiv,12\n2022-03-03,Kyiv,15\n"


def recorded(*tables: str, **sections: Any) -> list[dict[str, Any]]:
    return became(mapped(**sections), *tables).events


def test_what_is_recorded_already_is_unchanged_and_not_made_again() -> None:
    made = became(mapped(), MONDAY, known=known_of(recorded(MONDAY), FLOOD))

    assert made.events == []
    assert [one.why for one in made.passed] == ["unchanged", "unchanged"]


def test_a_table_that_was_overwritten_corrects_what_is_recorded_and_adds_what_is_new() -> None:
    made = became(mapped(), TUESDAY, known=known_of(recorded(MONDAY), FLOOD))

    assert [(one["id"], one["type"].split(".")[1]) for one in made.events] == [
        ("flood.dead.kyiv/2022-03-01/2", "corrected"),
        ("flood.dead.kyiv/2022-03-03", "updated"),
    ]
    assert made.events == recorded(MONDAY, TUESDAY)[2:]


def test_what_was_corrected_is_known_by_its_last_correction() -> None:
    back = became(mapped(), MONDAY, known=known_of(recorded(MONDAY, TUESDAY), FLOOD))

    assert back.events == recorded(MONDAY, TUESDAY, MONDAY)[-1:]
    assert back.events[0]["data"]["target"] == {"id": "flood.dead.kyiv/2022-03-01/2"}


def test_a_day_before_the_first_is_an_update_of_a_claim_that_is_open() -> None:
    earlier = "day,place,dead\n2022-02-28,Kyiv,3\n" + MONDAY.partition("\n")[2]
    made = became(mapped(), earlier, known=known_of(recorded(MONDAY), FLOOD))

    assert [(one["id"], one["type"].split(".")[1]) for one in made.events] == [
        ("flood.dead.kyiv/2022-02-28", "updated")
    ]


def test_a_claim_that_others_opened_is_not_opened_again() -> None:
    theirs = [{**one, "source": "https://newsroom.example/cms"} for one in recorded(MONDAY)]
    assert became(mapped(), MONDAY, known=known_of(theirs, FLOOD)).types == ["updated", "updated"]


def test_what_is_erased_or_none_of_ours_is_left_as_it_is() -> None:
    first, second = recorded(MONDAY)
    erased = {**second, "data": {**second["data"], "figure": None}}
    note = {**first, "id": "note-1", "type": "claim.annotated.v1", "data": {"text": "looked into"}}

    made = became(mapped(), MONDAY, known=known_of([first, note, erased], FLOOD))

    assert made.events == [second]


def test_a_finding_that_is_recorded_is_not_made_again() -> None:
    labels = {
        "label": "label",
        "findings": {"true": "verified", "false": "false"},
        "method": "rated {label}",
        "by": "a checker",
    }
    table = "day,place,dead,label\n2022-03-01,Kyiv,10,{}\n"
    known = known_of(recorded(table.format("true"), assessment=labels), FLOOD)

    assert became(mapped(assessment=labels), table.format("true"), known=known).events == []
    (changed,) = became(mapped(assessment=labels), table.format("false"), known=known).events
    assert (changed["id"], changed["data"]["finding"]) == ("flood.dead.kyiv/2022-03-01/assessed/2", "false")


@pytest.mark.parametrize("layout", [{"vintage": "published"}, {"value": "is", "was": "was"}])
def test_a_table_that_tells_its_own_past_is_not_compared_with_the_record(layout: dict[str, str]) -> None:
    with pytest.raises(TableError, match="the record can be compared with one table that has its last figures"):
        files_became(mapped(table=layout), Path("flood.csv"), known=known_of(recorded(MONDAY), FLOOD))
