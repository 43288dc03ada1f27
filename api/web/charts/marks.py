"""Small drawings of one figure: the mark beside its sentence, a story's shared axis, a tally's bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from api.web.charts.figures import Mark
from api.web.charts.lettering import Span, fitted, width_of
from api.web.charts.level import PART_COLOURS, Level
from api.web.charts.scales import Scale, nice_step, tick_words, ticks
from api.web.charts.svg import Told, drawing, hatch, hatched, line, silent_drawing, tag, words
from api.words import amount_words
from domain.exact import EXACT
from domain.figure import plain

_BOUND = (70.0, 20.0)
_SHARED = (284.0, 30.0)
_SHARED_AXIS = 18.0
_SHARED_EDGE = 14.0
_BAR = (288.0, 16.0)
_TEXT_LINE = 18.0
_TWO_PERCENT = Decimal("0.02")
_LONGEST_TICK, _LAST_DIGITS = 62.0, 7


def bound_mark(mark: Mark, name: str) -> Markup:
    """What a figure commits to, in 70 × 20 px and on no scale; hidden, for its sentence stands beside it.

    A tally's bar is told by ``tally_bar``; a figure without bounds has no mark, and "" is answered.
    """
    if not mark.drawn:
        return Markup("")
    width, height = _BOUND
    typical = _typical(mark)
    middle = width / 2
    scale = Scale(Decimal(0), Decimal(100), 0, width)
    level = Level(scale, height / 2, 4, width - 4, name, half=6)
    rest = [line((1, height / 2), (width - 1, height / 2), "border", stroke_width=1.2)]
    if mark.form in {"at_least", "more_than"}:
        rest = [line((1, height / 2), (middle - 14, height / 2), "border", stroke_width=1.2)]
    if mark.form in {"at_most", "less_than"}:
        rest = [line((middle + 14, height / 2), (width - 1, height / 2), "border", stroke_width=1.2)]
    return silent_drawing(_BOUND, [hatch(name), *rest, level.drawn(typical)], class_="bound")


def _typical(mark: Mark) -> Mark:
    """The same form in the middle of a scale of 100."""
    half = Decimal(50)
    match mark.form:
        case "range":
            return Mark("range", low=Decimal(25), high=Decimal(75))
        case "approximate" if mark.banded:
            low, high = (half if mark.leaning == "above" else 25, half if mark.leaning == "below" else 75)
            return Mark("approximate", half, Decimal(low), Decimal(high), mark.leaning)
        case "approximate":
            return Mark("approximate", half, leaning=mark.leaning)
        case "tally":
            part = Decimal(100) / max(len(mark.parts), 1)
            return Mark("tally", parts=tuple((word, part) for word, _ in mark.parts))
        case "at_least" | "more_than":
            return Mark(mark.form, Decimal(35))
        case "at_most" | "less_than":
            return Mark(mark.form, Decimal(65))
        case _:
            return Mark("exact", half)


@dataclass(frozen=True, slots=True)
class SharedAxis:
    """One small axis for several wordings: a drawing for each of them ("" without a mark), and the axis' numbers."""

    rows: tuple[Markup, ...]
    axis: Markup


def shared_axis(rows: Sequence[tuple[Told, Mark]], axis: Told) -> SharedAxis:
    """Figures close to one another on an axis that need not start at 0, 284 px wide; the axis tells its numbers."""
    amounts = [amount for _, mark in rows for amount in mark.amounts]
    if not amounts:
        return SharedAxis(tuple(Markup("") for _ in rows), Markup(""))
    scale, values = _close_scale(amounts)
    drawn = tuple(_shared_row(told, mark, scale) if mark.drawn else Markup("") for told, mark in rows)
    labels = [_shared_tick(scale.at(value), text) for value, text in zip(values, _close_words(values), strict=True)]
    return SharedAxis(drawn, drawing(axis, (_SHARED[0], _SHARED_AXIS), labels))


def _close_scale(amounts: Sequence[Decimal]) -> tuple[Scale, list[Decimal]]:
    low, high = min(amounts), max(amounts)
    span = EXACT.subtract(high, low) or abs(high) * _TWO_PERCENT or Decimal(1)
    whole = all(one == one.to_integral_value() for one in amounts)
    step = nice_step(span, 1, whole=whole)
    if step >= span * 2:
        step = nice_step(span, 2, whole=whole)
    values = ticks(EXACT.subtract(low, step), EXACT.add(high, step), step)
    ends = [EXACT.subtract(values[0], step), *values] if values[0] > low else values
    ends = [*ends, EXACT.add(ends[-1], step)] if ends[-1] < high else ends
    scale = Scale(ends[0], ends[-1], _SHARED_EDGE, _SHARED[0] - _SHARED_EDGE)
    return scale, _sparse(ends)


