"""The shapes of the grammar, each centred on a point. A state has its own shape; colour only repeats it."""

from markupsafe import Markup

from api.web.charts.figures import DOWNWARD, OPEN, UPWARD, Mark
from api.web.charts.svg import joined, line, number, path, tag, through

FLAG_HEIGHT, FLAG_WIDTH = 26.0, 14.0
ARROW = 5.0


def dot(x: float, y: float, radius: float, colour: str) -> Markup:
    """A filled circle with a thin gap around it."""
    return tag("circle", cx=x, cy=y, r=radius, class_=f"{colour} dot", fill="currentColor", stroke_width=2)


def ring(x: float, y: float, radius: float, colour: str) -> Markup:
    """A hollow circle: the amount itself is not included, or the series goes on elsewhere."""
    return tag("circle", cx=x, cy=y, r=radius, class_=f"{colour} hollow", stroke="currentColor", stroke_width=2)


def crossed_ring(x: float, y: float, colour: str = "corrected") -> Markup:
    """Corrected: a ring crossed by a line."""
    return joined(
        [
            tag("circle", cx=x, cy=y, r=5, class_=f"{colour} hollow", stroke="currentColor", stroke_width=1.8),
            line((x - 9, y), (x + 9, y), colour, stroke_width=1.8),
        ]
    )


def slashed_ring(x: float, y: float, colour: str = "retracted") -> Markup:
    """Retracted: a ring with a slash."""
    return joined(
        [
            tag("circle", cx=x, cy=y, r=5.5, class_=f"{colour} hollow", stroke="currentColor", stroke_width=1.8),
            line((x - 3.6, y + 3.6), (x + 3.6, y - 3.6), colour, stroke_width=1.8),
        ]
    )


def dashed_ring(x: float, y: float, colour: str = "silent") -> Markup:
    """Changed silently: a dashed ring."""
    return tag(
        "circle",
        cx=x,
        cy=y,
        r=6.5,
        class_=colour,
        fill="none",
        stroke="currentColor",
        stroke_width=2,
        stroke_dasharray="2.3 1.8",
    )


def clock(x: float, y: float, colour: str = "late") -> Markup:
    """Late: a clock."""
    face = tag("circle", cx=x, cy=y, r=5.5, class_=f"{colour} hollow", stroke="currentColor", stroke_width=1.6)
    return joined([face, path(f"M{number(x)} {number(y - 3)}v3h2.6", colour, stroke_width=1.4)])


def pennant(x: float, y: float, colour: str = "disputed") -> Markup:
    """Disputed: a pennant on a staff that stands on the point."""
    top = y - FLAG_HEIGHT
    staff = line((x, y - 6), (x, top), colour, stroke_width=1.8)
    flag = path(
        f"M{number(x)} {number(top)}l{number(FLAG_WIDTH)} 5-{number(FLAG_WIDTH)} 5z", colour, fill="currentColor"
    )
    return joined([staff, flag])


def square(x: float, y: float, colour: str = "ink", half: float = 4.0) -> Markup:
    """Printed: a hollow square."""
    return tag(
        "rect",
        x=x - half,
        y=y - half,
        width=2 * half,
        height=2 * half,
        class_=f"{colour} hollow",
        stroke="currentColor",
        stroke_width=1.6,
    )


def diamond(x: float, y: float, colour: str = "ink", half: float = 6.0) -> Markup:
    """About: a hollow diamond."""
    d = through((x, y - half), (x + half, y), (x, y + half), (x - half, y)) + "z"
    return tag("path", d=d, class_=f"{colour} hollow", stroke="currentColor", stroke_width=2)


def triangle(x: float, y: float, leaning: str, colour: str = "ink") -> Markup:
    """Leaning: a hollow triangle with its upright edge at the amount, pointing along the level axis."""
    reach = -8 if leaning == "below" else 8
    d = f"M{number(x)} {number(y - 6)}v12l{reach}-6z"
    return tag("path", d=d, class_=f"{colour} hollow", stroke="currentColor", stroke_width=2, stroke_linejoin="miter")


def upright_triangle(x: float, y: float, leaning: str, colour: str = "ink") -> Markup:
    """Leaning, on an upright axis: the level edge at the amount, pointing down or up."""
    reach = 8 if leaning == "below" else -8
    d = f"M{number(x - 6)} {number(y)}h12l-6 {reach}z"
    return tag("path", d=d, class_=f"{colour} hollow", stroke="currentColor", stroke_width=2, stroke_linejoin="miter")


def arrow(start: tuple[float, float], end: tuple[float, float], colour: str = "ink", width: float = 2) -> Markup:
    """A ray with an arrowhead: level or upright."""
    (x1, y1), (x2, y2) = start, end
    back = -ARROW if (x2, y2) > (x1, y1) else ARROW
    side, along = (0.0, back) if y1 == y2 else (back, 0.0)
    level = ARROW if y1 == y2 else 0.0
    upright = ARROW - level
    head = through((x2 + along - upright, y2 + side - level), (x2, y2), (x2 + along + upright, y2 + side + level))
    return path(through(start, end) + head, colour, stroke_width=width)


def point(mark: Mark, x: float, y: float, radius: float, colour: str) -> Markup:
    """The mark of a figure's one amount, without its ray or band; upright where a figure leans."""
    if mark.form == "approximate":
        if mark.leaning:
            return upright_triangle(x, y, mark.leaning, colour)
        return diamond(x, y, colour, radius + 1)
    return ring(x, y, radius, colour) if mark.form in OPEN else dot(x, y, radius, colour)


def upright_ray(mark: Mark, x: float, y: float, colour: str, length: float = 22) -> Markup:
    """The ray of an open-ended figure on an upright axis, or nothing."""
    if mark.form in UPWARD:
        return arrow((x, y - 5), (x, y - length), colour, 1.8)
    if mark.form in DOWNWARD:
        return arrow((x, y + 5), (x, y + length), colour, 1.8)
    return Markup("")
