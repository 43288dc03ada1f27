"""The chart "How it changed" of a claim's page, along the day said, published or recorded, with a title that tells."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from markupsafe import Markup

from api.http.claim_reading import Stood
from api.http.timeline import Clock
from api.web.charts.figures import mark_of
from api.web.charts.steps import Edition, Ending, History, Step, how_it_changed
from api.web.charts.svg import Told
from api.web.claim_course import DAY_US, HALF_DAY_US, along, said, us
from api.web.claim_figure import band
from api.web.claim_history import Along, Figures, Placed
from api.web.claim_printed import Printed, Story
from api.web.claim_rows import is_put_back
from api.web.reader import present_reader
from api.web.sentences import CHART_FROM, count_words, disputed_words
from api.web.words_times import MONTHS_IN_FULL, span_words
from api.words import MONTHS, Shown, figure_words, who_words
from domain.clock import NotATime, read_time
from domain.turns import Point

FEW = 60
"""Figures up to which all are drawn from their own words."""

NOT_DRAWN = (None, "tally", "vague", "relative", "none")

MOST_EDITIONS, FEW_MARKS = 8, 30
SILENCE_SHARE, LONGEST_SILENCE, FEW_STEPS = 0.4, 10, 6
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
VERBS: Mapping[Clock, str] = {"said": "said", "published": "published", "recorded": "recorded"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the chart is drawn from beside the figures.

    ``items`` are revisions as their list has them, by number; ``stood`` is for the axis recorded; ``disputed`` has
    open disputes by revision; ``until`` is the moment shown.
    """

    axis: Clock
    view: Shown
    figures: Figures
    items: Mapping[int, Shown]
    stood: Sequence[Stood]
    printed: Printed
    disputed: Mapping[int, Sequence[Shown]]
    tolerance: Shown | None
    until: datetime
    successor: str = ""

    @property
    def is_of_one_year(self) -> bool:
        """Whether all that is told of is of one year."""
        return self.figures.is_of_one_year(self.until)


@dataclass(frozen=True, slots=True)
class Chart:
    """A title that tells, a line below it, the drawing; or a sentence in its place."""

    title: str
    drawing: Markup
    instead: str


def chart(facts: Facts) -> Chart:
    """The chart, or why there is none."""
    found = along(facts.figures, facts.axis, facts.stood)
    every = (*found.held, *found.beside, *found.wrong)
    if len(every) <= 1:
        return Chart("", Markup(""), _one(facts, found.held))
    title = _title(facts, found)
    drawing = Markup("")
    if any(one[2].form not in NOT_DRAWN for one in every):
        drawing = how_it_changed(_history(facts, found, title))
    without = "These figures have no single amount on this axis, so no line is drawn; the table has their words."
    return Chart(title, drawing, "" if drawing else without)


def _history(facts: Facts, found: Along, title: str) -> History:
    held, wrong, beside = found.held, found.wrong, _shown_beside(facts, found)
    silent, days_twice = _silent(facts, held), _days_twice(held)
    line = [silent.get(place) or _step(facts, one, days_twice) for place, one in enumerate(held)]
    first, last = held[0][0] if held else 0, held[-1][0] if held else 0
    now, is_cut = _now(facts, first, last, len(held))
    days = _days(max([last, *(one[0] for one in found.beside)]), us(facts.until))
    return History(
        told=Told("how", title, "The table beside it has the same figures."),
        steps=[*line, *(_beside(facts, one) for one in beside), *(_wrong(facts, one) for one in wrong)],
        now=now / 1e6,
        zone=present_reader().zone,
        editions=list(_editions(facts)),
        ending=_ending(facts, now, last),
        silence=_silence(days, is_cut=is_cut) if facts.axis != "recorded" else ("", ""),
        daily=all(at % DAY_US == HALF_DAY_US for at, _, _ in (*held, *beside, *wrong)),
        dated=not facts.is_of_one_year,
    )


def _shown_beside(facts: Facts, found: Along) -> list[Placed]:
    """What displaced nothing: all of it in a short history, in a long one the last that are late or disputed."""
    if len(found.held) + len(found.beside) <= FEW_MARKS:
        return list(found.beside)
    return [one for one in found.beside if one[2].late or one[2].number in facts.disputed][-FEW_MARKS:]


def _days_twice(held: Sequence[Placed]) -> frozenset[int]:
    """The days on which more than one figure was said, in a history short enough to be labelled."""
    days = Counter(_day_of(one[0]).toordinal() for one in held) if len(held) <= FEW_MARKS else Counter[int]()
    return frozenset(day for day, count in days.items() if count > 1)


def _now(facts: Facts, first: int, last: int, count: int) -> tuple[int, bool]:
    """The end of the axis; a silence much longer than the history before it is cut short."""
    now, span = max(us(facts.until), last), max(last - first, DAY_US)
    is_short = count <= FEW_STEPS
    if now - last <= span * (LONGEST_SILENCE if is_short else SILENCE_SHARE):
        return now, False
    return last + int(span * (1 if is_short else SILENCE_SHARE)), True


