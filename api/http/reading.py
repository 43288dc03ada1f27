"""What every reading route does: takes its parameters strictly, reads on the pool, answers with JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from fastapi import Request
from starlette.responses import Response

from adapters.postgres.fetch import Pool
from api.compose import Service
from api.http.openapi import AT
from api.http.paging import Page, page
from api.http.parameters import Asked, Parameter, asked, bad, described
from api.http.problems import MEDIA_TYPE, problem
from domain.refusals import Lagging, NotFound, Refusal, Refused

EXAMPLES: Mapping[int | None, Refusal] = {
    400: bad("as_of", "a position, such as 1042, or a time with its offset", "yesterday"),
    404: NotFound(expected="a claim of this record", got="ru-mod.ru-soldiers"),
    503: Lagging(expected="position 1042", got=1040),
}


def service_of(request: Request) -> Service:
    """What the application works with."""
    service: Service = request.app.state.service
    return service


def pool_of(request: Request) -> Pool:
    """The connections for reading."""
    return service_of(request).pool


def asked_of(request: Request, known: Sequence[Parameter[Any]]) -> Asked:
    """What the request asks for; raises Refused (``bad-parameter``)."""
    return asked(request.scope["query_string"], known)


def page_of(request: Request, known: Sequence[Parameter[Any]]) -> Page:
    """The page of the list at the request's path that is asked for; raises Refused (``bad-parameter``)."""
    return page(request.url.path, asked_of(request, known))


def json_response(shown: object) -> Response:
    """*shown* as JSON."""
    return Response(orjson.dumps(shown), media_type="application/json")


def linked(shown: Mapping[str, Any]) -> Response:
    """A page of a list that has further members, with the link to its next (RFC 8288)."""
    response = json_response(shown)
    if shown["next"] is not None:
        response.headers["Link"] = f'<{shown["next"]}>; rel="next"'
    return response


def documented(
    meaning: str, example: object, known: Sequence[Parameter[Any]], *, problems: Sequence[int] = (400, 404, 503)
) -> dict[str, Any]:
    """What OpenAPI says of a reading route beyond its path: its parameters, its answer, its problems."""
    return {
        "summary": meaning,
        "responses": {
            200: {"description": meaning, "content": {"application/json": {"example": example}}},
            **{status: _problem(status) for status in problems},
            "default": _problem(None),  # without one, the framework tells of a 422 of its own, which never comes
        },
        "openapi_extra": described(known),
        "response_class": Response,
    }


def _problem(status: int | None) -> Mapping[str, Any]:
    described_as = {
        None: "Any other problem.",
        400: "A parameter is unknown or cannot be read.",
        403: "A browser posts for another site.",
        404: "There is no such thing, or not at that moment.",
        503: "Not now; Retry-After says when.",
    }
    told: dict[str, Any] = {"schema": {"$ref": f"{AT}Problem"}}
    if status in EXAMPLES:
        told["example"] = problem(Refused(EXAMPLES[status]))[1]
    return {"description": described_as[status], "content": {MEDIA_TYPE: told}}
