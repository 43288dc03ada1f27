"""A disk that syncs slowly, for servers that are started afterwards: a small C library, preloaded."""

import os
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("slow_fdatasync.c")


def slow_down_syncing(milliseconds: float, folder: Path) -> None:
    """Compiles the library into *folder*, which every user can read, and has it preloaded from now on."""
    library = folder / "slow_fdatasync.so"
    delay = f"-DSLOW_SYNC_US={round(milliseconds * 1000)}"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", delay, "-o", library, SOURCE, "-ldl"], check=True)  # noqa: S607 (any C compiler)
    library.chmod(0o755)
    os.environ["LD_PRELOAD"] = str(library)
