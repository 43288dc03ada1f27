"""The command line: ``claimtrail COMMAND …``, from a checkout ``./run COMMAND …``.

A service is to be there at once after a crash, so the commands that run one load nothing that they do not need.
"""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def main(arguments: Sequence[str] | None = None, prog_name: str = "claimtrail") -> None:
    """Runs the command that *arguments* name, the process's own by default; ends the process with its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        with interrupted_without_a_word():
            app = _application(given)
        app(args=given, prog_name=prog_name)
    except Exception as error:
        from api.cli.endings import EXPECTED, exit_code_of  # noqa: PLC0415 (what fails may take its time)

        if not isinstance(error, EXPECTED):
            raise
        sys.exit(exit_code_of(error, as_json="--json" in given))


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
