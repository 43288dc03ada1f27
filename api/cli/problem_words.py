"""Refusals in the words of a command line: of options and lines of files, where the service speaks of HTTP."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from domain.refusals import Refusal

AGAIN = "Try again in a moment; what was recorded already is only repeated."


class Place(Enum):
    """What was refused: what the command's options ask for, an event in a file, or one that a table's cell makes."""

    OPTION = "option"
    EVENT = "event"
    CELL = "cell"


_NEXT = {one.name: one.next_step for one in Refusal.__subclasses__()}
_OURS = {
    "bad-parameter": ("An option cannot be read.", "Give it in the form named here."),
    "not-found": (None, "Check the spelling; the service's pages /claims, /questions and /stories list what there is."),
    "before-first": (None, "Ask for the position or moment named here, or a later one."),
    "not-yet": (None, "Ask for an earlier position or moment, or wait until the record has reached it."),
    "overloaded": (None, AGAIN),
    "lagging": (None, AGAIN),
    "database-away": ("The service does not reach its database just now.", AGAIN),
}
_OF_EVENTS = {
    "malformed": ("The event could not be read.", "Mend it, then send it again."),
    "bad-parameter": ("The event could not be read.", "Mend it, then send it again."),
    "too-large": ("The event is larger than is taken.", "Record it in smaller parts."),
}
_OF_CELLS = {
    "identity-conflict": (
        "Another figure is recorded for this.",
        "Look at the cell. If the table was corrected, import it with --against-record, which records a correction.",
    ),
}
_ERASED = (
    "What was erased cannot be recorded again.",
    "Leave the whole event out. Only a copy of the database has it in its place.",
)
_OPTIONS = {"as_of", "tolerance", "period", "type", "stream", "after"}
_PREFIX = "https://claimtrail.example/problems/"


def in_words(problem: Mapping[str, Any], at: Place) -> dict[str, Any]:
    """Title, name, errors and next step of *problem* (RFC 9457), as whoever typed the command reads them."""
    name = str(problem.get("type", "")).removeprefix(_PREFIX)
    ours = {**_OURS, **({} if at is Place.OPTION else _OF_EVENTS), **(_OF_CELLS if at is Place.CELL else {})}
    title, next_step = _ERASED if _is_erased(problem) else ours.get(name, (None, None))
    return {
        "name": name,
        "title": title or str(problem.get("title", "Refused.")),
        "errors": [_error(one) for one in problem.get("errors", ())],
        "next": next_step or _NEXT.get(name) or problem.get("detail"),
    }


def with_options(problem: Mapping[str, Any], options: Mapping[str, str]) -> dict[str, Any]:
    """*problem*, its parameters called as the command calls them: *options* has the option of each parameter."""
    return {
        **problem,
        "errors": [_renamed(one, options) for one in problem.get("errors", ())],
    }


def _renamed(error: Mapping[str, Any], options: Mapping[str, str]) -> dict[str, Any]:
    parameter, colon, rest = str(error.get("expected", "")).partition(": ")
    return {**error, "expected": f"{options[parameter]}{colon}{rest}"} if parameter in options else dict(error)


def _error(error: Mapping[str, Any]) -> dict[str, Any]:
    return _renamed(error, {one: f"--{one.replace('_', '-')}" for one in _OPTIONS})


def _is_erased(problem: Mapping[str, Any]) -> bool:
    return any(one.get("pointer") == "/erased" for one in problem.get("errors", ()))
