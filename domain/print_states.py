"""What became of the figures that a story prints: behind the record, corrected, disputed, retracted, unmatched.

Pure functions of a story's prints and of what the record knows of the claims that they name, as of one moment: which
moment is the caller's business. ``ClaimRecord`` says what has to be known of a claim, ``wanted`` which revisions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from domain.attribution import Chain
from domain.claim_state import made_by
from domain.clock import certainly_earlier, read_time
from domain.event_parts import MadeBy, Print
from domain.figure import Figure, Range
from domain.printed import figure_key, figure_of_print
from domain.refusals import Json
from domain.revision import period_day
from domain.scope import Scope, folded
from domain.shapes import Erased
from domain.story import Edition
from domain.wire import wire
from domain.worded_figure import figures_of_wording
from domain.wording import numerals

OF_THE_CLAIM = ("attribution", "scope", "question")


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


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """What the record knows, as of one moment, of a claim that a story prints.

    Of a claim that was never opened: ``ClaimRecord(claim)``, whose ``is_known`` is False. ``standing`` is None while
    nothing stands (``status`` retracted or empty). ``scope`` is the claim's own, ``chain`` its attribution.

    ``revisions`` holds by number (from ``Wanted`` of the claim):

    1. ``standing``;
    2. the revisions in ``numbers``, and those made by the events in ``identities``;
    3. for each of ``keys``, and for the figure_key of each revision found under 2 and 6: the latest revision with
       that figure_key, the latest such one that is not replaced, and every such one that is replaced;
    4. the revision of each open dispute;
    5. for each of ``published``, what ``stood_at`` gives, which is in ``stood`` under that text (None: nothing);
    6. if ``amounts`` is not empty: the latest 50 revisions that are tallies, or whose amount, low or high is one of
       them (no matter whether replaced);
    7. of every one of these that is replaced, the one that replaced it, and so on to the last.

    More do no harm. ``corrections`` has, in order of position, the corrections that replaced a revision held here,
    and every correction that changed attribution, scope or question. ``disputes`` are the open ones. ``continued_by``
    are the claims with a link ``continues`` to this one.
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the prints of one claim ask of it; see ``ClaimRecord``.

    ``identities`` are (source, id); ``published`` are the ``published_at`` of the editions that print it.
    """

    numbers: frozenset[int] = frozenset()
    identities: frozenset[tuple[str, str]] = frozenset()
    keys: frozenset[str] = frozenset()
    amounts: frozenset[Decimal] = frozenset()
    published: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Said:
    """What the standing rule asks of a revision; ``rank`` is the number of the one that it finally replaces."""

    number: int
    rank: int
    said_at: str
    refers_to: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A correction by which what was printed has turned out wrong: ``members`` says in what.

    ``right`` is the revision that holds in place of the wrong one; None where none does (wrong_claim).
    """

    members: tuple[str, ...]
    correction: CorrectionRecord
    wrong: RevisionRecord | None
    right: RevisionRecord | None


@dataclass(frozen=True, slots=True)
class PrintState:
    """What became of one print: the *n*-th of its edition, from 0.

    ``figure`` is None or erased where nobody can tell which it shows. ``behind`` is the standing revision, if it has
    moved on from what is printed. Of an erased print nothing is derived.
    """

    n: int
    print: Print | Erased
    figure: Figure | Erased | None = None
    key: str | None = None
    standing: RevisionRecord | None = None
    behind: RevisionRecord | None = None
    corrected: Fault | None = None
    disputes: tuple[DisputeRecord, ...] = ()
    retracted: bool = False
    unmatched: bool = False
    continued_by: tuple[str, ...] = ()

    @property
    def claim(self) -> str | None:
        """The claim that is printed; None where the print is erased."""
        return None if isinstance(self.print, Erased) else self.print.claim

    @property
    def needs_a_look(self) -> bool:
        """Whether there is anything to say of it."""
        is_at_odds = self.behind is not None or self.corrected is not None or len(self.disputes) > 0
        return is_at_odds or self.retracted or self.unmatched


def wanted(editions: Iterable[Edition]) -> dict[str, Wanted]:
    """What has to be known of each claim that *editions* print."""
    found: dict[str, Wanted] = {}
    for edition in editions:
        for one in edition.prints:
            if isinstance(one, Print):
                found[one.claim] = _both(found.get(one.claim, Wanted()), _wanted(one, edition))
    return found


