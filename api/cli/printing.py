"""What people see on a terminal, and programs on standard output: tables, refusals, lines of JSON."""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import orjson
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, JustifyMethod, RenderResult
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from api.cli.outlets import console_output, write
from api.cli.problem_words import Place, in_words

WIDTH_OF_A_PIPE = 200
ROOM_FOR_A_TABLE = 100
NARROWEST_PROSE, TIGHT_PROSE, TIGHTEST_PROSE = 24, 16, 12
GAP = 2

# Quotes come from anywhere, and a terminal obeys what is in them: escapes are shown as their pictures, and what turns
# the direction of a line, in which 12 could read as 21, as the mark for what cannot be shown.
_MARKS: dict[int, int | str] = {
    **{code: 0x2400 + code for code in range(0x20)},
    ord("\n"): "⏎",
    0x7F: "␡",
    **dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"),
}

out = Console(file=console_output(), highlight=False)
err = Console(highlight=False, stderr=True)
if not out.is_terminal and "COLUMNS" not in os.environ:
    out.width = WIDTH_OF_A_PIPE  # nobody said how wide it is; this keeps tables whole

STYLES = {
    "standing": "bold",
    "retracted": "red",
    "empty": "dim",
    "disputed": "dark_orange",
    "corrected": "magenta",
    "late": "cyan",
    "replaced": "dim strike",
}


def print_json(values: Iterable[Any]) -> None:
    """One line of JSON for each of *values*, and nothing else."""
    for value in values:
        write(orjson.dumps(value) + b"\n")


def printable(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    """JSON whose texts neither move the cursor nor turn a line round: a mark stands in place of what would."""
    match value:
        case str():
            return value.translate(_MARKS)
        case Mapping():
            return {printable(name): printable(one) for name, one in value.items()}
        case list() | tuple():
            return [printable(one) for one in value]
        case _:
            return value


class Rows:
    """Rows under headings: a table where it fits, else every cell in a line of its own, so that nothing is cut off.

    Columns *right* are aligned by their last digit; of the others, those in *prose* may be broken into lines. Where a
    terminal is wide enough for a table, but not for this one, columns are left out, the first group in *spare* first,
    which is said. So are columns in which nothing stands, without a word.
    """

    def __init__(
        self,
        *columns: str,
        right: Collection[str] = (),
        prose: Collection[str] = (),
        spare: Sequence[Sequence[str]] = (),
        title: str | None = None,
    ) -> None:
        self._columns, self._right, self._prose, self._spare, self._title = columns, right, prose, spare, title
        self._rows: list[Sequence[Text]] = []

    def add(self, *cells: str | Text) -> None:
        """A row; texts are shown as they are, brackets and all."""
        self._rows.append([one if isinstance(one, Text) else Text(one) for one in cells])

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """What rich asks for."""
        if self._title is not None:
            yield Text(self._title, style="bold")
        left_out = self._left_out(options.max_width)
        if left_out is None:
            yield self._lines()
            return
        yield self._table([one for one in self._filled if self._columns[one] not in left_out])
        if left_out:
            told = f"Left out for want of room: {', '.join(left_out)}. A wider terminal shows it, and --json has it."
            yield Text(told, style="dim")

    @property
    def _filled(self) -> list[int]:
        """The places of the columns in which something stands."""
        return [at for at in range(len(self._columns)) if not self._rows or any(row[at] for row in self._rows)]

    def _left_out(self, width: int) -> Sequence[str] | None:
        """Which columns a table of that *width* has to do without; None where none fits."""
        if self._needs(self._filled, NARROWEST_PROSE) <= width:
            return []
        if width < ROOM_FOR_A_TABLE:
            return None
        tries = [(count, TIGHT_PROSE) for count in range(len(self._spare) + 1)]
        for count, narrowest in [*tries, (len(self._spare), TIGHTEST_PROSE)]:
            left_out = [*chain.from_iterable(self._spare[:count])]
            if self._needs([at for at in self._filled if self._columns[at] not in left_out], narrowest) <= width:
                return [one for one in left_out if self._columns.index(one) in self._filled]
        return None

    def _needs(self, places: Sequence[int], narrowest: int) -> int:
        return sum(self._width(one, narrowest) for one in places) + GAP * (len(places) - 1)

    def _width(self, column: int, narrowest: int) -> int:
        name = self._columns[column]
        widest = max(cell_len(name), *(row[column].cell_len for row in self._rows), 0)
        return min(widest, narrowest) if name in self._prose else widest

    def _table(self, places: Sequence[int]) -> Table:
        made = Table(box=None, pad_edge=False, header_style="dim", padding=(0, GAP, 0, 0))
        for name in (self._columns[one] for one in places):
            justify: JustifyMethod = "right" if name in self._right else "left"
            made.add_column(name, justify=justify, overflow="fold", no_wrap=name not in self._prose)
        for row in self._rows:
            made.add_row(*(row[one] for one in places))
        return made

    def _lines(self) -> Table:
        made = Table.grid(padding=(0, GAP, 0, 0))
        made.add_column(style="dim", no_wrap=True)
        made.add_column(overflow="fold")
        for place, row in enumerate(self._rows):
            if place:
                made.add_row()
            for name, cell in zip(self._columns, row, strict=True):
                if cell:
                    made.add_row(name, cell)
        return made


def marked(text: str, *states: str) -> Text:
    """A text in the colours of the states that it is in."""
    return Text(text, style=" ".join(STYLES[one] for one in states if one in STYLES))


def progress() -> Progress:
    """A bar on standard error, which shows only where a person looks."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )


def counted(number: int, what: str) -> str:
    """Like "1 event", "2,069 events"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def tell(message: str) -> None:
    """Something that a person should know at once, beside what the command prints."""
    err.print(f"[dim]{escape(printable(message))}[/]", soft_wrap=True)


def mention(message: str) -> None:
    """The same, only where a person looks."""
    if err.is_terminal:
        tell(message)


def print_problem(console: Console, problem: Mapping[str, Any], what: str = "", at: Place = Place.OPTION) -> None:
    """A refusal with its title, every fault with what was expected and got, and the next step; *at*: what it is of."""
    problem, what = printable(in_words(problem, at)), printable(what)
    subject = f"{escape(what)}: " if what else ""
    title, name = escape(problem["title"]), problem["name"]
    console.print(f"[bold red]✗[/] {subject}[bold]{title}[/] [dim]{name}[/]", soft_wrap=True)
    for one in problem["errors"]:
        console.print(f"  {_fault(one)}", soft_wrap=True)
    if problem["next"]:
        console.print(f"  Next: {escape(problem['next'])}", soft_wrap=True)


def _fault(error: Mapping[str, Any]) -> str:
    parts = [f"[cyan]{escape(error['pointer'])}[/]"] if error.get("pointer") else []
    if error.get("expected"):
        parts.append(f"expected {escape(str(error['expected']))}")
    if error.get("got") is not None:
        got = error["got"] if isinstance(error["got"], str) else orjson.dumps(error["got"]).decode()
        parts.append(f"got {escape(got)}")
    head, *rest = parts or [escape(str(error.get("name", "")))]
    return f"{head} {', '.join(rest)}" if error.get("pointer") else ", ".join((head, *rest))
