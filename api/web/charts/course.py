"""The course of a series as a stepped path, thinned out where there are more figures than pixels."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from api.web.charts.scales import Scale, TimeScale
from api.web.charts.svg import number, through


class Reading(NamedTuple):  # a tuple, for there are thousands of them
    """A figure at a moment: ``value`` is None where it has no one amount, ``low`` and ``high`` are its band, if any."""

    at: float
    value: float | None
    low: float | None = None
    high: float | None = None
    hatched: bool = False


class Column(NamedTuple):
    """All figures of one column of pixels: first, extremes, last; ``last`` is None where the line breaks."""

    x: float
    first: float | None
    top: float | None
    foot: float | None
    last: float | None
    band: tuple[float, float] | None
    hatched: bool


def columns(readings: Sequence[Reading], across: TimeScale, up: Scale) -> list[Column]:
    """*readings* (in order of time) as at most one column a pixel; extremes, the first and the last figure are kept."""
    room = across.end - across.start
    if len(readings) <= room:
        return [_column([one], across, up) for one in readings]
    first, a_second = across.first, room / (across.last - across.first or 1)
    together = groupby(readings, key=lambda one: int((one[0] - first) * a_second))
    return [_column(list(some), across, up) for _, some in together]


def _column(some: list[Reading], across: TimeScale, up: Scale) -> Column:
    foot, pixels = up.start, (up.end - up.start) / (float(up.high - up.low) or 1)
    low = float(up.low)

    def y(value: float | None) -> float | None:
        return None if value is None else foot + (value - low) * pixels

    last = some[-1]
    values = [one[1] for one in some if one[1] is not None]
    top, bottom = (max(values), min(values)) if values else (None, None)
    first = values[0] if values else None
    return Column(across.at(some[0].at), y(first), y(top), y(bottom), y(last.value), _band_of(some, y), last.hatched)


def _band_of(some: list[Reading], y: Callable[[float | None], float | None]) -> tuple[float, float] | None:
    if some[-1].low is None or some[-1].high is None:
        return None
    top = y(max(one[3] for one in some if one[3] is not None))
    foot = y(min(one[2] for one in some if one[2] is not None))
    return None if top is None or foot is None else (top, foot)


def step_path(found: Sequence[Column], end: float) -> str:
    """The data of the stepped line: flat from one figure to the next, and to *end* after the last."""
    pieces: list[str] = []
    level: float | None = None
    for one in found:
        if level is not None:
            pieces.append(f"H{number(one.x)}")
        if one.first is not None:
            if level is None:
                pieces.append(f"M{number(one.x)} {number(one.first)}")
                level = one.first
            extremes = (one.top, one.foot) if one.top != one.foot else ()
            pieces += _moves(level, (one.first, *extremes, one.last))
        level = one.last
    if level is not None and found and end > found[-1].x:
        pieces.append(f"H{number(end)}")
    return "".join(pieces)


def _moves(level: float, wanted: Sequence[float | None]) -> Iterator[str]:
    for y in wanted:
        if y is not None and y != level:
            yield f"V{number(y)}"
            level = y


class Band(NamedTuple):
    """A stretch in which every figure has a band: its outline, and its upper and lower edge as open paths."""

    outline: str
    edges: str
    hatched: bool


def bands(found: Sequence[Column], end: float) -> list[Band]:
    """The bands of neighbouring figures, joined; each reaches until the next figure."""
    ends = [*(one.x for one in found[1:]), end]
    held = list(zip(found, ends, strict=True))
    runs = groupby(held, key=lambda pair: (pair[0].band is not None, pair[0].hatched))
    return [_band(list(run), hatched) for (banded, hatched), run in runs if banded]


def _band(run: list[tuple[Column, float]], hatched: bool) -> Band:  # noqa: FBT001 (a fact of the run, not a choice)
    top, foot = _edge(run, 0), _edge(run, 1)
    return Band(through(*top, *reversed(foot)) + "z", through(*top) + through(*foot), hatched)


def _edge(run: list[tuple[Column, float]], which: int) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for one, until in run:
        if one.band is not None:
            points += [(one.x, one.band[which]), (until, one.band[which])]
    return points
