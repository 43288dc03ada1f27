"""An import: its sources one after another, then what came too early again, round by round until nothing more goes in.

Every step writes down what became of its lines before it counts them as answered.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, takewhile
from pathlib import Path
from threading import Event
from typing import Any

import orjson

from api.cli.importing.lines import BLOCK_LINES, Line, NotLines, Source, without_first
from api.cli.importing.sending import Answers, RefusedLine, sent
from api.cli.importing.watching import Bar
from api.cli.importing.workplace import Workplace
from api.cli.printing import tell
from api.cli.text_faults import with_place

SAVE_EVERY_S = 1.0
COMES_TOO_EARLY = ("not-opened", "not-recorded-yet")


class Import:
    """The lines of *sources*, sent to the service at *url*; *retries* what comes too early.

    ``run`` ends by KeyboardInterrupt once *stop* is set and what was sent is answered, and by anything that ``sent``
    raises; ``save`` then writes down how far it came.
    """

    def __init__(
        self, url: str, sources: Sequence[Source], place: Workplace, bar: Bar, stop: Event, *, retries: bool
    ) -> None:
        self._url, self._sources, self._place, self._bar, self._stop = url, sources, place, bar, stop
        self._retries = retries
        self._begun = time.monotonic() - place.progress.seconds
        self._saved = -SAVE_EVERY_S

    def run(self) -> None:
        """Sends everything; what is left of the last round is refused."""
        while (source := self._next_source()) is not None:
            self._send(source)
        self._refuse_the_rest()

    def save(self) -> None:
        """Writes down how far it came."""
        self._place.progress = replace(self._place.progress, seconds=self._seconds)
        self._place.save()
        self._saved = time.monotonic()

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._begun

    @property
    def _turn(self) -> int:
        """The round in which what comes too early now is sent again."""
        return max(self._place.progress.source - len(self._sources) + 2, 1)

    def _next_source(self) -> Source | None:
        progress = self._place.progress
        if progress.source < len(self._sources):
            return self._sources[progress.source]
        turn = self._turn - 1
        kept = [*progress.kept, 0]
        if not kept[turn - 1] or (turn > 1 and kept[turn - 1] == kept[turn - 2]):
            return None
        return KeptLines(self._place.kept(turn), f"Round {turn} of what came too early")

    def _send(self, source: Source) -> None:
        self._bar.begin(source)
        before = self._place.progress.answered
        blocks = takewhile(lambda _: not self._stop.is_set(), without_first(source.blocks(), before))
        try:
            for answers in sent(self._url, blocks, tell):
                self._take(answers, before + answers.answered)
                self._bar.show(source, self._told())
                if time.monotonic() - self._saved > SAVE_EVERY_S:
                    self.save()
        except NotLines:
            if not self._stop.is_set():  # else it was the stop that cut it off
                raise
        if self._stop.is_set():
            raise KeyboardInterrupt
        self._place.progress = replace(self._place.progress, source=self._place.progress.source + 1, answered=0)

    def _take(self, answers: Answers, answered: int) -> None:
        progress = self._place.progress
        kept = 0
        for one in answers.refused:
            if self._retries and _name_of(one) in COMES_TOO_EARLY:
                self._place.keep(one, self._turn)
                kept += 1
            else:
                self._place.refuse(one.line, with_place(one.problem, one.line.text))
        # in one step, so that Ctrl-C finds all of it or nothing
        self._place.progress = replace(
            progress,
            answered=answered,
            recorded=progress.recorded + answers.recorded,
            repeated=progress.repeated + answers.repeated,
            refused=progress.refused + len(answers.refused) - kept,
            kept=_with_more(progress.kept, self._turn, kept),
            result=answers.result.decode() if answers.result else progress.result,
            sizes=self._place.sizes(),
        )

    def _refuse_the_rest(self) -> None:
        progress, rest = self._place.progress, 0
        for record in _records(self._place.kept(self._turn - 1)):
            self._place.refuse(_line_of(record), record["problem"])
            rest += 1
        self._place.progress = replace(progress, refused=progress.refused + rest, sizes=self._place.sizes())

    def _told(self) -> str:
        done = self._place.progress
        rate = done.lines / max(self._seconds, 0.001)
        return f"{rate:,.0f}/s, {done.recorded:,} recorded, {done.repeated:,} repeated, {done.refused:,} refused"


class KeptLines:
    """Lines that were kept to be sent again. See Source; the size is in bytes."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self.name = name
        self.size = path.stat().st_size
        self.read = 0

    def blocks(self) -> Iterator[Sequence[Line]]:
        """See Source."""
        lines = map(_line_of, _records(self._path))
        while block := list(islice(lines, BLOCK_LINES)):
            self.read += sum(len(line.text) for line in block)
            yield block


def _records(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with path.open("rb") as records:
            yield from map(orjson.loads, records)


def _line_of(record: Mapping[str, Any]) -> Line:
    return Line(record["text"].encode(), record["file"], record["line"])


def _name_of(one: RefusedLine) -> str:
    return str(one.problem["type"]).rpartition("/")[2]


def _with_more(kept: Sequence[int], turn: int, more: int) -> Sequence[int]:
    counts = [*kept, *[0] * (turn - len(kept))]
    counts[turn - 1] += more
    return counts
