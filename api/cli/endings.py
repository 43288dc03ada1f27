"""How a command ends: its exit code, and what is said when it cannot do what was asked."""

import os
import signal
from collections.abc import Mapping
from typing import Any

import orjson
import psycopg
from psycopg.conninfo import conninfo_to_dict
from rich.markup import escape

from adapters.postgres.embedded import EmbeddedError
from adapters.postgres.migrate import MigrationError
from adapters.projections.rebuild import RebuildError
from api.cli.outlets import NotWritten, ReaderGone, let_go_of_output, write
from api.cli.printing import err, print_problem
from api.database import NoDatabase
from api.http.problems import problem
from api.serving import NotServed
from api.settings import NotASetting
from domain.refusals import Refused

FINE, REFUSED, USAGE, NOT_REACHABLE = 0, 1, 2, 3
BY_SIGNAL = 128  # as a shell names what a signal has ended: with the signal's number on top
STOPPED = BY_SIGNAL + signal.SIGINT
NOBODY_READS = BY_SIGNAL + signal.SIGPIPE
UNAVAILABLE = 503


class NotReachable(Exception):  # noqa: N818 (the word of the exit codes)
    """Nothing answers where the service should be; the message says what to do."""


class ServiceRefused(Exception):  # noqa: N818 (the word of the trade)
    """The service answered with a problem (RFC 9457)."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        super().__init__(told.get("title"))
        self.problem = told


EXPECTED = (
    *(EmbeddedError, MigrationError, NoDatabase, NotASetting, NotReachable, NotServed, RebuildError),
    *(NotWritten, ReaderGone, psycopg.Error, Refused, ServiceRefused),
)


def exit_code_of(error: Exception, *, as_json: bool) -> int:
    """Tells a person, or a program on standard output, what *error* says; the exit code that goes with it."""
    match error:
        case ReaderGone():
            let_go_of_output()
            return NOBODY_READS
        case NotWritten():
            let_go_of_output()
            err.print(f"[bold red]✗[/] {escape(str(error))}", soft_wrap=True)
            return REFUSED
        case ServiceRefused(problem=told):
            return _told_problem(told, as_json=as_json)
        case Refused():
            return _told_problem(problem(error)[1], as_json=as_json)
        case _:
            code = _code_of(error)
            _tell(_words_of(error), code, as_json=as_json)
            return code


def _code_of(error: Exception) -> int:
    match error:
        case NotASetting():
            return USAGE
        case NotReachable() | NoDatabase() | MigrationError() | EmbeddedError():
            return NOT_REACHABLE
        case psycopg.OperationalError() | psycopg.ProgrammingError():
            return NOT_REACHABLE
        case _:
            return REFUSED


def _words_of(error: Exception) -> str:
    match error:
        case psycopg.errors.InsufficientPrivilege():
            return f"The database refused this: {_first_line(error)}. {_right_to_ask_for(str(error))}"
        case psycopg.OperationalError():
            return f"The database cannot be reached: {_first_line(error)}. Start it, or mend DATABASE_URL."
        case psycopg.Error():
            return f"The database refused this: {_first_line(error)}."
        case _:
            return str(error)


def _right_to_ask_for(refused: str) -> str:
    """What the owner of a database has to grant before the role of DATABASE_URL can work in it."""
    role = str(conninfo_to_dict(os.environ.get("DATABASE_URL", "")).get("user") or "ROLE")
    name = f'"{role}"' if role != role.lower() or "-" in role else role
    if "schema" in refused:
        return f"Let the owner of the database run GRANT CREATE, USAGE ON SCHEMA public TO {name}, then try again."
    return f"Run this as the role that made these tables, or have it run GRANT ITS_NAME TO {name}."


def _tell(message: str, code: int, *, as_json: bool) -> None:
    """On standard error; and, for programs, one line of the shape of a problem."""
    err.print(f"[bold red]✗[/] {escape(message)}", soft_wrap=True)
    if as_json:
        write(orjson.dumps({"type": "about:blank", "title": message, "exit_code": code}) + b"\n")


def _told_problem(told: Mapping[str, Any], *, as_json: bool) -> int:
    if as_json:
        write(orjson.dumps(told) + b"\n")
    else:
        print_problem(err, told)
    if told.get("status") == UNAVAILABLE:
        return NOT_REACHABLE
    return USAGE if str(told.get("type", "")).endswith("/bad-parameter") else REFUSED


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
