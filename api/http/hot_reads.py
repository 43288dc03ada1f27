"""A claim's view and the log's pages in front of the framework, whose stack costs more than these hot reads do.

They answer what their documented routes answer. A refusal is answered here; whatever else goes wrong, the route is
asked, which knows what to say of it.
"""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from api.http import claims, log
from api.http.asgi import Receive, Scope, Send
from api.http.problems import problem_response
from domain.refusals import Refused

CLAIMS = "/v1/claims/"
EVENTS = "/v1/events"


def is_hot(scope: Scope) -> bool:
    """Whether the request is for one of the hot reads."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path: str = scope["path"]
    return path == EVENTS or (path.startswith(CLAIMS) and "/" not in path[len(CLAIMS) :])


async def hot_read(app: FastAPI, scope: Scope, receive: Receive, send: Send) -> None:
    """Answers a hot read of *app* (ASGI)."""
    request = Request({**scope, "app": app}, receive)
    try:
        response = await (log.events(request) if scope["path"] == EVENTS else _claim(request))
    except Refused as refused:
        response = problem_response(refused)
    except Exception:  # noqa: BLE001 (nothing has been sent: the route is asked, and its handlers know what to say)
        await app(scope, receive, send)
        return
    await response(scope, receive, send)


async def _claim(request: Request) -> Response:
    return await claims.claim(request, request.scope["path"][len(CLAIMS) :])
