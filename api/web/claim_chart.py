"""The chart "How it changed" of a claim's page, along the day said, published or recorded, with a title that tells."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

from markupsafe import Markup

from api.http.claim_reading import Stood
from api.http.timeline import Clock
from api.web.charts.figures import mark_of
from api.web.charts.steps import Edition, Ending, History, Step, how_it_changed
from api.web.charts.svg import Told
from api.web.claim_figure import band
from api.web.claim_history import Figures, Placed
from api.web.claim_printed import Printed, Story
from api.web.claim_rows import is_put_back
from api.web.reader import present_reader
from api.web.sentences import CHART_FROM, count_words
from api.web.words_times import MONTHS_IN_FULL, span_words
from api.words import MONTHS, Shown, figure_words, who_words
from domain.clock import NotATime, read_time
from domain.turns import Point

FEW = 60
"""Figures up to which all are drawn from their own words."""

NOT_DRAWN = (None, "tally", "vague", "relative", "none")

MOST_LINE, ACROSS = 1_300, 320
MOST_MARKED, CELLS_ACROSS, CELLS_UP = 125, 120, 10
MOST_EDITIONS = 8
SILENCE_SHARE, LONGEST_SILENCE, FEW_STEPS = 0.4, 10, 6
DAY_US, HALF_DAY_US = 86_400_000_000, 43_200_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
VERBS: Mapping[Clock, str] = {"said": "said", "published": "published", "recorded": "recorded"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the chart is drawn from beside the figures.

    ``items`` are revisions as their list has them, by number; ``stood`` is for the axis recorded; ``disputed`` counts
    open disputes by revision; ``until`` is the moment shown.
    """

    axis: Clock
    view: Shown
    figures: Figures
    items: Mapping[int, Shown]
    stood: Sequence[Stood]
    printed: Printed
    disputed: Mapping[int, int]
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
    held, wrong = _along(facts)
    if len(held) + len(wrong) <= 1:
        return Chart("", Markup(""), _one(facts, held))
    title = _title(facts, held, wrong)
    drawing = Markup("")
    if any(one[2].form not in NOT_DRAWN for one in (*held, *wrong)):
        drawing = how_it_changed(_history(facts, held, wrong, title))
    without = "These figures have no single amount on this axis, so no line is drawn; the table has their words."
    return Chart(title, drawing, "" if drawing else without)


def _along(facts: Facts) -> tuple[list[Placed], list[Placed]]:
    """The figures that hold along the axis, in order, and those that were corrected."""
    if facts.axis == "recorded":
        return _thinned_line(list(_vintages(facts)), facts.figures), []
    kept = facts.figures.along
    if facts.axis not in kept:
        place = _said if facts.axis == "said" else _published
        held = sorted(_placed(facts.figures.course.points, place), key=lambda one: (one[0], one[1] is None))
        wrong = [one for one in facts.figures.points if one.replaced and one.replaced_by is not None]
        kept[facts.axis] = _thinned_line(held, facts.figures), list(_placed(_told_apart(wrong, facts.axis), place))
    return kept[facts.axis]


def _placed(points: Iterable[Point], place: Callable[[Point], tuple[int, int | None] | None]) -> Iterator[Placed]:
    for one in points:
        found = place(one)
        if found is not None:
            yield *found, one


def _said(one: Point) -> tuple[int, int | None] | None:
    """The end of what was said by then, and its start; a day is one moment, at its noon."""
    first, last = one.said_first, one.said_last
    if first is None or last is None:
        at = last if first is None else first
        return None if at is None else (at, None)
    if last - first < DAY_US - 1:
        return first, None
    return last + 1 - HALF_DAY_US, (None if last - first < DAY_US else first)


def _published(one: Point) -> tuple[int, int | None] | None:
    return None if one.published_first is None else (one.published_first, None)


def _vintages(facts: Facts) -> Iterator[Placed]:
    for one in facts.stood:
        point = None if one.number is None else facts.figures.numbered(one.number)
        if point is not None:
            yield _us(one.recorded_at), None, point


