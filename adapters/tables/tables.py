"""Whole tables, one vintage after another, as the events that they become. The only place here that opens a file."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import count
from pathlib import Path
from typing import BinaryIO

from adapters.tables.bodies import Made
from adapters.tables.changes import Change, Versions, changes
from adapters.tables.events import Bookkeeping
from adapters.tables.figures import Passed, Printed, Reader
from adapters.tables.mapping import ChangeLog, TableMap
from adapters.tables.recorded import Known
from adapters.tables.rows import Fault, Read, Row, Table, TableError, shown
from adapters.tables.templates import BadCell


def events_of(mapped: TableMap, files: Sequence[Path], arrived_ns: int, known: Known | None = None) -> Iterator[Made]:
    """What the tables in *files* become, the oldest vintage first: events, faults, and cells that make neither.

    The same each time that it is asked for, but for *arrived_ns*, which is now (in ns since 1970). *known* is what the
    record has, None where it was not asked. One row is held at a time, unless the map sorts them, and what
    ``Bookkeeping`` remembers. Raises TableError, at times halfway.
    """
    if known is not None and (len(files) > 1 or not mapped.has_only_last_figures):
        raise TableError("the record can be compared with one table that has its last figures and no others")
    if mapped.changes is not None and len(files) > 1:
        raise TableError("a log of changes belongs to one table; import one file with it")
    tables = Tables(mapped, arrived_ns, known)
    for path in files:
        try:
            with path.open("rb") as file, _log_beside(path, mapped.changes) as log:
                yield from tables.events(file, log)
        except OSError as error:
            raise TableError(f"{error.filename or path.name} cannot be read: {error.strerror}") from None
        except TableError as error:
            raise TableError(f"{path.name}: {error}") from None


class Tables:
    """One table after another, the oldest vintage first, and what they had so far."""

    def __init__(self, mapped: TableMap, arrived_ns: int, known: Known | None = None) -> None:
        self._map, self._files = mapped, count()
        self._reader, self._books = Reader(mapped), Bookkeeping(mapped, arrived_ns, known or {})

    def events(self, file: BinaryIO, log: BinaryIO | None = None) -> Iterator[Made]:
        """What the next table becomes, which is read from *file*, and its log of changes from *log*."""
        number = next(self._files)
        rows = _with_all_columns(self._table(file), self._map)
        if self._map.table.sort:
            rows = _sorted(rows, self._reader)
        if self._map.changes is None or log is None:
            yield from self._of_rows(rows, number)
        else:
            yield from self._of_versions(rows, number, self._map.changes, log)

    def _of_rows(self, rows: Read, number: int) -> Iterator[Made]:
        for row in rows:
            if isinstance(row, Fault):
                yield row
                continue
            for figure in self._reader.figures(row):
                yield from self._of_figure(figure, number)

    def _of_figure(self, figure: Printed | Fault | Passed, number: int) -> Iterator[Made]:
        if isinstance(figure, Fault | Passed):
            yield figure
            return
        try:
            yield from self._books.events(figure, number)
        except BadCell as bad:
            yield Fault(figure.row, bad.where, bad.expected, shown(bad.got))

    def _of_versions(self, rows: Read, number: int, log: ChangeLog, file: BinaryIO) -> Iterator[Made]:
        known: list[Change] = []
        for one in self._changes(file, log):
            if isinstance(one, Change):
                known.append(one)
            else:
                yield one
        versions = Versions(log, self._map.table.day or "", self._reader, known)
        for row in versions.rows(rows):
            is_changed = isinstance(row, Row) and bool(row.vintage)
            for made in self._of_rows(iter([row]), number):
                if not (is_changed and isinstance(made, Passed)):  # its other cells are not printed anew
                    yield made

    def _changes(self, file: BinaryIO, log: ChangeLog) -> Iterator[Change | Fault | Passed]:
        table = self._table(file)
        _refuse_without({log.day, log.column, log.was, log.is_, log.at}, table.heading, log.file)
        return changes(table.rows, log)

    def _table(self, file: BinaryIO) -> Table:
        return Table(file, self._map.table.delimiter, self._map.table.encoding)


def _log_beside(path: Path, log: ChangeLog | None) -> AbstractContextManager[BinaryIO | None]:
    return nullcontext() if log is None else (path.parent / log.file).open("rb")


def _with_all_columns(table: Table, mapped: TableMap) -> Read:
    """The table's rows. Raises TableError where there is none, or a column of the map in none of them."""
    named = mapped.named_columns()
    if table.heading is not None:
        _refuse_without(named, table.heading, "the table")
    read, seen = 0, set[str]()
    for row in table.rows:
        read += 1
        if isinstance(row, Row) and not seen.issuperset(row.cells):
            seen.update(row.cells)
        yield row
    if not read:
        raise TableError("there are no rows in it")
    if table.heading is None:
        _refuse_without(named, sorted(seen), "the table")


def _refuse_without(named: set[str], heading: Sequence[str] | None, what: str) -> None:
    if heading is None or not (missing := sorted(named.difference(heading))):
        return
    has = ", ".join(heading)
    hint = "; say under [table] which delimiter it has" if len(heading) == 1 else ""
    raise TableError(f"{what} has no column {', '.join(missing)}, which the map names; it has: {has[:400]}{hint}")


def _sorted(rows: Read, reader: Reader) -> Read:
    """All rows by their day, the oldest first; what is at fault comes before them."""
    held = list(rows)
    yield from (row for row in held if isinstance(row, Fault))
    yield from sorted((row for row in held if isinstance(row, Row)), key=reader.begins_ns)
