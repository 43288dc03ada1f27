"""What came of one event among others: an item of a batch's answer, a line of a stream's."""

from typing import Any, TypeAlias

import orjson

from api.http.problems import INTERNAL, problem
from domain.receipt import Receipt
from domain.refusals import Refused

Outcome: TypeAlias = Receipt | Exception


def result_of(index: int, outcome: Receipt | Refused) -> dict[str, Any]:
    """Its index, its status, its receipt or its problem."""
    if isinstance(outcome, Refused):
        status, shown = problem(outcome)
        return {"index": index, "status": status, "problem": shown}
    return {"index": index, "status": 201 if outcome.status == "recorded" else 200, "receipt": outcome.wire()}


def result_line(index: int, outcome: Outcome) -> bytes:
    """The same as a line; an exception is a fault of ours, which is logged and not told."""
    if isinstance(outcome, Receipt) or isinstance(outcome, Refused):  # noqa: SIM101 (a tuple of types takes longer)
        shown = result_of(index, outcome)
    else:
        shown = {"index": index, "status": INTERNAL["status"], "problem": INTERNAL}
    return orjson.dumps(shown, option=orjson.OPT_APPEND_NEWLINE)
