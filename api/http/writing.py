"""The writing door as a route of the application: what OpenAPI says of it, and the way in for whoever comes that way."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.types import Receive, Scope, Send

from api.http.events import WritingDoor

EXAMPLE: dict[str, Any] = {
    "specversion": "1.0",
    "id": "desk-0001",
    "source": "https://newsroom.example/cms",
    "type": "claim.reported.v1",
    "subject": "ru-mod.ru-soldiers-killed",
    "data": {
        "question": "ru-soldiers-killed",
        "scope": {"population": "Russian soldiers", "place": "Ukraine", "unit": "person", "definition": "killed"},
        "refers_to": "2022-02-24/2022-03-02",
        "figure": {"form": "exact", "value": "498"},
        "wording": "498 soldiers have died",
        "said_at": "2022-03-02",
        "attribution": [
            {
                "who": {"id": "ru-mod", "name": "Russian Ministry of Defence", "kind": "office"},
                "role": "originator",
                "medium": "statement",
                "stance": "asserts",
                "party": True,
            },
            {
                "who": {"id": "newsweek", "name": "Newsweek", "kind": "outlet"},
                "role": "outlet",
                "medium": "article",
                "stance": "reports",
            },
        ],
    },
}
RECEIPT: dict[str, Any] = {
    "source": "https://newsroom.example/cms",
    "id": "desk-0001",
    "stream": "claim/ru-mod.ru-soldiers-killed",
    "version": 1,
    "position": 1042,
    "recorded_at": "2022-03-02T20:41:07.123456Z",
    "digest": "sha256:05ab1e08054398df2f4a8469c6e6fd5d696da2f1d35f118c5e5b2eaabe716b91",
    "status": "recorded",
}
FLAG: dict[str, Any] = {"in": "query", "required": False, "schema": {"type": "boolean", "default": False}}
DESCRIPTION: dict[str, Any] = {
    "parameters": [
        {**FLAG, "name": "atomic", "description": "All of a batch or nothing."},
        {**FLAG, "name": "dry_run", "description": "All the checks, nothing stored."},
        {
            "name": "If-Match",
            "in": "header",
            "required": False,
            "schema": {"type": "string"},
            "description": 'Append only if the stream is at this version, such as `"3"`.',
        },
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/cloudevents+json": {"schema": {"type": "object"}, "example": EXAMPLE},
            "application/cloudevents-batch+json": {"schema": {"type": "array"}, "example": [EXAMPLE]},
        },
    },
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    201: {"description": "Recorded, and durable.", "content": {"application/json": {"example": RECEIPT}}},
    200: {"description": "Repeated (the first receipt), a dry run's receipt, or one result for each item of a batch."},
    409: {"description": "The record's state says no, or the same source and id came with other content."},
    412: {"description": "The stream is not at the expected version."},
    422: {"description": "Parsed, but wrong: every fault is named."},
}

router = APIRouter(tags=["writing"])


class HandedOver(Response):
    """Lets the door read the request and answer it."""

    def __init__(self, door: WritingDoor) -> None:
        """Hands over to *door*."""
        super().__init__()
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry of the door."""
        await self._door(scope, receive, send)


@router.post("/v1/events", status_code=201, responses=RESPONSES, openapi_extra=DESCRIPTION, response_class=Response)
async def post_events(request: Request) -> Response:
    """Record one event (structured or binary CloudEvents) or a batch of at most 1,000."""
    return HandedOver(request.app.state.door)
