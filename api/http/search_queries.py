"""A search put into SQL: the ways in which something can be found, joined; now, or as of a position."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from psycopg import sql

from adapters.postgres.composed import PARTS
from adapters.postgres.fetch import Pool, row
from adapters.postgres.queries import queries
from adapters.search_words import Sought, marked, sought
from api.http.parameters import DISPUTED, ORIGINATOR, QUESTION, STATUS, Asked, Parameter, bad
from api.http.search_parameters import EARLIER, FROM_AMOUNT, KIND, SEARCHED, TO_AMOUNT
from domain.refusals import Refused

SUBJECT = "search"
SQL = queries(SUBJECT)
EARLIER_SQL = queries("search_earlier")
EARLIER_WAYS = {
    "earlier_numbers": "numbers",
    "earlier_words": "words",
    "earlier_range": "range",
    "earlier_worded_range": "range",
}
"""The parts of search_earlier.sql that find something in these ways."""
FILTERS: tuple[Parameter[Any], ...] = (KIND, QUESTION, ORIGINATOR, STATUS, DISPUTED)

LEAST, MOST = Decimal("-Infinity"), Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for, as PostgreSQL reads it. *rests* go with the numbers of *sought*; None: no other words."""

    sought: Sought | None
    words: str | None
    rests: tuple[str | None, ...]
    marks: str | None
    filters: Mapping[str, Any]
    span: tuple[Decimal, Decimal] | None
    moment: int | None
    earlier: bool = False

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The values of the query's numbers."""
        return () if self.sought is None else tuple(one.value for one in self.sought.numbers)

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways in which something can be found by what is asked for; the later ones by what no longer stands."""
        kind = self.filters.get(KIND.name)
        if self.sought is None:
            return ("by_range", *self.earlier_ways) if kind in (None, "claim") else ()
        ways = ["by_words"] if self.words and kind != "source" else []
        if self.numbers and kind in (None, "claim"):
            ways.append("by_numbers")
        if self.sought.name is not None and kind != "source":
            ways.append("by_name")
        if self.finds_sources:
            ways.append("by_source")
        return (*ways, *self.earlier_ways)

    @property
    def earlier_ways(self) -> tuple[str, ...]:
        """Those by what no longer stands; only claims can be found by them."""
        if not self.earlier or self.filters.get(KIND.name) not in (None, "claim"):
            return ()
        if self.sought is None:
            return ("earlier_range",)
        by_words = "earlier_words" if self.span is None else "earlier_worded_range"
        return (*(("earlier_numbers",) if self.numbers else ()), *((by_words,) if self.words else ()))

    @property
    def finds_sources(self) -> bool:
        """Whether a source can be what is asked for: it has no figure, and no state of a claim."""
        return bool(self.words) and self.span is None and self.filters in ({}, {KIND.name: "source"})

    def without_range(self) -> "Search":
        """The same search among claims of any figure."""
        return replace(self, span=None)

    def query(self, name: str, ways: tuple[str, ...] = ()) -> bytes:
        """The query *name* under the filters of this search."""
        if "by_range" in ways:  # which finds claims only
            conditions = tuple(one for one in self.filters if one != KIND.name)
        else:
            conditions = tuple(self.filters) if self.span is None else (*self.filters, "in_range")
        return searching(name, ways, conditions, is_past=self.moment is not None)

    def query_for_closest(self, *, with_words: bool) -> bytes:
        """The query for the closest figure among those that no longer stand."""
        conditions = tuple(one for one in self.filters if one != KIND.name)
        return closest_earlier(conditions, with_words=with_words, is_past=self.moment is not None)

    def query_of_earlier(self) -> bytes:
        """The query for the revisions by which claims were found."""
        return shown_earlier(self.earlier_ways, with_range=self.span is not None, is_past=self.moment is not None)

    def parameters(self, **more: object) -> dict[str, Any]:
        """Those of every query."""
        low, high = self.span or (None, None)
        return {
            **self.filters,
            "words": self.words,
            "numbers": list(self.numbers),
            "rests": list(self.rests),
            "name": None if self.sought is None else self.sought.name,
            "from": low,
            "to": high,
            "position": self.moment,
            **more,
        }


async def search_of(pool: Pool, asked: Asked, moment: int | None) -> Search:
    """What a request searches for; raises Refused where it names nothing to search for."""
    query, low, high = asked[SEARCHED], asked[FROM_AMOUNT], asked[TO_AMOUNT]
    if query is None and low is None and high is None:
        raise Refused(bad(SEARCHED.name, "words or a number, or else from or to, a range of figures", None))
    span = None if low is None and high is None else (LEAST if low is None else low, MOST if high is None else high)
    if span is not None and span[0] > span[1]:
        raise Refused(bad(TO_AMOUNT.name, "an amount that is not below from", asked.text[TO_AMOUNT.name]))
    filters = {one.name: asked[one] for one in FILTERS if asked[one] is not None}
    earlier = span is None if asked[EARLIER] is None else asked[EARLIER] == "true"
    if query is None:
        return Search(None, None, (), None, filters, span, moment, earlier)
    meant = sought(query)
    words, rests, marks = await _terms(pool, query, meant)
    return Search(meant, words, rests, marks, filters, span, moment, earlier)


async def _terms(pool: Pool, query: str, meant: Sought) -> tuple[str | None, tuple[str | None, ...], str | None]:
    parameters = {
        "words": meant.words,
        "before_last": meant.before_last,
        "prefix": meant.prefix,
        "rests": [one.words for one in meant.numbers],
        "marked": " ".join(marked(query)),
    }
    found = await row(pool, SQL["terms"], parameters)
    words, rests, marks = found or ("", (), None)
    return words or None, tuple(rests), marks


@lru_cache(maxsize=1_024)
def searching(name: str, ways: tuple[str, ...], conditions: tuple[str, ...], *, is_past: bool) -> bytes:
    """The query *name* of search.sql that looks in all *ways*, under all *conditions*."""
    moment = "as_of" if is_past else "now"
    parts: dict[str, sql.Composable] = {
        one: sql.SQL(SQL[f"{one}_{moment}"]) for one in ("entries", "entry", "figures", "touching", "sources")
    }
    parts["numbered"] = sql.SQL(SQL[f"numbered_{moment}"]).format(figures=parts["figures"])
    parts |= {"touches": sql.SQL(SQL["touches"]), "counting": sql.SQL(queries(PARTS)["counting"])}

    def part(one: str, **more: sql.Composable) -> sql.Composable:
        return sql.SQL(SQL[one]).format(**parts, **more)

    joint = sql.SQL(f" {SQL['and']} ")
    where = joint.join([part(one) for one in conditions or ("always",)])
    nothing = part("always")
    of_the_claim = joint.join([part(one) for one in conditions if one != "in_range"] or [nothing])

    def way(one: str) -> sql.Composable:
        if one in EARLIER_WAYS:
            earlier = _earlier(one, parts["entries"], of_the_claim, (), moment, with_range="in_range" in conditions)
            return sql.SQL(EARLIER_SQL["way"]).format(earlier=earlier)
        if one == "by_range" and not conditions:
            return part("by_range_alone")
        return part(one, conditions=nothing if one == "by_source" else where)

    return part(
        name,
        conditions=where,
        ways=sql.SQL(f" {SQL['union']} ").join([way(one) for one in ways]),
        matches=part("in_range" if "by_range" in ways else "matches_words"),
    ).as_bytes(None)


@lru_cache(maxsize=64)
def shown_earlier(ways: tuple[str, ...], *, with_range: bool, is_past: bool) -> bytes:
    """The query for the revisions by which some claims were found in one of *ways*."""
    moment = "as_of" if is_past else "now"
    entries, always = sql.SQL(SQL[f"entries_{moment}"]), sql.SQL(SQL["always"])
    found = [_earlier(one, entries, always, ("of_claims", "of_streams"), moment, with_range=with_range) for one in ways]
    return sql.SQL(EARLIER_SQL["shown"]).format(ways=sql.SQL(f" {SQL['union']} ").join(found)).as_bytes(None)


@lru_cache(maxsize=256)
def closest_earlier(conditions: tuple[str, ...], *, with_words: bool, is_past: bool) -> bytes:
    """The query for the figure that no longer stands and comes closest, of claims under all *conditions*."""
    moment = "as_of" if is_past else "now"
    joint = sql.SQL(f" {SQL['and']} ")
    return (
        sql.SQL(EARLIER_SQL["closest_of_words" if with_words else "closest"])
        .format(
            entries=sql.SQL(SQL[f"entries_{moment}"]),
            conditions=joint.join([sql.SQL(SQL[one]) for one in conditions or ("always",)]),
            among=sql.SQL(EARLIER_SQL[f"among_{moment}"]),
            is_over=sql.SQL(EARLIER_SQL[f"is_over_{moment}"]),
        )
        .as_bytes(None)
    )


def _earlier(
    way: str,
    entries: sql.Composable,
    conditions: sql.Composable,
    shown: tuple[str, ...],
    moment: str,
    *,
    with_range: bool,
) -> sql.Composable:
    """A part of search_earlier.sql; *shown*: conditions on revisions and on words, if only some are looked at."""
    joint = sql.SQL(f" {SQL['and']} ")
    among, among_words = (
        joint.join(
            [
                sql.SQL(EARLIER_SQL[f"{one}_{moment}"]),
                *(sql.SQL(EARLIER_SQL[only]) for only in shown[place : place + 1]),
            ]
        )
        for place, one in enumerate(("among", "among_words"))
    )
    return sql.SQL(EARLIER_SQL[EARLIER_WAYS[way]]).format(
        entries=entries,
        conditions=conditions,
        among=among,
        among_words=among_words,
        within=sql.SQL(EARLIER_SQL["within"] if with_range else SQL["always"]),
        worded=sql.SQL(EARLIER_SQL["worded"] if way == "earlier_worded_range" else SQL["always"]),
        is_over=sql.SQL(EARLIER_SQL[f"is_over_{moment}"]),
    )
