"""The hottest reads in front of the framework, whose stack costs more than they do: claims, their events, the log.

They answer what their documented routes answer. A refusal is answered here; whatever else goes wrong, the route is
asked, which knows what to say of it.
"""

from fastapi import FastAPI

from api.compose import Service
from api.http.answers import Answer, send_answer
from api.http.asgi import Receive, Scope, Send, header_of
from api.http.claim_events import claim_events
from api.http.current_view import claim_view
from api.http.log_pages import log_page, wants_lines
from api.http.problems import problem_bytes
from domain.refusals import Refused

CLAIMS = "/v1/claims/"
EVENTS = "/v1/events"


def is_hot(scope: Scope) -> bool:
    """Whether the request is for one of the hot reads."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path: str = scope["path"]
    if path.startswith(CLAIMS):
        _, slash, rest = path[len(CLAIMS) :].partition("/")
        return not slash or rest == "events"
    return path == EVENTS and not wants_lines(scope)


async def hot_read(app: FastAPI, scope: Scope, receive: Receive, send: Send) -> None:
    """Answers a hot read of *app* (ASGI)."""
    try:
        answer = await _asked_for(app.state.service, scope)
    except Refused as refused:
        answer = problem_bytes(refused)
    except Exception:  # noqa: BLE001 (nothing has been sent: the route is asked, and its handlers know what to say)
        await app(scope, receive, send)
        return
    await send_answer(send, answer)


async def _asked_for(service: Service, scope: Scope) -> Answer:
    path, query = scope["path"], scope["query_string"]
    known = header_of(scope["headers"], b"if-none-match")
    if path == EVENTS:
        return await log_page(service, query, known)
    claim, slash, _ = path[len(CLAIMS) :].partition("/")
    return await (claim_events if slash else claim_view)(service, claim, query, known)
