"""The activity of the log in words: what had to be corrected, by day and by month."""

from datetime import date, timedelta

import pytest

from api.http.log_activity import DayOfLog, LogActivity
from api.web.log_activity import Drawn, Month, drawn

FIRST = date(2022, 2, 27)


def told(*days: tuple[int, int], **besides: int) -> Drawn:
    """What is told of days one after the other: figures and corrections of each."""
    shown = [DayOfLog(FIRST + timedelta(n), up, down, up + down) for n, (up, down) in enumerate(days)]
    counts = {name.replace("__", "."): count for name, count in besides.items()}
    return drawn(LogActivity(shown, counts, bound=""))


@pytest.mark.parametrize(
    ("days", "title"),
    [
        ([(33, 0), (12, 0)], "45 figures and no correction"),
        ([(33, 1), (12, 0)], "1 correction to 45 figures"),
        ([(400, 0)] * 4 + [(371, 55)], "28 corrections to every 1,000 figures, most of them on one day"),
        (
            [(400, 16), (400, 17), (400, 15)] + [(100, 1)] * 8,
            "28 corrections to every 1,000 figures, most of them on two days",
        ),
        ([(5_000, 2)] * 2, "4 corrections to 10,000 figures"),
        ([(200, 1)] * 10, "5 corrections to every 1,000 figures"),
    ],
)
def test_the_title_tells_how_much_was_corrected_and_when(days: list[tuple[int, int]], title: str) -> None:
    assert told(*days).title == title


def test_days_are_added_up_by_month() -> None:
    assert told((5, 1), (6, 0), (7, 2)).months == [Month("Feb", 11, 1), Month("Mar", 7, 2)]


def test_a_chart_is_drawn_from_the_second_day_on() -> None:
    assert not told((5, 1)).chart
    assert "activity-wide" in told((5, 1), (6, 0)).chart


def test_the_rest_is_counted_in_words() -> None:
    counts = {
        "claim__disputed__v1": 3,
        "claim__dispute_resolved__v1": 1,
        "story__published__v1": 2,
        "claim__corrected__v1": 9,
    }
    assert told((5, 9), **counts).besides == "Disputes: 3 raised, 1 resolved. 2 editions of stories."
    assert told((5, 0), claim__annotated__v1=1).besides == "No dispute was raised. 1 other event."
