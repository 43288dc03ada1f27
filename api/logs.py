"""Where the service's own log goes: standard error, one line an event; standard output is for answers."""

import logging
import sys
from contextlib import suppress

import structlog


class StandardError:
    """Takes lines; one that cannot be written, on a full disk or to nobody, must not stop what it tells of."""

    def msg(self, line: str) -> None:
        """Writes *line*."""
        with suppress(OSError):
            print(line, file=sys.stderr, flush=True)  # noqa: T201 (the log itself)

    debug = info = warning = error = critical = msg


def log_to_stderr() -> None:
    """Sends this process's log to standard error, in colours only where a person looks."""
    # A pool warns of each connection that it replaces, in lines of its own; we tell once what that means.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Tracebacks without the values of variables: what sources said in confidence belongs in no log file.
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        logger_factory=StandardError,
    )
