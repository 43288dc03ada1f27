"""If-Match and If-None-Match on a post: the versions at which the writer wants its event (RFC 9110, 13.1)."""

import re
from collections.abc import Container

from domain.ports import LARGEST_VERSION
from domain.refusals import Malformed, Refused, shown

ANY_VERSION = range(1, LARGEST_VERSION + 1)
NOTHING_YET = (0,)
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')
_LIST = re.compile(rf"\s*{_TAG.pattern}(?:\s*,\s*{_TAG.pattern})*\s*")
_VERSION = re.compile(r'"([1-9][0-9]{0,9})"')


def refuse_for_many(if_match: str | None, if_none_match: str | None) -> None:
    """Refuses as ``malformed`` a condition on many events: if it were ignored, it would seem to be met."""
    for name, got in (("If-Match", if_match), ("If-None-Match", if_none_match)):
        if got is not None:
            expected = f"{name} on one event alone; in a batch or stream each event may have an expectedversion"
            raise Refused(Malformed(expected=expected, got=shown(got)))


def expected_by_headers(if_match: str | None, if_none_match: str | None) -> Container[int] | None:
    """The versions that the stream may be at, None for any at all.

    ``If-Match: "3"`` compares strongly, takes a list and ``*`` (the stream exists); a stream that does not exist
    matches nothing, not even ``"0"``. ``If-None-Match: *`` wants a stream that is new. What cannot be read is refused
    as ``malformed``.
    """
    if if_none_match is not None:
        if if_none_match.strip() != "*":
            raise Refused(Malformed(expected="If-None-Match: * on a post", got=shown(if_none_match)))
        return NOTHING_YET
    if if_match is None:
        return None
    if if_match.strip() == "*":
        return ANY_VERSION
    if not _LIST.fullmatch(if_match):
        raise Refused(Malformed(expected='If-Match with quoted versions, such as "3"', got=shown(if_match)))
    strong = (_VERSION.fullmatch(tag) for tag in _TAG.findall(if_match))
    return frozenset(int(one[1]) for one in strong if one)
