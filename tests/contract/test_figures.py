"""The projection of figures: revisions, what stories print of them, and what that comes to."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from random import Random
from typing import Any

import orjson
import psycopg
import pytest

from adapters.claim_records import known_to
from adapters.projections.figures import Figures
from adapters.projections.rebuild import rebuild
from adapters.story_record import edition_of
from domain.claim import fold
from domain.claim_record import ClaimRecord
from domain.edition_changes import changes
from domain.mismatches import mismatches
from domain.print_states import states_of, wanted
from domain.story import Edition, StoryState, evolve
from domain.view import revision_view
from tests.claim_records import record_of
from tests.events import CLAIM, Event, exact, never_said, redacted, reinstated, reported, retracted, updated
from tests.ledger import Ledger
from tests.log import Log
from tests.newsroom import newsroom, planted_day
from tests.postgres import Database
from tests.projections import added_up, bring_up_to_date, corrected_days, posted, projecting, rows_of, whole_story

STORIES = ("first-story", "second-story")


@pytest.fixture
def found(database: Database) -> Any:
    """What a query finds once all is projected."""

    def rows(query: str, *parameters: object) -> list[Any]:
        bring_up_to_date(database, Figures)
        with psycopg.connect(database.url) as connection:
            return connection.execute(query.encode(), parameters, binary=True).fetchall()

    return rows


def test_every_revision_of_a_fold_has_its_row(log: Log, found: Any) -> None:
    ledger = Ledger()
    events = [*whole_story(), *corrected_days()]
    ledger.post_all(*events)
    posted(log, *events)
    for claim in (CLAIM, "un.derna-killed"):
        rows = found("SELECT number, view, late FROM revision WHERE claim = %s AND number IS NOT NULL", claim)
        shown = {number: {**orjson.loads(view), "late": late} for number, view, late in rows}
        for one in ledger.claim(claim).revisions:
            expected = revision_view(one, None)
            assert shown[one.number].items() <= {**expected, "recorded_at": shown[one.number]["recorded_at"]}.items()


@pytest.mark.parametrize("seed", range(4))
def test_a_row_says_what_stood_after_its_event(log: Log, found: Any, seed: int) -> None:
    ledger, events = newsroom(Random(seed))  # noqa: S311 (the same day each time)
    posted(log, *events)
    for claim, position, stands, is_retracted in found("SELECT claim, position, stands, retracted FROM revision"):
        state = fold(one for one in ledger.recorded(f"claim/{claim}") if one.position <= position)
        assert stands == (None if state.standing is None else state.standing.number)
        assert is_retracted == bool(state.retractions)


def test_what_was_never_said_is_replaced_by_no_number(log: Log, found: Any) -> None:
    posted(log, reported(), never_said())
    assert found("SELECT number, replaces, stands, kind FROM revision ORDER BY position") == [
        (1, None, 1, "reported"),
        (None, 1, None, "corrected"),
    ]


def test_a_retraction_has_a_row_for_what_stands_then(log: Log, found: Any) -> None:
    posted(log, reported(), retracted(), reinstated())
    assert found("SELECT kind, stands, retracted FROM revision ORDER BY position")[1:] == [
        ("retracted", None, True),
        ("reinstated", 1, False),
    ]


def test_amounts_are_numbers_with_the_decimals_that_were_written(log: Log, found: Any) -> None:
    texts = ["0", "7", "9999", "10000", "12345678901234567890", "3.10", "0.0001", "1000000.5", "0.00", "120000"]
    more = {"scope": {"signed": True}, "wording_note": "by lot"}
    posted(log, reported("-40.250 degrees", exact("-40.250"), claim="cold", **more))
    for number, text in enumerate(texts):
        posted(log, reported(f"{text} dead", exact(text), claim=f"claim-{number}"))
    rows = found("SELECT amount::text, low, high FROM revision ORDER BY position")
    assert [amount for amount, _, _ in rows] == ["-40.250", *texts]
    assert all(str(low) == str(high) == amount for amount, low, high in rows)


def test_a_row_of_a_past_position_shows_what_was_erased_later_as_erased(log: Log, found: Any) -> None:
    posted(log, reported("Ivanov says 498"), updated())
    assert found("SELECT form, figure_key FROM revision ORDER BY position")[0] == ("exact", "498")
    posted(log, redacted(1, "/wording", "/figure"))
    form, key, view = found("SELECT form, figure_key, view FROM revision ORDER BY position")[0]
    assert (form, key) == (None, None)
    assert orjson.loads(view)["wording"] == {"redacted": True}


@pytest.mark.parametrize("seed", range(6))
def test_filled_in_batches_by_lot_it_is_what_a_rebuild_makes(database: Database, log: Log, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 (the same day each time)
    _, events = newsroom(chance, moves=80) if seed % 3 else planted_day(chance)
    place = _followed_by_lot(database, log, events, chance)
    as_it_came = rows_of(database, Figures)
    assert place == (rebuild("figures", database.url).digest, added_up(database, Figures))
    assert rows_of(database, Figures) == as_it_came


@pytest.mark.parametrize("seed", range(6))
def test_what_became_of_prints_is_told_from_rows_as_from_all_that_is_known(
    database: Database, log: Log, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311 (the same day each time)
    ledger, events = newsroom(chance, moves=100) if seed % 3 else planted_day(chance)
    posted(log, *events)
    bring_up_to_date(database, Figures)
    with psycopg.connect(database.url) as connection:
        for until in (*chance.sample(range(1, ledger.position), 5), ledger.position):
            for story in STORIES:
                editions = _editions(ledger, story, until)
                rows = connection.execute(
                    b"SELECT DISTINCT ON (edition) edition, view FROM story_edition WHERE story = %s AND position <= %s"
                    b" ORDER BY edition, position DESC",
                    [story, until],
                ).fetchall()
                read = {number: edition_of(view) for number, view in rows}
                assert {n: _plain(one) for n, one in read.items()} == {n: _plain(one) for n, one in editions.items()}
                asked = list(wanted(editions.values()).items())
                records = known_to(connection, asked, until)
                claims = {claim: record for (claim, _), record in zip(asked, records, strict=True)}
                all_known = {claim: record_of(ledger, claim, each.published, until) for claim, each in asked}
                assert _told(editions, claims) == _told(editions, all_known)


def _followed_by_lot(database: Database, log: Log, events: list[Event], chance: Random) -> tuple[int, int]:
    """Posts *events* and projects them, each so many at a time as chance has it; the digest, kept and added up."""
    left = list(events)
    with projecting(database, Figures) as projection:
        while left:
            some = chance.randint(1, 12)
            posted(log, *left[:some])
            left = left[some:]
            while projection.process_batch(most=chance.randint(1, 9)).read:
                pass
        digest = projection.process_batch().place.digest
    return digest, added_up(database, Figures)


def _editions(ledger: Ledger, story: str, until: int) -> dict[int, Edition]:
    state = StoryState()
    for event in ledger.recorded(f"story/{story}"):
        if event.position <= until:
            evolve(state, event)
    return dict(sorted(state.editions.items()))


def _told(editions: Mapping[int, Edition], claims: Mapping[str, ClaimRecord]) -> Any:
    if not editions:
        return None
    latest = editions[max(editions)]
    return {
        "states": [_plain(one) for one in states_of(latest, claims)],
        "changes": [_plain(one) for before in editions.values() for one in changes(before, latest, claims)],
        "mismatches": _plain(mismatches(latest, claims)),
        "terms": {
            name: _plain((one.is_known, one.status, one.question, one.scope, one.chain, one.continued_by))
            for name, one in claims.items()
        },
    }


def _plain(value: Any) -> Any:
    """*value* without the times of recording, which differ between a ledger and a log."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if name not in ("recorded_at", "text")}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
