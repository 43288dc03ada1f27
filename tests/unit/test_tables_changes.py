"""A log of changed cells gives back what a table said at first, and each change as a correction, in their order."""

import pytest

from adapters.tables.figures import Passed
from adapters.tables.rows import TableError
from tests.tables import became, mapped

MAP = """
source = "https://newsroom.example/tables/losses"
[table]
day = "date"
values = ["tank", "soldiers"]
[claim]
id = "lost.{column}"
wording = "{value} {column}"
attribution = [{ who = { id = "office", kind = "office" }, role = "originator", stance = "asserts" }]
[columns.soldiers.claim]
wording = "{how} {value} soldiers"
[columns.soldiers.figure]
qualifier = "how"
qualifiers = { about = "approximate", more = "more_than" }
[correction]
approver = "the keepers"
[changes]
file = "log.csv"
day = "date"
column = "cell"
prefix = "losses/"
was = "was"
is = "is"
at = "at"
"""
TABLE = "date,tank,how,soldiers\n2022-03-01,80,about,500\n2022-03-02,90,more,600\n2022-03-05,95,about,700\n"
HEADING = "date,cell,was,is,at\n"


def log(*changes: str) -> str:
    return HEADING + "".join(f"{one}\n" for one in changes)


def test_without_changes_the_table_is_what_it_was() -> None:
    assert became(mapped(MAP), TABLE, log=HEADING).types == ["reported"] * 2 + ["updated"] * 4


def test_a_changed_cell_is_printed_as_it_was_and_corrected_when_it_was_changed() -> None:
    made = became(mapped(MAP), TABLE, log=log("2022-03-01,losses/tank,8,80,2022-03-03T09:00:00+02:00"))

    assert [(one["id"], one["type"].split(".")[1]) for one in made.events] == [
        ("lost.tank/2022-03-01", "reported"),
        ("lost.soldiers/2022-03-01", "reported"),
        ("lost.tank/2022-03-02", "updated"),
        ("lost.soldiers/2022-03-02", "updated"),
        ("lost.tank/2022-03-01/2", "corrected"),
        ("lost.tank/2022-03-05", "updated"),
        ("lost.soldiers/2022-03-05", "updated"),
    ]
    assert made.wordings[0] == "8 tank"
    assert made.events[4]["data"]["is"]["wording"] == "80 tank"
    assert made.events[4]["time"] == "2022-03-03T09:00:00+02:00"
    assert made.passed == []


def test_a_qualifier_that_alone_was_changed_is_a_correction() -> None:
    made = became(mapped(MAP), TABLE, log=log("2022-03-02,losses/how,about,more,2022-03-09T09:00:00Z"))

    assert made.events[-1]["data"]["was"]["figure"] == {"form": "approximate", "value": "600"}
    assert made.events[-1]["data"]["is"]["figure"] == {"form": "more_than", "value": "600"}


def test_cells_changed_there_and_back_at_one_moment_each_are_corrections_in_turn() -> None:
    changes = [
        "2022-03-01,losses/tank,80,90,2022-03-02T09:00:00Z",
        "2022-03-01,losses/soldiers,500,600,2022-03-02T09:00:00Z",
        "2022-03-01,losses/tank,90,80,2022-03-02T09:05:00Z",
        "2022-03-01,losses/soldiers,600,500,2022-03-02T09:05:00Z",
    ]
    made = became(mapped(MAP), TABLE, log=log(*changes))

    corrected = [one for one in made.events if "corrected" in one["type"]]
    assert [one["data"]["is"]["wording"] for one in corrected] == [
        "90 tank",
        "about 600 soldiers",
        "80 tank",
        "about 500 soldiers",
    ]


def test_changes_of_another_table_are_counted_and_passed_over() -> None:
    made = became(mapped(MAP), TABLE, log=log("2022-03-01,equipment/tank,8,80,2022-03-03T09:00:00Z"))
    assert made.passed == [Passed(2, "equipment/tank", "other table")]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            "2022-03-01,losses/tank,8,81,2022-03-03T09:00:00Z",
            'changes: is: expected "80", as the table has it, got "81"',
        ),
        ("2022-03-03,losses/tank,8,80,2022-03-03T09:00:00Z", "changes: date: expected a day that the table has"),
        ("2022-03-01,losses/tank,8,80,yesterday", "changes: at: expected RFC 3339 with seconds and an offset"),
        ("2022-03-01,,8,80,2022-03-03T09:00:00Z", "changes: cell: expected a cell with text, got nothing"),
    ],
)
def test_a_change_that_does_not_fit_the_table_is_refused_and_harms_no_other(change: str, fault: str) -> None:
    made = became(mapped(MAP), TABLE, log=log(change, "2022-03-02,losses/tank,9,90,2022-03-03T09:00:00Z"))

    assert [one.partition(", ")[2][: len(fault)] for one in made.told] == [fault]
    assert made.types.count("corrected") == 1


def test_a_log_without_its_columns_is_refused_with_those_that_it_has() -> None:
    with pytest.raises(
        TableError, match=r"log\.csv has no column at, which the map names; it has: date, cell, was, is"
    ):
        became(mapped(MAP), TABLE, log="date,cell,was,is\n")
