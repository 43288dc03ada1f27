"""What the command line is made of, whichever of its commands are loaded."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

from api.cli.naming import is_from_checkout, own_version

EXIT_CODES = (
    "Exit codes: 0 fine; 1 refused, or a check failed; 2 the command line or a setting cannot be read; "
    "3 the service or the database cannot be reached, or is not ready; 130 stopped by Ctrl-C; "
    "141 nobody reads what it prints."
)
IN_A_CHECKOUT = "From a checkout also: ./run test (every check and test), ./run bench (how fast it is; --quick). "


def application(commands: Iterable[Callable[..., Any]]) -> typer.Typer:
    """The program with these *commands*, each under the name of its function."""
    app = typer.Typer(
        name="claimtrail",
        help="A ledger of what was claimed, by whom, about what, and how it changed.",
        epilog=(IN_A_CHECKOUT if is_from_checkout() else "") + EXIT_CODES,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options_of_all)
    for command in commands:
        app.command(command.__name__.rstrip("_"), epilog=EXIT_CODES)(command)
    return app


def _options_of_all(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=lambda asked: _tell_version(asked=asked), help="Say which one this is."
        ),
    ] = False,
) -> None:
    """A ledger of what was claimed, by whom, about what, and how it changed."""


def _tell_version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"claimtrail {own_version()}")
        raise typer.Exit
