"""From entries to the event's data: what is empty is left out, never null; rows without entries are dropped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from api.web.forms.fields import Entries, Field, Node, fields_of
from api.web.forms.typed import amount_typed, share_typed, time_typed
from api.web.reader import UTC_ZONE

ROW = 2  # steps that lead to an element of an array: what is hidden belongs to one
HIDDEN = ("hidden", "hidden_whole")
MOST_DIGITS = 15  # of a whole number that JSON keeps exactly
TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Turned:
    """An entry that is recorded in another spelling than it was typed in."""

    field: Field
    typed: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Assembled:
    """The data; which row each element of an array came from; what was spelled anew."""

    data: dict[str, Any]
    rows: Mapping[str, Sequence[int]]
    turned: Sequence[Turned]


@dataclass(slots=True)
class _Tree:
    """Members by their steps, arrays still by index."""

    members: dict[str, "_Tree | Any"] = field(default_factory=dict)

    def put(self, steps: Sequence[str], value: object) -> None:
        """Puts *value* where *steps* lead."""
        first, *rest = steps
        if not rest:
            self.members[first] = value
            return
        inside = self.members.setdefault(first, _Tree())
        if isinstance(inside, _Tree):
            inside.put(rest, value)

    def holds(self, steps: Sequence[str]) -> bool:
        """Whether anything was put there."""
        if not steps:
            return True
        inside = self.members.get(steps[0])
        return isinstance(inside, _Tree) and inside.holds(steps[1:])


def assembled(nodes: Sequence[Node], entries: Entries, zone: ZoneInfo = UTC_ZONE) -> Assembled:
    """The data that *entries* give for the fields in *nodes*; times of day are by the clocks of *zone*."""
    tree = _Tree()
    turned: list[Turned] = []
    for one in fields_of(nodes):
        typed = entries.get(one.name, "")
        text = typed if one.kind in ("words", "prose") else typed.strip()
        if text.strip() and (one.kind not in HIDDEN or tree.holds(one.steps[:ROW])):
            value = _value(one, text, zone)
            if isinstance(value, str) and value != text:
                turned.append(Turned(one, typed.strip(), value))
            tree.put(one.steps, value)
    rows: dict[str, Sequence[int]] = {}
    arrays = frozenset(_arrays(nodes))
    return Assembled(_members(tree, "", arrays, rows), rows, turned)


def _value(one: Field, text: str, zone: ZoneInfo) -> object:
    match one.kind:
        case "amount":
            return amount_typed(text)
        case "time":
            return time_typed(text, zone)
        case "percent":
            return share_typed(text)
        case "whole" | "revision" | "hidden_whole" if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS:
            return int(text)
        case "truth":
            return TRUTHS.get(text, text)
        case "words" | "prose":
            return text.strip()
        case _:
            return text


def _arrays(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, Field):
            if node.kind == "rows":
                yield node.name
            yield from _arrays(node.inside)


def _members(tree: _Tree, name: str, arrays: frozenset[str], rows: dict[str, Sequence[int]]) -> dict[str, Any]:
    return {step: _whole(one, f"{name}.{step}" if name else step, arrays, rows) for step, one in tree.members.items()}


def _whole(one: Any, name: str, arrays: frozenset[str], rows: dict[str, Sequence[int]]) -> Any:  # noqa: ANN401 (any JSON)
    if not isinstance(one, _Tree):
        return one
    if name not in arrays:
        return _members(one, name, arrays, rows)
    indices = sorted(int(step) for step in one.members)
    rows[name] = indices
    return [_whole(one.members[str(n)], f"{name}.{n}", arrays, rows) for n in indices]
