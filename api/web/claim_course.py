"""Where a claim's figures lie along an axis: what held in turn, what displaced nothing, what was corrected."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import accumulate
from math import inf

from api.http.claim_reading import Stood
from api.http.timeline import Clock
from api.web.claim_history import Along, Figures, Placed
from domain.clock import DAY_US
from domain.turns import Course, Point

MOST_LINE, ACROSS = 1_300, 320
MOST_MARKED, CELLS_ACROSS, CELLS_UP = 125, 120, 10
HALF_DAY_US = DAY_US // 2


def along(figures: Figures, axis: Clock, stood: Sequence[Stood]) -> Along:
    """The figures along an axis; *stood* is what stood in turn, for the axis recorded."""
    if axis == "recorded":
        return Along(_thinned_line(list(_vintages(figures, stood)), figures), [], [])
    if axis not in figures.along:
        held, beside = _by_saying(figures) if axis == "said" else _by_publication(figures)
        wrong = [one for one in figures.points if one.replaced and one.replaced_by is not None]
        figures.along[axis] = Along(
            _thinned_line(held, figures), beside, list(_placed(_told_apart(wrong, axis), PLACES[axis]))
        )
    return figures.along[axis]


def _by_saying(figures: Figures) -> tuple[list[Placed], list[Placed]]:
    """What held in the order of the course, each figure within the time in which it may have been said.

    Late ones of earlier days go before the first, if they had been said when the time came to its last day.
    """
    early = _early(figures.course)
    held = list(_placed((*early, *figures.course.points), said))
    begun = accumulate((one[0] if one[2].said_first is None else one[2].said_first for one in held), max)
    ats = [max(one[0], first) for one, first in zip(held, begun, strict=True)]
    ats = list(accumulate(reversed(ats), min))[::-1]
    beside = list(_placed((one for one in figures.course.beside if one not in early), said))
    if not held:
        return sorted(beside, key=_at), []
    return [(at, since, point) for at, (_, since, point) in zip(ats, held, strict=True)], beside


def _early(course: Course) -> list[Point]:
    """Late ones of days before the first figure of the course, in order.

    A figure said on some day of a week stands at its end. What was said before that and is about less of the week does
    not displace it, but comes before it.
    """
    if not course.points or course.points[0].said_last is None:
        return []
    first = course.points[0]
    before, found = course.points[0].said_last + 1 - DAY_US, list[Point]()
    for one in sorted(course.beside, key=lambda one: one.period_day, reverse=True):
        ends = one.said_last
        if one.late and one.period_day < first.period_day and ends is not None and ends < before:
            found.append(one)
            before = ends if one.said_first is None else one.said_first
    return found[::-1]


def _by_publication(figures: Figures) -> tuple[list[Placed], list[Placed]]:
    """What held in the order published; what came out after a figure that was newer displaced nothing."""
    first = figures.course.points[0].period_day if figures.course.points else 0
    order = {one.number: place for place, one in enumerate(figures.course.points)}
    found = sorted(_placed((*figures.course.points, *figures.course.beside), _published), key=_at)
    held: list[Placed] = []
    beside: list[Placed] = []
    newest = -1
    for one in found:
        place = order.get(one[2].number, -1)
        is_early = newest < 0 and one[2].late and one[2].period_day < first
        (held if place > newest or is_early else beside).append(one)
        newest = max(newest, place)
    return (held, beside) if held else (beside, [])


def _at(one: Placed) -> int:
    return one[0]


def _placed(points: Iterable[Point], place: Callable[[Point], tuple[int, int | None] | None]) -> Iterator[Placed]:
    for one in points:
        found = place(one)
        if found is not None:
            yield *found, one


def said(one: Point) -> tuple[int, int | None] | None:
    """The end of what was said by then, and its start; a day is one moment, at its noon."""
    first, last = one.said_first, one.said_last
    if first is None or last is None:
        at = last if first is None else first
        return None if at is None else (at, None)
    if last - first < DAY_US - 1:
        return first, None
    return last + 1 - HALF_DAY_US, (None if last - first < DAY_US else first)


def _published(one: Point) -> tuple[int, int | None] | None:
    return None if one.published_first is None else (one.published_first, None)


def _vintages(figures: Figures, stood: Sequence[Stood]) -> Iterator[Placed]:
    for one in stood:
        point = None if one.number is None else figures.numbered(one.number)
        if point is not None:
            yield us(one.recorded_at), None, point


def _thinned_line(held: list[Placed], figures: Figures) -> list[Placed]:
    """Of very many figures the first, last, least and greatest of each few pixels, and all that are told of."""
    if len(held) <= MOST_LINE:
        return held
    first, span = held[0][0], held[-1][0] - held[0][0] or 1
    told = {*figures.course.fell, *(one[2].number for one in held if one[2].stands)}
    columns: dict[int, list[Placed]] = {}
    for one in held:
        columns.setdefault((one[0] - first) * ACROSS // span, []).append(one)
    return [one for column in columns.values() for one in _telling(column, told)]


def _telling(column: list[Placed], told: set[int]) -> list[Placed]:
    kept = {0, len(column) - 1, *(place for place, one in enumerate(column) if one[2].number in told)}
    amounts = [(_amount(one[2]), place) for place, one in enumerate(column)]
    kept |= {min(amounts)[1], max(amounts, key=lambda one: (one[0] != inf, one[0]))[1]}
    return [column[place] for place in sorted(kept)]


def _told_apart(wrong: list[Point], axis: Clock) -> list[Point]:
    """Of very many one for each few pixels; never so few that the chart would count them as all."""
    if len(wrong) <= MOST_MARKED:
        return wrong
    found = [(one.said_last if axis == "said" else one.published_first, one.amount, one) for one in wrong]
    known = [(at, float(amount), one) for at, amount, one in found if at is not None and amount is not None]
    if len(known) < MOST_MARKED:
        return wrong[-MOST_MARKED:]
    first, low = min(at for at, _, _ in known), min(y for _, y, _ in known)
    across = CELLS_ACROSS / (max(at for at, _, _ in known) - first or 1)
    up = CELLS_UP / (max(y for _, y, _ in known) - low or 1)
    kept = list({(int((at - first) * across), int((y - low) * up)): one for at, y, one in known}.values())
    return kept if len(kept) >= MOST_MARKED else [*kept, *wrong[: MOST_MARKED - len(kept)]]


PLACES = {"said": said, "published": _published}


def us(moment: datetime) -> int:
    """A moment in µs since 1970."""
    return int(moment.timestamp() * 1e6)


def _amount(point: Point) -> float:
    return inf if point.amount is None else float(point.amount)
