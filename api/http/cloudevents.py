"""The strict CloudEvents 1.0 reader: what was posted, as bytes and headers, to events whose attributes are right.

Modes and names are those of the HTTP binding and the JSON event format. Stricter than the standard, and ours: JSON
data only, a subject always, no extension but ``expectedversion`` and the trace attributes. What ``data`` holds is for
its type to say; this reader asks only of an event that it refuses, to tell every fault at once.
"""

import binascii
import time
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from itertools import islice
from typing import NamedTuple, NotRequired, TypedDict, TypeGuard, cast

from adapters.codec import validated
from adapters.faults import SET_BY_THE_SERVICE
from api.http.ce_attributes import ATTRIBUTES, REQUIRED
from api.http.ce_headers import attributes_of, is_json, utf8_media_type
from domain.canonical import NotIJson, canonical, parse_strict
from domain.events import EVENT_TYPES
from domain.pointer import step
from domain.refusals import (
    InvalidField,
    Json,
    Malformed,
    MissingField,
    Refusal,
    Refused,
    ServerField,
    TooLarge,
    UnknownField,
    UnsupportedMediaType,
    shown,
)
from domain.sense import faults_of

MOST_ITEMS = 1000
MOST_STRANGERS = 20  # a body of nothing but unknown members must not make an answer many times its size

_TAKEN = (
    "application/cloudevents+json, application/cloudevents-batch+json, application/x-ndjson, application/jsonl, "
    "or JSON with ce- headers; in UTF-8"
)
_SERVER_FIELDS = SET_BY_THE_SERVICE | {"recordedat"}  # as a sender must spell it who keeps to attribute names


class Mode(Enum):
    """How the events of a post are laid out."""

    STRUCTURED = auto()
    BATCH = auto()
    NDJSON = auto()
    BINARY = auto()


class Posted(NamedTuple):  # a tuple, for one is made of every event, and a frozen dataclass takes three times as long
    """One event as it was posted: attributes checked, ``data`` not yet held against its type.

    ``time`` is RFC 3339 as it was written. ``expected_version`` is the version that the stream must be at, 0 for one
    that must be new, None where any will do.
    """

    source: str
    id: str
    type: str
    subject: str
    time: str | None
    data: dict[str, Json]
    expected_version: int | None


def mode(content_type: str | None, has_ce_headers: bool) -> Mode:  # noqa: FBT001 (the one other thing that decides)
    """How a post with this Content-Type is to be read; raises Refused (``unsupported-media-type``)."""
    media_type = utf8_media_type(content_type or "")
    match media_type:
        case "application/cloudevents-batch+json":
            return Mode.BATCH
        case "application/cloudevents+json":
            return Mode.STRUCTURED
        case "application/x-ndjson" | "application/jsonl":
            return Mode.NDJSON
        case str() if has_ce_headers and is_json(media_type) and not media_type.startswith("application/cloudevents"):
            return Mode.BINARY
        case _:
            raise Refused(UnsupportedMediaType(expected=_TAKEN, got=shown(content_type)))


def structured(body: bytes) -> Posted:
    """The event that *body* is, in the JSON event format; raises Refused with every fault found."""
    return _told_everything(_parsed(body, ""))


def binary(headers: Sequence[tuple[bytes, bytes]], body: bytes) -> Posted:
    """The event whose attributes are the ``ce-`` *headers* and whose data is *body*, JSON as ``mode`` has made sure.

    Raises Refused with every fault found; the pointers are those of the same event in structured mode.
    """
    attributes = attributes_of(headers)
    return _told_everything({**attributes, "data": _parsed(body, "/data") if body else None})


def batch(body: bytes) -> list[Posted | Refused]:
    """Each event of the JSON array *body*, or why it is refused.

    Raises Refused for what is no JSON array (``malformed``) and for more than 1,000 items (``too-large``).
    """
    items = _parsed(body, "")
    if not isinstance(items, list):
        raise Refused(Malformed(expected="a JSON array of events", got=shown(items)))
    if len(items) > MOST_ITEMS:
        raise Refused(TooLarge(expected=f"at most {MOST_ITEMS} events in a batch", got=len(items)))
    return [_posted_or_refused(item) for item in items]


def line(raw: bytes) -> Posted | Refused:
    """The event that one line of a stream is, or why it is refused."""
    try:
        return from_object(_parsed(raw, ""))
    except Refused as refused:
        return refused.kept()


def from_object(event: Json) -> Posted:
    """The event that parsed JSON in the structured form says; raises Refused with every fault found."""
    if not isinstance(event, dict):
        raise Refused(Malformed(expected="a JSON object, the event", got=shown(event)))
    sound = event if _is_plain(event) else _checked(event)
    version = sound.get("expectedversion")
    return Posted(
        sound["source"],
        sound["id"],
        sound["type"],
        sound["subject"],
        sound.get("time"),
        sound["data"],
        None if version is None else int(version),
    )


