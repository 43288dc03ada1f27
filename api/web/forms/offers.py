"""What the record knows of ids that are typed in: questions, claims and sources to choose from; whether one is new."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import orjson
from psycopg.rows import TupleRow

from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from api.http.first_wordings import name_by_first_wordings
from api.web.forms.fields import Entries, Node, fields_of
from api.web.forms.preview import Line
from api.web.sentences import claim_name
from domain.events import Corrected, Disputed, EventData, Linked, Reported
from domain.figure import Relative
from domain.shapes import is_id
from domain.wire import wire

SQL = queries("form_offers")
MOST = 200
MOST_TYPED = 20
NEW_QUESTION = "No question of this id has been asked; the claim will open it as not asked yet"
NAMED_QUESTION = "No question of this id has been asked; other claims name it already"
NEW_CLAIM = "The record knows no claim of this id yet"

Offered = tuple[str, str]
"""An id, and what it is called."""


async def offered(pool: Pool, nodes: Sequence[Node], entries: Entries) -> Mapping[str, Sequence[Offered]]:
    """By kind, what the fields in *nodes* may be filled in with: the latest used, and what begins as it was typed."""
    typed: dict[str, list[str]] = {}
    for one in fields_of(nodes):
        if one.offers:
            typed.setdefault(one.offers, []).append(entries.get(one.name, "").strip())
    found = await asyncio.gather(*(_offered(pool, kind, texts) for kind, texts in typed.items()))
    return dict(zip(typed, found, strict=True))


async def _offered(pool: Pool, kind: str, texts: Sequence[str]) -> Sequence[Offered]:
    begun = [one for one in dict.fromkeys(texts) if is_id(one)][:MOST_TYPED]  # nothing begins like what is no id
    found = await rows(pool, SQL[kind], {"typed": begun, "most": MOST})
    names = await _claim_names(pool, found) if kind == "claims" else {id_: name or "" for id_, name in found}
    return list(names.items())


async def _claim_names(pool: Pool, found: Sequence[TupleRow]) -> dict[str, str]:
    views = {claim: orjson.loads(view) for claim, view in found}
    await name_by_first_wordings(pool, views.values())
    return {claim: claim_name(view) for claim, view in views.items()}


async def told_of_the_unknown(pool: Pool, data: EventData) -> list[Line]:
    """A line for each question and claim that *data* names and the record does not know."""
    named = list(_named(data))
    if not named:
        return []
    found = await rows(pool, SQL["known"], {"streams": [stream for _, stream in named]})
    known = {one[0] for one in found}
    return [await _line(pool, term, stream) for term, stream in named if stream not in known]


async def _line(pool: Pool, term: str, stream: str) -> Line:
    kind, _, name = stream.partition("/")
    if kind == "claim":
        return Line(term, f"{name}: {NEW_CLAIM[:1].lower()}{NEW_CLAIM[1:]}" if term == "Figure" else NEW_CLAIM)
    found = await row(pool, SQL["is_named"], {"question": name})
    return Line(term, NAMED_QUESTION if found is not None and found[0] else NEW_QUESTION)


def _named(data: EventData) -> Iterator[tuple[str, str]]:
    """The term of a preview's line, and the stream that it is about."""
    shown = cast("Mapping[str, Any]", wire(data))
    match data:
        case Reported():
            yield "Question", f"question/{shown['question']}"
            if isinstance(data.figure, Relative) and (claim := shown["figure"]["to"].get("claim")):
                yield "Figure", f"claim/{claim}"
        case Corrected() if "question" in shown["is"]:
            yield "Question", f"question/{shown['is']['question']}"
        case Linked():
            yield "Link", f"claim/{shown['to']}"
        case Disputed() if "counter_claim" in shown:
            yield "Their own claim", f"claim/{shown['counter_claim']}"
        case _:
            return
