"""The tables of the search: what is found, what was, by which figure; sources and what their records tell."""

from typing import Any

import psycopg
import pytest

from adapters.projections.search import Search
from tests.events import (
    CLAIM,
    QUESTION,
    approximate,
    asked,
    at_least,
    attributed,
    chain,
    corrected_figure,
    disputed,
    exact,
    from_to,
    hop,
    less_than,
    more_than,
    redacted,
    reported,
    resolved,
    retracted,
    reworded,
    tally,
    updated,
    vague,
)
from tests.log import Log
from tests.postgres import Database
from tests.projections import OTHER, bring_up_to_date, posted


@pytest.fixture
def shown(database: Database) -> Any:
    """What a query finds once all is projected."""

    def found(query: str, *parameters: object) -> list[Any]:
        bring_up_to_date(database, Search, most_bytes=0)
        with psycopg.connect(database.url) as connection:
            return connection.execute(query.encode(), parameters).fetchall()

    return found


def written(database: Database) -> list[tuple[str, str]]:
    """Which row of each entry is the one that was written, by transaction."""
    with psycopg.connect(database.url) as connection:
        return connection.execute("SELECT stream, xmin::text FROM search_entry").fetchall()


def test_a_claims_own_figure_is_not_one_of_its_words(log: Log, shown: Any) -> None:
    posted(log, reported("1,351 of 2,000 soldiers", exact("1351")))
    assert shown("SELECT title, wording FROM search_entry") == [
        ("Russian soldiers Ukraine person killed", "xfigurex of 2000 soldiers")
    ]


def test_another_figure_in_the_same_words_writes_no_word_again(database: Database, log: Log, shown: Any) -> None:
    posted(log, reported("498 soldiers"))
    shown("SELECT")
    before = written(database)
    posted(log, updated("1,351 soldiers"))
    assert shown("SELECT low, high FROM search_figure") == [(1351, 1351)]
    assert written(database) == before
    assert shown("SELECT count(*) FROM search_history") == [(1,)]


def test_other_words_leave_a_row_of_history_from_their_position_on(log: Log, shown: Any) -> None:
    posted(log, asked(), reported("498 soldiers"), updated("1,351 servicemen"), reworded())
    assert shown("SELECT stream, since FROM search_history ORDER BY since") == [
        (f"question/{QUESTION}", 1),
        (f"claim/{CLAIM}", 2),
        (f"claim/{CLAIM}", 3),
        (f"question/{QUESTION}", 4),
    ]


@pytest.mark.parametrize(
    ("wording", "figure", "row"),
    [
        ("498", exact("498"), (498, 498, True, True)),
        ("about 500", approximate("500"), (500, 500, True, True)),
        ("498 or more", at_least("498"), (498, None, True, False)),
        ("more than 498", more_than("498"), (498, None, False, False)),
        ("fewer than 498", less_than("498"), (None, 498, False, False)),
        ("10 to 12", from_to("10", "12"), (10, 12, True, True)),
    ],
)
def test_a_figure_is_found_by_its_bounds(
    log: Log, shown: Any, wording: str, figure: dict[str, Any], row: tuple[Any, ...]
) -> None:
    posted(log, reported(wording, figure))
    assert shown("SELECT low, high, low_closed, high_closed FROM search_figure") == [row]


@pytest.mark.parametrize(("wording", "figure"), [("hundreds", vague("hundreds")), ("141-5", tally(yes="141", no="5"))])
def test_a_figure_without_an_amount_of_its_own_has_no_bounds(
    log: Log, shown: Any, wording: str, figure: dict[str, Any]
) -> None:
    posted(log, reported("498"), updated(wording, figure))
    assert shown("SELECT claim FROM search_figure") == []


def test_a_retracted_claim_has_neither_wording_nor_figure(log: Log, shown: Any) -> None:
    posted(log, reported("498 soldiers"), retracted())
    assert shown("SELECT status, wording FROM search_entry") == [("retracted", "")]
    assert shown("SELECT claim FROM search_figure") == []


def test_a_corrected_figure_is_found_by_what_is_right(log: Log, shown: Any) -> None:
    posted(log, reported("489 soldiers", exact("489")), corrected_figure("489", "498"))
    assert shown("SELECT low FROM search_figure") == [(498,)]


