"""Labels of the chart "How it changed": off the line, or in a list below the axis."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.web.charts.figures import Mark, exact
from api.web.charts.labels import drawn_note
from api.web.charts.notes import notes
from api.web.charts.placing import SOFT_COST as SOFT
from api.web.charts.plot import NARROW, PHONE, WIDE, Form, plot, prepared
from api.web.charts.steps import Edition, Ending, History, Step, _sheet, how_it_changed
from tests.unit.test_charts_steps import FIRST, NOW, SAID_25_MARCH, SECOND, STATES, history, wide, words_of
from tests.unit.test_charts_svg import assert_keeps_the_rules, pictures, texts


def long_history() -> History:
    """A rise day by day, with a few states of everything on its way, and editions all along."""
    days = [datetime(2022, 2, 25, 12, tzinfo=UTC) + timedelta(days=n) for n in range(230)]
    rise = [Step(day, exact(str(500 + 20 * n)), f"{500 + 20 * n:,}", "said then") for n, day in enumerate(days)]
    told: dict[int, dict[str, Any]] = {
        **{n: {"late": STATES["late"]} for n in (0, 1, 2)},
        211: {"silent": STATES["silent"]},
        228: {"fall": STATES["fall"]},
        229: {"stands": True, "when": "said 14 October 2022"},
    }
    wrong = [
        replace(rise[n], corrected="corrected to 9,999", corrected_to=1, revision=n, when="said 6 March")
        for n in (9, 10, 90, 140, 180)
    ]
    editions = [Edition(days[n], f"Newsweek ed. {n} prints 498", f"Newsweek ed. {n}", "498", "2 Mar") for n in (5, 215)]
    return history(*(replace(one, **told.get(n, {})) for n, one in enumerate(rise)), *wrong, editions=editions)


@pytest.mark.parametrize("form", [WIDE, PHONE, NARROW], ids=lambda form: form.which)
def test_no_label_lies_on_the_line(form: Form) -> None:
    ground = plot(prepared(long_history()), form)
    sheet = _sheet(ground)
    for note in notes(ground):
        before = len(sheet._taken)  # noqa: SLF001 (where the label has come to lie is told nowhere else)
        if drawn_note(note, sheet):
            assert not sheet.cost(sheet._taken[before]) % SOFT  # noqa: SLF001 (likewise)


def test_every_drawing_tells_of_all_that_happened() -> None:
    for picture in pictures(how_it_changed(long_history())):
        words = " ".join(one.text for one in texts(picture))
        for told in ("silently", "13 Oct: first", "3 late figures", "5,080", "Newsweek ed. 215", "Newsweek ed. 5"):
            assert told in words, (told, picture.get("width"))
    assert_keeps_the_rules(how_it_changed(long_history()))


def test_late_figures_side_by_side_share_a_label_in_their_order() -> None:
    assert any("3 late figures, 500 to 540" in one for one in words_of(long_history()))


def test_a_figure_that_is_no_longer_stated_is_told_where_the_line_ends_and_not_at_zero() -> None:
    gone = Step(NOW - timedelta(days=9), Mark("none"), "no figure", "said 5 October", stands=True)
    picture = wide(history(FIRST, replace(SECOND, stands=False), gone))
    placed = {one.text: one for one in texts(picture)}
    label = next(one for text, one in placed.items() if text.startswith("no figure"))
    assert abs(label.top - placed["1,500"].top) < abs(label.top - placed["0"].top) / 2


def test_how_a_claim_ended_lies_clear_of_the_line() -> None:
    ended = Ending("retracted", SAID_25_MARCH + timedelta(days=4), "retracted by the outlet, recorded 29 Mar 2022")
    for form in (WIDE, PHONE, NARROW):
        ground = plot(prepared(history(FIRST, SECOND, ending=ended, now=SAID_25_MARCH + timedelta(days=4))), form)
        sheet = _sheet(ground)
        drawn_note(notes(ground)[0], sheet)
        assert not sheet.cost(sheet._taken[0])  # noqa: SLF001 (where the label has come to lie is told nowhere else)