def stood_at(published_at: str, revisions: Iterable[Said]) -> int | None:
    """The number of the one of a claim's unreplaced *revisions* that stood when *published_at* was.

    By the standing rule among those that were not said certainly after it; None if there are none.
    """
    published = read_time(published_at)
    heard = [(one, read_time(one.said_at)) for one in revisions]
    heard = [(one, said) for one, said in heard if not certainly_earlier(published, said)]
    days = [period_day(said, None if one.refers_to is None else read_time(one.refers_to)) for one, said in heard]
    last_day = max(days, default=None)
    of_day = [pair for pair, day in zip(heard, days, strict=True) if day == last_day]
    latest = [one for one, said in of_day if not any(certainly_earlier(said, other) for _, other in of_day)]
    return max(latest, key=lambda one: one.rank).number if latest else None


def states_of(edition: Edition, claims: Mapping[str, ClaimRecord]) -> list[PrintState]:
    """What became of each print of *edition*, in its order; *claims* has those it names."""
    return [
        PrintState(n, one) if isinstance(one, Erased) else _state(n, one, edition, claims[one.claim])
        for n, one in enumerate(edition.prints)
    ]


def shown_figure(one: Print, edition: Edition, claim: ClaimRecord) -> Figure | Erased | None:
    """The figure that a print of *edition* shows."""
    target = _target(one, edition, claim)
    latest_first = sorted(claim.revisions.values(), key=lambda revision: -revision.number)
    return figure_of_print(
        one, None if target is None else target.figure, [revision.figure for revision in latest_first]
    )


def _wanted(one: Print, edition: Edition) -> Wanted:
    readings = figures_of_wording(one.wording) if one.figure is None else (one.figure,)
    is_open = one.figure is None and (not readings or isinstance(readings[0], Range))
    amounts = (numeral.values for numeral in numerals(one.wording)) if is_open else ()
    target, published_at = one.target, edition.published_at
    return Wanted(
        numbers=frozenset({target} if isinstance(target, int) else ()),
        identities=frozenset({made_by(target, edition.prints_source)} if isinstance(target, MadeBy) else ()),
        keys=frozenset(key for reading in readings if (key := figure_key(reading)) is not None),
        amounts=frozenset[Decimal]().union(*amounts),
        published=frozenset({published_at} if isinstance(published_at, str) else ()),
    )


def _both(one: Wanted, other: Wanted) -> Wanted:
    return Wanted(
        numbers=one.numbers | other.numbers,
        identities=one.identities | other.identities,
        keys=one.keys | other.keys,
        amounts=one.amounts | other.amounts,
        published=one.published | other.published,
    )


def _state(n: int, one: Print, edition: Edition, claim: ClaimRecord) -> PrintState:
    figure = shown_figure(one, edition, claim)
    key = None if figure is None else figure_key(figure)
    target = _target(one, edition, claim)
    return PrintState(
        n=n,
        print=one,
        figure=figure,
        key=key,
        standing=claim.standing,
        behind=_behind(key, target, edition, claim),
        corrected=(
            _figure_fault(key, target, claim)
            or _claim_fault(one, edition, claim)
            or _wording_fault(one, key, target, claim)
        ),
        disputes=_disputes(key, target, claim),
        retracted=claim.status == "retracted",
        unmatched=not claim.is_known,
        continued_by=claim.continued_by,
    )


def _target(one: Print, edition: Edition, claim: ClaimRecord) -> RevisionRecord | None:
    """The revision that a print names; None where it names none, or one that is not in the record."""
    if isinstance(one.target, MadeBy):
        identity = made_by(one.target, edition.prints_source)
        return next((held for held in claim.revisions.values() if (held.source, held.id) == identity), None)
    return None if one.target is None else claim.revisions.get(one.target)


def _of_key(key: str | None, claim: ClaimRecord) -> list[RevisionRecord]:
    """The revisions that have the printed figure, the latest first."""
    held = [one for one in claim.revisions.values() if key is not None and one.figure_key == key]
    return sorted(held, key=lambda one: -one.number)


