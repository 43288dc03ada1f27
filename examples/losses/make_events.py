"""A ministry's daily list of losses, as a public table keeps it, as events: one CloudEvent a line on standard output.

    python examples/losses/make_events.py ../shared/data/losses

The folder holds the table's files (2022-Ukraine-Russia-War-Dataset, MIT; see examples/losses/README.md), which are no
part of this repository. Every figure is recorded as it was first published; what the table changed afterwards is a
correction, except on ``SILENT_DAYS``. The lists of the days in ``LISTS`` become stories, with an edition for each state
that they had. The same files give the same bytes.
"""

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

SOURCE = "https://newsroom.example/losses"
INVASION = "2022-02-24"
LAST_DAY = "2022-10-14"
END = datetime.fromisoformat("2022-10-15T00:00:00+00:00")

LISTS = ("2022-03-09", "2022-03-11", "2022-09-24", "2022-10-12", "2022-10-13", "2022-10-14")
SILENT_DAYS = ("2022-03-08", "2022-03-09", "2022-09-24", "2022-10-12", "2022-10-13")
"""Of the figures of these days no change is in the record. 8 March had the same figure of soldiers as 9 March, and the
same change: a correction of one would excuse the other."""

IN_THE_SEED = {("ua-mod-ru-lost-tanks", "2022-03-03")}
PRINTED_IN_THE_SEED = "2022-03-02"
"""The day of which the seed story prints seven of the figures."""

MINISTRY = {"id": "ukraines-defense-ministry", "name": "Ukraine's Defense Ministry", "kind": "office"}
TABLE = {"id": "2022-ukraine-russia-war-dataset", "name": "2022-Ukraine-Russia-War-Dataset", "kind": "dataset"}
CHAIN = [
    {"who": MINISTRY, "role": "originator", "medium": "statement", "stance": "asserts", "party": True},
    {"who": TABLE, "role": "outlet", "medium": "dataset", "stance": "reports"},
]

QUALIFIERS = {
    "about": ("about", {"form": "approximate"}),
    "almost": ("almost", {"form": "approximate", "leaning": "below"}),
    "more": ("more than", {"form": "more_than"}),
    "more than": ("more than", {"form": "more_than"}),
}

Data = Mapping[str, object]
Value = tuple[str, str]  # the qualifier, or nothing, and the number


@dataclass(frozen=True, slots=True)
class Series:
    """A column of the table and the claim that it is.

    ``seed`` says that the seed story opens question and claim; ``after`` are the series that it takes over from.
    """

    claim: str
    things: str
    printed: str
    question: str = ""
    definition: str = ""
    unit: str = ""
    seed: bool = False
    after: tuple[str, ...] = ()


