"""The ground of a claim's chart: its scales, its line in columns of pixels, the places of its figures."""

from dataclasses import dataclass
from decimal import Decimal

from api.web.charts.course import Column, Reading, columns
from api.web.charts.dates import TimeTick, time_ticks
from api.web.charts.figures import UPWARD
from api.web.charts.history import History, Step
from api.web.charts.lettering import width_of
from api.web.charts.placing import Box
from api.web.charts.scales import Scale, TimeScale, decimal_of, from_zero, seconds, tick_words
from api.web.charts.shapes import FLAG_HEIGHT

FEW = 30  # figures up to which each has its dot
MANY_TURNS = 120  # from which on not every turn is marked
_CELLS_ACROSS, _CELLS_UP = 40, 4
_RAIL_HEIGHT, _HEAD_HEIGHT = 34.0, 14.0
_AT_THE_END = 0.06  # of the span: so near to now, the last figure's label stands to the right of the plot
_WIDEST_SHARE = 0.3
_EDGE = 8.0


@dataclass(frozen=True, slots=True)
class Form:
    """One of the drawings: its width, the plot's height with few and with many figures, the most labels."""

    which: str
    width: float
    low: float
    high: float
    labels: int


WIDE, PHONE = Form("wide", 640, 224, 284, 12), Form("phone", 358, 190, 220, 10)
NARROW = Form("narrow", 288, 190, 220, 10)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A history read once for both drawings: figures in order, the line's readings, the extremes."""

    history: History
    line: list[Step]
    readings: list[Reading]
    shown: list[Step]
    all_shown: bool
    first: float
    now: float
    values: list[Decimal]


def prepared(history: History) -> Prepared:
    """*history* in order of time, with what is marked: all of a few figures, the turns of many."""
    line = sorted((one for one in history.steps if not (one.corrected or one.beside)), key=_at)
    readings = [_reading(one) for one in line]
    off_line = [one for one in history.steps if one.corrected or one.beside]
    shown = line if len(line) <= FEW else [one for one in line if one.turns or not one.mark.drawn]
    marked = _thinned([*off_line, *shown])
    others = [_reading(one) for one in off_line]
    moments = [
        *(seconds(one.since) for one in marked if one.since is not None),
        *(seconds(one.at) for one in history.editions),
        *(one.at for one in (*readings[:1], *readings[-1:], *others)),
    ]
    now = max([seconds(history.now), *moments])
    if history.ending is not None:
        now = max(now, seconds(history.ending.at))
    values = [value for one in (*readings, *others) for value in one[1:4] if value is not None]
    values += [float(decimal_of(one.printed)) for one in history.editions if one.printed is not None]
    return Prepared(
        history,
        line,
        readings,
        marked,
        len(off_line) + len(shown) <= MANY_TURNS,
        min([now, *moments]),
        now,
        _extremes(values),
    )


def _thinned(turns: list[Step]) -> list[Step]:
    """Of very many turns one of a kind for each few pixels of the wide plot: more could not be told apart."""
    if len(turns) <= MANY_TURNS:
        return turns
    found = [_reading(one) for one in turns]
    heights = [one.value if one.value is not None else one.high or 0 for one in found]
    first, low = min(one.at for one in found), min(heights)
    across = _CELLS_ACROSS / (max(one.at for one in found) - first or 1)
    up = _CELLS_UP / (max(heights) - low or 1)
    kept: dict[tuple[object, ...], Step] = {}
    for one, reading, height in zip(turns, found, heights, strict=True):
        kind = bool(one.corrected), bool(one.disputed), bool(one.silent), bool(one.late), one.stands
        kept[(int((reading.at - first) * across), int((height - low) * up), *kind)] = one
    return list(kept.values())


def _at(step: Step) -> float:
    return seconds(step.at)


