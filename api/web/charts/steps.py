"""A claim's chart, "How it changed": what was said when, what was wrong, what was printed, how long nobody spoke."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from api.web.charts.course import bands, step_path
from api.web.charts.dates import centred
from api.web.charts.figures import DOWNWARD, UPWARD, Mark
from api.web.charts.history import Edition, Ending, History, Step
from api.web.charts.labels import drawn_notes, listed, of_silence, silence
from api.web.charts.lettering import Span, width_of
from api.web.charts.notes import notes
from api.web.charts.placing import Box, Sheet, outline
from api.web.charts.plot import FEW, NARROW, PHONE, WIDE, Plot, plot, prepared
from api.web.charts.printed import rail
from api.web.charts.scales import decimal_of, seconds
from api.web.charts.shapes import (
    FLAG_HEIGHT,
    FLAG_WIDTH,
    clock,
    crossed_ring,
    dashed_ring,
    diamond,
    dot,
    pennant,
    point,
    ring,
    slashed_ring,
    square,
    upright_ray,
)
from api.web.charts.svg import Told, drawing, drawn_to_fit, hatch, hatched, line, path, tag, words

__all__ = ["Edition", "Ending", "History", "Mark", "Step", "how_it_changed"]

_STANDING, _PAST = 5.5, 4.0
_COINCIDE = 6.0
_FIRST_DRAWN, _LEGEND_FROM = 2, 3
_LEGEND_ROW = 22.0


def how_it_changed(history: History) -> Markup:
    """The chart, wide (640 px), for the phone (358 px) and a small one (288 px); nothing before the second figure.

    More figures than pixels are thinned to one column a pixel, so the markup stays bounded.
    """
    given = prepared(history)
    if len(history.steps) < _FIRST_DRAWN or not any(one.mark.drawn for one in given.line):
        return Markup("")
    wide, phone, narrow = (_chart(plot(given, form)) for form in (WIDE, PHONE, NARROW))
    return drawn_to_fit("steps", wide=wide, phone=phone, narrow=narrow)


def _chart(ground: Plot) -> Markup:
    told = ground.given.history.told
    told = Told(f"{told.name}-{ground.form.which}", told.title, told.desc)
    sheet = _sheet(ground)
    marked = ground.given.shown
    squares = [one for one in ground.given.history.editions if _square_at(ground, one, marked)]
    links = list(_links(ground, marked))
    for link in links:
        sheet.avoid(link.box)
    for box in _boxes(ground, marked, squares):
        sheet.mark(box)
    found = notes(ground)
    labels, items = drawn_notes(found[:1], sheet)
    quiet = silence(ground, sheet)
    others, without_room = drawn_notes(found[1:], sheet)
    ticks, unnamed = rail(ground)
    axis, foot = _axis(ground)
    below = [*([] if quiet else of_silence(ground)), *items, *without_room, *unnamed]
    told_below, foot = listed(below, ground.form.width, foot)
    legend, height = _legend(ground, marked, bool(squares), foot)
    parts = [
        hatch(told.name),
        *_grid(ground),
        *_drops(ground),
        *ticks,
        *_bands(ground, told.name),
        *_line(ground),
        *axis,
        *told_below,
        *_drawn_links(ground, links),
        *(_under(ground, marked)),
        *(piece for one in marked for piece in _mark(ground, one)),
        *_end(ground),
        *(square(*_printed(ground, one)) for one in squares),
        *labels,
        quiet,
        *others,
        *legend,
    ]
    return drawing(told, (ground.form.width, height), parts)


def _sheet(ground: Plot) -> Sheet:
    box = ground.ground
    top = box.top - 6 if ground.given.history.editions else 2
    frame = Box(box.left + 2, top, ground.form.width - 2, box.foot - 2)
    sheet = Sheet(frame, outline(ground.line, ground.end if ground.given.history.ending else ground.across.end))
    for edition in ground.given.history.editions:
        x = ground.across.at(seconds(edition.at))
        sheet.avoid(Box(x - 1, box.top, x + 1, box.foot))
    ends = [*(one.x for one in ground.line[1:]), ground.across.end]
    for one, end in zip(ground.line[: FEW + 1], ends, strict=False):
        if one.band is not None:
            sheet.avoid(Box(one.x, one.band[0], end, one.band[1]))
    return sheet


def _boxes(ground: Plot, marked: Iterable[Step], squares: Iterable[Edition]) -> Iterator[Box]:
    """What labels must not lie on."""
    for one in marked:
        x, y = ground.place(one)
        yield Box(x - 7, y - 7, x + 7, y + 7)
        if one.since is not None:
            yield Box(min(ground.across.at(seconds(one.since)), x) - 2, y - 6, x, y + 6)
        if one.mark.form == "range" and one.mark.low is not None:
            yield Box(x - 6, y, x + 6, ground.up.at(one.mark.low) + 6)
        if one.mark.form in UPWARD:
            yield Box(x - 6, y - 24, x + 6, y)
        if one.mark.form in DOWNWARD:
            yield Box(x - 6, y, x + 6, y + 24)
        if one.disputed:
            yield Box(x - 2, y - FLAG_HEIGHT - 2, x + FLAG_WIDTH + 2, y)
    for printed in squares:
        x, y = _printed(ground, printed)
        yield Box(x - 6, y - 6, x + 6, y + 6)
    if ground.given.history.ending and ground.line[-1].last is not None:
        yield Box(ground.end - 7, ground.line[-1].last - 7, ground.end + 7, ground.line[-1].last + 7)


def _grid(ground: Plot) -> Iterator[Markup]:
    box = ground.ground
    for value, text in zip(ground.values, ground.value_words, strict=True):
        y = ground.up.at(value)
        yield line((box.left, y), (box.right, y), "border" if not value else "rule")
        yield words([Span(text, "third")], (box.left - 8, y + 4), anchor="end")


def _axis(ground: Plot) -> tuple[list[Markup], float]:
    """Ticks and words of the time axis, and the height at which they end."""
    box, lowest = ground.ground, 22.0
    drawn: list[Markup] = []
    edges = box.left - _STANDING, ground.form.width - 1
    for one, middle in centred(ground.moments, ground.across, edges):
        x = ground.across.at(one.at)
        drawn.append(line((x, box.foot), (x, box.foot + 5), "border"))
        drawn.append(words([Span(one.words, "third")], (middle, box.foot + 19), anchor="middle"))
        if one.day:
            half = width_of(one.day) / 2
            middle_of_day = min(max(x, edges[0] + half), edges[1] - half)
            drawn.append(words([Span(one.day, "third")], (middle_of_day, box.foot + 34), anchor="middle"))
            lowest = 37.0
    return drawn, box.foot + lowest + 4


def _drops(ground: Plot) -> Iterator[Markup]:
    for one in ground.given.history.editions:
        x, y = _printed(ground, one)
        if one.printed is not None:
            yield line((x, 20), (x, y), "third", stroke_dasharray="2 2.5")


def _printed(ground: Plot, edition: Edition) -> tuple[float, float]:
    amount = edition.printed
    y = ground.ground.foot if amount is None else ground.up.at(decimal_of(amount))
    return ground.across.at(seconds(edition.at)), y


def _square_at(ground: Plot, edition: Edition, marked: Iterable[Step]) -> bool:
    """Whether an edition gets a square: it prints an amount, and no mark already stands at that very place."""
    if edition.printed is None:
        return False
    x, y = _printed(ground, edition)
    return not any(abs(px - x) < _COINCIDE and abs(py - y) < _COINCIDE for px, py in map(ground.place, marked))


def _bands(ground: Plot, name: str) -> Iterator[Markup]:
    end = ground.end if ground.given.history.ending else ground.across.end
    for one in bands(ground.line, end):
        if one.hatched:
            yield path(one.outline, "hatching", fill=hatched(name), stroke=None)
            yield path(one.edges, "hatching", stroke_width=1.4, stroke_dasharray="3 2.5")
        else:
            yield path(one.outline, "span", stroke=None)
            yield path(one.edges, "series", stroke_width=1.6)


def _line(ground: Plot) -> Iterator[Markup]:
    found = ground.line
    if not found:
        return
    ended, level = ground.given.history.ending, found[-1].last
    is_cut = ended is not None and ended.is_cut
    last = ground.across.at(ground.given.readings[-1].at)
    yield path(step_path(found, last if is_cut else ground.end), "series", stroke_width=2.2, stroke_linejoin="round")
    if level is not None and (is_cut or ended is None) and ground.given.now > ground.given.readings[-1].at:
        start, end = (last + 9, level), (ground.end - 9 if is_cut else ground.across.end, level)
        yield line(start, end, "series", stroke_width=2.2, stroke_dasharray="1.6 3.4")


class _Link(NamedTuple):
    start: tuple[float, float]
    end: tuple[float, float]

    @property
    def box(self) -> Box:
        (x1, y1), (x2, y2) = self
        return Box(min(x1, x2) - 1, min(y1, y2), max(x1, x2) + 1, max(y1, y2))


def _links(ground: Plot, marked: Iterable[Step]) -> Iterator[_Link]:
    """From each wrong figure to the right one, where the two lie apart."""
    wrong = [one for one in marked if one.corrected and one.corrected_to is not None]
    if not wrong:
        return
    known = {one.revision: one for one in ground.given.history.steps}
    for one in wrong:
        right = None if one.corrected_to is None else known.get(one.corrected_to)
        if right is not None:
            start, end = ground.place(one), ground.place(right)
            if abs(start[0] - end[0]) + abs(start[1] - end[1]) > 2 * _COINCIDE:
                yield _Link(start, end)


def _drawn_links(ground: Plot, links: Iterable[_Link]) -> Iterator[Markup]:
    for one in links:
        yield line(one.start, one.end, "corrected", stroke_width=1.8, stroke_dasharray="2 2.6")
        if len(ground.given.line) > FEW:
            yield dot(*one.end, _PAST, "series")


def _under(ground: Plot, marked: Iterable[Step]) -> Iterator[Markup]:
    """Whiskers and rays, on which marks lie."""
    for one in marked:
        x, y = ground.place(one)
        colour = "corrected" if one.corrected else "series"
        if one.since is not None and ground.across.at(seconds(one.since)) < x:
            start = ground.across.at(seconds(one.since))
            yield line((start, y), (x, y), colour, stroke_width=1.8)
            yield line((start, y - 5), (start, y + 5), colour, stroke_width=1.8)
        yield upright_ray(one.mark, x, y, "ink" if one.stands else colour)
        if one.mark.form == "range" and one.mark.low is not None:
            low = ground.up.at(one.mark.low)
            yield line((x, low), (x, y), "ink" if one.stands else colour, stroke_width=3)
            yield dot(x, low, _PAST, "ink" if one.stands else colour)


def _mark(ground: Plot, one: Step) -> Iterator[Markup]:
    x, y = ground.place(one)
    if one.disputed:
        yield pennant(x, y)
    if one.corrected:
        yield crossed_ring(x, y)
    elif not one.mark.drawn:
        return  # told by its label alone
    elif one.silent:
        yield dashed_ring(x, y)
    elif one.late:
        yield clock(x, y)
    elif one.stands:
        yield point(one.mark, x, y, _STANDING, "ink")
    elif one.beside:
        yield point(one.mark, x, y, _PAST, "third")
    else:
        yield point(one.mark, x, y, _PAST, "series")


def _end(ground: Plot) -> Iterator[Markup]:
    ended = ground.given.history.ending
    level = ground.line[-1].last if ground.line else None
    if ended is None or level is None:
        return
    yield slashed_ring(ground.end, level) if ended.kind == "retracted" else ring(ground.end, level, 5, "series")


def _legend(ground: Plot, marked: list[Step], squares: bool, top: float) -> tuple[list[Markup], float]:  # noqa: FBT001 (a fact of the plot, not a choice)
    """Shapes and their words below the axis if there are three or more, and the height of the whole drawing."""
    items = [(shape, text) for has, shape, text in _shapes(ground, marked, squares) if has]
    if len(items) < _LEGEND_FROM:
        return [], top + 4
    drawn: list[Markup] = []
    x, y = ground.ground.left - _STANDING, top + 14
    for shape, text in items:
        if x + 25 + width_of(text) > ground.form.width and drawn:
            x, y = ground.ground.left - _STANDING, y + _LEGEND_ROW
        drawn.append(tag("g", shape, transform=f"translate({x + 9:.0f} {y - 4:.0f})"))
        drawn.append(words([Span(text)], (x + 24, y)))
        x += 24 + width_of(text) + 14
    return drawn, y + 10


def _shapes(ground: Plot, marked: list[Step], squares: bool) -> Iterator[tuple[bool, Markup, str]]:  # noqa: FBT001 (a fact of the plot, not a choice)
    ended = ground.given.history.ending
    yield any(one.stands for one in marked), dot(0, 0, _STANDING, "ink"), "stands"
    yield any(one.mark.form == "approximate" for one in marked), diamond(0, 0, "series", 5), "about"
    yield any(bool(one.corrected) for one in marked), crossed_ring(0, 0), "corrected"
    yield (
        any(bool(one.disputed) for one in marked),
        tag("g", pennant(0, 0), transform="translate(-4 9) scale(.66)"),
        "disputed",
    )
    yield any(bool(one.late) for one in marked), clock(0, 0), "late"
    yield any(bool(one.silent) for one in marked), dashed_ring(0, 0), "printed differently, silently"
    yield squares, square(0, 0), "printed in an edition"
    yield ended is not None and ended.kind == "retracted", slashed_ring(0, 0), "retracted"
    yield ended is not None and ended.kind == "continued", ring(0, 0, 5, "series"), "continued elsewhere"
