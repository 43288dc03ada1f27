"""Tables of figures in a few lines, the map of them, and what they become."""

import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from adapters.tables.bodies import Made, TableEvent
from adapters.tables.figures import Passed
from adapters.tables.mapping import TableMap, table_map
from adapters.tables.recorded import Known
from adapters.tables.rows import Fault
from adapters.tables.tables import Tables, events_of
from tests.bounded import CHECKOUT

EXAMPLES = CHECKOUT / "examples" / "tables"
IN_2026_NS = 1_795_000_000 * 10**9

PLACES = """
source = "https://newsroom.example/tables/flood"
[table]
day = "day"
value = "dead"
[claim]
id = "flood.dead.{place}"
wording = "{value} dead in {place}"
attribution = [{ who = { id = "office", kind = "office" }, role = "originator", stance = "asserts" }]
[correction]
approver = "the data desk"
"""


@dataclass(frozen=True, slots=True)
class Became:
    """What a table became, sorted by what it is."""

    events: list[dict[str, Any]]
    faults: list[Fault]
    passed: list[Passed]

    @property
    def types(self) -> list[str]:
        """The kind of each event: reported, updated, …"""
        return [one["type"].split(".")[1] for one in self.events]

    @property
    def wordings(self) -> list[str]:
        """The words of each event that has some."""
        said = [one["data"].get("is", one["data"]) for one in self.events]
        return [one["wording"] for one in said if "wording" in one]

    @property
    def figures(self) -> list[dict[str, Any]]:
        """The figure of each event that has one."""
        said = [one["data"].get("is", one["data"]) for one in self.events]
        return [one["figure"] for one in said if "figure" in one]

    @property
    def told(self) -> list[str]:
        """Each fault as a person is told it."""
        return list(map(str, self.faults))


def mapped(text: str = PLACES, **sections: Mapping[str, Any]) -> TableMap:
    """The map that *text* says, each of *sections* laid over its own; what is None there is taken out."""
    written = tomllib.loads(text)
    for name, members in sections.items():
        section = {**written.get(name, {}), **members}
        written[name] = {member: one for member, one in section.items() if one is not None}
    return table_map(written)


def became(of: TableMap, *tables: str | bytes, log: str | None = None, known: Known | None = None) -> Became:
    """What *tables* become, the oldest vintage first, with a log of changes of the only one."""
    reading = Tables(of, IN_2026_NS, known)
    logs = None if log is None else io.BytesIO(log.encode())
    files = [io.BytesIO(one.encode() if isinstance(one, str) else one) for one in tables]
    return _sorted_out(made for file in files for made in reading.events(file, logs))


def files_became(of: TableMap, *files: Path, known: Known | None = None) -> Became:
    """What the tables in *files* become."""
    return _sorted_out(events_of(of, files, IN_2026_NS, known))


def example(name: str, **sections: Mapping[str, Any]) -> TableMap:
    """The map of that name from the examples."""
    return mapped((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"), **sections)


def _sorted_out(made: Iterable[Made]) -> Became:
    became = Became([], [], [])
    for one in made:
        match one:
            case TableEvent():
                became.events.append(orjson.loads(one.line))
            case Fault():
                became.faults.append(one)
            case Passed():
                became.passed.append(one)
    return became
