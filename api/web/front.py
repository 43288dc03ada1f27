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
from api.http.boards import board, found_of
from api.http.reading import pool_of
from domain.wire import instant_text

SQL = queries("front")
TEMPLATES = Path(__file__).parent / "templates"

MOST_CLAIMS = 200
MOST_BOARDS = 12
MOST_CORRECTIONS = 20

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
    found = await found_of(request, question, None)
    shown = board(question, found, found.asked.tolerance(None))
    standing = {one["claim"]: one["standing"] for one in found.claims}
    return {**shown, "standing": standing}
