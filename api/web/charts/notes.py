"""The words in a claim's chart: which figures are labelled, what the labels say, where they lie."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from markupsafe import Markup

from api.web.charts.dates import days_between
from api.web.charts.history import Step
from api.web.charts.lettering import Span, spans_width, width_of, wrapped_spans
from api.web.charts.placing import Box, Sheet, leader
from api.web.charts.plot import Plot
from api.web.charts.scales import seconds
from api.web.charts.svg import line, tag, words

LABEL_ALL = 6  # figures up to which each has its label
_LINE, _BASELINE = 15.0, 11.5
_TOGETHER = 14.0  # px within which corrections share one label
_CORRECTED, _ORDINARY = 3, 6  # ranks
_NARROW, _SHARE = 400.0, 0.72  # on the phone no label takes the whole width
_EDGE = 2.0
_BESIDE = 10.0  # px right of the plot from which the last label is expected there

Lines = Sequence[tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Note:
    """A label of several lines for the point at ``x``, ``y``."""

    lines: Lines
    x: float
    y: float


def notes(plot: Plot) -> list[Note]:
    """The labels by weight: how it ended, what stands, disputes, silent changes, corrections, falls, others."""
    few = len(plot.given.line) <= LABEL_ALL
    ranked: dict[int, list[Step]] = {}
    for one in plot.given.shown:
        ranked.setdefault(_rank(one), []).append(one)
    uncorrected = [rank for rank in sorted(ranked) if rank != _CORRECTED and (few or rank != _ORDINARY)]
    found = chain(
        _ending(plot),
        *(_of(plot, ranked[rank]) for rank in uncorrected if rank < _CORRECTED),
        _corrections(plot, ranked.get(_CORRECTED, [])),
        *(_of(plot, ranked[rank]) for rank in uncorrected if rank > _CORRECTED),
    )
    return list(islice(found, plot.form.labels))


def _rank(one: Step) -> int:
    told = (one.corrected, one.stands, one.disputed, one.silent, one.fall or one.late, not one.mark.drawn)
    ranks = (_CORRECTED, 0, 1, 2, _CORRECTED + 1, _CORRECTED + 2)
    return next((rank for rank, has in zip(ranks, told, strict=True) if has), _ORDINARY)


def _of(plot: Plot, steps: Sequence[Step]) -> Iterator[Note]:
    for one in reversed(steps):
        x, y = plot.place(one)
        yield Note(_lines(plot, one), x, y)


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
        yield Note([(Span(ended.words, colour, strong=True),)], plot.end, level)


def _corrections(plot: Plot, corrected: Sequence[Step]) -> Iterator[Note]:
    """One label for each place at which figures were corrected."""
    groups: list[tuple[float, float, list[Step]]] = []
    for one in corrected:
        x, y = plot.place(one)
        near = next((found for px, py, found in groups if abs(px - x) + abs(py - y) <= _TOGETHER), None)
        if near is None and len(groups) < plot.form.labels:
            groups.append((x, y, [one]))
        elif near is not None:
            near.append(one)
    for x, y, steps in groups:
        one = steps[-1]
        figure = (
            Span(one.words, "corrected", strong=True, struck=True),
            Span(f" {one.corrected}", "corrected", strong=True),
        )
        lines: list[tuple[Span, ...]] = [figure]
        if len(steps) > 1:
            lines = [(Span(f"Corrected {_times(plot, len(steps))}", "corrected", strong=True),), figure]
        if one.disputed:
            lines.append((Span(one.disputed, "disputed", strong=True),))
        yield Note(lines, x, y)


def _times(plot: Plot, marked: int) -> str:
    return f"{marked} times" if plot.given.all_shown else "many times"


def drawn_note(note: Note, sheet: Sheet) -> Markup:
    """The label where there is room for it, or its first line; with a thin leader if it is not beside its point."""
    room = sheet.frame.right - sheet.frame.left
    widest = room if room > _NARROW else room * _SHARE
    lines = [line for spans in note.lines for line in wrapped_spans(spans, widest)]
    box = sheet.place((max(map(spans_width, lines)), _LINE * len(lines)), note.x, note.y)
    if box is None and len(lines) > 1:
        lines = lines[:1]
        box = sheet.place((spans_width(lines[0]), _LINE), note.x, note.y)
    if box is None:
        return Markup("")
    to_the_left = box.right < note.x
    x, anchor = (box.right, "end") if to_the_left else (box.left, "start")
    texts = [
        words(spans, (x, box.top + _BASELINE + index * _LINE), anchor=anchor, halo=True)
        for index, spans in enumerate(lines)
    ]
    return Markup("").join([_leader(note, box), *texts])


def _leader(note: Note, box: Box) -> Markup:
    strokes = leader(box, note.x, note.y)
    return Markup("").join(
        tag(
            "rect",
            x=one.left,
            y=one.top,
            width=one.right - one.left,
            height=one.foot - one.top,
            class_="border",
            fill="currentColor",
        )
        for one in strokes
    )


def silence(plot: Plot, sheet: Sheet) -> Markup:
    """How long nothing new has been said, under the end of the dotted line."""
    given = plot.given
    level = plot.line[-1].last if plot.line else None
    if given.history.ending is not None or level is None:
        return Markup("")
    long, short = given.history.silence or _days(plot)
    right = plot.across.end
    for text in (long, short):
        took = width_of(text)
        for top in (level + 5, level - 20):
            box = Box(right - took, top, right, top + _LINE)
            if text and box.left > plot.end + 8 and sheet.free(box):
                sheet.take(box)
                return words([Span(text)], (right, top + _BASELINE), anchor="end", halo=True)
    return Markup("")


def _days(plot: Plot) -> tuple[str, str]:
    given = plot.given
    days = days_between(given.readings[-1].at, given.now, given.history.zone)
    unit = "day" if days == 1 else "days"
    return (f"{days} {unit} without a new word", f"{days} {unit}, no word") if days > 0 else ("", "")


def rail(plot: Plot) -> list[Markup]:
    """The editions as ticks above the plot, named where there is room between them."""
    editions = plot.given.history.editions
    ticks = sorted({round(plot.across.at(seconds(one.at))) for one in editions})
    drawn = [line((x, 6), (x, 20), "ink", stroke_width=2) for x in ticks]
    taken: list[tuple[float, float]] = []
    for one in editions:
        x = plot.across.at(seconds(one.at))
        spots = ((x + 8, text) for text in (one.words, one.short))
        back = ((x - 8 - width_of(text), text) for text in (one.words, one.short))
        for left, text in (*spots, *back):
            right = left + width_of(text)
            others = any(left - 3 < tick < right + 3 for tick in ticks)
            if left >= _EDGE and right <= plot.form.width - _EDGE and not others and not _meets(taken, left, right):
                taken.append((left, right))
                start = left if left > x else x - 8
                drawn.append(words([Span(text)], (start, 17), anchor="start" if left > x else "end"))
                break
    return drawn


def _meets(taken: Sequence[tuple[float, float]], left: float, right: float) -> bool:
    return any(left < end + 8 and start - 8 < right for start, end in taken)
