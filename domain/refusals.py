"""Every way to say no: one small frozen type for each, with the facts a person needs to go on.

The stable name is made of the class's name (``NotOpened`` is ``not-opened``) and never changes; the docstring
is the title, which never holds case data; ``next_step`` says what to do. What happened in this case stands in
``pointer`` (RFC 6901, into the posted event), ``expected`` and ``got``; ``extensions`` are the further members
of the problem (RFC 9457, 3.2). ``docs/errors.md`` has a heading for each of these, and a test keeps both equal.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias, overload

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Refused."""

    pointer: str = ""
    expected: str = ""
    got: Json = None
    extensions: Mapping[str, Json] = field(default_factory=dict)

    name: ClassVar[str]
    title: ClassVar[str]
    next_step: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        """Names the refusal after its class, and titles it with its docstring."""
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
        cls.title = (cls.__doc__ or "").strip().splitlines()[0]


class Refused(Exception):  # noqa: N818 (the word of the trade; an Error would say that something broke)
    """Raised with every fault that was found; the first one gives the problem its type."""

    def __init__(self, *refusals: Refusal) -> None:
        """Holds *refusals*, at least one unless it is Broken."""
        super().__init__(*refusals)
        self.refusals = refusals

    @property
    def first(self) -> Refusal:
        """The fault that names the problem."""
        return self.refusals[0]

    def kept(self) -> "Refused":
        """Itself, as an answer that is kept: else it would hold every frame that it was raised through, and they it."""
        self.__context__ = None
        return self.with_traceback(None)


class Broken(Refused):
    """What broke on our side, among answers to other events: it has no fault that could be told, and was logged."""


@overload
def shown(got: str) -> str: ...
@overload
def shown(got: Json) -> Json: ...
def shown(got: Json) -> Json:
    """What came from a stranger, fit for a refusal: cut where it is long, for an answer is no place to send it back."""
    if isinstance(got, str):
        return got if len(got) <= LONGEST_SHOWN else got[:LONGEST_SHOWN] + "…"
    if got is None or isinstance(got, bool | int | float):
        return got
    return "an object" if isinstance(got, Mapping) else "an array"


class Malformed(Refusal):
    """The request could not be read."""

    next_step = "Mend the body or the headers, then send it again."


class BadParameter(Refusal):
    """A query parameter is unknown or cannot be read."""

    next_step = "Use one of the known parameters in the form named here."


class NotFound(Refusal):
    """There is no such thing in this record."""

    next_step = "Check the spelling; GET the list to see what there is."


class BeforeFirst(Refusal):
    """The moment asked for lies before the first event."""

    next_step = "Ask for the moment named here or a later one."


class NotYet(Refusal):
    """The moment asked for has not come yet."""

    next_step = "Ask for an earlier moment, or wait until the record has reached it."


class MethodNotAllowed(Refusal):
    """This address does not take that method."""

    next_step = "Use one of the allowed methods; nothing is ever edited or deleted here."


class TooLarge(Refusal):
    """The request is larger than is taken."""

    next_step = "Send it in smaller parts."


class UnsupportedMediaType(Refusal):
    """This form of body is not taken."""

    next_step = "Send one of the media types and encodings named here."


class Overloaded(Refusal):
    """More events are waiting than can be taken."""

    next_step = "Send it again after the time given in Retry-After."


class Lagging(Refusal):
    """The read model has not reached that position yet."""

    next_step = "Ask again after the time given in Retry-After."


class DatabaseAway(Refusal):
    """The database cannot be reached just now."""

    next_step = "Send it again after the time given in Retry-After; a repeated post is never doubled."


class IdentityConflict(Refusal):
    """This source and id were used before, for other content."""

    next_step = "Give the new event an id of its own."


class NotOpened(Refusal):
    """Nothing has been recorded under this subject yet."""

    next_step = "Post the event that opens it first: claim.reported.v1, question.asked.v1, story.published.v1."


class AlreadyOpened(Refusal):
    """This subject has been opened already."""

    next_step = "Record what is new as an update, or report it under another id."


class NotRecordedYet(Refusal):
    """What this event refers to is not in the stream yet."""

    next_step = "Send it again once the event that it refers to has been recorded."


class AlreadyReplaced(Refusal):
    """The target has been replaced by a correction already."""

    next_step = "Correct the last replacement, named here, if it is wrong too."


