"""What people see on a terminal, and programs on standard output: tables, refusals, lines of JSON."""

import sys
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from domain.refusals import Refusal

WIDTH_OF_A_PIPE = 200

out = Console(highlight=False)
err = Console(highlight=False, stderr=True)
if not out.is_terminal:
    out.width = max(out.width, WIDTH_OF_A_PIPE)  # a file is no narrower than its longest line; this keeps tables whole

NEXT_STEPS = {one.name: one.next_step for one in Refusal.__subclasses__()}
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
        sys.stdout.write(orjson.dumps(value).decode() + "\n")


def table(*columns: str, right: Iterable[str] = (), title: str | None = None) -> Table:
    """A table without frames whose columns *right* are aligned by their last digit."""
    made = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
        header_style="dim",
        padding=(0, 2, 0, 0),
    )
    for name in columns:
        made.add_column(
            name,
            justify="right" if name in right else "left",
            overflow="fold",
            no_wrap=name in right or name == "Claim",
        )
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


def print_problem(console: Console, problem: Mapping[str, Any], what: str = "") -> None:
    """A refusal with its title, every fault with what was expected and got, and the next step."""
    name = str(problem.get("type", "")).rpartition("/")[2]
    subject = f"{escape(what)}: " if what else ""
    title, status = escape(str(problem.get("title", "Refused."))), problem.get("status", "")
    console.print(f"[bold red]✗[/] {subject}[bold]{title}[/] [dim]{name} {status}[/]", soft_wrap=True)
    for one in problem.get("errors", ()):
        console.print(f"  {_fault(one)}", soft_wrap=True)
    if next_step := NEXT_STEPS.get(name) or problem.get("detail"):
        console.print(f"  Next: {escape(next_step)}", soft_wrap=True)


def _fault(error: Mapping[str, Any]) -> str:
    parts = [f"[cyan]{escape(error['pointer'])}[/]"] if error.get("pointer") else []
    if error.get("expected"):
        parts.append(f"expected {escape(str(error['expected']))}")
    if error.get("got") is not None:
        got = error["got"] if isinstance(error["got"], str) else orjson.dumps(error["got"]).decode()
        parts.append(f"got {escape(got)}")
    head, *rest = parts or [escape(str(error.get("name", "")))]
    return f"{head} {', '.join(rest)}" if error.get("pointer") else ", ".join((head, *rest))