def _sparse(values: list[Decimal]) -> list[Decimal]:
    room = (_SHARED[0] - 2 * _SHARED_EDGE) / max(len(values) - 1, 1)
    widest = max(map(width_of, _close_words(values))) + 8
    every = max(1, -(-int(widest) // max(int(room), 1)))
    return values[::every]


def _close_words(values: list[Decimal]) -> list[str]:
    """Words of ticks; of long numbers that agree in all but their last digits only those."""
    texts = tick_words(values)
    if len(set(texts)) == len(texts) and max(map(width_of, texts)) <= _LONGEST_TICK:
        return texts
    return [f"…{amount_words(plain(value) or '')[-_LAST_DIGITS:]}" for value in values]


def _shared_tick(x: float, text: str) -> Markup:
    half = width_of(text) / 2
    middle = min(max(x, half), _SHARED[0] - half)
    return words([Span(text, "third")], (middle, 13), anchor="middle")


def _shared_row(told: Told, mark: Mark, scale: Scale) -> Markup:
    width, height = _SHARED
    y = height / 2
    level = Level(scale, y, 3, width - 3, told.name, radius=4.5, half=8)
    axis = line((2, y), (width - 2, y), "border", stroke_width=1.2)
    return drawing(told, _SHARED, [hatch(told.name), axis, level.drawn(mark)])


def tally_bar(told: Told, mark: Mark) -> Markup:
    """One bar in parts, 288 px wide, with the parts in words below it; the rest of ``of`` is an empty frame."""
    if not mark.parts or not mark.drawn or mark.amounts[0] <= 0:
        return Markup("")
    width, height = _BAR
    scale = Scale(Decimal(0), mark.amounts[0], 0, width - 0.5)
    level = Level(scale, height / 2, 0, width, told.name, half=height / 2 + 3)
    parts = parts_in_words(mark)
    labels = _labels_under(parts, scale) or _labels_listed([text for text, _ in parts], len(mark.parts), told.name)
    lowest = height + 16 if not labels.lines else height + labels.lines * _TEXT_LINE
    return drawing(told, (width, lowest + 4), [hatch(told.name), level.drawn(mark), *labels.drawn])


def parts_in_words(mark: Mark) -> list[tuple[str, Decimal]]:
    """The words of each part of a tally, and of the whole that they leave open, with what each takes of the bar."""
    parts = [(f"{amount_words(plain(amount) or '')} {word}", max(amount, Decimal(0))) for word, amount in mark.parts]
    rest = EXACT.subtract(mark.amounts[0], sum((amount for _, amount in parts), Decimal(0)))
    if mark.of is not None and rest > 0:
        parts.append((f"of {amount_words(plain(mark.of) or '')}", rest))
    return parts


@dataclass(frozen=True, slots=True)
class _Labels:
    drawn: list[Markup]
    lines: int = 0


def _labels_under(parts: Sequence[tuple[str, Decimal]], scale: Scale) -> _Labels | None:
    """Each part's words under its part; None if a line is too short."""
    drawn = parts_named(parts, scale, (0.0, _BAR[0]), _BAR[1] + 15)
    return None if drawn is None else _Labels(drawn)


def parts_named(
    parts: Sequence[tuple[str, Decimal]], scale: Scale, ends: tuple[float, float], y: float
) -> list[Markup] | None:
    """The words of a tally's parts in one line under their parts, moved only as far as their neighbours ask.

    They lie between the two *ends*; None where they have no room there.
    """
    texts = [text for text, _ in parts]
    widths = [width_of(text) for text in texts]
    if sum(widths) + 10 * (len(widths) - 1) > ends[1] - ends[0]:
        return None
    starts, total, free = [], Decimal(0), ends[0]
    for (_, amount), width in zip(parts, widths, strict=True):
        start, end = scale.at(total), scale.at(total + amount)
        wanted = start if end - start >= width else end - width
        starts.append(max(free, wanted))
        free = starts[-1] + width + 10
        total += amount
    limit = ends[1]
    for index in reversed(range(len(starts))):
        starts[index] = min(starts[index], limit - widths[index])
        limit = starts[index] - 10
    return [words([Span(text, "third")], (x, y), halo=True) for x, text in zip(starts, texts, strict=True)]


def _labels_listed(texts: Sequence[str], filled: int, name: str) -> _Labels:
    """One a line beside a patch like its part; the whole, which comes after the *filled* ones, beside a frame."""
    drawn: list[Markup] = []
    for index, text in enumerate(texts):
        y = _BAR[1] + 14 + index * _TEXT_LINE
        colour = PART_COLOURS[index % len(PART_COLOURS)]
        fill = hatched(name) if colour == "hatch" else "currentColor"
        if index < filled:
            drawn.append(tag("rect", x=0, y=y - 9, width=10, height=10, class_=colour, fill=fill))
        else:
            frame = {"class_": "border", "fill": "none", "stroke": "currentColor"}
            drawn.append(tag("rect", x=0.5, y=y - 8.5, width=9, height=9, **frame))
        drawn.append(words([Span(fitted(text, _BAR[0] - 16), "third")], (16, y)))
    return _Labels(drawn, len(texts))
