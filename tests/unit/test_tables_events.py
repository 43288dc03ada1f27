"""Rows become claims, updates and corrections, and the same rows always the same events."""

from typing import Any

import pytest

from adapters.tables.figures import Passed
from adapters.tables.rows import TableError
from tests.tables import PLACES, became, mapped

TWO_DAYS = "day,place,dead\n2022-03-01,Kyiv,10\n2022-03-02,Kyiv,12\n"
NOBODY_APPROVES = PLACES.partition("[correction]")[0]
WIDE = """
source = "https://newsroom.example/tables/losses"
[table]
day = "date"
values = "*"
ignore = ["note"]
[claim]
id = "lost.{column}"
wording = "{value} {column}"
attribution = [{ who = { id = "office", kind = "office" }, role = "originator", stance = "asserts" }]
[correction]
approver = "the data desk"
"""


def test_the_first_figure_reports_a_claim_and_those_of_other_days_update_it() -> None:
    first, second = became(mapped(), TWO_DAYS).events

    assert first == {
        "specversion": "1.0",
        "source": "https://newsroom.example/tables/flood",
        "id": "flood.dead.kyiv/2022-03-01",
        "type": "claim.reported.v1",
        "subject": "flood.dead.kyiv",
        "data": {
            "question": "flood.dead.kyiv",
            "scope": {},
            "attribution": [{"who": {"id": "office", "kind": "office"}, "role": "originator", "stance": "asserts"}],
            "figure": {"form": "exact", "value": "10"},
            "wording": "10 dead in Kyiv",
            "said_at": "2022-03-01",
        },
    }
    assert second == {
        "specversion": "1.0",
        "source": "https://newsroom.example/tables/flood",
        "id": "flood.dead.kyiv/2022-03-02",
        "type": "claim.updated.v1",
        "subject": "flood.dead.kyiv",
        "data": {
            "figure": {"form": "exact", "value": "12"},
            "wording": "12 dead in Kyiv",
            "said_at": "2022-03-02",
            "reason": "the table has a figure for 2022-03-02",
        },
    }


def test_a_table_with_a_day_more_has_the_same_events_and_that_day() -> None:
    before = became(mapped(), TWO_DAYS).events
    after = became(mapped(), TWO_DAYS + "2022-03-03,Kyiv,15\n").events

    assert after[:-1] == before
    assert after[-1]["id"] == "flood.dead.kyiv/2022-03-03"


def test_another_figure_in_a_later_table_corrects_the_one_before() -> None:
    corrected = became(mapped(), TWO_DAYS, TWO_DAYS.replace("12", "21")).events[-1]

    assert corrected["id"] == "flood.dead.kyiv/2022-03-02/2"
    assert corrected["data"] == {
        "target": {"id": "flood.dead.kyiv/2022-03-02"},
        "kind": "wrong_figure",
        "was": {"figure": {"form": "exact", "value": "12"}, "wording": "12 dead in Kyiv"},
        "is": {"figure": {"form": "exact", "value": "21"}, "wording": "21 dead in Kyiv"},
        "approver": "the data desk",
        "reason": "the table changed what it had for 2022-03-02",
    }


def test_a_figure_that_is_corrected_twice_has_each_correction_mend_the_one_before() -> None:
    tables = [TWO_DAYS.replace("12", figure) for figure in ("12", "21", "12")]
    made = became(mapped(), *tables).events[-2:]

    assert [one["id"][-2:] for one in made] == ["/2", "/3"]
    assert [one["data"]["target"]["id"] for one in made] == [
        "flood.dead.kyiv/2022-03-02",
        "flood.dead.kyiv/2022-03-02/2",
    ]


def test_a_table_given_twice_makes_its_events_once() -> None:
    made = became(mapped(), TWO_DAYS, TWO_DAYS)

    assert made.types == ["reported", "updated"]
    assert made.passed == [Passed(2, "dead", "unchanged"), Passed(3, "dead", "unchanged")]


def test_changed_figures_are_refused_while_nobody_answers_for_corrections() -> None:
    made = became(mapped(NOBODY_APPROVES), TWO_DAYS, TWO_DAYS.replace("12", "21"))

    assert made.types == ["reported", "updated"]
    assert made.told == [
        (
            'row 3, dead: expected what row 3 had for that day, "12 dead in Kyiv", or who approves corrections, under '
            '[correction], got "21 dead in Kyiv"'
        )
    ]


