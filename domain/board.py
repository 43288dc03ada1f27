"""A question's board: every claim, the verdict of each pair, which of them may share an axis, whether it is contested.

A board is made of current views, so that it is the same now, as of any moment, and for a period.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, islice, product
from typing import Any, NamedTuple

import orjson
from pydantic import TypeAdapter

from domain.compare import (
    Comparable,
    Verdict,
    comparable,
    compare,
    corroborates,
    groups,
    shared_originator,
)
from domain.figure import Approximate, Bounds, Figure, NoFigure, Tally, WireFigure, bounds
from domain.refusals import Json
from domain.scope import Scope
from domain.shapes import ERASED, Erased, amount_value
from domain.view import View
from domain.wire import REDACTED

CONTESTING_ASPECTS = frozenset({"figure", "period", "definition", "existence"})

_BOUNDLESS = (Tally, NoFigure)
_LEAST, _MOST = Decimal("-Infinity"), Decimal("Infinity")
_SAME, _DISJOINT = Verdict("same"), Verdict("disjoint")
_OVERLAPS, _UNDECIDABLE = Verdict("overlaps"), Verdict("undecidable")
_LEFT_CONTAINS, _RIGHT_CONTAINS = Verdict("contains", container="left"), Verdict("contains", container="right")

_FIGURE: TypeAdapter[Figure] = TypeAdapter(WireFigure)
_SCOPE = TypeAdapter(Scope)


@dataclass(frozen=True, slots=True)
class Seat:
    """A claim on the board: its view, and its standing figure made ready for comparison (None: nothing stands)."""

    claim: str
    view: Mapping[str, Any]
    comparable: Comparable | None


def seat(view: Mapping[str, Any], question_scope: Scope | Erased | None) -> Seat:
    """The place of the claim with this current *view*; it inherits what it leaves open from *question_scope*."""
    standing = view["standing"]
    if standing is None:
        return Seat(view["claim"], view, None)
    ready = comparable(
        question=view["question"],
        scope=scope_of(view["scope"]),
        question_scope=question_scope,
        refers_to=standing["refers_to"],
        figure=figure_of(standing["figure"]),
        originator=_originator(view["attribution"]),
    )
    return Seat(view["claim"], view, ready)


def scope_of(shown: Json) -> Scope | Erased | None:
    """A scope as a view shows it, typed again; None where there is none."""
    if shown is None:
        return None
    return ERASED if shown == REDACTED else _SCOPE.validate_python(shown)


def figure_of(shown: Json) -> Figure | Erased:
    """A figure as a view shows it, typed again."""
    return _figure(orjson.dumps(shown))


def pairs(seats: Sequence[Seat], tolerance: Decimal | None) -> list[View]:
    """The verdict of each two claims of which something stands, in the order of *seats*."""
    seated = _seated(seats)
    ready = _ready(seated, tolerance)
    return [
        _shown(seated[left], seated[right], _quick_verdict(ready[left], ready[right]), tolerance)
        for left, right in combinations(range(len(seated)), 2)
    ]


def pair(left: Seat, right: Seat, tolerance: Decimal | None) -> View:
    """How two claims stand to one another; where nothing stands there is no figure to compare.

    ``periods`` says what the two are about where that is what keeps them apart.
    """
    return _shown(left, right, None, tolerance)


def _shown(left: Seat, right: Seat, known: Verdict | None, tolerance: Decimal | None) -> View:
    """The pair; its verdict is found if it is not *known*, or comes without its reasons."""
    verdict = known if known is not None and known.verdict != "undecidable" else _verdict(left, right, tolerance)
    shown: View = {
        "left": left.claim,
        "right": right.claim,
        "verdict": verdict.verdict,
        "container": verdict.container,
        "reasons": list(verdict.reasons),
        "corroborates": None,
        "shared_originator": None,
    }
    if left.comparable is not None and right.comparable is not None:
        shown["corroborates"] = corroborates(left.comparable, right.comparable, verdict)
        shown["shared_originator"] = shared_originator(left.comparable, right.comparable)
    if "period" in verdict.reasons:
        shown["periods"] = {"left": left.view["standing"]["refers_to"], "right": right.view["standing"]["refers_to"]}
    return shown


@dataclass(frozen=True, slots=True)
class Survey:
    """How the claims of a board stand to one another: pairs by verdict, counted, and at most so many of each shown."""

    counts: Mapping[str, int]
    shown: Mapping[str, Sequence[View]]
    corroborated: int


def survey(seats: Sequence[Seat], tolerance: Decimal | None, most: int) -> Survey:
    """The same as ``pairs`` for whoever needs the verdicts counted: 20,000 pairs of two figures each are not all made.

    Only claims of like period and scope are held against each other; the other pairs cannot be compared.
    """
    seated = _seated(seats)
    ready = _ready(seated, tolerance)
    counts: Counter[str] = Counter()
    shown: dict[str, list[View]] = {}
    corroborated = 0
    for left, right in _alike(seated):
        known = _quick_verdict(ready[left], ready[right]) or _verdict(seated[left], seated[right], tolerance)
        verdict = known.verdict
        counts[verdict] += 1
        if verdict in ("same", "contains"):
            corroborated += _differ(seated[left], seated[right])
        if len(shown.get(verdict, ())) < most:
            shown.setdefault(verdict, []).append(_shown(seated[left], seated[right], known, tolerance))
    apart = len(seated) * (len(seated) - 1) // 2 - sum(counts.values())
    if apart:
        counts["incomparable"] += apart
        shown["incomparable"] = list(islice(_incomparable_pairs(seated, ready, tolerance), most))
    return Survey(counts, shown, corroborated)


class _Ready(NamedTuple):
    """A figure among those of a board, made ready for many comparisons.

    ``low`` and ``high`` are the places of its ends in the order of all ends, None where it has no bounds. ``about`` is
    what makes two approximate figures identical.
    """

    low: int | None
    high: int | None
    about: tuple[str | None, Decimal] | None
    group: int
    """Two of one group are alike in question, period and scope."""


def _ready(seated: Sequence[Seat], tolerance: Decimal | None) -> list[_Ready | None]:
    """Each seat's; None for a figure that is no matter of bounds (tally, none), and where the scope is erased."""
    found = [
        None
        if one.comparable is None or ERASED in one.comparable.scope or isinstance(one.comparable.figure, _BOUNDLESS)
        else (one.comparable, bounds(one.comparable.figure, tolerance))
        for one in seated
    ]
    ends = [end for one in found if one is not None and one[1] is not None for end in _ends(one[1])]
    places = {end: place for place, end in enumerate(sorted(set(ends)))}
    groups_seen: dict[object, int] = {}
    return [None if one is None else _ready_for(*one, places, groups_seen) for one in found]


