"""SVG as Markup: tags, texts and the frame around a drawing. Text is escaped; no attribute holds a style.

Colours come from classes that set ``color``, so shapes are drawn in ``currentColor`` (see charts.css).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup, escape

from api.web.charts.lettering import SMALLEST, Span

Attribute: TypeAlias = str | float | None

_NOT_OF_AN_ID = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Told:
    """What a drawing says of itself: a ``name`` unique on its page, and words for who cannot see it."""

    name: str
    title: str
    desc: str = ""


def number(value: float) -> str:
    """A coordinate to a tenth of a pixel, as short as it goes."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def tag(name: str, *children: Markup | str, **attributes: Attribute) -> Markup:
    """One element; ``stroke_width`` becomes ``stroke-width``, ``class_`` ``class``; what is None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{number(value) if isinstance(value, int | float) else escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not children:
        return Markup(f"<{name}{written}/>")  # noqa: S704 (names are ours, values are escaped above)
    return Markup(f"<{name}{written}>{joined(children)}</{name}>")  # noqa: S704 (likewise, and the children are escaped)


def joined(parts: Iterable[Markup | str]) -> Markup:
    """All parts in order, those that are no Markup escaped."""
    return Markup("").join(parts)


def words(
    spans: Iterable[Span],
    at: tuple[float, float],
    *,
    anchor: str = "start",
    size: float = SMALLEST,
    halo: bool = False,
) -> Markup:
    """One line of text with its baseline *at* a point; each span has its own colour, weight and strike.

    A *halo* keeps it readable where it lies on lines.
    """
    x, y = at
    inner = [
        tag(
            "tspan",
            span.text,
            class_=" ".join([span.colour, *["strong"] * span.strong, *["struck"] * span.struck]),
            text_decoration="line-through" if span.struck else None,
        )
        for span in spans
    ]
    return tag(
        "text",
        *inner,
        x=x,
        y=y,
        class_="words halo" if halo else "words",
        font_size=size,
        text_anchor=None if anchor == "start" else anchor,
    )


def line(start: tuple[float, float], end: tuple[float, float], colour: str, **attributes: Attribute) -> Markup:
    """A straight line in a colour."""
    (x1, y1), (x2, y2) = start, end
    given: dict[str, Attribute] = {"stroke": "currentColor", **attributes}
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=colour, **given)


def path(d: str, colour: str, **attributes: Attribute) -> Markup:
    """An open path in a colour, not filled unless asked."""
    given: dict[str, Attribute] = {"fill": "none", "stroke": "currentColor", **attributes}
    return tag("path", d=d, class_=colour, **given)


def through(*points: tuple[float, float]) -> str:
    """The data of a path of straight lines through *points*."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def hatch(name: str) -> Markup:
    """The pattern that stands for "about"; filled with ``url(#NAME-hatch)``."""
    strokes = tag(
        "path", d="M-1 7 7-1M-1 1 1-1M5 7 7 5", class_="hatching", stroke="currentColor", stroke_width=1.1, fill="none"
    )
    pattern = tag("pattern", strokes, id=f"{id_of(name)}-hatch", width=6, height=6, patternUnits="userSpaceOnUse")
    return tag("defs", pattern)


def hatched(name: str) -> str:
    """The fill that paints with the pattern of *name*."""
    return f"url(#{id_of(name)}-hatch)"


def drawing(told: Told, size: tuple[float, float], parts: Iterable[Markup]) -> Markup:
    """A picture that is read out by its title and description."""
    width, height = size
    name = id_of(told.name)
    labels = f"{name}-title {name}-desc" if told.desc else f"{name}-title"
    return tag(
        "svg",
        tag("title", told.title, id=f"{name}-title"),
        tag("desc", told.desc, id=f"{name}-desc") if told.desc else "",
        *parts,
        role="img",
        aria_labelledby=labels,
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
    )


def silent_drawing(size: tuple[float, float], parts: Iterable[Markup], **attributes: Attribute) -> Markup:
    """A picture beside which the words stand, hidden from who hears the page."""
    width, height = size
    return tag(
        "svg",
        *parts,
        aria_hidden="true",
        focusable="false",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        **attributes,
    )


def drawn_to_fit(kind: str, *, wide: Markup, phone: Markup, narrow: Markup) -> Markup:
    """The drawings of one chart, of which the stylesheet shows the one that fits."""
    drawn = {"wide": wide, "phone": phone, "narrow": narrow}
    return tag("div", *(tag("div", one, class_=name) for name, one in drawn.items()), class_=f"chart {kind}")


def id_of(name: str) -> str:
    """*name* as an id: letters, digits, hyphens."""
    return _NOT_OF_AN_ID.sub("-", name).strip("-") or "chart"
