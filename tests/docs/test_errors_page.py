"""The page of refusals and the code say the same."""

import re
from pathlib import Path

import pytest

from api.http.problems import STATUS, UNPROCESSABLE
from domain.refusals import Refusal

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
HEADING = re.compile(r"^### (\S+)\n\n(.+)$", re.MULTILINE)
TOLD = dict(HEADING.findall(PAGE.read_text(encoding="utf-8")))


def test_every_refusal_has_one_heading_and_every_heading_is_a_refusal() -> None:
    headings = re.findall(r"^### (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(one.name for one in Refusal.__subclasses__())


@pytest.mark.parametrize("kind", Refusal.__subclasses__(), ids=lambda kind: str(kind.name))
def test_a_refusal_is_told_with_its_status_its_title_and_what_to_do_next(kind: type[Refusal]) -> None:
    status = STATUS.get(kind, UNPROCESSABLE)
    assert TOLD[kind.name] == f"**{status}.** {kind.title} {kind.next_step}"
