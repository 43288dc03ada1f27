"""Small step lines beside a row: their course, not their size."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from api.web.charts.course import Reading, columns, step_path
from api.web.charts.scales import Amount, Instant, Scale, TimeScale, decimal_of, seconds
from api.web.charts.shapes import dot, square
from api.web.charts.svg import Told, drawing, line, path

_SPARK = (56.0, 20.0)
_WIDE = (420.0, 32.0)
_EDGE = 5.0


@dataclass(frozen=True, slots=True)
class SmallLine:
    """A series in a row: *points* in order of time, each holding until the next, the last until *until*.

    ``printed`` is what we print and when; ``since`` starts the axis, which all lines of a table share. A series that is
    ``continued`` elsewhere goes on dotted.
    """

    told: Told
    points: Sequence[tuple[Instant, Amount]]
    until: Instant
    since: Instant | None = None
    printed: tuple[Instant, Amount] | None = None
    continued: bool = False


def sparkline(small: SmallLine) -> Markup:
    """The last days of a series in 56 × 20 px, between its own smallest and largest amount."""
    known = _known(small)
    if not known:
        return Markup("")
    amounts = [amount for _, amount in known]
    return _drawn(small, known, _SPARK, (min(amounts), max(amounts)))


def small_steps(small: SmallLine) -> Markup:
    """A whole series in 420 × 32 px, on its own scale from 0, with a square at what we print."""
    known = _known(small)
    if not known:
        return Markup("")
    amounts = [amount for _, amount in known]
    if small.printed:
        amounts.append(decimal_of(small.printed[1]))
    return _drawn(small, known, _WIDE, (min(Decimal(0), *amounts), max(Decimal(0), *amounts)))


def _known(small: SmallLine) -> list[tuple[float, Decimal]]:
    return [(seconds(at), decimal_of(amount)) for at, amount in small.points]


def _drawn(
    small: SmallLine, known: list[tuple[float, Decimal]], size: tuple[float, float], ends: tuple[Decimal, Decimal]
) -> Markup:
    width, height = size
    across = TimeScale(
        known[0][0] if small.since is None else seconds(small.since), seconds(small.until), _EDGE, width - _EDGE
    )
    up = Scale(*ends, height - _EDGE, _EDGE)
    course = columns([Reading(at, float(amount)) for at, amount in known], across, up)
    last, level = across.at(known[-1][0]), up.at(known[-1][1])
    end = last if small.continued else max(last, across.end)
    parts = [path(step_path(course, end), "series", stroke_width=1.8)]
    if small.continued:
        parts.append(line((last + 6, level), (across.end, level), "third", stroke_width=1.4, stroke_dasharray="3 2.5"))
    parts.append(dot(end, level, 3.2, "series"))
    if small.printed:
        at, amount = small.printed
        parts.append(square(across.at(seconds(at)), up.at(decimal_of(amount)), half=3.2))
    return drawing(small.told, size, parts)
