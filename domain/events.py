"""Every stored event as one frozen type: its name, its version, its data. The one definition of each.

Stored events are for ever. A name never changes its meaning; what is new comes as another type beside the old one
(``claim.reported.v2``), and old ones stay readable. A field typed ``Redactable`` may read as ``Erased`` in an event
that comes from the log; the others are what a fold needs, and may never be redacted (``NEVER_REDACTED``).
"""

from datetime import datetime
from typing import Annotated, ClassVar, Literal, NamedTuple, TypeAlias, TypeVar, get_args

from pydantic import Discriminator, Field, StringConstraints, Tag
from pydantic.dataclasses import dataclass as shape

from domain.attribution import Hop, PartyOrName
from domain.figure import WireFigure
from domain.scope import Scope
from domain.shapes import ABSENT, STORED_ONLY, STRICT_SHAPE, Absent, Erased, Id, Name, Text, Time, Url

T = TypeVar("T")
Redactable = Annotated[T | Erased, STORED_ONLY]
Member = Annotated[T | Erased | Literal[Absent.ABSENT], STORED_ONLY]
KeptMember = Annotated[T | Literal[Absent.ABSENT], STORED_ONLY]

StoredChain = Annotated[tuple[Redactable[Hop], ...], Field(min_length=1, max_length=100)]

Prose = Annotated[str, StringConstraints(strict=True, min_length=1)]
Language = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Whole = Annotated[int, Field(strict=True, ge=1)]
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
class Reported:
    """Opens a claim's stream: its first revision, its scope, its chain."""

    stored_as: ClassVar[str] = "claim.reported.v1"

    question: Id
    scope: Redactable[Scope]
    figure: Redactable[WireFigure]
    wording: Redactable[Text]
    said_at: Time
    attribution: StoredChain
    refers_to: Time | None = None
    wording_note: Redactable[Prose] | None = None
    statement: Redactable[Prose] | None = None
    language: Redactable[Language] | None = None
    selector: Redactable[Selector] | None = None
    occasion: Redactable[Name] | None = None
    published_at: Redactable[Time] | None = None
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Updated:
    """The source or the world moved on, or the source restates an earlier period: a new utterance."""

    stored_as: ClassVar[str] = "claim.updated.v1"

    figure: Redactable[WireFigure]
    wording: Redactable[Text]
    said_at: Time
    reason: Redactable[Prose]
    refers_to: Time | None = None
    wording_note: Redactable[Prose] | None = None
    statement: Redactable[Prose] | None = None
    selector: Redactable[Selector] | None = None
    occasion: Redactable[Name] | None = None
    published_at: Redactable[Time] | None = None
    attribution: StoredChain | None = None
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Corrected:
    """We were wrong: a new revision replaces the target and takes its place on the said axis."""

    stored_as: ClassVar[str] = "claim.corrected.v1"

    target: Target
    kind: Redactable[CorrectionKind]
    was: dict[MemberName, object]
    is_: Annotated[Members, Field(alias="is")]
    approver: Redactable[PartyOrName]
    reason: Redactable[Prose]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Disputed:
    """Somebody disputes one aspect of one revision."""

    stored_as: ClassVar[str] = "claim.disputed.v1"

    dispute: Id
    target: Target
    aspect: Redactable[Aspect]
    by: StoredChain
    statement: Redactable[Prose]
    counter_claim: Redactable[Id] | None = None
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class DisputeResolved:
    """Closes a dispute; nothing else does."""

    stored_as: ClassVar[str] = "claim.dispute_resolved.v1"

    dispute: Id
    outcome: Redactable[Outcome]
    by: Redactable[PartyOrName]
    reason: Redactable[Prose]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Attributed:
    """The chain was learned or strengthened; the figure is untouched."""

    stored_as: ClassVar[str] = "claim.attributed.v1"

    attribution: StoredChain
    basis: Redactable[Prose]
    reason: Redactable[Prose] | None = None
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Assessed:
    """Somebody's finding about a revision; "there is no way to verify this" is one."""

    stored_as: ClassVar[str] = "claim.assessed.v1"

    target: Target
    finding: Redactable[Finding]
    method: Redactable[Prose]
    by: Redactable[PartyOrName]
    url: Redactable[Url] | None = None
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Retracted:
    """Taken back, by the source (a withdrawal) or by the outlet (a kill): nothing stands."""

    stored_as: ClassVar[str] = "claim.retracted.v1"

    by: Retractor
    reason: Redactable[Prose]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Reinstated:
    """Undoes one party's retraction."""

    stored_as: ClassVar[str] = "claim.reinstated.v1"

    by: Retractor
    reason: Redactable[Prose]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Linked:
    """How this claim stands to another one."""

    stored_as: ClassVar[str] = "claim.linked.v1"

    to: Redactable[Id]
    relation: Redactable[Relation]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Noted:
    """A note of our own, so that nobody abuses an update for one."""

    stored_as: ClassVar[str] = "claim.annotated.v1"

    text: Redactable[Prose]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class ClaimRedacted:
    """Values of one event of this stream are erased; their commitments and every proof stay."""

    stored_as: ClassVar[str] = "claim.redacted.v1"

    version: Whole
    fields: Annotated[tuple[Pointer, ...], Field(min_length=1, max_length=200)]
    ground: Redactable[Ground]
    authority: Redactable[PartyOrName]
    reason: Redactable[Prose]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class QuestionAsked:
    """What is being asked, in general; its scope is inherited, its tolerance is the reader's default."""

    stored_as: ClassVar[str] = "question.asked.v1"

    text: Redactable[Prose]
    scope: Redactable[Scope] | None = None
    tolerance: Redactable[Tolerance] | None = None
    topics: Annotated[tuple[Redactable[Name], ...], Field(min_length=1, max_length=100)] | None = None
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class QuestionReworded:
    """The same question in better words."""

    stored_as: ClassVar[str] = "question.reworded.v1"

    text: Redactable[Prose]
    reason: Redactable[Prose]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class QuestionRedacted:
    """As ``ClaimRedacted``, in a question's stream."""

    stored_as: ClassVar[str] = "question.redacted.v1"

    version: Whole
    fields: Annotated[tuple[Pointer, ...], Field(min_length=1, max_length=200)]
    ground: Redactable[Ground]
    authority: Redactable[PartyOrName]
    reason: Redactable[Prose]
    note: Redactable[Prose] | None = None


