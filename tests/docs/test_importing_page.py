"""The page about tables: its example comes to what it shows, and it mentions every member that a map may have."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from adapters.tables import mapping
from tests.running import ended
from tests.tables import EXAMPLES

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs" / "importing.md").read_text(encoding="utf-8")
SECTIONS = {
    "[table]": mapping.Layout,
    "[claim]": mapping.ClaimTexts,
    "[figure]": mapping.FigureTexts,
    "[question]": mapping.QuestionTexts,
    "[update]": mapping.UpdateTexts,
    "[correction]": mapping.CorrectionTexts,
    "[assessment]": mapping.AssessmentTexts,
    "[changes]": mapping.ChangeLog,
}


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def test_the_table_and_its_map_come_to_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "flood.csv").write_text(block("csv"))
    (tmp_path / "flood.toml").write_text(block("toml"))
    monkeypatch.chdir(tmp_path)

    told = ended("import", "flood.csv", "--map", "flood.toml", "--preview", "10")

    assert told.code == 0
    assert [line.split() for line in told.out.splitlines()] == [line.split() for line in block("text").splitlines()]


@pytest.mark.parametrize("section", SECTIONS)
def test_the_page_mentions_every_member_of_a_section(section: str) -> None:
    (row,) = re.findall(rf"^\| `{re.escape(section)}` \| (.+) \|$", PAGE, re.MULTILINE)
    told = set(re.findall(r"`([a-z_]+)`", row))
    assert told >= {one.name.removesuffix("_") for one in fields(SECTIONS[section])}


def test_the_page_leads_to_every_map_among_the_examples() -> None:
    assert set(re.findall(r"\(\.\./examples/tables/(\w+)\.toml\)", PAGE)) == {
        one.stem for one in EXAMPLES.glob("*.toml")
    }


def test_the_options_of_the_page_are_a_map_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (command,) = re.findall(r"`claimtrail (import flood\.csv --day .*?)`", PAGE, re.DOTALL)
    words = [one.strip('"') for one in re.findall(r'"[^"]*"|\S+', command)]
    (tmp_path / "flood.csv").write_text(block("csv"))
    monkeypatch.chdir(tmp_path)

    told = ended(*words, "--preview", "0")

    assert (told.code, told.out) == (0, "3 events: 2 reported, 1 updated.\n")