def _silence(days: int, *, is_cut: bool) -> tuple[str, str]:
    if days < 1:
        return "", ""
    told = count_words(days, "day")
    cut = ", cut short here" if is_cut else ""
    return f"{told} without a new word{cut}", f"{told}, no word{', cut short' if is_cut else ''}"


def _step(facts: Facts, placed: Placed, days_twice: Collection[int] = ()) -> Step:
    at, since, point = placed
    told = said(point) if facts.axis == "said" else None
    day = at if told is None else told[0]
    is_twice = _day_of(day).toordinal() in days_twice and day % DAY_US != HALF_DAY_US
    figure = _figure(facts, point)
    disputes = facts.disputed.get(point.number, ())
    return Step(
        at=at / 1e6,
        since=None if since is None else since / 1e6,
        mark=mark_of(figure, None if figure.get("redacted") else band(figure, facts.tolerance)),
        words=figure_words(figure),
        when=f"{VERBS[facts.axis]} {'by ' if since is not None else ''}{_day(facts, day)}"
        + (f", {_day_of(day):%H:%M}" if is_twice else ""),
        revision=point.number,
        stands=point.stands,
        disputed=_disputed(disputes) if disputes else "",
        late=f"late, recorded {_short_day(facts, us(point.recorded_at))}" if point.late else "",
        fall=_fall(facts, point, day),
    )


def _disputed(disputes: Sequence[Shown]) -> str:
    words = disputed_words(disputes)
    return f"{words[:1].lower()}{words[1:]}, {_small(len(disputes))} dispute{'' if len(disputes) == 1 else 's'} open"


def _beside(facts: Facts, placed: Placed) -> Step:
    """What displaced nothing, with the day that it is about."""
    step = _step(facts, placed)
    about = (date.fromordinal(1) - EPOCH.date()).days < placed[2].period_day < (date.max - EPOCH.date()).days
    day = placed[2].period_day * DAY_US + HALF_DAY_US
    words = f", about {_day(facts, day)}" if about and _day(facts, day) not in step.when else ""
    return replace(step, when=f"{step.when}{words}", beside=True)


def _wrong(facts: Facts, placed: Placed) -> Step:
    at, since, point = placed
    figure = _figure(facts, point)
    right = None if point.replaced_by is None else facts.figures.numbered(point.replaced_by)
    return Step(
        at=at / 1e6,
        since=None if since is None else since / 1e6,
        mark=mark_of(figure),
        words=figure_words(figure),
        revision=point.number,
        corrected=f"corrected to {figure_words(_figure(facts, right))}" if right is not None else "corrected",
        corrected_to=point.replaced_by,
        put_back=right is not None and is_put_back(facts.figures, right.number),
    )


def _figure(facts: Facts, point: Point) -> dict[str, Any]:
    """The figure of a point: as its revision has it, if that is at hand, else what the point tells of it."""
    item = facts.items.get(point.number)
    if item is not None:
        return dict(item["figure"])
    if point.form is None:
        return {"redacted": True, "form": "none"}
    form, _, leaning = point.form.partition(":")
    if form == "range":
        return {"form": form, "low": point.low, "high": point.high}
    if point.amount is None:
        return {"form": "none"}
    return {"form": form, "value": point.amount, **({"leaning": leaning} if leaning else {})}


def _fall(facts: Facts, point: Point, at: int) -> str:
    if facts.axis == "recorded" or point.number not in facts.figures.course.fell:
        return ""
    is_first = point.number == facts.figures.course.fell[0]
    return f"{_short_day(facts, at)}: {'first fall' if is_first else 'a fall'}"


def _silent(facts: Facts, held: Sequence[Placed]) -> dict[int, Step]:
    """Silent changes of editions, each at the figure that held when the later edition came out."""
    found: dict[int, Step] = {}
    for at, words in (told for story in facts.printed.told for told in _told_silent(facts, story)):
        places = [place for place, one in enumerate(held) if one[0] <= at]
        if places:
            found[places[-1]] = replace(_step(facts, held[places[-1]]), silent=words)
    return found


def _told_silent(facts: Facts, story: Story) -> Iterator[tuple[int, str]]:
    """When, and in which words; what the next edition took back silently is told by how long it was printed."""
    taken_back = {one.before: _moment(one.published_at) for one in story.silent}
    for one in story.silent:
        at, until = _moment(one.published_at), taken_back.get(one.after)
        is_put_back = any(other.after == one.before and other.was == one.is_ for other in story.silent)
        if at is None or is_put_back:
            continue
        lasted = "" if until is None or until <= at else f" for {_span(until - at)}"
        yield at, f"{_short_day(facts, at)}: printed as {figure_words(one.is_)}{lasted}, silently"


