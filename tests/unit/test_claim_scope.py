"""A claim's page names the unit of its figure where the words for what is counted do not."""

import pytest

from api.web.claim_scope import counted, under_chart
from tests.events import chain

WEEKS = {"definition": "time since its start", "place": "Ukraine", "unit": "weeks"}


def claim(scope: object) -> dict[str, object]:
    return {"scope": scope, "attribution": chain("ru-mod")}


def test_a_unit_that_nothing_else_names_is_told() -> None:
    assert counted(claim(WEEKS), {}) == "Time since its start in Ukraine, in weeks"
    assert under_chart(claim(WEEKS)) == "Time since its start, in weeks, as ru-mod gave it"


@pytest.mark.parametrize(
    ("population", "unit"),
    [
        ("Russian tanks", "tanks"),
        ("Russian soldiers", "persons"),
        ("voters", "people"),
        ("Russian ships and boats", "ships and boats"),
        ("other equipment", "items of kinds not named"),
        ("invasion", "day (ordinal)"),
    ],
)
def test_a_unit_that_is_named_or_goes_without_saying_is_left_out(population: str, unit: str) -> None:
    assert counted(claim({"population": population, "unit": unit}), {}) == population[:1].upper() + population[1:]


def test_the_question_s_unit_counts_where_the_claim_leaves_it_open() -> None:
    question = {"scope": {"population": "the atmosphere", "unit": "degrees"}}
    assert counted(claim({}), question) == "The atmosphere, in degrees, as its question has it"
    assert counted(claim({"definition": "warming"}), question) == "Warming, in degrees"


def test_a_unit_alone_is_told_alone_and_an_erased_scope_tells_none() -> None:
    assert counted(claim({"unit": "degrees"}), {}) == "In degrees"
    assert under_chart(claim({"redacted": True})) == ""
