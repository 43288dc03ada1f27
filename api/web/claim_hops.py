"""Two chains side by side: what is the same, gone, new; and what changed of a hop that is in both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.web.filters import when_words
from api.web.sentences import medium_words
from api.words import is_erased

TOLD = ("stance", "medium", "said_at", "url", "archived_url", "anonymity", "party")


@dataclass(frozen=True, slots=True)
class Hop:
    """A hop of either chain: the *same* in both, *removed*, *added*; or *changed*, with words for what was and is."""

    op: str
    hop: Any
    moves: Sequence[tuple[str, str]] = ()


def hops_of(attribution: Sequence[Mapping[str, Any]]) -> list[Hop]:
    """The hops of a difference in order; one that is gone and new with the same party in the same role has changed."""
    gone = [one["hop"] for one in attribution if one["op"] == "removed"]
    new = [one["hop"] for one in attribution if one["op"] == "added"]
    before = {place: was for place, one in enumerate(new) if (was := _taken(one, gone)) is not None}
    kept = [id(was) for was in before.values()]
    found: list[Hop] = []
    place = -1
    for one in attribution:
        place += one["op"] == "added"
        if one["op"] == "added" and place in before:
            found.append(Hop("changed", one["hop"], list(_moves(before[place], one["hop"]))))
        elif id(one["hop"]) not in kept:
            found.append(Hop(one["op"], one["hop"]))
    return found


def _taken(hop: Any, gone: list[Any]) -> Any:  # noqa: ANN401 (hops, or erased ones)
    """The first hop that is gone and is of the same party and role, which then is no longer among them."""
    for at, one in enumerate(gone):
        if not is_erased(hop) and not is_erased(one) and (hop["who"], hop["role"]) == (one["who"], one["role"]):
            return gone.pop(at)
    return None


def _moves(was: Mapping[str, Any], is_: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in TOLD:
        if was.get(name) != is_.get(name):
            yield _words(name, was.get(name)), _words(name, is_.get(name))


def _words(name: str, value: Any) -> str:  # noqa: ANN401 (any member of a hop)
    if name == "party":
        return "has a stake" if value else "no stake stated"
    if value is None or is_erased(value):
        return "not stated" if value is None else "erased"
    match name:
        case "medium":
            return medium_words(value) or "some other way"
        case "said_at":
            return when_words(value)
        case _:
            return str(value)
