"""The user whom PostgreSQL runs as: it refuses root."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from adapters.postgres.failure import EmbeddedError


@dataclass(frozen=True, slots=True)
class ServerUser:
    """Whom root becomes in order to start PostgreSQL."""

    uid: int
    gid: int


def server_user(data: Path) -> ServerUser | None:
    """Whom PostgreSQL runs as on *data*, an existing directory; None means: as we are.

    For root it is the directory's owner, so that a database keeps its user; root's own directory goes to nobody.
    Raises EmbeddedError if the system has no nobody.
    """
    if os.geteuid() != 0:
        return None
    facts = data.stat()
    return ServerUser(facts.st_uid, facts.st_gid) if facts.st_uid else nobody()


def nobody() -> ServerUser:
    """The system's user without rights."""
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedError(
            "PostgreSQL does not run as root, and this system has no user called nobody. Start as a plain user."
        ) from None
    return ServerUser(entry.pw_uid, entry.pw_gid)


def hand_over(path: Path, user: ServerUser | None) -> None:
    """Give the file or folder *path*, which we have made, to *user*."""
    if user is not None:
        os.chown(path, user.uid, user.gid, follow_symlinks=False)


def hand_over_tree(top: Path, user: ServerUser | None) -> None:
    """Give *top* and all below it to *user* if it is root's, as when it was just made, or restored by root."""
    if user is None or top.stat().st_uid != 0:
        return
    for path in top.rglob("*"):
        hand_over(path, user)
    hand_over(top, user)  # last: it tells whether all was handed over
