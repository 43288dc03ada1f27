"""What makes the demonstration a lively one: months of a ministry's daily list of losses, else a made-up flood.

Their makers are scripts in ``examples``; a process runs one, and its lines are posted as they come out of it. The files
of the losses are third-party data and no part of this repository.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.cli import story
from api.cli.client import Client
from api.cli.printing import progress, tell
from api.serving import NotServed

EXAMPLES = story.SEED.parent
MADE_WITHIN_S = 60.0
AT_ONCE = 250
TABLE = "ua_mod_equipment.json"


@dataclass(frozen=True, slots=True)
class Series:
    """What is posted beside the seed story, and what to look at in it.

    ``folder`` is that of its maker; ``claim`` has the longest history; ``silent`` is a story that changed silently.
    """

    title: str
    folder: Path
    arguments: tuple[str, ...]
    claim: str
    silent: str

    def made(self) -> list[bytes]:
        """The events, in order; raises NotServed where the maker cannot make them."""
        command = [sys.executable, str(self.folder / "make_events.py"), *self.arguments]
        try:
            run = subprocess.run(command, capture_output=True, check=True, timeout=MADE_WITHIN_S)  # noqa: S603 (ours)
        except subprocess.CalledProcessError as error:
            last = error.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise NotServed(f"{self.folder.name}/make_events.py failed: {last}") from None
        except subprocess.TimeoutExpired:
            raise NotServed(f"{self.folder.name}/make_events.py made nothing within {MADE_WITHIN_S:g} s.") from None
        return run.stdout.splitlines()

    def expected(self) -> Mapping[str, Any]:
        """What a service that took the seed story, the days after and then this, answers of the stories in it."""
        return story.read_json(self.folder / "expected.json")


def series(losses: Path | None) -> Series:
    """The losses of the folder *losses*, or of ``data/losses`` of the shared folder; the flood where there are none."""
    folder = losses or _shared() / "data" / "losses"
    if (folder / TABLE).is_file():
        return Series(
            "the ministry's daily list of losses, 25 February to 14 October 2022",
            EXAMPLES / "losses",
            (str(folder),),
            "ua-mod-ru-lost-apv",
            "ua-losses.2022-09-24",
        )
    if losses is not None:
        tell(f"There is no {TABLE} in {losses}, so a made-up flood is posted instead of the losses.")
    return Series("a flood, all made up", EXAMPLES / "flood", (), "nordvik-grid-homes", "nordvik-courier.flood")


def post(service: Client, one: Series) -> int:
    """Posts it in batches; how many events there were."""
    events = one.made()
    with progress() as bar:
        task = bar.add_task("Posting", total=len(events))
        for batch in story.batches(events, AT_ONCE):
            story.receipts_of(service, batch)
            bar.advance(task, len(batch))
    return len(events)


def _shared() -> Path:
    """The folder of shared data, beside the checkout unless the environment names another."""
    return Path(os.environ.get("CLAIMTRAIL_SHARED") or EXAMPLES.parents[1] / "shared")
