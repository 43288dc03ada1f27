"""How an import ended, for people and for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Any

from rich.markup import escape

from api.cli.importing.workplace import Progress
from api.cli.printing import counted, err, out, print_json, print_problem, printable
from api.cli.problem_words import Place

SHOWN_PROBLEMS = 10
JSON_PROBLEMS = 100

Reason = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of the lines; where those that were refused stand, and why, if they were handed over already."""

    progress: Progress
    refusals: Path | None
    reasons: Path | None
    is_complete: bool
    goes_on: bool
    """Whether the same command would go on where this one ended."""
    refused_at: Place = Place.EVENT
    """What the lines are that were refused."""
    error: str | None = None
    """What ended it, but for Ctrl-C."""
    cannot_be_read: bool = False
    """Whether that was something in a file."""


def print_summary(summary: Summary, problems: Sequence[Reason], *, as_json: bool) -> None:
    """The first *problems*, then the counts: for programs lines of JSON, the last one being the summary."""
    if as_json:
        print_json([*problems[:JSON_PROBLEMS], _as_object(summary)])
        return
    for one in problems[:SHOWN_PROBLEMS]:
        print_problem(err, one["problem"], f"{one['file']}, line {one['line']}", summary.refused_at)
    if summary.progress.refused > SHOWN_PROBLEMS:
        err.print(f"[dim]… and {summary.progress.refused - SHOWN_PROBLEMS:,} more.[/]")
    if summary.cannot_be_read and not summary.progress.lines:
        return
    out.print(_counted(summary.progress))
    for line in _next_steps(summary):
        out.print(escape(printable(line)), soft_wrap=True)


def _counted(done: Progress) -> str:
    counts = f"{done.recorded:,} recorded, {done.repeated:,} repeated, {done.refused:,} refused"
    rate = done.lines / max(done.seconds, 0.001)
    return f"{counted(done.lines, 'event')}: {counts}, in {done.seconds:.1f} s ({rate:,.0f}/s)."


def _next_steps(summary: Summary) -> list[str]:
    steps = []
    if summary.refusals is not None:
        steps.append(f"What was refused is in {summary.refusals}, why in {summary.reasons}.")
        if summary.refused_at is Place.CELL:
            steps.append("Mend the table, then import it again: what is recorded is only repeated.")
        else:
            steps.append(f"Mend it, then: claimtrail import {quote(str(summary.refusals))}")
    if summary.is_complete or summary.cannot_be_read:
        return steps
    if summary.goes_on:
        steps.append("Not through yet: run the same command again to go on from here, with --restart to begin anew.")
    else:
        steps.append("Not through yet: run the same command again; what is recorded is answered as repeated.")
    return steps


def _as_object(summary: Summary) -> dict[str, Any]:
    done = summary.progress
    return {
        "recorded": done.recorded,
        "repeated": done.repeated,
        "refused": done.refused,
        "seconds": round(done.seconds, 3),
        "refusals": None if summary.refusals is None else str(summary.refusals),
        "reasons": None if summary.reasons is None else str(summary.reasons),
        "complete": summary.is_complete,
        "error": summary.error,
    }
