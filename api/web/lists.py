"""What pages with a form or a list have in common: fields left empty, and the answer that programs get, for people."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlencode

import orjson
from fastapi import Request
from starlette.responses import Response

from api.http.parameters import AS_OF, AT_LEAST, CURSOR, Asked
from api.web.site import as_query

Route: TypeAlias = Callable[[Request], Awaitable[Response]]
Shown: TypeAlias = Mapping[str, Any]


def filled(request: Request) -> Request:
    """The same request without what a form sends of fields that were left empty."""
    query: bytes = request.scope["query_string"]
    if b"=&" not in query and not query.endswith(b"="):
        return request
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return _asking(request, urlencode([(name, text) for name, text in pairs if text.strip()]))


def sent(asked: Asked, moment: int | None) -> dict[str, str]:
    """What was asked for as /v1 takes it: the moment as its position."""
    text = {name: value for name, value in asked.text.items() if name not in (AS_OF.name, AT_LEAST.name)}
    return text if moment is None else {**text, AS_OF.name: str(moment)}


def first_page(request: Request, asked: Asked) -> str | None:
    """Where the list begins; None on its first page."""
    if asked[CURSOR] is None:
        return None
    return f"{request.url.path}{as_query({name: text for name, text in asked.text.items() if name != CURSOR.name})}"


async def list_of(route: Route, request: Request, asked: Asked, moment: int | None) -> Shown:
    """The page of a list as its *route* answers it; ``next`` leads to the page's own address. Raises Refused."""
    answer = await route(_asking(request, as_query(sent(asked, moment)).removeprefix("?")))
    shown: Shown = orjson.loads(bytes(answer.body))
    return shown


def _asking(request: Request, query: str) -> Request:
    """The same request with another query, and without conditions: its answer is always whole."""
    headers = [one for one in request.scope["headers"] if one[0] != b"if-none-match"]
    return Request({**request.scope, "query_string": query.encode("ascii"), "headers": headers}, request.receive)
