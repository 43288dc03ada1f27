"""What to tell a person when the embedded PostgreSQL cannot be had."""

import shutil
from pathlib import Path

TAIL_LINES = 12

HINTS = {
    "No space left on device": "The disk is full. Free some space and start again: nothing that was answered is lost.",
    "Permission denied": "PostgreSQL may not go there. It never runs as root: started by root, it runs as the owner of "
    "the data directory, or as nobody. Choose a directory outside closed homes with --data, or start as a plain user.",
    "Cannot allocate memory": "There is too little memory for PostgreSQL. Free some, then start again.",
    "is still in use": "A PostgreSQL that was left over still runs on this directory. Stop it, then start again.",
    "Is another postmaster": "A PostgreSQL that was left over still runs on this directory. Stop it, then start again.",
}


class EmbeddedError(Exception):
    """The embedded PostgreSQL cannot do what was asked; the message says why and what to do next."""


def explained(what: str, output: str, data: Path) -> EmbeddedError:
    """The error that says *what* failed for *data*, shows the end of PostgreSQL's own *output*, and says what to do."""
    tail = "\n".join(f"  {line}" for line in output.splitlines()[-TAIL_LINES:])
    return EmbeddedError(f"{what}\n{hint(tail, data)}\nPostgreSQL said:\n{tail or '  (nothing)'}")


def hint(output: str, data: Path) -> str:
    """The next step for the first known trouble in *output*, else the facts that help to find it."""
    for trouble, step in HINTS.items():
        if trouble in output:
            return step
    free_mb = shutil.disk_usage(data).free // 1_000_000
    return f"Directory: {data} ({free_mb:,} MB free). DATABASE_URL names another PostgreSQL to use instead."
