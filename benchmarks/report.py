"""What came out: every round kept, one Markdown table with medians, ratios of each round, and goals met or not."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from benchmarks.measure import Measured
from benchmarks.step import CPU, RATE, Figure, Goal, Step

COLUMNS = (
    *("what", "disk", "contender", "per second: median (min–max)", "× base", "× base by CPU"),
    *("CPU µs for each: service + database", "p50 / p99 ms", "peak MiB", "goal"),
)

Rounds: TypeAlias = Mapping[int, Measured]
"""What one contender measured in each round."""


@dataclass(slots=True)
class Results:
    """Everything that was measured, and what was not to be had."""

    of: dict[tuple[str, str, str], dict[int, Measured]] = field(default_factory=dict)
    """By step, disk and contender; then by round."""

    missing: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    is_complete: bool = False

    def keep(self, step: str, disk: str, contender: str, number: int, measured: Measured) -> None:
        """Adds a contender's round."""
        self.of.setdefault((step, disk, contender), {})[number] = measured

    def rounds(self, step: str, disk: str, contender: str) -> Rounds:
        """What there is of it."""
        return self.of.get((step, disk, contender), {})

    def raw(self) -> list[dict[str, Any]]:
        """Every round of everybody, for programs."""
        return [
            {"step": step, "disk": disk, "contender": contender, "round": number, **asdict(measured)}
            for (step, disk, contender), rounds in self.of.items()
            for number, measured in rounds.items()
        ]


def table(results: Results, steps: Sequence[Step]) -> list[str]:
    """One row for each contender of each step on each disk."""
    head = [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    return [*head, *(row for step in steps for disk in step.disks for row in _rows(results, step, disk))]


def _rows(results: Results, step: Step, disk: str) -> Iterator[str]:
    contenders = [name for of, on, name in results.of if (of, on) == (step.name, disk)]
    base = results.rounds(step.name, disk, step.base)
    for number, name in enumerate(contenders):
        rounds = results.rounds(step.name, disk, name)
        mine = list(rounds.values())
        cells = [
            "" if number else step.words,
            "" if number else disk,
            name,
            _with_range([one.per_s for one in mine], ",.0f"),
            *(_with_range(compared(figure, rounds, base), ".1f") for figure in (RATE, CPU) if name != step.base),
            *(["1", "1"] if name == step.base else []),
            _costs(mine),
            _latencies(mine),
            _peaks(mine),
            "; ".join(_verdict(results, step, goal) for goal in step.goals if (goal.of, goal.disk) == (name, disk)),
        ]
        yield "| " + " | ".join(cells) + " |"


def _verdict(results: Results, step: Step, goal: Goal) -> str:
    values = reached(results, step, goal)
    if values is None:
        return f"{goal}: not compared"
    shown = ", ".join(f"{value:,.2f}" if value < 10 else f"{value:,.0f}" for value in values)  # noqa: PLR2004 (three digits)
    return f"{goal}: {'met' if goal.is_met(values) else '**not met**'} ({shown})"


def reached(results: Results, step: Step, goal: Goal) -> list[float] | None:
    """The median of each figure of a goal over the rounds that both were in; None where there is no such round."""
    mine = results.rounds(step.name, goal.disk, goal.of)
    other = results.rounds(goal.against_step or step.name, goal.disk, goal.against or step.base)
    values = [compared(figure, mine, other if figure.compares else mine) for figure in goal.figures]
    return [statistics.median(some) for some in values] if all(values) else None


def compared(figure: Figure, mine: Rounds, theirs: Rounds) -> list[float]:
    """A figure of each round that both were in: a machine that drifts drifts for both."""
    found = [figure.of(mine[number], theirs[number]) for number in mine if number in theirs]
    return [value for value in found if value is not None]


def _with_range(values: Sequence[float], form: str) -> str:
    if len(values) < 2:  # noqa: PLR2004 (one value has no range)
        return "".join(format(value, form) for value in values)
    return f"{statistics.median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def _costs(rounds: Sequence[Measured]) -> str:
    service = statistics.median(one.service_us for one in rounds)
    database = statistics.median(one.database_us for one in rounds)
    clients = [one.client_us for one in rounds if one.client_us is not None]
    return f"{service:,.0f} + {database:,.0f}" + (f" (client {statistics.median(clients):,.0f})" if clients else "")


def _peaks(rounds: Sequence[Measured]) -> str:
    services = [one.peak_mib for one in rounds if one.peak_mib is not None]
    clients = [one.client_mib for one in rounds if one.client_mib is not None]
    return (f"{max(services):,.0f}" if services else "") + (f" (client {max(clients):,.0f})" if clients else "")


def _latencies(rounds: Sequence[Measured]) -> str:
    p50s = [one.p50_ms for one in rounds if one.p50_ms is not None]
    p99s = [one.p99_ms for one in rounds if one.p99_ms is not None]
    return f"{statistics.median(p50s):.2f} / {statistics.median(p99s):.2f}" if p50s and p99s else ""


def memory_table(results: Results) -> list[str]:
    """The memory of the service while long streams ran; nothing where none did."""
    rows = [
        f"| {contender} | "
        + " | ".join(f"{done:,}: {total:,.0f} ({largest:,.0f})" for done, total, largest in measured.milestones)
        + " |"
        for (_, _, contender), rounds in results.of.items()
        for measured in rounds.values()
        if measured.memory
    ]
    head = [
        "| MiB of all processes (of the largest) | at a tenth | at three tenths | at the end |",
        "|---|---|---|---|",
    ]
    return [*head, *rows] if rows else []
