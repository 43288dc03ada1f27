"""docs/performance.md names every step of the benchmarks."""

import re
from pathlib import Path

from benchmarks.steps import STEPS

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
ROW = re.compile(r"^\| (`[a-z].*?) \|", re.MULTILINE)


def test_the_page_tells_of_every_step_in_the_order_in_which_they_run() -> None:
    named = [name for row in ROW.findall(PAGE.read_text(encoding="utf-8")) for name in re.findall(r"`([^`]+)`", row)]
    assert named == [step.name for step in STEPS]
