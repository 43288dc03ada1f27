"""The log of programs that are to stay small: a line on standard error, as structlog writes it elsewhere."""

import sys
import time


def warn(what: str, **facts: object) -> None:
    """Writes what happened, and the *facts* of it."""
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    told = "".join(f" {name}={value}" for name, value in facts.items())
    try:
        print(f"{when} [warning  ] {what}{told}", file=sys.stderr, flush=True)  # noqa: T201 (the log itself)
    except OSError:  # a full disk, or nobody who reads: what it tells of has to go on
        return
