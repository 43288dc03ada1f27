"""What the command line is made of, whichever of its commands are loaded."""

from collections.abc import Callable, Iterable
from typing import Any

import typer

EXIT_CODES = (
    "Exit codes: 0 fine; 1 refused, or a check failed; 2 the command line or a setting cannot be read; "
    "3 the service or the database cannot be reached."
)


def application(commands: Iterable[Callable[..., Any]]) -> typer.Typer:
    """The program with these *commands*, each under the name of its function."""
    app = typer.Typer(
        name="claimtrail",
        help="A ledger of what was claimed, by whom, about what, and how it changed.",
        epilog=EXIT_CODES,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for command in commands:
        app.command(command.__name__.rstrip("_"), epilog=EXIT_CODES)(command)
    return app
