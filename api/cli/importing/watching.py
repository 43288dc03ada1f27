"""What a person sees of an import while it runs: a bar on standard error, with counts, rate and time left."""

from types import TracebackType
from typing import Self

from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from api.cli.importing.lines import Source
from api.cli.printing import err, printable


class Bar:
    """How much of each source has been read, until the end of the block; shows only where a person looks."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[told]}"),
            TimeRemainingColumn(),
            console=err,
            transient=True,
            disable=not err.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def begin(self, source: Source) -> None:
        """Another source takes the place of the one before."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(escape(printable(source.name)), total=source.size, told="")

    def show(self, source: Source, told: str) -> None:
        """How far *source* has been read, and what is *told* of it."""
        if self._task is not None and not self._bar.disable:
            self._bar.update(self._task, completed=source.read, told=told)
