"""What can be asked of ``./run bench``."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks.stands import DISKS, FSYNC
from benchmarks.step import Step
from benchmarks.steps import STEPS
from benchmarks.yardstick import BESIDE

QUICK_SECONDS = 1.0
ROUNDS = 3
SECONDS = 6.0
MANY = 1_000_000


def asked_for(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options, with the steps that they choose as ``steps``; ends the program where they cannot be read."""
    parser = _options()
    asked = parser.parse_args(arguments)
    asked.steps = _chosen(asked.only, quick=asked.quick)
    if not asked.steps:
        parser.error(f"there is no step like {' '.join(asked.only)}; there are: {' '.join(one.name for one in STEPS)}")
    asked.rounds = asked.rounds or (1 if asked.quick else ROUNDS)
    asked.seconds = asked.seconds or (QUICK_SECONDS if asked.quick else SECONDS)
    asked.disk = [one for one in DISKS if one in (asked.disk or ([FSYNC] if asked.quick else DISKS))]
    return asked


def _chosen(only: Sequence[str], *, quick: bool) -> list[Step]:
    """The steps that are named, in whole or by their beginning; else all but the long ones."""
    if only:
        names = {step.name for step in STEPS}
        return [
            step
            for step in STEPS
            if step.name in only or any(step.name.startswith(word) for word in only if word not in names)
        ]
    return [step for step in STEPS if (step.quick if quick else not step.long)]


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run bench",
        description="Measures claimtrail beside others and prints one Markdown table.",
        epilog="Steps:\n"
        + "\n".join(f"  {one.name:15} {one.words}{' (when named)' if one.long else ''}" for one in STEPS),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--quick", action="store_true", help="a few steps, one round of 1 s, fsync only: about two minutes")
    add("--only", nargs="+", default=[], metavar="STEP", help="these steps (the beginning of a name is enough)")
    add("--rounds", type=int, help=f"interleaved rounds (default {ROUNDS})")
    add("--seconds", type=float, help=f"seconds that a contender has in each round (default {SECONDS:g})")
    add("--disk", nargs="+", choices=DISKS, help="kinds of disk (default: all)")
    add("--slow-sync-ms", type=float, default=2.0, help="how much longer the slow disk syncs (default 2; needs cc)")
    add("--events", type=Path, help="events to send, one a line, .gz or not (default: the shared load set, else made)")
    add("--many", type=int, default=MANY, help=f"events of the long steps (default {MANY:,})")
    add("--yardstick", type=Path, default=BESIDE, help="the folder with the textbook (default: ../shared/yardstick)")
    add("--python", help="a Python with the yardstick's packages (default: one in .venv-yardstick, made once)")
    add("--json", type=Path, metavar="FILE", help="the raw results of every round")
    return parser
