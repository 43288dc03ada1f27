"""Recorded events by day: reported and updated upward, corrected downward, both on one scale."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from math import ceil

from markupsafe import Markup

from api.web.charts.dates import centred, time_ticks
from api.web.charts.lettering import Span, fitted, width_of
from api.web.charts.scales import Scale, TimeScale, nice_step, tick_words, ticks
from api.web.charts.svg import Told, drawing, drawn_to_fit, line, path, tag, words

_DAY = 86_400
_LEAST_BAR = 2.0  # px a bar and its gap; more days than that are put together
_UP, _MOST_DOWN, _GAP = 150.0, 150.0, 6.0
_TOP, _EDGE, _TEXT, _CLEAR = 16.0, 8.0, 14.0, 2.0
_LEFT_AT_MOST = 46.0
_MANY = 10  # corrections on a day from which their number stands beside the bar


@dataclass(frozen=True, slots=True)
class Day:
    """What was recorded on one day of the reader's zone."""

    day: date
    reported: int
    corrected: int


@dataclass(frozen=True, slots=True)
class Activity:
    """Days in any order, those without events may be left out; ``words`` tell what happened on a day worth telling."""

    told: Told
    days: Sequence[Day]
    words: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Ground:
    which: str
    width: float
    left: float
    bucket_days: int
    bars: list[tuple[date, int, int]]
    up: Scale  # from the line upward
    down: Scale
    across: TimeScale
    values: list[Decimal]


def activity(given: Activity) -> Markup:
    """The bars, 640, 358 and 288 px wide; a bar of several days where days outnumber the pixels."""
    if not given.days:
        return Markup("")
    wide, phone, narrow = (_chart(given, *one) for one in (("wide", 640), ("phone", 358), ("narrow", 288)))
    return drawn_to_fit("activity", wide=wide, phone=phone, narrow=narrow)


def _chart(given: Activity, which: str, width: float) -> Markup:
    ground = _ground(given, which, width)
    foot = ground.down.end + 26
    legend, height = _legend(ground, foot)
    parts = [*_grid(ground), *_bars(ground), *_axis(ground, foot - 8), *_told(given, ground), *legend]
    return drawing(Told(f"{given.told.name}-{which}", given.told.title, given.told.desc), (width, height), parts)


def _ground(given: Activity, which: str, width: float) -> _Ground:
    first, last = min(one.day for one in given.days), max(one.day for one in given.days)
    whole = (last - first).days + 1
    bucket_days = ceil(whole / ((width - _LEFT_AT_MOST - _EDGE) / _LEAST_BAR))
    bars = _buckets(given.days, first, bucket_days)
    left = 10 + width_of(f"{max(max(up, down) for _, up, down in bars):,}")
    most_up = max(1, *(up for _, up, _ in bars))
    most_down = max(down for _, _, down in bars)
    a_unit = min(_UP / most_up, _MOST_DOWN / max(most_down, 1))
    zero = _TOP + max(most_up * a_unit, _TEXT)
    below = zero + _GAP
    across = TimeScale(_midnight(first), _midnight(last + timedelta(days=1)), left, width - _EDGE)
    step = nice_step(Decimal(max(most_up, most_down)), 3, whole=True)
    return _Ground(
        which,
        width,
        left,
        bucket_days,
        bars,
        Scale(Decimal(0), Decimal(most_up), zero, zero - most_up * a_unit),
        Scale(Decimal(0), Decimal(max(most_down, 1)), below, below + max(most_down, 1) * a_unit),
        across,
        ticks(Decimal(0), Decimal(most_up), step),
    )