def _told_everything(event: Json) -> Posted:
    """The same; of an event that is refused for its attributes it is also told what is wrong with its data.

    Only of one that comes alone: a batch of nothing but such events would keep everybody waiting.
    """
    try:
        return from_object(event)
    except Refused as refused:
        raise Refused(*refused.refusals, *_faults_of_data(event)) from None


def _posted_or_refused(item: Json) -> Posted | Refused:
    try:
        return from_object(item)
    except Refused as refused:
        return refused.kept()


def _parsed(body: bytes, pointer: str) -> Json:
    try:
        return parse_strict(body)
    except NotIJson as error:
        expected = "JSON in UTF-8, no member twice, numbers within I-JSON (RFC 7493)"
        raise Refused(Malformed(pointer=pointer, expected=expected, got=error.reason)) from None


class _Sound(TypedDict):
    """An event without faults and nulls; what is dropped here is left out."""

    source: str
    id: str
    type: str
    subject: str
    time: NotRequired[str]
    data: dict[str, Json]
    expectedversion: NotRequired[int | str]


def _is_plain(event: dict[str, Json]) -> TypeGuard[_Sound]:
    """Whether nothing is wrong and nothing is unusual, told in 2 µs: nearly every event goes this way."""
    for name, value in event.items():
        if (is_right := _RULES.get(name)) is None or not is_right(value):
            return False
    return event.keys() >= _PLAIN_MEMBERS


def _is_object(value: Json) -> bool:
    return isinstance(value, dict)


_RULES = {name: attribute.is_right for name, attribute in ATTRIBUTES.items()} | {"data": _is_object}
_PLAIN_MEMBERS = REQUIRED | {"data"}


def _checked(event: dict[str, Json]) -> _Sound:
    """*event* without nulls and with its data decoded; raises Refused with every fault."""
    present: dict[str, Json] = {name: value for name, value in event.items() if value is not None}
    faults = [*_attribute_faults(present), *islice(_strangers(present), MOST_STRANGERS)]
    try:
        present["data"] = _data_of(event)
    except Refused as refused:
        faults.extend(refused.refusals)
    if faults:
        raise Refused(*faults)
    return cast("_Sound", present)


def _faults_of_data(event: Json) -> Sequence[Refusal]:
    if not isinstance(event, dict):
        return []
    name, data, subject = (event.get(one) for one in ("type", "data", "subject"))
    if not isinstance(name, str) or name not in EVENT_TYPES or not isinstance(data, dict):
        return []
    typed = validated(name, data, canonical(data))
    if isinstance(typed, Sequence):
        return typed
    return faults_of(typed, subject if isinstance(subject, str) else "", time.time_ns())


def _attribute_faults(present: Mapping[str, Json]) -> Iterator[Refusal]:
    for name, (is_right, expected) in ATTRIBUTES.items():
        if name in present:
            if not is_right(present[name]):
                yield InvalidField(pointer=f"/{name}", expected=expected, got=shown(present[name]))
        elif name in REQUIRED:
            yield MissingField(pointer=f"/{name}", expected=expected)


def _strangers(present: Mapping[str, Json]) -> Iterator[Refusal]:
    for name, value in present.items():
        pointer = step(shown(name))
        if name in _SERVER_FIELDS:
            yield ServerField(pointer=pointer, expected="no such attribute: the service sets it", got=shown(value))
        elif name not in _KNOWN:
            yield UnknownField(pointer=pointer, expected=f"one of {', '.join(_KNOWN)}", got=shown(name))


def _data_of(event: Mapping[str, Json]) -> Json:
    """The data, an object; of ``data`` and ``data_base64`` only one may be there, null or not."""
    is_encoded = "data_base64" in event
    if is_encoded and "data" in event:
        raise Refused(InvalidField(pointer="/data_base64", expected="data or data_base64, not both", got="both"))
    pointer = "/data_base64" if is_encoded else "/data"
    data = _decoded(event) if is_encoded else event.get("data")
    if data is None:
        raise Refused(MissingField(pointer="/data", expected="an object"))
    if not isinstance(data, dict):
        raise Refused(InvalidField(pointer=pointer, expected="an object", got=shown(data)))
    return data


def _decoded(event: Mapping[str, Json]) -> Json:
    text = event["data_base64"]
    if text is None:
        return None
    if event.get("datacontenttype") is None:
        expected = "a JSON media type, for nothing else says what data_base64 holds"
        raise Refused(MissingField(pointer="/datacontenttype", expected=expected))
    return _parsed(_bytes_of(text), "/data_base64")


def _bytes_of(text: Json) -> bytes:
    try:
        raw = binascii.a2b_base64(text) if isinstance(text, str) else b""
    except ValueError:
        raw = b""
    # written again, because strangers among the characters are skipped and bits that the padding hides let through
    if not raw or binascii.b2a_base64(raw, newline=False).decode() != text:
        expected = "base64 (RFC 4648, 4) with its padding"
        raise Refused(InvalidField(pointer="/data_base64", expected=expected, got=shown(text)))
    return raw


_KNOWN = (*ATTRIBUTES, "data", "data_base64")
