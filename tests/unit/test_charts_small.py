"""The small drawings: marks beside sentences, tallies, signs, lines in rows, rails, days of the log."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import get_args

import pytest

from api.web.charts.activity import Activity, Day, activity
from api.web.charts.figures import Mark, exact
from api.web.charts.marks import bound_mark, shared_axis, tally_bar
from api.web.charts.rail import NotYet, Rail, as_of_rail, not_known_yet
from api.web.charts.signs import Node, State, Verdict, node_icon, state_sign, verdict_sign
from api.web.charts.small import SmallLine, small_steps, sparkline
from api.web.charts.svg import Told
from tests.unit.test_charts_svg import assert_keeps_the_rules, classes, of_class, pictures, written

TOLD = Told("small", "A small drawing", "what it shows")
NEARLY_500 = Mark("approximate", Decimal(500), Decimal(495), Decimal(500), "below")
VOTE = Mark(
    "tally", parts=(("for", Decimal(141)), ("against", Decimal(5)), ("abstaining", Decimal(35))), of=Decimal(193)
)
DAYS = [datetime(2022, 9, 15, tzinfo=UTC) + timedelta(days=n) for n in range(30)]


def test_the_mark_beside_a_sentence_is_hidden_from_who_hears_the_page() -> None:
    (picture,) = pictures(bound_mark(exact("1351"), "standing"))
    assert picture.get("aria-hidden") == "true"
    assert of_class(picture, "dot", "circle")


def test_the_mark_of_an_open_bound_is_hollow_with_a_ray() -> None:
    (picture,) = pictures(bound_mark(Mark("more_than", Decimal(7000)), "standing"))
    assert of_class(picture, "hollow", "circle")
    assert of_class(picture, "ink", "path")


def test_a_figure_without_bounds_has_no_mark() -> None:
    assert bound_mark(Mark("vague"), "standing") == ""


def test_wordings_of_one_claim_share_a_small_axis_that_need_not_start_at_zero() -> None:
    shown = shared_axis([(Told("headline", "almost 500"), NEARLY_500), (Told("body", "498"), exact("498"))], TOLD)
    assert written(pictures(shown.axis)[0]) == {"490", "495", "500", "505"}
    for one in (*shown.rows, shown.axis):
        assert_keeps_the_rules(one)


def test_long_amounts_that_differ_in_their_last_digits_lie_apart() -> None:
    ten_to_39 = 10**39
    shown = shared_axis([(Told(f"row-{n}", "amount"), exact(str(ten_to_39 + n * 3))) for n in range(3)], TOLD)
    places = {of_class(pictures(one)[0], "dot", "circle")[0].get("cx") for one in shown.rows}
    assert len(places) == 3
    assert_keeps_the_rules(shown.axis)


def test_words_without_a_number_have_no_row_on_the_shared_axis() -> None:
    shown = shared_axis([(Told("headline", "thousands"), Mark("vague"))], TOLD)
    assert (shown.rows, shown.axis) == (("",), "")


def test_a_tally_names_its_parts_below_its_bar() -> None:
    bar = tally_bar(TOLD, VOTE)
    (picture,) = pictures(bar)
    assert written(picture) == {"141 for", "5 against", "35 abstaining", "of 193"}
    assert [one.get("fill") for one in picture.iter("rect")][-1] == "none"
    assert_keeps_the_rules(bar)


def test_long_names_of_parts_are_listed_one_a_line() -> None:
    parts = tuple(
        (f"{word} the resolution as amended by the committee", Decimal(9)) for word in ("for", "against", "neither")
    )
    bar = tally_bar(TOLD, Mark("tally", parts=parts))
    assert len(written(pictures(bar)[0])) == 3
    assert_keeps_the_rules(bar)


@pytest.mark.parametrize("parts", [(), (("for", Decimal(0)),)])
def test_a_tally_of_nothing_has_no_bar(parts: tuple[tuple[str, Decimal], ...]) -> None:
    assert tally_bar(TOLD, Mark("tally", parts=parts)) == ""


@pytest.mark.parametrize("sign", [*map(state_sign, get_args(State)), *map(verdict_sign, get_args(Verdict))])
def test_no_sign_speaks_for_the_word_beside_it(sign: str) -> None:
    assert 'aria-hidden="true"' in sign
    assert "<title" not in sign


def test_every_state_verdict_and_node_has_a_shape_of_its_own() -> None:
    for made in (
        [*map(state_sign, get_args(State))],
        [*map(verdict_sign, get_args(Verdict))],
        [*map(node_icon, get_args(Node))],
    ):
        shapes = {one.partition("class=")[2].partition(">")[2] for one in made}
        assert len(shapes) == len(made)


def test_only_a_contradiction_is_coloured() -> None:
    coloured = [one for one in get_args(Verdict) if "disputed" in classes(pictures(verdict_sign(one))[0])]
    assert coloured == ["disjoint"]


def test_a_small_line_ends_in_a_dot_and_has_a_square_at_what_we_print() -> None:
    points = [(day, str(200 + n)) for n, day in enumerate(DAYS)]
    (picture,) = pictures(small_steps(SmallLine(TOLD, points, DAYS[-1], DAYS[0], printed=(DAYS[3], "203"))))
    assert len(of_class(picture, "dot", "circle")) == 1
    assert len(of_class(picture, "hollow", "rect")) == 1


def test_a_series_that_goes_on_elsewhere_is_dotted_after_its_last_figure() -> None:
    points = [(DAYS[0], "60"), (DAYS[9], "76")]
    (picture,) = pictures(small_steps(SmallLine(TOLD, points, DAYS[-1], continued=True)))
    assert [one for one in of_class(picture, "third", "line") if one.get("stroke-dasharray")]


@pytest.mark.parametrize("draw", [sparkline, small_steps])
def test_small_lines_of_one_figure_and_of_none_are_drawn_without_harm(draw: object) -> None:
    assert callable(draw)
    assert draw(SmallLine(TOLD, [], DAYS[-1])) == ""
    assert_keeps_the_rules(draw(SmallLine(TOLD, [(DAYS[0], "0")], DAYS[0])))


def test_the_rail_has_a_tick_for_each_event_and_a_dot_at_the_moment_shown() -> None:
    rail = as_of_rail(Rail(TOLD, DAYS[:3], DAYS[9], DAYS[-1], "15 Sep", "14 Oct 2022"))
    assert [one.get("width") for one in pictures(rail)] == ["352", "328", "258"]
    for picture in pictures(rail):
        assert of_class(picture, "ink", "path")[0].get("d", "").count("M") == 3
        assert len(of_class(picture, "dot", "circle")) == 1
    assert_keeps_the_rules(rail)


def test_thousands_of_events_are_a_tick_a_pixel() -> None:
    events = [DAYS[0] + timedelta(minutes=n) for n in range(12_000)]
    assert len(as_of_rail(Rail(TOLD, events, events[-1], events[-1], "first", "last"))) < 12_000


def test_what_was_not_known_yet_is_hollow_and_what_was_recorded_first_is_filled() -> None:
    shown = not_known_yet(NotYet(TOLD, "asked for: 12:00", "first recorded: 2 Mar 2022, 15:41:07, position 76"))
    for picture in pictures(shown):
        assert len(of_class(picture, "hollow", "circle")) == 1
        assert len(of_class(picture, "dot", "circle")) == 1
    assert_keeps_the_rules(shown)


def test_corrections_go_downward_from_the_line_of_the_days() -> None:
    days = [Day(date(2022, 9, 1) + timedelta(days=n), 9, 12 if n == 5 else 0) for n in range(30)]
    shown = activity(Activity(TOLD, days, {days[5].day: "6 Sep: the list of the day after stood there"}))
    picture = pictures(shown)[0]
    (up,), (down,) = of_class(picture, "border", "path"), of_class(picture, "corrected", "path")
    assert up.get("d", "").count("M") == 30
    start, _, end = down.get("d", "").partition("V")
    assert float(end) > float(start.split()[1])
    assert {"12", "6 Sep: the list of the day after stood there"} <= written(picture)
    assert_keeps_the_rules(shown)


def test_more_days_than_pixels_are_put_together_and_the_drawing_says_so() -> None:
    days = [Day(date(2015, 1, 1) + timedelta(days=n), n % 9, n % 2) for n in range(4_000)]
    shown = activity(Activity(TOLD, days))
    assert any(text.startswith("each bar is") for text in written(pictures(shown)[0]))
    assert len(shown) < 40_000
    assert_keeps_the_rules(shown)


def test_a_log_of_one_day_has_one_bar_and_an_empty_one_none() -> None:
    assert_keeps_the_rules(activity(Activity(TOLD, [Day(date(2022, 3, 2), 0, 1)])))
    assert activity(Activity(TOLD, [])) == ""
