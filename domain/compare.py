"""The verdict of two figures under their scopes and periods, with every reason.

Incomparable comes first: a tolerance never turns it into another answer. Operands swapped give the mirrored answer.
Arithmetic is exact. ``docs/concepts.md`` has the rules in words.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from domain.clock import Span, read_time
from domain.figure import Approximate, Bounds, Figure, NoFigure, Relative, Tally, Vague, bounds
from domain.scope import SCOPE_FIELDS, Scope, ScopeValues, effective_scope
from domain.shapes import ERASED, Erased, amount_value

VerdictName = Literal["same", "contains", "overlaps", "disjoint", "undecidable", "incomparable"]
Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two figures stand to one another; ``container`` is the side whose bounds hold the other's."""

    verdict: VerdictName
    container: Side | None = None
    reasons: tuple[str, ...] = ()

    def mirrored(self) -> "Verdict":
        """The verdict of the same two with the operands swapped."""
        other: dict[Side | None, Side | None] = {"left": "right", "right": "left", None: None}
        return replace(self, container=other[self.container])


@dataclass(frozen=True, slots=True)
class Comparable:
    """One figure with all that decides what it may be held against.

    ``scope`` has the values of ``SCOPE_FIELDS`` in order, after inheritance and folding of case and white space.
    """

    question: str
    period: Span | None
    scope: ScopeValues
    figure: Figure | Erased
    originator: str | None = None


@dataclass(frozen=True, slots=True)
class PartVerdict:
    """One part of two tallies; a part that one side does not state is None there, and unbounded."""

    part: str
    left: str | None
    right: str | None
    verdict: Verdict


def comparable(  # noqa: PLR0913 (what decides comparability is seven facts, and hiding them in a bag would not make them fewer)
    *,
    question: str,
    scope: Scope | Erased | None,
    question_scope: Scope | Erased | None,
    refers_to: str | None,
    figure: Figure | Erased,
    originator: str | None = None,
) -> Comparable:
    """A figure made ready for comparison: scope inherited from its question and folded, period as an interval."""
    return Comparable(
        question=question,
        period=None if refers_to is None else read_time(refers_to),
        scope=effective_scope(scope, question_scope),
        figure=figure,
        originator=originator,
    )


def compare(left: Comparable, right: Comparable, tolerance: Decimal | None = None) -> Verdict:
    """The verdict of *left* and *right*; *tolerance* t, 0 < t < 1, widens approximates only."""
    if reasons := _incomparable(left, right):
        return Verdict("incomparable", reasons=reasons)
    if _has_erased_scope(left, right):
        return Verdict("undecidable", reasons=("redacted",))
    return compare_figures(left.figure, right.figure, tolerance)


def compare_figures(left: Figure | Erased, right: Figure | Erased, tolerance: Decimal | None = None) -> Verdict:
    """The verdict of two figures of like scope and period."""
    if reasons := _figures_incomparable(left, right):
        return Verdict("incomparable", reasons=reasons)
    if isinstance(left, Tally) and isinstance(right, Tally):
        return _of_tallies(left, right)
    if _identical_approximates(left, right):
        return Verdict("same")
    left_bounds, right_bounds = bounds(left, tolerance), bounds(right, tolerance)
    if left_bounds is None or right_bounds is None:
        return Verdict("undecidable", reasons=_undecidable(left, right, left_bounds, right_bounds))
    return _of_bounds(left_bounds, right_bounds)


def part_verdicts(left: Tally, right: Tally) -> tuple[PartVerdict, ...]:
    """The verdict part by part, the left's parts first."""
    names = dict.fromkeys((*left.parts, *right.parts))
    return tuple(_of_part(name, left.parts.get(name), right.parts.get(name)) for name in names)


def corroborates(left: Comparable, right: Comparable, verdict: Verdict) -> Literal["left", "right", "both"] | None:
    """The side whose figure backs the other's: another named originator, and a figure that is the same or within it."""
    if left.originator is None or right.originator is None or left.originator == right.originator:
        return None
    if verdict.verdict == "same":
        return "both"
    if verdict.verdict == "contains":
        return "right" if verdict.container == "left" else "left"
    return None


def shared_originator(left: Comparable, right: Comparable) -> str | None:
    """The named originator of both, if it is one."""
    return left.originator if left.originator == right.originator else None


def groups(named: Iterable[tuple[str, Comparable]]) -> list[list[str]]:
    """Claims that may share an axis: no two in a group are incomparable, each claim stands in one group."""
    gathered: list[list[str]] = []
    homes: dict[Hashable, list[str]] = {}
    of_period: dict[Hashable, list[tuple[list[str], list[Comparable]]]] = {}
    for name, one in named:
        if isinstance(one.figure, NoFigure):
            gathered.append([name])
            continue
        kind, near = _kind(one), of_period.setdefault((one.question, one.period), [])
        if kind not in homes:
            fitting = (each for each in near if not any(_incomparable(one, other) for other in each[1]))
            home, kinds = next(fitting, ([], []))
            if not home:
                gathered.append(home)
                near.append((home, kinds))
            kinds.append(one)
            homes[kind] = home
        homes[kind].append(name)
    return gathered


