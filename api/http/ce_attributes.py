"""What each attribute of a CloudEvent may be: the context attributes of CloudEvents 1.0, and the extensions taken here.

Ours: ``subject`` is required and an id; ``source`` and ``id``, which stand in the log's header for ever, have a limit.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeGuard

from api.http.ce_headers import is_json, utf8_media_type
from domain.clock import LONGEST, NotATime, read_instant
from domain.refusals import Json
from domain.shapes import is_id

MOST_SOURCE_BYTES = 1024
MOST_ID_BYTES = 512
LEAST_INTEGER, MOST_INTEGER = -(2**31), 2**31 - 1

# CloudEvents 1.0, "Type System": control characters, lone surrogates, the last two code points of every plane.
_NONCHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_FORBIDDEN = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")

_VERSION = re.compile(r"0|[1-9][0-9]{0,9}")
# Every month has 28 days: most times are right at first sight, a fifth of what the calendar costs.
_PLAIN_INSTANT = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?Z"
)

# RFC 3986, appendix A. The alternatives exclude one another, so that no text is tried in two ways.
_NAME = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_USER = rf"(?:{_NAME}|:)"
_PATH = rf"(?:{_NAME}|[:@/])*"
_QUERY = rf"(?:{_NAME}|[:@/?])*"
_LITERAL = r"\[(?:[0-9A-Fa-f:.]+|[Vv][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+)\]"
_AUTHORITY = rf"(?:{_USER}*+@)?(?:{_LITERAL}|{_NAME}*+)(?::[0-9]*+)?(?=[/?#]|\Z)"
_REST = rf"(?://{_AUTHORITY}|(?!//)){_PATH}(?:\?{_QUERY})?(?:#{_QUERY})?"
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*+:"
_URI = re.compile(f"{_SCHEME}{_REST}")
_URI_REFERENCE = re.compile(f"(?:{_SCHEME}|(?![^:/?#]*+:)){_REST}")


class Attribute(NamedTuple):
    """The rule of one attribute, and how a refusal words it."""

    is_right: Callable[[Json], bool]
    expected: str


def _is_1_0(value: Json) -> bool:
    return value == "1.0"


def _is_text(value: Json) -> TypeGuard[str]:
    if not isinstance(value, str):
        return False
    if value.isascii():  # a tenth of what the search costs, and says the same of ASCII
        return value.isprintable() and value != ""
    return not _FORBIDDEN.search(value)


def _is_id(value: Json) -> bool:
    return _is_text(value) and len(value.encode()) <= MOST_ID_BYTES


def _is_source(value: Json) -> bool:
    # its length first: what the cache holds must stay small
    return isinstance(value, str) and 0 < len(value) <= MOST_SOURCE_BYTES and _is_uri_reference(value)


@lru_cache(maxsize=1024)
def _is_uri_reference(text: str) -> bool:
    return _URI_REFERENCE.fullmatch(text) is not None


def _is_subject(value: Json) -> bool:
    return isinstance(value, str) and is_id(value)


def _is_time(value: Json) -> bool:
    if not isinstance(value, str) or len(value) > LONGEST:
        return False
    return _PLAIN_INSTANT.fullmatch(value) is not None or _is_instant(value)


def _is_instant(text: str) -> bool:
    try:
        read_instant(text)
    except NotATime:
        return False
    return True


def _is_json_type(value: Json) -> bool:
    if not isinstance(value, str):
        return False
    media_type = utf8_media_type(value)
    return media_type is not None and is_json(media_type)


def _is_uri(value: Json) -> bool:
    return isinstance(value, str) and _URI.fullmatch(value) is not None


def _is_version(value: Json) -> bool:
    if isinstance(value, str):
        return _VERSION.fullmatch(value) is not None and int(value) <= MOST_INTEGER
    return _is_integer(value) and value >= 0


def _is_integer(value: Json) -> TypeGuard[int]:
    # exactly int, for a bool is one too
    return type(value) is int and LEAST_INTEGER <= value <= MOST_INTEGER


def _is_scalar(value: Json) -> bool:
    return isinstance(value, bool) or value == "" or _is_integer(value) or _is_text(value)


_TEXT = "without control characters and noncharacters"
_SCALAR = Attribute(_is_scalar, f"a string {_TEXT}, a boolean or a 32-bit integer")

REQUIRED = frozenset({"specversion", "id", "source", "type", "subject"})

ATTRIBUTES: Mapping[str, Attribute] = {
    "specversion": Attribute(_is_1_0, '"1.0"'),
    "id": Attribute(_is_id, f"a string of 1 to {MOST_ID_BYTES} bytes, {_TEXT}"),
    "source": Attribute(_is_source, f"an ASCII URI-reference (RFC 3986) of 1 to {MOST_SOURCE_BYTES} bytes"),
    "type": Attribute(_is_text, f"a string that is not empty, {_TEXT}"),
    "subject": Attribute(_is_subject, "the id of the claim, story or question: [a-z0-9][a-z0-9._~-]{0,127}"),
    "time": Attribute(_is_time, f"RFC 3339 with seconds and an offset, of at most {LONGEST} characters"),
    "datacontenttype": Attribute(_is_json_type, "a JSON media type in UTF-8, such as application/json"),
    "dataschema": Attribute(_is_uri, "an absolute URI (RFC 3986)"),
    "expectedversion": Attribute(_is_version, f"an integer from 0 to {MOST_INTEGER}, or its digits as a string"),
    "traceparent": _SCALAR,
    "tracestate": _SCALAR,
}
"""By name, in the order in which faults are told."""