def _span(lasting: int) -> str:
    """How long something was printed, in its largest unit: "3 minutes"."""
    return " ".join(span_words(timedelta(microseconds=lasting)).split()[:2])


def _editions(facts: Facts) -> Iterator[Edition]:
    """The last edition of each story first, so that an old one that is alone has its place among many new ones."""
    shown = [*facts.printed.told]
    of_each = [one.latest for one in shown], [one for story in shown for one in story.printings[1:]]
    for one in (*of_each[0], *of_each[1])[:MOST_EDITIONS]:
        at = us(one.recorded_at) if facts.axis == "recorded" else _moment(one.published_at)
        if at is None:
            continue
        short = f"{who_words(one.outlet)} ed. {one.edition}"
        figure = one.figure
        if not isinstance(figure, dict):
            yield Edition(at / 1e6, short, short)
        else:
            yield Edition(at / 1e6, f"{short} prints {figure_words(figure)}", short, figure.get("value"))


def _ending(facts: Facts, now: int, last: int) -> Ending | None:
    if facts.view["status"] == "retracted" and facts.view["retracted"]:
        at = us(datetime.fromisoformat(facts.view["retracted"][0]["recorded_at"]))
        names = " and ".join(f"by the {one['by']}" for one in facts.view["retracted"])
        day = "" if facts.axis == "recorded" else f", recorded {_short_day(facts, at)}"
        cut = ", cut short here" if at > now else ""
        return Ending("retracted", min(at, now) / 1e6, f"retracted {names}{day}{cut}", is_cut=at > now)
    if facts.successor:
        return Ending("continued", last / 1e6, f"continued as {facts.successor}")
    return None


def _title(facts: Facts, found: Along) -> str:
    held, beside, wrong = found
    if not held:
        return f"{_counted(len(wrong))} figures, all corrected"
    first = held[0]
    days = _days(first[0], held[-1][0])
    ends = [figure_words(_figure(facts, one[2])) for one in (first, held[-1])]
    if len(held) + len(beside) == 1:
        return f"{ends[0][:1].upper()}{ends[0][1:]}, after {_times(len(wrong))}"
    if len(held) + len(beside) == 2:  # noqa: PLR2004 (two are counted, more are told by their ends)
        days = _days(min(one[0] for one in (*held, *beside)), us(facts.until))
        return f"Two figures in {count_words(days, 'day')}" if days else "Two figures in one day"
    if len(held) == 1:
        return f"{_counted(len(beside) + 1)} figures; {ends[1]} is of the newest day"
    falls = 0 if facts.axis == "recorded" else len(facts.figures.course.fell)
    fell = f", with {_small(falls)} fall{'' if falls == 1 else 's'}" if falls else ""
    return f"From {ends[0]} to {ends[1]} in {count_words(days, 'day') if days else 'one day'}{fell}"


def _one(facts: Facts, held: Sequence[Placed]) -> str:
    if held:
        words = figure_words(_figure(facts, held[0][2]))
        return f"One figure so far: {words}. {CHART_FROM}"
    if not facts.figures.course.points:
        return "No figure is left: all that it had are in the table."
    if facts.axis == "said":
        return f"Nobody knows when its figures were said. {CHART_FROM}"
    return "Nothing here says when its figures were published; the days said have them all."


def _times(count: int) -> str:
    return "one correction" if count == 1 else f"{_small(count)} corrections"


def _counted(count: int) -> str:
    words = _small(count)
    return words[:1].upper() + words[1:]


def _small(count: int) -> str:
    return IN_WORDS[count] if count < len(IN_WORDS) else f"{count:,}"


def _days(first: int, last: int) -> int:
    return _day_of(last).toordinal() - _day_of(first).toordinal()


def _day(facts: Facts, at: int) -> str:
    return _in_words(facts, at, MONTHS_IN_FULL)


def _short_day(facts: Facts, at: int) -> str:
    return _in_words(facts, at, MONTHS)


def _in_words(facts: Facts, at: int, months: Sequence[str]) -> str:
    """A day, its year only where the page has days of another."""
    moment = _day_of(at)
    words = f"{moment.day} {months[moment.month - 1]}"
    return words if facts.is_of_one_year else f"{words} {moment.year}"


def _day_of(at: int) -> datetime:
    """The day of a moment by the reader's clocks; what was given as a day stands at noon, and belongs to no zone."""
    zone = UTC if at % DAY_US == HALF_DAY_US else present_reader().zone
    try:
        return (EPOCH + timedelta(microseconds=at)).astimezone(zone)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if at > 0 else datetime.min.replace(tzinfo=UTC)


def _moment(text: Any) -> int | None:  # noqa: ANN401 (a time, or an erased one)
    """The first moment that a time allows, in µs since 1970."""
    if not isinstance(text, str):
        return None
    try:
        first = read_time(text).first_ns
    except NotATime:
        return None
    return None if first is None else first // 1_000
