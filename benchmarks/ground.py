"""What every step is given: the server to stand on, how long, which events, and who is there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from benchmarks.load import Load
from benchmarks.load_set import lines_of
from benchmarks.measure import Measured
from benchmarks.stands import Stand
from benchmarks.yardstick import Yardstick

SET_EVENTS = 110_000
EVENTS_PER_S = 27_500

Row: TypeAlias = tuple[str, Measured]
"""A contender's name, with what it did where it does more than one thing, and what that cost."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One round of one step."""

    stand: Stand
    seconds: float
    file: Path
    yardstick: Yardstick | None
    quick: bool
    many: int
    """Events that the long steps send."""

    say: Callable[[str], None]
    """Tells the person who waits."""

    @property
    def events(self) -> int:
        """How many events a step takes that sends a file to its end: all, where there is time."""
        return min(SET_EVENTS, int(self.seconds * EVENTS_PER_S))

    @property
    def claims(self) -> int:
        """How many of the longest claims are read."""
        return 4 if self.quick else 40

    def load(self, kind: str, connections: int, size: int = 1) -> Load:
        """For the time of the round."""
        return Load("", kind, str(self.file), self.events, seconds=self.seconds, connections=connections, size=size)

    def tells(self, of: int) -> Callable[[int], None]:
        """Takes how many events are done, and says so at every tenth *of* them."""
        said = 0

        def tell(done: int) -> None:
            nonlocal said
            if done - said >= of / 10:
                said = done
                self.say(f"{done:,} of {of:,}")

        return tell

    def cut(self, events: int) -> Path:
        """The file, or its first *events* where it has more."""
        place = self.stand.folder / f"first-{events}.jsonl"
        if events >= SET_EVENTS:
            return self.file
        if not place.exists():
            with place.open("wb") as out:
                out.writelines(line + b"\n" for line in islice(lines_of(self.file), events))
        return place


Run: TypeAlias = Callable[[Ground], Iterator[Row]]
