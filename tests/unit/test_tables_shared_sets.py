"""Every table among the shared sets, read with its map from the examples, comes to what its expected.json says."""

import csv
import json
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from adapters.tables.mapping import TableMap
from adapters.tables.rows import TableError
from tests.tables import Became, became, example, files_became

ONE_MOMENT_TWICE = 15  # rows of the tallies, as their own page says


def known_of(folder: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((folder / "expected.json").read_bytes())
    return known


def hash_of(values: Mapping[str, str]) -> str:
    """As the sets' own pages say how it is made."""
    return sha256("".join(f"{name}\t{value}\n" for name, value in sorted(values.items())).encode()).hexdigest()


def last_figures(made: Became) -> dict[str, dict[str, dict[str, Any]]]:
    """For each claim the last figure of each of its days."""
    last: dict[str, dict[str, dict[str, Any]]] = {}
    for one in made.events:
        said = one["data"].get("is", one["data"])
        if "figure" in said:
            last.setdefault(one["subject"], {})[one["id"].split("/")[1]] = said["figure"]
    return last


def last_values(made: Became) -> dict[str, dict[str, str]]:
    """For each claim the last value of each of its days."""
    figures = last_figures(made).items()
    return {claim: {day: figure["value"] for day, figure in days.items()} for claim, days in figures}


@pytest.fixture(scope="module")
def losses(shared: Path) -> Path:
    return shared / "data" / "losses"


@pytest.fixture(scope="module")
def corrections(shared: Path) -> Path:
    return shared / "data" / "corrections"


@pytest.fixture(scope="module")
def both_tables(losses: Path) -> dict[str, Became]:
    return {
        name: files_became(example(f"losses_{name}"), losses / f"ua_mod_{name}.json")
        for name in ("equipment", "personnel")
    }


def test_losses_have_every_value_of_every_series(losses: Path, both_tables: dict[str, Became]) -> None:
    known = known_of(losses)
    counts = Counter(one for made in both_tables.values() for one in made.types)

    assert [made.faults for made in both_tables.values()] == [[], []]
    assert counts["reported"] == known["claims"]
    assert counts["reported"] + counts["updated"] == known["values"]


def test_losses_end_with_the_last_value_of_each_series(losses: Path, both_tables: dict[str, Became]) -> None:
    known = known_of(losses)
    series = {claim_of(name): name for name in known["series"]}
    last = {claim: days for made in both_tables.values() for claim, days in last_values(made).items()}

    assert hash_of({series[claim]: days[max(days)] for claim, days in last.items()}) == known["sha256_last"]
    for claim, days in last.items():
        told = known["series"][series[claim]]
        values = [days[day] for day in sorted(days)]
        assert (len(days), min(days), max(days)) == (told["rows"], told["first_day"], told["last_day"])
        assert sum(a != b for a, b in pairwise(values)) == told["days_with_a_changed_value"]


def claim_of(series: str) -> str:
    table, name = series.split("/")
    as_id = name.lower().replace(" ", "-")
    return f"ua-mod.ru-{as_id}" if table == "personnel" else f"ua-mod.ru-lost.{as_id}"


def test_losses_have_every_later_change_as_a_correction(losses: Path, both_tables: dict[str, Became]) -> None:
    known = known_of(losses)["revisions"]
    corrected = [one for made in both_tables.values() for one in made.events if "corrected" in one["type"]]
    of_the_form = [one for one in corrected if changed_values(one) == set()]

    assert len(corrected) == known["rows"]
    assert len(corrected) - len(of_the_form) == known["numbers_only"]
    assert len({one["time"] for one in corrected}) == known["commits"]


def changed_values(corrected: dict[str, Any]) -> set[str]:
    was, is_ = (corrected["data"][side].get("figure", {}).get("value") for side in ("was", "is"))
    return {was, is_} if was != is_ else set()


def test_a_table_with_its_log_of_changes_ends_as_the_table_is(losses: Path, both_tables: dict[str, Became]) -> None:
    last = last_values(both_tables["equipment"])
    for row in json.loads((losses / "ua_mod_equipment.json").read_bytes()):
        for column, value in row.items():
            if column not in ("date", "day", "greatest losses direction"):
                assert last[claim_of(f"equipment/{column}")][row["date"]] == str(value)


def test_qualifiers_of_personnel_are_forms_of_their_figures(losses: Path, both_tables: dict[str, Became]) -> None:
    known = known_of(losses)["personnel"]["personnel*"]
    figures = last_figures(both_tables["personnel"])["ua-mod.ru-personnel"].values()

    assert Counter(one["form"] for one in figures) == {"approximate": known["about"], "more_than": known["more"]}


def test_a_correction_as_differences_has_amounts_below_zero(losses: Path) -> None:
    known = known_of(losses)["equipment_correction"]
    made = files_became(example("losses_differences"), losses / "ua_mod_equipment_correction.json")
    values = [figure["value"] for figure in made.figures]

    assert made.faults == []
    assert sum(value != "0" for value in values) == known["non_zero"]
    assert sum(value.startswith("-") for value in values) == known["negative"]


def test_tallies_end_with_the_last_of_each_type_but_for_two_series_under_one_name(losses: Path) -> None:
    known = known_of(losses)["oryx"]
    made = files_became(example("oryx_tallies"), losses / "oryx_tallies.csv")
    parts = ("destroyed", "abandoned", "captured", "damaged")
    last = {one["subject"]: one["data"]["figure"] for one in made.events}
    named = {one["subject"]: one["data"]["scope"] for one in made.events if "scope" in one["data"]}
    tallies = {
        f"{named[claim]['population']}/{named[claim]['unit']}": [
            *(figure["parts"][part] for part in parts),
            figure["of"],
        ]
        for claim, figure in last.items()
    }

    assert (len(made.events), len(made.faults)) == (known["rows"] - ONE_MOMENT_TWICE, ONE_MOMENT_TWICE)
    assert made.types.count("reported") == known["claims"]
    assert {name: tallies[name] for name in known["last_values"]} == {
        name: [told[part] for part in (*parts, "type_total")] for name, told in known["last_values"].items()
    }
    assert hash_of({name: "/".join(tally) for name, tally in tallies.items()}) == known["sha256_last"]


def changed_figures(path: Path, of: TableMap, made: Became) -> dict[str, str]:
    """Date/place/measure, as the table spells them, to the last value that they were corrected to."""
    last, names = last_values(made), of.table.names.get("place", {})
    claims = {
        (scope["place"].removesuffix(", Italy"), scope["definition"].split()[0]): one["subject"]
        for one in made.events
        if (scope := one["data"].get("scope"))
    }
    with path.open(encoding="utf-8", newline="") as file:
        return {
            f"{row['date']}/{row['place']}/{row['measure']}": last[claims[place, row["measure"]]][row["date"]]
            for row in csv.DictReader(file)
            if (place := names.get(row["place"].strip(), row["place"].strip()))
        }


def test_documented_changes_are_stored_but_for_those_around_a_missing_step(corrections: Path) -> None:
    known = known_of(corrections)["jhu_corrections"]
    made = files_became(example("changed_figures"), corrections / "jhu_corrections.csv")

    assert [str(fault).partition(":")[0] for fault in made.faults] == ["row 8, was", "row 12, was"]
    assert made.types.count("corrected") == known["rows"] - 2
    assert made.types.count("reported") == known["claims (place, measure)"]
    assert made.types.count("reported") + made.types.count("updated") == known["values (place, measure, day)"]


def test_documented_changes_come_to_their_last_values_once_the_missing_step_is_recorded(corrections: Path) -> None:
    known = known_of(corrections)["jhu_corrections"]
    path = corrections / "jhu_corrections.csv"
    of = example("changed_figures", table={"missing_step": "record"})
    made = files_became(of, path)

    assert made.faults == []
    assert made.types.count("corrected") == known["rows"] + known["chain_breaks"]
    assert hash_of(changed_figures(path, of, made)) == known["sha256_last"]


def test_changes_of_regions_come_to_their_last_values_whatever_the_regions_are_called(corrections: Path) -> None:
    known = known_of(corrections)["italy_regions_2020"]
    path = corrections / "italy_regions_2020.csv"
    of = example("changed_figures_of_regions")
    made = files_became(of, path)

    assert made.faults == []
    assert made.types.count("corrected") == known["rows"]
    assert made.types.count("reported") + made.types.count("updated") == known["values (place, measure, day)"]
    assert len({one["data"]["scope"]["place"] for one in made.events if "scope" in one["data"]}) == 21
    assert hash_of(changed_figures(path, of, made)) == known["sha256_last"]


def test_regions_that_change_their_names_are_refused_while_nobody_says_what_is_what(corrections: Path) -> None:
    of = example("changed_figures_of_regions", table={"names": None})
    made = files_became(of, corrections / "italy_regions_2020.csv")

    assert made.faults
    assert {fault.where for fault in made.faults} == {"claim.id"}
    assert {fault.got.split(".")[2].strip('"') for fault in made.faults} <= {"Emilia Romagna", "Emilia-Romagna"}


def test_mass_changes_are_a_correction_each_with_how_many_days_they_changed(corrections: Path) -> None:
    known = known_of(corrections)["jhu_back_distributions"]
    made = files_became(example("mass_changes"), corrections / "jhu_back_distributions.csv")
    corrected = [one["data"] for one in made.events if "corrected" in one["type"]]
    days = [int(one["reason"].split()[2]) for one in corrected]

    assert made.faults == []
    assert (len(corrected), sum(days), max(days)) == (known["rows"], known["days_changed"], known["largest"])
    assert sum(int(one["note"].split()[0]) for one in corrected) == known["days_lowered"]
    assert len({one["data"]["scope"]["place"] for one in made.events if "scope" in one["data"]}) == known["places"]


def test_notes_are_statements_by_day_in_the_source_s_own_words(corrections: Path) -> None:
    known = known_of(corrections)["italy_notes_2020"]
    made = files_became(example("notes"), corrections / "italy_notes_2020.csv")

    assert (len(made.events), made.faults) == (known["rows"], [])
    assert len({one["data"]["said_at"] for one in made.events}) == known["days"]
    assert max(map(len, made.wordings)) == known["longest_code_points"]


def test_of_changes_noted_by_hand_those_with_both_values_are_corrections(corrections: Path) -> None:
    known = known_of(corrections)["jhu_documented"]
    path = corrections / "jhu_documented.json"
    made, statements = (files_became(example(name), path) for name in ("documented_changes", "documented_statements"))

    assert made.types == ["reported", "corrected"] * known["with_was_and_is"]
    assert len(made.passed) == known["rows"] - known["with_was_and_is"]
    assert sum(figure["value"].startswith("-") for figure in made.figures) == known["negative_was"]
    assert (len(statements.events), statements.faults) == (known["rows"], [])


def test_labels_of_fact_checks_are_findings_about_claims_without_a_figure(shared: Path) -> None:
    folder = shared / "data" / "factchecks"
    known = known_of(folder)
    made = files_became(example("fact_checks"), folder / "liar_plus_labels.csv")
    claims = [one for one in made.events if "reported" in one["type"]]
    labels = {
        one["subject"].removeprefix("politifact."): one["data"]["method"].removeprefix("PolitiFact rated it ")
        for one in made.events
        if "assessed" in one["type"]
    }
    hashes = {one["subject"].removeprefix("politifact."): one["data"]["wording"][-17:-1] for one in claims}

    assert made.faults == []
    assert {one["data"]["figure"]["form"] for one in claims} == {"none"}
    assert len(claims) == len(labels) == known["ids"]
    assert Counter(labels.values()) == known["labels"]
    assert len({one["data"]["attribution"][0]["who"]["id"] for one in claims}) == known["speakers"]
    assert sum("occasion" not in one["data"] for one in claims) == known["no_venue"]
    lines = sorted(f"{one}\t{labels[one]}\t{hashes[one]}\n" for one in labels)
    assert sha256("".join(lines).encode()).hexdigest() == known["sha256"]


def test_examples_of_other_formats_are_no_tables_and_are_refused_as_such(shared: Path) -> None:
    folder = shared / "data" / "formats"
    names = sorted(known_of(folder)["file"])

    for name in names:
        with pytest.raises(TableError):
            files_became(example("vintages"), folder / name)
    assert len(names) == known_of(folder)["files"]


def test_a_table_of_another_form_is_refused_and_not_guessed_at() -> None:
    with pytest.raises(TableError, match="the table has no column"):
        became(example("vintages"), '<?xml version="1.0"?>\n<newsItem/>\n')
