"""One plain page at ``/``: what stands, which figures rival one another, what was corrected. Until the desk comes."""

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from adapters.postgres.fetch import rows
from adapters.postgres.queries import queries
from api import words
from api.http.boards import board, for_period, found_of
from api.http.reading import pool_of
from domain.clock import read_time
from domain.wire import instant_text

SQL = queries("front")
TEMPLATES = Path(__file__).parent / "templates"

MOST_CLAIMS = 200
MOST_BOARDS = 12
MOST_CORRECTIONS = 20
MOST_PERIODS = 4
MOST_EVENTS_FOLDED = 2_000  # an earlier figure is found by a fold; a board of longer streams does without

Views = Sequence[Mapping[str, Any]]

STYLE = (TEMPLATES / "front.css").read_text(encoding="utf-8")
STYLE_HASH = base64.b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

page = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
).get_template("front.html")

router = APIRouter()


@router.get("/", include_in_schema=False)
async def front(request: Request) -> Response:
    """The page, made anew each time; it needs no script and asks for nothing elsewhere."""
    pool = pool_of(request)
    listed = await rows(pool, SQL["claims"], {"most": MOST_CLAIMS})
    corrections = await rows(pool, SQL["corrections"], {"most": MOST_CORRECTIONS})
    claims = [orjson.loads(view) for _, view in listed if view is not None]
    html = page.render(
        words=words,
        style=STYLE,
        reflected=listed[0][0] or 0,
        claims=claims,
        more=len(claims) == MOST_CLAIMS,
        boards=[await _board(request, question) for question in _rivalled(claims)],
        corrections=[{**orjson.loads(shown), "recorded_at": instant_text(at)} for at, shown in corrections],
    )
    return Response(html, media_type="text/html; charset=utf-8", headers=HEADERS)


def _rivalled(claims: Views) -> list[str]:
    """The questions about which there are at least two claims, those with the most of them first."""
    counted = Counter(one["question"] for one in claims)
    return [question for question, claims_about in counted.most_common(MOST_BOARDS) if claims_about > 1]


async def _board(request: Request, question: str) -> dict[str, Any]:
    """A question's board, and what contradicts each other within one period, for which claims may have had others."""
    found = await found_of(request, question, None)
    tolerance = found.asked.tolerance(None)
    shown = board(question, found, tolerance)
    rivals = []
    now = _standing(found.claims)
    if sum(one["version"] for one in found.claims) <= MOST_EVENTS_FOLDED:
        for period in _periods(found.claims):
            within = await for_period(request, found, read_time(period), None)
            rivals += [
                (period, pair, left, right)
                for pair, left, right in _contradictions(board(question, within, tolerance), within.claims)
                if not (_still_stands(left, now) and _still_stands(right, now))
            ]
    return {**shown, "standing": now, "rivals": rivals}


def _periods(claims: Views) -> list[str]:
    stated = (one["standing"]["refers_to"] for one in claims if one["standing"])
    return [period for period in dict.fromkeys(stated) if period is not None][:MOST_PERIODS]


def _contradictions(shown: Mapping[str, Any], claims: Views) -> list[tuple[Mapping[str, Any], ...]]:
    """Each pair that contradicts each other, with its left and right claim."""
    named = {one["claim"]: one for one in claims}
    return [
        (pair, named[pair["left"]], named[pair["right"]]) for pair in shown["pairs"] if pair["verdict"] == "disjoint"
    ]


def _still_stands(claim: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a claim's figure for a period is the one that stands now, of which the pairs tell."""
    standing = now[claim["claim"]]
    return standing is not None and standing["revision"] == claim["standing"]["revision"]


def _standing(claims: Views) -> dict[str, Any]:
    return {one["claim"]: one["standing"] for one in claims}
