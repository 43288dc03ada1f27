"""How a command ends: its exit code, and what is said when it cannot do what was asked."""

import sys
from collections.abc import Mapping
from typing import Any

import orjson
import psycopg
from rich.markup import escape

from adapters.postgres.embedded import EmbeddedError
from adapters.postgres.migrate import MigrationError
from adapters.projections.rebuild import RebuildError
from api.cli.printing import err, print_problem
from api.database import NoDatabase
from api.http.problems import problem
from api.serving import NotServed
from api.settings import NotASetting
from domain.refusals import Refused

FINE, REFUSED, USAGE, NOT_REACHABLE = 0, 1, 2, 3
STOPPED = 130  # as a shell names what Ctrl-C has ended


class NotReachable(Exception):  # noqa: N818 (the word of the exit codes)
    """Nothing answers where the service should be; the message says what to do."""


class ServiceRefused(Exception):  # noqa: N818 (the word of the trade)
    """The service answered with a problem (RFC 9457)."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__(told.get("title"))
        self.problem = told


EXPECTED = (
    *(EmbeddedError, MigrationError, NoDatabase, NotASetting, NotReachable, NotServed, RebuildError),
    *(psycopg.Error, Refused, ServiceRefused),
)


def exit_code_of(error: Exception, *, as_json: bool) -> int:
    """Tells a person, or a program on standard output, what *error* says; the exit code that goes with it."""
    match error:
        case ServiceRefused(problem=told):
            _tell_problem(told, as_json=as_json)
            return REFUSED
        case Refused():
            _tell_problem(problem(error)[1], as_json=as_json)
            return REFUSED
        case psycopg.OperationalError():
            _tell(f"The database cannot be reached: {_first_line(error)}. Start it, or mend DATABASE_URL.")
            return NOT_REACHABLE
        case psycopg.Error():
            _tell(f"The database refused this: {_first_line(error)}.")
            return REFUSED
        case NotReachable():
            _tell(str(error))
            return NOT_REACHABLE
        case _:
            _tell(str(error))
            return USAGE if isinstance(error, NotASetting) else REFUSED


def _tell(message: str) -> None:
    err.print(f"[bold red]✗[/] {escape(message)}", soft_wrap=True)


def _tell_problem(told: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(orjson.dumps(told).decode() + "\n")
    else:
        print_problem(err, told)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
