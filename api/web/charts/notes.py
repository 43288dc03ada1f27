"""The words in a claim's chart: which figures are labelled, what the labels say, where they lie."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter

from markupsafe import Markup

from api.web.charts.dates import days_between
from api.web.charts.history import Edition, Step
from api.web.charts.lettering import Span, fitted_spans, spans_width, width_of, wrapped_spans
from api.web.charts.placing import Box, Sheet, leader
from api.web.charts.plot import Plot
from api.web.charts.scales import seconds
from api.web.charts.svg import line, tag, words

LABEL_ALL = 6  # figures up to which each has its label
_LINE, _BASELINE = 15.0, 11.5
_TWICE = 2
_BESIDE_EACH_OTHER = 24.0  # px from one edition to the next
_TOGETHER = 14.0  # px within which corrections share one label
_CORRECTED, _ORDINARY = 3, 6  # ranks
_NARROW, _SHARE = 400.0, 0.72  # on the phone no label takes the whole width
_EDGE, _SAMPLE = 2.0, 28.0
_BESIDE = 10.0  # px right of the plot from which the last label is expected there

Lines = Sequence[tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Note:
    """A label of several lines for the point at ``x``, ``y``; one that is ``clear`` keeps off the line if it can.

    What is said ``least`` is drawn where nothing else has room, even across a mark.
    """

    lines: Lines
    x: float
    y: float
    clear: bool = False
    least: tuple[Span, ...] = ()


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
        yield Note(_lines(plot, one), x, y, least=(Span(one.words, "ink", strong=True),) if one.stands else ())


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
        yield Note([(Span(ended.words, colour, strong=True),)], plot.end, level, clear=True)


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
            lines = [(Span(_often(plot, steps), "corrected", strong=True),), figure]
        if one.disputed:
            lines.append((Span(one.disputed, "disputed", strong=True),))
        yield Note(lines, x, y)


def _often(plot: Plot, steps: Sequence[Step]) -> str:
    """How many corrections lie at one place, and whether the last of them undid the one before."""
    if steps[-1].put_back and len(steps) == _TWICE:
        return "Corrected and put back"
    times = f"Corrected {len(steps)} times" if plot.given.all_shown else "Corrected many times"
    return f"{times}, at last put back" if steps[-1].put_back else times


def drawn_note(note: Note, sheet: Sheet) -> Markup:
    """The label where there is room, or the first of what it says; with a thin leader if it is not beside its point."""
    found = _placed(note, sheet)
    if found is None:
        return Markup("")
    lines, box = found
    to_the_left = box.right < note.x
    x, anchor = (box.right, "end") if to_the_left else (box.left, "start")
    texts = [
        words(spans, (x, box.top + _BASELINE + index * _LINE), anchor=anchor, halo=True)
        for index, spans in enumerate(lines)
    ]
    return Markup("").join([_leader(note, box), *texts])


def _placed(note: Note, sheet: Sheet) -> tuple[Lines, Box] | None:
    """What the label says, the most for which there is room, and where it lies."""
    room = sheet.frame.right - sheet.frame.left
    widest = room if room > _NARROW else room * _SHARE
    first, least = note.lines[:1], [note.least] if note.least else []
    off_the_line = [(note.lines, share * widest, True) for share in (1, 0.6, 0.4)] if note.clear else []
    for told, width, is_clear in (
        *off_the_line,
        (note.lines, widest, False),
        (first, widest, False),
        (first, room, False),
        *((least, width, False) for width in (widest, room) if least),
    ):
        lines = [line for spans in told for line in wrapped_spans(spans, width)]
        box = sheet.place(_size(lines), note.x, note.y, clear=is_clear)
        if box is not None:
            return lines, box
    lines = [fitted_spans(spans, widest) for spans in least]
    box = sheet.place_across(_size(lines), note.x, note.y) if lines else None
    return None if box is None else (lines, box)


def _size(lines: Lines) -> tuple[float, float]:
    return max(map(spans_width, lines), default=0.0), _LINE * len(lines)


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
    for lines in ((long,), (short,), tuple(long.split(", ", 1)), tuple(short.split(", ", 1)), tuple(short.split(", "))):
        took, height = max(map(width_of, lines)), _LINE * len(lines)
        for top in (level + 5, level - 5 - height):
            box = Box(right - took, top, right, top + height)
            if long and box.left > plot.end + 8 and sheet.free(box):
                sheet.take(box)
                places = ((right, top + _BASELINE + index * _LINE) for index in range(len(lines)))
                texts = zip(lines, places, strict=True)
                return Markup("").join(words([Span(one)], at, anchor="end", halo=True) for one, at in texts)
    return Markup("")


def silence_below(plot: Plot, foot: float) -> tuple[list[Markup], float]:
    """The same below the axis, for where there is no room beside the dotted line; and the height at which it ends."""
    texts = [one for one in plot.given.history.silence or _days(plot) if one]
    if plot.given.history.ending is not None or not plot.line or plot.line[-1].last is None or not texts:
        return [], foot
    left, room = plot.ground.left, plot.form.width - plot.ground.left - _SAMPLE - _EDGE
    text = next((one for one in texts if width_of(one) <= room), texts[-1])
    y = foot + _BASELINE
    dots = line((left, y - 4), (left + _SAMPLE - 6, y - 4), "series", stroke_width=2.2, stroke_dasharray="1.6 3.4")
    return [dots, words([Span(text)], (left + _SAMPLE, y))], foot + _LINE


def _days(plot: Plot) -> tuple[str, str]:
    given = plot.given
    days = days_between(given.readings[-1].at, given.now, given.history.zone)
    unit = "day" if days == 1 else "days"
    return (f"{days} {unit} without a new word", f"{days} {unit}, no word") if days > 0 else ("", "")


def rail(plot: Plot) -> list[Markup]:
    """The editions as ticks above the plot, named where there is room; of some side by side the first is named."""
    placed = sorted(((plot.across.at(seconds(one.at)), one) for one in plot.given.history.editions), key=itemgetter(0))
    ticks = sorted({round(x) for x, _ in placed})
    drawn = [line((x, 6), (x, 20), "ink", stroke_width=2) for x in ticks]
    taken: list[tuple[float, float]] = []
    for beside in _side_by_side(placed):
        first, last = beside[0][0], beside[-1][0]
        more = f" and {len(beside) - 1} more" if len(beside) > 1 else ""
        texts = [f"{text}{more}" for text in (beside[0][1].words, beside[0][1].short)]
        spots = ((last + 8, text) for text in texts)
        back = ((first - 8 - width_of(text), text) for text in texts)
        for left, text in (*spots, *back):
            right = left + width_of(text)
            others = any(left - 3 < tick < right + 3 for tick in ticks)
            if left >= _EDGE and right <= plot.form.width - _EDGE and not others and not _meets(taken, left, right):
                taken.append((left, right))
                start = left if left > first else first - 8
                drawn.append(words([Span(text)], (start, 17), anchor="start" if left > first else "end"))
                break
    return drawn


def _side_by_side(placed: Sequence[tuple[float, Edition]]) -> list[list[tuple[float, Edition]]]:
    groups: list[list[tuple[float, Edition]]] = []
    for one in placed:
        if groups and one[0] - groups[-1][-1][0] <= _BESIDE_EACH_OTHER:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _meets(taken: Sequence[tuple[float, float]], left: float, right: float) -> bool:
    return any(left < end + 8 and start - 8 < right for start, end in taken)
