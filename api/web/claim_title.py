"""The title of a claim's chart, which tells what happened; or the sentence where there is nothing to draw."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from api.web.board_words import number_words
from api.web.claim_course import us
from api.web.claim_facts import Facts, day_of, figure_in
from api.web.claim_history import Along, Placed
from api.web.sentences import CHART_FROM, count_words
from api.words import figure_words
from domain.clock import DAY_US, EPOCH, NotATime, read_time
from domain.turns import Point

TWO = 2
"""So many figures are counted; more are told by their ends."""


class _Days(NamedTuple):
    """The first and the last day, as ordinals, on which something may have happened; None for unknown."""

    first: int | None
    last: int | None


def title_of(facts: Facts, found: Along) -> str:
    """What happened, told of the line that is drawn: its ends, the time between them, its falls, how it ended."""
    held, beside, wrong = found
    if not held:
        return f"{_counted(len(wrong))} figures, all corrected"
    stated = _stated(facts, held)
    if not stated:
        return f"{_counted(len(held) + len(beside))} revisions, and no figure in any"
    return f"{_told(facts, found, stated)}{_end(facts, is_gone=len(stated) < len(held))}"


def _told(facts: Facts, found: Along, stated: Sequence[Placed]) -> str:
    held, beside, wrong = found
    ends = [figure_words(figure_in(facts, one[2])) for one in (stated[0], stated[-1])]
    if len(held) + len(beside) == 1:
        return f"{_capital(ends[0])}, after {_times(len(wrong))}"
    if len(held) + len(beside) == TWO == len(stated) + len(beside):
        return f"Two figures{_until_now(facts, [*held, *beside])}"
    if len(held) == 1:
        return f"{_counted(len(beside) + 1)} figures; {ends[1]} is of the newest day"
    if len(stated) == 1:
        return _capital(ends[0])
    falls = 0 if facts.axis == "recorded" else len(facts.figures.course.fell)
    fell = f", with {number_words(falls)} fall{'' if falls == 1 else 's'}" if falls else ""
    span = _span(_days(facts, stated[0]), _days(facts, stated[-1]))
    return f"From {ends[0]} to {ends[1]}{span}{fell}"


def alone(facts: Facts, held: Sequence[Placed]) -> str:
    """What is said in place of a chart of at most one figure."""
    if held and not _stated(facts, held):
        return "It has no figure so far. A chart is drawn from the second one on."
    if held:
        words = figure_words(figure_in(facts, held[0][2]))
        is_retracted = facts.view["status"] == "retracted"
        told = f"One figure, {words}, then retracted" if is_retracted else f"One figure so far: {words}"
        return f"{told}. {CHART_FROM}"
    if not facts.figures.course.points:
        return "No figure is left: all that it had are in the table."
    if facts.axis == "said":
        return f"Nobody knows when its figures were said. {CHART_FROM}"
    return "Nothing here says when its figures were published; the days said have them all."


def _stated(facts: Facts, held: Sequence[Placed]) -> Sequence[Placed]:
    """Those up to the last one that is a figure: a source may no longer state one."""
    last = next((at for at in reversed(range(len(held))) if not _is_none(figure_in(facts, held[at][2]))), -1)
    return held[: last + 1]


def _is_none(figure: dict[str, Any]) -> bool:
    return not figure.get("redacted") and figure["form"] == "none"


def _end(facts: Facts, *, is_gone: bool) -> str:
    if facts.view["status"] == "retracted":
        return ", then retracted"
    return ", then no figure" if is_gone else ""


def _until_now(facts: Facts, every: Sequence[Placed]) -> str:
    """The time from the first of two to the moment shown; one that was retracted since has none."""
    if facts.view["status"] == "retracted":
        return ""
    now = day_of(us(facts.until)).toordinal()
    return _span(_days(facts, min(every, key=lambda one: one[0])), _Days(now, now))


def _span(begin: _Days, end: _Days) -> str:
    """How much time lies between two days: at least so much, where one of them is known by a period alone."""
    if begin.last is None or end.first is None:
        return ""
    days = end.first - begin.last
    if begin.first == begin.last and end.first == end.last:
        return f" in {count_words(days, 'day') if days else 'one day'}"
    return f" in at least {count_words(days, 'day')}" if days > 0 else ""


def _days(facts: Facts, placed: Placed) -> _Days:
    at, _, point = placed
    if facts.axis == "said":
        return _of_period(point.said_first, point.said_last)
    item = facts.items.get(point.number)
    if facts.axis == "published" and item is not None:
        return _published(item["published_at"], point)
    day = day_of(at).toordinal()
    return _Days(day, day)


def _published(text: object, point: Point) -> _Days:
    try:
        span = read_time(str(text))
    except NotATime:
        return _of_period(point.published_first, point.published_first)
    return _of_period(*(None if one is None else one // 1_000 for one in (span.first_ns, span.last_ns)))


def _of_period(first: int | None, last: int | None) -> _Days:
    """Of a moment its day by the reader's clocks; a day or a period belongs to no zone."""
    if first is not None and last is not None and last - first < DAY_US - 1:
        day = day_of(first).toordinal()
        return _Days(day, day)
    return _Days(*(None if one is None else _day(one) for one in (first, last)))


def _day(at: int) -> int:
    try:
        return (EPOCH + timedelta(microseconds=at)).date().toordinal()
    except OverflowError:
        return (date.max if at > 0 else date.min).toordinal()


def _times(count: int) -> str:
    return "one correction" if count == 1 else f"{number_words(count)} corrections"


def _counted(count: int) -> str:
    return _capital(number_words(count))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
