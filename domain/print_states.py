"""What became of the figures that a story prints: behind the record, corrected, disputed, retracted, unmatched.

Pure functions of a story's prints and of what the record knows of the claims that they name, as of one moment: which
moment is the caller's business. ``ClaimRecord`` says what has to be known of a claim, ``wanted`` which revisions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.claim_record import ClaimRecord, DisputeRecord, RevisionRecord, Said, Wanted
from domain.claim_state import made_by
from domain.clock import Span, certainly_earlier, read_time
from domain.event_parts import MadeBy, Print
from domain.figure import Bounds, Figure, Range
from domain.print_faults import Fault, fault_of, of_key
from domain.printed import figure_key, figure_of_print
from domain.printed_interval import allowed, any_within, lies_within
from domain.revision import period_day
from domain.scope import comparable
from domain.shapes import Erased
from domain.story import Edition
from domain.worded_figure import figures_of_wording
from domain.wording import numerals


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
    last_begun = max((said.first_ns for _, said in of_day if said.first_ns is not None), default=None)
    latest = [one for one, said in of_day if not _ends_before(said, last_begun)]
    return max(latest, key=lambda one: one.rank).number if latest else None


def _ends_before(said: Span, begun: int | None) -> bool:
    return said.last_ns is not None and begun is not None and said.last_ns < begun


def states_of(edition: Edition, claims: Mapping[str, ClaimRecord]) -> list[PrintState]:
    """What became of each print of *edition*, in its order; *claims* has those it names."""
    return [
        PrintState(n, one) if isinstance(one, Erased) else _state(n, one, edition, claims[one.claim])
        for n, one in enumerate(edition.prints)
    ]


def shown_figure(one: Print, edition: Edition, claim: ClaimRecord) -> Figure | Erased | None:
    """The figure that a print of *edition* shows."""
    target = _target(one, edition, claim)
    is_read = one.figure is not None or one.target is not None or len(figures_of_wording(one.wording)) > 0
    alike = None if is_read else claim.by_wording.get(comparable(one.wording))
    return figure_of_print(
        one,
        None if target is None else target.figure,
        claim.figures,
        None if alike is None else alike.figure,
        claim.by_key.keys(),
    )


def _wanted(one: Print, edition: Edition) -> Wanted:
    target, published_at = one.target, edition.published_at
    asked = _of_words(one.wording) if one.figure is None else _of_readings(one.wording, (one.figure,), is_open=False)
    return Wanted(
        numbers=frozenset({target} if isinstance(target, int) else ()),
        identities=frozenset({made_by(target, edition.prints_source)} if isinstance(target, MadeBy) else ()),
        keys=asked.keys,
        amounts=asked.amounts,
        published=frozenset({published_at} if isinstance(published_at, str) else ()),
        wordings=asked.wordings if target is None else frozenset(),
        within=asked.within if target is None else frozenset(),
    )


@lru_cache(maxsize=4_096)  # what a story prints is read again whenever one of its claims moves
def _of_words(wording: str) -> Wanted:
    """What a print asks for by its words alone."""
    readings = figures_of_wording(wording)
    return _of_readings(wording, readings, is_open=not readings or isinstance(readings[0], Range))


def _of_readings(wording: str, readings: Sequence[Figure], *, is_open: bool) -> Wanted:
    """What it asks for by the figures that it may show; where that is *open*, by the amounts in its words too."""
    amounts = (numeral.values for numeral in numerals(wording)) if is_open else ()
    return Wanted(
        keys=frozenset(key for reading in readings if (key := figure_key(reading)) is not None),
        amounts=frozenset[Decimal]().union(*amounts),
        wordings=frozenset(() if readings else (comparable(wording),)),
        within=frozenset(_allowed(wording, readings)),
    )


def _allowed(wording: str, figures: Iterable[Figure]) -> Iterator[tuple[str, Bounds]]:
    for figure in figures:
        key, within = figure_key(figure), allowed(wording, figure)
        if key is not None and within is not None:
            yield key, within


def _both(one: Wanted, other: Wanted) -> Wanted:
    return Wanted(
        numbers=one.numbers | other.numbers,
        identities=one.identities | other.identities,
        keys=one.keys | other.keys,
        amounts=one.amounts | other.amounts,
        published=one.published | other.published,
        wordings=one.wordings | other.wordings,
        within=one.within | other.within,
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
        behind=None if figure is None else _behind(one, figure, target, edition, claim),
        corrected=fault_of(one, edition, key, target, claim),
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


def _behind(
    one: Print, figure: Figure | Erased, target: RevisionRecord | None, edition: Edition, claim: ClaimRecord
) -> RevisionRecord | None:
    """The standing revision, if what is printed is not of it and not the same.

    What is printed is of its target, else of the latest revision with its figure; one that was corrected counts as what
    replaced it in the end. Where no revision has it, it is of what stands if its words allow that, else of an earlier
    one that they allow, else of the one that stood when the edition came out.
    """
    standing, key = claim.standing, figure_key(figure)
    if key is None or standing is None or standing.figure_key in (None, key):
        return None
    basis = target or next(iter(of_key(key, claim)), None)
    if basis is None and one.target is None and (within := allowed(one.wording, figure)) is not None:
        if lies_within(standing.figure, within):
            return None
        if any_within(claim.unreplaced, within):
            return standing
    basis = basis and claim.ends[basis.number]
    if basis is None or basis.replaced:
        if isinstance(edition.published_at, Erased):
            return None
        basis = claim.stood.get(edition.published_at)
    return None if basis is not None and basis.number == standing.number else standing


def _disputes(key: str | None, target: RevisionRecord | None, claim: ClaimRecord) -> tuple[DisputeRecord, ...]:
    """The open ones of the revision that is printed: of the target, else of each with the printed figure."""
    return tuple(one for one in claim.disputes if _is_of(claim.revisions[one.revision], key, target, claim))


def _is_of(disputed: RevisionRecord, key: str | None, target: RevisionRecord | None, claim: ClaimRecord) -> bool:
    if target is None:
        return key is not None and disputed.figure_key == key
    if disputed.number == target.number:
        return True
    is_alike = disputed.figure_key is not None and disputed.figure_key == target.figure_key
    return is_alike and claim.ends[disputed.number] is claim.ends[target.number]