def test_two_figures_for_a_day_in_one_table_are_no_correction_and_the_second_is_refused() -> None:
    made = became(mapped(), TWO_DAYS + "2022-03-02,Kyiv,2\n2022-03-02,Kyiv,12\n")

    assert made.types == ["reported", "updated"]
    assert made.told == [
        (
            "row 4, dead: expected one figure of flood.dead.kyiv for 2022-03-02, and row 3 has it already, "
            'got "2 dead in Kyiv"'
        )
    ]
    assert made.passed == [Passed(5, "dead", "unchanged")]


def test_a_column_of_vintages_tells_corrections_from_doubles() -> None:
    table = (
        "day,place,dead,published\n"
        "2022-03-01,Kyiv,10,2022-03-01T20:00:00Z\n"
        "2022-03-01,Kyiv,11,2022-03-02T08:00:00+01:00\n"
        "2022-03-01,Kyiv,12,2022-03-02T08:00:00+01:00\n"
        "2022-03-01,Kyiv,9,2022-02-28T08:00:00Z\n"
    )
    made = became(mapped(table={"vintage": "published"}), table)

    assert made.types == ["reported", "corrected"]
    assert [one["time"] for one in made.events] == ["2022-03-01T20:00:00Z", "2022-03-02T08:00:00+01:00"]
    assert [str(one).partition(":")[0] for one in made.faults] == ["row 4, dead", "row 5, dead"]
    assert "a vintage no earlier than that of row 3" in made.told[1]


def test_when_it_was_published_is_corrected_with_the_figure_and_never_alone() -> None:
    table = "day,place,dead,at\n2022-03-01,Kyiv,{},2022-03-0{}T20:00:00Z\n"
    of = mapped(table={"vintage": "at"}, claim={"published_at": "{at}"})
    made = became(of, table.format(10, 1), table.format(10, 2), table.format(11, 3))

    assert made.types == ["reported", "corrected"]
    assert made.events[1]["data"]["was"]["published_at"] == "2022-03-01T20:00:00Z"
    assert made.events[1]["data"]["is"]["published_at"] == "2022-03-03T20:00:00Z"


def test_a_list_of_changes_publishes_what_was_and_corrects_it_to_what_is() -> None:
    table = (
        "day,place,was,is,at\n2022-03-01,Kyiv,10,11,2022-03-02T08:00:00Z\n2022-03-01,Kyiv,11,12,2022-03-03T08:00:00Z\n"
    )
    made = became(mapped(table={"value": "is", "was": "was", "vintage": "at"}), table)

    assert made.types == ["reported", "corrected", "corrected"]
    assert made.wordings == ["10 dead in Kyiv", "11 dead in Kyiv", "12 dead in Kyiv"]
    assert "time" not in made.events[0]


MISSING = "day,place,was,is\n2022-03-01,Kyiv,10,11\n2022-03-01,Kyiv,13,14\n"


def test_a_step_that_a_list_of_changes_leaves_out_is_refused() -> None:
    of = mapped(table={"value": "is", "was": "was"})
    made = became(of, MISSING)

    assert made.types == ["reported", "corrected"]
    assert made.told == [
        (
            'row 3, was: expected what row 2 left, "11 dead in Kyiv" (missing_step = "record" records the step '
            'between), got "13 dead in Kyiv"'
        )
    ]


def test_a_step_that_a_list_of_changes_leaves_out_is_recorded_if_the_map_says_so() -> None:
    of = mapped(table={"value": "is", "was": "was", "missing_step": "record"})
    made = became(of, MISSING)

    assert made.wordings == [f"{n} dead in Kyiv" for n in (10, 11, 13, 14)]
    assert made.events[2]["data"]["reason"].startswith("a step that the table leaves out")


def test_each_column_can_be_a_claim_of_its_own() -> None:
    made = became(mapped(WIDE), "date,tank,drone,note\n2022-03-01,80,,a\n2022-03-02,146,2,b\n")

    assert [(one["subject"], one["type"].split(".")[1]) for one in made.events] == [
        ("lost.tank", "reported"),
        ("lost.tank", "updated"),
        ("lost.drone", "reported"),
    ]
    assert made.passed == [Passed(2, "drone", "empty")]


def test_a_column_without_a_name_is_refused_where_it_has_figures() -> None:
    made = became(mapped(WIDE), "date,tank,\n2022-03-01,80,\n2022-03-02,81,5\n")

    assert made.types == ["reported", "updated"]
    assert made.told[0].startswith("row 3, claim.id: expected an id")


