"""How the claims of a board stand to one another, however many they are: every pair counted, the first of them shown.

A claim is looked at with all others at once: those that stand so to it are the bits of one number, and what holds of
all of them is one operation. 5,000 claims make 12 million pairs.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, islice
from operator import or_
from typing import NamedTuple, TypeAlias

from domain.board import Seat, pair, seated
from domain.compare import Comparable, compare, corroborates
from domain.figure import Approximate, Bounds, NoFigure, Tally, bounds
from domain.shapes import ERASED, amount_value
from domain.view import View

VERDICTS = ("disjoint", "overlaps", "contains", "same", "undecidable", "incomparable")
"""In the order in which pairs are told where not all of them are."""

Places: TypeAlias = int
"""Claims as the bits of a number: bit n is that of the nth claim of which something stands."""

_LEAST, _MOST = Decimal("-Infinity"), Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Survey:
    """Pairs by verdict, counted, and at most so many of each shown; of how many claims the figure is corroborated."""

    counts: Mapping[str, int]
    shown: Mapping[str, Sequence[View]]
    corroborated: int


def survey(
    seats: Sequence[Seat], tolerance: Decimal | None, most: int, in_all: int | None = None, only: str | None = None
) -> Survey:
    """The same as ``pairs``, counted, and of each verdict at most *most* shown, in the order of *seats*.

    At most *in_all* are shown, those that contradict each other before all others; *only* those of one verdict.
    """
    found = _Found(most)
    ready = seated(seats)
    board = _Board([one.comparable for one in ready if one.comparable is not None], tolerance)
    for place in range(len(ready)):
        board.look(place, found)
    chosen = ((verdict, *one) for verdict in VERDICTS if only in (None, verdict) for one in found.places[verdict])
    shown: dict[str, list[View]] = {}
    for verdict, left, right in islice(chosen, in_all):
        shown.setdefault(verdict, []).append(pair(ready[left], ready[right], tolerance))
    return Survey(dict(found.counts), shown, found.corroborated.bit_count())


@dataclass(slots=True)
class _Found:
    """What has been found so far: pairs, counted and the *most* first of each, and the claims that others back."""

    most: int
    counts: Counter[str] = field(default_factory=Counter)
    places: defaultdict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    corroborated: Places = 0

    def add(self, verdict: str, place: int, others: Places) -> None:
        """Takes in that the claim at *place* and each of *others*, which come after it, stand so to one another."""
        if others:
            self.counts[verdict] += others.bit_count()
            held = self.places[verdict]
            held.extend((place, other) for other in islice(_each(others), self.most - len(held)))


class _Ends(NamedTuple):
    """The places of a figure's ends in the order of all ends."""

    low: int
    high: int


