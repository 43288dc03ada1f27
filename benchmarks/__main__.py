"""``./run bench``: the log's own door beside the stock recorder and the raw driver, in interleaved rounds.

Prints one Markdown table. Each contender has a fresh database on one PostgreSQL with fsync on; every round runs all of
them in turn (A B C, A B C), and the ratios are medians of each round's own ratio, so that a machine that drifts drifts
for all. CPU is that of this process and of the database told apart, from /proc.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.postgres.embedded import EmbeddedPostgres
from benchmarks.contenders import CONTENDERS, Contender
from benchmarks.measure import Measured, measured
from benchmarks.slow_disk import slow_down_syncing

BASE = "stock recorder, 16 threads"


@dataclass(frozen=True, slots=True)
class Line:
    """A contender's rounds."""

    contender: Contender
    rounds: list[Measured]


def main() -> None:
    """Measures, prints."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default 5)")
    parser.add_argument("--seconds", type=float, default=3.0, help="seconds a contender has in each round (default 3)")
    parser.add_argument("--fsync", choices=("on", "off"), default="on")
    parser.add_argument("--slow-sync-ms", type=float, default=0, help="make each fdatasync so much slower (needs cc)")
    parser.add_argument("--only", nargs="*", default=[], help="contenders whose name holds one of these words")
    asked = parser.parse_args()
    chosen = [one for one in CONTENDERS if not asked.only or any(word in one.name for word in asked.only)]
    with tempfile.TemporaryDirectory(dir=_on_disk()) as folder:
        Path(folder).chmod(0o755)  # root's server runs as another user
        if asked.slow_sync_ms:
            slow_down_syncing(asked.slow_sync_ms, Path(folder))
        with EmbeddedPostgres(Path(folder) / "data", settings={"fsync": asked.fsync}) as postgres:
            lines = [Line(one, []) for one in chosen]
            for _ in range(asked.rounds):
                for line in lines:
                    line.rounds.append(measured(postgres, line.contender, asked.seconds))
            slower = f", each fdatasync slowed by {asked.slow_sync_ms:g} ms" if asked.slow_sync_ms else ""
            print(f"fsync {asked.fsync}{slower}, {asked.rounds} rounds of {asked.seconds:g} s each\n")
            print("\n".join(table(lines)))


def _on_disk() -> str:
    """A folder on a disk: a database in memory syncs nothing."""
    return "/var/tmp"  # noqa: S108 (a new folder is made inside)


def table(lines: Sequence[Line]) -> list[str]:
    """Medians and ranges, with ratios to the stock recorder of the same round."""
    base = next((line.rounds for line in lines if line.contender.name == BASE), None)
    head = [
        (
            "| contender | per second: median (min–max) | × stock | × stock by CPU "
            "| CPU µs an event: client + database | p50 / p99 ms |"
        ),
        "|---|---|---|---|---|---|",
    ]
    return head + [_row(line, base) for line in lines]


def _row(line: Line, base: Sequence[Measured] | None) -> str:
    rates = [one.per_s for one in line.rounds]
    cells = [
        line.contender.name,
        f"{statistics.median(rates):,.0f} ({min(rates):,.0f}–{max(rates):,.0f})",
        _ratio(line.rounds, base, lambda mine, theirs: mine.per_s / theirs.per_s),
        _ratio(line.rounds, base, lambda mine, theirs: theirs.cpu_us / mine.cpu_us),
        f"{_median(line.rounds, lambda one: one.own_us):.0f} + {_median(line.rounds, lambda one: one.database_us):.0f}",
        f"{_median(line.rounds, lambda one: one.p50_ms):.2f} / {_median(line.rounds, lambda one: one.p99_ms):.2f}",
    ]
    return "| " + " | ".join(cells) + " |"


def _median(rounds: Sequence[Measured], figure: Callable[[Measured], float]) -> float:
    return statistics.median(map(figure, rounds))


def _ratio(
    mine: Sequence[Measured], base: Sequence[Measured] | None, figure: Callable[[Measured, Measured], float]
) -> str:
    if base is None:
        return ""
    ratios = [figure(one, other) for one, other in zip(mine, base, strict=True)]
    return f"{statistics.median(ratios):.1f} ({min(ratios):.1f}–{max(ratios):.1f})"


if __name__ == "__main__":
    main()