def _behind(
    key: str | None, target: RevisionRecord | None, edition: Edition, claim: ClaimRecord
) -> RevisionRecord | None:
    """The standing revision, if what is printed is not of it and not the same.

    What is printed is of its target, else of the latest revision with its figure, else of the one that stood when the
    edition came out; one that was corrected counts as what replaced it in the end.
    """
    standing = claim.standing
    if key is None or standing is None or standing.figure_key in (None, key):
        return None
    basis = target or next(iter(_of_key(key, claim)), None)
    basis = basis and _lineage(basis, claim)[-1]
    if basis is None or basis.replaced:
        if isinstance(edition.published_at, Erased):
            return None
        basis = claim.stood.get(edition.published_at)
    return None if basis is not None and basis.number == standing.number else standing


def _lineage(one: RevisionRecord, claim: ClaimRecord) -> list[RevisionRecord]:
    """*one*, what replaced it, and so on; the last is replaced itself if nothing took its place."""
    lineage = [one]
    while (after := lineage[-1].replaced_by) is not None:
        lineage.append(claim.revisions[after])
    return lineage


def _figure_fault(key: str | None, target: RevisionRecord | None, claim: ClaimRecord) -> Fault | None:
    """That the printed figure was corrected: as that of the target, else as that of the latest revision that had it.

    Where nothing took its place (wrong_claim), it is wrong only if no other revision has it.
    """
    alike = _of_key(key, claim)
    wrong = target or next(iter(alike), None)
    if wrong is None or wrong.figure_key is None or not wrong.replaced or _stands(key, claim):
        return None
    lineage = _lineage(wrong, claim)
    right = None if lineage[-1].replaced else lineage[-1]
    if right is None and not all(one.replaced for one in alike):
        return None
    if right is not None and right.figure_key in (None, key, wrong.figure_key):
        return None
    last_wrong = next(
        (one for one, after in pairwise(lineage) if after.figure_key != wrong.figure_key),
        lineage[-1],
    )
    return Fault(("figure",), _correction_of(last_wrong, claim), wrong, right)


def _stands(key: str | None, claim: ClaimRecord) -> bool:
    return key is None or (claim.standing is not None and claim.standing.figure_key == key)


def _wording_fault(one: Print, key: str | None, target: RevisionRecord | None, claim: ClaimRecord) -> Fault | None:
    """That the very words which are printed were corrected, with the figure left as it was."""
    worded = [held for held in ([target] if target else _of_key(key, claim)) if _has_words(held, one.wording)]
    if not worded or not all(held.replaced for held in worded):
        return None
    lineage = _lineage(worded[0], claim)
    right = lineage[-1]
    if right.replaced or isinstance(right.wording, Erased) or _has_words(right, one.wording):
        return None
    last_wrong = next(held for held, after in pairwise(lineage) if not _has_words(after, one.wording))
    return Fault(("wording",), _correction_of(last_wrong, claim), worded[0], right)


def _has_words(one: RevisionRecord, wording: str) -> bool:
    return isinstance(one.wording, str) and folded(one.wording) == folded(wording)


def _correction_of(one: RevisionRecord, claim: ClaimRecord) -> CorrectionRecord:
    return next(correction for correction in claim.corrections if correction.replaces == one.number)


def _claim_fault(one: Print, edition: Edition, claim: ClaimRecord) -> Fault | None:
    """That attribution, scope or question of the claim were corrected after the edition, and not put back."""
    found: list[tuple[str, CorrectionRecord]] = []
    for member in OF_THE_CLAIM:
        later = [each for each in claim.corrections if each.position > edition.position and member in each.changed]
        if later and later[0].was.get(member) != (right := later[-1].is_.get(member)):
            if member == "attribution" and one.attribution is not None and wire(one.attribution) == right:
                continue
            found.append((member, later[0]))
    if not found:
        return None
    return Fault(tuple(member for member, _ in found), found[0][1], None, claim.standing)


def _disputes(key: str | None, target: RevisionRecord | None, claim: ClaimRecord) -> tuple[DisputeRecord, ...]:
    """The open ones of the revision that is printed: of the target, else of each with the printed figure."""
    return tuple(one for one in claim.disputes if _is_of(claim.revisions[one.revision], key, target, claim))


def _is_of(disputed: RevisionRecord, key: str | None, target: RevisionRecord | None, claim: ClaimRecord) -> bool:
    if target is None:
        return key is not None and disputed.figure_key == key
    if disputed.number == target.number:
        return True
    is_alike = disputed.figure_key is not None and disputed.figure_key == target.figure_key
    return is_alike and _lineage(disputed, claim)[-1].number == _lineage(target, claim)[-1].number