def _ready_for(
    one: Comparable, within: Bounds | None, places: Mapping[tuple[Decimal, int], int], groups_seen: dict[object, int]
) -> _Ready:
    low, high = (None, None) if within is None else (places[end] for end in _ends(within))
    figure = one.figure
    about = (figure.leaning, amount_value(figure.value)) if isinstance(figure, Approximate) else None
    group = groups_seen.setdefault((one.question, one.period, one.scope), len(groups_seen))
    return _Ready(low, high, about, group)


def _ends(one: Bounds) -> tuple[tuple[Decimal, int], tuple[Decimal, int]]:
    """Both ends as they are ordered: an open low end comes after its amount, an open high end before it."""
    low = (_LEAST, 0) if one.low is None else (one.low, 0 if one.low_closed else 1)
    high = (_MOST, 0) if one.high is None else (one.high, 0 if one.high_closed else -1)
    return low, high


def _quick_verdict(one: _Ready | None, other: _Ready | None) -> Verdict | None:
    """What ``compare`` says of two of one group, undecidable without its reasons; None where it has to be asked."""
    if one is None or other is None or one.group != other.group:
        return None
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return _SAME if one.about is not None and one.about == other.about else _UNDECIDABLE
    if one.high < other.low or other.high < one.low:
        return _DISJOINT
    if one.low == other.low and one.high == other.high:
        return _SAME
    if one.low <= other.low and one.high >= other.high:
        return _LEFT_CONTAINS
    return _RIGHT_CONTAINS if one.low >= other.low and one.high <= other.high else _OVERLAPS


def _differ(left: Seat, right: Seat) -> bool:
    """Whether each figure is of a named source, and of another than the other's."""
    one, other = (None if each.comparable is None else each.comparable.originator for each in (left, right))
    return one is not None and other is not None and one != other


def _alike(seated: Sequence[Seat]) -> Iterator[tuple[int, int]]:
    """Pairs of places, in order, that period and scope do not keep apart; an erased scope may be any."""
    alike: dict[object, list[int]] = {}
    unknown: list[int] = []
    for place, one in enumerate(seated):
        if one.comparable is not None and ERASED not in one.comparable.scope:
            key = one.comparable.question, one.comparable.period, one.comparable.scope
            alike.setdefault(key, []).append(place)
        else:
            unknown.append(place)
    for group in (*alike.values(), unknown):
        yield from combinations(group, 2)
    for group in alike.values():
        yield from ((min(pair), max(pair)) for pair in product(group, unknown))


def _incomparable_pairs(
    seated: Sequence[Seat], ready: Sequence[_Ready | None], tolerance: Decimal | None
) -> Iterator[View]:
    for left, right in combinations(range(len(seated)), 2):
        if _quick_verdict(ready[left], ready[right]) is None:
            shown = pair(seated[left], seated[right], tolerance)
            if shown["verdict"] == "incomparable":
                yield shown


def axes(seats: Sequence[Seat]) -> list[list[str]]:
    """The claims that may share an axis; those of which nothing stands are on none."""
    return groups((one.claim, one.comparable) for one in seats if one.comparable is not None)


def is_contested(seats: Sequence[Seat], compared: Sequence[View]) -> bool:
    """Whether two claims are disjoint, or a standing revision is disputed in a way that touches its figure."""
    return any(one["verdict"] == "disjoint" for one in compared) or any(
        _contests(dispute, one.view["standing"]["revision"])
        for one in _seated(seats)
        for dispute in one.view["disputes"]
    )


def _contests(dispute: Mapping[str, Any], standing: int) -> bool:
    """An erased aspect may be any, and so counts for none."""
    if not dispute["open"] or dispute["revision"] != standing:
        return False
    return isinstance(dispute["aspect"], str) and dispute["aspect"] in CONTESTING_ASPECTS


def _seated(seats: Sequence[Seat]) -> list[Seat]:
    return [one for one in seats if one.comparable is not None]


def _verdict(left: Seat, right: Seat, tolerance: Decimal | None) -> Verdict:
    if left.comparable is None or right.comparable is None:
        return Verdict("incomparable", reasons=("no_figure",))
    return compare(left.comparable, right.comparable, tolerance)


def _originator(chain: Sequence[Mapping[str, Any]]) -> str | None:
    """As in ``domain.attribution``: an unnamed or erased one is nobody in particular."""
    who: Mapping[str, str] = chain[0].get("who", {}) if chain else {}
    return who.get("id")


@lru_cache(maxsize=4_096)
def _figure(shown: bytes) -> Figure | Erased:
    return ERASED if orjson.loads(shown) == REDACTED else _FIGURE.validate_json(shown)
