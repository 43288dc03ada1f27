"""Where the demonstration keeps its database: in a folder of its own below /tmp, which goes afterwards.

A demonstration that is killed leaves its folder behind. The next one clears it, and touches nothing else: a folder is
ours by the file in it, our user's, and left over once nobody holds the lock on that file and no PostgreSQL runs there.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.postgres.embedded import EmbeddedError, join

FOLDERS = Path("/tmp")  # noqa: S108 (PostgreSQL's own user has to get there, which may not be so in TMPDIR)
PREFIX = "claimtrail-demo-"
MARK = "claimtrail-demo.lock"


@contextmanager
def place_of(data: Path | None) -> Iterator[Path]:
    """*data*, or a directory that goes afterwards."""
    if data is not None:
        yield data
        return
    clear_left_over(FOLDERS)
    place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=FOLDERS))
    place.chmod(0o711)
    with _held(place / MARK, os.O_CREAT):
        try:
            yield place / "data"
        finally:
            shutil.rmtree(place, ignore_errors=True)


def clear_left_over(folders: Path) -> None:
    """Removes what demonstrations that were killed have left in *folders*."""
    for place in folders.glob(f"{PREFIX}*"):
        try:
            is_ours = not place.is_symlink() and place.is_dir() and place.stat().st_uid == os.geteuid()
            if is_ours and (place / MARK).is_file():
                _clear(place)
        except (OSError, EmbeddedError):  # another one clears it, or it is in use
            continue


def _clear(place: Path) -> None:
    """Raises OSError where it is in use."""
    with _held(place / MARK):
        if join(place / "data") is None:
            shutil.rmtree(place / "data", ignore_errors=True)
            if not (place / "data").exists():  # else a server that ends still writes there: the mark has to stay
                shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _held(mark: Path, flags: int = 0) -> Iterator[None]:
    """The lock on *mark*, which the kernel lets go of however we end. Raises OSError where another has it."""
    descriptor = os.open(mark, os.O_RDWR | os.O_NOFOLLOW | flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
