"""What the headers of a post say: its media type and, in binary mode, the attributes of its event.

RFC 9110, 8.3.1, for the one; the CloudEvents HTTP binding, 3.1.3, for the others.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote_to_bytes

from domain.pointer import step
from domain.refusals import Malformed, Refusal, Refused, UnknownField, shown

PREFIX = b"ce-"

_SAID_ELSEWHERE = {
    "data": "the data as the body",
    "data_base64": "the data as the body",
    "datacontenttype": "Content-Type alone to say the type of the data",
}
_A_VALUE = "printable ASCII, with all else as percent-encoded UTF-8"

# What a stranger sends must not make the reader try again and again: alternatives exclude one another, and runs are
# possessive (groups are not: Python 3.11.2, Debian 12's own, gets those wrong).
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"  # noqa: S105 (the grammar's word, no secret)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_PARAMETER = re.compile(rf";[ \t]*+(?:({_TOKEN})=({_TOKEN}|{_QUOTED.pattern}))?[ \t]*+")
_MEDIA_TYPE = re.compile(rf"[ \t]*+({_TOKEN}/{_TOKEN})[ \t]*+((?:{_PARAMETER.pattern})*)")
_ESCAPED = re.compile(r"\\(.)")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def utf8_media_type(text: str) -> str | None:
    """The media type in *text*, lower case and without parameters; None for no media type or a charset not UTF-8."""
    found = _MEDIA_TYPE.fullmatch(text)
    if found is None:
        return None
    charsets = {_unquoted(value).lower() for name, value in _PARAMETER.findall(found[2]) if name.lower() == "charset"}
    return found[1].lower() if charsets <= {"utf-8"} else None


def is_json(media_type: str) -> bool:
    """Whether *media_type*, lower case, is JSON by its subtype: ``json``, or one that ends in ``+json``."""
    return media_type.endswith(("/json", "+json"))


def attributes_of(headers: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    """The attributes in the ``ce-`` *headers*, decoded, by name.

    Raises Refused with every header that came twice or cannot be decoded (``malformed``), and every one that says
    what the body or Content-Type says (``unknown-field``).
    """
    attributes: dict[str, str] = {}
    unread: list[Refusal] = []
    for name, value in _sent(headers):
        if name in attributes:
            unread.append(Malformed(pointer=_pointer(name), expected=f"one header ce-{shown(name)}", got=_raw(value)))
            continue
        try:
            attributes[name] = _decoded(value)
        except ValueError:
            unread.append(Malformed(pointer=_pointer(name), expected=_A_VALUE, got=_raw(value)))
    if faults := [*unread, *_said_elsewhere(attributes)]:
        raise Refused(*faults)
    return attributes


def _sent(headers: Sequence[tuple[bytes, bytes]]) -> Iterator[tuple[str, bytes]]:
    for name, value in headers:
        if name[:3].lower() == PREFIX:
            yield name[3:].decode("latin-1").lower(), value


def _decoded(value: bytes) -> str:
    """A quoted string undone, then one round of percent-decoding. Raises ValueError for what was not so encoded."""
    text = _unquoted(value.strip(b" \t").decode("ascii"))
    if _LONE_PERCENT.search(text):
        raise ValueError(text)
    return unquote_to_bytes(text).decode()


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return text
    if not _QUOTED.fullmatch(text):
        raise ValueError(text)
    return _ESCAPED.sub(r"\1", text[1:-1])


def _said_elsewhere(attributes: dict[str, str]) -> Iterator[Refusal]:
    for name, expected in _SAID_ELSEWHERE.items():
        if name in attributes:
            yield UnknownField(pointer=_pointer(name), expected=expected, got=shown(attributes[name]))


def _pointer(name: str) -> str:
    return step(shown(name))


def _raw(value: bytes) -> str:
    return shown(value.decode("latin-1"))
