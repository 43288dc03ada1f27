"""Sources: who is named in chains, and the record of one: its claims, what was corrected in them, who disputed them.

A correction says that our record was wrong, not the source: the answer counts apart those that say it was never theirs.
Of an outlet it tells what its stories changed silently.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, get_args

import orjson
from fastapi import APIRouter, Path, Request
from psycopg.rows import TupleRow
from starlette.responses import Response

from adapters.postgres.composed import composed
from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from adapters.search_words import searchable
from api.http.as_of import before_first, moment_of_page, not_found
from api.http.at_least import AUDIT, FIGURES, SEARCH, VIEWS, reach, tracked
from api.http.claim_filters import keyed, like_patterns
from api.http.etags import tagged
from api.http.examples import SOURCE_ITEM, SOURCE_RECORD
from api.http.facets import MOST_COUNTED
from api.http.outlet_stories import changed_silently, names_of
from api.http.paging import Page, page_response
from api.http.parameters import AT_LEAST, MOMENT, PAGE, Q
from api.http.reading import documented, linked, page_of, pool_of
from api.http.search_parameters import ROLE
from api.http.source_chains import earlier_chains
from domain.event_parts import Outcome
from domain.ports import LARGEST_POSITION
from domain.shapes import is_id
from domain.wire import instant_text

SUBJECT = "sources"
SQL = queries(SUBJECT)
LISTED = (Q, *MOMENT, *PAGE)
RECORDED = (ROLE, *MOMENT, *PAGE)
MOST_TOLD = 5_000
LATEST = 20
"""Corrections, disputes and the like that the record of a source shows."""

Json = dict[str, Any]
SourceId = Annotated[str, Path(description="The source's id.", examples=["ru-mod"])]

router = APIRouter(tags=["sources"])


@router.get(
    "/v1/sources",
    **documented("Everybody who is named in chains and disputes.", {"items": [SOURCE_ITEM], "next": None}, LISTED),
)
async def sources(request: Request) -> Response:
    """A page of sources, in the order of their ids."""
    page = page_of(request, LISTED)
    pool = pool_of(request)
    moment = await moment_of_page(pool, page, SEARCH)
    found = await listed_sources(pool, page, moment)
    response = page_response(page, found, lambda one: str(one[0]), lambda one: orjson.dumps(source_item(one)), moment)
    return tagged(request, response, found[0][-1] if found else None)


async def listed_sources(pool: Pool, page: Page, moment: int | None) -> list[TupleRow]:
    """Rows for ``source_item``, by id: one more than the page's limit where there are as many."""
    conditions, values = keyed(page, page.text_key())
    if (words := page.asked[Q]) is not None:
        conditions, values = (*conditions, "source_q"), {**values, "q": _patterns(words)}
    query = composed(SUBJECT, _named("sources", moment), conditions, descending=page.is_descending)
    return await rows(pool, query, {**values, "position": moment, "limit": page.limit + 1})


@router.get("/v1/sources/{source}", **documented("The record of a source.", SOURCE_RECORD, RECORDED))
async def source(request: Request, source: SourceId) -> Response:
    """A page of its claims, with what was corrected in them, who disputed them, and how that ended."""
    page = page_of(request, RECORDED)
    pool = pool_of(request)
    moment = await moment_of_page(pool, page, SEARCH)
    for read_model in (VIEWS, AUDIT, FIGURES):
        if (needed := moment or page.asked[AT_LEAST]) is not None:
            await reach(pool, read_model, needed)
    shown, reflected = await record(pool, page, source, moment)
    return tagged(request, linked(shown), reflected)


async def record(pool: Pool, page: Page, source: str, moment: int | None) -> tuple[Json, int | None]:
    """The record of *source*, as it is answered, and how far the read model has come (None: as of *moment*)."""
    figures = await tracked(pool, FIGURES) if moment is None else None
    known = await _known(pool, source, moment)
    name, kind, roles, statuses, disputed, searched = known
    values = {"source": source, "until": LARGEST_POSITION if moment is None else moment, "most": LATEST}
    told = await rows(pool, SQL["told"], values)
    claims = await _claims(pool, page, source, moment)
    roles, statuses = roles or {}, statuses or {}
    outlets = names_of({"id": source, "name": name}) if kind == "outlet" or "outlet" in roles else []
    silent = await changed_silently(pool, outlets, moment, LATEST)
    shown = {
        "source": source,
        "name": name,
        "kind": kind,
        "claims": {
            "roles": roles,
            "statuses": statuses,
            "disputed": disputed,
            "complete": sum(roles.values()) <= MOST_COUNTED,
        },
        "earlier": await earlier_chains(pool, source, moment, LATEST),
        **_sections(told),
        "silent": {"count": silent.count, "items": silent.latest(LATEST), "complete": silent.is_whole},
        "items": [{"role": role, **orjson.loads(view)} for _, role, view in claims[: page.limit]],
        "next": page.next_url(claims[page.limit - 1][0], moment) if len(claims) > page.limit else None,
    }
    return shown, None if figures is None else min(searched, figures)


