"""The chart "How it changed": each state has its mark, labels keep off each other, thousands of figures stay small."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.charts.figures import Mark, exact, mark_of
from api.web.charts.labels import drawn_note
from api.web.charts.notes import notes
from api.web.charts.placing import Box
from api.web.charts.plot import PHONE, plot, prepared
from api.web.charts.steps import Edition, Ending, History, Step, _sheet, how_it_changed
from api.web.charts.svg import Told
from tests.unit.test_charts_svg import assert_keeps_the_rules, of_class, pictures, texts, written

NOW = datetime(2022, 10, 14, 12, tzinfo=UTC)
BY_2_MARCH, SAID_25_MARCH = datetime(2022, 3, 2, 12, tzinfo=UTC), datetime(2022, 3, 25, 12, tzinfo=UTC)
FIRST = Step(BY_2_MARCH, exact("498"), "498", "said by 2 March", revision=1)
SECOND = Step(SAID_25_MARCH, exact("1351"), "1,351", "said 25 March", revision=2, stands=True)
STATES = {
    "corrected": "corrected to 141",
    "disputed": "disputed, one dispute open",
    "late": "late, recorded 5 May",
    "silent": "24 Sep: printed as 4,832 for 3 minutes, silently",
    "fall": "13 Oct: first fall",
}


def history(*steps: Step, **others: Any) -> History:
    return History(Told("soldiers", "Two figures in 226 days"), steps, **{"now": NOW, **others})


def wide(shown: History) -> ET.Element:
    return pictures(how_it_changed(shown))[0]


def words_of(shown: History) -> set[str]:
    return written(wide(shown))


def test_the_chart_is_drawn_wide_and_for_the_phone() -> None:
    shown = how_it_changed(history(FIRST, SECOND))
    assert [one.get("width") for one in pictures(shown)] == ["640", "358", "288"]
    assert '<div class="wide">' in shown
    assert '<div class="phone">' in shown
    assert '<div class="narrow">' in shown
    assert_keeps_the_rules(shown)


def test_what_stands_is_ink_and_labelled_and_what_went_before_is_not_struck() -> None:
    picture = wide(history(FIRST, SECOND))
    assert len(of_class(picture, "ink", "circle")) == 1
    assert len(of_class(picture, "series", "circle")) == 1
    assert {"1,351, said 25 March", "498, said by 2 March"} <= written(picture)
    assert not of_class(picture, "struck")


def test_the_days_of_silence_stand_at_the_end_of_the_dotted_line() -> None:
    assert "203 days without a new word" in words_of(history(FIRST, SECOND))
    assert "40 days without a new word" in words_of(history(FIRST, SECOND, now=SAID_25_MARCH + timedelta(days=40)))


@pytest.mark.parametrize("days", [1, 40, 1700])
def test_every_drawing_tells_of_the_silence(days: int) -> None:
    shown = history(FIRST, SECOND, now=SAID_25_MARCH + timedelta(days=days))
    for picture in pictures(how_it_changed(shown)):
        assert any(f"{days} day" in one for one in written(picture))


def test_what_displaced_nothing_has_its_mark_and_the_line_passes_it_by() -> None:
    beside = Step(NOW - timedelta(days=9), exact("500"), "500", "said 5 October, about 2 March", beside=True)
    picture = wide(history(FIRST, SECOND, beside))
    assert "500, said 5 October, about 2 March" in written(picture)
    line = [one.get("d") for one in of_class(picture, "series", "path")]
    assert line == [one.get("d") for one in of_class(wide(history(FIRST, SECOND)), "series", "path")]


def test_the_caller_may_give_the_words_of_silence() -> None:
    assert "no word yet" in words_of(history(FIRST, SECOND, silence="no word yet"))


def test_a_date_known_only_as_an_interval_has_a_whisker_to_its_start() -> None:
    with_whisker = wide(history(replace(FIRST, since=BY_2_MARCH - timedelta(days=6)), SECOND))
    assert (
        len(of_class(with_whisker, "series", "line"))
        == len(of_class(wide(history(FIRST, SECOND)), "series", "line")) + 2
    )


def test_a_corrected_figure_is_a_crossed_ring_with_a_struck_label_linked_to_the_right_one() -> None:
    wrong = Step(BY_2_MARCH, exact("145"), "145", revision=3, corrected="corrected to 498", corrected_to=1)
    picture = wide(history(FIRST, SECOND, wrong))
    assert len(of_class(picture, "corrected", "circle")) == 1
    assert [one.text for one in of_class(picture, "struck")] == ["145"]
    assert [one for one in of_class(picture, "corrected", "line") if one.get("stroke-dasharray")]


def test_the_line_does_not_go_through_a_corrected_figure() -> None:
    wrong = Step(BY_2_MARCH + timedelta(days=5), exact("1200"), "1,200", corrected="corrected to 498", corrected_to=1)
    line = [one.get("d") for one in of_class(wide(history(FIRST, SECOND, wrong)), "series", "path")]
    assert line == [one.get("d") for one in of_class(wide(history(FIRST, SECOND)), "series", "path")]


def test_a_dispute_is_a_pennant_on_its_revision() -> None:
    picture = wide(history(replace(FIRST, disputed=STATES["disputed"]), SECOND))
    assert of_class(picture, "disputed", "path")
    assert STATES["disputed"] in written(picture)


@pytest.mark.parametrize("state", ["late", "silent"])
def test_late_and_silent_figures_have_their_own_ring(state: str) -> None:
    changes: dict[str, Any] = {state: STATES[state]}
    picture = wide(history(replace(FIRST, **changes), SECOND))
    assert of_class(picture, state, "circle")
    assert any(STATES[state] in text for text in written(picture))


def test_a_fall_is_told_with_its_reason_and_both_figures() -> None:
    fallen = Step(SAID_25_MARCH, exact("490"), "490", stands=True, fall="25 Mar: first fall")
    assert "25 Mar: first fall, 498 to 490" in words_of(history(FIRST, fallen))


def test_a_retracted_claim_ends_in_a_slashed_ring_and_nothing_is_dotted_after_it() -> None:
    ended = Ending("retracted", NOW - timedelta(days=9), "retracted by Newsweek")
    picture = wide(history(FIRST, replace(SECOND, stands=False), ending=ended))
    assert of_class(picture, "retracted", "circle")
    assert "retracted by Newsweek" in written(picture)
    assert not [text for text in written(picture) if "without a new word" in text]


def test_a_continued_claim_ends_hollow_with_the_name_of_its_successor() -> None:
    picture = wide(history(FIRST, SECOND, ending=Ending("continued", NOW, "goes on as Vehicles and fuel tanks")))
    assert [one for one in of_class(picture, "hollow", "circle") if "series" in one.get("class", "")]
    assert "goes on as Vehicles and fuel tanks" in written(picture)


def test_an_edition_is_a_tick_above_with_a_square_at_what_it_printed() -> None:
    edition = Edition(SAID_25_MARCH + timedelta(days=30), "Newsweek ed. 2 prints 498", "Newsweek ed. 2", "498")
    picture = wide(history(FIRST, SECOND, editions=[edition]))
    assert "Newsweek ed. 2 prints 498" in written(picture)
    assert of_class(picture, "hollow", "rect")


def test_no_square_lies_over_the_mark_of_the_figure_that_was_printed() -> None:
    picture = wide(history(FIRST, SECOND, editions=[Edition(BY_2_MARCH, "Newsweek prints 498", "Newsweek", "498")]))
    assert not of_class(picture, "hollow", "rect")


def test_an_open_bound_is_drawn_hollow_with_a_ray() -> None:
    open_ended = Step(SAID_25_MARCH, Mark("more_than", Decimal(7000)), "more than 7,000", stands=True)
    picture = wide(history(FIRST, open_ended))
    assert [one for one in of_class(picture, "hollow", "circle") if "ink" in one.get("class", "")]
    assert of_class(picture, "ink", "path")


def test_a_closed_bound_is_drawn_filled() -> None:
    at_least = Step(SAID_25_MARCH, Mark("at_least", Decimal(7000)), "7,000 or more", stands=True)
    assert not of_class(wide(history(FIRST, at_least)), "hollow", "circle")


def test_an_about_with_a_tolerance_lies_in_a_hatched_band_with_dashed_edges() -> None:
    about = mark_of({"form": "approximate", "value": "1500"}, {"low": "1350", "high": "1650"})
    picture = wide(history(FIRST, Step(SAID_25_MARCH, about, "about 1,500", stands=True)))
    outline, edges = of_class(picture, "hatching", "path")[1:]
    assert outline.get("fill") == "url(#soldiers-wide-hatch)"
    assert edges.get("stroke-dasharray")


def test_an_about_without_a_tolerance_has_no_band() -> None:
    about = mark_of({"form": "approximate", "value": "1500"})
    picture = wide(history(FIRST, Step(SAID_25_MARCH, about, "about 1,500", stands=True)))
    assert len(of_class(picture, "hatching", "path")) == 1  # the pattern's own


def test_a_vague_figure_breaks_the_line_and_is_told_in_words() -> None:
    vague = Step(BY_2_MARCH + timedelta(days=9), Mark("vague"), "“thousands”", "said 11 March")
    picture = wide(history(FIRST, vague, SECOND))
    (line,) = of_class(picture, "series", "path")
    assert line.get("d", "").count("M") == 2
    assert "“thousands”, said 11 March" in written(picture)


def test_a_claim_that_never_gave_an_amount_has_no_chart() -> None:
    assert how_it_changed(history(Step(NOW, Mark("vague"), "“thousands”"))) == ""
    assert how_it_changed(history(Step(NOW, Mark("vague"), "“thousands”"), Step(NOW, Mark("none"), "no figure"))) == ""


def test_a_chart_is_drawn_from_the_second_figure_on() -> None:
    assert how_it_changed(history(SECOND)) == ""
    assert how_it_changed(history()) == ""


def test_three_shapes_or_more_have_a_legend() -> None:
    assert "stands" not in words_of(history(FIRST, SECOND))
    wrong = Step(BY_2_MARCH, exact("145"), "145", corrected="corrected to 498", corrected_to=1)
    shown = history(replace(FIRST, disputed="disputed"), wrong, SECOND)
    assert {"stands", "corrected"} <= words_of(shown)


def test_amounts_start_at_zero_or_below_it_for_signed_ones() -> None:
    assert {"0", "500", "1,500"} <= words_of(history(FIRST, SECOND))
    assert "−500" in words_of(history(replace(FIRST, mark=exact("-498"), words="−498"), SECOND))


def test_corrections_at_one_place_share_a_label() -> None:
    wrong = Step(BY_2_MARCH, exact("145"), "145", corrected="corrected to 498", corrected_to=1)
    assert "Corrected 2 times" in words_of(history(FIRST, SECOND, wrong, wrong))


def test_a_correction_that_is_undone_is_called_put_back() -> None:
    wrong = Step(BY_2_MARCH, exact("3879"), "3,879", corrected="corrected to 3,886", corrected_to=2, revision=1)
    back = replace(
        wrong,
        mark=exact("3886"),
        words="3,886",
        corrected="corrected to 3,879",
        corrected_to=3,
        put_back=True,
        revision=2,
    )
    assert "Corrected and put back" in words_of(history(wrong, back, FIRST, SECOND))


def test_what_ended_beyond_a_cut_is_dotted_up_to_its_mark_and_no_day_is_named_there() -> None:
    ending = Ending("retracted", NOW, "retracted, recorded 26 Nov 2026, not to scale", is_cut=True)
    picture = wide(history(FIRST, SECOND, ending=ending))
    assert "retracted, recorded 26 Nov 2026, not to scale" in written(picture)
    assert not {"Apr", "Sep", "Oct"} & written(picture)
    assert [one for one in of_class(picture, "series", "line") if one.get("stroke-dasharray") == "1.6 3.4"]


def test_editions_side_by_side_are_named_by_the_first() -> None:
    days = [BY_2_MARCH + timedelta(days=n) for n in (0, 7, 14)]
    editions = [Edition(day, f"Newsweek ed. {n} prints 498", f"Newsweek ed. {n}") for n, day in enumerate(days, 1)]
    assert "Newsweek ed. 1 prints 498 and 2 more" in words_of(history(FIRST, SECOND, editions=editions))


def test_a_long_silence_is_told_in_lines_where_one_has_no_room() -> None:
    silence = "1,504 days without a new word, not to scale"
    drawn = how_it_changed(history(FIRST, SECOND, now=SAID_25_MARCH + timedelta(days=6), silence=silence))
    for told in map(written, pictures(drawn)):
        assert any(one.startswith("1,504 days") for one in told)
        assert any(one.endswith("scale") for one in told)
    assert silence not in written(pictures(drawn)[2])


def test_a_label_that_tells_what_the_source_wrote_is_escaped() -> None:
    shown = how_it_changed(history(FIRST, replace(SECOND, words="<img src=x>")))
    assert "<img" not in shown


def test_the_same_history_is_always_drawn_the_same() -> None:
    assert how_it_changed(history(FIRST, SECOND)) == how_it_changed(history(SECOND, FIRST))


def test_twelve_thousand_figures_stay_below_a_bounded_size() -> None:
    amounts = [5_000 + number * 7919 % 3_001 for number in range(12_000)]
    steps = [Step(NOW - timedelta(hours=12_000 - n), exact(str(one)), f"{one:,}") for n, one in enumerate(amounts)]
    shown = how_it_changed(history(*steps, replace(SECOND, at=NOW)))
    assert len(shown) < 80_000
    assert_keeps_the_rules(shown)


def test_thinning_keeps_the_least_and_the_greatest_figure() -> None:
    flat = [Step(NOW - timedelta(hours=5_000 - n), exact("500"), "500") for n in range(5_000)]
    flat[2_000], flat[2_001] = replace(flat[2_000], mark=exact("1000")), replace(flat[2_001], mark=exact("0"))
    picture = wide(history(*flat))
    (line,) = of_class(picture, "series", "path")
    (top, foot) = (min(one.top for one in texts(picture) if one.text == name) + 5 for name in ("1,000", "0"))
    strokes = [float(one.split("H")[0]) for one in line.get("d", "").split("V")[1:]]
    assert min(strokes) == pytest.approx(top, abs=3)
    assert max(strokes) == pytest.approx(foot, abs=3)


def test_thousands_of_turns_are_marked_once_in_a_few_pixels() -> None:
    steps = [
        Step(NOW - timedelta(hours=9_000 - n), exact("500"), "500", late="late", disputed="disputed")
        for n in range(9_000)
    ]
    assert len(how_it_changed(history(*steps))) < 120_000


def test_thousands_of_corrections_do_not_swell_the_drawing_nor_are_they_miscounted() -> None:
    wrong = [
        Step(
            NOW - timedelta(hours=9_000 - n),
            exact(str(n * 7919 % 3_001)),
            "9",
            corrected="corrected to 498",
            corrected_to=1,
        )
        for n in range(9_000)
    ]
    shown = how_it_changed(history(FIRST, SECOND, *wrong))
    assert len(shown) < 250_000
    assert not re.search(r"Corrected \d+ times", shown)


def crowded() -> History:
    """Two corrections at one place, two figures disputed, one late, all within four days of years of silence."""
    first, stands, late = (datetime(2022, 3, day, 12, tzinfo=UTC) for day in (2, 5, 6))
    wrong = Step(first, exact("557"), "557", "said 2 March", corrected="corrected to 755", corrected_to=3, revision=1)
    return history(
        wrong,
        replace(wrong, mark=exact("575"), words="575", revision=2),
        Step(stands, exact("755"), "755", "said 5 March", revision=3, stands=True, disputed=STATES["disputed"]),
        Step(first, exact("700"), "700", "said 2 March", revision=4, disputed=STATES["disputed"]),
        Step(late, Mark("approximate", Decimal(600)), "about 600", revision=5, late="late, recorded 5 May"),
        now=datetime(2026, 11, 26, 12, tzinfo=UTC),
    )


def test_what_stands_is_labelled_in_every_drawing_of_a_crowded_claim() -> None:
    shown = how_it_changed(crowded())
    assert all("755, said 5 March" in written(picture) for picture in pictures(shown))
    assert_keeps_the_rules(shown)


def test_where_marks_leave_no_place_the_figure_that_stands_lies_across_them_alone() -> None:
    crowd = [
        Step(datetime(2022, 3, 1, tzinfo=UTC) + timedelta(days=30 * n), exact(str(40 * m)), "0", late=STATES["late"])
        for n in range(58)
        for m in range(22)
    ]
    ground = plot(prepared(crowded()), PHONE)
    sheet = _sheet(ground)
    for one in crowd:
        x, y = ground.place(one)
        sheet.mark(Box(x - 7, y - 7, x + 7, y + 7))
    standing, *others = notes(ground)
    assert ">755<" in drawn_note(standing, sheet)
    assert not any(drawn_note(one, sheet) for one in others)


def test_what_stands_is_labelled_beside_the_words_for_how_a_claim_ended() -> None:
    shown = how_it_changed(replace(crowded(), ending=Ending("continued", NOW, "goes on as fuel tanks"), now=NOW))
    assert all(any(one.startswith("755") for one in written(picture)) for picture in pictures(shown))


amounts = st.one_of(
    st.integers(-(10**6), 10**6).map(str),
    st.integers(-(10**40) + 1, 10**40 - 1).map(str),
    st.decimals(-1000, 1000, places=3).map(str),
)
marks = st.one_of(
    amounts.map(exact),
    st.builds(
        lambda form, value: Mark(form, Decimal(value)),
        st.sampled_from(["at_least", "less_than", "approximate"]),
        amounts,
    ),
    st.builds(
        lambda a, b: Mark("range", low=min(Decimal(a), Decimal(b)), high=max(Decimal(a), Decimal(b))), amounts, amounts
    ),
    st.just(Mark("vague")),
)
moments = st.one_of(st.floats(0, 60), st.floats(0, 10**6), st.floats(-(6 * 10**10), 2 * 10**11), st.just(0.0))
long_words = st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs"]), max_size=60).map(
    lambda text: f"a {text}"
)
states: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {}, optional={key: st.just(words) for key, words in STATES.items()}
)


@st.composite
def step(draw: st.DrawFn) -> Step:
    mark, at = draw(marks), draw(moments)
    words = draw(st.one_of(long_words, st.just(str(mark.value))))
    since = draw(st.none() | st.floats(0, 10**6).map(lambda before: at - before))
    to = draw(st.integers(0, 5))
    return Step(
        at, mark, words, draw(st.sampled_from(["", "said 2 March"])), since, to, draw(st.booleans()), **draw(states)
    )


@given(
    st.lists(step(), max_size=45),
    st.lists(st.builds(Edition, moments, long_words, st.just("ed. 2"), st.none() | amounts), max_size=4),
    st.none() | st.builds(Ending, st.sampled_from(["retracted", "continued"]), moments, long_words),
    moments,
)
def test_labels_never_overlap_nor_leave_the_drawing(
    steps: list[Step], editions: list[Edition], ending: Ending | None, now: float
) -> None:
    told = Told("any", "Any history")
    assert_keeps_the_rules(how_it_changed(History(told, steps, now, editions=editions, ending=ending)))
