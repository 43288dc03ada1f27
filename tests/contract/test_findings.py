"""What is to be said of stories, kept while the claims that they print move: the same as if it were made anew."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import orjson
import psycopg
import pytest

from adapters.projections import findings
from adapters.projections.figures import Figures
from adapters.projections.rebuild import rebuild
from domain.claim_record import ClaimRecord
from domain.findings import MOST_SHOWN, Found, found
from domain.refusals import Refused
from domain.story import Edition
from tests.events import (
    CLAIM,
    STORY,
    Event,
    Wire,
    corrected_figure,
    disputed,
    exact,
    never_said,
    printed,
    published,
    redacted,
    reinstated,
    reported,
    resolved,
    retracted,
    story_corrected,
    story_redacted,
    updated,
    withdrawn,
)
from tests.ledger import Ledger, proposal
from tests.log import Log
from tests.newsroom import newsroom
from tests.postgres import Database
from tests.projections import added_up, bring_up_to_date, posted, progress, projecting, rows_of

OTHER = "un.derna-killed"
AT_ONCE, ONE_BY_ONE = 1, 1_000_000
RARELY = 0.1


@pytest.fixture(params=[AT_ONCE, ONE_BY_ONE], ids=["told at once", "looked at one by one"])
def _many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MANY", request.param)


@pytest.mark.usefixtures("_many")
@pytest.mark.parametrize("seed", range(6))
def test_findings_kept_in_batches_by_lot_are_those_made_anew(database: Database, log: Log, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (the same day each time)
    events = newsroom(chance, moves=80)[1] if seed % 3 else _popular_day(chance)
    with projecting(database, Figures) as projection:
        while events:
            some = chance.randint(1, 12)
            posted(log, *events[:some])
            del events[:some]
            while projection.process_batch(most=chance.randint(1, 9)).read:
                pass
    as_it_came, kept = rows_of(database, Figures), int(progress(database, Figures)["digest"])
    assert kept == added_up(database, Figures) == rebuild("figures", database.url).digest
    assert rows_of(database, Figures) == as_it_came


@pytest.mark.usefixtures("_many")
def test_a_story_is_behind_once_a_claim_that_it_prints_has_moved_on(database: Database, log: Log) -> None:
    posted(log, reported(), published(1, printed(), printed("7 dead", "caption", claim=OTHER)))
    assert _told(database) == {STORY: {"unmatched": [1]}}
    posted(log, updated())
    assert _told(database) == {STORY: {"behind": [0], "unmatched": [1]}}
    posted(log, reported("7 dead", exact("7"), claim=OTHER))
    assert _told(database) == {STORY: {"behind": [0]}}


@pytest.mark.usefixtures("_many")
@pytest.mark.parametrize(
    "moved",
    [
        updated("600 soldiers", exact("600"), said_at="2022-02-25"),
        disputed(target=2),
        updated("1,400 soldiers", exact("1400"), claim=OTHER),
    ],
    ids=["a figure said long before", "a dispute of another figure", "a claim that it printed before"],
)
def test_a_row_of_which_nothing_else_is_to_be_said_is_not_written(database: Database, log: Log, moved: Event) -> None:
    more = printed("7 dead", claim=OTHER)
    posted(log, reported(), updated(), reported("7 dead", exact("7"), claim=OTHER))
    posted(log, published(1, printed("498 soldiers"), more), published(2, printed("498 soldiers")))
    before = _written(database)
    posted(log, moved)
    assert _written(database) == before


@pytest.mark.usefixtures("_many")
def test_a_correction_excuses_what_had_changed_silently(database: Database, log: Log) -> None:
    posted(log, reported(), published(1, printed("498 soldiers")), published(2, printed("499 soldiers")))
    assert [one["claim"] for one in _finding(database)["silent"]] == [CLAIM]
    posted(log, corrected_figure("498", "499"))
    assert _finding(database)["silent"] == []


@pytest.mark.usefixtures("_many")
def test_what_is_erased_of_a_claim_goes_from_the_findings(database: Database, log: Log) -> None:
    posted(log, reported(), published(1, printed()), updated("Ivanov says 1351", exact("1351")))
    assert _finding(database)["behind"][0]["stands"]["figure"] == exact("1351")
    posted(log, redacted(2, "/figure"))
    assert _finding(database)["behind"] == []


@pytest.mark.usefixtures("_many")
def test_more_prints_than_are_listed_are_counted_as_their_claims_move(database: Database, log: Log) -> None:
    claims = [f"claim-{n}" for n in range(MOST_SHOWN + 1)]
    posted(log, published(1, *(printed("498 dead", claim=claim) for claim in claims)))
    for claim in claims[:2]:
        posted(log, reported("498 dead", exact("498"), claim=claim))
        bring_up_to_date(database, Figures)
    rows = rows_of(database, Figures)
    rebuild("figures", database.url)
    assert rows == rows_of(database, Figures)


def test_an_edition_that_comes_after_is_held_against_the_last_one_alone(
    database: Database, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = _numbers_held_against_the_record(monkeypatch)
    posted(log, reported(), *(published(n, printed(f"{490 + n} soldiers")) for n in range(1, 6)))
    bring_up_to_date(database, Figures)
    numbers.clear()
    posted(log, published(6, printed("600 soldiers")))
    assert [one["to_edition"] for one in _finding(database)["silent"]] == [2, 3, 4, 5, 6]
    assert numbers == [[5, 6]]


@pytest.mark.parametrize(
    "changed",
    [
        published(2, printed("499 soldiers")),
        story_corrected(1, printed("499 soldiers")),
        story_redacted(1, "/prints/0"),
        corrected_figure("498", "499"),
    ],
    ids=["an edition that comes late", "a list corrected", "a print erased", "a change that is told by now"],
)
def test_what_changes_earlier_steps_of_a_story_is_told_of_all_of_them(
    database: Database, log: Log, changed: Event
) -> None:
    posted(log, reported(), *(published(n, printed(f"{497 + n} soldiers")) for n in (1, 3, 5)))
    bring_up_to_date(database, Figures)
    posted(log, changed, published(7, printed("7 soldiers")))
    kept = _finding(database)
    rebuild("figures", database.url)
    assert _finding(database) == kept


def test_more_silent_changes_than_are_listed_are_counted_as_editions_come(database: Database, log: Log) -> None:
    claims = [f"claim-{n}" for n in range(MOST_SHOWN - 1)]
    for edition in (1, 2, 3):
        posted(log, published(edition, *(printed(f"{edition} dead", claim=claim) for claim in claims)))
        bring_up_to_date(database, Figures)
    posted(log, reported("7 dead", exact("7"), claim=claims[0]))
    assert _rows(database, b"SELECT silent FROM story_finding") == [(2 * len(claims),)]
    rows = rows_of(database, Figures)
    rebuild("figures", database.url)
    assert rows == rows_of(database, Figures)


def test_a_claim_with_more_figures_than_are_looked_up_has_its_story_told_whole(
    database: Database, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "MOST_LOOKED_UP", 1)
    numbers = _numbers_held_against_the_record(monkeypatch)
    posted(log, reported(), updated(), published(1, printed()), published(2, printed("498 of 900 soldiers")))
    bring_up_to_date(database, Figures)
    posted(log, published(3, printed("498 of 900 soldiers")))
    bring_up_to_date(database, Figures)
    assert numbers[-1] == [1, 2, 3]


def test_a_story_that_is_withdrawn_is_told_to_be(database: Database, log: Log) -> None:
    posted(log, reported(), published(1, printed()))
    bring_up_to_date(database, Figures)
    posted(log, withdrawn())
    assert _rows(database, b"SELECT withdrawn FROM story_finding") == [(True,)]


def _numbers_held_against_the_record(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    numbers: list[list[int]] = []

    def noted(editions: Sequence[Edition], claims: Mapping[str, ClaimRecord]) -> Found:
        numbers.append([one.number for one in editions])
        return found(editions, claims)

    monkeypatch.setattr(findings, "found", noted)
    return numbers


def _told(database: Database) -> dict[str, dict[str, list[int]]]:
    """The kinds of which there is something, by story, with the places of the prints."""
    return {
        story: {kind: [one["n"] for one in entries] for kind, entries in orjson.loads(view).items() if entries}
        for story, view in _rows(database, b"SELECT story, view FROM story_finding")
    }


def _finding(database: Database) -> Any:
    ((view,),) = _rows(database, b"SELECT view FROM story_finding")
    return orjson.loads(view)


def _written(database: Database) -> list[Any]:
    """Which transaction wrote each row."""
    return _rows(database, b"SELECT story, xmin::text FROM story_finding ORDER BY story")


def _rows(database: Database, query: bytes) -> list[Any]:
    bring_up_to_date(database, Figures)
    with psycopg.connect(database.url) as connection:
        return connection.execute(query).fetchall()


def _popular_day(chance: Random) -> list[Event]:
    """A claim that all of a dozen stories print, and what becomes of it and of them by lot."""
    ledger = Ledger()
    made = [reported("100 soldiers", exact("100")), reported("7 dead", exact("7"), claim=OTHER)]
    made += [published(1, *_prints(chance), story=f"story-{n}") for n in range(12)]
    made += [_move(chance, n) for n in range(120)]
    return [event for event in made if not isinstance(ledger.decide(proposal(event)).outcomes[0], Refused)]


def _move(chance: Random, n: int) -> Event:
    story, amount = f"story-{chance.randint(0, 11)}", str(chance.randint(98, 106))
    said_at = f"2022-03-0{chance.randint(1, 5)}T00:00:{n % 60:02}Z"
    dispute, number = f"d-{chance.randint(1, 3)}", chance.randint(1, 9)
    moves = (
        lambda: updated(f"{amount} soldiers", exact(amount), said_at=said_at),
        lambda: updated(f"{amount} dead", exact(amount), said_at=said_at, claim=OTHER),
        lambda: published(chance.randint(2, 3), *_prints(chance), story=story),
        lambda: disputed(dispute, target=number),
        lambda: resolved(dispute),
        chance.choice((retracted, reinstated)),
        lambda: withdrawn(story=story),
        lambda: corrected_figure(str(chance.randint(98, 106)), amount, target=number),
        lambda: never_said(number),
        lambda: redacted(number, chance.choice(("/figure", "/wording", "/attribution"))),
        lambda: story_redacted(1, "/prints/0", story=story),
    )
    return chance.choices(moves, (60, 6, 12, 6, 5, 5, 1, 2, 0.3, 0.3, 0.5))[0]()


def _prints(chance: Random) -> list[Wire]:
    """One to three prints, each nearly always of the claim that all print; some of a revision, some about a figure."""
    return [
        printed(
            chance.choice(("{} soldiers", "about {} soldiers", "{} or more soldiers")).format(chance.randint(98, 106)),
            chance.choice(("headline", "body")),
            claim=chance.choice((CLAIM, CLAIM, CLAIM, OTHER, "nobody.knows")),
            **({"target": chance.randint(1, 9)} if chance.random() < RARELY else {}),
        )
        for _ in range(chance.randint(1, 3))
    ]
