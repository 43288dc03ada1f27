"""The writing door as a route: what OpenAPI says of it, and the way in for whoever comes through the framework."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.types import Receive, Scope, Send

from api.http.events import WritingDoor
from api.http.examples import EVENT, RECEIPT

FLAG: dict[str, Any] = {"in": "query", "required": False, "schema": {"type": "boolean", "default": False}}
LINE: dict[str, Any] = {"type": "object", "description": "One event a line, without any limit to the lines."}
DESCRIPTION: dict[str, Any] = {
    "parameters": [
        {**FLAG, "name": "atomic", "description": "All of a batch or nothing; no stream."},
        {**FLAG, "name": "dry_run", "description": "All the checks, nothing stored; no stream."},
        {
            "name": "If-Match",
            "in": "header",
            "required": False,
            "schema": {"type": "string"},
            "description": 'Append the one event only if its stream is at this version, such as `"3"`.',
        },
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/cloudevents+json": {"schema": {"type": "object"}, "example": EVENT},
            "application/cloudevents-batch+json": {"schema": {"type": "array"}, "example": [EVENT]},
            "application/x-ndjson": {"schema": LINE, "example": EVENT},
            "application/jsonl": {"schema": LINE, "example": EVENT},
        },
    },
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    201: {"description": "Recorded, and durable.", "content": {"application/json": {"example": RECEIPT}}},
    200: {
        "description": "Repeated (the first receipt), a dry run's receipt, or one result for each item or line.",
        "content": {
            "application/json": {"example": {**RECEIPT, "status": "repeated"}},
            "application/x-ndjson": {"example": {"index": 0, "status": 201, "receipt": RECEIPT}},
        },
    },
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
    """Record one event (structured or binary CloudEvents), a batch of at most 1,000, or a stream of lines."""
    return HandedOver(request.app.state.door)
