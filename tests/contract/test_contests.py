"""What decides whether a question is contested, as rows: kept up with the log, the same after a rebuild."""

from random import Random
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from adapters.projections.contests import Contests
from domain.scope import SCOPE_FIELDS
from tests import events as posts
from tests.events import CLAIM, QUESTION, disputed, exact, more_than, redacted, reported, resolved, retracted, updated
from tests.log import Log
from tests.postgres import Database
from tests.projections import OTHER, bring_up_to_date, posted


@pytest.fixture
def contests(database: Database) -> Any:
    """The columns that are asked for, of every row in order of claims, once all is projected."""

    def rows(*columns: str) -> list[Any]:
        bring_up_to_date(database, Contests)
        with psycopg.connect(database.url, row_factory=dict_row) as connection:
            found = connection.execute("SELECT * FROM contest ORDER BY claim").fetchall()
        return [tuple(row[column] for column in columns) for row in found]

    return rows


def test_a_claim_has_the_bounds_of_what_stands(log: Log, contests: Any) -> None:
    posted(log, reported(), reported("more than 7,000 soldiers", more_than("7000"), claim=OTHER), updated())
    assert contests("claim", "question", "low", "low_open", "high", "high_open") == [
        (OTHER, QUESTION, 7000, True, None, True),
        (CLAIM, QUESTION, 1351, False, 1351, False),
    ]


def test_scope_and_period_are_those_that_are_compared(log: Log, contests: Any) -> None:
    posted(log, reported(scope={"population": "Russian  Soldiers"}, refers_to="2022-03"))
    posted(log, reported(claim=OTHER, scope={"population": "russian soldiers"}, refers_to="2022-03-01/2022-03-31"))
    first, second = contests("scope", "period")
    assert first == second


def test_a_tally_is_told_from_another_and_has_no_bounds(log: Log, contests: Any) -> None:
    vote = posts.tally(**{"for": "141", "against": "5"})
    posted(log, reported("141-5", vote))
    ((low, tally),) = contests("low", "tally")
    assert low is None
    assert tally.startswith("t:")


def test_what_cannot_contradict_has_no_row_unless_it_is_disputed(log: Log, contests: Any) -> None:
    posted(log, reported("about 500 soldiers", posts.approximate("500")))
    assert contests("claim") == []
    posted(log, disputed())
    assert contests("claim", "is_disputed") == [(CLAIM, True)]


def test_a_dispute_counts_for_as_long_as_it_is_open_and_what_it_is_about_stands(log: Log, contests: Any) -> None:
    posted(log, reported(), disputed())
    assert contests("is_disputed") == [(True,)]
    posted(log, updated())
    assert contests("is_disputed") == [(False,)]
    posted(log, disputed("d-2", target=2), resolved("d-2"))
    assert contests("is_disputed") == [(False,)]


@pytest.mark.parametrize("event", [retracted(), redacted(1, "/figure"), redacted(1, "/scope")])
def test_what_does_not_stand_any_more_or_is_erased_has_no_row(log: Log, contests: Any, event: posts.Event) -> None:
    posted(log, reported(figure=exact("498")))
    assert len(contests("claim")) == 1
    posted(log, event)
    assert contests("claim") == []


def test_a_scope_longer_than_any_index_takes_is_kept(log: Log, contests: Any) -> None:
    chance = Random(1)  # noqa: S311 (any text does)
    scope = {name: "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(1_000)) for name in SCOPE_FIELDS}
    posted(log, reported(scope=scope))
    assert contests("claim") == [(CLAIM,)]
