"""Lines of time without amounts: the rail of recorded events, and how far a question lies before the first record."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.web.charts.lettering import Span, fitted, width_of
from api.web.charts.scales import Instant, TimeScale, seconds
from api.web.charts.shapes import dot, ring
from api.web.charts.svg import Told, drawing, drawn_to_fit, line, number, path, words

_RAIL_WIDE, _RAIL_PHONE, _RAIL_NARROW, _RAIL_HEIGHT = 352.0, 328.0, 258.0, 34.0
_EDGE, _RAIL_Y, _TICK = 8.0, 11.0, 6.0
_UNKNOWN_WIDE, _UNKNOWN_PHONE, _UNKNOWN_NARROW = (960.0, 64.0), (358.0, 76.0), (288.0, 76.0)


@dataclass(frozen=True, slots=True)
class Rail:
    """The recorded events of a claim up to ``until``, and the moment shown; words for both ends of the line."""

    told: Told
    recorded: Sequence[Instant]
    shown: Instant
    until: Instant
    first_words: str
    until_words: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """A moment asked for, and the later one at which the record first heard of it."""

    told: Told
    asked_words: str
    first_words: str


def as_of_rail(rail: Rail) -> Markup:
    """A tick for each recorded event (one a pixel), a dot at the moment shown."""
    return drawn_to_fit(
        "recorded",
        wide=_recorded(rail, "wide", _RAIL_WIDE),
        phone=_recorded(rail, "phone", _RAIL_PHONE),
        narrow=_recorded(rail, "narrow", _RAIL_NARROW),
    )


def _recorded(rail: Rail, which: str, width: float) -> Markup:
    events = sorted(map(seconds, rail.recorded))
    until, shown = seconds(rail.until), seconds(rail.shown)
    scale = TimeScale(min([*events[:1], shown, until]), max(until, shown), _EDGE, width - _EDGE)
    places = sorted({round(scale.at(at)) for at in events})
    ticks = "".join(f"M{x} {number(_RAIL_Y - _TICK)}V{number(_RAIL_Y + _TICK)}" for x in places)
    right = fitted(rail.until_words, width - 2 * _EDGE)
    left = fitted(rail.first_words, width - 2 * _EDGE - width_of(right) - 8)
    parts = [
        line((scale.start, _RAIL_Y), (scale.end, _RAIL_Y), "border", stroke_width=1.2),
        path(ticks, "ink", stroke_width=1.8) if ticks else Markup(""),
        dot(scale.at(shown), _RAIL_Y, 5, "ink"),
        words([Span(left, "third")], (_EDGE, 31)),
        words([Span(right, "third")], (width - _EDGE, 31), anchor="end"),
    ]
    told = Told(f"{rail.told.name}-{which}", rail.told.title, rail.told.desc)
    return drawing(told, (width, _RAIL_HEIGHT), parts)


def not_known_yet(found: NotYet) -> Markup:
    """The moment asked for, hollow, and the first record after it, filled; the distance is not to scale."""
    return drawn_to_fit(
        "unknown",
        wide=_unknown(found, _UNKNOWN_WIDE, "wide"),
        phone=_unknown(found, _UNKNOWN_PHONE, "phone"),
        narrow=_unknown(found, _UNKNOWN_NARROW, "narrow"),
    )


def _unknown(found: NotYet, size: tuple[float, float], which: str) -> Markup:
    width, _ = size
    asked, first, y = round(width * 0.14), round(width * 0.54), 20.0
    later = fitted(found.first_words, width - 8, strong=True)
    left_end = _centred(asked, fitted(found.asked_words, width - 8), width, 46)
    parts = [
        line((_EDGE, y), (asked - 8, y), "border", stroke_width=1.2),
        line((asked + 8, y), (first - 7, y), "border", stroke_width=1.6, stroke_dasharray="2 2"),
        line((first + 7, y), (width - _EDGE, y), "border", stroke_width=1.2),
        ring(asked, y, 6, "series"),
        dot(first, y, 5.5, "ink"),
        left_end,
        _centred(first, later, width, 46 if which == "wide" else 66, strong=True),
    ]
    told = Told(f"{found.told.name}-{which}", found.told.title, found.told.desc)
    return drawing(told, size, parts)


def _centred(x: float, text: str, width: float, y: float, *, strong: bool = False) -> Markup:
    half = width_of(text, strong=strong) / 2
    middle = min(max(x, half + 2), width - half - 2)
    return words([Span(text, "ink" if strong else "second", strong)], (middle, y), anchor="middle")