ClaimData: TypeAlias = (
    Reported
    | Updated
    | Corrected
    | Disputed
    | DisputeResolved
    | Attributed
    | Assessed
    | Retracted
    | Reinstated
    | Linked
    | Noted
    | ClaimRedacted
)
QuestionData: TypeAlias = QuestionAsked | QuestionReworded | QuestionRedacted
EventData: TypeAlias = ClaimData | QuestionData

EVENT_TYPES: dict[str, type[EventData]] = {one.stored_as: one for one in get_args(EventData)}

NEVER_REDACTED = frozenset({"target", "said_at", "refers_to", "dispute", "question", "version", "fields", "edition"})
NEVER_REDACTED_OF: dict[str, frozenset[str]] = {
    Retracted.stored_as: NEVER_REDACTED | {"by"},
    Reinstated.stored_as: NEVER_REDACTED | {"by"},
}


class Recorded(NamedTuple):  # a tuple, for every event read is made into one, and a dataclass takes three times as long
    """An event as the log keeps it: its identity, its place, and its data as typed above.

    ``recorded_at`` is in UTC, to the microsecond. ``originator_id`` and ``originator_version`` are what the
    ``eventsourcing`` library calls stream and version.
    """

    stream: str
    version: int
    position: int
    recorded_at: datetime
    type: str
    source: str
    id: str
    data: EventData

    @property
    def originator_id(self) -> str:
        """The stream."""
        return self.stream

    @property
    def originator_version(self) -> int:
        """The version in the stream."""
        return self.version
