"""Refusals as RFC 9457 problems: the one place that knows which status a refusal has, and what its answer looks like.

Nothing of the framework's own error shapes gets out: ``install`` overrides its handlers for validation, for unknown
routes and methods, and for whatever broke.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeAlias

import orjson
import psycopg
import structlog
from eventsourcing import persistence
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.asgi import ClientGone, Headers, answer
from api.http.asgi import Send as RawSend
from api.http.elsewhere import FromElsewhere
from domain.refusals import (
    AlreadyOpened,
    AlreadyReplaced,
    AlreadyRetracted,
    BadParameter,
    BeforeFirst,
    Broken,
    DatabaseAway,
    DisputeInUse,
    DisputeResolved,
    EditionExists,
    IdentityConflict,
    Json,
    Lagging,
    Malformed,
    MethodNotAllowed,
    NotFound,
    NotOpened,
    NotRecordedYet,
    NotRetracted,
    NotYet,
    Overloaded,
    Refusal,
    Refused,
    Retracted,
    TooLarge,
    UnsupportedMediaType,
    VersionConflict,
    Withdrawn,
    shown,
)

log = structlog.get_logger()

Problem: TypeAlias = dict[str, Json]

TYPE = "https://claimtrail.example/problems/"
MEDIA_TYPE = "application/problem+json"
CONTENT_TYPE = (b"content-type", MEDIA_TYPE.encode())
RETRY_AFTER_S = 1
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

UNPROCESSABLE = 422
UNAVAILABLE = 503
STATUS: Mapping[type[Refusal], int] = {
    **dict.fromkeys((Malformed, BadParameter), 400),
    **dict.fromkeys((NotFound, BeforeFirst, NotYet), 404),
    MethodNotAllowed: 405,
    **dict.fromkeys((IdentityConflict, NotOpened, AlreadyOpened, NotRecordedYet, AlreadyReplaced), 409),
    **dict.fromkeys((DisputeInUse, DisputeResolved, Retracted, AlreadyRetracted, NotRetracted), 409),
    **dict.fromkeys((EditionExists, Withdrawn), 409),
    VersionConflict: 412,
    TooLarge: 413,
    UnsupportedMediaType: 415,
    **dict.fromkeys((Overloaded, Lagging, DatabaseAway), UNAVAILABLE),
}

LOST_BY_THE_LIBRARY = (persistence.OperationalError, persistence.InterfaceError)

INTERNAL: Problem = {
    "type": f"{TYPE}internal",
    "title": "Something broke here.",
    "status": 500,
    "detail": "The fault is ours and has been logged. Send it again; a repeated post is never doubled.",
    "errors": [],
}

FORBIDDEN = 403
FROM_ELSEWHERE = {
    "type": f"{TYPE}from-elsewhere",
    "title": "A browser sent this for another site, or under a name that is none of this service's.",
    "status": FORBIDDEN,
}
FROM_HERE = "Send it from a page of this service, or from a program; a right name goes into CLAIMTRAIL_HOSTS."


def problem(refused: Refused) -> tuple[int, Problem]:
    """Status and body of *refused*: the first refusal gives both their type, every one stands in ``errors``."""
    if isinstance(refused, Broken):
        return HTTPStatus.INTERNAL_SERVER_ERROR, INTERNAL
    first = refused.first
    status = STATUS.get(type(first), UNPROCESSABLE)
    return status, {
        "type": TYPE + first.name,
        "title": first.title,
        "status": status,
        "detail": _detail(first),
        "errors": [_error(one) for one in refused.refusals],
        **first.extensions,
    }


def problem_bytes(refused: Refused) -> tuple[int, bytes, Headers]:
    """The same as a raw ASGI endpoint sends it: status, body, headers."""
    status, shown = problem(refused)
    return status, orjson.dumps(shown), [CONTENT_TYPE, *_retry_after(status, refused)]


def problem_response(refused: Refused) -> Response:
    """The same as a route's response."""
    return _response(*problem_bytes(refused))


def elsewhere_bytes(sent: FromElsewhere) -> tuple[int, bytes, Headers]:
    """The same of a post for another site, which is no refusal of the record's: it says nothing of what was sent."""
    error = {"name": "from-elsewhere", "pointer": "", "expected": sent.expected, "got": sent.got}
    detail = f"Expected {sent.expected}, got {_in_words(sent.got)}. {FROM_HERE}"
    return FORBIDDEN, orjson.dumps({**FROM_ELSEWHERE, "detail": detail, "errors": [error]}), [CONTENT_TYPE]


