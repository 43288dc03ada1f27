"""Claims: every one that the record has, narrowed by question, source, state, dispute, story and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.as_of import moment_of
from api.http.at_least import VIEWS
from api.http.claim_reading import questions_of
from api.http.claims import claims
from api.http.facets import MOST_VALUES as MOST_LISTED
from api.http.first_wordings import name_by_first_wordings
from api.http.parameters import (
    AS_OF,
    CURSOR,
    DISPUTED,
    FACETS,
    LIMIT,
    ORDER,
    ORIGINATOR,
    QUESTION,
    STATUS,
    STORY,
    WHO,
    Asked,
    Parameter,
    Q,
)
from api.http.reading import pool_of
from api.http.story_reading import reflected
from api.web.lists import filled, first_page, list_of, sent
from api.web.sentences import count_words
from api.web.site import as_query, asked_of, page
from api.words import originator_words, text_words

Shown: TypeAlias = Mapping[str, Any]

TAKEN: tuple[Parameter[Any], ...] = (
    QUESTION,
    ORIGINATOR,
    WHO,
    STORY,
    STATUS,
    DISPUTED,
    Q,
    FACETS,
    AS_OF,
    LIMIT,
    CURSOR,
    ORDER,
)
FILTERS: tuple[Parameter[Any], ...] = (QUESTION, ORIGINATOR, WHO, STORY, STATUS, DISPUTED, Q)
STATUSES = {"standing": "Stands", "retracted": "Retracted", "empty": "Nothing left"}
TITLES = (("question", "Question"), ("originator", "Who said it first"), ("status", "State"), ("disputed", "Dispute"))
MOST_VALUES = 8

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its words, how many have it, and where the list of these is, or of all again."""

    words: str
    count: int
    address: str
    is_chosen: bool
    is_id: bool = False


@router.get("/claims")
async def claims_page(request: Request) -> Response:
    """A page of claims in the order of their ids, with what they could be narrowed by."""
    request = filled(request)
    asked = asked_of(request, TAKEN)
    pool = pool_of(request)
    moment = await moment_of(pool, asked, VIEWS)
    shown = await list_of(claims, request, _with_facets(asked), moment)
    items = shown["items"]
    questions = {one["question"] for one in items} | {one["value"] for one in shown["facets"]["question"]}
    views = await questions_of(pool, questions, await reflected(pool, moment))
    await name_by_first_wordings(pool, items)
    texts = {one: text_words(views[one]["text"]) if one in views else one for one in questions}
    return await page(
        request,
        "claims.html",
        title=_title(asked, shown["facets"]),
        section="claims",
        as_of=moment,
        json_url=f"/v1/claims{as_query(sent(asked, moment))}",
        since=None if moment is None else "What was recorded later is left out.",
        live=(),
        asked=asked.text,
        is_narrowed=any(asked[one] is not None for one in FILTERS),
        items=items,
        texts=texts,
        statuses=STATUSES,
        facets=_facets(asked, shown["facets"], {**texts, **_originators(items)}),
        next=shown["next"],
        first=first_page(request, asked),
        most=MOST_VALUES,
        listed=MOST_LISTED,
    )


def _with_facets(asked: Asked) -> Asked:
    """The same with facets counted, which the page always shows."""
    values = {one.name: asked[one] for one in TAKEN if asked[one] is not None}
    return Asked({**asked.text, FACETS.name: "true"}, {**values, FACETS.name: True})


def _title(asked: Asked, facets: Shown) -> str:
    count = sum(one["count"] for one in facets["status"])
    told = count_words(count, "claim") if facets["complete"] else f"More than {facets['counted']:,} claims"
    words = f" with “{asked.text[Q.name].strip()}”" if asked[Q] is not None else ""
    return f"No claims{words}" if not count else f"{told}{words}"


def _facets(asked: Asked, facets: Shown, names: Mapping[str, str]) -> list[tuple[str, str, Sequence[Choice]]]:
    """What narrows the list, where it would: the parameter, its words, its values with their counts."""
    found: list[tuple[str, str, Sequence[Choice]]] = []
    for name, title in TITLES:
        choices = [_choice(asked, name, one, names) for one in facets[name]]
        if len(choices) > 1 or any(one.is_chosen for one in choices):
            found.append((name, title, choices))
    return found


def _choice(asked: Asked, name: str, facet: Shown, names: Mapping[str, str]) -> Choice:
    value = str(facet["value"]).lower() if isinstance(facet["value"], bool) else facet["value"]
    rest = {each: text for each, text in asked.text.items() if each not in (name, CURSOR.name, FACETS.name)}
    is_chosen = asked.text.get(name) == value
    address = f"/claims{as_query(rest if is_chosen else {**rest, name: value})}"
    told = {"true": "Disputed", "false": "Not disputed", **STATUSES, **names}
    return Choice(told.get(value, value), facet["count"], address, is_chosen, is_id=value not in told)


def _originators(items: Sequence[Shown]) -> dict[str, str]:
    """The names of who said it first, by their ids, as far as the claims on this page tell."""
    first = [(one["attribution"][0].get("who", {}).get("id"), originator_words(one["attribution"])) for one in items]
    return {id_: name for id_, name in first if id_}
