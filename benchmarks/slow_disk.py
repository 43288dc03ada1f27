"""A disk that syncs slowly, for the processes that preload a small C library."""

import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("slow_fdatasync.c")


class NoCompiler(Exception):  # noqa: N818 (says what is missing)
    """There is no C compiler on this machine."""


def slow_library(milliseconds: float, folder: Path) -> Path:
    """The library, compiled into *folder*, which every user can read. Raises NoCompiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise NoCompiler("a slow disk needs a C compiler (cc)")
    library = folder / "slow_fdatasync.so"
    delay = f"-DSLOW_SYNC_US={round(milliseconds * 1000)}"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", delay, "-o", library, SOURCE, "-ldl"], check=True)
    library.chmod(0o755)
    return library
