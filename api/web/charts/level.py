"""A figure's mark along a level axis: on the board, in a story, beside a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from api.web.charts.figures import DOWNWARD, OPEN, UPWARD, Mark
from api.web.charts.scales import Scale
from api.web.charts.shapes import arrow, diamond, dot, ring, triangle
from api.web.charts.svg import hatched, joined, line, tag

PART_COLOURS = ("series", "ink", "hatch", "third", "border")
_GAP = 1.5  # px between two parts of a tally
_NARROWEST = 9.0  # px between the ends of a range beyond their radius, or the two would look like one point


@dataclass(frozen=True, slots=True)
class Level:
    """Where marks lie: their scale, their height, how far rays reach, whose hatching fills bands."""

    scale: Scale
    y: float
    ray_left: float
    ray_right: float
    name: str
    radius: float = 5.0
    half: float = 11.0  # of a band or a tally's bar

    def extent(self, mark: Mark) -> tuple[float, float]:
        """The leftmost and rightmost pixel that the mark takes."""
        if mark.form == "tally":
            return self.scale.at(Decimal(0)), self.scale.at(mark.amounts[0])
        places = [self.scale.at(amount) for amount in mark.amounts]
        if mark.form == "range":
            places = [*self._ends(min(places), max(places))]
        left, right = min(places) - self.radius, max(places) + self.radius
        if mark.form in UPWARD:
            return left, self.ray_right
        return (self.ray_left, right) if mark.form in DOWNWARD else (left, right)

    def drawn(self, mark: Mark, colour: str = "ink") -> Markup:
        """The mark with its ray, band or parts."""
        if mark.form == "tally":
            return joined(self._tally(mark))
        if mark.form == "range" and mark.low is not None and mark.high is not None:
            return self._range(self.scale.at(mark.low), self.scale.at(mark.high), colour)
        if mark.value is None:
            return Markup("")
        x = self.scale.at(mark.value)
        if mark.form == "approximate":
            centre = triangle(x, self.y, mark.leaning, colour) if mark.leaning else diamond(x, self.y, colour)
            return joined([*self._band(mark), centre])
        body = (ring if mark.form in OPEN else dot)(x, self.y, self.radius, colour)
        return joined([self._ray(mark, x, colour), body])

    def _ray(self, mark: Mark, x: float, colour: str) -> Markup:
        if mark.form in UPWARD:
            return arrow((x + self.radius, self.y), (self.ray_right, self.y), colour)
        if mark.form in DOWNWARD:
            return arrow((x - self.radius, self.y), (self.ray_left, self.y), colour)
        return Markup("")

    def _ends(self, low: float, high: float) -> tuple[float, float]:
        """Where the ends of a range are drawn: as far apart as it takes to see two of them."""
        missing = max(0.0, self.radius + _NARROWEST - (high - low)) / 2
        return low - missing, high + missing

    def _range(self, low: float, high: float, colour: str) -> Markup:
        low, high = self._ends(low, high)
        bar = line((low, self.y), (high, self.y), colour, stroke_width=4)
        return joined([bar, dot(low, self.y, self.radius, colour), dot(high, self.y, self.radius, colour)])

    def _band(self, mark: Mark) -> Iterator[Markup]:
        if mark.low is None or mark.high is None:
            return
        low, high = self.scale.at(mark.low), self.scale.at(mark.high)
        top, foot = self.y - self.half, self.y + self.half
        yield tag("rect", x=low, y=top, width=max(high - low, 0), height=foot - top, fill=hatched(self.name))
        for x, amount in ((low, mark.low), (high, mark.high)):
            if not (mark.leaning and amount == mark.value):  # that edge is the triangle's own
                yield line((x, top - 3), (x, foot + 3), "hatching", stroke_width=1.6, stroke_dasharray="3 2.5")

    def _tally(self, mark: Mark) -> Iterator[Markup]:
        top, height = self.y - self.half + 3, 2 * self.half - 6
        total = Decimal(0)
        for number, (_, amount) in enumerate(mark.parts):
            start, end = self.scale.at(total), self.scale.at(total + max(amount, Decimal(0)))
            total += max(amount, Decimal(0))
            yield self._part(number, (start, end), (top, height))
        if mark.of is not None and mark.of > total:
            start, end = self.scale.at(total) + 0.5, self.scale.at(mark.of)
            yield tag(
                "rect",
                x=start,
                y=top + 0.5,
                width=max(end - start, 0.5),
                height=height - 1,
                class_="border",
                fill="none",
                stroke="currentColor",
            )

    def _part(self, number: int, across: tuple[float, float], upright: tuple[float, float]) -> Markup:
        (start, end), (top, height) = across, upright
        colour = PART_COLOURS[number % len(PART_COLOURS)]
        fill = hatched(self.name) if colour == "hatch" else "currentColor"
        width = max(end - start - _GAP, 0.5) if end > start else 0
        return tag("rect", x=start, y=top, width=width, height=height, class_=colour, fill=fill)
