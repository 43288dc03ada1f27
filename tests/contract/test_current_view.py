"""The tables of current views: what stands, and what stood at every moment."""

from typing import Any

import orjson
import psycopg
import pytest

from adapters.claim_log import ClaimLog
from adapters.projections.current_view import CurrentView
from domain.claim_state import ClaimState
from domain.question import QuestionState
from domain.view import current_view, question_view
from tests.events import CLAIM, QUESTION, asked, chain, never_said, redacted, reported, retracted, updated
from tests.log import Log
from tests.past import state_at
from tests.postgres import Database
from tests.projections import OTHER, bring_up_to_date, posted, whole_story


@pytest.fixture
def shown(database: Database) -> Any:
    """What a query finds once all is projected."""

    def found(query: str, *parameters: object) -> list[Any]:
        bring_up_to_date(database, CurrentView)
        with psycopg.connect(database.url) as connection:
            return connection.execute(query.encode(), parameters).fetchall()

    return found


def test_every_row_of_history_shows_what_a_fold_from_the_log_shows(database: Database, log: Log, shown: Any) -> None:
    posted(log, *whole_story())
    rows = shown("SELECT claim, position, view FROM current_view_history")
    assert len(rows) == sum(one["type"].startswith("claim") for one in whole_story())
    with ClaimLog(env={"DATABASE_URL": database.url}) as claims:
        for claim, position, view in rows:
            state = state_at(claims, f"claim/{claim}", position)
            assert isinstance(state, ClaimState)
            assert orjson.loads(view) == current_view(claim, state)


def test_every_row_of_a_questions_history_shows_what_a_fold_shows(database: Database, log: Log, shown: Any) -> None:
    posted(log, *whole_story())
    rows = shown("SELECT question, position, view FROM question_view_history ORDER BY position")
    with ClaimLog(env={"DATABASE_URL": database.url}) as claims:
        for question, position, view in rows:
            state = state_at(claims, f"question/{question}", position)
            assert isinstance(state, QuestionState)
            assert orjson.loads(view) == question_view(question, state)
    assert shown("SELECT question, position, view FROM question_view") == [rows[-1]]


def test_the_current_row_is_the_last_one_of_history(log: Log, shown: Any) -> None:
    posted(log, *whole_story())
    both = shown("""
        SELECT claim, row(now.*) IS NOT DISTINCT FROM row(last.*)
        FROM (
            SELECT claim, position, question, originator, parties, status, disputed, version, recorded_at, view
            FROM current_view
        ) AS now
        JOIN (SELECT DISTINCT ON (claim) * FROM current_view_history ORDER BY claim, position DESC) AS last
        USING (claim)
        ORDER BY claim
    """)
    assert both == [(OTHER, True), (CLAIM, True)]


def test_a_claim_is_found_by_everybody_in_its_chain(log: Log, shown: Any) -> None:
    posted(
        log, reported(attribution=chain("ru-mod", "tass", "reuters")), reported(claim=OTHER, attribution=chain(None))
    )
    assert shown("SELECT originator, parties FROM current_view ORDER BY claim") == [
        (None, ["newsweek"]),
        ("ru-mod", ["ru-mod", "tass", "reuters", "newsweek"]),
    ]


def test_a_claim_is_found_by_the_words_that_stand(log: Log, shown: Any) -> None:
    posted(log, reported("498 soldiers"), updated("1,351 soldiers", statement="dead in action"))
    ((words,),) = shown("SELECT words FROM current_view")
    assert words == "1,351 soldiers dead in action Russian soldiers Ukraine person killed"


def test_a_retracted_claim_is_found_by_what_was_said_last(log: Log, shown: Any) -> None:
    posted(log, reported("498 soldiers"), retracted())
    found = "498 soldiers Russian soldiers Ukraine person killed"
    assert shown("SELECT status, words FROM current_view") == [("retracted", found)]


def test_a_claim_of_which_nothing_is_left_is_empty(log: Log, shown: Any) -> None:
    posted(log, reported(), never_said())
    assert shown("SELECT status FROM current_view") == [("empty",)]


def test_words_with_a_null_character_are_shown_as_json_has_them(log: Log, shown: Any) -> None:
    posted(log, asked("How\0many?"), reported("498\0soldiers"))
    ((words, view),) = shown("SELECT words, view FROM current_view")
    assert words.startswith("498\ufffdsoldiers")
    assert orjson.loads(view)["standing"]["wording"] == "498\0soldiers"
    assert shown("SELECT text FROM question_view") == [("How\ufffdmany?",)]


def test_an_erased_text_of_a_question_is_null(log: Log, shown: Any) -> None:
    posted(log, *whole_story())
    ((_, text, topics),) = shown("SELECT question, text, topics FROM question_view")
    assert (text, topics) == ("How many soldiers died?", ["war"])
    assert shown("SELECT DISTINCT text FROM question_view_history WHERE version < 2") == [(None,)]


def test_a_row_of_history_before_a_redaction_shows_the_value_erased(log: Log, shown: Any) -> None:
    (first,) = posted(log, reported("Ivanov says 498"))
    ((before,),) = shown("SELECT view FROM current_view_history WHERE position = %s", first.position)
    posted(log, redacted(1, "/wording"))
    ((after,),) = shown("SELECT view FROM current_view_history WHERE position = %s", first.position)
    assert orjson.loads(before)["standing"]["wording"] == "Ivanov says 498"
    assert orjson.loads(after)["standing"]["wording"] == {"redacted": True}


def test_a_question_that_nobody_asked_has_no_row_of_its_own(log: Log, shown: Any) -> None:
    posted(log, reported())
    assert shown("SELECT question FROM question_view") == []
    assert shown("SELECT question FROM current_view") == [(QUESTION,)]
