"""Every way to say no has a stable name, a title without case data, and something to do next."""

import re
from pathlib import Path

import pytest

from domain.refusals import NotOpened, Refusal, Refused, StaleWas

NAME = re.compile(r"`([a-z-]+)`")
ALL = Refusal.__subclasses__()


def test_the_names_are_those_of_the_api_page(shared: Path) -> None:
    page = (shared / "design" / "api.md").read_text(encoding="utf-8")
    table = page.partition("| status | names |")[2]
    assert {one.name for one in ALL} == set(NAME.findall(table))


def test_no_two_refusals_share_a_name() -> None:
    assert len({one.name for one in ALL}) == len(ALL)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: str(kind.name))
def test_a_refusal_has_a_title_and_says_what_to_do_next(kind: type[Refusal]) -> None:
    assert kind.title.endswith(".")
    assert kind.next_step.endswith(".")


def test_a_refusal_is_a_value() -> None:
    assert StaleWas(pointer="/data/was/figure", got="1") == StaleWas(pointer="/data/was/figure", got="1")
    assert StaleWas(got="1") != StaleWas(got="2")


def test_the_first_fault_names_the_problem() -> None:
    refused = Refused(NotOpened(pointer="/subject"), StaleWas())
    assert (refused.first.name, len(refused.refusals)) == ("not-opened", 2)


def test_a_refusal_that_is_kept_keeps_nothing_of_what_it_was_raised_through() -> None:
    try:
        try:
            raise ValueError  # noqa: TRY301 (what was behind it)
        except ValueError:
            raise Refused(NotOpened()) from None
    except Refused as refused:
        kept = refused.kept()
    assert (kept.__traceback__, kept.__context__) == (None, None)