def _thinned_line(held: list[Placed], figures: Figures) -> list[Placed]:
    """Of very many figures the first, last, least and greatest of each few pixels, and all that are told of."""
    if len(held) <= MOST_LINE:
        return held
    first, span = held[0][0], held[-1][0] - held[0][0] or 1
    told = {*figures.course.fell, *(one[2].number for one in held if one[2].stands)}
    columns: dict[int, list[Placed]] = {}
    for one in held:
        columns.setdefault((one[0] - first) * ACROSS // span, []).append(one)
    return [one for column in columns.values() for one in _telling(column, told)]


def _telling(column: list[Placed], told: set[int]) -> list[Placed]:
    kept = {0, len(column) - 1, *(place for place, one in enumerate(column) if one[2].number in told)}
    amounts = [(_amount(one[2]), place) for place, one in enumerate(column)]
    kept |= {min(amounts)[1], max(amounts, key=lambda one: (one[0] != inf, one[0]))[1]}
    return [column[place] for place in sorted(kept)]


def _told_apart(wrong: list[Point], axis: Clock) -> list[Point]:
    """Of very many one for each few pixels; never so few that the chart would count them as all."""
    if len(wrong) <= MOST_MARKED:
        return wrong
    found = [(one.said_last if axis == "said" else one.published_first, one.amount, one) for one in wrong]
    known = [(at, float(amount), one) for at, amount, one in found if at is not None and amount is not None]
    if len(known) < MOST_MARKED:
        return wrong[-MOST_MARKED:]
    first, low = min(at for at, _, _ in known), min(y for _, y, _ in known)
    across = CELLS_ACROSS / (max(at for at, _, _ in known) - first or 1)
    up = CELLS_UP / (max(y for _, y, _ in known) - low or 1)
    kept = list({(int((at - first) * across), int((y - low) * up)): one for at, y, one in known}.values())
    return kept if len(kept) >= MOST_MARKED else [*kept, *wrong[: MOST_MARKED - len(kept)]]


def _history(facts: Facts, held: Sequence[Placed], wrong: Sequence[Placed], title: str) -> History:
    silent = _silent(facts, held)
    line = [silent.get(place) or _step(facts, one) for place, one in enumerate(held)]
    first, last = held[0][0] if held else 0, held[-1][0] if held else 0
    now, is_cut = _now(facts, first, last, len(held))
    days = _days(last, _us(facts.until))
    return History(
        told=Told("how", title, "The table beside it has the same figures."),
        steps=[*line, *(_wrong(facts, one) for one in wrong)],
        now=now / 1e6,
        zone=present_reader().zone,
        editions=list(_editions(facts)),
        ending=_ending(facts, now, last),
        silence=_silence(days, is_cut=is_cut) if facts.axis != "recorded" else ("", ""),
        daily=all(at % DAY_US == HALF_DAY_US for at, _, _ in (*held, *wrong)),
        dated=not facts.is_of_one_year,
    )


def _now(facts: Facts, first: int, last: int, count: int) -> tuple[int, bool]:
    """The end of the axis; a silence much longer than the history before it is cut short."""
    now, span = max(_us(facts.until), last), max(last - first, DAY_US)
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


def _step(facts: Facts, placed: Placed) -> Step:
    at, since, point = placed
    figure = _figure(facts, point)
    disputes = facts.disputed.get(point.number, 0)
    return Step(
        at=at / 1e6,
        since=None if since is None else since / 1e6,
        mark=mark_of(figure, None if figure.get("redacted") else band(figure, facts.tolerance)),
        words=figure_words(figure),
        when=f"{VERBS[facts.axis]} {'by ' if since is not None else ''}{_day(facts, at)}",
        revision=point.number,
        stands=point.stands,
        disputed=f"disputed, {_small(disputes)} dispute{'' if disputes == 1 else 's'} open" if disputes else "",
        late=f"late, recorded {_short_day(facts, _us(point.recorded_at))}" if point.late else "",
        fall=_fall(facts, point, at),
    )


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


def _span(us: int) -> str:
    """How long something was printed, in its largest unit: "3 minutes"."""
    return " ".join(span_words(timedelta(microseconds=us)).split()[:2])


def _editions(facts: Facts) -> Iterator[Edition]:
    """The last edition of each story first, so that an old one that is alone has its place among many new ones."""
    shown = [*facts.printed.told]
    of_each = [one.latest for one in shown], [one for story in shown for one in story.printings[1:]]
    for one in (*of_each[0], *of_each[1])[:MOST_EDITIONS]:
        at = _us(one.recorded_at) if facts.axis == "recorded" else _moment(one.published_at)
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
        at = _us(datetime.fromisoformat(facts.view["retracted"][0]["recorded_at"]))
        names = " and ".join(f"by the {one['by']}" for one in facts.view["retracted"])
        day = "" if facts.axis == "recorded" else f", recorded {_short_day(facts, at)}"
        cut = ", cut short here" if at > now else ""
        return Ending("retracted", min(at, now) / 1e6, f"retracted {names}{day}{cut}", is_cut=at > now)
    if facts.successor:
        return Ending("continued", last / 1e6, f"continued as {facts.successor}")
    return None


def _title(facts: Facts, held: Sequence[Placed], wrong: Sequence[Placed]) -> str:
    if not held:
        return f"{_counted(len(wrong))} figures, all corrected"
    first = next((one for one in held if not one[2].late), held[0])
    days = _days(first[0], held[-1][0])
    ends = [figure_words(_figure(facts, one[2])) for one in (first, held[-1])]
    if len(held) == 1:
        return f"{ends[0][:1].upper()}{ends[0][1:]}, after {_times(len(wrong))}"
    if len(held) == 2:  # noqa: PLR2004 (two are counted, more are told by their ends)
        days = _days(held[0][0], _us(facts.until))
        return f"Two figures in {count_words(days, 'day')}" if days else "Two figures in one day"
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


def _amount(point: Point) -> float:
    return inf if point.amount is None else float(point.amount)


def _us(moment: datetime) -> int:
    return int(moment.timestamp() * 1e6)
