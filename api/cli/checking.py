"""The command that checks the log: everything recomputed from what is stored, and what keeps it as it is."""

import os
from collections.abc import Sequence
from typing import Any

import typer
from rich.markup import escape
from rich.text import Text

from adapters.check import CheckedLog, check_log, last_position
from adapters.guards import Guards, guards
from adapters.postgres.pool import connect
from api.cli.configuration import settings_with
from api.cli.endings import REFUSED
from api.cli.options import DEFAULT_URL, URL_VARIABLE, Data, Json
from api.cli.printing import Rows, counted, out, print_json, printable, progress
from api.database import any_database, refuse_unless_migrated
from api.settings import Variable, variables

SHOWN_FAULTS = 50


def check(data: Data = None, as_json: Json = False) -> None:
    """Recompute the whole log from what is stored, and look at what guards it. Ends with its size and root hash."""
    with any_database(settings_with(data)) as conninfo:
        refuse_unless_migrated(conninfo)
        log, guarded = checked(conninfo)
    if as_json:
        print_json([as_line(log, guarded)])
    else:
        print_environment()
        print_check(log, guarded)
    if not is_sound(log, guarded):
        raise typer.Exit(REFUSED)


def checked(conninfo: str) -> tuple[CheckedLog, Guards]:
    """All that is looked at in the database at *conninfo*, with a bar where a person looks."""
    with connect(conninfo, statement_timeout_s=0) as connection, progress() as bar:
        guarded = guards(connection)
        task = bar.add_task("Checking", total=last_position(connection))
        return check_log(connection, lambda read: bar.update(task, completed=read)), guarded


def is_sound(log: CheckedLog, guarded: Guards) -> bool:
    """Whether there is nothing to mend."""
    return not log.found and not guarded.faults


def print_check(log: CheckedLog, guarded: Guards) -> None:
    """What was checked, with ticks; every fault with its position; the log's size and the root of its tree."""
    _print_ticked(f"Durable: {_pairs(guarded.settings)}", guarded.not_durable)
    _print_ticked(f"Triggers refuse {', '.join(guarded.refused_by_trigger) or 'nothing'}", guarded.unguarded)
    if guarded.warnings:
        _print_warnings(guarded.warnings)
    else:
        _print_ticked(f"The role {guarded.role} can read and append, and nothing else", guarded.too_much)
    places = [f"{'' if one.position is None else f'position {one.position}: '}{one.what}" for one in log.faults]
    rest = [f"and {log.found - SHOWN_FAULTS} more"] if log.found > SHOWN_FAULTS else []
    _print_ticked(
        f"Recomputed every header, commitment and leaf of {counted(log.size, 'event')}; no gap in positions and "
        "versions; recorded_at never goes back",
        [*places[:SHOWN_FAULTS], *rest],
    )
    print_size_and_root(log)


def print_size_and_root(log: CheckedLog) -> None:
    """What an auditor keeps; of a log that is not sound there is nothing to keep."""
    out.print(f"Size {log.size}")
    if not log.found:
        out.print(f"Root {log.root.hex()}", soft_wrap=True)
        return
    out.print(
        "This log is not as it was written: there is no root of it to keep. Compare with one that was kept before."
    )


def print_environment() -> None:
    """Every variable that configures claimtrail, with its value."""
    shown = Rows("Variable", "Value", "Default", "Sets", prose=("Sets",))
    for one in _variables():
        shown.add(one.name, one.value or Text("not set", style="dim"), one.default, one.meaning)
    out.print(shown)
    out.print()


def as_line(log: CheckedLog, guarded: Guards) -> dict[str, Any]:
    """The same for programs."""
    faults = [*guarded.faults, *log.faults]
    return {
        "sound": is_sound(log, guarded),
        "size": log.size,
        "root": log.root.hex(),
        "warnings": guarded.warnings,
        "faults": [{"position": one.position, "what": one.what} for one in faults],
        "faults_found": log.found + len(guarded.faults),
        "settings": guarded.settings,
        "triggers_refuse": guarded.refused_by_trigger,
        "role": guarded.role,
        "role_guards": guarded.role_guards,
        "environment": {one.name: one.value for one in _variables()},
    }


def _print_ticked(what: str, faults: Sequence[str]) -> None:
    if not faults:
        out.print(f"[green]✓[/] {escape(what)}", soft_wrap=True)
    for one in faults:
        out.print(f"[bold red]✗[/] {escape(printable(one))}", soft_wrap=True)


def _print_warnings(warnings: Sequence[str]) -> None:
    for one in warnings:
        out.print(f"[bold yellow]![/] {escape(printable(one[:1].upper() + one[1:]))}.", soft_wrap=True)


def _pairs(settings: dict[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in settings.items())


def _variables() -> list[Variable]:
    ours = Variable(URL_VARIABLE, "where commands find the service", DEFAULT_URL, os.environ.get(URL_VARIABLE))
    return [*variables(), ours]
