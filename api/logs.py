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
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
