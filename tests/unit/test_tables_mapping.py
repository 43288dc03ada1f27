"""The map of a table is checked before the table is read, and every member that is wrong is named."""

from pathlib import Path
from typing import Any

import pytest

from adapters.tables.mapping import read_map, table_map
from adapters.tables.rows import TableError
from adapters.tables.tables import Tables
from tests.tables import EXAMPLES, IN_2026_NS, mapped

LEAST: dict[str, Any] = {
    "source": "https://newsroom.example/tables/flood",
    "table": {"day": "day", "value": "dead"},
    "claim": {"id": "flood", "attribution": [{"who": {"id": "office", "kind": "office"}}]},
}


def faults(**members: Any) -> str:
    with pytest.raises(TableError) as refused:
        table_map(LEAST | members)
    return str(refused.value)


def test_the_least_map_says_source_day_value_claim_and_whose_it_is() -> None:
    assert table_map(LEAST).claim.wording == "{value}"
    with pytest.raises(TableError, match="source is missing; table is missing; claim is missing"):
        table_map({})


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"tabel": {}}, "tabel is not known here; known are source, table, claim"),
        ({"table": {"dya": "day"}}, "table.dya is not known here; known are day, days"),
        ({"changes": {"files": "x"}}, "changes.files is not known here; known are file, day, column, was, is, at"),
        ({"columns": {"APC": {"claim": {"word": "x"}}}}, "columns.APC.claim.word is not known here; known are id"),
        ({"columns": {"APC": {"kind": {}}}}, "columns.APC.kind is not known here; known are claim, figure"),
        ({"figure": {"form": "precise"}}, "figure.form: "),
        ({"columns": {"APC": {"claim": 1}}}, "columns.APC.claim: "),
        ({"claim": "flood"}, "claim: "),
        ({"columns": "APC"}, "columns: "),
        ({"table": {"day": "d", "value": "v", "values": "*"}}, "table.value and table.values: "),
        ({"table": {"day": "d", "days": "*"}}, "table.days: "),
        ({"table": {"day": "d", "was": "w"}}, "table.was: "),
        ({"table": {"day": "d", "thousands": "."}}, "table.thousands and table.decimal are one mark"),
        ({"table": {"value": "v"}}, "table.day: name the column of the day"),
        ({"table": LEAST["table"], "columns": {"APC": {}}}, "columns: only where table.values"),
        ({"table": {"day": "d", "values": ["a"]}, "columns": {"b": {}}}, "columns.b: table.values does not name"),
    ],
)
def test_what_a_map_cannot_mean_is_named(members: dict[str, Any], words: str) -> None:
    assert words in faults(**members)


def test_a_log_of_changes_needs_the_day_of_the_table() -> None:
    log = {"file": "log.csv", "day": "d", "column": "c", "was": "w", "is": "i", "at": "a"}
    assert "changes: a log of changes names rows by their day" in faults(table={"days": "*"}, changes=log)


def test_a_column_says_only_what_it_says_otherwise() -> None:
    columns = {"POW": {"claim": {"wording": "{value} prisoners"}}}
    of = table_map(LEAST | {"table": {"day": "d", "values": ["POW", "dead"]}, "columns": columns})

    assert of.texts("POW").claim.wording == "{value} prisoners"
    assert of.texts("POW").claim.id == of.texts("dead").claim.id == "flood"
    assert of.texts("dead").claim.wording == "{value}"


def test_a_map_knows_every_column_that_it_names() -> None:
    of = mapped(
        claim={"refers_to": "{start}/{day}", "scope": {"place": "{place}, {country}"}},
        figure={"qualifier": "how"},
        table={"vintage": "published", "names": {"spelling": {}}},
        update={"reason": "{why}"},
    )
    assert of.named_columns() == {"day", "dead", "place", "country", "start", "how", "published", "spelling", "why"}


def test_a_file_that_is_no_map_is_refused_with_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="cannot be read"):
        read_map(tmp_path / "nowhere.toml")
    (tmp_path / "map.toml").write_text("source = ")
    with pytest.raises(TableError, match=r"map\.toml is no TOML"):
        read_map(tmp_path / "map.toml")


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_map_among_the_examples_can_be_used(path: Path) -> None:
    Tables(table_map(read_map(path)), IN_2026_NS)
