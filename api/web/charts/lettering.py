"""How much room a text takes, before any font has been chosen.

Widths are those of DejaVu Sans, the widest of the fonts that the pages ask for, so a text in any of the others keeps
inside the room that was kept for it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

SMALLEST = 12.0  # px; nothing is drawn smaller

_ADVANCES = {  # hundredths of an em of DejaVu Sans
    **dict.fromkeys("'ijl", 28),
    **dict.fromkeys("IJ ,./:;\\|’", 33),
    **dict.fromkeys("f-()[]t!r", 40),
    **dict.fromkeys('"*_`sz“”–', 52),
    **dict.fromkeys("?cLFkvxyPTYaoebdghnpquES", 62),
    **dict.fromkeys("$0123456789{}KAVBRXZC", 67),
    **dict.fromkeys("UHNDGOQ&w", 80),
    **dict.fromkeys("#+<=>^~M−×→", 86),
    **dict.fromkeys("%mW@…", 100),
}
_OTHERS, _WIDE = 70, 105
_STRONG = 1.12  # DejaVu Sans Bold against the regular weight


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one colour (a class of charts.css), strong or not, struck or not."""

    text: str
    colour: str = "second"
    strong: bool = False
    struck: bool = False


def width_of(text: str, size: float = SMALLEST, *, strong: bool = False) -> float:
    """The most room, in pixels, that *text* takes at *size*."""
    hundredths = sum(_ADVANCES.get(sign) or _unusual(sign) for sign in text)
    return hundredths / 100 * size * (_STRONG if strong else 1)


def spans_width(spans: Iterable[Span], size: float = SMALLEST) -> float:
    """The most room that a line takes."""
    return sum(width_of(span.text, size, strong=span.strong) for span in spans)


def fitted(text: str, room: float, size: float = SMALLEST, *, strong: bool = False) -> str:
    """*text*, cut with an ellipsis if it takes more than *room* pixels; nothing if not even one sign fits."""
    if width_of(text, size, strong=strong) <= room:
        return text
    left = room - width_of("…", size, strong=strong)
    for end, sign in enumerate(text):
        left -= width_of(sign, size, strong=strong)
        if left < 0:
            return text[:end].rstrip() + "…" if end else ""
    return text


def fitted_spans(spans: Iterable[Span], room: float, size: float = SMALLEST) -> tuple[Span, ...]:
    """A line cut where its room ends."""
    kept = []
    for span in spans:
        text = fitted(span.text, room, size, strong=span.strong)
        if text:
            kept.append(Span(text, span.colour, span.strong, span.struck))
        if text != span.text:
            break
        room -= width_of(text, size, strong=span.strong)
    return tuple(kept)


def wrapped_spans(spans: Iterable[Span], room: float, size: float = SMALLEST) -> list[tuple[Span, ...]]:
    """A line broken between words where it takes more than *room*; a word that alone is wider is cut."""
    lines: list[list[Span]] = [[]]
    used = 0.0
    for span in spans:
        for word in re.split(r"(?<= )", span.text):
            took = width_of(word.rstrip(), size, strong=span.strong)
            if used + took > room and lines[-1]:
                lines.append([])
                used = 0.0
            lines[-1].append(Span(word, span.colour, span.strong, span.struck))
            used += width_of(word, size, strong=span.strong)
    return [fitted_spans(_rejoined(line), room, size) for line in lines if line]


def _rejoined(line: list[Span]) -> Iterator[Span]:
    runs = [(looks, [*run]) for looks, run in groupby(line, key=lambda one: (one.colour, one.strong, one.struck))]
    for (colour, strong, struck), run in runs:
        text = "".join(one.text for one in run)
        yield Span(text.rstrip() if run[-1] is line[-1] else text, colour, strong, struck)


def _unusual(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Cf", "Mn"}:
        return 0
    return _WIDE if unicodedata.east_asian_width(sign) in {"W", "F"} else _OTHERS
