"""The writing door as a route: what OpenAPI says of it, and the way in for whoever comes through the framework."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.types import Receive, Scope, Send

from api.http.cloudevents import MOST_ITEMS
from api.http.events import WritingDoor
from api.http.examples import EVENT, RECEIPT
from api.http.openapi import AT
from api.http.problems import MEDIA_TYPE
from api.http.reading import service_of

FLAG: dict[str, Any] = {"in": "query", "required": False, "schema": {"type": "boolean", "default": False}}
HEADER: dict[str, Any] = {"in": "header", "required": False, "schema": {"type": "string"}}
EVENT_SCHEMA: dict[str, Any] = {"$ref": f"{AT}Event"}
LINES: dict[str, Any] = {"schema": EVENT_SCHEMA, "example": EVENT}
BINARY_MODE = (
    "Or in binary mode, as application/json: the body is an event's data; its attributes are headers, ce-specversion, "
    "ce-id, ce-source, ce-type, ce-subject, and if need be ce-time, ce-expectedversion."
)
DESCRIPTION: dict[str, Any] = {
    "parameters": [
        {**FLAG, "name": "atomic", "description": "All of a batch or nothing; no stream."},
        {**FLAG, "name": "dry_run", "description": "All the checks, nothing stored; no stream."},
        {
            **HEADER,
            "name": "If-Match",
            "description": 'Append the one event only if its stream is at this version, such as `"3"`.',
        },
        {
            **HEADER,
            "name": "If-None-Match",
            "schema": {"const": "*"},
            "description": "Append the one event only if its stream is new.",
        },
        {
            **HEADER,
            "name": "Content-Encoding",
            "schema": {"enum": ["gzip", "zstd"]},
            "description": "How the body is compressed; limits count expanded bytes.",
        },
    ],
    "requestBody": {
        "required": True,
        "description": BINARY_MODE,
        "content": {
            "application/cloudevents+json": {"schema": EVENT_SCHEMA, "example": EVENT},
            "application/cloudevents-batch+json": {
                "schema": {"type": "array", "maxItems": MOST_ITEMS, "items": EVENT_SCHEMA},
                "example": [EVENT],
            },
            "application/x-ndjson": LINES,
            "application/jsonl": LINES,
        },
    },
}
RECEIVED: dict[str, Any] = {"schema": {"$ref": f"{AT}Receipt"}, "example": RECEIPT}
RESULT: dict[str, Any] = {"$ref": f"{AT}Result"}
RESPONSES: dict[int | str, dict[str, Any]] = {
    201: {"description": "Recorded, and durable.", "content": {"application/json": RECEIVED}},
    200: {
        "description": "Repeated (the first receipt), a dry run's receipt, or one result for each item or line.",
        "content": {
            "application/json": {
                "schema": {"anyOf": [RECEIVED["schema"], {"type": "array", "items": RESULT}]},
                "example": {**RECEIPT, "status": "repeated"},
            },
            "application/x-ndjson": {"schema": RESULT, "example": {"index": 0, "status": 201, "receipt": RECEIPT}},
        },
    },
    **{
        status: {"description": meaning, "content": {MEDIA_TYPE: {"schema": {"$ref": f"{AT}Problem"}}}}
        for status, meaning in {
            400: "Could not be read.",
            403: "A browser posts for another site, or under a name that is none of ours.",
            409: "The record's state says no, or the same source and id came with other content.",
            412: "The stream is not at the expected version.",
            413: "An event of more than 256 KiB, or a batch of more than 16 MiB or 1,000 events.",
            415: "A media type or an encoding that is not taken.",
            422: "Parsed, but wrong: every fault is named.",
            503: "Not now; Retry-After says when. Nothing of the event was recorded, or all of it: send it again.",
        }.items()
    },
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
    return HandedOver(service_of(request).door)
