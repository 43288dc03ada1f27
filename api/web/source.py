"""A source: what was corrected, disputed and silently changed of it first, then its claims with what stands of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson
from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from adapters.postgres.fetch import Pool
from api.http import paging
from api.http.as_of import moment_of_page
from api.http.at_least import AUDIT, FIGURES, SEARCH, VIEWS, reach
from api.http.claim_figures import chosen
from api.http.parameters import AS_OF, CURSOR, LIMIT, ORDER
from api.http.reading import pool_of
from api.http.search_items import claims_shown
from api.http.search_parameters import ROLE
from api.http.search_queries import Search
from api.http.source_courses import Point, courses
from api.http.sources import record
from api.web.charts.small import SmallLine, sparkline
from api.web.charts.svg import Told
from api.web.lists import filled, first_page, sent
from api.web.sentences import claim_subject, count_words
from api.web.site import as_query, asked_of, page
from api.words import list_words

TAKEN = (ROLE, AS_OF, LIMIT, CURSOR, ORDER)
ROLES = {
    "originator": "said first",
    "spokesperson": "spoken for",
    "relay": "passed on",
    "wire": "sent by wire",
    "outlet": "published",
}
KINDS = {
    "wrong_figure": ("wrong figure",),
    "wrong_wording": ("wrong wording",),
    "misattribution": ("misattribution",),
    "misquote": ("misquote",),
    "wrong_unit": ("wrong unit",),
    "wrong_period": ("wrong period",),
    "wrong_scope": ("wrong scope",),
    "wrong_claim": ("wrong claim",),
    "other": ("other mistake",),
    "erased": ("of an erased kind", "of an erased kind"),
}
"""What a correction was about, as it is counted."""
MOST_DRAWN = 12
SECOND_US, DAY_S = 1_000_000, 86_400
MOST_REVISIONS = 4_000
"""Revisions of all the claims that get a small line: reading more would take longer than a page may."""
ALWAYS_SHOWN = 5

Shown: TypeAlias = Mapping[str, Any]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim in whose chain the source stands: its view, in which role, its course where there is one."""

    view: Shown
    role: str
    line: Markup


@router.get("/sources/{source}")
async def source_page(request: Request, source: str) -> Response:
    """The page."""
    request = filled(request)
    asked = asked_of(request, TAKEN)
    of_list = paging.page(request.url.path, asked)
    pool = pool_of(request)
    moment = await moment_of_page(pool, of_list, SEARCH)
    if moment is not None:
        for read_model in (VIEWS, AUDIT, FIGURES):
            await reach(pool, read_model, moment)
    shown, _ = await record(pool, of_list, source, moment)
    kept = {name: value for name, value in asked.text.items() if name != "cursor"}
    return await page(
        request,
        "source.html",
        title=shown["name"] or source,
        section="sources",
        as_of=moment,
        json_url=f"/v1/sources/{source}{as_query(sent(asked, moment))}",
        since=None if moment is None else "What was recorded later is left out.",
        now_words="Show the source as it stands now",
        live=(),
        source=source,
        shown=shown,
        telling=telling(shown),
        standing_in=standing_in(shown),
        named=await _named(pool, shown, moment),
        figures=await _figures(pool, shown, moment),
        kinds=[count_words(times, *KINDS[kind]) for kind, times in shown["corrections"]["by_kind"].items()],
        always=ALWAYS_SHOWN,
        claims=await _claims(pool, shown["items"], moment),
        roles=[(role, role_words(role), times) for role, times in sorted(shown["claims"]["roles"].items())],
        role=asked.text.get("role"),
        role_words=role_words,
        of_role=lambda role: f"{request.url.path}{as_query({**kept, 'role': role})}",
        next=shown["next"],
        first=first_page(request, asked),
    )


def telling(shown: Shown) -> str:
    """What happened, in a sentence: "3 corrections, 1 open dispute and 2 silent changes."."""
    corrections, disputes = shown["corrections"], shown["disputes"]
    ended = sum(times for ending, times in disputes["against"].items() if ending != "open")
    told = [
        count_words(corrections["ours"] + corrections["misattributed"], "correction"),
        count_words(disputes["against"]["open"], "open dispute"),
        count_words(ended, "dispute that ended", "disputes that ended"),
        count_words(shown["silent"]["count"], "silent change"),
        count_words(shown["retractions"]["withdrawn"], "retraction"),
    ]
    happened = [one for one in told if not one.startswith("0 ")]
    if not happened:
        return "Nothing of it was corrected, disputed or withdrawn."
    return f"{list_words(happened)}."


def standing_in(shown: Shown) -> str:
    """In how many claims it stands, and as what: "In 33 claims: 12 said first, 20 published, 1 passed on."."""
    roles = shown["claims"]["roles"]
    total, earlier = sum(roles.values()), shown["earlier"]["count"]
    if not total and earlier:
        once = f"once in {'that' if earlier == 1 else 'those'} of {count_words(earlier, 'claim')}"
        return f"In no claim’s chain any more, {once}."
    if not total:
        return "Named in disputes only: no claim has it in its chain."
    parts = [f"{times:,} {role_words(role)}" for role, times in sorted(roles.items(), key=lambda one: -one[1])]
    more = "" if shown["claims"]["complete"] else "more than "
    once = f" Once also in the {'chain' if earlier == 1 else 'chains'} of {earlier:,} more." if earlier else ""
    return f"In {more}{count_words(total, 'claim')}: {', '.join(parts)}.{once}"


async def _named(pool: Pool, shown: Shown, moment: int | None) -> Mapping[str, Shown]:
    """The views of the claims that the record tells of, by their ids."""
    parts = (
        shown["corrections"]["items"],
        shown["disputes"]["items_against"],
        shown["disputes"]["items_by"],
        shown["retractions"]["items"],
        shown["late"]["items"],
        shown["silent"]["items"],
        shown["earlier"]["items"],
    )
    claims = {one["claim"]: None for items in parts for one in items}
    return await claims_shown(pool, Search(None, None, (), None, {}, None, moment), list(claims))


async def _figures(pool: Pool, shown: Shown, moment: int | None) -> Mapping[tuple[str, int], Any]:
    """The figures of the revisions that the record tells of, by claim and number."""
    parts = (shown["disputes"]["items_against"], shown["disputes"]["items_by"], shown["late"]["items"])
    wanted = {(one["claim"], one["revision"]) for items in parts for one in items if one["revision"]}
    found = await chosen(pool, sorted(wanted), moment) if wanted else {}
    return {which: orjson.loads(one)["figure"] for which, one in found.items()}


async def _claims(pool: Pool, items: Sequence[Shown], moment: int | None) -> list[Claim]:
    revisions = {one["claim"]: one["revisions"] for one in items if one["revisions"] > 1}
    found = await courses(pool, revisions, moment) if revisions else {}
    return [Claim(one, role_words(one["role"]), _line(one, found.get(one["claim"], ()))) for one in items]


def role_words(role: str) -> str:
    """What a source in this role did: "said first"."""
    return ROLES.get(role, role)


def _line(view: Shown, course: Sequence[Point]) -> Markup:
    """The course of a claim; nothing where fewer than two amounts are known."""
    points = [(at / SECOND_US, amount) for at, amount in course]
    if len(points) < 2:  # noqa: PLR2004 (a chart is drawn from the second figure on)
        return Markup("")
    told = Told(f"course-{view['claim']}", f"{claim_subject(view)}: from {points[0][1]} to {points[-1][1]}")
    return sparkline(SmallLine(told=told, points=points, until=points[-1][0] + DAY_S))
