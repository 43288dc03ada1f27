"""What a form asks, declared: fields named by the event's members, nested ones joined by a dot.

``Field``, ``Group``, ``Rows`` and ``FigureAsked`` are the declaration; ``laid_out`` makes of it what is shown for the
entries at hand: a line for each field, a block for each group, one row for each element that has entries.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from api.words import VOTE

Entries: TypeAlias = Mapping[str, str]

Kind: TypeAlias = Literal[
    "line",
    "words",
    "prose",
    "amount",
    "percent",
    "time",
    "choice",
    "radio",
    "revision",
    "id",
    "whole",
    "truth",
    "hidden",
    "hidden_whole",
]
Offers: TypeAlias = Literal["", "questions", "claims", "sources"]
BlockKind: TypeAlias = Literal["group", "folded", "rows", "row", "figure"]

MOST_HOPS = 100
MOST_RADIOS = 8
_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9.-]", re.ASCII)
_INDEX = re.compile(r"([0-9]{1,3})(?:\.|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a field takes, and the words for it."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Field:
    """One member of the event: what it is called, how it is typed in, what to say where it is missing.

    ``path`` are the steps of the member where the name does not give them (a tally's part may have a dot). What the
    record knows of the kind that it ``offers``, and what it ``suggests``, can be chosen while typing.
    """

    name: str
    label: str
    kind: Kind = "line"
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    is_optional: bool = False
    missing: str = ""
    path: tuple[str, ...] = ()
    offers: Offers = ""
    suggests: tuple[str, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Whether it has a row of its own, so that a sentence fits above it."""
        return self.kind in ("time", "prose", "words") or self.is_radio

    @property
    def is_radio(self) -> bool:
        """Whether its choices are all seen at once."""
        return self.kind == "radio" or (self.kind == "revision" and 0 < len(self.choices) <= MOST_RADIOS)

    @property
    def id(self) -> str:
        """The element's id: a name may hold what an id, or a link to it, may not."""
        return "f-" + _NOT_IN_IDS.sub(lambda found: f"_{ord(found[0]):x}", self.name)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps from the event's data to the member."""
        return self.path or tuple(self.name.split("."))


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; a folded one opens where something in it matters."""

    name: str
    legend: str
    items: "tuple[Item, ...]"
    hint: str = ""
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """An array: the items of one element, named relative to it, as often as there are entries."""

    name: str
    legend: str
    items: "tuple[Item, ...]"
    one: str
    hint: str = ""
    most: int = MOST_HOPS


@dataclass(frozen=True, slots=True)
class FigureAsked:
    """A figure: its form, and the fields of that form only."""

    name: str
    legend: str
    hint: str = ""
    is_optional: bool = False


Item: TypeAlias = Field | Group | Rows | FigureAsked


@dataclass(frozen=True, slots=True)
class Block:
    """A group, an array or one of its rows as it is shown."""

    kind: BlockKind
    name: str
    legend: str
    inside: "tuple[Node, ...]"
    hint: str = ""
    one: str = ""

    @property
    def id(self) -> str:
        """The element's id."""
        return f"b-{self.name}"

    @property
    def fields(self) -> "tuple[Field, ...]":
        """The fields that stand in it side by side."""
        return tuple(one for one in self.inside if isinstance(one, Field))


Node: TypeAlias = Field | Block


def laid_out(items: Sequence[Item], entries: Entries) -> tuple[Node, ...]:
    """What is shown of *items* for *entries*."""
    return tuple(node for item in items for node in _laid_out(item, entries, ""))


def fields_of(nodes: Sequence[Node]) -> Iterator[Field]:
    """Every field that is shown, in order."""
    for node in nodes:
        if isinstance(node, Field):
            yield node
        else:
            yield from fields_of(node.inside)


def known_names(nodes: Sequence[Node]) -> "Known":
    """The names that entries may have where *nodes* are shown, those of other forms of a figure included."""
    return Known(frozenset(one.name for one in fields_of(nodes)), tuple(_figures_in(nodes)))


@dataclass(frozen=True, slots=True)
class Known:
    """Names of fields, and of figures, which may have any of the members that some form has."""

    fields: frozenset[str]
    figures: tuple[str, ...]

    def __contains__(self, name: str) -> bool:
        """Whether an entry may have this *name*."""
        if name in self.fields:
            return True
        of = next((one for one in self.figures if name.startswith(f"{one}.")), None)
        member = "" if of is None else name[len(of) + 1 :]
        return member in MEMBERS_OF_FIGURES or (member.startswith("parts.") and member != "parts.")


def rows_of(entries: Entries, name: str) -> list[int]:
    """The elements of the array *name* that have an entry, by index."""
    begin = f"{name}."
    found = (_INDEX.match(one, len(begin)) for one in entries if one.startswith(begin))
    return sorted({int(one[1]) for one in found if one})


def _figures_in(nodes: Sequence[Node]) -> Iterator[str]:
    for one in nodes:
        if isinstance(one, Block):
            if one.kind == "figure":
                yield one.name
            yield from _figures_in(one.inside)


def _laid_out(item: Item, entries: Entries, prefix: str) -> Iterator[Node]:
    match item:
        case Field():
            yield replace(item, name=prefix + item.name) if prefix else item
        case Group():
            inside = tuple(node for one in item.items for node in _laid_out(one, entries, prefix))
            kind: BlockKind = "folded" if item.is_folded else "group"
            yield Block(kind, prefix + item.name, item.legend, inside, item.hint)
        case Rows():
            yield _rows(item, entries, prefix + item.name)
        case FigureAsked():
            yield _figure(item, entries, prefix + item.name)


def _rows(item: Rows, entries: Entries, name: str) -> Block:
    """A row for each element that has entries; an empty one where none has."""
    rows = tuple(
        Block(
            "row",
            f"{name}.{index}",
            f"{item.one.capitalize()} {place}",
            tuple(node for one in item.items for node in _laid_out(one, entries, f"{name}.{index}.")),
            one=item.one,
        )
        for place, index in enumerate((rows_of(entries, name) or [0])[: item.most], 1)
    )
    return Block("rows", name, item.legend, rows, item.hint, one=item.one)


FORMS = (
    Choice("exact", "exactly"),
    Choice("approximate", "about"),
    Choice("more_than", "more than"),
    Choice("at_least", "at least"),
    Choice("less_than", "less than"),
    Choice("at_most", "at most"),
    Choice("range", "from … to"),
    Choice("tally", "a vote or tally, in parts"),
    Choice("vague", "a word (dozens, hundreds)"),
    Choice("relative", "in relation to something else"),
    Choice("none", "no figure: a statement without one"),
)
MEMBERS_OF_FIGURES = frozenset(
    "form value leaning low high term comparison factor of to.words to.claim part.name part.amount".split()
)
LEANINGS = (Choice("", "either side"), Choice("below", "below it: nearly"), Choice("above", "above it: just over"))
NO_FIGURE_GIVEN = Choice("", "as the wording gives it")


def _figure(item: FigureAsked, entries: Entries, name: str) -> Block:
    forms = (NO_FIGURE_GIVEN, *FORMS) if item.is_optional else FORMS
    form = Field(f"{name}.form", "How it is stated", "choice", choices=forms, missing="Say how the figure is stated")
    chosen = entries.get(form.name) or forms[0].value
    return Block("figure", name, item.legend, (form, *_members(name, chosen, entries)), item.hint)


def _members(name: str, form: str, entries: Entries) -> Iterator[Node]:
    match form:
        case "range":
            yield _amount(f"{name}.low", "From")
            yield _amount(f"{name}.high", "To")
        case "tally":
            yield from _parts(name, entries)
        case "vague":
            yield Field(f"{name}.term", "The word", missing="Give the word that stands for the figure")
        case "relative":
            yield from _relative(name)
        case "" | "none":
            return
        case _:
            yield _amount(f"{name}.value", "Figure")
            if form == "approximate":
                yield Field(f"{name}.leaning", "Leaning", "choice", choices=LEANINGS, is_optional=True)


def _amount(name: str, label: str) -> Field:
    return Field(name, label, "amount", missing="Give the figure")


def _parts(name: str, entries: Entries) -> Iterator[Node]:
    """A field for each part that has a name, else for those of a vote; folded, one for another part, and the whole."""
    begin = f"{name}.parts."
    named = [one[len(begin) :] for one in entries if one.startswith(begin) and len(one) > len(begin)] or VOTE
    for part in sorted(named, key=lambda one: VOTE.index(one) if one in VOTE else len(VOTE)):
        path = (*name.split("."), "parts", part)
        yield Field(begin + part, part[:1].upper() + part[1:], "amount", path=path)
    more = f"{name}.part"
    inside = (
        Field(f"{name}.of", "Of how many", "amount", is_optional=True),
        Field(f"{more}.name", "Another part", missing="Name the part"),
        Field(f"{more}.amount", "Its figure", "amount"),
    )
    yield Block("folded", more, "Another part, or of how many", inside, one="part")


def _relative(name: str) -> Iterator[Field]:
    yield Field(f"{name}.comparison", "What is said", hint="Such as: many times higher", missing="Say how it relates")
    yield Field(f"{name}.to.words", "Than what, in words", missing="Say than what")
    yield Field(f"{name}.to.claim", "Or the claim it leans on", "id", offers="claims")
    yield Field(f"{name}.factor", "How many times, if a number is given", "amount", is_optional=True)