def test_each_column_can_be_a_day() -> None:
    of = mapped(table={"day": None, "value": None, "days": "*", "ignore": ["place"], "day_format": "%d.%m.%Y"})
    made = became(of, "place,01.03.2022,02.03.2022\nKyiv,10,12\nLviv,,3\n")

    assert [one["id"] for one in made.events] == [
        "flood.dead.kyiv/2022-03-01",
        "flood.dead.kyiv/2022-03-02",
        "flood.dead.lviv/2022-03-02",
    ]
    assert made.passed == [Passed(3, "01.03.2022", "empty")]


def test_a_heading_that_is_no_day_is_refused_by_name() -> None:
    of = mapped(table={"day": None, "value": None, "days": "*"})
    made = became(of, "place,2022-03-01\nKyiv,10\n")

    assert made.types == ["reported"]
    assert made.told[0].startswith("row 2, the heading place: expected a day such as 2022-03-02")


def test_a_table_that_is_upside_down_is_refused_before_it_opens_claims_with_their_last_day() -> None:
    upside_down = "day,place,dead\n2022-03-02,Kyiv,12\n2022-03-01,Kyiv,10\n"

    with pytest.raises(TableError, match="set sort = true"):
        became(mapped(), upside_down)
    assert became(mapped(table={"sort": True}), upside_down).events == became(mapped(), TWO_DAYS).events


def test_a_table_may_have_one_place_after_another() -> None:
    made = became(mapped(), TWO_DAYS + "2022-03-01,Lviv,1\n2022-03-02,Lviv,2\n")
    assert made.types == ["reported", "updated", "reported", "updated"]


def test_two_names_that_make_one_claim_are_refused_unless_the_map_says_what_is_what() -> None:
    table = "day,place,dead\n2022-03-01,Emilia-Romagna,10\n2022-03-02,Emilia Romagna,12\n"
    refused = became(mapped(), table)
    named = became(mapped(table={"names": {"place": {"Emilia Romagna": "Emilia-Romagna"}}}), table)

    assert refused.told == [
        (
            "row 3, claim.id: expected one name for flood.dead.emilia-romagna, which is "
            '"flood.dead.Emilia-Romagna" above; say under [table.names] what is what, got "flood.dead.Emilia Romagna"'
        )
    ]
    assert named.wordings == ["10 dead in Emilia-Romagna", "12 dead in Emilia-Romagna"]


A_DAY = "a day such as 2022-03-02; say day_format under [table] if days are written otherwise"
AN_ID = "an id of at most 128 characters, with a letter or a digit first and one of each cell"
A_NUMBER = "a number such as 1597 or 3.10; name the mark for thousands or decimals under [table]"
ABOVE_ZERO = "zero or more; a claim that counts a change says signed = true in its scope"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("2022-03-01,Kyiv,many", f'dead: expected {A_NUMBER}, got "many"'),
        ("2022-03-01,Kyiv,-3", f'dead: expected {ABOVE_ZERO}, got "-3"'),
        ("1 March,Kyiv,3", f'day: expected {A_DAY}, got "1 March"'),
        (",Kyiv,3", f"day: expected {A_DAY}, got nothing"),
        ("2022-03-01,!,3", f'claim.id: expected {AN_ID}, got "flood.dead.!"'),
        ("2027-03-01,Kyiv,3", 'said_at: expected no later than 5 minutes after it arrives here, got "2027-03-01"'),
    ],
)
def test_a_bad_cell_is_refused_with_row_column_what_was_expected_and_what_was_got(row: str, fault: str) -> None:
    made = became(mapped(), f"day,place,dead\n{row}\n2022-03-02,Kyiv,12\n")

    assert made.wordings == ["12 dead in Kyiv"]
    assert made.told == [f"row 2, {fault}"]


def test_words_that_contradict_their_figure_are_refused_before_anything_is_sent() -> None:
    made = became(mapped(claim={"wording": "12 dead in {place}"}), TWO_DAYS)

    assert made.types == ["reported"]
    assert made.told == ['row 2, wording: expected 10, got "12"']


def test_a_qualifier_is_read_beside_the_number_or_in_its_cell() -> None:
    of = mapped(figure={"qualifier": "how", "qualifiers": {"almost": {"form": "approximate", "leaning": "below"}}})
    made = became(
        of, "day,place,dead,how\n2022-03-01,A,500,almost\n2022-03-01,B,>7000,\n2022-03-01,C,5,\n2022-03-01,D,5,some\n"
    )

    assert made.figures == [
        {"form": "approximate", "leaning": "below", "value": "500"},
        {"form": "more_than", "value": "7000"},
        {"form": "exact", "value": "5"},
    ]
    assert made.told[0].startswith("row 5, how: expected a qualifier that is known here")


