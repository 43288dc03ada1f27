"""The import of tables of figures by day: a look at what they become, then their events as lines to be sent.

A table is read through once before anything is sent: what is wrong with it as a whole ends the command, and what is
wrong with a cell is told, and keeps nothing else out.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import Any

import typer
from rich.markup import escape

from adapters.tables.bodies import Made, TableEvent
from adapters.tables.figures import Passed
from adapters.tables.mapping import TableMap
from adapters.tables.recorded import Known, known_of
from adapters.tables.rows import Fault, TableError
from adapters.tables.tables import events_of
from api.cli.client import Client
from api.cli.endings import FINE, REFUSED, ServiceRefused
from api.cli.importing.lines import BLOCK_LINES, Line
from api.cli.printing import Rows, counted, err, out, print_json, printable
from api.cli.table_options import MapOptions
from api.words import event_words, figure_words, time_words
from domain.events import QuestionAsked

SHOWN_FAULTS = 10
KEPT_FAULTS = 1_000
ENDINGS = (".csv", ".tsv")
_WHY = {"empty": "empty", "unchanged": "unchanged", "other table": "of another table"}


def looked_at(
    options: MapOptions, files: Sequence[Path], preview: int | None, against: str | None, *, as_json: bool
) -> tuple["Tables", int]:
    """The tables in *files*, looked at and told of, and how many of their cells are refused.

    They are compared with what the service at the address *against* has recorded, if one is given. Ends the command
    (typer.Exit) where no more than a *preview* is wanted. Raises typer.BadParameter.
    """
    tables = Tables(options.mapped(), files, time.time_ns())
    look = tables.look(preview or 0)
    if against is not None:
        with Client(against) as service:
            tables.compare(_recorded(service, sorted(look.claims)))
        look = tables.look(preview or 0)
    print_look(look, as_json=as_json)
    if preview is not None:
        raise typer.Exit(REFUSED if look.refused else FINE)
    return tables, look.refused


def _recorded(service: Client, claims: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Every event of *claims* that is recorded."""
    for claim in claims:
        try:
            yield from service.items(f"/v1/claims/{claim}/events")
        except ServiceRefused as refused:
            if refused.problem["status"] != HTTPStatus.NOT_FOUND:
                raise


def refuse_unless_events(files: Sequence[Path], preview: int | None) -> None:
    """Raises typer.BadParameter for what can only be a table, where nothing says what its columns are."""
    if preview is not None:
        raise typer.BadParameter("only a table is looked at first; say what its columns are.", param_hint="--map")
    if tables := [one.name for one in files if one.suffix.lower() in ENDINGS]:
        raise typer.BadParameter(f"{tables[0]} is a table; say what its columns are.", param_hint="--map")


@dataclass(slots=True)
class Look:
    """What the tables become, without anything sent: the first events, the first faults, and how many of all."""

    first: list[TableEvent] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    claims: set[str] = field(default_factory=set)
    refused: int = 0
    _last: Fault | None = None

    def take(self, made: Made, most_events: int) -> None:
        """Counts *made*, and keeps it if it is one of the first."""
        match made:
            case TableEvent():
                self.events[made.type] += 1
                if made.type != QuestionAsked.stored_as:
                    self.claims.add(str(made.body["subject"]))
                if len(self.first) < most_events:
                    self.first.append(made)
            case Passed():
                self.passed[made.why] += 1
            case Fault() if made == self._last:  # a bad day is one fault, however many figures the row has
                pass
            case Fault():
                self._last = made
                self.refused += 1
                if len(self.faults) < KEPT_FAULTS:
                    self.faults.append(made)


class Tables:
    """The tables in *files*, read by *mapped*, as a source of lines (``importing.lines.Source``).

    Sizes are in events, once they were looked at. *arrived_ns* is now, in ns since 1970.
    """

    def __init__(self, mapped: TableMap, files: Sequence[Path], arrived_ns: int) -> None:
        self._map, self._files, self._arrived_ns = mapped, files, arrived_ns
        self._known: Known | None = None
        self.name = ", ".join(one.name for one in files)
        self.size: int | None = None
        self.read = 0

    def compare(self, events: Iterable[Mapping[str, Any]]) -> None:
        """Takes *events* of their claims as the vintage before them."""
        self._known = known_of(events, self._map.source)

    def look(self, most_events: int) -> Look:
        """What they become. Raises typer.BadParameter where a table, or the map of it, cannot be used as a whole."""
        look = Look()
        for made in self._made():
            look.take(made, most_events)
        self.size = look.events.total()
        return look

    def blocks(self) -> Iterator[Sequence[Line]]:
        """Their events, so many at a time as are sent together; the number of a line is that of its row."""
        events = (one for one in self._made() if isinstance(one, TableEvent))
        lines = (Line(one.line, self.name, one.row) for one in events)
        while block := list(islice(lines, BLOCK_LINES)):
            self.read += len(block)
            yield block

    def _made(self) -> Iterator[Made]:
        try:
            yield from events_of(self._map, self._files, self._arrived_ns, self._known)
        except TableError as error:
            raise typer.BadParameter(f"{error}.") from None


def print_look(look: Look, *, as_json: bool) -> None:
    """The first events, what is wrong with which cell, and the counts; for programs lines of JSON, the counts last."""
    if as_json:
        print_json([*(one.body for one in look.first), *map(_fault_object, look.faults), _counts_object(look)])
        return
    if look.first:
        out.print(_table(look.first))
    for one in look.faults[:SHOWN_FAULTS]:
        err.print(f"[bold red]✗[/] {escape(printable(str(one)))}", soft_wrap=True)
    if look.refused > SHOWN_FAULTS:
        err.print(f"[dim]… and {look.refused - SHOWN_FAULTS:,} more.[/]")
    out.print(escape(_counted(look)), soft_wrap=True)


def _table(events: Sequence[TableEvent]) -> Rows:
    shown = Rows("Row", "What", "Claim", "About", "Figure", "Wording", right=("Row", "Figure"), prose=("Wording",))
    for one in events:
        data: dict[str, Any] = printable(one.body["data"])
        subject = printable(str(one.body["subject"]))
        about = time_words(data.get("refers_to") or data.get("said_at"))
        shown.add(str(one.row), event_words(one.type), subject, about, _figure(data), _wording(data))
    return shown


def _figure(data: dict[str, Any]) -> str:
    if "is" in data:
        return " → ".join(figure_words(one["figure"]) for one in (data["was"], data["is"]) if "figure" in one)
    return figure_words(data["figure"]) if "figure" in data else ""


def _wording(data: dict[str, Any]) -> str:
    said = data.get("is", data)
    return str(said.get("wording") or said.get("text") or said.get("method") or "")


def _counted(look: Look) -> str:
    """Like "4,109 events: 17 reported, 4,092 updated; cells that make none: 248 empty, 2 refused"."""
    kinds = [f"{count:,} {event_words(name).lower()}" for name, count in sorted(look.events.items())]
    cells = [f"{count:,} {_WHY[why]}" for why, count in sorted(look.passed.items())]
    cells += [f"{look.refused:,} refused"] if look.refused else []
    total = look.events.total()
    events = counted(total, "event")
    told = f"{events}: {', '.join(kinds)}" if kinds else events
    return f"{told}; cells that make none: {', '.join(cells)}." if cells else f"{told}."


def _counts_object(look: Look) -> dict[str, Any]:
    return {"events": dict(look.events), "passed": dict(look.passed), "refused": look.refused}


def _fault_object(fault: Fault) -> dict[str, Any]:
    return {"row": fault.row, "where": fault.where, "expected": fault.expected, "got": fault.got}
