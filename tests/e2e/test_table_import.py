"""Tables of figures come into a running service as claims, updates and corrections, looked at first."""

import csv
import gzip
import json
import os
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.running import Ended, ended
from tests.service import Service
from tests.tables import EXAMPLES, PLACES

NOWHERE = "http://127.0.0.1:9"
EVERY = int(os.environ.get("CLAIMTRAIL_LOAD_SHUFFLED", "4"))
MONDAY = "day,place,dead\n2022-03-01,Kyiv,10\n2022-03-02,Kyiv,12\n"
TUESDAY = "day,place,dead\n2022-03-01,Kyiv,11\n2022-03-02,Kyiv,12\n2022-03-03,Kyiv,15\n"
SETS = {
    "losses_equipment": "losses/ua_mod_equipment.json",
    "losses_personnel": "losses/ua_mod_personnel.json",
    "losses_differences": "losses/ua_mod_equipment_correction.json",
    "oryx_tallies": "losses/oryx_tallies.csv",
    "changed_figures": "corrections/jhu_corrections.csv",
    "changed_figures_of_regions": "corrections/italy_regions_2020.csv",
    "mass_changes": "corrections/jhu_back_distributions.csv",
    "notes": "corrections/italy_notes_2020.csv",
    "documented_changes": "corrections/jhu_documented.json",
    "documented_statements": "corrections/jhu_documented.json",
    "fact_checks": "factchecks/liar_plus_labels.csv",
}
REFUSED_CELLS = {"oryx_tallies": 15, "changed_figures": 2}


@pytest.fixture(autouse=True)
def tables(place: Path) -> None:
    """A table and its map, where a person works."""
    (place / "flood.toml").write_text(PLACES)
    (place / "flood.csv").write_text(MONDAY)


def imported(service: Service, *arguments: str | Path) -> Ended:
    return ended("import", *map(str, arguments), "--url", str(service.http.base_url))


def counts(done: Ended) -> dict[str, int]:
    return {name: done.lines[-1][name] for name in ("recorded", "repeated", "refused")}


def standing(service: Service, claim: str) -> dict[str, Any]:
    shown: dict[str, Any] = service.read(f"/v1/claims/{claim}")["standing"]
    return shown


def test_a_table_becomes_claims_and_updates_and_the_same_table_again_only_repeats(service: Service) -> None:
    first = imported(service, "flood.csv", "--map", "flood.toml")
    again = imported(service, "flood.csv", "--map", "flood.toml", "--json")
    service.project()

    assert (first.code, first.err) == (0, "")
    assert "2 events: 1 reported, 1 updated." in first.out
    assert "2 events: 2 recorded, 0 repeated, 0 refused" in first.out
    assert counts(again) == {"recorded": 0, "repeated": 2, "refused": 0}
    assert standing(service, "flood.dead.kyiv")["wording"] == "12 dead in Kyiv"


def test_a_later_vintage_beside_the_first_corrects_what_it_changed(service: Service, place: Path) -> None:
    imported(service, "flood.csv", "--map", "flood.toml")
    (place / "tuesday.csv").write_text(TUESDAY)

    done = imported(service, "flood.csv", "tuesday.csv", "--map", "flood.toml", "--json")
    service.project()

    assert counts(done) == {"recorded": 2, "repeated": 2, "refused": 0}
    (entry,) = service.read("/v1/corrections")["items"]
    assert (entry["was"]["wording"], entry["is"]["wording"]) == ("10 dead in Kyiv", "11 dead in Kyiv")


def test_a_table_that_was_overwritten_is_refused_what_it_changed(service: Service, place: Path) -> None:
    imported(service, "flood.csv", "--map", "flood.toml")
    (place / "flood.csv").write_text(TUESDAY)

    done = imported(service, "flood.csv", "--map", "flood.toml")

    assert done.code == 1
    assert "import it with --against-record" in done.err


def test_a_table_that_was_overwritten_corrects_the_record_where_that_is_asked_for(
    service: Service, place: Path
) -> None:
    imported(service, "flood.csv", "--map", "flood.toml")
    (place / "flood.csv").write_text(TUESDAY)

    done, again = (
        imported(service, "flood.csv", "--map", "flood.toml", "--against-record", "--json") for _ in range(2)
    )
    service.project()

    assert counts(done) == {"recorded": 2, "repeated": 0, "refused": 0}
    assert counts(again) == {"recorded": 0, "repeated": 0, "refused": 0}
    assert service.read("/v1/claims/flood.dead.kyiv")["corrections"] == 1


