"""Where the words of a claim's chart lie: beside their points, off the line; or in a list below the axis."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import inf
from typing import NamedTuple

from markupsafe import Markup

from api.web.charts.dates import days_between
from api.web.charts.lettering import Span, fitted_spans, spans_width, wrapped_spans
from api.web.charts.notes import Lines, Note
from api.web.charts.placing import Box, Sheet, leader
from api.web.charts.plot import Plot
from api.web.charts.svg import line, tag, words

_LINE, _BASELINE = 15.0, 11.5
_NARROW, _SHARE = 400.0, 0.72  # on the phone no label takes the whole width
_EDGE, _GAP = 2.0, 4.0
_SHAPE_AT, _WORDS_AT = 10.0, 25.0  # px from the left of the drawing, in the list
_SHARES, _MOST_LINES, _LINE_COST = (1.0, 0.6, 0.4), 4, 5.0


class Item(NamedTuple):
    """Words in the list below the axis, and the shape that they explain, around the point 0, 0."""

    shape: Markup
    spans: Sequence[Span]


def drawn_notes(notes: Iterable[Note], sheet: Sheet) -> tuple[list[Markup], list[Item]]:
    """The labels that found room in the plot, and the items for those that did not."""
    drawn: list[Markup] = []
    items: list[Item] = []
    for note in notes:
        found = drawn_note(note, sheet)
        drawn.append(found)
        if not found:
            items.append(Item(note.shape, [replace(one, strong=False) for one in note.whole or _in_one(note.lines)]))
    return drawn, items


def drawn_note(note: Note, sheet: Sheet) -> Markup:
    """The label where there is room, with a thin leader if it is not beside its point; "" without room."""
    found = _placed(note, sheet)
    if found is None:
        return Markup("")
    lines, box = found
    sheet.keep(box, note.x, note.y)
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
    found = _best(note, note.lines, [share * widest for share in _SHARES], sheet)
    if found is not None or not note.least:
        return found
    found = _best(note, [note.lines[0]], [*(share * widest for share in _SHARES), room], sheet)
    found = found or _best(note, [note.least], [widest, room], sheet)
    if found is not None:
        return found
    lines = [fitted_spans(note.least, widest)]
    box = sheet.place_across(_size(lines), note.x, note.y)
    return None if box is None else (lines, box)


def _best(note: Note, told: Lines, widths: Iterable[float], sheet: Sheet) -> tuple[Lines, Box] | None:
    """The cheapest place of all the ways to break the lines, a line more being worth a little way."""
    cheapest, found = inf, None
    for width in widths:
        lines = [one for spans in told for one in wrapped_spans(spans, width)]
        if len(lines) > max(_MOST_LINES, len(told)):
            continue
        placed = sheet.best(_size(lines), note.x, note.y)
        if placed is not None and placed[0] + _LINE_COST * len(lines) < cheapest:
            cheapest, found = placed[0] + _LINE_COST * len(lines), (lines, placed[1])
    return found


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


def _in_one(lines: Lines) -> list[Span]:
    """Some lines as one, for the list."""
    parted = [[Span("; ", "second"), *one] for one in lines]
    return [span for one in parted for span in one][1:]


def listed(items: Iterable[Item], width: float, top: float) -> tuple[list[Markup], float]:
    """The list below the axis, and the height at which it ends."""
    drawn: list[Markup] = []
    for shape, spans in items:
        drawn.append(tag("g", shape, transform=f"translate({_SHAPE_AT:.0f} {top + _BASELINE - 4:.0f})"))
        for one in wrapped_spans(spans, width - _WORDS_AT - _EDGE):
            drawn.append(words(one, (_WORDS_AT, top + _BASELINE)))
            top += _LINE
        top += _GAP
    return drawn, top


def silence(plot: Plot, sheet: Sheet) -> Markup:
    """How long nothing new has been said, at the end of the dotted line; "" where it finds no room there."""
    text, level = _of_silence(plot), plot.line[-1].last if plot.line else None
    if not text or level is None:
        return Markup("")
    right, room = plot.across.end, plot.across.end - plot.end - 8
    for share in _SHARES:
        lines = wrapped_spans([Span(text)], room * share)
        took, height = _size(lines)
        for top in (level + 5, level - 5 - height):
            box = Box(right - took, top, right, top + height)
            if len(lines) < _MOST_LINES and _is_whole(lines, text) and sheet.free(box):
                sheet.take(box)
                places = ((right, top + _BASELINE + index * _LINE) for index in range(len(lines)))
                texts = zip(lines, places, strict=True)
                return Markup("").join(words(one, at, anchor="end", halo=True) for one, at in texts)
    return Markup("")


def _is_whole(lines: Lines, text: str) -> bool:
    """Whether no word of *text* was cut."""
    return " ".join("".join(span.text for span in one) for one in lines) == text


def of_silence(plot: Plot) -> Iterator[Item]:
    """The same for the list, where there is no room beside the dotted line."""
    if text := _of_silence(plot):
        dots = line((-7, 0), (9, 0), "series", stroke_width=2.2, stroke_dasharray="1.6 3.4")
        yield Item(dots, [Span(text)])


def _of_silence(plot: Plot) -> str:
    given = plot.given
    if given.history.ending is not None or not plot.line or plot.line[-1].last is None:
        return ""
    if given.history.silence is not None:
        return given.history.silence
    days = days_between(given.readings[-1].at, given.now, given.history.zone)
    return f"{days} {'day' if days == 1 else 'days'} without a new word" if days > 0 else ""
