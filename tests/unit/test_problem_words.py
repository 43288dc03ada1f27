"""What a command says of a refusal: options and lines of files, never HTTP."""

from typing import Any

import pytest

from api.cli.problem_words import Place, in_words, with_options
from domain.refusals import Refusal

PROBLEMS = "https://claimtrail.example/problems/"
OF_HTTP = ("GET ", "HTTP", "Retry-After", "query parameter", "headers", "request")
NEVER_TOLD = ("method-not-allowed", "unsupported-media-type", "from-elsewhere")  # the commands send what is taken


def problem(name: str, **error: Any) -> dict[str, Any]:
    return {"type": PROBLEMS + name, "title": "No.", "status": 400, "errors": [{"name": name, "pointer": "", **error}]}


@pytest.mark.parametrize("kind", [one for one in Refusal.__subclasses__() if one.name not in NEVER_TOLD])
@pytest.mark.parametrize("at", [Place.EVENT, Place.CELL, Place.OPTION])
def test_no_refusal_speaks_of_http(kind: type[Refusal], at: Place) -> None:
    if at is Place.OPTION and kind.name in ("malformed", "too-large"):
        return  # of what is posted alone

    told = in_words({**problem(kind.name), "title": kind.title}, at)

    assert [one for one in OF_HTTP if one in f"{told['title']} {told['next']}"] == []


@pytest.mark.parametrize(("parameter", "option"), [("as_of", "--as-of"), ("tolerance", "--tolerance")])
def test_a_parameter_is_called_by_its_option(parameter: str, option: str) -> None:
    told = in_words(problem("bad-parameter", expected=f"{parameter}: a position"), Place.OPTION)

    assert told["errors"][0]["expected"] == f"{option}: a position"


def test_a_command_may_call_a_parameter_otherwise() -> None:
    told = with_options(problem("not-yet", expected="as_of: a position up to 5"), {"as_of": "--until"})

    assert in_words(told, Place.OPTION)["errors"][0]["expected"] == "--until: a position up to 5"


def test_what_was_erased_is_not_to_be_spelled_otherwise() -> None:
    told = in_words(problem("unknown-field", pointer="/erased"), Place.EVENT)

    assert told["title"] == "What was erased cannot be recorded again."
    assert "spelling" not in told["next"]


def test_a_changed_cell_is_offered_the_option_that_corrects() -> None:
    assert "--against-record" in in_words(problem("identity-conflict"), Place.CELL)["next"]
    assert "--against-record" not in in_words(problem("identity-conflict"), Place.EVENT)["next"]


def test_a_problem_of_no_known_name_is_told_as_it_came() -> None:
    told = in_words({"title": "Something broke.", "detail": "Send it again."}, Place.OPTION)

    assert (told["title"], told["next"], told["errors"]) == ("Something broke.", "Send it again.", [])
