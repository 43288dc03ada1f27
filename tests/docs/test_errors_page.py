"""The page of refusals and the code say the same."""

import re
from pathlib import Path

import pytest

from api.http.problems import STATUS, UNPROCESSABLE
from domain.refusals import Refusal

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "errors.md"
REFUSALS = ROOT / "domain" / "refusals.py"
HEADING = re.compile(r"^### (\S+)\n\n(.+)$", re.MULTILINE)
TOLD = dict(HEADING.findall(PAGE.read_text(encoding="utf-8")))


def test_every_refusal_has_one_heading_and_every_heading_is_a_refusal() -> None:
    headings = re.findall(r"^### (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(one.name for one in Refusal.__subclasses__())


@pytest.mark.parametrize("kind", Refusal.__subclasses__(), ids=lambda kind: str(kind.name))
def test_a_refusal_is_told_with_its_status_its_title_and_what_to_do_next(kind: type[Refusal]) -> None:
    status = STATUS.get(kind, UNPROCESSABLE)
    assert TOLD[kind.name] == f"**{status}.** {kind.title} {kind.next_step}"


def test_a_refusal_that_nothing_raises_is_told_to_be_one_and_no_other_is() -> None:
    sections = re.split(r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    unraised = {one.partition("\n")[0] for one in sections if "Nothing raises it yet" in one}
    files = (file for folder in ("domain", "adapters", "api") for file in (ROOT / folder).rglob("*.py"))
    product = "\n".join(file.read_text(encoding="utf-8") for file in files if file != REFUSALS)
    raised = {one.name for one in Refusal.__subclasses__() if re.search(rf"\b{one.__name__}\(", product)}
    assert unraised == {one.name for one in Refusal.__subclasses__()} - raised
