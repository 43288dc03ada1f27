"""A log of the cells that were changed later, beside a table that has only the last values.

Taken back change by change, the rows are what they were at first; they are then read as they were, each changed one
again as it became, in the order in which it all happened.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from adapters.tables.figures import Passed, Reader
from adapters.tables.mapping import ChangeLog
from adapters.tables.rows import Fault, Read, Row, shown
from domain.clock import NotATime, read_instant


@dataclass(frozen=True, slots=True)
class Change:
    """A cell was changed: which, from what to what, and when (in ns since 1970, and as written)."""

    row: int
    day: str
    column: str
    was: str
    is_: str
    at: str
    at_ns: int


def changes(rows: Read, log: ChangeLog) -> Iterator[Change | Fault | Passed]:
    """The changes that *rows* tell of, those of other tables passed over."""
    for row in rows:
        if isinstance(row, Fault):
            yield row
        elif missing := next((name for name in (log.day, log.column, log.at) if not row.cells.get(name)), None):
            yield Fault(row.number, f"changes: {missing}", "a cell with text", "nothing")
        elif not row.cells[log.column].startswith(log.prefix):
            yield Passed(row.number, row.cells[log.column], "other table")
        else:
            yield _change(row, log)


class Versions:
    """The rows of a table as they were published, given what was changed later."""

    def __init__(self, log: ChangeLog, day_column: str, reader: Reader, known: Iterable[Change]) -> None:
        self._log, self._day_column, self._reader = log, day_column, reader
        self._known: defaultdict[str, list[Change]] = defaultdict(list)
        for change in known:
            self._known[change.day].append(change)
        self._due: list[tuple[int, int, Row]] = []

    def rows(self, rows: Read) -> Read:
        """Each of *rows* as it was at first, and once more after each change; what was changed in none is a fault."""
        for row in rows:
            if isinstance(row, Fault):
                yield row
                continue
            yield from self._changed_before(self._reader.begins_ns(row))
            found = self._known.pop(row.cells.get(self._day_column, ""), [])
            yield from self._as_it_was(row, sorted(found, key=lambda one: one.at_ns))
        while self._due:
            yield heapq.heappop(self._due)[2]
        for change in (one for left in self._known.values() for one in left):
            yield Fault(change.row, f"changes: {self._log.day}", "a day that the table has", shown(change.day))

    def _changed_before(self, day_ns: int) -> Iterator[Row]:
        while self._due and self._due[0][0] < day_ns:
            yield heapq.heappop(self._due)[2]

    def _as_it_was(self, row: Row, found: list[Change]) -> Read:
        cells, sound = dict(row.cells), []
        for change in reversed(found):
            if cells.get(change.column) != change.is_:
                now = shown(cells.get(change.column, ""))
                yield Fault(change.row, f"changes: {self._log.is_}", f"{now}, as the table has it", shown(change.is_))
            else:
                cells[change.column] = change.was
                sound.append(change)
        yield replace(row, cells=dict(cells))
        for at_ns, at_once in groupby(reversed(sound), key=lambda one: one.at_ns):
            batch = list(at_once)
            cells |= {one.column: one.is_ for one in batch}
            heapq.heappush(self._due, (at_ns, batch[0].row, Row(row.number, dict(cells), batch[0].at)))


def _change(row: Row, log: ChangeLog) -> Change | Fault:
    cells = row.cells
    try:
        at_ns = read_instant(cells[log.at])
    except NotATime as error:
        return Fault(row.number, f"changes: {log.at}", str(error), shown(cells[log.at]))
    column = cells[log.column].removeprefix(log.prefix)
    return Change(
        row.number, cells[log.day], column, cells.get(log.was, ""), cells.get(log.is_, ""), cells[log.at], at_ns
    )
