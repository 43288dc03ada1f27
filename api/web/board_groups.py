"""The groups of a board: claims of like period and scope, each group drawn on an axis of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeAlias

from markupsafe import Markup

from api.http.boards import Found, value_of
from api.web.charts.figures import Mark, mark_of
from api.web.charts.group import Apart, Group, Row, group_axis
from api.web.charts.svg import Told
from api.web.sentences import bounds_words, interval_end, scope_parts, unit_words
from api.words import is_erased, list_words, originator_words, standing_words
from domain.board import Seat, axes, pair
from domain.exact import EXACT
from domain.figure import NoFigure, bounds
from domain.scope import SCOPE_FIELDS
from domain.survey import survey
from domain.view import View, bounds_view

MOST_PAIRS = 100
MOST_DRAWN = 24
OTHER = {one: f"another {one}" for one in SCOPE_FIELDS}

Shown: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One claim in its group: its view, its figure in words, its drawing, or why there is none."""

    view: Shown
    words: str
    drawing: Markup | str
    without: str


@dataclass(frozen=True, slots=True)
class Section:
    """Claims of like period and scope, on one axis."""

    period: str | None
    seat: Seat
    """One of its claims, which shows for all of them what keeps the section apart from others."""
    scope: str
    lines: Sequence[Line]
    rest: Sequence[Line]
    axis: Markup | str
    unit: str
    contradictions: int
    reasons: Sequence[str] = ()
    """Why no figure here can be held against those of the section above."""

    @property
    def is_one(self) -> bool:
        """Whether it has one figure alone."""
        return len(self.lines) + len(self.rest) == 1

    @property
    def otherwise(self) -> str:
        """What but the period is another one than above: "another population and another unit"."""
        return list_words(OTHER[one] for one in self.reasons if one in OTHER)

    @property
    def is_kept_apart(self) -> bool:
        """Whether it is known what keeps it apart: of an erased scope that is not."""
        return bool(self.reasons) and "redacted" not in self.reasons


def sections_of(found: Found, seats: Sequence[Seat], tolerance: View | None) -> list[Section]:
    """The groups, those with contradictions first, each with what keeps it apart from the one above."""
    by_claim = {one.claim: one for one in seats}
    groups = [[by_claim[claim] for claim in group] for group in axes(seats)]
    sections = [_section(found, group, tolerance, n) for n, group in enumerate(_merged(groups))]
    sections.sort(key=lambda one: -one.contradictions)
    return [*sections[:1], *(_kept_apart(above, below) for above, below in pairwise(sections))]


def in_order_of(sections: Sequence[Section], seats: Sequence[Seat]) -> list[Seat]:
    """The claims from the top of the board to its foot, so that pairs are told in the order in which they are seen."""
    seen = (str(one.view["claim"]) for section in sections for one in (*section.lines, *section.rest))
    places = {claim: place for place, claim in enumerate(seen)}
    return sorted(seats, key=lambda one: places.get(one.claim, len(places)))


def _merged(groups: Sequence[Sequence[Seat]]) -> list[list[Seat]]:
    """Groups of like period and scope together: a missing figure has no axis, and stands below the others."""
    merged: dict[object, list[Seat]] = {}
    for n, group in enumerate(groups):
        first = group[0].comparable
        is_tally = first is not None and getattr(first.figure, "form", "") == "tally"
        key: object = n if first is None else (first.period, first.scope, is_tally)
        merged.setdefault(key, []).extend(group)
    return list(merged.values())


def _kept_apart(above: Section, below: Section) -> Section:
    reasons: Any = pair(above.seat, below.seat, None)["reasons"]
    return replace(below, reasons=reasons)


def _section(found: Found, group: Sequence[Seat], tolerance: View | None, n: int) -> Section:
    value = value_of(tolerance)
    ordered = sorted(group, key=lambda one: _amount(one, value))
    drawn, rest = ordered[:MOST_DRAWN], ordered[MOST_DRAWN:]
    marks = [_mark(one, value) for one in drawn]
    inside = survey(group, value, MOST_PAIRS)
    contradictions = inside.counts.get("disjoint", 0)
    apart = _apart(drawn, inside.shown.get("disjoint", ()), value)
    scope = _effective(group[0].view["scope"], found.asked.view.get("scope"))
    rows = [
        Row(
            told=Told(f"row-{n}-{place}", f"{originator_words(one.view['attribution'])}: {standing_words(one.view)}"),
            mark=mark,
            words=standing_words(one.view),
            band_words=_band(one, tolerance),
            band_short=_band(one, tolerance).partition(" at ")[0],
        )
        for place, (one, mark) in enumerate(zip(drawn, marks, strict=True))
    ]
    drawing = group_axis(Group(Told(f"axis-{n}", "The axis of this group"), rows, apart))
    lines = [
        Line(one.view, standing_words(one.view), row, _without(one.view["standing"]["figure"]))
        for one, row in zip(drawn, drawing.rows, strict=True)
    ]
    standing = group[0].view["standing"]
    return Section(
        period=standing["refers_to"],
        seat=next((one for one in group if _states_a_figure(one)), group[0]),
        scope=scope_parts(scope),
        lines=[*(one for one in lines if one.drawing), *(one for one in lines if not one.drawing)],
        rest=[Line(one.view, standing_words(one.view), "", "") for one in rest],
        axis=drawing.axis,
        unit=unit_words(scope),
        contradictions=contradictions,
    )


def _states_a_figure(one: Seat) -> bool:
    return one.comparable is not None and not isinstance(one.comparable.figure, NoFigure)


def _amount(one: Seat, tolerance: Decimal | None) -> Decimal:
    """Where a claim stands in its group: by its amount, from low to high; what has none comes last."""
    amounts = _mark(one, tolerance).amounts
    return min(amounts) if amounts else Decimal("Infinity")


def _mark(one: Seat, tolerance: Decimal | None) -> Mark:
    shown = one.view["standing"]["figure"]
    if is_erased(shown) or one.comparable is None:
        return Mark("none")
    within = bounds_view(bounds(one.comparable.figure, tolerance)) if shown["form"] == "approximate" else None
    return mark_of(shown, within if isinstance(within, Mapping) else None)


def _band(one: Seat, tolerance: View | None) -> str:
    """The words of the band that a tolerance gives an "about"."""
    shown = one.view["standing"]["figure"]
    if tolerance is None or is_erased(shown) or shown["form"] != "approximate":
        return ""
    return bounds_words(shown, tolerance)


def _apart(drawn: Sequence[Seat], disjoint: Sequence[Shown], tolerance: Decimal | None) -> dict[int, Apart]:
    """The bracket of the first contradiction among the rows that are drawn."""
    places = {one.claim: place for place, one in enumerate(drawn)}
    for one in disjoint:
        if one["left"] not in places or one["right"] not in places:
            continue
        low, high = sorted((places[one["left"]], places[one["right"]]))
        words = _distance(drawn[low], drawn[high], tolerance)
        if words is not None:
            return {low: Apart(high, f"{words} apart")}
    return {}


def _distance(low: Seat, high: Seat, tolerance: Decimal | None) -> str | None:
    """How far two figures lie apart at the least: "more than 6,502"; None where that cannot be told."""
    if low.comparable is None or high.comparable is None:
        return None
    below, above = bounds(low.comparable.figure, tolerance), bounds(high.comparable.figure, tolerance)
    if below is None or above is None or below.high is None or above.low is None:
        return None
    gap = interval_end(EXACT.subtract(above.low, below.high))
    if not (below.high_closed and above.low_closed):
        return f"more than {gap}"
    return gap if (below.low, above.low) == (below.high, above.high) else f"at least {gap}"


def _without(figure: Shown) -> str:
    """Why a figure has no mark."""
    if is_erased(figure):
        return "No mark: the figure is erased."
    return {
        "vague": "No mark: the word has no bounds of its own.",
        "relative": "No mark: a relative figure gives no number of its own.",
        "none": "No mark: the source states no figure.",
    }.get(figure["form"], "")


def _effective(scope: Any, lent: Any) -> Any:  # noqa: ANN401 (scopes as shown, or erased ones)
    if is_erased(scope) or not isinstance(lent, Mapping) or is_erased(lent):
        return scope
    return {**{name: lent[name] for name in SCOPE_FIELDS if name in lent}, **scope}
