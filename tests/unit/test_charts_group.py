"""The board's axis: one scale for all rows, each figure with the mark of its form, contradictions as brackets."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from api.web.charts.figures import Mark, exact, mark_of
from api.web.charts.group import Apart, Group, GroupDrawing, Row, group_axis
from api.web.charts.svg import Told
from tests.unit.test_charts_svg import assert_keeps_the_rules, classes, of_class, pictures, texts, written

MORE_THAN_7000 = Mark("more_than", Decimal(7000))
ABOUT_1500 = mark_of({"form": "approximate", "value": "1500"}, {"low": "1350", "high": "1650"})


def drawn(*rows: tuple[Mark, str], apart: dict[int, Apart] | None = None) -> GroupDrawing:
    named = [Row(Told(f"row-{index}", words), mark, words) for index, (mark, words) in enumerate(rows)]
    return group_axis(Group(Told("group", "Persons killed"), named, apart or {}))


def only(mark: Mark, words: str = "figure") -> ET.Element:
    return pictures(drawn((mark, words)).rows[0])[0]


def grid(row: Markup) -> list[str | None]:
    return [one.get("x1") for one in of_class(pictures(row)[0], "rule")]


def test_all_rows_share_one_scale() -> None:
    group = drawn((exact("498"), "498"), (MORE_THAN_7000, "more than 7,000"))
    assert grid(group.rows[0]) == grid(group.rows[1])
    assert {"0", "2,000", "8,000"} <= written(pictures(group.axis)[0])
    for one in (*group.rows, group.axis):
        assert_keeps_the_rules(one)


def test_an_exact_figure_is_a_filled_circle_beside_its_words() -> None:
    row = only(exact("498"), "498")
    assert len(of_class(row, "dot", "circle")) == 1
    assert not of_class(row, "hollow")
    assert written(row) == {"498"}


def test_an_open_bound_is_drawn_hollow_with_a_ray_beyond_the_axis() -> None:
    row = only(MORE_THAN_7000, "more than 7,000")
    assert len(of_class(row, "hollow", "circle")) == 1
    assert "L694 34" in of_class(row, "ink", "path")[0].get("d", "")


@pytest.mark.parametrize("form", ["at_least", "at_most"])
def test_a_closed_bound_is_drawn_filled_with_a_ray(form: str) -> None:
    row = only(mark_of({"form": form, "value": "7000"}))
    assert len(of_class(row, "dot", "circle")) == 1
    assert of_class(row, "ink", "path")


def test_at_most_points_downward() -> None:
    assert "L4 34" in of_class(only(mark_of({"form": "at_most", "value": "7000"})), "ink", "path")[0].get("d", "")


def test_a_range_is_a_bar_with_filled_ends() -> None:
    row = only(mark_of({"form": "range", "low": "10", "high": "12"}))
    assert len(of_class(row, "dot", "circle")) == 2
    assert len(of_class(row, "ink", "line")) == 1


def test_an_about_is_a_hollow_diamond_without_bounds() -> None:
    row = only(mark_of({"form": "approximate", "value": "1500"}))
    assert len(of_class(row, "hollow", "path")) == 1
    assert not row.findall(".//rect")


def test_an_about_with_a_tolerance_lies_in_a_hatched_band_with_two_dashed_edges() -> None:
    row = only(ABOUT_1500)
    assert row.findall(".//rect")[0].get("fill") == "url(#row-0-wide-hatch)"
    assert len(of_class(row, "hatching", "line")) == 2


def test_a_leaning_figure_has_its_band_on_one_side() -> None:
    nearly = {"form": "approximate", "value": "500", "leaning": "below"}
    row = only(mark_of(nearly, {"low": "495", "high": "500"}))
    assert len(of_class(row, "hatching", "line")) == 1
    (band,) = row.findall(".//rect")
    (triangle,) = of_class(row, "hollow", "path")
    right = float(band.get("x", "")) + float(band.get("width", ""))
    assert triangle.get("d", "").startswith(f"M{right:.1f}".removesuffix(".0"))


def test_a_tally_is_one_bar_in_parts_with_an_empty_frame_for_the_rest() -> None:
    tally = {"form": "tally", "parts": {"for": "141", "against": "5", "abstaining": "35"}, "of": "193"}
    bars = only(mark_of(tally)).findall(".//rect")
    assert [bool({"series", "ink", "hatch", "border"} & classes(one)) for one in bars] == [True] * 4
    assert bars[-1].get("fill") == "none"


VOTE = {"form": "tally", "parts": {"abstaining": "35", "against": "5", "for": "141"}}


def test_a_vote_is_drawn_in_the_order_in_which_it_is_told_however_it_is_stored() -> None:
    bars = only(mark_of(VOTE)).findall(".//rect")
    assert [("series" in classes(one), "hatch" in classes(one)) for one in bars] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert float(bars[0].get("width", "")) > float(bars[2].get("width", "")) > float(bars[1].get("width", ""))


def test_each_part_of_a_vote_says_what_it_is() -> None:
    group = drawn((mark_of({**VOTE, "of": "193"}), "141–5–35"))
    for one in pictures(group.rows[0]):
        assert {"141 for", "5 against", "35 abstaining", "of 193"} <= written(one)
    assert_keeps_the_rules(group.rows[0])


def test_parts_that_have_no_room_below_their_bar_are_told_in_one_line() -> None:
    parts = {f"a party with a long name, number {n}": "10" for n in range(9)}
    group = drawn((mark_of({"form": "tally", "parts": parts}), "nine parties"))
    assert any(
        text.startswith("10 a party with a long name, number 0, 10 a party")
        for text in written(pictures(group.rows[0])[0])
    )
    assert_keeps_the_rules(group.rows[0])


def test_a_narrow_range_on_a_wide_scale_does_not_look_like_one_amount() -> None:
    group = drawn((mark_of({"form": "range", "low": "480", "high": "510"}), "480 to 510"), (exact("90000"), "90,000"))
    low, high = (float(one.get("cx", "")) for one in of_class(pictures(group.rows[0])[0], "dot", "circle"))
    assert high - low > 12


@pytest.mark.parametrize("form", ["vague", "relative", "none"])
def test_a_figure_without_a_number_has_no_mark(form: str) -> None:
    assert drawn((mark_of({"form": form}), "“thousands”")).rows == ("",)
    assert drawn((mark_of({"form": form}), "“thousands”")).axis == ""
    assert drawn((mark_of({"redacted": True}), "erased")).rows == ("",)


def test_the_words_of_a_tolerance_stand_beside_its_band_and_shorter_on_the_phone() -> None:
    row = Row(Told("pentagon", "about"), ABOUT_1500, "about 1,500", "1,350 to 1,650 at your 10 %", "1,350 to 1,650")
    wide, phone, narrow = pictures(group_axis(Group(Told("five-days", "Persons killed"), [row])).rows[0])
    assert "1,350 to 1,650 at your 10 %" in written(wide)
    assert "1,350 to 1,650" in written(phone) & written(narrow)


def test_a_contradiction_is_bracketed_as_far_as_the_other_figure() -> None:
    apart = {0: Apart(1, "more than 6,502 apart")}
    group = drawn((exact("498"), "498"), (MORE_THAN_7000, "more than 7,000"), apart=apart)
    wide, phone, narrow = pictures(group.rows[0])
    assert "more than 6,502 apart" in written(wide) & written(phone) & written(narrow)
    bracket = of_class(wide, "disputed", "line")[-1]
    assert bracket.get("x1") == of_class(pictures(group.rows[1])[0], "hollow", "circle")[0].get("cx")


def test_a_bracket_without_room_runs_below_the_figure() -> None:
    group = drawn((exact("8"), "8"), (exact("9"), "9"), apart={0: Apart(1, "1 apart")})
    assert_keeps_the_rules(group.rows[0])
    assert float(pictures(group.rows[0])[1].get("height", "")) > 64


def test_figures_below_zero_widen_the_axis_to_the_left() -> None:
    group = drawn((exact("-50"), "−50"), (exact("30"), "30"))
    assert {"−40", "0", "40"} <= written(pictures(group.axis)[0])


def test_figures_of_a_band_are_never_smaller_than_the_smallest_text() -> None:
    assert min(one.size for one in texts(only(ABOUT_1500))) >= 12


amounts = st.one_of(st.integers(-(10**6), 10**6), st.integers(-(10**40) + 1, 10**40 - 1)).map(Decimal)
ends = st.tuples(amounts, amounts).map(sorted)
marks = st.one_of(
    st.builds(
        Mark, st.sampled_from(["exact", "at_least", "more_than", "at_most", "less_than", "approximate"]), amounts
    ),
    ends.map(lambda both: Mark("range", low=both[0], high=both[1])),
    ends.map(lambda both: Mark("approximate", both[0], both[0], both[1], "above")),
    st.just(Mark("vague")),
)
rows = st.lists(st.tuples(marks, st.text(st.characters(codec="utf-8", categories=["L", "N"]), max_size=60)), min_size=2)


@given(rows, st.integers(0, 1))
def test_whatever_the_figures_no_text_leaves_its_row_or_lies_on_another(
    found: list[tuple[Mark, str]], which: int
) -> None:
    group = drawn(*found, apart={which: Apart(1 - which, "more than 6,502 apart")})
    for one in (*group.rows, group.axis):
        assert_keeps_the_rules(one)
