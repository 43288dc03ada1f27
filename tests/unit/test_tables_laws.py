"""Laws of tables: whatever stands in them, and whatever becomes of them from one vintage to the next."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from adapters.tables.recorded import known_of
from adapters.tables.rows import TableError
from tests.ledger import Ledger
from tests.tables import became, mapped

FLOOD = "https://newsroom.example/tables/flood"
FIRST_DAY = date(2022, 1, 2)

Vintage: TypeAlias = dict[tuple[int, str], int]


def table_of(vintage: Vintage) -> str:
    rows = [f"{FIRST_DAY + timedelta(day)},{place},{dead}\n" for (day, place), dead in sorted(vintage.items())]
    return "day,place,dead\n" + "".join(rows)


vintages = st.dictionaries(
    st.tuples(st.integers(0, 5), st.sampled_from(["Kyiv", "Lviv", "Odesa"])), st.integers(0, 10_000), min_size=1
)
histories = st.lists(vintages, min_size=1, max_size=4)


def grown(history: Sequence[Vintage]) -> list[Vintage]:
    """Vintages of one table that loses no row."""
    table: Vintage = {}
    return [table := {**table, **vintage} for vintage in history]


@given(histories)
def test_a_ledger_takes_all_that_is_made_and_each_day_has_the_figure_of_the_last_vintage(
    history: list[Vintage],
) -> None:
    history = grown(history)
    ledger = Ledger()
    ledger.post_all(*became(mapped(), *map(table_of, history)).events)

    for place in {place for _, place in history[-1]}:
        claim = ledger.claim(f"flood.dead.{place.lower()}")
        current = {one.said_at: one.wording for one in claim.revisions if not one.replaced}
        assert current == {
            str(FIRST_DAY + timedelta(day)): f"{dead} dead in {place}"
            for (day, of), dead in history[-1].items()
            if of == place
        }


@given(histories)
def test_one_vintage_more_only_adds_events(history: list[Vintage]) -> None:
    tables = list(map(table_of, grown(history)))
    all_of_it = became(mapped(), *tables).events

    for count in range(1, len(tables)):
        before = became(mapped(), *tables[:count]).events
        assert list(islice(all_of_it, len(before))) == before


@given(histories)
def test_what_is_made_against_the_record_is_what_all_vintages_together_make(history: list[Vintage]) -> None:
    tables = list(map(table_of, grown(history)))
    recorded = became(mapped(), *tables[:-1]).events if len(tables) > 1 else []

    new = became(mapped(), tables[-1], known=known_of(recorded, FLOOD)).events

    assert recorded + new == became(mapped(), *tables).events


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)))
def test_whatever_is_given_as_a_table_it_is_read_or_refused(table: str | bytes) -> None:
    try:
        made = became(mapped(), "day,place,dead\n" + table if isinstance(table, str) else b"day,place,dead\n" + table)
    except (TableError, UnicodeEncodeError):
        return
    assert {1}.isdisjoint(one.row for one in made.faults)


@given(st.lists(st.fixed_dictionaries({}, optional={"day": st.text(), "place": st.text(), "dead": st.text()})))
def test_whatever_stands_in_its_cells_each_row_becomes_something(rows: list[dict[str, str]]) -> None:
    quoted = [
        ",".join(
            '"' + row.get(name, "").replace('"', '""').replace("\0", "") + '"' for name in ("day", "place", "dead")
        )
        for row in rows
    ]
    try:
        made = became(mapped(), "\n".join(["day,place,dead", *quoted]) + "\n")
    except (TableError, UnicodeEncodeError):
        return
    assert len(made.events) + len(made.faults) + len(made.passed) == len(rows)
