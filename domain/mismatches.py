"""Where an edition contradicts itself: two placements that give one claim figures which are not the same.

There may be as many as the product of what two placements print, so they are counted by arithmetic, and the first of
them listed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, islice
from typing import TypeAlias

from domain.claim_record import ClaimRecord
from domain.compare import Verdict, compare_figures
from domain.edition_changes import Placed, ShownPrint, in_order, placed, print_view
from domain.event_parts import Placement
from domain.figure import Approximate, Figure
from domain.shapes import Erased
from domain.story import Edition
from domain.view import View

MOST_LISTED = 100

_Known: TypeAlias = dict[str | None, tuple[ShownPrint, Figure]]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two placements of one edition that give one claim figures which are not the same.

    ``tolerance`` is that of the claim's question where an "about" was compared with it.
    """

    claim: str
    left: ShownPrint
    right: ShownPrint
    verdict: Verdict
    tolerance: str | None = None


@dataclass(frozen=True, slots=True)
class Mismatches:
    """The first mismatches of an edition, and how many it has: one for each two placements and two figures there."""

    listed: tuple[Mismatch, ...]
    count: int


def mismatches(edition: Edition, claims: Mapping[str, ClaimRecord], most: int = MOST_LISTED) -> Mismatches:
    """Where *edition* contradicts itself, *most* of it listed; *claims* has all that it names."""
    return mismatches_of(placed(edition, claims), claims, most)


def mismatches_of(printed: Mapping[str, Placed], claims: Mapping[str, ClaimRecord], most: int) -> Mismatches:
    """The same of what an edition prints (``placed``)."""
    known = [(claim, list(_known(of_claim).values())) for claim, of_claim in printed.items()]
    listed = (_mismatch(claims[claim], *pair) for claim, places in known for pair in _pairs(places))
    return Mismatches(tuple(islice(listed, most)), sum(_count(places) for _, places in known))


def mismatches_view(found: Mismatches) -> View:
    """The members of an answer that tell of mismatches: the first of them, and how many there are."""
    return {"mismatches": [mismatch_view(one) for one in found.listed], "mismatch_count": found.count}


def mismatch_view(one: Mismatch) -> View:
    """A mismatch as it is answered, with the tolerance where one was used."""
    shown: View = {
        "claim": one.claim,
        "left": print_view(one.left),
        "right": print_view(one.right),
        "verdict": one.verdict.verdict,
        "container": one.verdict.container,
        "reasons": list(one.verdict.reasons),
    }
    if one.tolerance is not None:
        shown["tolerance"] = {"value": one.tolerance, "by": "question"}
    return shown


def _known(of_claim: Placed) -> dict[Placement, _Known]:
    """By placement, a print with its figure for each known figure, by its key."""
    known: dict[Placement, _Known] = {}
    for one in in_order(of_claim):
        if one.figure is not None and not isinstance(one.figure, Erased):
            known.setdefault(one.print.placement, {}).setdefault(one.key, (one, one.figure))
    return known


def _count(places: Iterable[_Known]) -> int:
    return sum(len(one) * len(other) - len(one.keys() & other.keys()) for one, other in combinations(places, 2))


def _pairs(places: Iterable[_Known]) -> Iterator[tuple[tuple[ShownPrint, Figure], tuple[ShownPrint, Figure]]]:
    for one, other in combinations(places, 2):
        for key, left in one.items():
            for against, right in other.items():
                if key != against:
                    yield left, right


def _mismatch(claim: ClaimRecord, left: tuple[ShownPrint, Figure], right: tuple[ShownPrint, Figure]) -> Mismatch:
    (one, figure), (other, against) = left, right
    widens = isinstance(figure, Approximate) or isinstance(against, Approximate)
    tolerance = claim.tolerance if widens else None
    verdict = compare_figures(figure, against, None if tolerance is None else Decimal(tolerance))
    return Mismatch(claim.claim, one, other, verdict, tolerance)
