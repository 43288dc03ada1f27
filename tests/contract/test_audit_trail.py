"""The audit trail's table: who recorded what, when, and what it changed."""

from datetime import timedelta
from typing import Any

import orjson
import psycopg
import pytest
from psycopg.rows import dict_row

from adapters.projections.audit_trail import AuditTrail
from tests.events import CLAIM, CMS, QUESTION, asked, corrected_figure, exact, never_said, redacted, reported, updated
from tests.log import Log
from tests.postgres import Database
from tests.projections import bring_up_to_date, posted


@pytest.fixture
def trail(database: Database) -> Any:
    """The columns that are asked for, of every row in order, once all is projected."""

    def rows(*columns: str) -> list[Any]:
        bring_up_to_date(database, AuditTrail)
        with psycopg.connect(database.url, row_factory=dict_row) as connection:
            found = connection.execute("SELECT * FROM audit_trail ORDER BY position").fetchall()
        return [tuple(row[column] for column in columns) for row in found]

    return rows


def test_the_trail_says_who_recorded_what_and_when(log: Log, trail: Any) -> None:
    (receipt,) = posted(log, reported(id="desk-1", time="2022-03-02T20:41:07Z"))
    ((recorded_at, *row),) = trail(
        "recorded_at", "position", "version", "stream", "recorder", "type", "source", "id", "time"
    )
    assert row == [1, 1, f"claim/{CLAIM}", "open", "claim.reported.v1", CMS, "desk-1", "2022-03-02T20:41:07Z"]
    assert recorded_at.utcoffset() == timedelta(0)
    assert f"{recorded_at:%Y-%m-%dT%H:%M:%S.%fZ}" == receipt.recorded_at


def test_the_trail_says_what_each_event_changed(log: Log, trail: Any) -> None:
    posted(log, reported(), updated(), corrected_figure("498", "489"))
    assert trail("changed", "revision")[1:] == [
        (["figure", "wording", "said_at"], 2),
        (["figure", "wording"], 3),
    ]


def test_an_event_of_a_question_belongs_to_no_claim(log: Log, trail: Any) -> None:
    posted(log, asked(), reported())
    assert trail("stream", "claim", "time") == [(f"question/{QUESTION}", None, None), (f"claim/{CLAIM}", CLAIM, None)]


def test_the_correction_log_has_every_correction_whole(log: Log, trail: Any) -> None:
    posted(log, reported(), corrected_figure("498", "489", note="seen by a reader"))
    (nothing,), (correction,) = trail("correction")
    assert nothing is None
    assert orjson.loads(correction) == {
        "claim": CLAIM,
        "was": {"figure": exact("498"), "wording": "498 soldiers"},
        "is": {"figure": exact("489"), "wording": "489 soldiers"},
        "kind": "wrong_figure",
        "note": "seen by a reader",
        "reason": "misread",
        "approver": "the night desk",
        "revision": 2,
        "replaces": 1,
    }


def test_a_correction_that_leaves_nothing_made_no_revision(log: Log, trail: Any) -> None:
    posted(log, reported(), never_said())
    _, (correction,) = trail("correction")
    shown = orjson.loads(correction)
    assert (shown["was"], shown["is"], shown["revision"], shown["replaces"], shown["note"]) == ({}, {}, None, 1, None)


def test_the_correction_log_shows_what_was_redacted_later_as_redacted(log: Log, trail: Any) -> None:
    posted(log, reported(), corrected_figure("498", "489"))
    trail("correction")
    posted(log, redacted(2, "/was/wording", "/is/wording", "/approver"))
    _, (correction,), _ = trail("correction")
    shown = orjson.loads(correction)
    redacted_value = {"redacted": True}
    assert shown["was"] == {"figure": exact("498"), "wording": redacted_value}
    assert shown["is"] == {"figure": exact("489"), "wording": redacted_value}
    assert shown["approver"] == redacted_value


def test_the_trail_does_not_tell_whether_an_erased_value_was_the_same_as_another(log: Log, trail: Any) -> None:
    posted(log, reported("498 soldiers"), updated("498 soldiers", exact("498")))
    assert trail("changed")[1] == (["said_at"],)
    posted(log, redacted(1, "/wording"))
    assert trail("changed")[1] == (["wording", "said_at"],)
