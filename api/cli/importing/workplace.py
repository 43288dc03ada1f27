"""What an import writes down as it goes, so that the same command goes on where it was stopped.

A folder of its own holds ``progress.json`` beside the lines that were refused, why, and those that are to be sent
again. What stands in these beyond the sizes in ``progress.json`` was written by an import that was killed, and is cut
off: each line is in them once, and none that was not written down counts as answered.
"""

import fcntl
import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import orjson

from api.cli.importing.lines import Line
from api.cli.importing.sending import RefusedLine

PROGRESS = "progress.json"
REFUSED, REASONS = "refused.jsonl", "reasons.jsonl"

Fingerprint = Sequence[Sequence[str | int]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come: which source it reads, how many of its lines are answered, what became of all."""

    source: int = 0
    answered: int = 0
    recorded: int = 0
    repeated: int = 0
    refused: int = 0
    kept: Sequence[int] = ()
    """How many lines were kept for each round in which they are sent again, the first one first."""
    seconds: float = 0.0
    result: str | None = None
    """The service's word for one of the lines that are recorded."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Of each file in the workplace, in bytes."""

    @property
    def lines(self) -> int:
        """How many lines have found their end."""
        return self.recorded + self.repeated + self.refused


class Workplace:
    """The files of one import in *folder*, until the end of the block; *can_resume* if another finds them there."""

    def __init__(self, folder: Path, fingerprint: Fingerprint, *, can_resume: bool) -> None:
        self.can_resume = can_resume
        self._folder, self._fingerprint = folder, fingerprint
        self._files: dict[str, BinaryIO] = {}
        self.progress = self._read()
        self._cut()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()

    def refuse(self, line: Line, problem: Mapping[str, Any]) -> None:
        """Writes down a line that is not recorded, as it was sent, and why."""
        self._file(REFUSED).write(line.text + b"\n")
        reason = {"file": line.file, "line": line.number, "problem": problem}
        self._file(REASONS).write(orjson.dumps(reason) + b"\n")

    def keep(self, refused: RefusedLine, turn: int) -> None:
        """Writes down a line that is to be sent again in round *turn*."""
        line = refused.line
        kept = {"text": line.text.decode(), "file": line.file, "line": line.number, "problem": refused.problem}
        self._file(_kept_in(turn)).write(orjson.dumps(kept) + b"\n")

    def kept(self, turn: int) -> Path:
        """Where the lines of round *turn* stand."""
        for file in self._files.values():
            file.flush()
        return self._folder / _kept_in(turn)

    def sizes(self) -> dict[str, int]:
        """Of each file, with all that was written to it."""
        return {**self.progress.sizes, **{name: file.tell() for name, file in self._files.items()}}

    def save(self) -> None:
        """Writes the progress down, after all that it speaks of."""
        if not self.can_resume:
            return
        for file in self._files.values():
            file.flush()
            os.fsync(file.fileno())
        written = {"fingerprint": self._fingerprint, **asdict(self.progress)}
        _write_whole(self._folder / PROGRESS, orjson.dumps(written))

    def reasons(self, most: int) -> list[dict[str, Any]]:
        """The first reasons for a refusal, at most so many."""
        if not self.progress.refused:
            return []
        self._file(REASONS).flush()
        with (self._folder / REASONS).open("rb") as lines:
            return [orjson.loads(line) for line in islice(lines, most)]

    def has_refused_the_same(self, as_in: Path) -> bool:
        """Whether the lines that were refused are those in *as_in*."""
        self._file(REFUSED).flush()
        return as_in.is_file() and filecmp.cmp(self._folder / REFUSED, as_in, shallow=False)

    def hand_over(self, refused: Path, reasons: Path) -> None:
        """Moves what was refused, and why, to where a person looks for it."""
        for name, place in ((REFUSED, refused), (REASONS, reasons)):
            self._file(name).flush()
            shutil.move(self._folder / name, place)

    def clear(self) -> None:
        """Forgets the import: it is through, or begins anew."""
        for file in self._files.values():
            file.close()
        self._files.clear()
        self.progress = Progress()
        self._cut()
        (self._folder / PROGRESS).unlink(missing_ok=True)

    def _file(self, name: str) -> BinaryIO:
        if name not in self._files:
            self._files[name] = (self._folder / name).open("ab")
        return self._files[name]

    def _read(self) -> Progress:
        try:
            found = orjson.loads((self._folder / PROGRESS).read_bytes())
            is_ours = found.pop("fingerprint") == [list(one) for one in self._fingerprint]
            return Progress(**found) if is_ours else Progress()
        except (OSError, ValueError, KeyError, TypeError):
            return Progress()

    def _cut(self) -> None:
        for path in self._folder.glob("*.jsonl"):
            if size := self.progress.sizes.get(path.name, 0):
                os.truncate(path, size)
            else:
                path.unlink()


@contextmanager
def workplace(url: str, files: Sequence[Path]) -> Iterator[Workplace]:
    """The workplace of the import of *files* into the service at *url*; it stays if the import is not through.

    It is a temporary one where a file cannot be read twice, where no folder of the user can be written to, and where
    the same import runs already.
    """
    fingerprint = _fingerprint(files)
    with ExitStack() as held:
        own = _own_folder(url, files, held) if fingerprint else None
        folder = own or Path(held.enter_context(tempfile.TemporaryDirectory(prefix="claimtrail-import-")))
        with Workplace(folder, fingerprint, can_resume=own is not None) as place:
            yield place
        with suppress(OSError):  # there is something left in it
            folder.rmdir()


def _fingerprint(files: Sequence[Path]) -> Fingerprint:
    """What tells that files are the same as before; nothing where that cannot be told."""
    if not all(one.is_file() for one in files):
        return ()
    return [(str(one.resolve()), one.stat().st_size, one.stat().st_mtime_ns) for one in files]


def _own_folder(url: str, files: Sequence[Path], held: ExitStack) -> Path | None:
    """The folder of this import, locked; None if that cannot be had."""
    key = sha256(orjson.dumps([url, *(str(one.resolve()) for one in files)])).hexdigest()[:32]
    try:
        state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
        folder = Path(state) / "claimtrail" / "imports" / key
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        held.callback(os.close, descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_still_there = os.fstat(descriptor).st_ino == folder.stat().st_ino  # who had the lock may have removed it
    except (OSError, RuntimeError):
        return None
    return folder if is_still_there else None


def _kept_in(turn: int) -> str:
    return f"kept-{turn}.jsonl"


def _write_whole(path: Path, content: bytes) -> None:
    """Either all of it stands there afterwards, or what stood there before."""
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
