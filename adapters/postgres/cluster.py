"""A data directory of PostgreSQL: locked by the service that has it, made once, checked at every start."""

import fcntl
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from adapters.postgres.binaries import Binaries, open_folder, run
from adapters.postgres.failure import EmbeddedError, explained
from adapters.postgres.privileges import ServerUser, hand_over, hand_over_tree

OWNER = "claimtrail"
PASSWORD_FILE = "claimtrail.pgpass"  # noqa: S105 a file's name
SYSTEM_PLACE = Path("/var/lib/claimtrail")
UNFINISHED = "unfinished"
BUILTIN_LOCALE_SINCE = 17


def default_data_dir(name: str = "data") -> Path:
    """Where *name*'s database is kept unless a person says otherwise: the user's data folder, root's in /var/lib."""
    if os.geteuid() == 0:
        return SYSTEM_PLACE / name
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "claimtrail" / name


def locked(data: Path) -> int:
    """Make *data* if it is missing and lock it: a descriptor that holds the lock until it is closed or its owner dies.

    The lock is on the directory itself, so no file is left over. Raises EmbeddedError if another service has it,
    OSError if it cannot be made or read.
    """
    open_folder(data.parent)
    data.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise EmbeddedError(
            f"{data} is in use by another claimtrail. Stop that one, or choose another directory with --data."
        ) from None
    return descriptor


def make_ready(data: Path, programs: Binaries, user: ServerUser | None, lock: int) -> None:
    """Leave in *data* a database of the major version of *programs*, made now if there is none.

    Raises EmbeddedError if there is one of another version, or something else, or if it cannot be made.
    """
    made = (data / "PG_VERSION").exists()
    if made:
        refuse_other_major(data, programs)
    else:
        refuse_other_content(data)
    hand_over_tree(data, user)
    if not made:
        create(data, programs, user, lock)


def refuse_other_major(data: Path, programs: Binaries) -> None:
    """Raise EmbeddedError, naming both versions, unless the programs can open the database."""
    found = (data / "PG_VERSION").read_text().strip()
    if found != str(programs.major):
        raise EmbeddedError(
            f"{data} holds a database of PostgreSQL {found}, but the programs in {programs.folder} are of PostgreSQL "
            f"{programs.major}, which cannot open it. Set PG_BIN to those of PostgreSQL {found}; to change over, "
            "export with them and import into a new directory."
        )


def refuse_other_content(data: Path) -> None:
    """Raise EmbeddedError if *data* holds anything but the beginnings of a database of ours."""
    names = {path.name for path in data.iterdir()}
    if names and UNFINISHED not in names:
        raise EmbeddedError(
            f"{data} is not empty and holds no database of claimtrail. Choose a new or empty directory with --data."
        )


def create(data: Path, programs: Binaries, user: ServerUser | None, lock: int) -> None:
    """Make the database in a folder inside *data*, then move it up, PG_VERSION last: killed on the way, it goes on."""
    unfinished = data / UNFINISHED
    if not any((folder / PASSWORD_FILE).exists() for folder in (unfinished, data)):
        shutil.rmtree(unfinished, ignore_errors=True)
        initialise(unfinished, programs, user, lock)
    last = (PASSWORD_FILE, "PG_VERSION")
    for path in sorted(unfinished.iterdir(), key=lambda path: last.index(path.name) if path.name in last else -1):
        path.rename(data / path.name)
    unfinished.rmdir()
    data.chmod(0o700)
    os.fsync(lock)


def initialise(folder: Path, programs: Binaries, user: ServerUser | None, lock: int) -> None:
    """Run initdb; a killed service's initdb keeps the *lock*, so that no second one runs beside it."""
    password = secrets.token_hex(32)
    with tempfile.NamedTemporaryFile("w", dir="/tmp") as file:  # TMPDIR may be closed to *user*
        file.write(password)
        file.flush()
        hand_over(Path(file.name), user)
        done = run([*initdb(programs), "--pwfile", file.name, "--pgdata", str(folder)], user, hold=(lock,))
    if done.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        raise explained(f"PostgreSQL could not make its files in {folder.parent}.", done.stdout, folder.parent)
    write_password(folder, password, user)


def initdb(programs: Binaries) -> list[str]:
    """How a database is made: in UTF-8, ordered by code point whatever the system's locale, with checksums."""
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return [
        str(programs.folder / "initdb"),
        f"--username={OWNER}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--data-checksums",
        *(builtin if programs.major >= BUILTIN_LOCALE_SINCE else ["--locale=C.UTF-8"]),
    ]


def write_password(folder: Path, password: str, user: ServerUser | None) -> None:
    """Write the password where libpq reads it and nobody else: in the form of .pgpass, 0600."""
    path = folder / PASSWORD_FILE
    beginning = folder / f"{PASSWORD_FILE}.new"
    with open(beginning, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(f"*:*:*:*:{password}\n")
        os.fsync(file.fileno())
    hand_over(beginning, user)
    beginning.rename(path)
