"""What a table had last for each claim and day, and how that is read back from events that are recorded already."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

import orjson

from adapters.tables.fills import OF_A_REVISION
from domain.events import Assessed, Corrected, Reported, Updated

BEFORE_ALL_FILES = -1
OF_A_FIGURE = ("figure", *OF_A_REVISION)


class Last(NamedTuple):
    """What was last for a claim and a day: in which row, file and vintage, and how many events came of it.

    *row* is None for what is from the record. *revision* is what was said, *finding* what was found about it last, both
    as JSON.
    """

    row: int | None
    file: int
    vintage: str
    revision: str
    revisions: int = 1
    finding: str = ""
    findings: int = 0

    @property
    def place(self) -> str:
        """Where it stands, as a person is told."""
        return "the record" if self.row is None else f"row {self.row}"


Known: TypeAlias = dict[str, dict[str, Last]]
"""By claim, then by day; a claim that is open without a figure of this table has no days."""


def as_text(members: Mapping[str, Any]) -> str:
    """JSON to be kept: as text, for the bytes that orjson makes hold on to the 4 KiB that they were written in."""
    return orjson.dumps(members).decode()


def known_of(events: Iterable[Mapping[str, Any]], source: str) -> Known:
    """What the record has of the tables of *source*; *events* are those of whole streams, each in its order.

    What others recorded of these claims is left as it is; so is a figure that is erased.
    """
    known: Known = {}
    for event in events:
        days = known.setdefault(event["subject"], {})
        if event["source"] == source:
            _take(days, event)
    return known


def _take(days: dict[str, Last], event: Mapping[str, Any]) -> None:
    after_claim = event["id"][len(event["subject"]) + 1 :]
    data = event["data"]
    match event["type"]:
        case Reported.stored_as | Updated.stored_as:
            _put(days, after_claim, Last(None, BEFORE_ALL_FILES, "", ""), data)
        case Corrected.stored_as:
            day, _, number = after_claim.rpartition("/")
            if (last := days.get(day)) is not None and number == str(last.revisions + 1):
                revised = {**orjson.loads(last.revision), **data["is"]}
                _put(days, day, last._replace(revisions=last.revisions + 1), revised)
        case Assessed.stored_as:
            day = after_claim.rpartition("assessed/")[0].removesuffix("/")
            if (last := days.get(day)) is not None:
                found = {name: one for name, one in data.items() if name != "target"}
                days[day] = last._replace(finding=as_text(found), findings=last.findings + 1)
        case _:
            pass


def _put(days: dict[str, Last], day: str, last: Last, members: Mapping[str, Any]) -> None:
    revision = {name: members[name] for name in OF_A_FIGURE if members.get(name) is not None}
    if "figure" in revision and "wording" in revision:
        days[day] = last._replace(revision=as_text(revision))
    else:
        days.pop(day, None)
