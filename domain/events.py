"""Every stored event as one frozen type: its name, its version, its data. The one definition of each.

Stored events are for ever. A name never changes its meaning; what is new comes as another type beside the old one
(``claim.reported.v2``), and old ones stay readable. A field typed ``Redactable`` may read as ``Erased`` in an event
that comes from the log; the others are what a fold needs, and may never be redacted (``NEVER_REDACTED``). ``changes``
names the members of the view that a type changes whatever its data; of the others ``domain.changes`` works them out.
"""

from datetime import datetime
from typing import Annotated, ClassVar, NamedTuple, TypeAlias, get_args

from pydantic import Field
from pydantic.dataclasses import dataclass as shape

from domain.attribution import PartyOrName
from domain.event_parts import (
    Aspect,
    CorrectionKind,
    EditionNumber,
    Finding,
    Ground,
    Language,
    MemberName,
    Members,
    Outcome,
    Pointer,
    Prose,
    Redactable,
    Relation,
    Retractor,
    Selector,
    StoredChain,
    StoredPrints,
    Target,
    Tolerance,
    Whole,
)
from domain.figure import WireFigure
from domain.scope import Scope
from domain.shapes import STRICT_SHAPE, Digest, Id, Name, Text, Time, Url


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
    changes: ClassVar[tuple[str, ...]] = ("attribution",)

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
    changes: ClassVar[tuple[str, ...]] = ("retracted",)

    by: Retractor
    reason: Redactable[Prose]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Reinstated:
    """Undoes one party's retraction."""

    stored_as: ClassVar[str] = "claim.reinstated.v1"
    changes: ClassVar[tuple[str, ...]] = ("retracted",)

    by: Retractor
    reason: Redactable[Prose]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Linked:
    """How this claim stands to another one."""

    stored_as: ClassVar[str] = "claim.linked.v1"
    changes: ClassVar[tuple[str, ...]] = ("links",)

    to: Redactable[Id]
    relation: Redactable[Relation]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class Noted:
    """A note of our own, so that nobody abuses an update for one."""

    stored_as: ClassVar[str] = "claim.annotated.v1"
    changes: ClassVar[tuple[str, ...]] = ("notes",)

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
    changes: ClassVar[tuple[str, ...]] = ("text",)

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


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class StoryPublished:
    """One published state of a story, with every figure that it prints: one atomic event an edition."""

    stored_as: ClassVar[str] = "story.published.v1"

    edition: EditionNumber
    outlet: Redactable[PartyOrName]
    headline: Redactable[Text]
    published_at: Redactable[Time]
    prints: StoredPrints | None = None
    url: Redactable[Url] | None = None
    update_note: Redactable[Prose] | None = None
    text_sha256: Redactable[Digest] | None = None
    text: Redactable[Prose] | None = None
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class StoryCorrected:
    """Our record of what an edition printed was incomplete or wrong: the whole new list takes the old one's place."""

    stored_as: ClassVar[str] = "story.corrected.v1"

    edition: EditionNumber
    prints: StoredPrints
    approver: Redactable[PartyOrName]
    reason: Redactable[Prose]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class StoryWithdrawn:
    """The outlet took the story down; a new edition ends that."""

    stored_as: ClassVar[str] = "story.withdrawn.v1"
    changes: ClassVar[tuple[str, ...]] = ("withdrawn",)

    reason: Redactable[Prose]
    note: Redactable[Prose] | None = None


@shape(frozen=True, slots=True, config=STRICT_SHAPE)
class StoryRedacted:
    """As ``ClaimRedacted``, in a story's stream."""

    stored_as: ClassVar[str] = "story.redacted.v1"

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
StoryData: TypeAlias = StoryPublished | StoryCorrected | StoryWithdrawn | StoryRedacted
RedactedData: TypeAlias = ClaimRedacted | QuestionRedacted | StoryRedacted
EventData: TypeAlias = ClaimData | QuestionData | StoryData

EVENT_TYPES: dict[str, type[EventData]] = {one.stored_as: one for one in get_args(EventData)}
REDACTIONS: tuple[type[RedactedData], ...] = get_args(RedactedData)
REDACTION_TYPES = frozenset(one.stored_as for one in REDACTIONS)

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
