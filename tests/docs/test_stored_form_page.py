"""The worked example of the stored form is what the stored event says, and comes out when it is computed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "stored-form.md").read_text(encoding="utf-8")
STORED = (CHECKOUT / "tests" / "assets" / "stored_events.jsonl").read_text(encoding="utf-8")
MIGRATION = CHECKOUT / "adapters" / "postgres" / "sql" / "migrations" / "0001_event_log.sql"


def stored_at(position: int) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(STORED.splitlines()[position - 1])
    assert json.loads(line["header"])["position"] == position
    return line


@pytest.mark.parametrize("part", ["header", "payload", "secret", "leaf"])
def test_the_whole_event_is_shown_as_it_is_stored(part: str) -> None:
    assert stored_at(15)[part] in PAGE


@pytest.mark.parametrize("part", ["payload", "erased"])
def test_the_redacted_event_is_shown_as_it_is_stored(part: str) -> None:
    assert stored_at(20)[part] in PAGE


def test_the_program_of_the_page_computes_what_the_page_shows() -> None:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    made: dict[str, Any] = {}
    exec(program, made)  # noqa: S102 (our own page)
    assert made["commitment"] == stored_at(15)["commitment"]
    shown = dict(re.findall(r"^(/\w+) +salt +([0-9a-f]{64})$", PAGE, re.MULTILINE))
    assert shown == {pointer: salt.hex() for pointer, salt in made["salts"].items()}
    assert re.findall(r"^ +commitment +([0-9a-f]{64})$", PAGE, re.MULTILINE) == list(made["commitments"].values())


def test_the_page_names_every_column_and_the_migration_names_the_page() -> None:
    migration = MIGRATION.read_text(encoding="utf-8")
    table = migration.partition("CREATE TABLE event (")[2].partition(");")[0]
    columns = re.findall(r"^    ([a-z_]+) +(?:bigint|text|integer|timestamptz|bytea)\b", table, re.MULTILINE)
    assert len(columns) == 12
    assert [one for one in columns if f"`{one}`" not in PAGE] == []
    assert "docs/stored-form.md" in migration