SERIES = {
    "personnel": Series(
        "ua-mod-ru-lost-personnel",
        "soldiers",
        "personnel",
        "How many soldiers has Russia lost? (The list does not tell killed from injured.)",
        "lost",
        "persons",
    ),
    "tank": Series("ua-mod-ru-lost-tanks", "tanks", "tanks", seed=True),
    "APC": Series("ua-mod-ru-lost-apv", "armored patrol vehicles", "APC", seed=True),
    "field artillery": Series("ua-mod-ru-lost-artillery", "artillery systems", "field artillery", seed=True),
    "MRL": Series("ua-mod-ru-lost-rocket-launchers", "rocket launchers", "MRL"),
    "anti-aircraft warfare": Series("ua-mod-ru-lost-anti-aircraft", "anti-aircraft systems", "anti-aircraft warfare"),
    "aircraft": Series("ua-mod-ru-lost-aircraft", "aircraft", "aircraft", seed=True),
    "helicopter": Series("ua-mod-ru-lost-helicopters", "helicopters", "helicopters", seed=True),
    "drone": Series("ua-mod-ru-lost-drones", "drones", "drones"),
    "military auto": Series("ua-mod-ru-lost-vehicles", "regular vehicles", "military auto", seed=True),
    "fuel tank": Series("ua-mod-ru-lost-fuel-tanks", "fuel tanks", "fuel tanks", seed=True),
    "vehicles and fuel tanks": Series(
        "ua-mod-ru-lost-vehicles-and-fuel-tanks",
        "vehicles and fuel tanks",
        "vehicles and fuel tanks",
        after=("ua-mod-ru-lost-vehicles", "ua-mod-ru-lost-fuel-tanks"),
    ),
    "naval ship": Series("ua-mod-ru-lost-ships", "ships and boats", "naval ships"),
    "special equipment": Series(
        "ua-mod-ru-lost-special-equipment",
        "special equipment",
        "special equipment",
        "How much special equipment has Russia lost?",
        unit="items",
    ),
    "mobile SRBM system": Series("ua-mod-ru-lost-srbm-systems", "mobile missile systems", "mobile SRBM systems"),
    "cruise missiles": Series(
        "ua-mod-ru-lost-cruise-missiles", "cruise missiles", "cruise missiles", after=("ua-mod-ru-lost-srbm-systems",)
    ),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A value that the table changed after it was published."""

    day: str
    column: str
    was: Value
    is_: Value
    at: str


@dataclass(frozen=True, slots=True)
class Table:
    """The table as it was first published, what it changed later, and what the ministry took back or added itself."""

    days: Mapping[str, Mapping[str, Value]]
    numbers: Mapping[str, int]
    changes: tuple[Change, ...]
    recounts: Mapping[tuple[str, str], int]


def read(folder: Path) -> Table:
    """The table of *folder* up to ``LAST_DAY``."""
    rows = {name: _rows(folder / f"ua_mod_{name}.json") for name in ("equipment", "personnel", "equipment_correction")}
    now = {
        day: {name: ("", str(row[name])) for name in SERIES if name in row} for day, row in rows["equipment"].items()
    }
    for day, row in rows["personnel"].items():
        now[day]["personnel"] = (row["personnel*"], str(row["personnel"]))
    with (folder / "ua_mod_revisions.csv").open(encoding="utf-8", newline="") as file:
        changed = [row for row in csv.DictReader(file) if row["date"] in now]
    changes = []
    for row in reversed(changed):
        column = row["series"].partition("/")[2]
        if (known := column.removesuffix("*")) not in SERIES:
            continue
        after = now[row["date"]][known]
        before = (row["was"], after[1]) if column.endswith("*") else (after[0], row["was"])
        now[row["date"]][known] = before
        if datetime.fromisoformat(row["noticed_at"]) < END:
            changes.append(Change(row["date"], known, before, after, row["noticed_at"]))
    recounts = {
        (day, name): row[name] for day, row in rows["equipment_correction"].items() for name in SERIES if row.get(name)
    }
    numbers = {day: row["day"] for day, row in rows["equipment"].items()}
    return Table(now, numbers, tuple(reversed(changes)), recounts)


def events(table: Table) -> list[Data]:
    """Every event, in the order in which it could be known."""
    made = [*_figures(table), *_corrections(table), *_lists(table)]
    return [one for _, one in sorted(made, key=lambda timed: timed[0])]


def _figures(table: Table) -> Iterator[tuple[datetime, Data]]:
    """The first value of each series, and every other one from which it moved on."""
    for name, series in SERIES.items():
        before: Value | None = None
        for day, row in sorted(table.days.items()):
            if name not in row or row[name] == before:
                continue
            is_first, before, now = before is None, row[name], row[name]
            if is_first and not series.seed:
                yield from ((_published(day), one) for one in _opened(name, series, day, now))
            elif not _is_in_the_seed(series, day):
                yield _published(day), _updated(name, day, now, _reason(table, name, day))


def _is_in_the_seed(series: Series, day: str) -> bool:
    return (series.seed and day == PRINTED_IN_THE_SEED) or (series.claim, day) in IN_THE_SEED


def _opened(name: str, series: Series, day: str, value: Value) -> Iterator[Data]:
    question = series.claim.removeprefix("ua-mod-")
    scope = {
        "population": f"Russian {series.things}",
        "place": "Ukraine",
        "unit": series.unit or series.things,
        "definition": series.definition or f"{series.things} lost",
    }
    text = series.question or f"How many {series.things} has Russia lost?"
    yield _event(f"q/{question}", "question.asked.v1", question, {"text": text, "scope": scope})
    said = _said(name, day, value)
    yield _event(_id(name, day), "claim.reported.v1", series.claim, {"question": question, "scope": scope, **said})
    for old in series.after:
        link = {"to": old, "relation": "continues", "note": "The ministry's list counts these together from here on."}
        yield _event(f"continues/{old}", "claim.linked.v1", series.claim, link)


def _updated(name: str, day: str, value: Value, reason: str) -> Data:
    said = {**_said(name, day, value), "reason": reason}
    return _event(_id(name, day), "claim.updated.v1", SERIES[name].claim, said)


def _said(name: str, day: str, value: Value) -> dict[str, object]:
    return {
        "refers_to": f"{INVASION}/{day}",
        "figure": _figure(value),
        "wording": _wording(name, value),
        "said_at": day,
        "published_at": day,
        "attribution": CHAIN,
    }


def _reason(table: Table, name: str, day: str) -> str:
    recount = table.recounts.get((day, name), 0)
    if recount > 0:
        return f"The ministry's list of {_in_words(day)}; it added {recount} to its own count by a correction."
    if recount < 0:
        yesterday = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        added = int(table.days[day][name][1]) - int(table.days[yesterday][name][1]) - recount
        return f"The ministry took {-recount} off its own count by a correction, and added {added} for the day."
    return f"The ministry's list of {_in_words(day)}."


def _corrections(table: Table) -> Iterator[tuple[datetime, Data]]:
    """What the table changed later, where the record knows of it."""
    targets: dict[tuple[str, str], str] = {}
    for number, change in enumerate(table.changes, 1):
        if change.day in SILENT_DAYS or not _shows(change) or not _moved(table, change):
            continue
        made = f"corrected/{number}"
        target = targets.get((change.day, change.column), _id(change.column, change.day))
        targets[change.day, change.column] = made
        data = {
            "target": {"id": f"losses/{target}"},
            "kind": "wrong_figure",
            "was": _contents(change.column, change.was),
            "is": _contents(change.column, change.is_),
            "approver": "The keepers of the table",
            "reason": f"The table's row of {_in_words(change.day)} was changed after it was published.",
        }
        yield (
            datetime.fromisoformat(change.at),
            _event(made, "claim.corrected.v1", SERIES[change.column].claim, data, time=change.at),
        )


def _shows(change: Change) -> bool:
    """Whether a reader could tell: "more" and "more than" are the same words here."""
    return _contents(change.column, change.was) != _contents(change.column, change.is_)


def _moved(table: Table, change: Change) -> bool:
    """Whether the changed value is a revision here: the series moved that day, and not by an event of the seed."""
    yesterday = (date.fromisoformat(change.day) - timedelta(days=1)).isoformat()
    before = table.days.get(yesterday, {}).get(change.column)
    return table.days[change.day][change.column] != before and not _is_in_the_seed(SERIES[change.column], change.day)


def _lists(table: Table) -> Iterator[tuple[datetime, Data]]:
    """The lists of some days, each a story with an edition for each state that it had."""
    for day in LISTS:
        values = dict(table.days[day])
        yield _published(day), _edition(table, day, 1, day, values)
        changes = [one for one in table.changes if one.day == day and _shows(one)]
        for edition, (at, together) in enumerate(groupby(changes, key=lambda one: one.at), 2):
            values |= {one.column: one.is_ for one in together}
            yield datetime.fromisoformat(at), _edition(table, day, edition, at, values)


def _edition(table: Table, day: str, edition: int, at: str, values: Mapping[str, Value]) -> Data:
    prints = [
        {
            "claim": series.claim,
            "placement": "body",
            "wording": _wording(name, values[name]),
            "figure": _figure(values[name]),
        }
        for name, series in SERIES.items()
        if name in values
    ]
    data = {
        "edition": edition,
        "outlet": TABLE,
        "headline": f"Losses, day {table.numbers[day]}: {_in_words(day)}",
        "published_at": at,
        "prints": prints,
    }
    return _event(f"list/{day}/{edition}", "story.published.v1", f"ua-losses.{day}", data)


def _contents(name: str, value: Value) -> Data:
    return {"figure": _figure(value), "wording": _wording(name, value)}


def _figure(value: Value) -> Data:
    qualifier, number = value
    return {**(QUALIFIERS[qualifier][1] if qualifier else {"form": "exact"}), "value": number}


def _wording(name: str, value: Value) -> str:
    qualifier, number = value
    words = f"{QUALIFIERS[qualifier][0]} " if qualifier else ""
    return f"{words}{int(number):,} {SERIES[name].printed}"


def _event(name: str, stored_as: str, subject: str, data: Data, time: str | None = None) -> Data:
    return {
        "specversion": "1.0",
        "id": f"losses/{name}",
        "source": SOURCE,
        "type": stored_as,
        "subject": subject,
        **({} if time is None else {"time": time}),
        "data": data,
    }


def _id(name: str, day: str) -> str:
    return f"{SERIES[name].claim.removeprefix('ua-mod-')}/{day}"


def _in_words(day: str) -> str:
    read_day = date.fromisoformat(day)
    return f"{read_day.day} {read_day:%B %Y}"


def _published(day: str) -> datetime:
    """When the list of *day* is taken to have been published; the hour is ours."""
    return datetime.fromisoformat(f"{day}T09:00:00+00:00")


def _rows(file: Path) -> dict[str, Any]:
    rows = json.loads(file.read_text(encoding="utf-8"))
    return {row["date"]: row for row in rows if row["date"] <= LAST_DAY}


if __name__ == "__main__":
    for made_event in events(read(Path(sys.argv[1]))):
        print(json.dumps(made_event))
