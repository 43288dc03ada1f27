"""The board's axis for one group of comparable claims: a row drawing for each, all on one scale, and the axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from markupsafe import Markup

from api.web.charts.figures import UPWARD, Mark
from api.web.charts.lettering import SMALLEST, Span, fitted, width_of
from api.web.charts.level import Level
from api.web.charts.marks import parts_in_words, parts_named
from api.web.charts.scales import Scale, nice_step, tick_words, ticks
from api.web.charts.svg import Told, drawing, drawn_to_fit, hatch, joined, line, words

_ROOM_BEYOND = Decimal("1.34")  # so that a ray and the words beside the largest amount have room
_ROW, _LANE, _AXIS = 64.0, 20.0, 28.0
_Y, _ABOVE, _BELOW = 34.0, 17.0, 60.0
_FIGURE, _SMALL_FIGURE = 20.0, 13.0
_CLEAR = 12.0
_LEFT, _RIGHT = 14.0, 40.0
_EDGE = 2.0


@dataclass(frozen=True, slots=True)
class Row:
    """One claim's figure: its mark, its words, and those of its band ("1,350 to 1,650 at your 10 %")."""

    told: Told
    mark: Mark
    words: str
    band_words: str = ""
    band_short: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """A contradiction, drawn in a row as far as the amount of *other*: "more than 6,502 apart"."""

    other: int
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that may stand on one axis, ``apart`` by the number of the row in which the bracket is drawn."""

    told: Told
    rows: Sequence[Row]
    apart: Mapping[int, Apart] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupDrawing:
    """A drawing for each row, empty where the figure has no mark, and the axis, empty where no row has one."""

    rows: tuple[Markup, ...]
    axis: Markup


@dataclass(frozen=True, slots=True)
class _Ground:
    which: str
    width: float
    scale: Scale
    values: list[Decimal]


def group_axis(group: Group) -> GroupDrawing:
    """All rows of *group* on one scale from 0, wide and for the phone."""
    amounts = [amount for row in group.rows for amount in row.mark.amounts]
    if not amounts:
        return GroupDrawing(tuple(Markup("") for _ in group.rows), Markup(""))
    grounds = {
        "wide": _ground("wide", 700, amounts, 6),
        "phone": _ground("phone", 358, amounts, 5),
        "narrow": _ground("narrow", 288, amounts, 4),
    }
    return GroupDrawing(
        tuple(
            _to_fit({name: _row(group, index, one) for name, one in grounds.items()}) if row.mark.drawn else Markup("")
            for index, row in enumerate(group.rows)
        ),
        _to_fit({name: _axis(group, one) for name, one in grounds.items()}),
    )


def _to_fit(drawn: Mapping[str, Markup]) -> Markup:
    return drawn_to_fit("row", wide=drawn["wide"], phone=drawn["phone"], narrow=drawn["narrow"])


def _ground(which: str, width: float, amounts: list[Decimal], most: int) -> _Ground:
    low, high = min(Decimal(0), *amounts) * _ROOM_BEYOND, max(Decimal(0), *amounts) * _ROOM_BEYOND
    if low == high:
        high = Decimal(1)
    whole = all(one == one.to_integral_value() for one in amounts)
    step = nice_step(high - low, most, whole=whole)
    while len(values := ticks(low, high, step)) > 1 and _crowded(values, step, (high - low, width - _LEFT - _RIGHT)):
        step = nice_step(step * 2, 1, whole=whole)
    return _Ground(which, width, Scale(low, high, _LEFT, width - _RIGHT), values)


def _crowded(values: list[Decimal], step: Decimal, room: tuple[Decimal, float]) -> bool:
    span, width = room
    return max(map(width_of, tick_words(values))) + 8 > float(step) / float(span) * width


def _axis(group: Group, ground: _Ground) -> Markup:
    marks = [line((_LEFT, 3), (ground.scale.end, 3), "border", stroke_width=1.2)]
    free = 0.0
    for value, text in zip(ground.values, tick_words(ground.values), strict=True):
        x, half = ground.scale.at(value), width_of(text) / 2
        marks.append(line((x, 3), (x, 8), "border", stroke_width=1.2))
        middle = min(max(x, half + 1), ground.width - half - 1)
        if middle - half >= free:
            marks.append(words([Span(text, "third")], (middle, 22), anchor="middle"))
            free = middle + half + _EDGE
    return drawing(_told(group.told, f"axis-{ground.which}"), (ground.width, _AXIS), marks)


def _told(told: Told, ending: str) -> Told:
    return Told(f"{told.name}-{ending}", told.title, told.desc)


def _row(group: Group, index: int, ground: _Ground) -> Markup:
    row, apart = group.rows[index], group.apart.get(index)
    told = _told(row.told, ground.which)
    level = Level(ground.scale, _Y, 4, ground.width - 6, told.name)
    figure = _figure(row, level, ground.width)
    pieces: list[Markup] = [
        hatch(told.name),
        level.drawn(row.mark),
        figure.drawn,
        _band_words(row, level, ground, figure),
        _part_words(row, ground),
    ]
    height = _ROW
    if apart is not None and group.rows[apart.other].mark.drawn:
        bracket = _bracket(apart, group.rows[apart.other].mark, ground, figure)
        pieces.append(bracket)
        height = _ROW + _LANE if _needs_lane(apart, group.rows[apart.other].mark, ground, figure) else _ROW
    grid = [line((x, 0), (x, height), "rule") for x in map(ground.scale.at, ground.values)]
    return drawing(told, (ground.width, height), [joined(grid), *pieces])


@dataclass(frozen=True, slots=True)
class _Placed:
    drawn: Markup
    left: float
    right: float
    mark: tuple[float, float]


def _figure(row: Row, level: Level, width: float) -> _Placed:
    """The figure in words beside its mark, above it where neither side has room; with the extent of both."""
    room = width - 8
    size = _FIGURE if width_of(row.words, _FIGURE, strong=True) <= room else _SMALL_FIGURE
    text = fitted(row.words, room, size, strong=True)
    took = width_of(text, size, strong=True)
    left, right = level.extent(row.mark)
    sides = {"left": left - _CLEAR - took >= _EDGE, "right": right + _CLEAR + took <= width - _EDGE}
    order = ("left", "right") if row.mark.form in UPWARD or row.mark.banded else ("right", "left")
    side = next((one for one in order if sides[one]), "above")
    baseline = level.y + size * 0.36
    span = [Span(text, "ink", strong=True)]
    if side == "left":
        drawn = words(span, (left - _CLEAR, baseline), anchor="end", size=size, halo=True)
        return _Placed(drawn, left - _CLEAR - took, right, (left, right))
    if side == "right":
        drawn = words(span, (right + _CLEAR, baseline), size=size, halo=True)
        return _Placed(drawn, left, right + _CLEAR + took, (left, right))
    middle = min(max((left + right) / 2, took / 2 + 2), width - took / 2 - 2)
    return _Placed(words(span, (middle, _ABOVE), anchor="middle", size=size, halo=True), left, right, (left, right))


def _band_words(row: Row, level: Level, ground: _Ground, figure: _Placed) -> Markup:
    if not (row.mark.banded and row.band_words):
        return Markup("")
    room = ground.width - figure.right - _CLEAR
    if figure.right == level.extent(row.mark)[1] and width_of(row.band_words) <= room - 2:
        return words([Span(row.band_words)], (figure.right + _CLEAR, level.y + 4), halo=True)
    text = row.band_words if ground.which == "wide" else row.band_short or row.band_words
    text = fitted(text, ground.width - 8)
    half = width_of(text) / 2
    left, right = level.extent(row.mark)
    middle = min(max((left + right) / 2, half + 2), ground.width - half - 2)
    return words([Span(text)], (middle, _BELOW), anchor="middle", halo=True)


def _part_words(row: Row, ground: _Ground) -> Markup:
    """What each part of a tally is, under it; in the order of the bar where they find no room there."""
    if row.mark.form != "tally":
        return Markup("")
    parts = parts_in_words(row.mark)
    named = parts_named(parts, ground.scale, (_EDGE, ground.width - _EDGE), _BELOW)
    if named is not None:
        return joined(named)
    text = fitted(", ".join(one for one, _ in parts), ground.width - 8)
    return words([Span(text, "third")], (_EDGE, _BELOW), halo=True)


def _reach(other: Mark, ground: _Ground, figure: _Placed) -> tuple[float, float]:
    """From where to where the bracket goes: from the row's own drawing to the nearest amount of the other."""
    places = [ground.scale.at(amount) for amount in other.amounts]
    if min(places) >= figure.right:
        return figure.right + 8, min(places)
    if max(places) <= figure.left:
        return figure.left - 8, max(places)
    left, right = figure.mark  # its words lie between, so the bracket runs below them, from the mark itself
    return (right, min(places)) if min(places) >= right else (left, max(places))


def _needs_lane(apart: Apart, other: Mark, ground: _Ground, figure: _Placed) -> bool:
    start, end = _reach(other, ground, figure)
    beside = min(start, end) >= figure.right or max(start, end) <= figure.left
    return not (beside and width_of(apart.words, strong=True) + 2 * _CLEAR <= abs(end - start))


def _bracket(apart: Apart, other: Mark, ground: _Ground, figure: _Placed) -> Markup:
    start, end = _reach(other, ground, figure)
    lane = _needs_lane(apart, other, ground, figure)
    if lane:
        start = figure.mark[1] if end >= figure.mark[1] else figure.mark[0]
    y = _ROW - 2 if lane else _Y
    text = fitted(apart.words, ground.width - 8, strong=True)
    half = width_of(text, strong=True) / 2
    middle = min(max((start + end) / 2, half + 2), ground.width - half - 2)
    return joined(
        [
            line((start, y), (end, y), "disputed", stroke_width=1.4),
            line((end, y - 6), (end, y + 6), "disputed", stroke_width=1.6),
            words(
                [Span(text, "disputed", strong=True)],
                (middle, y + 18 if lane else y + SMALLEST / 3),
                anchor="middle",
                halo=True,
            ),
        ]
    )
