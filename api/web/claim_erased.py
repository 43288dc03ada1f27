"""What was erased of an event, in words: pointers into an event are for programs."""

from collections.abc import Mapping, Sequence

from api.words import list_words

MEMBERS: Mapping[str, str] = {
    "said_at": "day said",
    "refers_to": "period",
    "published_at": "day published",
    "wording_note": "note on the wording",
    "attribution": "chain",
    "selector": "place in the text",
}
CHAINS: Mapping[str, str] = {"attribution": "the chain", "by": "the chain of who disputes it"}
SIDES: Mapping[str, str] = {"was": "wrong", "is": "right"}
IN_ORDER = tuple("first second third fourth fifth sixth seventh eighth ninth tenth".split())


def member_words(name: str) -> str:
    """A member of an event as people call it: "day said"."""
    return MEMBERS.get(name, name.replace("_", " "))


def erased_words(pointers: Sequence[str]) -> str:
    """What JSON Pointers into an event's data name: "figure, wording and the first hop of the chain"."""
    return list_words(_words(one.strip("/").split("/")) for one in pointers)


def _words(path: Sequence[str]) -> str:
    first, *rest = path
    if first in SIDES and rest:
        return f"the {SIDES[first]} {_words(rest)}"
    if not rest:
        return member_words(first)
    if rest[0].isdecimal():
        place = int(rest[0])
        order = IN_ORDER[place] if place < len(IN_ORDER) else f"{place + 1:,}th"
        whole = CHAINS.get(first)
        one = f"the {order} hop of {whole}" if whole else f"{member_words(first)}, number {place + 1:,}"
        return one if len(rest) == 1 else f"the {_inner(rest[1:])} of {one}"
    return f"the {_inner(rest)} of the {member_words(first)}"


def _inner(path: Sequence[str]) -> str:
    """The innermost member alone: of who a hop is, the name or id."""
    return member_words(path[-1])
