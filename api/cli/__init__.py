"""The command line: ``claimtrail COMMAND …``, from a checkout ``./run COMMAND …``.

A service is to be there at once after a crash, so the commands that run one load nothing that they do not need.
"""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.cli.outlets import as_unwritten, show_any_character, unwritten

if TYPE_CHECKING:
    import typer


def main(arguments: Sequence[str] | None = None, prog_name: str = "claimtrail") -> None:
    """Runs the command that *arguments* name, the process's own by default; ends the process with its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    show_any_character()
    try:
        with interrupted_without_a_word():
            app = _application(given)
        app(args=given, prog_name=prog_name)
    except SystemExit as end:
        sys.exit(_written_out(end.code))
    except Exception as raised:
        from api.cli.endings import EXPECTED, exit_code_of  # noqa: PLC0415 (what fails may take its time)

        error = as_unwritten(raised)
        if not isinstance(error, EXPECTED):
            raise
        sys.exit(_written_out(exit_code_of(error, as_json="--json" in given)))


def _written_out(code: "int | str | None") -> "int | str | None":
    """*code*, once all that the command printed is written; another one where that cannot be."""
    error = unwritten()
    if error is None:
        return code
    from api.cli.endings import exit_code_of  # noqa: PLC0415 (what fails may take its time)

    return exit_code_of(error, as_json=False)


@contextmanager
def interrupted_without_a_word() -> Iterator[None]:
    """Ctrl-C while the program is still being loaded ends it at once: there is nothing to tell, nor to tidy up."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _application(given: Sequence[str]) -> "typer.Typer":
    """As much of the command line as the command that is *given* takes."""
    if given and given[0] in ("serve", "worker"):
        from api.cli.application import application  # noqa: PLC0415 (only as much as needed)
        from api.cli.running import LASTING  # noqa: PLC0415 (only as much as needed)

        return application(LASTING)
    from api.cli.commands import app  # noqa: PLC0415 (only as much as needed)

    return app