def test_a_bad_cell_is_told_with_its_place_and_keeps_nothing_else_out(service: Service, place: Path) -> None:
    (place / "flood.csv").write_text(MONDAY + "2022-03-03,Kyiv,many\n2022-03-04,Kyiv,15\n")

    told = imported(service, "flood.csv", "--map", "flood.toml")
    as_json = imported(service, "flood.csv", "--map", "flood.toml", "--json")

    assert (told.code, as_json.code) == (1, 1)
    assert "row 4, dead: expected a number such as 1597 or 3.10" in told.err
    assert "cells that make none: 1 refused." in told.out
    assert service.position() == 3
    assert {name: as_json.lines[0][name] for name in ("row", "where", "got")} == {
        "row": 4,
        "where": "dead",
        "got": '"many"',
    }


def test_a_bad_day_is_told_once_however_many_figures_its_row_has(place: Path) -> None:
    (place / "flood.csv").write_text("day,place,dead,hurt\n2022-03-01,Kyiv,10,30\nyesterday,Kyiv,12,41\n")
    columns = ("--value", "dead", "--value", "hurt", "--claim", "flood.{column}.{place}")

    told = ended("import", "flood.csv", "--map", "flood.toml", *columns, "--preview", "1", "--url", NOWHERE)

    assert told.err.count("row 3, day") == 1
    assert "cells that make none: 1 refused." in told.out


def test_a_look_at_the_first_events_needs_no_service_and_sends_nothing() -> None:
    told = ended("import", "flood.csv", "--map", "flood.toml", "--preview", "1", "--url", NOWHERE)
    as_json = ended("import", "flood.csv", "--map", "flood.toml", "--preview", "1", "--json", "--url", NOWHERE)

    assert (told.code, told.err) == (0, "")
    assert "Reported  flood.dead.kyiv" in told.out
    assert "10 dead in Kyiv" in told.out
    assert "12 dead in Kyiv" not in told.out
    assert "2 events: 1 reported, 1 updated." in told.out
    assert [one.get("id") for one in as_json.lines] == ["flood.dead.kyiv/2022-03-01", None]
    assert as_json.lines[-1] == {
        "events": {"claim.reported.v1": 1, "claim.updated.v1": 1},
        "passed": {},
        "refused": 0,
    }


def test_columns_are_named_on_the_command_line_where_there_is_no_map(service: Service) -> None:
    columns = ["--day", "day", "--value", "dead", "--claim", "dead.{place}", "--wording", "{value} dead"]
    whose = ["--source", "https://newsroom.example/flood", "--originator", "Emergency Office"]

    done = imported(service, "flood.csv", *columns, *whose)
    service.project()

    assert (done.code, done.err) == (0, "")
    shown = service.read("/v1/claims/dead.kyiv")
    assert shown["standing"]["wording"] == "12 dead"
    assert shown["attribution"][0]["who"] == {
        "id": "emergency-office",
        "name": "Emergency Office",
        "kind": "organisation",
    }


def test_several_columns_of_figures_are_a_claim_each(place: Path) -> None:
    (place / "wide.csv").write_text("day,dead,hurt\n2022-03-01,1,2\n")
    columns = ["--map", "flood.toml", "--claim", "flood.{column}", "--wording", "{value} {column}"]

    both = ended("import", "wide.csv", *columns, "--value", "dead", "--value", "hurt", "--preview", "0", "--json")
    every = ended("import", "wide.csv", *columns, "--value", "*", "--preview", "0", "--json")

    assert both.lines == every.lines == [{"events": {"claim.reported.v1": 2}, "passed": {}, "refused": 0}]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["flood.csv"], "flood.csv is a table; say what its columns are."),
        (["flood.toml", "--preview", "3"], "only a table is looked at first; say what its columns are."),
        (["flood.csv", "--day", "day"], "source is missing; claim.id is missing; claim.attribution is missing."),
        (["flood.csv", "--map", "flood.toml", "--day", "date"], "flood.csv: the table has no column date"),
        (["flood.csv", "--map", "flood.csv"], "flood.csv is no TOML"),
    ],
)
def test_what_cannot_be_a_table_or_its_map_is_refused_before_anything_is_sent(
    service: Service, arguments: list[str], words: str
) -> None:
    done = imported(service, *arguments)

    assert done.code == 2
    assert words in " ".join(done.err.replace("│", " ").split())
    assert service.position() == 0


