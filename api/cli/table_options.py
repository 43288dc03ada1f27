"""What the command line says of a table: a map in a file, options beside it, and the map that both make."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.tables.mapping import TableMap, read_map, table_map
from adapters.tables.rows import TableError
from adapters.tables.templates import spelled

Map = Annotated[
    Path | None,
    typer.Option(
        "--map",
        metavar="MAP.toml",
        exists=True,
        dir_okay=False,
        readable=True,
        help="The files are tables of figures by day (CSV, JSON); this says what their columns are.",
    ),
]
Day = Annotated[str | None, typer.Option("--day", help="A table's column of the day.")]
Value = Annotated[
    list[str] | None,
    typer.Option("--value", help="A table's column of figures; several, or *, if each column is a claim."),
]
Claim = Annotated[
    str | None, typer.Option("--claim", help='The claim\'s id, with cells in braces: "flood.dead.{region}".')
]
Wording = Annotated[str | None, typer.Option("--wording", help='The words of a figure: "{value} dead in {region}".')]
TableSource = Annotated[
    str | None, typer.Option("--source", help="The address of the table: the source of its events, for ever.")
]
Originator = Annotated[str | None, typer.Option("--originator", help="Whose figures they are.")]
Preview = Annotated[
    int | None, typer.Option("--preview", min=0, help="Show the first events of a table so many, and send nothing.")
]

AgainstRecord = Annotated[
    bool,
    typer.Option("--against-record", help="Where a table has another figure than the record, make a correction of it."),
]


@dataclass(frozen=True, slots=True)
class MapOptions:
    """What the command line says of a table, which goes before what the file says."""

    file: Path | None = None
    day: str | None = None
    value: Sequence[str] | None = None
    claim: str | None = None
    wording: str | None = None
    source: str | None = None
    originator: str | None = None

    @property
    def are_given(self) -> bool:
        """Whether the files are tables at all."""
        return any(one is not None for one in (self.file, self.day, self.value, self.claim))

    def mapped(self) -> TableMap:
        """The map of file and options. Raises typer.BadParameter."""
        try:
            return table_map(self._laid_over({} if self.file is None else read_map(self.file)))
        except TableError as error:
            raise typer.BadParameter(f"{error}. See docs/importing.md.", param_hint="--map") from None

    def _laid_over(self, written: dict[str, Any]) -> dict[str, Any]:
        table, claim = _section(written, "table"), _section(written, "claim")
        if self.value is not None:
            table = {name: one for name, one in table.items() if name not in ("value", "values", "days")}
            table |= _figures(self.value)
        table |= _given(day=self.day)
        claim |= _given(id=self.claim, wording=self.wording)
        if self.originator is not None:
            who = {"id": spelled(self.originator), "name": self.originator, "kind": "organisation"}
            claim["attribution"] = [{"who": who, "role": "originator", "stance": "asserts"}]
        return {**written, "table": table, "claim": claim, **_given(source=self.source)}


def _section(written: dict[str, Any], name: str) -> dict[str, Any]:
    section = written.get(name, {})
    if not isinstance(section, dict):
        raise TableError(f"{name} is a section, [{name}]")
    return dict(section)


def _figures(columns: Sequence[str]) -> dict[str, str | Sequence[str]]:
    if "*" in columns:
        return {"values": "*"}
    return {"values": tuple(columns)} if len(columns) > 1 else {"value": columns[0]}


def _given(**members: str | None) -> dict[str, str]:
    return {name: one for name, one in members.items() if one is not None}