def _reading(step: Step) -> Reading:
    mark = step.mark
    if mark.value is not None and mark.low is None:
        return Reading(seconds(step.at), float(mark.value))
    low, high = (None, None) if mark.low is None or mark.high is None else (float(mark.low), float(mark.high))
    value = None if mark.value is None else float(mark.value)
    return Reading(seconds(step.at), value, low, high, mark.form == "approximate")


def _extremes(values: list[float]) -> list[Decimal]:
    """The least and greatest value, and one that is not whole if there is any: all that ticks depend on."""
    if not values:
        return []
    broken = next((value for value in values if not value.is_integer()), values[0])
    return [Decimal(repr(one)) for one in (min(values), max(values), broken)]


@dataclass(frozen=True, slots=True)
class Plot:
    """One drawing's ground. ``ground`` is the rectangle that the axes enclose."""

    form: Form
    given: Prepared
    ground: Box
    up: Scale
    across: TimeScale
    values: list[Decimal]
    value_words: list[str]
    moments: list[TimeTick]
    line: list[Column]
    end: float

    def place(self, step: Step) -> tuple[float, float]:
        """The pixel of a figure's mark; a figure without an amount stands where the line was last."""
        amount = step.mark.value if step.mark.value is not None else step.mark.high
        y = self._level(seconds(step.at)) if amount is None else self.up.at(amount)
        return self.across.at(seconds(step.at)), y

    def _level(self, at: float) -> float:
        """Where the line was last before a moment; where it begins, for one before that."""
        known = [one for one in self.given.readings if (one.high if one.value is None else one.value) is not None]
        before = [one for one in known if one.at <= at]
        one = before[-1] if before else known[0]
        amount = one.value if one.value is not None else one.high
        return self.up.at(decimal_of(repr(amount)))


def plot(given: Prepared, form: Form) -> Plot:
    """The ground of one drawing."""
    history = given.history
    values = from_zero(given.values, 6 if form is WIDE else 5)
    named = tick_words(values)
    top = _RAIL_HEIGHT if history.editions else _HEAD_HEIGHT
    height = form.low if len(given.readings) <= FEW else form.high
    left = max(map(width_of, named)) + 10
    right = form.width - _beyond(given, form)
    top += _headroom(given, Scale(values[0], values[-1], height, 0))
    ground = Box(left, top, right, top + height)
    up = Scale(values[0], values[-1], ground.foot, ground.top)
    across = TimeScale(given.first, given.now, left + _EDGE, right - (0 if _beyond(given, form) > _EDGE else _EDGE))
    ended = history.ending
    end = across.at(seconds(ended.at) if ended else given.readings[-1].at) if given.readings else across.start
    return Plot(
        form,
        given,
        ground,
        up,
        across,
        values,
        named,
        _moments(given, across),
        columns(given.readings, across, up),
        end,
    )


def _moments(given: Prepared, across: TimeScale) -> list[TimeTick]:
    """The ticks; beyond a cut, at which something stands that came later, no day is named."""
    history = given.history
    found = time_ticks(across, history.zone, daily=history.daily, dated=history.dated)
    if history.ending is None or not history.ending.is_cut:
        return found
    return [one for one in found if one.at <= given.readings[-1].at]


def _headroom(given: Prepared, up: Scale) -> float:
    """What pennants and rays need above the plot."""
    tall = [
        one.mark.value
        for one in given.shown
        if (one.disputed or one.mark.form in UPWARD) and one.mark.value is not None
    ]
    highest = max(tall, default=None)
    return 0 if highest is None else max(0.0, FLAG_HEIGHT - 8 - up.at(highest))


def _beyond(given: Prepared, form: Form) -> float:
    """The room kept right of the plot: for the last figure's words if it is nearly of now, else a little."""
    if not given.line or len(given.line) <= 1:
        return _EDGE
    quiet = given.now - given.readings[-1].at
    if given.history.ending is not None or quiet > _AT_THE_END * (given.now - given.first):
        return _EDGE
    beside = width_of(given.line[-1].words, strong=True) + 16
    return beside if beside <= form.width * _WIDEST_SHARE else _EDGE