@pytest.mark.parametrize(
    ("figure", "made_of_it"),
    [
        ({"form": "range", "low": "{low}", "high": "{high}"}, {"form": "range", "low": "10", "high": "12"}),
        (
            {"form": "tally", "parts": {"for": "{low}", "against": "{none}"}, "of": "{high}"},
            {"form": "tally", "parts": {"for": "10"}, "of": "12"},
        ),
        ({"form": "vague", "term": "{words}"}, {"form": "vague", "term": "dozens"}),
        ({"form": "none"}, {"form": "none"}),
        ({"form": "at_least", "value": "{low}"}, {"form": "at_least", "value": "10"}),
    ],
)
def test_a_figure_of_any_form_is_made_of_its_cells(figure: dict[str, Any], made_of_it: dict[str, Any]) -> None:
    of = mapped(table={"value": None}, claim={"wording": "{low} to {high}, {words}", "id": "flood"}, figure=figure)
    assert became(of, "day,low,high,none,words\n2022-03-01,10,12,,dozens\n").figures == [made_of_it]


def test_a_table_of_statements_passes_over_a_day_without_one() -> None:
    of = mapped(table={"value": None}, claim={"id": "notes", "wording": "{note}"}, figure={"form": "none"})
    made = became(of, "day,note\n2022-03-01,recounted\n2022-03-02,\n")

    assert made.wordings == ["recounted"]
    assert made.passed == [Passed(3, "", "empty")]


def test_a_question_is_asked_once_before_its_first_claim() -> None:
    of = mapped(claim={"question": "flood.dead"}, question={"text": "How many died?", "tolerance": "0.10"})
    made = became(of, TWO_DAYS + "2022-03-01,Lviv,1\n")

    assert made.types == ["asked", "reported", "updated", "reported"]
    assert made.events[0]["data"] == {"text": "How many died?", "tolerance": "0.10"}


LABELS = {
    "label": "label",
    "findings": {"true": "verified", "false": "false"},
    "method": "rated {label}",
    "by": {"id": "checker", "kind": "organisation"},
}


def test_a_label_is_a_finding_about_the_figure_that_it_stands_beside() -> None:
    table = "day,place,dead,label\n2022-03-01,Kyiv,10,{}\n"
    made = became(mapped(assessment=LABELS), table.format("true"), table.format("true"), table.format("false"))

    assert made.types == ["reported", "assessed", "assessed"]
    assert made.events[1]["data"] == {
        "target": {"id": "flood.dead.kyiv/2022-03-01"},
        "finding": "verified",
        "method": "rated true",
        "by": {"id": "checker", "kind": "organisation"},
    }
    assert [one["id"].rpartition("/assessed")[2] for one in made.events[1:]] == ["/1", "/2"]


def test_a_label_that_nobody_explained_is_refused() -> None:
    made = became(mapped(assessment=LABELS), "day,place,dead,label\n2022-03-01,Kyiv,10,half-true\n")

    assert made.types == ["reported"]
    assert made.told == ['row 2, label: expected a label that assessment.findings knows (true, false), got "half-true"']


def test_a_table_without_days_says_when_it_was_said() -> None:
    of = mapped(table={"day": None}, claim={"said_at": "../2017"})
    made = became(of, "place,dead\nKyiv,10\nLviv,11\n")

    assert [(one["id"], one["data"]["said_at"]) for one in made.events] == [
        ("flood.dead.kyiv", "../2017"),
        ("flood.dead.lviv", "../2017"),
    ]


def test_a_day_may_have_its_time() -> None:
    of = mapped(claim={"refers_to": "2022-02-24/{day}"})
    made = became(of, "day,place,dead\n2022-03-01T08:00:00+02:00,Kyiv,10\n2022-03-01T20:00:00+02:00,Kyiv,20\n")

    assert made.types == ["reported", "updated"]
    assert [one["data"]["said_at"][11:16] for one in made.events] == ["08:00", "20:00"]
    assert {one["data"]["refers_to"] for one in made.events} == {"2022-02-24/2022-03-01"}


@pytest.mark.parametrize(
    "table", ["day,place\n2022-03-01,Kyiv\n", '[{"day": "2022-03-01", "place": "Kyiv"}]', "x\n1\n"]
)
def test_a_column_that_no_row_has_is_refused_with_those_that_there_are(table: str) -> None:
    with pytest.raises(TableError, match=r"the table has no column .*dead.*, which the map names; it has: "):
        became(mapped(), table)


@pytest.mark.parametrize("table", ["", "day,place,dead\n", "[]"])
def test_a_table_without_rows_is_refused(table: str) -> None:
    with pytest.raises(TableError, match=r"there are no rows|has no column"):
        became(mapped(), table)
