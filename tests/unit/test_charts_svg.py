"""Drawings as markup, and what the other tests of charts read from them."""

import re
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

import api.web.charts
from api.web.charts.lettering import Span, fitted, width_of, wrapped_spans
from api.web.charts.svg import Told, drawing, tag, words

CHARTS = Path(api.web.charts.__path__[0])
ROUNDING = 0.6  # px


class Text(NamedTuple):
    text: str
    size: float
    halo: bool
    left: float
    top: float
    right: float
    foot: float


def pictures(markup: Markup) -> list[ET.Element]:
    """Every svg of a markup, read as XML, which they all must be."""
    root = ET.fromstring(f"<div>{markup}</div>")  # noqa: S314 (our own markup)
    return list(root.iter("svg"))


def classes(one: ET.Element) -> set[str]:
    return set(one.get("class", "").split())


def of_class(picture: ET.Element, wanted: str, name: str | None = None) -> list[ET.Element]:
    return [one for one in picture.iter() if wanted in classes(one) and name in {None, one.tag}]


def texts(picture: ET.Element) -> list[Text]:
    """Each line of text with the most room that it may take."""
    found = []
    for one in picture.iter("text"):
        x, y, size = (float(one.get(key, "nan")) for key in ("x", "y", "font-size"))
        spans = [(span.text or "", "strong" in classes(span)) for span in one.iter("tspan")]
        took = sum(width_of(text, size, strong=strong) for text, strong in spans)
        left = x - {"start": 0.0, "middle": took / 2, "end": took}[one.get("text-anchor", "start")]
        whole = "".join(text for text, _ in spans)
        found.append(Text(whole, size, "halo" in classes(one), left, y - 0.75 * size, left + took, y + 0.2 * size))
    return found


def written(picture: ET.Element) -> set[str]:
    return {one.text for one in texts(picture)}


def assert_keeps_the_rules(markup: Markup) -> None:
    """What holds for every drawing: room, size, names, no style, nothing over another."""
    found = pictures(markup)
    ids = [one.get("id") for picture in found for one in picture.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert "style=" not in markup
    for picture in found:
        width, height = (float(side) for side in picture.get("viewBox", "").split()[2:])
        lines = texts(picture)
        assert all(one.size >= 12 for one in lines)
        for one in lines:
            assert one.left >= -ROUNDING, one
            assert one.top >= -ROUNDING, one
            assert one.right <= width + ROUNDING, one
            assert one.foot <= height + ROUNDING, one
        assert not [(one, other) for one, other in combinations(lines, 2) if overlap(one, other)]


def overlap(one: Text, other: Text) -> bool:
    return (
        one.left < other.right - ROUNDING
        and other.left < one.right - ROUNDING
        and one.top < other.foot - ROUNDING
        and other.top < one.foot - ROUNDING
    )


def test_text_is_escaped_wherever_it_stands() -> None:
    told = Told("a", "<b>&", '"quoted" <i>')
    shown = drawing(told, (10, 10), [words([Span("<script>")], (0, 9)), tag("g", "a < b", id='"')])
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert pictures(shown)[0].findtext("title") == "<b>&"


def test_a_drawing_is_read_out_by_its_title_and_description() -> None:
    (picture,) = pictures(drawing(Told("claims/a b", "Two figures", "498, then 1,351"), (10, 10), []))
    ids = {one.get("id"): one.text for one in picture.iter()}
    assert picture.get("role") == "img"
    assert [ids[one] for one in picture.get("aria-labelledby", "").split()] == ["Two figures", "498, then 1,351"]


def test_a_text_that_is_too_long_is_cut_with_an_ellipsis() -> None:
    assert fitted("Newsweek", 200) == "Newsweek"
    assert fitted("Newsweek", 45).endswith("…")
    assert width_of(fitted("Newsweek" * 40, 100)) <= 100
    assert fitted("Newsweek", 3) == ""


def test_a_long_line_is_broken_between_words_and_keeps_its_colours() -> None:
    lines = wrapped_spans(
        [Span("145", "corrected", struck=True), Span(" corrected to 141 by the desk", "corrected")], 90
    )
    assert len(lines) > 1
    assert lines[0][0] == Span("145", "corrected", struck=True)
    assert "".join(span.text for line in lines for span in line).replace(" ", "") == "145correctedto141bythedesk"


@pytest.mark.parametrize("sign", ["兵", "é", "–", "☂", "W"])
def test_no_sign_is_given_less_room_than_it_may_take(sign: str) -> None:
    assert width_of(sign) >= 5


def test_every_class_of_the_drawings_is_in_the_stylesheet() -> None:
    css = (CHARTS / "charts.css").read_text()
    named = {
        "ink",
        "second",
        "third",
        "rule",
        "border",
        "series",
        "hatching",
        "hollow",
        "dot",
        "halo",
        "struck",
        "strong",
    }
    named |= {"corrected", "disputed", "retracted", "silent", "late", "behind", "holds", "stands", "erased", "none-yet"}
    assert not [one for one in named if f".{one}" not in css]


def test_no_drawing_writes_a_style_or_a_colour_of_its_own() -> None:
    for path in CHARTS.glob("*.py"):
        source = path.read_text()
        assert "style=" not in source
        assert not re.search(r"\"#[0-9a-f]{3,6}\"", source)
