"""The files that pages ask for: style, script, icon. Under the hash of their content they may be kept for ever.

The style is written in several files, by subject, and asked for as one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.as_of import not_found

STATIC = Path(__file__).parent / "static"
STYLE = Path(__file__).parent / "style"
SHEETS = ("ground", "frame", "parts", "forms", "narrow", "paper", "desk", "story", "board", "claim", "lists")
"""Of what the style of the desk is made, in this order: what comes later overrules."""
CHARTS_STYLE = Path(__file__).parent / "charts" / "charts.css"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
HASH_CHARACTERS = 16
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent; ``hash`` is the beginning of the SHA-256 of its content."""

    name: str
    content: bytes
    media_type: str
    hash: str

    @property
    def address(self) -> str:
        """Where the page asks for it."""
        return f"/static/{self.name}?v={self.hash}"


@cache
def assets() -> Mapping[str, Asset]:
    """Every asset by its name, read once."""
    files = sorted(path for path in (*STATIC.iterdir(), CHARTS_STYLE) if path.suffix in TYPES and path.is_file())
    style = b"\n".join((STYLE / f"{name}.css").read_bytes() for name in SHEETS)
    made = [_asset(path.name, path.read_bytes()) for path in files]
    return {one.name: one for one in (*made, _asset("claimtrail.css", style))}


def address_of(name: str) -> str:
    """Where the asset of that name is; empty where there is none."""
    found = assets().get(name)
    return "" if found is None else found.address


@router.get("/static/{name}")
async def static(request: Request, name: str) -> Response:
    """The asset; kept for ever where its address tells which content it means, else asked for again."""
    found = assets().get(name)
    if found is None:
        raise not_found("file", name)
    is_meant = request.query_params.get("v") == found.hash
    headers = {
        "Cache-Control": FOR_EVER if is_meant else ASK_AGAIN,
        "ETag": f'"{found.hash}"',
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)


def _asset(name: str, content: bytes) -> Asset:
    return Asset(name, content, TYPES[Path(name).suffix], sha256(content).hexdigest()[:HASH_CHARACTERS])
