"""What the record knows, as of one moment, of a claim that a story prints, and what prints ask of it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Literal

from domain.attribution import Chain
from domain.figure import Bounds, Figure
from domain.printed_interval import stated
from domain.refusals import Json
from domain.scope import Scope, comparable
from domain.shapes import Erased

OF_THE_CLAIM = ("attribution", "scope", "question")
OF_THE_REVISION: tuple[Literal["refers_to", "statement"], ...] = ("refers_to", "statement")
"""What a correction may set besides figure and wording that makes what is printed of a revision wrong."""


@dataclass(frozen=True, slots=True)
class RevisionRecord:
    """A revision as prints are held against it.

    ``source`` and ``id`` are the identity of the event that made it. ``replaces`` is the number of the revision that
    it corrects. A ``replaced`` one whose ``replaced_by`` is None was replaced by nothing (wrong_claim).
    """

    number: int
    version: int
    position: int
    recorded_at: datetime
    source: str
    id: str
    figure: Figure | Erased
    figure_key: str | None
    wording: str | Erased
    said_at: str
    refers_to: str | None = None
    statement: str | Erased | None = None
    published_at: str | Erased | None = None
    replaces: int | None = None
    replaced: bool = False
    replaced_by: int | None = None


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """A ``claim.corrected`` event: it replaced the revision numbered ``replaces`` by ``revision``.

    ``revision`` is None for a wrong_claim. ``changed`` are the members that it set. ``was`` and ``is_`` have, as
    JSON, those of attribution, scope and question that it set; figures and wordings are those of the revisions.
    """

    position: int
    version: int
    recorded_at: datetime
    kind: str | Erased
    replaces: int
    revision: int | None
    changed: frozenset[str] = frozenset()
    was: Mapping[str, Json] = field(default_factory=dict)
    is_: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DisputeRecord:
    """An open dispute of one aspect of the revision numbered ``revision``."""

    dispute: str
    revision: int
    aspect: str | Erased


@dataclass(frozen=True)  # without slots, for what every print of the claim asks is worked out once
class ClaimRecord:
    """What the record knows, as of one moment, of a claim that a story prints.

    Of a claim that was never opened: ``ClaimRecord(claim)``, whose ``is_known`` is False. ``standing`` is None while
    nothing stands (``status`` retracted or empty). ``scope`` is the claim's own, ``chain`` its attribution.

    ``revisions`` holds by number (from ``Wanted`` of the claim):

    1. ``standing``;
    2. the revisions in ``numbers``, and those made by the events in ``identities``;
    3. for each of ``keys``, and for the figure_key of each revision found under 2, 6 and 7: the latest revision with
       that figure_key, the latest such one that is not replaced, and every such one that is replaced;
    4. the revision of each open dispute;
    5. for each of ``published``, what ``stood_at`` gives, which is in ``stood`` under that text (None: nothing);
    6. if ``amounts`` is not empty: the latest 50 revisions that are tallies, or whose amount, low or high is one of
       them (no matter whether replaced);
    7. for each of ``wordings``: the latest revision whose wording is the same after folding;
    8. for each of ``within`` whose key no revision has: the latest one that is not replaced and ``lies_within`` it;
    9. of every one of these that is replaced, the one that replaced it, and so on to the last.

    More do no harm. ``corrections`` has, in order of position, the corrections that replaced a revision held here,
    and every correction that changed attribution, scope or question. ``disputes`` are the open ones. ``continued_by``
    are the claims with a link ``continues`` to this one. ``tolerance`` is that of the claim's question, for those who
    compare figures with one; None where nobody looked it up.
    """

    claim: str
    is_known: bool = False
    status: Literal["standing", "retracted", "empty"] = "empty"
    question: str = ""
    scope: Scope | Erased | None = None
    chain: Chain = ()
    standing: RevisionRecord | None = None
    revisions: Mapping[int, RevisionRecord] = field(default_factory=dict)
    stood: Mapping[str, RevisionRecord | None] = field(default_factory=dict)
    corrections: tuple[CorrectionRecord, ...] = ()
    disputes: tuple[DisputeRecord, ...] = ()
    continued_by: tuple[str, ...] = ()
    tolerance: str | None = None

    @cached_property
    def latest_first(self) -> list[RevisionRecord]:
        """The revisions by their numbers, the latest first."""
        return sorted(self.revisions.values(), key=lambda one: -one.number)

    @cached_property
    def figures(self) -> list[Figure | Erased]:
        """Their figures."""
        return [one.figure for one in self.latest_first]

    @cached_property
    def by_key(self) -> Mapping[str, list[RevisionRecord]]:
        """The revisions by their figures, the latest first; erased ones left out."""
        found: dict[str, list[RevisionRecord]] = {}
        for one in self.latest_first:
            if one.figure_key is not None:
                found.setdefault(one.figure_key, []).append(one)
        return found

    @cached_property
    def unreplaced(self) -> list[tuple[Decimal, Figure | Erased]]:
        """The figures of unreplaced revisions with the amounts that they state, in ascending order of these."""
        every = [one.figure for one in self.revisions.values() if not one.replaced]
        found = [(amount, figure) for figure in every if (amount := stated(figure)) is not None]
        return sorted(found, key=itemgetter(0))

    @cached_property
    def ends(self) -> Mapping[int, RevisionRecord]:
        """By number, what replaced a revision in the end: the last of its lineage, or itself."""
        found: dict[int, RevisionRecord] = {}
        for one in self.latest_first:  # what replaces one comes later
            found[one.number] = one if one.replaced_by is None else found[one.replaced_by]
        return found

    @cached_property
    def corrected_by(self) -> Mapping[int, CorrectionRecord]:
        """The corrections by the number of the revision that they replaced."""
        return {one.replaces: one for one in self.corrections}

    @cached_property
    def set_last(self) -> int:
        """The position of the last correction that set a member OF_THE_REVISION; 0 if there is none."""
        return max((one.position for one in self.corrections if not one.changed.isdisjoint(OF_THE_REVISION)), default=0)

    @cached_property
    def by_wording(self) -> Mapping[str, RevisionRecord]:
        """By wording, as it is compared, the latest revision worded so."""
        return {
            comparable(one.wording): one for one in reversed(self.latest_first) if not isinstance(one.wording, Erased)
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the prints of one claim ask of it; see ``ClaimRecord``.

    ``identities`` are (source, id); ``published`` are the ``published_at`` of the editions that print it; ``wordings``
    are ``comparable``, of prints whose words give no figure; ``within`` has the keys of printed figures, and what these
    allow (``allowed``). The latter two are of prints without target.
    """

    numbers: frozenset[int] = frozenset()
    identities: frozenset[tuple[str, str]] = frozenset()
    keys: frozenset[str] = frozenset()
    amounts: frozenset[Decimal] = frozenset()
    published: frozenset[str] = frozenset()
    wordings: frozenset[str] = frozenset()
    within: frozenset[tuple[str, Bounds]] = frozenset()

    @property
    def of_revisions(self) -> Hashable:
        """All that it asks for but ``published``."""
        return self.numbers, self.identities, self.keys, self.amounts, self.wordings, self.within


@dataclass(frozen=True, slots=True)
class Said:
    """What the standing rule asks of a revision; ``rank`` is the number of the one that it finally replaces."""

    number: int
    rank: int
    said_at: str
    refers_to: str | None