def test_whoever_stands_in_a_chain_is_named_once_with_the_first_role(log: Log, shown: Any) -> None:
    posted(
        log, reported(attribution=[hop("ap", "originator", "asserts"), hop("ap", "relay"), hop("newsweek", "outlet")])
    )
    assert shown("SELECT party, role FROM party_claim ORDER BY party") == [("ap", "originator"), ("newsweek", "outlet")]


def test_a_new_chain_takes_the_place_of_the_old_one_but_in_history(log: Log, shown: Any) -> None:
    posted(log, reported(attribution=chain("ru-mod", "tass")), attributed(chain("ru-mod", "interfax")))
    assert shown("SELECT party FROM party_claim ORDER BY party") == [("interfax",), ("newsweek",), ("ru-mod",)]
    assert shown("SELECT party FROM party_history WHERE since = 1 ORDER BY party") == [
        ("newsweek",),
        ("ru-mod",),
        ("tass",),
    ]
    assert shown("SELECT party FROM source ORDER BY party") == [("interfax",), ("newsweek",), ("ru-mod",), ("tass",)]


def test_the_same_chain_again_names_nobody(log: Log, shown: Any) -> None:
    posted(log, reported(), updated(attribution=chain()))
    assert shown("SELECT DISTINCT since FROM party_history") == [(1,)]


def test_a_source_keeps_the_name_that_was_recorded_last_whatever_claim_it_was_in(log: Log, shown: Any) -> None:
    def named(name: str | None) -> list[dict[str, Any]]:
        who = {"id": "ru-mod", "kind": "office"} | ({} if name is None else {"name": name})
        return [{"who": who, "role": "originator", "stance": "asserts"}]

    posted(log, reported(attribution=named("The Ministry")), reported(claim=OTHER, attribution=named("Defence")))
    assert shown("SELECT name FROM source") == [("Defence",)]
    posted(log, attributed(named("The Ministry of Defence")), attributed(named(None), claim=OTHER))
    assert shown("SELECT name FROM source") == [("The Ministry of Defence",)]


def test_an_erased_name_is_taken_from_its_source(log: Log, shown: Any) -> None:
    first, second = chain("ivanov"), chain("ivanov")
    first[0]["who"]["name"], second[0]["who"]["name"] = "Ivan Ivanov", "I. Ivanov"
    posted(log, reported(attribution=first), reported(claim=OTHER, attribution=second))
    assert shown("SELECT name FROM source WHERE party = 'ivanov'") == [("I. Ivanov",)]
    posted(log, redacted(1, "/attribution/0", claim=OTHER))
    assert shown("SELECT name FROM source WHERE party = 'ivanov'") == [("Ivan Ivanov",)]
    posted(log, redacted(1, "/attribution/0"))
    assert shown("SELECT party FROM source") == [("newsweek",)]


def test_a_record_tells_of_disputes_to_both_parties(log: Log, shown: Any) -> None:
    posted(log, reported(), disputed(), resolved())
    assert shown("SELECT position, what, party, dispute, detail FROM source_event ORDER BY position, what") == [
        (2, "disputed", "ru-mod", "d-1", "figure"),
        (2, "disputes", "kyiv-adviser", "d-1", "figure"),
        (3, "resolved", "ru-mod", "d-1", "rejected"),
    ]


def test_an_unnamed_originators_record_is_nobodys(log: Log, shown: Any) -> None:
    posted(log, reported(attribution=chain(None)), disputed(by=None))
    assert shown("SELECT DISTINCT party FROM source_event") == [(None,)]
    assert shown("SELECT party FROM party_claim") == [("newsweek",)]


def test_words_with_a_null_character_can_be_found(log: Log, shown: Any) -> None:
    posted(log, reported("498\0soldiers"))
    assert shown("SELECT wording FROM search_entry") == [("xfigurex\ufffdsoldiers",)]


def test_a_statement_of_any_length_can_be_recorded(log: Log, shown: Any) -> None:
    posted(log, reported(statement="word " * 40_000))
    ((length,),) = shown("SELECT length(more) FROM search_entry")
    assert length == 10_000
