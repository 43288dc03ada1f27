"""Small signs that stand before a word and never instead of it, so all are hidden from who hears the page."""

from typing import Literal

from markupsafe import Markup

from api.web.charts.svg import line, path, silent_drawing, tag

State = Literal[
    "stands", "corrected", "disputed", "retracted", "silent", "late", "behind", "holds", "erased", "none-yet"
]
Verdict = Literal["same", "contains", "overlaps", "disjoint", "undecidable", "incomparable"]
Node = Literal["office", "person", "unnamed", "outlet", "dataset", "document", "organisation"]

_STATE_SIZE, _VERDICT_SIZE, _NODE_SIZE = (16.0, 16.0), (24.0, 16.0), (24.0, 24.0)


def state_sign(state: State) -> Markup:
    """The shape of a state, 16 px square, in the state's colour."""
    return silent_drawing(_STATE_SIZE, _STATES[state], class_=f"sign {state}")


def verdict_sign(verdict: Verdict) -> Markup:
    """Two bars as the two figures lie to one another, 24 × 16 px; contradictions in their colour, others in grey."""
    return silent_drawing(
        _VERDICT_SIZE, _VERDICTS[verdict], class_=f"sign {'disputed' if verdict == 'disjoint' else 'second'}"
    )


def node_icon(node: Node) -> Markup:
    """What kind of party or thing a hop of the chain is, 24 px square."""
    return silent_drawing(_NODE_SIZE, _NODES[node], class_="node ink")


def _circle(x: float, y: float, radius: float, **attributes: str | float | None) -> Markup:
    given: dict[str, str | float | None] = {"fill": "none", "stroke": "currentColor", "stroke_width": 1.8, **attributes}
    return tag("circle", cx=x, cy=y, r=radius, **given)


def _bar(x: float, y: float, width: float, height: float, **attributes: str | float | None) -> Markup:
    given: dict[str, str | float | None] = {"fill": "currentColor", **attributes}
    return tag("rect", x=x, y=y, width=width, height=height, **given)


def _stroke(d: str, width: float = 1.8, **attributes: str | float | None) -> Markup:
    return path(d, "sign-line", stroke_width=width, **attributes)


_STATES: dict[State, tuple[Markup, ...]] = {
    "stands": (_circle(8, 8, 4.5, fill="currentColor", stroke=None),),
    "corrected": (_circle(8, 8, 4.6), _stroke("M0 8h16")),
    "disputed": (_stroke("M4 15V2"), _stroke("M4 2l10 4-10 4z", 0, fill="currentColor")),
    "retracted": (_circle(8, 8, 5.6), _stroke("M4.2 11.8l7.6-7.6")),
    "silent": (
        _circle(8, 8, 5.8, stroke_width=2, stroke_dasharray="2.2 1.85"),
        _circle(8, 8, 1.4, fill="currentColor", stroke=None),
    ),
    "late": (_circle(8, 8, 6), _stroke("M8 4.5V8h3", 1.6)),
    "behind": (
        _bar(1.9, 8.9, 5.2, 5.2, fill="none", stroke="currentColor", stroke_width=1.8),
        _stroke("M4.5 11.5H9V4.5H15"),
    ),
    "holds": (_stroke("M2 8.5l4 4 8-9", 2.4),),
    "erased": (
        _bar(0.75, 4.75, 14.5, 6.5, fill="none", stroke="currentColor", stroke_width=1.5),
        _stroke("M3 11l5-6M7 11l5-6M11 11l3.5-4.2", 1.4),
    ),
    "none-yet": (_circle(8, 8, 5.2, stroke_width=1.6, stroke_dasharray="1.4 1.85"),),
}
_VERDICTS: dict[Verdict, tuple[Markup, ...]] = {
    "same": (_bar(3, 4, 18, 3), _bar(3, 9, 18, 3)),
    "contains": (_bar(1, 4, 22, 3), _bar(7, 9, 10, 3)),
    "overlaps": (_bar(1, 4, 14, 3), _bar(9, 9, 14, 3)),
    "disjoint": (_bar(1, 4, 9, 3), _bar(14, 9, 9, 3)),
    "undecidable": (
        _bar(2, 4, 12, 3),
        line((7, 10.5), (22, 10.5), "sign-line", stroke_width=3, stroke_dasharray="3 2"),
    ),
    "incomparable": (_bar(2, 11, 12, 3), _bar(18, 2, 3, 12)),
}
_FRAME = _bar(1, 1, 22, 22, fill="none", stroke="currentColor", stroke_width=2)
_HEAD = _circle(12, 9, 3.2, stroke_width=1.7)
_SHOULDERS = _stroke("M6.2 18.2c.6-3.4 2.8-5 5.8-5s5.2 1.6 5.8 5", 1.7)
_NODES: dict[Node, tuple[Markup, ...]] = {
    "office": (_FRAME, _stroke("M5 6.5h14M7 10v8M12 10v8M17 10v8", 1.7)),
    "person": (_circle(12, 12, 11, stroke_width=2), _HEAD, _SHOULDERS),
    "unnamed": (_circle(12, 12, 11, stroke_width=2, stroke_dasharray="3.2 2.56"), _HEAD, _SHOULDERS),
    "outlet": (
        _bar(0, 0, 24, 24),
        path("M5.5 7.5h13M5.5 12h13M5.5 16.5h8", "on-ink", stroke_width=1.9),
    ),
    "dataset": (_FRAME, _stroke("M1 8.5h22M1 15.5h22M9 1v22", 1.7)),
    "document": (_stroke("M4 1h11l5 5v17H4zM15 1v5h5", 2), _stroke("M8 11h8M8 15h8M8 19h5", 1.6)),
    "organisation": (_FRAME, _HEAD, _SHOULDERS),
}
