"""JSON in one spelling: strict reading (I-JSON, RFC 7493) and canonical writing (JCS, RFC 8785).

A canonicaliser cannot see what a parser dropped, so both stand here. orjson does the work wherever its bytes are those
of the RFC; everywhere else ``rfc8785``, thirty times slower, is the referee.
"""

import json
import re

import orjson
import rfc8785

from domain.refusals import Json

SAFE_INTEGER = 2**53 - 1

_WRITING = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
# as orjson writes every float from 1e16 on; an integer beyond 64 bits was read as such a float
_HUGE_FLOAT = re.compile(rb"[0-9]e\+[0-9]")


class NotIJson(ValueError):  # noqa: N818 (the word of the trade; an Error would say that something broke)
    """Raised for what is not JSON, or not I-JSON; ``reason`` says in a short sentence why."""

    def __init__(self, reason: str) -> None:
        """Holds *reason*, fit for a refusal."""
        super().__init__(reason)
        self.reason = reason


def parse_strict(raw: bytes) -> Json:
    """The value of the JSON text *raw*.

    Raises NotIJson for what is not UTF-8 or not JSON (RFC 8259), a byte order mark, duplicate members (also after
    unescaping), NaN, Infinity, numbers that overflow, integers beyond 2^53-1, lone surrogates, and more than 254
    levels of nesting. Noncharacters, which RFC 7493 refuses too, are taken here.
    """
    try:
        value: Json = orjson.loads(raw)
        again = orjson.dumps(value, option=orjson.OPT_STRICT_INTEGER)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError) as error:
        raise NotIJson(str(error)) from None
    if _may_have_lost_something(raw, again):
        json.loads(raw, object_pairs_hook=_refuse_duplicates, parse_int=_refuse_beyond_safe)
    return value


def canonical(value: Json) -> bytes:
    """The RFC 8785 bytes of *value*.

    Raises NotIJson where there are none: NaN, Infinity, integers beyond 2^53-1, lone surrogates, keys not strings.
    """
    if type(value) is not str and _has_float(value):
        return _by_the_referee(value)
    try:
        written = orjson.dumps(value, option=_WRITING)
    except orjson.JSONEncodeError:
        return _by_the_referee(value)
    # orjson sorts by code point, JCS by UTF-16 unit: alike for ASCII, not beyond
    return written if written.isascii() or _has_only_ascii_keys(value) else _by_the_referee(value)


def reread(written: bytes) -> Json:
    """The value of which ``canonical`` made *written*: it spells a float as an integer where it is one, of any size."""
    value: Json = json.loads(written, parse_int=_safe_or_float)
    return value


def _safe_or_float(digits: str) -> int | float:
    whole = int(digits)
    return whole if abs(whole) <= SAFE_INTEGER else float(digits)


def _may_have_lost_something(raw: bytes, again: bytes) -> bool:
    """Whether a member or digits may have been dropped between the text and its value, which *again* spells out.

    A quote is a delimiter or stands in a string as it does in *again*, unless it was escaped by number; so a
    duplicate member, which takes its quotes with it, shows in their count. 1 µs, where a reader with hooks takes 40;
    so rare single bytes are looked for before the longer needles that hold them.
    """
    return (
        raw.count(b'"') != again.count(b'"')
        or (b"\\" in raw and b"\\u0022" in raw)
        or (b"+" in again and b"e+" in again and _HUGE_FLOAT.search(again) is not None)
    )


def _refuse_duplicates(members: list[tuple[str, Json]]) -> None:
    names = [name for name, _ in members]
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise NotIJson(f"the member {twice[:100]!r} stands twice in one object")


def _refuse_beyond_safe(digits: str) -> None:
    # orjson has looked at what fits into 64 bits; the others are longer, some too long for int()
    if len(digits) > len(f"-{SAFE_INTEGER}"):
        raise NotIJson("an integer beyond 2^53-1")


def _has_float(value: Json) -> bool:
    if not isinstance(value, (dict, list, tuple)):
        return isinstance(value, float)
    for one in value.values() if isinstance(value, dict) else value:  # a loop, for any() takes twice as long
        if type(one) is not str and _has_float(one):
            return True
    return False


def _has_only_ascii_keys(value: Json) -> bool:
    if isinstance(value, dict):
        return all(map(str.isascii, value)) and all(map(_has_only_ascii_keys, value.values()))
    if isinstance(value, (list, tuple)):
        return all(map(_has_only_ascii_keys, value))
    return True


def _by_the_referee(value: Json) -> bytes:
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise NotIJson(str(error)) from None
