"""What a running PostgreSQL says of itself in its data directory (postmaster.pid; PostgreSQL's pidfile.h)."""

from dataclasses import dataclass
from pathlib import Path

LINES = 8


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A server that has started, or has been killed since."""

    pid: int
    port: int
    socket_dir: Path
    ready: bool


def postmaster(data: Path) -> Postmaster | None:
    """What postmaster.pid in *data* says; None if there is none, or it is not whole yet."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < LINES:
        return None
    return Postmaster(int(lines[0]), int(lines[3]), Path(lines[4]), ready=lines[7].strip() == "ready")