def _response(status: int, body: bytes, headers: Headers) -> Response:
    response = Response(body, status)
    response.raw_headers.extend(headers)
    return response


async def send_internal(send: RawSend) -> None:
    """Answers that something broke, from a raw ASGI endpoint."""
    await answer(send, 500, orjson.dumps(INTERNAL), [CONTENT_TYPE])


def install(app: FastAPI) -> None:
    """Makes every fault of *app* a problem, and HEAD work wherever GET does."""
    app.exception_handler(Refused)(_refused)
    app.exception_handler(RequestValidationError)(_not_valid)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(FromElsewhere)(_from_elsewhere)
    app.exception_handler(ClientGone)(_gone)
    for lost in (psycopg.OperationalError, psycopg.InterfaceError, *LOST_BY_THE_LIBRARY):
        app.exception_handler(lost)(_database_away)
    app.exception_handler(Exception)(_broken)
    app.add_middleware(HeadAsGet)


class HeadAsGet:
    """Answers HEAD as GET; the server leaves the body out, and a stream need not begin (``scope["head"]``)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET", "head": True}
        await self.app(scope, receive, send)


def _detail(refusal: Refusal) -> str:
    sentences = []
    if refusal.expected:
        got = "" if refusal.got is None else f", got {_in_words(refusal.got)}"
        at = f"{refusal.pointer}: " if refusal.pointer else ""
        sentences.append(f"{at}expected {refusal.expected}{got}.")
    return " ".join((*sentences, refusal.next_step))


def _in_words(got: Json) -> str:
    return shown(got if isinstance(got, str) else orjson.dumps(got).decode())


def _error(refusal: Refusal) -> Problem:
    return {"name": refusal.name, "pointer": refusal.pointer, "expected": refusal.expected, "got": refusal.got}


def _retry_after(status: int, refused: Refused) -> Headers:
    if status != UNAVAILABLE:
        return []
    return [(b"retry-after", str(refused.first.extensions.get("retry_after_s", RETRY_AFTER_S)).encode())]


async def _refused(_request: Request, error: Refused) -> Response:
    return problem_response(error)


async def _from_elsewhere(_request: Request, error: FromElsewhere) -> Response:
    return _response(*elsewhere_bytes(error))


async def _not_valid(_request: Request, error: RequestValidationError) -> Response:
    faults = [
        BadParameter(
            expected=f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}",
            extensions={"parameter": str(one["loc"][-1])},
        )
        for one in error.errors()
    ]
    return problem_response(Refused(*faults))


async def _gone(_request: Request, _error: ClientGone) -> Response:
    """Nobody reads this, and nothing broke that would have to be logged."""
    return Response(status_code=400)


async def _http(request: Request, error: HTTPException) -> Response:
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return problem_response(Refused(NotFound(expected="an address of this service", got=_path(request))))
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return _method_not_allowed(request)
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return problem_response(Refused(TooLarge(expected="a smaller body")))
        case _:
            return problem_response(Refused(Malformed(expected="a request that can be read", got=str(error.detail))))


def _method_not_allowed(request: Request) -> Response:
    allow = ", ".join(allowed_methods(request))
    response = problem_response(Refused(MethodNotAllowed(expected=allow, got=shown(request.method))))
    response.headers["Allow"] = allow
    return response


def allowed_methods(request: Request) -> list[str]:
    """Every method that some route takes at the request's path; the framework knows those of the first route only."""
    return [method for method in METHODS if _is_taken(request, "GET" if method == "HEAD" else method)]


def _is_taken(request: Request, method: str) -> bool:
    scope = {**request.scope, "method": method}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


async def _database_away(request: Request, error: Exception) -> Response:
    """One lost connection tells of others that the pool has not tried yet: it looks through them after the answer."""
    log.warning("the database did not answer a read", error=str(error))
    response = problem_response(Refused(DatabaseAway(expected="a database that answers")))
    response.background = BackgroundTask(request.app.state.service.pool.check)
    return response


async def _broken(request: Request, error: Exception) -> Response:
    log.error("a request failed", path=_path(request), exc_info=error)
    return Response(orjson.dumps(INTERNAL), 500, media_type=MEDIA_TYPE)


def _path(request: Request) -> str:
    return shown(request.url.path)