class _Board:
    """The claims of a board, gathered by what they have in common."""

    def __init__(self, claims: Sequence[Comparable], tolerance: Decimal | None) -> None:
        self._claims = claims
        self._tolerance = tolerance
        self._all: Places = (1 << len(claims)) - 1
        self._without = _those(isinstance(one.figure, NoFigure) for one in claims)
        self._sources = _gathered(one.originator for one in claims)
        self._likenesses = _gathered(map(_likeness, claims))
        self._quick = _those(map(_is_quick, claims))
        self._abouts = _gathered(map(_about, claims))
        self._ends = _ends_of([bounds(one.figure, tolerance) if _is_quick(one) else None for one in claims])
        self._equals = _gathered(self._ends)
        size = max((one.high for one in self._ends if one is not None), default=-1) + 1
        self._low_up_to = _up_to(size, [None if one is None else one.low for one in self._ends])
        self._high_up_to = _up_to(size, [None if one is None else one.high for one in self._ends])

    def look(self, place: int, found: _Found) -> None:
        """Takes in how the claim at *place* stands to those after it, and whether another backs its figure."""
        itself, after = 1 << place, self._all & -(2 << place)
        alike = self._alike(place) & ~itself
        quick = alike & self._quick if self._quick & itself else 0
        stand = self._stand(place, quick)
        if (stand["same"] | stand.pop("within")) & self._others(place):
            found.corroborated |= itself
        stand["incomparable"] = self._all & ~alike
        for other in _each(alike & ~quick & after):
            stand[self._compared(place, other, found)] |= 1 << other
        for verdict, places in stand.items():
            found.add(verdict, place, places & after)

    def _alike(self, place: int) -> Places:
        """Those that it has to be held against: of like period and scope, where an erased scope may be any."""
        if self._without >> place & 1:
            return 0
        likeness = _likeness(self._claims[place])
        like = self._all if likeness is None else self._likenesses[likeness] | self._likenesses.get(None, 0)
        return like & ~self._without

    def _others(self, place: int) -> Places:
        """Those of another named source, if it has a named one."""
        source = self._claims[place].originator
        return 0 if source is None else self._all & ~self._sources[source] & ~self._sources.get(None, 0)

    def _stand(self, place: int, quick: Places) -> dict[str, Places]:
        """How it stands to those *quick* ones by verdict; "within" are those of "contains" that it contains."""
        stand = dict.fromkeys(VERDICTS, 0)
        ends = self._ends[place]
        if ends is None:
            about = _about(self._claims[place])
            stand["same"] = 0 if about is None else quick & self._abouts[about]
            return {**stand, "undecidable": quick & ~stand["same"], "within": 0}
        bounded = quick & ~self._equals.get(None, 0)
        low_before, low_up_to = self._low_up_to[ends.low], self._low_up_to[ends.low + 1]
        high_before, high_up_to = self._high_up_to[ends.high], self._high_up_to[ends.high + 1]
        apart = bounded & (self._high_up_to[ends.low] | ~self._low_up_to[ends.high + 1])
        same = bounded & self._equals[ends]
        left = bounded & ~apart & ~same
        within, around = left & ~low_before & high_up_to, left & low_up_to & ~high_before
        overlaps = left & ~within & ~around
        told = {"disjoint": apart, "same": same, "contains": within | around, "overlaps": overlaps}
        return {**stand, **told, "undecidable": quick & ~bounded, "within": within}

    def _compared(self, place: int, other: int, found: _Found) -> str:
        """The verdict of two that have to be looked at one by one."""
        left, right = self._claims[place], self._claims[other]
        verdict = compare(left, right, self._tolerance)
        backing = corroborates(left, right, verdict)
        if backing in ("right", "both"):
            found.corroborated |= 1 << place
        if backing in ("left", "both"):
            found.corroborated |= 1 << other
        return verdict.verdict


def _likeness(one: Comparable) -> Hashable:
    """What two have in common that may be compared; None where nobody can tell."""
    return None if ERASED in one.scope else (one.question, one.period, one.scope)


def _is_quick(one: Comparable) -> bool:
    """Whether its verdicts are a matter of bounds alone."""
    return ERASED not in one.scope and not isinstance(one.figure, Tally | NoFigure)


def _about(one: Comparable) -> Hashable:
    """What makes two approximate figures identical; None for others."""
    figure = one.figure
    return (figure.leaning, amount_value(figure.value)) if isinstance(figure, Approximate) else None


def _ends_of(found: Sequence[Bounds | None]) -> list[_Ends | None]:
    ends = [None if one is None else _ordered(one) for one in found]
    places = {end: place for place, end in enumerate(sorted({end for one in ends if one is not None for end in one}))}
    return [None if one is None else _Ends(places[one[0]], places[one[1]]) for one in ends]


def _ordered(one: Bounds) -> tuple[tuple[Decimal, int], tuple[Decimal, int]]:
    """Both ends as they are ordered: an open low end comes after its amount, an open high end before it."""
    low = (_LEAST, 0) if one.low is None else (one.low, 0 if one.low_closed else 1)
    high = (_MOST, 0) if one.high is None else (one.high, 0 if one.high_closed else -1)
    return low, high


def _those(are: Iterable[bool]) -> Places:
    return _gathered(are).get(True, 0)


def _gathered(keys: Iterable[Hashable]) -> dict[Hashable, Places]:
    """The places of each key."""
    gathered: dict[Hashable, Places] = {}
    for place, key in enumerate(keys):
        gathered[key] = gathered.get(key, 0) | 1 << place
    return gathered


def _up_to(size: int, ends: Sequence[int | None]) -> list[Places]:
    """Of each number of ends, from 0 to *size*, the claims whose end is among the first so many."""
    gathered = _gathered(ends)
    return list(accumulate((gathered.get(end, 0) for end in range(size)), or_, initial=0))


def _each(places: Places) -> Iterator[int]:
    """The places, in order."""
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest
