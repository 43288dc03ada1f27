"""The board of a question, which answers whether its claims contradict each other."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from api.http.boards import MOST_PAIRS as MOST_TOLD
from api.http.boards import Found, for_period, found_of, value_of
from api.http.first_wordings import name_by_first_wordings
from api.http.parameters import AS_OF, PERIOD, TOLERANCE, Parameter, one_of
from api.http.questions import asked_board
from api.http.reading import pool_of
from api.web.charts.figures import Mark, mark_of
from api.web.charts.group import Apart, Group, Row, group_axis
from api.web.charts.svg import Told
from api.web.percent import PERCENT, as_a_share, in_percent
from api.web.sentences import bounds_words, count_words, party_words, scope_parts
from api.web.site import as_query, asked_of, page
from api.words import amount_words, figure_words, is_erased, list_words, originator_words, standing_words
from domain.board import Seat, axes, is_contested, pair, seat
from domain.clock import period_text, read_time
from domain.figure import EXACT, NoFigure, bounds, plain
from domain.scope import SCOPE_FIELDS
from domain.survey import VERDICTS, Survey, survey
from domain.view import View, bounds_view

MOST_OPEN = 12
"""Claims on a board of which every pair is listed; of larger ones those that contradict, and counts."""
MOST_PAIRS = 100
MOST_DRAWN = 24
MOST_PERIODS = 6
MOST_LISTED = 50
MOST_LOOKED_AT = 60
OTHER = {one: f"another {one}" for one in SCOPE_FIELDS}
MOST_PAIRS_LOOKED_AT = MOST_LOOKED_AT * (MOST_LOOKED_AT - 1) // 2

Shown: TypeAlias = Mapping[str, Any]

router = APIRouter(include_in_schema=False)


PAIRS: Parameter[str] = Parameter("pairs", "Which pairs are listed.", one_of(*VERDICTS), {"type": "string"})


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
    def otherwise(self) -> str:
        """What but the period is another one than above: "another population and another unit"."""
        return list_words(OTHER[one] for one in self.reasons if one in OTHER)

    @property
    def is_kept_apart(self) -> bool:
        """Whether it is known what keeps it apart: of an erased scope that is not."""
        return bool(self.reasons) and "redacted" not in self.reasons


@router.get("/questions/{question}")
async def board_page(request: Request, question: str) -> Response:
    """The page."""
    asked = asked_of(request, (TOLERANCE, PERCENT, PERIOD, PAIRS, AS_OF))
    if (sent_on := as_a_share(request, asked)) is not None:
        return sent_on
    moment, found = await asked_board(request, question, asked)
    await name_by_first_wordings(pool_of(request), found.claims)
    tolerance = found.asked.tolerance(asked[TOLERANCE])
    chosen = asked[PAIRS]
    board = await asyncio.to_thread(_board, found, tolerance)
    words = found.asked.view.get("text")
    told = {name: value for name, value in asked.text.items() if name != "pairs"}
    periods = _periods(found.claims)
    return await page(
        request,
        "board.html",
        title=words if isinstance(words, str) else question,
        section="questions",
        as_of=moment,
        json_url=f"/v1/questions/{question}{as_query(told)}",
        now_words="Show the board as it stands now",
        since=None if moment is None else await _since(request, question, found),
        live=[f"question/{question}", *(f"claim/{one['claim']}" for one in found.claims)],
        question=question,
        is_asked=found.is_asked,
        tolerance=tolerance,
        percent=in_percent(tolerance and tolerance["value"]),
        period=_as_listed(asked.text.get("period"), periods),
        periods=periods,
        elsewhere=[] if asked[PERIOD] is not None else await _contradicted_elsewhere(request, found, moment, tolerance),
        chosen=chosen,
        most_told=MOST_TOLD,
        told=told,
        query=as_query,
        without=lambda name: as_query({key: value for key, value in told.items() if key != name}),
        board=board,
    )


@dataclass(frozen=True, slots=True)
class Board:
    """All that the page shows."""

    claims: Mapping[str, Shown]
    without: Sequence[Shown]
    """Claims of which nothing stands."""
    sections: Sequence[Section]
    counts: Sequence[tuple[str, int]]
    shown: Mapping[str, Sequence[View]]
    total: int
    sentence: str
    contested: bool
    is_large: bool


def _board(found: Found, tolerance: View | None) -> Board:
    seats = [seat(one, found.asked.scope) for one in found.claims]
    value = value_of(tolerance)
    surveyed = survey(seats, value, MOST_PAIRS)
    by_claim = {one.claim: one for one in seats}
    groups = [[by_claim[claim] for claim in group] for group in axes(seats)]
    sections = [_section(found, group, tolerance, n) for n, group in enumerate(_merged(groups))]
    sections.sort(key=lambda one: -one.contradictions)
    sections = [*sections[:1], *(_kept_apart(above, below) for above, below in pairwise(sections))]
    return Board(
        claims={one.claim: one.view for one in seats},
        without=[one.view for one in seats if one.comparable is None],
        sections=sections,
        counts=[(verdict, surveyed.counts[verdict]) for verdict in VERDICTS if surveyed.counts.get(verdict)],
        shown=surveyed.shown,
        total=sum(surveyed.counts.values()),
        sentence=_sentence(len(seats), len(sections), surveyed),
        contested=is_contested(seats, surveyed.shown.get("disjoint", ())),
        is_large=len(seats) > MOST_OPEN,
    )


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


def _sentence(claims: int, groups: int, surveyed: Survey) -> str:
    """How many claims there are and how their pairs stand: "5 claims in 2 groups. One pair contradicts, …"."""
    if not claims:
        return ""
    told = f"{count_words(claims, 'claim')} in {count_words(groups, 'group')}."
    verbs = {
        "disjoint": ("contradicts", "contradict"),
        "overlaps": ("may both be true", "may both be true"),
        "contains": ("contains the other", "contain one another"),
        "same": ("is the same", "are the same"),
        "undecidable": ("cannot be decided", "cannot be decided"),
        "incomparable": ("cannot be compared", "cannot be compared"),
    }
    found = [(verdict, n) for verdict in VERDICTS if (n := surveyed.counts.get(verdict, 0))]
    parts = [f"{_number(n)} {verbs[verdict][n != 1]}" for verdict, n in found]
    if found:
        verdict, n = found[0]
        noun = "pair" if n == 1 else "pairs"
        parts[0] = f"{_number(n).capitalize()} {noun} {verbs[verdict][n != 1]}"
        told += f" {', '.join(parts)}."
        told += (
            " No figure is corroborated."
            if not surveyed.corroborated
            else f" {count_words(surveyed.corroborated, 'figure is', 'figures are')} corroborated."
        )
    return told


def _number(n: int) -> str:
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return names[n] if n < len(names) else f"{n:,}"


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
        unit=_unit(scope),
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
            return {
                low: Apart(high, f"{words} apart", f"{words.replace('more than', '>').replace('at least', '≥')} apart")
            }
    return {}


def _distance(low: Seat, high: Seat, tolerance: Decimal | None) -> str | None:
    """How far two figures lie apart at the least: "more than 6,502"; None where that cannot be told."""
    if low.comparable is None or high.comparable is None:
        return None
    below, above = bounds(low.comparable.figure, tolerance), bounds(high.comparable.figure, tolerance)
    if below is None or above is None or below.high is None or above.low is None:
        return None
    gap = amount_words(plain(EXACT.subtract(above.low, below.high)) or "")
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


def _unit(scope: Any) -> str:  # noqa: ANN401 (a scope, or an erased one)
    unit = "" if is_erased(scope) else str(scope.get("unit") or "")
    return unit[:1].upper() + unit[1:]


async def _contradicted_elsewhere(
    request: Request, found: Found, moment: int | None, tolerance: View | None
) -> list[tuple[str, int, int]]:
    """Periods for which figures contradict each other that do not stand beside one another now.

    With each, how many such pairs there are, and how many with those that do.

    Once a source has said a figure of a longer period, the contradiction of the shorter one is not on the board of now.
    """
    periods = _periods(found.claims)[:MOST_PERIODS]
    if len(periods) < 2 or len(found.claims) > MOST_LOOKED_AT:  # noqa: PLR2004 (with one period there is no other)
        return []
    standing = {one["claim"]: one["standing"] and one["standing"]["revision"] for one in found.claims}
    told = []
    for period in periods:
        within = await for_period(request, found, read_time(period), moment)
        seats = [seat(one, found.asked.scope) for one in within.claims]
        numbers = {one["claim"]: one["standing"]["revision"] for one in within.claims}
        surveyed = await asyncio.to_thread(survey, seats, value_of(tolerance), MOST_PAIRS_LOOKED_AT, only="disjoint")
        hidden = [
            one
            for one in surveyed.shown.get("disjoint", ())
            if any(numbers[str(one[side])] != standing[str(one[side])] for side in ("left", "right"))
        ]
        if hidden:
            told.append((period, len(hidden), surveyed.counts["disjoint"]))
    return told


def _periods(claims: Sequence[Shown]) -> list[str]:
    """The periods that standing figures are about, to choose from: each once, as it is written shortest."""
    stated = (one["standing"]["refers_to"] for one in claims if one["standing"])
    by_span: dict[str, str] = {}
    for period in stated:
        if period is not None:
            span = period_text(read_time(period))
            by_span[span] = min(by_span.get(span, period), period, key=len)
    return [*by_span.values()][:MOST_LISTED]


def _as_listed(period: str | None, periods: Sequence[str]) -> str | None:
    """*period* as the list of *periods* writes it, if it is one of them."""
    if period is None:
        return None
    span = read_time(period)
    return next((one for one in periods if read_time(one) == span), period)


async def _since(request: Request, question: str, then: Found) -> str:
    """What has moved since then."""
    now = {one["claim"]: one for one in (await found_of(request, question, None)).claims}
    moved = [
        now[one["claim"]] for one in then.claims if one["claim"] in now and _figure(one) != _figure(now[one["claim"]])
    ]
    new = len(set(now) - {one["claim"] for one in then.claims})
    told = []
    if len(moved) == 1:
        who = party_words(moved[0]["attribution"][0]) if moved[0]["attribution"] else "one source"
        told.append(f"One figure has moved since: {who} now says {standing_words(moved[0])}.")
    elif moved:
        told.append(f"{len(moved)} figures have moved since.")
    if new:
        told.append(f"{count_words(new, 'claim')} came later.")
    return " ".join(told) or "Nothing on this board has moved since."


def _figure(view: Shown) -> object:
    standing = view["standing"]
    return None if standing is None else figure_words(standing["figure"])
