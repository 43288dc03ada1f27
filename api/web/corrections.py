"""The correction log, for people: what this record had wrong, what it is, why, who approved it, who printed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.as_of import moment_of
from api.http.at_least import AUDIT
from api.http.claim_figures import until
from api.http.claim_filters import FILTERS
from api.http.corrections import corrections
from api.http.parameters import AS_OF, CURSOR, LIMIT, ORDER, QUESTION, WHO, Asked, Parameter
from api.http.reading import pool_of
from api.http.search_items import claims_shown
from api.http.search_queries import Search
from api.http.story_reading import headlines_of
from api.web.claim_erased import member_words
from api.web.lists import filled, first_page, list_of, sent
from api.web.sentences import medium_words, scope_words
from api.web.site import as_query, asked_of, page
from api.web.words_times import by_words, period_words
from api.words import ERASED, figure_words, is_erased, list_words, who_words, with_article

TAKEN: tuple[Parameter[Any], ...] = (*FILTERS, AS_OF, LIMIT, CURSOR, ORDER)
MOST_STORIES = 4
"""Stories that are listed of a correction; the others are folded."""

Shown: TypeAlias = Mapping[str, Any]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Member:
    """A member that was corrected, other than the figure: its name, and both values in words."""

    name: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as it is answered, its kind in words, and what of it is told beside the figure."""

    shown: Shown
    kind: str
    members: Sequence[Member]

    @property
    def has_figures(self) -> bool:
        """Whether it says what the figure was and what it is."""
        return "figure" in self.shown["was"] and "figure" in self.shown["is"]


@router.get("/corrections")
async def corrections_page(request: Request) -> Response:
    """A page of corrections, the latest first unless it is asked for otherwise."""
    request = filled(request)
    asked = asked_of(request, TAKEN)
    pool = pool_of(request)
    moment = await moment_of(pool, asked, AUDIT)
    ordered = _latest_first(asked)
    shown = await list_of(corrections, request, ordered, moment)
    items = shown["items"]
    claims = list(dict.fromkeys(one["claim"] for one in items))
    stories = list(dict.fromkeys(story for one in items for story in one["stories"]))
    return await page(
        request,
        "corrections.html",
        title="Corrections",
        section="",
        as_of=moment,
        json_url=f"/v1/corrections{as_query(sent(ordered, moment))}",
        now_words="Show the list as it stands now",
        since=None if moment is None else "What was corrected later is left out.",
        live=(),
        asked=asked.text,
        is_narrowed=any(asked[one] is not None for one in FILTERS),
        narrowing=[(one.name, asked.text[one.name]) for one in FILTERS if _is_hidden(one, asked)],
        items=[_correction(one) for one in items],
        named=await claims_shown(pool, Search(None, None, (), None, {}, None, moment), claims),
        headlines=await headlines_of(pool, stories, until(moment)),
        most_stories=MOST_STORIES,
        next=shown["next"],
        first=first_page(request, asked),
    )


def _latest_first(asked: Asked) -> Asked:
    """The same in the order of a page, where none was asked for."""
    if asked[ORDER] is not None:
        return asked
    values = {one.name: asked[one] for one in TAKEN if asked[one] is not None}
    return Asked({**asked.text, ORDER.name: "desc"}, {**values, ORDER.name: "desc"})


def _is_hidden(one: Parameter[Any], asked: Asked) -> bool:
    """Whether the form keeps it though it has no field for it."""
    return one not in (WHO, QUESTION) and asked[one] is not None


def _correction(shown: Shown) -> Correction:
    kind = shown["kind"]
    words = ERASED if is_erased(kind) else str(kind).replace("_", " ")
    names = [*dict.fromkeys([*shown["was"], *shown["is"]])]
    members = [
        Member(member_words(name), _words(name, shown["was"].get(name)), _words(name, shown["is"].get(name)))
        for name in names
        if name != "figure"
    ]
    return Correction(shown, words[:1].upper() + words[1:], members)


def _words(name: str, value: Any) -> str:  # noqa: ANN401 (JSON)
    """The value of a member in words."""
    if value is None:
        return "none"
    if is_erased(value):
        return ERASED
    match name:
        case "figure":
            return figure_words(value)
        case "attribution":
            return _chain(value)
        case "scope":
            return scope_words(value) or "none stated"
        case "refers_to":
            return period_words(value)
        case "said_at" | "published_at":
            return by_words(value[:10] if "T" in value else value)
        case "wording" | "statement" | "wording_note":
            return f"“{value}”"
        case "selector":
            return f"“{value['exact']}”" if isinstance(value, Mapping) and isinstance(value.get("exact"), str) else ""
        case _:
            return str(value)


def _chain(hops: Sequence[Any]) -> str:
    """The originator, and by what way it came."""
    who = with_article(hops)
    through = [who_words(hop["who"]) for hop in hops[1:] if not is_erased(hop) and "who" in hop]
    medium = medium_words(hops[0].get("medium")) if hops and not is_erased(hops[0]) else ""
    said = f"{who}, in a {medium}" if medium else who
    return f"{said}, through {list_words(through)}" if through else said
