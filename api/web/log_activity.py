"""The activity of the log, drawn and told: what was recorded by day and by month, and how much had to be corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from markupsafe import Markup

from api.http.log_activity import DayOfLog, LogActivity
from api.web.charts.activity import Activity, Day, activity
from api.web.charts.svg import Told
from api.web.sentences import count_words
from api.words import MONTHS

FEW_DAYS = 5
NUMBERS = ("no", "one", "two", "three", "four", "five")


@dataclass(frozen=True, slots=True)
class Month:
    """What was recorded in a month: reports and figures updated, and corrections."""

    name: str
    figures: int
    corrected: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The chart with its title, the months, what else was recorded; *bound*: what is shown of a longer log."""

    title: str = ""
    chart: Markup = field(default_factory=Markup)
    months: Sequence[Month] = ()
    figures: int = 0
    corrected: int = 0
    besides: str = ""
    bound: str = ""


def drawn(told: LogActivity) -> Drawn:
    """What the page shows of the activity *told*."""
    figures, corrected = sum(one.figures for one in told.days), sum(one.corrected for one in told.days)
    title = _title(told.days, figures, corrected)
    days = [Day(one.day, one.figures, one.corrected) for one in told.days]
    first, last = told.days[0].day, told.days[-1].day
    counts = f"{count_words(figures, 'figure')} reported or updated, {corrected:,} corrected"
    given = Activity(
        Told("activity", title, f"From {_day(first)} to {_day(last)}: {counts}"), days, _tallest(told.days)
    )
    return Drawn(
        title=title,
        chart=activity(given) if len(days) > 1 else Markup(""),
        months=_months(told.days),
        figures=figures,
        corrected=corrected,
        besides=_besides(told.besides),
        bound=told.bound,
    )


def _title(days: Sequence[DayOfLog], figures: int, corrected: int) -> str:
    """What happened: "28 corrections to every 1,000 figures, most of them on three days"."""
    if not corrected:
        return f"{count_words(figures, 'figure')} and no correction"
    share = corrected * 1_000 / figures if figures else 0
    if figures < 1_000:  # noqa: PLR2004 (a share of a thousand needs as many)
        told = f"{count_words(corrected, 'correction')} to {count_words(figures, 'figure')}"
    elif share < 1:
        told = f"{count_words(corrected, 'correction')} to {figures:,} figures"
    else:
        told = f"{count_words(round(share), 'correction')} to every 1,000 figures"
    most = sorted((one.corrected for one in days), reverse=True)
    needed = next(n for n in range(1, len(most) + 1) if sum(most[:n]) * 2 > corrected)
    if corrected == 1 or needed > FEW_DAYS or needed * 2 > len([one for one in days if one.events]):
        return told
    return f"{told}, most of them on {NUMBERS[needed]} {'day' if needed == 1 else 'days'}"


def _tallest(days: Sequence[DayOfLog]) -> Mapping[date, str]:
    """The day with the most figures in words, where there are days to tell it from."""
    if len(days) < 2:  # noqa: PLR2004 (of one day the table says all)
        return {}
    top = max(days, key=lambda one: one.figures)
    return {top.day: f"{top.day.day} {MONTHS[top.day.month - 1]}: {count_words(top.figures, 'figure')}"}


def _months(days: Sequence[DayOfLog]) -> list[Month]:
    years = {one.day.year for one in days}
    months = []
    for (year, month), of in groupby(days, lambda one: (one.day.year, one.day.month)):
        these = list(of)
        name = MONTHS[month - 1] if len(years) == 1 else f"{MONTHS[month - 1]} {year}"
        months.append(Month(name, sum(one.figures for one in these), sum(one.corrected for one in these)))
    return months


def _besides(counts: Mapping[str, int]) -> str:
    """What else was recorded: "Disputes: 3 raised, 2 resolved. 12 editions of stories. 40 other events."."""
    raised, resolved = counts.get("claim.disputed.v1", 0), counts.get("claim.dispute_resolved.v1", 0)
    editions = counts.get("story.published.v1", 0)
    rest = sum(counts.values()) - counts.get("claim.corrected.v1", 0) - raised - resolved - editions
    told = [f"Disputes: {raised:,} raised, {resolved or 'none'} resolved."] if raised else ["No dispute was raised."]
    told += [f"{count_words(editions, 'edition of a story', 'editions of stories')}."] if editions else []
    told += [f"{count_words(rest, 'other event')}."] if rest else []
    return " ".join(told)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
