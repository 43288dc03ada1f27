"""The search: claims with their figures under their questions, then questions, stories and sources."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters.postgres.fetch import Pool
from api.http import paging
from api.http.as_of import moment_of_page
from api.http.at_least import FIGURES, SEARCH, VIEWS, reach, tracked
from api.http.facets import MOST_VALUES as MOST_LISTED
from api.http.parameters import (
    AS_OF,
    CURSOR,
    DISPUTED,
    FACETS,
    LIMIT,
    ORIGINATOR,
    QUESTION,
    STATUS,
    Asked,
    NotReadable,
    Parameter,
)
from api.http.reading import pool_of
from api.http.search import found
from api.http.search_items import claims_shown
from api.http.search_parameters import EARLIER, FROM_AMOUNT, KIND, KINDS, SEARCHED, TO_AMOUNT
from api.http.search_queries import Search, search_of
from api.web.lists import filled, first_page, sent
from api.web.sentences import count_words
from api.web.site import as_query, asked_of, page
from api.words import amount_words, who_words

Shown: TypeAlias = Mapping[str, Any]

PLURALS = {"claim": "claims", "question": "questions", "story": "stories", "source": "sources"}
STATUSES = {"standing": "Stands", "retracted": "Retracted", "empty": "Nothing left"}
NARROWING = ("kind", "question", "originator", "status", "disputed")
MOST_VALUES = 8

IN_QUOTES = re.compile(r'"[^"]+"')

router = APIRouter(include_in_schema=False)


def _amount(read: Parameter[Decimal]) -> Parameter[Decimal]:
    """An amount as people type it too: "1,500"."""

    def typed(text: str) -> Decimal:
        try:
            return read.read(text.strip().replace(",", ""))
        except NotReadable:
            raise NotReadable("an amount in digits, such as 1,500 or 3.10") from None

    return replace(read, read=typed)


LOW, HIGH = _amount(FROM_AMOUNT), _amount(TO_AMOUNT)
TAKEN = (SEARCHED, LOW, HIGH, EARLIER, KIND, QUESTION, ORIGINATOR, STATUS, DISPUTED, AS_OF, LIMIT, CURSOR)


@dataclass(frozen=True, slots=True)
class Group:
    """Claims about one question; *text* is the question's, None where it was never asked; *hit* if it was found too."""

    question: str
    text: Any
    hit: Shown | None
    claims: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its words, how many have it, and where a search for these leads, or for all again."""

    words: str
    count: int
    address: str
    is_chosen: bool
    is_id: bool = False


@router.get("/search")
async def search_page(request: Request) -> Response:
    """The page; without anything to search for, the form."""
    request = filled(request)
    asked = asked_of(request, TAKEN)
    of_list = paging.page(request.url.path, _with_facets(asked))
    pool = pool_of(request)
    moment = await moment_of_page(pool, of_list, SEARCH)
    past = moment if of_list.is_past else None
    text = _without(sent(asked, past), CURSOR.name)
    is_asked = any(one.name in asked.text for one in (SEARCHED, LOW, HIGH))
    answer = await _answer(pool, of_list, moment) if is_asked else None
    views = {} if answer is None else await _views(pool, answer, moment)
    items: Sequence[Shown] = () if answer is None else answer["items"]
    words = _asked_words(asked)
    groups = _groups(items)
    return await page(
        request,
        "search.html",
        title=_title(answer, words),
        section="",
        as_of=past,
        json_url=f"/v1/search{as_query(text)}" if is_asked else None,
        since=None if past is None else "What was recorded later is not searched.",
        now_words="Search the record as it stands now",
        live=(),
        asked=asked.text,
        answer=answer,
        views=views,
        kinds=KINDS,
        plurals=PLURALS,
        groups=groups,
        found={kind: [one for one in items if one["kind"] == kind] for kind in ("question", "story", "source")},
        in_groups={one.question for one in groups},
        sources_first=bool(items) and items[0]["kind"] == "source",
        facets=_facets(asked, answer) if answer else (),
        counts=_counts(answer),
        first=first_page(request, asked),
        most=MOST_VALUES,
        listed=MOST_LISTED,
        narrowed=any(name in asked.text for name in NARROWING),
        with_earlier=_with_earlier(asked),
        widened=f"/search{as_query(_without(asked.text, *NARROWING, CURSOR.name))}",
    )


async def _answer(pool: Pool, of_list: paging.Page, moment: int | None) -> Shown:
    if moment is not None:
        await reach(pool, VIEWS, moment)
        await reach(pool, FIGURES, moment)
    search = await search_of(pool, of_list.asked, moment if of_list.is_past else None)
    return await found(pool, of_list, search, await tracked(pool, SEARCH))


async def _views(pool: Pool, answer: Shown, moment: int | None) -> Mapping[str, Shown]:
    """The views of the claims that were found, or of the closest one, by their ids."""
    closest = [] if answer["closest"] is None else [answer["closest"]["claim"]]
    claims = [one["id"] for one in answer["items"] if one["kind"] == "claim"]
    return await claims_shown(pool, Search(None, None, (), None, {}, None, moment), [*claims, *closest])


def _with_facets(asked: Asked) -> Asked:
    taken: tuple[Parameter[Any], ...] = TAKEN
    values = {one.name: asked[one] for one in taken if asked[one] is not None}
    return Asked(asked.text, {**values, FACETS.name: True})


def _with_earlier(asked: Asked) -> str | None:
    """Where a search for a range leads that finds earlier figures too; None where they are looked for already."""
    has_range = asked[LOW] is not None or asked[HIGH] is not None
    looks = asked[EARLIER] == "true" if has_range or asked[EARLIER] is not None else True
    return None if looks else f"/search{as_query({**_without(asked.text, CURSOR.name), EARLIER.name: 'true'})}"


def _asked_words(asked: Asked) -> str:
    """What was asked for: "“soldiers”", "“soldiers” with a figure from 400 to 600"."""
    typed = asked.text.get(SEARCHED.name, "").strip()
    words = f"“{typed[1:-1] if IN_QUOTES.fullmatch(typed) else typed}”" if typed else ""
    low, high = asked[LOW], asked[HIGH]
    if low is not None and high is not None:
        span = f"from {_told(low)} to {_told(high)}"
    elif low is not None:
        span = f"of {_told(low)} or more"
    elif high is not None:
        span = f"of {_told(high)} or less"
    else:
        return words
    return f"{words} with a figure {span}" if words else f"figures {span}"


def _told(amount: Decimal) -> str:
    return amount_words(format(amount, "f"))


def _title(answer: Shown | None, words: str) -> str:
    if answer is None:
        return "Search words, sources and figures"
    count, is_complete = answer["hits"]["count"], answer["hits"]["complete"]
    if not answer["items"]:
        return f"Nothing says {words}." if words.startswith("“") else f"There are no {words}."
    told = f"{words[:1].upper()}{words[1:]}"
    return f"{told}: {count:,} found" if is_complete else f"{told}: more than {count:,} found"


def _groups(items: Sequence[Shown]) -> list[Group]:
    """The claims that were found under their questions, in the order of the best of each."""
    claims: dict[str, list[Shown]] = {}
    texts: dict[str, Any] = {}
    for one in items:
        if one["kind"] == "claim":
            claims.setdefault(one["question"]["question"], []).append(one)
            texts[one["question"]["question"]] = one["question"]["text"]
    hits = {one["id"]: one for one in items if one["kind"] == "question"}
    return [Group(question, texts[question], hits.get(question), of) for question, of in claims.items()]


def _counts(answer: Shown | None) -> str:
    """How many of what kind: "12 claims, 6 questions, 1 story"."""
    if answer is None or not answer["items"]:
        return ""
    kinds = {one["value"]: one["count"] for one in answer["facets"]["kind"]}
    told = ", ".join(count_words(kinds[kind], kind, PLURALS[kind]) for kind in KINDS if kinds.get(kind))
    return told if answer["facets"]["complete"] else f"Of the first {answer['facets']['counted']:,}: {told}"


def _facets(asked: Asked, answer: Shown) -> list[tuple[str, str, list[Choice]]]:
    """What narrows the search: the name of a parameter, its words, its values with their counts."""
    names = _names(answer["items"])
    of_value: Mapping[str, Callable[[Any], str]] = {
        "kind": lambda value: PLURALS[value].capitalize(),
        "status": lambda value: STATUSES[value],
        "disputed": lambda value: "Disputed" if value else "Not disputed",
    }
    titles = (
        ("kind", "What"),
        ("question", "Question"),
        ("originator", "Who said it first"),
        ("status", "State"),
        ("disputed", "Dispute"),
    )
    facets = []
    for name, title in titles:
        told = of_value.get(name, lambda value: names.get(value, ""))
        choices = [_choice(asked, name, one, told(one["value"])) for one in answer["facets"][name]]
        if len(choices) > 1 or any(one.is_chosen for one in choices):
            facets.append((name, title, choices))
    return facets


def _choice(asked: Asked, name: str, facet: Shown, words: str) -> Choice:
    value = str(facet["value"]).lower() if isinstance(facet["value"], bool) else facet["value"]
    rest = _without(asked.text, name, "cursor")
    is_chosen = asked.text.get(name) == value
    address = f"/search{as_query(rest if is_chosen else {**rest, name: value})}"
    return Choice(words or value, facet["count"], address, is_chosen, is_id=not words)


def _names(items: Sequence[Shown]) -> dict[str, str]:
    """The texts of questions and the names of sources that items tell, by their ids."""
    names: dict[str, str] = {}
    for one in items:
        question, source = one["question"], one["originator"]
        if question and isinstance(question["text"], str):
            names[question["question"]] = question["text"]
        if source and source.get("id"):
            names[source["id"]] = who_words(source)
    return names


def _without(text: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in text.items() if name not in names}
