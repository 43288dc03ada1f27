"""What /openapi.json says of events, receipts and problems: schemas made of the types that posts are read into."""

from typing import Any, TypeAlias

from fastapi import FastAPI
from pydantic import TypeAdapter

from api.http.ce_attributes import MOST_ID_BYTES, MOST_INTEGER, MOST_SOURCE_BYTES, REQUIRED
from domain.events import EVENT_TYPES
from domain.shapes import ID

Schema: TypeAlias = dict[str, Any]

AT = "#/components/schemas/"
NULL = {"type": "null"}
NULLS_MEAN_ABSENT = "Members"
"""The one shape in which null is legal: what a correction sets."""

SAYS_NOTHING = {"default", "title"}

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer", "minimum": 0}

RECEIPT: Schema = {
    "type": "object",
    "required": ["source", "id", "stream", "version", "status"],
    "properties": {
        **dict.fromkeys(("source", "id", "stream"), TEXT),
        "version": WHOLE,
        "position": WHOLE,
        "recorded_at": {"type": "string", "format": "date-time"},
        "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        "status": {"enum": ["recorded", "repeated", "would_record"]},
        "redacted": {"const": True, "description": "Something of the event is erased."},
        "also_in": {
            "type": "array",
            "description": "Of a redaction: other events of the stream that still hold the value.",
            "items": {
                "type": "object",
                "required": ["version", "pointer"],
                "properties": {"version": WHOLE, "pointer": TEXT},
            },
        },
    },
}
PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457. Further members by type: see docs/errors.md.",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "pointer", "expected", "got"],
                "properties": {"name": TEXT, "pointer": TEXT, "expected": TEXT, "got": {}},
            },
        },
    },
}
RESULT: Schema = {
    "type": "object",
    "required": ["index", "status"],
    "properties": {
        "index": WHOLE,
        "status": {"type": "integer"},
        "receipt": {"$ref": f"{AT}Receipt"},
        "problem": {"$ref": f"{AT}Problem"},
    },
}


def describe_events(app: FastAPI) -> None:
    """Adds the schemas to what *app* says of itself; they are made when somebody asks."""
    routes = app.openapi

    def openapi() -> Schema:
        told = routes()
        told.setdefault("components", {}).setdefault("schemas", {}).update(schemas())
        return told

    app.openapi = openapi  # type: ignore[method-assign] # the way that FastAPI's own documentation goes


def schemas() -> Schema:
    """Every schema by its name: Event, one for each type, and the shapes that they are made of."""
    made: Schema = {"Receipt": RECEIPT, "Problem": PROBLEM, "Result": RESULT}
    for name, shape in EVENT_TYPES.items():
        data: Schema = TypeAdapter(shape).json_schema(ref_template=f"{AT}{{model}}")
        made |= {inner: _as_posted(inner, one) for inner, one in data.pop("$defs", {}).items()}
        made[_data_name(name)] = _as_posted(name, data)
        made[name] = _event(name)
    mapping = {name: f"{AT}{name}" for name in EVENT_TYPES}
    made["Event"] = {
        "oneOf": [{"$ref": one} for one in mapping.values()],
        "discriminator": {"propertyName": "type", "mapping": mapping},
    }
    return made


def _data_name(name: str) -> str:
    return f"{name}.data"


def _event(name: str) -> Schema:
    return {
        "type": "object",
        "description": f"A CloudEvent 1.0. {EVENT_TYPES[name].__doc__}",
        "additionalProperties": False,
        "required": [*sorted(REQUIRED), "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "minLength": 1, "maxLength": MOST_ID_BYTES},
            "source": {"type": "string", "format": "uri-reference", "minLength": 1, "maxLength": MOST_SOURCE_BYTES},
            "type": {"const": name},
            "subject": {"type": "string", "pattern": ID},
            "time": {"type": "string", "format": "date-time"},
            "datacontenttype": TEXT,
            "dataschema": {"type": "string", "format": "uri"},
            "expectedversion": {"type": ["integer", "string"], "minimum": 0, "maximum": MOST_INTEGER},
            "traceparent": {"type": ["string", "boolean", "integer"]},
            "tracestate": {"type": ["string", "boolean", "integer"]},
            "data": {"$ref": f"{AT}{_data_name(name)}"},
        },
    }


def _as_posted(name: str, shape: Schema) -> Schema:
    """*shape* as a sender has to keep to it: optional members are left out, null only where a correction sets them."""
    if "properties" not in shape:
        return shape
    members: dict[str, Schema] = shape["properties"]
    told = {
        one: {part: what for part, what in member.items() if part not in SAYS_NOTHING}
        for one, member in members.items()
    }
    if name != NULLS_MEAN_ABSENT:
        told = {one: _without_null(member) for one, member in told.items()}
    return {**shape, "properties": told}


def _without_null(member: Schema) -> Schema:
    if NULL not in member.get("anyOf", ()):
        return member
    choices = [one for one in member["anyOf"] if one != NULL]
    return choices[0] if len(choices) == 1 else {**member, "anyOf": choices}