def _kind(one: Comparable) -> Hashable:
    """All that decides what it is incomparable with."""
    figure = one.figure
    parts = frozenset(figure.parts) if isinstance(figure, Tally) else isinstance(figure, Erased)
    return one.question, one.period, one.scope, parts


def _incomparable(left: Comparable, right: Comparable) -> tuple[str, ...]:
    reasons: list[str] = []
    if left.question != right.question:
        reasons.append("question")
    if left.period != right.period:
        reasons.append("period")
    if left.scope != right.scope:
        reasons += [
            field
            for field, one, other in zip(SCOPE_FIELDS, left.scope, right.scope, strict=True)
            if one != other and not isinstance(one, Erased) and not isinstance(other, Erased)
        ]
    return (*reasons, *_figures_incomparable(left.figure, right.figure))


def _has_erased_scope(left: Comparable, right: Comparable) -> bool:
    return ERASED in left.scope or ERASED in right.scope


def _figures_incomparable(left: Figure | Erased, right: Figure | Erased) -> tuple[str, ...]:
    reasons = ("no_figure",) if isinstance(left, NoFigure) or isinstance(right, NoFigure) else ()
    if isinstance(left, Erased) or isinstance(right, Erased):
        return reasons
    if isinstance(left, Tally) != isinstance(right, Tally):
        return (*reasons, "form")
    if isinstance(left, Tally) and isinstance(right, Tally) and not left.parts.keys() & right.parts.keys():
        return ("parts",)
    return reasons


def _identical_approximates(left: Figure | Erased, right: Figure | Erased) -> bool:
    return (
        isinstance(left, Approximate)
        and isinstance(right, Approximate)
        and left.leaning == right.leaning
        and amount_value(left.value) == amount_value(right.value)
    )


def _undecidable(
    left: Figure | Erased, right: Figure | Erased, left_bounds: Bounds | None, right_bounds: Bounds | None
) -> tuple[str, ...]:
    unbounded = [one for one, found in ((left, left_bounds), (right, right_bounds)) if found is None]
    why: tuple[tuple[str, Callable[[object], bool]], ...] = (
        ("needs_tolerance", lambda one: isinstance(one, Approximate)),
        ("vague", lambda one: isinstance(one, Vague)),
        ("relative", lambda one: isinstance(one, Relative)),
        ("redacted", lambda one: isinstance(one, Erased)),
    )
    return tuple(reason for reason, applies in why if any(map(applies, unbounded)))


def _of_bounds(left: Bounds, right: Bounds) -> Verdict:
    if left == right:
        return Verdict("same")
    if _holds(left, right):
        return Verdict("contains", container="left")
    if _holds(right, left):
        return Verdict("contains", container="right")
    return Verdict("disjoint" if _ends_before(left, right) or _ends_before(right, left) else "overlaps")


def _holds(outer: Bounds, inner: Bounds) -> bool:
    low = outer.low is None or (
        inner.low is not None
        and (outer.low < inner.low or (outer.low == inner.low and outer.low_closed >= inner.low_closed))
    )
    high = outer.high is None or (
        inner.high is not None
        and (outer.high > inner.high or (outer.high == inner.high and outer.high_closed >= inner.high_closed))
    )
    return low and high


def _ends_before(one: Bounds, other: Bounds) -> bool:
    if one.high is None or other.low is None:
        return False
    return one.high < other.low or (one.high == other.low and not (one.high_closed and other.low_closed))


UNBOUNDED = Bounds(None, None, low_closed=False, high_closed=False)


def _of_part(name: str, left: str | None, right: str | None) -> PartVerdict:
    return PartVerdict(name, left, right, _of_bounds(_part_bounds(left), _part_bounds(right)))


def _part_bounds(amount: str | None) -> Bounds:
    if amount is None:
        return UNBOUNDED
    return Bounds(amount_value(amount), amount_value(amount), low_closed=True, high_closed=True)


def _of_tallies(left: Tally, right: Tally) -> Verdict:
    verdicts = [part.verdict for part in part_verdicts(left, right)]
    if all(one.verdict == "same" for one in verdicts):
        return Verdict("same")
    if any(one.verdict == "disjoint" for one in verdicts):
        return Verdict("disjoint")
    containers = {one.container for one in verdicts if one.verdict == "contains"}
    return Verdict("contains", container=containers.pop()) if len(containers) == 1 else Verdict("overlaps")