def _patterns(words: tuple[str, ...]) -> list[str]:
    return like_patterns(tuple(searchable(" ".join(words)).split()))


def source_item(one: TupleRow) -> Json:
    """A source as the list shows it."""
    source, name, kind, claims, originated, _ = one
    return {
        "source": source,
        "name": name,
        "kind": kind,
        "claims": min(claims, MOST_COUNTED),
        "originated": min(originated, MOST_COUNTED),
        "complete": claims <= MOST_COUNTED,
    }


async def _known(pool: Pool, source: str, moment: int | None) -> TupleRow:
    """The source's name and counts; raises Refused (``not-found``, ``before-first``)."""
    if not is_id(source):
        raise not_found("source", source)
    known = await row(pool, SQL[_named("source", moment)], {"source": source, "position": moment})
    if known is not None:
        return known
    first = await row(pool, SQL["source_begins"], {"source": source})
    if moment is None or first is None or first[0] is None:
        raise not_found("source", source)
    raise before_first(first[1])


async def _claims(pool: Pool, page: Page, source: str, moment: int | None) -> list[TupleRow]:
    conditions, values = keyed(page, page.text_key())
    if page.asked[ROLE] is not None:
        conditions, values = (*conditions, "role"), {**values, "role": page.asked[ROLE]}
    query = composed(SUBJECT, _named("source_claims", moment), conditions, descending=page.is_descending)
    return await rows(pool, query, {**values, "source": source, "position": moment, "limit": page.limit + 1})


def _named(name: str, moment: int | None) -> str:
    return f"{name}_{'now' if moment is None else 'as_of'}"


def _sections(told: list[TupleRow]) -> Json:
    """What is told of the source: counts over all that was looked at, and the latest of each."""
    of: dict[str, dict[str, int]] = {}
    looked_at = 0
    items: dict[str, list[Json]] = {}
    for what, ending, times, *item in told:
        if times is None:
            items.setdefault(what, []).append(_told_item(what, ending, item))
        elif what is None:
            looked_at = times
        else:
            of.setdefault(what, {})[ending or "erased"] = times
    return {
        "corrections": {
            "ours": _total(of, "corrected"),
            "by_kind": of.get("corrected", {}),
            "misattributed": _total(of, "misattributed"),
            "items": _merged(items, "corrected", "misattributed"),
        },
        "disputes": {
            "against": {**NO_DISPUTES, **of.get("disputed", {})},
            "by": {**NO_DISPUTES, **of.get("disputes", {})},
            "items_against": _merged(items, "disputed"),
            "items_by": _merged(items, "disputes"),
        },
        "retractions": {
            "withdrawn": _total(of, "retracted"),
            "reinstated": _total(of, "reinstated"),
            "items": _merged(items, "retracted", "reinstated"),
        },
        "late": {"count": _total(of, "late"), "items": _merged(items, "late")},
        "assessments": of.get("assessed", {}),
        "complete": looked_at <= MOST_TOLD,
    }


NO_DISPUTES: Mapping[str, int] = dict.fromkeys(("open", *get_args(Outcome)), 0)


def _total(of: Mapping[str, Mapping[str, int]], what: str) -> int:
    return sum(of.get(what, {}).values())


def _merged(items: Mapping[str, list[Json]], *kinds: str) -> list[Json]:
    merged = [one for kind in kinds for one in items.get(kind, [])]
    return sorted(merged, key=lambda one: -one["position"])[:LATEST]


def _told_item(what: str, ending: str | None, told: Sequence[Any]) -> Json:
    position, claim, recorded_at, revision, dispute, detail, correction, other, name, kind = told
    shown: Json = {"position": position, "recorded_at": instant_text(recorded_at), "claim": claim}
    match what:
        case "corrected" | "misattributed":
            says = {} if correction is None else orjson.loads(correction)
            return {**shown, "misattributed": what == "misattributed", **says}
        case "disputed" | "disputes":
            party = None if other is None else {"id": other, "name": name, "kind": kind}
            is_open = ending == "open"
            return {
                **shown,
                "dispute": dispute,
                "revision": revision,
                "aspect": detail,
                "open": is_open,
                "outcome": None if is_open else ending,
                "by" if what == "disputed" else "against": party,
            }
        case "retracted" | "reinstated":
            return {**shown, "what": what}
        case _:
            return {**shown, "revision": revision}
