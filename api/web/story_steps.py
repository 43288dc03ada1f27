"""Which prints of a story's editions a page looks into, so that an edition of 1,000 costs it no more than one of 100.

A claim that two editions print in the same words has not changed, whatever is known of it; only the others are looked
up. Prints that are not looked into are veiled: nothing is told of them, as of erased ones, and they keep their places.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.claim_record import ClaimRecord
from domain.edition_changes import Change, changes
from domain.event_parts import MadeBy, Print
from domain.shapes import Erased
from domain.story import VEILED, Edition

FEW_PRINTS = 400
"""Prints of all editions of a page up to which each is looked into."""
MOST_COMPARED, MOST_COUNTED = 100, 30
"""Claims that differ and are looked into, of the comparison and of another step of the strip."""

Step = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Looked:
    """A step to a later edition: ``differing`` claims are printed otherwise; ``claims`` are looked into."""

    before: int
    after: int
    differing: int
    claims: frozenset[str]

    @property
    def is_whole(self) -> bool:
        """Whether all that differs is looked into."""
        return self.differing <= len(self.claims)


@dataclass(frozen=True, slots=True)
class StepChanges:
    """What changed in a step, as far as it is looked into: for each claim and placement."""

    looked: Looked
    found: Sequence[Change]

    @property
    def silent(self) -> list[Change]:
        """Those that nobody told of."""
        return [one for one in self.found if one.silent]

    def of_kind(self, *kinds: str) -> list[Change]:
        """Those of some kinds."""
        return [one for one in self.found if one.kind in kinds]


def are_few(editions: Iterable[Edition]) -> bool:
    """Whether all that *editions* print can be looked into."""
    return sum(len(one.prints) for one in editions) <= FEW_PRINTS


def looked_into(before: Edition, after: Edition, most: int | None) -> Looked:
    """The claims to look into for a step: all for None, else at most *most* of those that differ."""
    old, new = _as_printed(before), _as_printed(after)
    differing = [claim for claim in dict.fromkeys((*new, *old)) if old.get(claim) != new.get(claim)]
    if most is None:
        return Looked(before.number, after.number, len(differing), frozenset((*new, *old)))
    return Looked(before.number, after.number, len(differing), frozenset(differing[:most]))


def only(edition: Edition, claims: Collection[str]) -> Edition:
    """*edition* with what it prints of other claims veiled."""
    return replace(
        edition,
        prints=tuple(one if _is_of(one, claims) or isinstance(one, Erased) else VEILED for one in edition.prints),
    )


def only_at(edition: Edition, places: Collection[int]) -> Edition:
    """*edition* with all prints veiled but those at *places*."""
    return replace(
        edition,
        prints=tuple(one if n in places or isinstance(one, Erased) else VEILED for n, one in enumerate(edition.prints)),
    )


def stepped(looked: Looked, editions: Mapping[int, Edition], claims: Mapping[str, ClaimRecord]) -> StepChanges:
    """What changed in a step; *claims* has those that are looked into."""
    before, after = (only(editions[number], looked.claims) for number in (looked.before, looked.after))
    return StepChanges(looked, changes(before, after, claims))


def goes_back(first: StepChanges, second: StepChanges) -> bool:
    """Whether all that *first* changed silently was changed back silently in *second*, which follows it."""
    if first.looked.after != second.looked.before or not first.silent or not first.looked.is_whole:
        return False
    back = {(one.claim, _keys(one.before), _keys(one.after)) for one in second.silent}
    return all((one.claim, _keys(one.after), _keys(one.before)) in back for one in first.silent)


def claims_among(changed: Iterable[Change]) -> int:
    """How many claims they are of."""
    return len({one.claim for one in changed})


def _keys(prints: Sequence[Any]) -> frozenset[str | None]:
    return frozenset(one.key for one in prints)


def _is_of(one: Print | Erased, claims: Collection[str]) -> bool:
    return isinstance(one, Print) and one.claim in claims


def _as_printed(edition: Edition) -> dict[str, list[tuple[Any, ...]]]:
    """By claim all that tells which figures are printed where."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for one in edition.prints:
        if isinstance(one, Print):
            source = edition.prints_source if isinstance(one.target, MadeBy) and one.target.source is None else None
            found.setdefault(one.claim, []).append((one.placement, one.wording, one.figure, one.target, source))
    return found