class DisputeInUse(Refusal):
    """This dispute id is in use in this stream."""

    next_step = "Give the new dispute an id of its own."


class DisputeResolved(Refusal):
    """This dispute has been resolved already."""

    next_step = "Open a new dispute if there is a new one."


class Retracted(Refusal):
    """The claim is retracted."""

    next_step = "Reinstate it first."


class AlreadyRetracted(Refusal):
    """The same party has retracted this claim already."""

    next_step = "Nothing is left to do; the other party may retract it too."


class NotRetracted(Refusal):
    """No retraction by this party is in force."""

    next_step = "Check which party retracted the claim."


class EditionExists(Refusal):
    """This edition of the story is recorded already."""

    next_step = "Correct it with story.corrected.v1, or publish the next edition."


class Withdrawn(Refusal):
    """The story is withdrawn already."""

    next_step = "Publish a new edition to end the withdrawal."


class VersionConflict(Refusal):
    """The stream is not at the expected version."""

    next_step = "Look at what came meanwhile, then send it again with the current version."


class UnknownEventType(Refusal):
    """There is no such event type."""

    next_step = "Use one of the types named here."


class UnknownField(Refusal):
    """There is no such field here."""

    next_step = "Leave it out, or mend its spelling."


class ServerField(Refusal):
    """Only the service sets this field."""

    next_step = "Leave it out."


class NullNotAllowed(Refusal):
    """An optional field is left out, never null."""

    next_step = "Leave the field out."


class MissingField(Refusal):
    """A required field is missing."""

    next_step = "Add the field."


class InvalidField(Refusal):
    """The field's value is not of the right shape."""

    next_step = "Send the form named here."


class NotAnAmount(Refusal):
    """An amount is a decimal string."""

    next_step = 'Send the amount as a string of at most 40 digits, such as "3.10".'


class BatchRefused(Refusal):
    """Nothing of this batch was stored, for some of it was refused."""

    next_step = "Mend the items refused here, then send the whole batch again."


class WordingContradictsFigure(Refusal):
    """The wording and the figure do not give the same number."""

    next_step = "Mend the one that is wrong, or say in wording_note why they differ."


class BelowZero(Refusal):
    """An amount below zero needs a signed scope."""

    next_step = (
        'Set "signed": true in the scope if the claim counts a change or a balance; '
        "else record it as none with its wording."
    )


class LowAboveHigh(Refusal):
    """The low end of the range lies above its high end."""

    next_step = "Swap the two ends."


class PartsAboveWhole(Refusal):
    """The parts of the tally add up to more than the whole."""

    next_step = "Mend the parts, or the whole."


class NoNewUtterance(Refusal):
    """An update needs a new utterance."""

    next_step = "Record a typing error as claim.corrected.v1; give another occasion if the source spoke twice."


class AnotherOriginator(Refusal):
    """Another originator makes another claim."""

    next_step = "Report it as a claim of its own, or correct a misattribution with claim.corrected.v1."


class NoSuchRevision(Refusal):
    """The claim has no such revision."""

    next_step = "Name one of its revisions, or the event that made it."


class StaleWas(Refusal):
    """What the correction says was recorded is not what is recorded."""

    next_step = "Read the claim again, then send the correction with what it says now."


class CorrectsNothing(Refusal):
    """The correction changes nothing."""

    next_step = "Change at least one member between was and is."


class OwnClaim(Refusal):
    """A source does not dispute its own claim."""

    next_step = "Record an update or a retraction; only attribution and existence may be disputed by the originator."


class SaidInTheFuture(Refusal):
    """The source cannot have said this later than now."""

    next_step = "Mend said_at; the period that the figure is about belongs in refers_to."


class NotRedactable(Refusal):
    """This cannot be redacted, for the record needs it."""

    next_step = "Name other units; times, targets and ids of disputes stay."


class NotSealed(Refusal):
    """Confidential sources need sealing, which is not set up here."""

    next_step = "Leave out id and name of the hop."


class BadChain(Refusal):
    """The chain of attribution does not hold together."""

    next_step = "Put exactly one originator first, and name nobody twice but in touching hops."


class AmbiguousSelector(Refusal):
    """The selector does not choose exactly one place."""

    next_step = "Give prefix and suffix, or start and end."
