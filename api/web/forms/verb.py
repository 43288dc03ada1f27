"""What a form of one verb is made of, whatever the verb."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from api.web.forms.fields import Entries, Item
from domain.ledger import State

S = TypeVar("S", bound=State)
Data: TypeAlias = dict[str, Any]


def as_assembled(_state: State, data: Data, _entries: Entries) -> Data:
    """Nothing has to be added to what was assembled but that a party has to be named."""
    return parties_named(data)


def nothing_filled(_state: State, _asked: Entries) -> Entries:
    """Nothing is filled in."""
    return {}


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What stands in a verb's way: a sentence, and the verb that clears it, if one does, in words."""

    sentence: str
    verb: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Verb(Generic[S]):
    """A verb: its name in the address, its event, what it asks, what it fills in from the record.

    ``filled`` gives entries for the stream's state and for what is asked already (a target); ``finished`` makes the
    event's data of what the entries gave, by the same state; ``refilled`` gives other entries where one of them (the
    revision that is meant) was changed after the rest was filled in, else None; ``hindered`` what keeps the event from
    being recorded, whatever is filled in. ``proposed`` names the entries that were filled in as free to use: one that
    nobody has touched follows what is recorded meanwhile.
    """

    name: str
    type: str
    title: str
    lede: str
    button: str
    items: Callable[[S, Entries], Sequence[Item]]
    filled: Callable[[S, Entries], Entries] = nothing_filled
    finished: Callable[[S, Data, Entries], Data] = as_assembled
    refilled: Callable[[S, Entries], Entries | None] = lambda _state, _posted: None
    instead: tuple[str, str] | None = None
    hindered: Callable[[S], Hindrance | None] = lambda _state: None
    proposed: Sequence[str] = ()


PARTIES = ("approver", "by", "outlet")


def parties_named(data: Data) -> Data:
    """*data* without a party of which nothing but its kind was given: that names nobody."""
    return {
        member: value
        for member, value in data.items()
        if not (member in PARTIES and isinstance(value, dict) and not value.keys() & {"name", "id"})
    }
