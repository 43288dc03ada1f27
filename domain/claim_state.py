"""What is known of a claim at some moment: a value that a fold owns and changes in place."""

from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from domain.attribution import Chain, PartyOrName, is_originator_erased, originator
from domain.event_parts import MadeBy, Target
from domain.revision import Identity, Revision
from domain.revisions import KEPT_DAYS, Revisions
from domain.scope import Scope
from domain.shapes import Erased

Status = Literal["standing", "retracted", "empty"]
CONTESTING_ASPECTS = frozenset({"figure", "period", "definition", "existence"})


@dataclass(slots=True, eq=False)
class Dispute:
    """One party's dispute of one aspect of one revision; only a resolution closes it."""

    version: int
    dispute: str
    revision: int
    aspect: str | Erased
    by: Chain
    statement: str | Erased
    counter_claim: str | Erased | None
    open: bool = True
    resolved_version: int | None = None
    outcome: str | Erased | None = None
    resolved_by: PartyOrName | Erased | None = None
    resolved_reason: str | Erased | None = None

    @property
    def is_contesting(self) -> bool:
        """Whether it is of what makes a question contested; an erased aspect may be any, and so counts for none."""
        return self.open and self.aspect in CONTESTING_ASPECTS


@dataclass(slots=True, eq=False)
class Assessment:
    """Somebody's finding about a revision."""

    version: int
    revision: int
    finding: str | Erased
    method: str | Erased
    by: PartyOrName | Erased
    url: str | Erased | None


@dataclass(slots=True, eq=False)
class Link:
    """How this claim stands to another one."""

    version: int
    to: str | Erased
    relation: str | Erased


@dataclass(slots=True, eq=False)
class Retraction:
    """One party's retraction that is in force."""

    version: int
    by: Literal["source", "outlet"]
    reason: str | Erased
    recorded_at: datetime


@dataclass(slots=True, eq=False)
class ClaimState:
    """What is known of a claim; of a claim that was never opened, nothing (``version`` 0).

    ``scope_version`` and ``chain_version`` are the versions of the events that set scope and chain, so that a
    redaction of one of them finds what it has to erase here.
    """

    version: int = 0
    position: int = 0
    recorded_at: datetime | None = None
    question: str = ""
    scope: Scope | Erased = field(default_factory=Scope)
    scope_version: int = 0
    chain: Chain = ()
    chain_version: int = 0
    revisions: Revisions = field(default_factory=Revisions)
    events: dict[Identity, int] = field(default_factory=dict)
    retractions: dict[str, Retraction] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)
    assessments: list[Assessment] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: int = 0
    corrections: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the claim has been reported."""
        return self.version > 0

    @property
    def standing(self) -> Revision | None:
        """The standing revision: none while the claim is retracted, or where nothing is left."""
        return None if self.retractions else self.revisions.standing

    @property
    def status(self) -> Status:
        """Whether something stands, and if not, why."""
        if self.retractions:
            return "retracted"
        return "empty" if self.revisions.standing is None else "standing"

    @property
    def disputed(self) -> bool:
        """Whether any dispute is open."""
        return len(self.disputes) > 0 and any(one.open for one in self.disputes.values())  # most claims have none

    @property
    def late(self) -> bool:
        """Whether the last recorded revision came late."""
        return bool(self.revisions) and self.revisions[len(self.revisions)].late

    @property
    def originator(self) -> str | None:
        """The id of the one who said it first; None where unnamed or erased."""
        return originator(self.chain)

    @property
    def is_originator_erased(self) -> bool:
        """Whether the originator is erased, so that checks which need it pass."""
        return is_originator_erased(self.chain)

    def revision_meant(self, target: Target, own_source: str) -> Revision:
        """The revision that a recorded event's *target* means; *own_source* is that event's source."""
        return self.revisions[self.number_meant(target, own_source)]

    def number_meant(self, target: Target, own_source: str) -> int:
        """The number of that revision."""
        return target if isinstance(target, int) else self.events[made_by(target, own_source)]

    def fork(self) -> "ClaimState":
        """A state that starts as this one; what either takes in leaves the other alone.

        For those who ask what an event would make of a long claim: milliseconds, where another fold takes tenths of a
        second. Raises LetGo where the claim is settled.
        """
        return replace(
            self,
            revisions=self.revisions.fork(),
            events={**self.events},
            retractions={**self.retractions},
            disputes={name: copy(one) for name, one in self.disputes.items()},
            assessments=[*self.assessments],
            links=[*self.links],
        )

    def settle(self, *, to_decide: bool, days: int = KEPT_DAYS) -> None:
        """Lets go of what nearly no event asks for (see ``domain.revisions``); ``domain.recall`` brings it back.

        ``events`` then has the identities of the events since, and of those that were looked up.
        """
        self.events = {}
        self.revisions.settle(to_decide=to_decide, days=days)


def made_by(target: MadeBy, own_source: str) -> Identity:
    """The identity of the event that a target names."""
    return (target.source or own_source, target.id)
