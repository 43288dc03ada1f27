"""The command line: ``claimtrail COMMAND …``, from a checkout ``./run COMMAND …``."""

import sys
from collections.abc import Sequence

import typer

from api.cli import checking, demo, posting, reading, replaying, running, upkeep
from api.cli.endings import EXIT_CODES, EXPECTED, exit_code_of

__all__ = ["app", "main"]

COMMANDS = (
    *(running.serve, running.worker, demo.demo),
    *(posting.post, reading.show, reading.history, reading.audit, reading.board),
    *(replaying.replay, upkeep.rebuild, upkeep.migrate, checking.check),
)

app = typer.Typer(
    name="claimtrail",
    help="A ledger of what was claimed, by whom, about what, and how it changed.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in COMMANDS:
    app.command(epilog=EXIT_CODES)(command)


def main(arguments: Sequence[str] | None = None, prog_name: str = "claimtrail") -> None:
    """Runs the command that *arguments* name, the process's own by default; ends the process with its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        app(args=given, prog_name=prog_name)
    except EXPECTED as error:
        sys.exit(exit_code_of(error, as_json="--json" in given))
