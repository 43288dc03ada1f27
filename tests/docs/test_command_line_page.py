"""The page about the command line mentions every command, option, exit code and setting."""

import re
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from api.cli.application import EXIT_CODES
from api.cli.commands import app
from api.settings import variables

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)[^`]*` \| .+ \| (.+) \|$", re.MULTILINE)


def options() -> dict[str, set[str]]:
    """Each command with its options, as typer makes them of the functions."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return {
        name: {option for one in command.params for option in one.opts if option.startswith("--")}
        for name, command in group.commands.items()
    }


def test_every_command_has_a_row_with_its_options() -> None:
    told = {name: set(re.findall(r"`(--[a-z-]+)`", cell)) for name, cell in ROW.findall(PAGE)}
    assert told == options()


@pytest.mark.parametrize("name", [one.name for one in variables()])
def test_every_setting_has_a_row(name: str) -> None:
    assert f"| `{name}` |" in PAGE


def test_the_exit_codes_are_those_of_the_help() -> None:
    told = re.findall(r"^\| (\d+) \| (.+) \|$", PAGE, re.MULTILINE)
    assert [f"{code} {meaning}" for code, meaning in told] == re.findall(r"\d+ [^;.]+", EXIT_CODES)
