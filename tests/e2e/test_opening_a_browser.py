"""The demonstration opens a browser only where there is a person to look into it, and never fails for want of one."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bounded import Process

OPENS = (
    "import sys; from api.cli.looking import open_for_a_person; sys.exit(not open_for_a_person('http://127.0.0.1:1/'))"
)


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A browser that writes down what it was asked to open."""
    program = tmp_path / "browser"
    program.write_text('#!/bin/sh\necho "$1" >>"$0.opened"\n')
    program.chmod(0o755)
    return program


def opened(browser: Path) -> str:
    told = browser.with_name("browser.opened")
    return told.read_text() if told.exists() else ""


def run(*, terminal: bool, **environment: str) -> int:
    """The exit code of a process that opens a page, with or without a terminal."""
    person, process_side = pty.openpty()
    try:
        channels = (
            {"stdin": process_side, "stdout": process_side}
            if terminal
            else {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        )
        with Process([sys.executable, "-P", "-c", OPENS], environment, **channels) as process:
            process.said()
        return process.returncode
    finally:
        os.close(person)
        os.close(process_side)


def test_a_person_at_a_terminal_sees_the_page(browser: Path) -> None:
    assert run(terminal=True, BROWSER=f"{browser} %s", DISPLAY=":0") == 0
    assert opened(browser) == "http://127.0.0.1:1/\n"


def test_nothing_opens_where_nobody_looks(browser: Path) -> None:
    assert run(terminal=False, BROWSER=f"{browser} %s", DISPLAY=":0") == 1
    assert opened(browser) == ""


def test_nothing_opens_without_a_display(browser: Path) -> None:
    assert run(terminal=True, BROWSER=f"{browser} %s", DISPLAY="", WAYLAND_DISPLAY="") == 1
    assert opened(browser) == ""


def test_a_browser_that_is_not_there_is_no_fault() -> None:
    assert run(terminal=True, BROWSER="/nowhere/browser %s", DISPLAY=":0", PATH="") == 1
