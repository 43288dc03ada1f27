"""The words in a claim's chart: which figures are labelled, and what the labels say."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from markupsafe import Markup

from api.web.charts.history import Step
from api.web.charts.lettering import Span
from api.web.charts.plot import Plot
from api.web.charts.shapes import clock, crossed_ring, dashed_ring, dot, pennant, ring, slashed_ring
from api.web.charts.svg import tag

LABEL_ALL = 6  # figures up to which each has its label
_TWICE = 2
_TOGETHER = 14.0  # px within which figures of one state share a label
_SILENT, _CORRECTED, _FALL, _LATE, _ORDINARY = 2, 3, 4, 5, 7  # ranks
_BESIDE = 10.0  # px right of the plot from which the last label is expected there

Lines = Sequence[tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Note:
    """A label of several lines for the point at ``x``, ``y``.

    What is said ``least`` is drawn where nothing else has room, even across a mark. Where a label finds no room, its
    ``whole`` words (else its lines) stand below the axis, beside the ``shape`` of its mark.
    """

    lines: Lines
    x: float
    y: float
    shape: Markup
    least: tuple[Span, ...] = ()
    whole: tuple[Span, ...] = ()


def notes(plot: Plot) -> list[Note]:
    """The labels by weight: how it ended, what stands, disputes, silent changes, corrections, falls, others."""
    few = len(plot.given.line) <= LABEL_ALL
    ranked: dict[int, list[Step]] = {}
    for one in plot.given.shown:
        ranked.setdefault(_rank(one), []).append(one)
    shared = {_SILENT: _silent, _CORRECTED: _corrected, _LATE: _late}
    told = [rank for rank in sorted(ranked) if few or rank != _ORDINARY]
    found = chain(
        _ending(plot),
        *(_shared(plot, ranked[one], shared[one]) if one in shared else _of(plot, ranked[one]) for one in told),
    )
    return list(islice(found, plot.form.labels))


def _rank(one: Step) -> int:
    told = (one.stands and not one.corrected, one.disputed and not one.corrected, one.silent and not one.corrected)
    others = (one.corrected, one.fall, one.late, not one.mark.drawn)
    return next((rank for rank, has in enumerate((*told, *others)) if has), _ORDINARY)


def _of(plot: Plot, steps: Sequence[Step]) -> Iterator[Note]:
    for one in reversed(steps):
        x, y = plot.place(one)
        least = (Span(one.words, "ink", strong=True),) if one.stands else ()
        yield Note(_lines(plot, one), x, y, _shape(one), least)


def _shape(one: Step) -> Markup:
    """The mark of a figure, for beside its words."""
    if one.disputed:
        return tag("g", pennant(0, 0), transform="translate(-4 9) scale(.66)")
    return dashed_ring(0, 0) if one.silent else clock(0, 0) if one.late else dot(0, 0, 4, "series")


def _lines(plot: Plot, one: Step) -> list[tuple[Span, ...]]:
    at_the_end = (
        one.stands and plot.place(one)[0] > plot.ground.right - 24 and plot.form.width - plot.ground.right > _BESIDE
    )
    figure = one.words if at_the_end or not one.when else f"{one.words}, {one.when}"
    lines: list[tuple[Span, ...]] = []
    if one.stands or one.disputed or not (one.silent or one.fall or one.late):
        lines.append((Span(figure, "ink", strong=True),))
    if one.disputed:
        lines.append((Span(one.disputed, "disputed", strong=True),))
    if one.silent:
        lines.append((Span(one.silent, "silent", strong=True),))
    if one.fall:
        lines.append((Span(f"{one.fall}, "), Span(_fall(plot, one), "ink", strong=True)))
    if one.late:
        figure = "" if lines else f"{one.words}, "
        lines.append((Span(f"{figure}{one.late}", "late", strong=True),))
    return lines


def _fall(plot: Plot, one: Step) -> str:
    place = next(index for index, other in enumerate(plot.given.line) if other is one)
    return f"{plot.given.line[place - 1].words} to {one.words}" if place else one.words


def _ending(plot: Plot) -> Iterator[Note]:
    ended = plot.given.history.ending
    level = plot.line[-1].last if plot.line else None
    if ended is not None and level is not None:
        colour = "retracted" if ended.kind == "retracted" else "ink"
        shape = slashed_ring(0, 0) if ended.kind == "retracted" else ring(0, 0, 5, "series")
        yield Note([(Span(ended.words, colour, strong=True),)], plot.end, level, shape)


def _shared(plot: Plot, steps: Sequence[Step], told: Callable[[Plot, Sequence[Step]], Note]) -> Iterator[Note]:
    """One label for each place at which figures of one state lie."""
    groups: list[list[Step]] = []
    for one in sorted(steps, key=lambda step: plot.place(step)[0]):
        near = next((found for found in groups if _is_near(plot, one, found[-1])), None)
        if near is None and len(groups) < plot.form.labels:
            groups.append([one])
        elif near is not None:
            near.append(one)
    yield from (told(plot, found) for found in reversed(groups))


def _is_near(plot: Plot, one: Step, other: Step) -> bool:
    (x, y), (px, py) = plot.place(one), plot.place(other)
    return abs(px - x) + abs(py - y) <= _TOGETHER


def _silent(plot: Plot, steps: Sequence[Step]) -> Note:
    x, y = plot.place(steps[-1])
    lines = _lines(plot, steps[-1])
    if len(steps) > 1:
        often = f"{len(steps)} silent changes, the last:"
        whole = (Span(f"{often} ", "silent", strong=True), *(span for one in lines for span in one))
        return Note([(Span(often, "silent", strong=True),), *lines], x, y, dashed_ring(0, 0), whole=whole)
    return Note(lines, x, y, dashed_ring(0, 0))


def _late(plot: Plot, steps: Sequence[Step]) -> Note:
    x, y = plot.place(steps[-1])
    if len(steps) == 1:
        return Note(_lines(plot, steps[0]), x, y, clock(0, 0))
    recorded = {one.late for one in steps}
    when = f", {recorded.pop().removeprefix('late, ')}" if len(recorded) == 1 else ""
    text = f"{len(steps)} late figures, {steps[0].words} to {steps[-1].words}{when}"
    return Note([(Span(text, "late", strong=True),)], x, y, clock(0, 0))


def _corrected(plot: Plot, steps: Sequence[Step]) -> Note:
    one = max(steps, key=lambda step: step.revision)
    x, y = plot.place(one)
    figure = (
        Span(one.words, "corrected", strong=True, struck=True),
        Span(f" {one.corrected}", "corrected", strong=True),
    )
    often = (Span(_often(plot, steps), "corrected", strong=True),)
    disputed = [(Span(one.disputed, "disputed", strong=True),)] if one.disputed else []
    lines = [*([often] if len(steps) > 1 else []), figure, *disputed]
    when = (Span(f", {one.when}", "corrected", strong=True),) if one.when else ()
    before = (Span(f"{often[0].text}: ", "corrected", strong=True),) if len(steps) > 1 else ()
    rest = (Span(f"; {one.disputed}", "disputed", strong=True),) if one.disputed else ()
    return Note(lines, x, y, crossed_ring(0, 0), whole=(*before, *figure, *when, *rest))


def _often(plot: Plot, steps: Sequence[Step]) -> str:
    """How many corrections lie at one place, and whether the last of them undid the one before."""
    is_put_back = max(steps, key=lambda step: step.revision).put_back
    if is_put_back and len(steps) == _TWICE:
        return "Corrected and put back"
    times = f"Corrected {len(steps)} times" if plot.given.all_shown else "Corrected many times"
    return f"{times}, at last put back" if is_put_back else times
