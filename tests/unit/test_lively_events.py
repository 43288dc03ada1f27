"""What the demonstration posts beside the seed story: a ministry's losses as first published, or a made-up flood."""

import json
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from api.cli.series import series
from examples.flood import make_events as flood
from examples.losses.make_events import IN_THE_SEED, LAST_DAY, SERIES, events, read
from tests.bounded import CHECKOUT, PATIENCE_S
from tests.ledger import Ledger
from tests.seed_reading import Json

SEED = [CHECKOUT / "examples" / "seed" / name for name in ("events.jsonl", "days_after.jsonl")]


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "losses"


@pytest.fixture(scope="module")
def losses(folder: Path) -> list[Json]:
    made: list[Json] = json.loads(json.dumps(events(read(folder))))
    return made


@pytest.fixture(scope="module")
def ledger(losses: list[Json]) -> Ledger:
    """A ledger that took the seed story, the days after and the losses."""
    return ledger_of(losses)


def ledger_of(made: list[Json]) -> Ledger:
    whole = Ledger()
    seed = [json.loads(line) for file in SEED for line in file.read_text(encoding="utf-8").splitlines()]
    for sent in (*seed, *made):
        whole.post(sent, arrival="2026-11-25T12:00:00Z")
    assert whole.position == len(seed) + len(made)
    return whole


def rows(folder: Path, name: str) -> dict[str, Json]:
    read_rows = json.loads((folder / f"ua_mod_{name}.json").read_text(encoding="utf-8"))
    return {row["date"]: row for row in read_rows if row["date"] <= LAST_DAY}


def test_every_event_of_the_losses_is_taken_after_the_seed_story(ledger: Ledger) -> None:
    assert ledger.position > 2_000


def test_every_series_stands_where_the_table_stood_last(ledger: Ledger, folder: Path) -> None:
    equipment, personnel = rows(folder, "equipment"), rows(folder, "personnel")
    for name, one in SERIES.items():
        values = [row[name] for row in (personnel if name == "personnel" else equipment).values() if name in row]
        assert (ledger.figure(one.claim) or {}).get("value") == str(values[-1])


def test_the_longest_history_is_as_the_table_has_it_with_its_corrections_and_one_fall(ledger: Ledger) -> None:
    claim = ledger.claim("ua-mod-ru-lost-apv")
    kept = sorted((one for one in claim.revisions if not one.replaced), key=lambda one: one.refers_to or "")
    values = [int(getattr(one.figure, "value", "0")) for one in kept]
    falls = [(before, after) for before, after in pairwise(values) if after < before]
    assert (len(claim.revisions), claim.corrections, falls) == (233, 5, [(5181, 5167)])


def test_the_figures_that_the_seed_story_prints_are_not_said_twice(losses: list[Json]) -> None:
    said = {(one["subject"], one["data"].get("refers_to", "")[-10:]) for one in losses}
    printed = {(one.claim, "2022-03-02") for one in SERIES.values() if one.seed}
    assert said.isdisjoint(printed | IN_THE_SEED)


def test_no_correction_excuses_a_change_that_a_list_made_silently(losses: list[Json]) -> None:
    told = [(one["subject"], one["data"]["was"]["figure"], one["data"]["is"]["figure"]) for one in corrections(losses)]
    editions = {one["id"]: one["data"]["prints"] for one in losses if one["type"] == "story.published.v1"}
    for day, last in (("2022-03-09", 3), ("2022-09-24", 3), ("2022-10-12", 2), ("2022-10-13", 2)):
        for number in range(1, last):
            before, after = (editions[f"losses/list/{day}/{one}"] for one in (number, number + 1))
            changes = [(old["claim"], old["figure"], new["figure"]) for old, new in zip(before, after, strict=True)]
            assert [one for one in changes if one[1] != one[2]]
            assert [one for one in changes if one in told and one[1] != one[2]] == []


def corrections(made: list[Json]) -> list[Json]:
    return [one for one in made if one["type"] == "claim.corrected.v1"]


def test_the_flood_is_taken_after_the_seed_story_and_all_of_it_says_that_it_is_made_up() -> None:
    made: list[Json] = json.loads(json.dumps(list(flood.events())))
    ledger_of(made)
    assert {one["data"]["note"] for one in made} == {flood.MADE_UP}


def test_no_event_has_the_identity_of_another(losses: list[Json]) -> None:
    for made in (losses, list(flood.events())):
        assert set(Counter((one["source"], one["id"]) for one in made).values()) == {1}


def test_expectations_count_what_is_posted(losses: list[Json]) -> None:
    expected = {name: expected_of(name)["events"] for name in ("losses", "flood")}
    assert expected == {"losses": len(losses), "flood": len(list(flood.events()))}


def expected_of(name: str) -> Json:
    told: Json = json.loads((CHECKOUT / "examples" / name / "expected.json").read_text(encoding="utf-8"))
    return told


def test_where_the_table_is_not_the_flood_is_posted(tmp_path: Path) -> None:
    one = series(tmp_path)
    assert one.folder.name == "flood"
    assert len(one.made()) == len(list(flood.events()))


def test_the_table_is_found_beside_other_shared_data(monkeypatch: pytest.MonkeyPatch, shared: Path) -> None:
    monkeypatch.setenv("CLAIMTRAIL_SHARED", str(shared))
    assert series(None).folder.name == "losses"
    monkeypatch.setenv("CLAIMTRAIL_SHARED", str(CHECKOUT))
    assert series(None).folder.name == "flood"


def test_the_script_prints_what_is_posted(folder: Path, losses: list[Json]) -> None:
    script = [sys.executable, str(CHECKOUT / "examples" / "losses" / "make_events.py"), str(folder)]
    run = subprocess.run(script, capture_output=True, check=True, timeout=PATIENCE_S)
    assert [json.loads(line) for line in run.stdout.splitlines()] == losses


def test_what_the_tour_points_to_is_posted(folder: Path, tmp_path: Path) -> None:
    for one in (series(folder), series(tmp_path)):
        assert {one.claim, one.silent} <= {json.loads(line)["subject"] for line in one.made()}
