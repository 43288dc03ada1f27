"""What stored events are made of: the words of their members, and the shapes that several of them share.

A member typed ``Redactable`` may read as ``Erased`` in an event that comes from the log.
"""

from typing import Annotated, Literal, TypeAlias, TypeVar, get_args

from pydantic import Discriminator, Field, StringConstraints, Tag
from pydantic.dataclasses import dataclass as shape

from domain.attribution import Hop
from domain.figure import WireFigure
from domain.scope import Scope
from domain.shapes import ABSENT, STORED_ONLY, STRICT_SHAPE, Absent, Erased, Id, Name, Text, Time

T = TypeVar("T")
Redactable = Annotated[T | Erased, STORED_ONLY]
Member = Annotated[T | Erased | Literal[Absent.ABSENT], STORED_ONLY]
KeptMember = Annotated[T | Literal[Absent.ABSENT], STORED_ONLY]

StoredChain = Annotated[tuple[Redactable[Hop], ...], Field(min_length=1, max_length=100)]


Prose = Annotated[str, StringConstraints(strict=True, min_length=1)]
Language = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Whole = Annotated[int, Field(strict=True, ge=1)]
EditionNumber = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
CodePoint = Annotated[int, Field(strict=True, ge=0)]
Pointer = Annotated[str, StringConstraints(strict=True, pattern=r"^(/([^/~]|~0|~1)+)+$", max_length=1000)]
Tolerance = Annotated[str, StringConstraints(strict=True, pattern=r"^0\.[0-9]*[1-9][0-9]*$", max_length=42)]
EventId = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=1024)]

MemberName = Literal[
    "figure",
    "wording",
    "wording_note",
    "statement",
    "language",
    "refers_to",
    "said_at",
    "occasion",
    "published_at",
    "selector",
    "scope",
    "attribution",
    "question",
]
MEMBERS: tuple[MemberName, ...] = get_args(MemberName)

Aspect = Literal["figure", "attribution", "period", "definition", "existence"]
Outcome = Literal["upheld", "rejected", "withdrawn", "moot"]
Finding = Literal["corroborated", "verified", "unverifiable", "contradicted", "false"]
Relation = Literal["contradicts", "same_as", "part_of", "derived_from", "responds_to", "continues"]
Retractor = Literal["source", "outlet"]
Placement = Literal["headline", "lede", "body", "caption", "quote"]
Ground = Literal["legal", "safety", "privacy"]
CorrectionKind = Literal[
    "wrong_figure",
    "wrong_wording",
    "misattribution",
    "misquote",
    "wrong_unit",
    "wrong_period",
    "wrong_scope",
    "wrong_claim",
    "other",
]


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Selector:
    """Where the words stand: W3C text quote and text position, in Unicode code points, end exclusive."""

    exact: Text
    prefix: Annotated[str, StringConstraints(strict=True, max_length=4000)] | None = None
    suffix: Annotated[str, StringConstraints(strict=True, max_length=4000)] | None = None
    start: CodePoint | None = None
    end: CodePoint | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class MadeBy:
    """A revision, named by the event that made it; ``source`` defaults to the naming event's own."""

    id: EventId
    source: EventId | None = None


def _kind_of_target(target: object) -> str:
    return "(number)" if isinstance(target, int) else "(event)"


Target: TypeAlias = Annotated[
    Annotated[Whole, Tag("(number)")] | Annotated[MadeBy, Tag("(event)")], Discriminator(_kind_of_target)
]


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Members:
    """The members that a correction sets: partial, each as a whole; null means absent."""

    figure: Member[WireFigure] = ABSENT
    wording: Member[Text] = ABSENT
    wording_note: Member[Prose | None] = ABSENT
    statement: Member[Prose | None] = ABSENT
    language: Member[Language | None] = ABSENT
    refers_to: KeptMember[Time | None] = ABSENT
    said_at: KeptMember[Time] = ABSENT
    occasion: Member[Name | None] = ABSENT
    published_at: Member[Time | None] = ABSENT
    selector: Member[Selector | None] = ABSENT
    scope: Member[Scope] = ABSENT
    attribution: KeptMember[StoredChain] = ABSENT
    question: KeptMember[Id] = ABSENT

    def named(self) -> tuple[MemberName, ...]:
        """The members that were sent, null ones included."""
        return tuple(name for name in MEMBERS if getattr(self, name) is not ABSENT)


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Print:
    """A claim as an edition prints it: where, in which words, and what they commit to if more than the words tell."""

    claim: Id
    placement: Placement
    wording: Text
    target: Target | None = None
    figure: WireFigure | None = None
    attribution: Annotated[tuple[Hop, ...], Field(min_length=1, max_length=100)] | None = None
    selector: Selector | None = None


StoredPrints = Redactable[Annotated[tuple[Redactable[Print], ...], Field(max_length=1000)]]
