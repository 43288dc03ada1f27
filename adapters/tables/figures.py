"""Rows of a table as figures: which claim, which day, what is said of it. Nothing is known here of other rows.

A row has one figure, or one in each of its columns; each becomes the members of a revision as on the wire.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from adapters.tables.fills import Cells, Fills, Members, NoFigure, members
from adapters.tables.mapping import Columns, TableMap
from adapters.tables.rows import Fault, Row, TableError, shown
from adapters.tables.templates import BadCell, BadTemplate
from domain.clock import NotATime, read_time
from domain.shapes import is_id

BEFORE_ALL_NS = -(10**30)
DATE = len("2022-03-02")
A_DAY = "a day such as 2022-03-02; say day_format under [table] if days are written otherwise"
AN_ID = "an id of at most 128 characters, with a letter or a digit first and one of each cell"


@dataclass(frozen=True, slots=True)
class Passed:
    """A cell that makes no event, and *why*: ``empty``, ``unchanged``, ``other table``."""

    row: int
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as the table prints it: of which *claim*, for which *day* (as written, with a time where it has one).

    *spelled_as* is what the claim's id was made of. *was* is what the row itself says that it replaces. *vintage* is
    when the row was published, "" where the table does not say.
    """

    row: int
    where: str
    claim: str
    spelled_as: str
    day: str
    vintage: str
    revision: Members
    was: Members | None
    cells: Cells
    fills: Fills


Figures: TypeAlias = Iterator[Printed | Fault | Passed]


class Reader:
    """Reads the figures out of rows as *mapped*. Raises TableError for a map whose texts cannot be read."""

    def __init__(self, mapped: TableMap) -> None:
        self._layout = mapped.table
        self._empty = frozenset({"", *mapped.table.empty})
        self._beside = {*self._layout.ignore, self._layout.day, self._layout.vintage}
        try:
            self._fills = {name: Fills(mapped, one) for name, one in mapped.columns.items()}
            self._fill = Fills(mapped, mapped.texts(""))
        except BadTemplate as error:
            raise TableError(str(error)) from None

    def figures(self, row: Row) -> Figures:
        """Every figure of *row*, in the order of its columns; a fault, or a reason, for what is none."""
        cells = _renamed(row.cells, self._layout.names)
        for column, day, value in self._places(cells):
            where = column or self._layout.value or ""
            try:
                yield self._printed(Row(row.number, cells, row.vintage), column, day, value)
            except NoFigure:
                yield Passed(row.number, where, "empty")
            except BadCell as bad:
                yield Fault(row.number, bad.where, bad.expected, shown(bad.got))

    def begins_ns(self, row: Row) -> int:
        """When the day of *row* begins, in ns since 1970; what has none that can be read comes before all."""
        return self._begins_ns(row.cells.get(self._layout.day or "", ""))

    def _places(self, cells: Mapping[str, str]) -> Iterator[tuple[str, str, str | None]]:
        """Of each figure its column ("" where a row is one), its day as written, its cell (None if none is named)."""
        layout = self._layout
        day = cells.get(layout.day, "") if layout.day is not None else ""
        if layout.days is not None:
            yield from ((one, one, cells.get(one, "")) for one in self._in_order(self._listed(layout.days, cells)))
        elif layout.values is not None:
            yield from ((one, day, cells.get(one, "")) for one in self._listed(layout.values, cells))
        else:
            yield "", day, None if layout.value is None else cells.get(layout.value, "")

    def _listed(self, columns: Columns, cells: Mapping[str, str]) -> Sequence[str]:
        if columns != "*":
            return columns
        return [one for one in cells if one not in self._beside and (one or cells[one])]

    def _in_order(self, days: Sequence[str]) -> Sequence[str]:
        return sorted(days, key=self._begins_ns) if self._layout.sort else days

    def _begins_ns(self, written: str) -> int:
        try:
            first_ns = read_time(_day(written, self._layout.day_format)).first_ns
        except ValueError:
            return BEFORE_ALL_NS
        return BEFORE_ALL_NS if first_ns is None else first_ns

    def _printed(self, row: Row, column: str, day: str, value: str | None) -> Printed:
        if value in self._empty:
            raise NoFigure
        time = self._time(column, day)
        own = {"column": column, "day": time[:DATE] if "T" in time else time, "time": time, "value": value or ""}
        cells, fills = Cells(row.cells, own), self._fills.get(column, self._fill)
        return Printed(
            row=row.number,
            where=column or self._layout.value or "",
            claim=_claim(fills, cells),
            spelled_as=str(fills.spelled_as(cells)),
            day=time,
            vintage=self._vintage(row),
            revision=_revision(fills, cells),
            was=self._was(row, own, fills),
            cells=cells,
            fills=fills,
        )

    def _time(self, column: str, written: str) -> str:
        if self._layout.day is None and self._layout.days is None:
            return ""
        try:
            return _day(written, self._layout.day_format)
        except ValueError:
            raise BadCell(self._layout.day or f"the heading {column}", A_DAY, written) from None

    def _vintage(self, row: Row) -> str:
        column = self._layout.vintage
        vintage = row.vintage if column is None else row.cells.get(column, "")
        if vintage:
            try:
                read_time(vintage)
            except NotATime as error:
                raise BadCell(column or "changes.at", str(error), vintage) from None
        return vintage

    def _was(self, row: Row, own: Mapping[str, str], fills: Fills) -> Members | None:
        was = "" if self._layout.was is None else row.cells.get(self._layout.was, "")
        if was in self._empty:
            return None
        return _revision(fills, Cells(row.cells, {**own, "value": was, self._layout.value or "value": was}))


def _revision(fills: Fills, cells: Cells) -> Members:
    made = {"figure": fills.figure(cells), **members(fills.revision, cells)}
    if "wording" not in made:
        raise NoFigure
    return made


def _claim(fills: Fills, cells: Cells) -> str:
    claim = str(fills.claim(cells) or "")
    if not is_id(claim):
        raise BadCell("claim.id", AN_ID, str(fills.spelled_as(cells) or ""))
    return claim


@lru_cache(maxsize=4096)
def _day(written: str, day_format: str | None) -> str:
    """The day as EDTF or RFC 3339 writes it. Raises ValueError."""
    if day_format is not None:
        return datetime.strptime(written, day_format).date().isoformat()  # noqa: DTZ007 (a day has no zone)
    if read_time(written).first_ns is None:
        raise NotATime(A_DAY)
    return written


def _renamed(cells: Mapping[str, str], names: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    if not names:
        return cells
    return {column: names[column].get(cell, cell) if column in names else cell for column, cell in cells.items()}