def test_a_table_upside_down_is_refused_before_anything_is_sent(service: Service, place: Path) -> None:
    heading, *days = MONDAY.splitlines(keepends=True)
    (place / "flood.csv").write_text(heading + "".join(reversed(days)))

    done = imported(service, "flood.csv", "--map", "flood.toml")

    assert done.code == 2
    assert "set sort = true" in " ".join(done.err.replace("│", " ").split())
    assert service.position() == 0


def test_losses_come_to_the_last_value_of_each_series_with_every_later_change(service: Service, shared: Path) -> None:
    known = json.loads((shared / "data" / "losses" / "expected.json").read_bytes())
    series = {claim_of(name): name for name in known["series"]}

    for name in ("losses_equipment", "losses_personnel"):
        done = imported(service, shared / "data" / SETS[name], "--map", EXAMPLES / f"{name}.toml")
        assert (done.code, done.err) == (0, "")
    service.project()

    views = {one["claim"]: one for one in claims(service)}
    lines = sorted(f"{series[claim]}\t{one['standing']['figure']['value']}\n" for claim, one in views.items())
    assert len(views) == known["claims"]
    assert sha256("".join(lines).encode()).hexdigest() == known["sha256_last"]
    assert sum(one["revisions"] for one in views.values()) == known["values"] + known["revisions"]["rows"]
    assert sum(one["corrections"] for one in views.values()) == known["revisions"]["rows"]
    assert {one["late"] for one in views.values()} == {False}


def claim_of(series: str) -> str:
    table, name = series.split("/")
    as_id = name.lower().replace(" ", "-")
    return f"ua-mod.ru-{as_id}" if table == "personnel" else f"ua-mod.ru-lost.{as_id}"


def claims(service: Service) -> Iterator[dict[str, Any]]:
    address: str | None = "/v1/claims?limit=1000"
    while address is not None:
        page = service.read(address)
        yield from page["items"]
        address = page["next"]


def test_every_table_of_the_shared_sets_is_taken_whole_and_again_as_repeats(service: Service, shared: Path) -> None:
    events = 0
    for name, path in SETS.items():
        asked = (shared / "data" / path, "--map", EXAMPLES / f"{name}.toml", "--json")
        first, again = imported(service, *asked), imported(service, *asked)
        recorded = counts(first)["recorded"]
        events += recorded

        assert [one.code for one in (first, again)] == [int(name in REFUSED_CELLS)] * 2
        assert counts(first) == {"recorded": recorded, "repeated": 0, "refused": 0}
        assert counts(again) == {"recorded": 0, "repeated": recorded, "refused": 0}
        assert next(one for one in first.lines if "events" in one)["refused"] == REFUSED_CELLS.get(name, 0)
    assert service.position() == events


def test_the_load_set_as_a_table_of_vintages_comes_to_its_known_result(
    service: Service, shared: Path, place: Path
) -> None:
    kinds, last = written_as_vintages(shared / "data" / "load" / "events-110k.jsonl.gz", place / "vintages.csv", EVERY)

    done = imported(service, "vintages.csv", "--map", EXAMPLES / "vintages.toml", "--json")
    service.project()

    assert (done.code, counts(done)["refused"]) == (0, 0)
    assert done.lines[0]["events"] == kinds
    assert {one["claim"]: one["standing"]["figure"]["value"] for one in claims(service)} == last


def written_as_vintages(load: Path, table: Path, every: int) -> tuple[Counter[str], dict[str, str]]:
    """Writes every *every*-th claim of *load* into *table*: how many events of each type, and its last day's value."""
    kinds: Counter[str] = Counter()
    days: dict[str, str] = {}
    latest: dict[str, tuple[str, str]] = {}
    with gzip.open(load) as events, table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["published", "claim", "date", "cases"])
        for event in map(orjson.loads, events):
            claim, data = event["subject"], event["data"]
            if sum(claim.encode()) % every:
                continue
            day = days[data["target"]["id"]] if "target" in data else data["refers_to"][-10:]
            value = data.get("is", data)["figure"]["value"]
            days[event["id"]] = day
            kinds[event["type"]] += 1
            if day >= latest.get(claim, ("", ""))[0]:
                latest[claim] = day, value
            rows.writerow([event["time"], claim, day, value])
    return kinds, {claim: value for claim, (_, value) in latest.items()}