def _buckets(days: Sequence[Day], first: date, bucket_days: int) -> list[tuple[date, int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for one in days:
        place = (one.day - first).days // bucket_days
        up, down = found.get(place, (0, 0))
        found[place] = up + one.reported, down + one.corrected
    return [(first + timedelta(days=place * bucket_days), *found[place]) for place in sorted(found)]


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def _grid(ground: _Ground) -> Iterator[Markup]:
    right = ground.across.end
    for value, text in zip(ground.values, tick_words(ground.values), strict=True):
        y = ground.up.at(value)
        yield line((ground.left, y), (right, y), "border" if not value else "rule")
        yield words([Span(text, "third")], (ground.left - 8, y + 4), anchor="end")
    step = nice_step(ground.down.high, 2, whole=True)
    for value in ticks(step, ground.down.high, step):
        y = ground.down.at(value)
        if y - ground.up.start > _TEXT:
            yield line((ground.left, y), (right, y), "rule")
            yield words([Span(tick_words([value])[0], "third")], (ground.left - 8, y + 4), anchor="end")


def _bars(ground: _Ground) -> Iterator[Markup]:
    """All bars of a kind as one path, so that years of days stay small."""
    ups: list[str] = []
    downs: list[str] = []
    counted: list[tuple[float, float, int]] = []
    corrected: list[float] = []
    room = ground.across.at(ground.across.first + ground.bucket_days * _DAY) - ground.across.start
    thick = max(room * 0.72, room - 2, 0.8)
    for day, up, down in ground.bars:
        x = ground.across.at(_midnight(day)) + room / 2
        if up:
            ups.append(f"M{x:.1f} {ground.up.start:.1f}V{ground.up.at(Decimal(up)):.1f}")
        if down:
            downs.append(
                f"M{x:.1f} {ground.down.start:.1f}V{max(ground.down.at(Decimal(down)), ground.down.start + 2):.1f}"
            )
            if down >= _MANY:
                counted.append((x, min(ground.down.at(Decimal(down)) - 8, ground.down.end), down))
            corrected.append(x)
    yield from _counts(ground, counted, corrected)
    yield path("".join(ups), "border", stroke_width=thick)
    if downs:
        yield path("".join(downs), "corrected", stroke_width=max(thick, 2.5))


def _counts(
    ground: _Ground, counted: Sequence[tuple[float, float, int]], corrected: Sequence[float]
) -> Iterator[Markup]:
    """The numbers of the long bars downward, each where neither another bar nor the edge is in its way."""
    for x, y, down in counted:
        text = f"{down:,}"
        following = bisect_right(corrected, x)
        is_free = following == len(corrected) or corrected[following] - x >= width_of(text) + 8
        if is_free and x + 6 + width_of(text, strong=True) <= ground.width:
            yield words([Span(text, "corrected", strong=True)], (x + 6, y + 4), halo=True)


def _axis(ground: _Ground, y: float) -> Iterator[Markup]:
    for one, middle in centred(time_ticks(ground.across, UTC), ground.across, (1, ground.width - 1)):
        x = ground.across.at(one.at)
        yield line((x, ground.up.start), (x, ground.up.start + 4), "border")
        yield words([Span(one.words, "third")], (middle, y + 6), anchor="middle")


def _told(given: Activity, ground: _Ground) -> Iterator[Markup]:
    """The words of days, from the tallest on, each where its line is free."""
    heights = {day: up for day, up, _ in ground.bars}
    taken: list[tuple[float, float]] = []
    for day, text in sorted(given.words.items(), key=lambda item: (-heights.get(item[0], 0), item[0])):
        x = ground.across.at(_midnight(day) + _DAY / 2)
        shown = fitted(text, ground.width - ground.left - 2 * _CLEAR)
        took = width_of(shown)
        for left, anchor, start in (
            (x + 8, "start", x + 8),
            (x - 8 - took, "end", x - 8),
            (ground.left, "start", ground.left),
        ):
            right = left + took
            if (
                left >= ground.left
                and right <= ground.width - _CLEAR
                and all(right + 8 < a or b + 8 < left for a, b in taken)
            ):
                taken.append((left, right))
                yield words([Span(shown)], (start, _TOP - 4), anchor=anchor, halo=True)
                break


def _legend(ground: _Ground, top: float) -> tuple[list[Markup], float]:
    items = [("border", "reported or updated"), ("corrected", "corrected")]
    drawn: list[Markup] = []
    x, y = ground.left, top + 20
    for colour, text in items:
        drawn.append(tag("rect", x=x, y=y - 10, width=8, height=11, class_=colour, fill="currentColor"))
        drawn.append(words([Span(text)], (x + 15, y)))
        x += 15 + width_of(text) + 16
    if ground.bucket_days > 1:
        text = f"each bar is {ground.bucket_days} days"
        if x + width_of(text) > ground.width:
            x, y = ground.left, y + 20
        drawn.append(words([Span(text, "third")], (x, y)))
    return drawn, y + 10
