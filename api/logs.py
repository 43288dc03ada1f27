"""Where the service's own log goes: standard error, one line an event; standard output is for answers."""

import sys

import structlog


def log_to_stderr() -> None:
    """Sends this process's log to standard error, in colours only where a person looks."""
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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
