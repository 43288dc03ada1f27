"""The chart "How it changed" of a claim's page, along the day said, published or recorded, with a title that tells."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from markupsafe import Markup

from api.http.timeline import Clock
from api.web.board_words import number_words
from api.web.charts.figures import mark_of
from api.web.charts.steps import Edition, Ending, History, Step, how_it_changed
from api.web.charts.svg import Told
from api.web.claim_course import HALF_DAY_US, along, said, us
from api.web.claim_facts import Facts, day_of, figure_in
from api.web.claim_figure import band
from api.web.claim_history import Along, Placed
from api.web.claim_printed import Story
from api.web.claim_rows import is_put_back
from api.web.claim_title import alone, title_of
from api.web.reader import present_reader
from api.web.sentences import count_words, disputed_words
from api.web.words_times import MONTHS_IN_FULL, span_words
from api.words import MONTHS, Shown, figure_words, who_words
from domain.clock import DAY_US, EPOCH, NotATime, read_time
from domain.turns import Point

FEW = 60
"""Figures up to which all are drawn from their own words."""

NOT_DRAWN = (None, "tally", "vague", "relative", "none")

MOST_EDITIONS, FEW_MARKS = 8, 30
SILENCE_SHARE, LONGEST_SILENCE, FEW_STEPS = 0.4, 10, 6
VERBS: Mapping[Clock, str] = {"said": "said", "published": "published", "recorded": "recorded"}


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
        return Chart("", Markup(""), alone(facts, found.held))
    title = title_of(facts, found)
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
        silence=_silence(days, is_cut=is_cut) if facts.axis != "recorded" else "",
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
    days = Counter(day_of(one[0]).toordinal() for one in held) if len(held) <= FEW_MARKS else Counter[int]()
    return frozenset(day for day, count in days.items() if count > 1)


def _now(facts: Facts, first: int, last: int, count: int) -> tuple[int, bool]:
    """The end of the axis; a silence much longer than the history before it is cut short."""
    now, span = max(us(facts.until), last), max(last - first, DAY_US)
    is_short = count <= FEW_STEPS
    if now - last <= span * (LONGEST_SILENCE if is_short else SILENCE_SHARE):
        return now, False
    return last + int(span * (1 if is_short else SILENCE_SHARE)), True


def _silence(days: int, *, is_cut: bool) -> str:
    if days < 1:
        return ""
    told = f"{count_words(days, 'day')} without a new word"
    return f"{told}{', not to scale' if is_cut else ''}"


def _step(facts: Facts, placed: Placed, days_twice: Collection[int] = ()) -> Step:
    at, since, point = placed
    told = said(point) if facts.axis == "said" else None
    day = at if told is None else told[0]
    is_twice = day_of(day).toordinal() in days_twice and day % DAY_US != HALF_DAY_US
    figure = figure_in(facts, point)
    disputes = facts.disputed.get(point.number, ())
    return Step(
        at=at / 1e6,
        since=None if since is None else since / 1e6,
        mark=mark_of(figure, None if figure.get("redacted") else band(figure, facts.tolerance)),
        words=figure_words(figure),
        when=f"{VERBS[facts.axis]} {'by ' if since is not None else ''}{_day(facts, day)}"
        + (f", {day_of(day):%H:%M}" if is_twice else ""),
        revision=point.number,
        stands=point.stands,
        disputed=_disputed(disputes) if disputes else "",
        late=f"late, recorded {_short_day(facts, us(point.recorded_at))}" if point.late else "",
        fall=_fall(facts, point, day),
    )


def _disputed(disputes: Sequence[Shown]) -> str:
    words = disputed_words(disputes)
    count = f"{number_words(len(disputes))} dispute{'' if len(disputes) == 1 else 's'} open"
    return f"{words[:1].lower()}{words[1:]}, {count}"


def _beside(facts: Facts, placed: Placed) -> Step:
    """What displaced nothing, with the day that it is about."""
    step = _step(facts, placed)
    about = (date.fromordinal(1) - EPOCH.date()).days < placed[2].period_day < (date.max - EPOCH.date()).days
    day = placed[2].period_day * DAY_US + HALF_DAY_US
    words = f", about {_day(facts, day)}" if about and _day(facts, day) not in step.when else ""
    return replace(step, when=f"{step.when}{words}", beside=True)


def _wrong(facts: Facts, placed: Placed) -> Step:
    at, since, point = placed
    figure = figure_in(facts, point)
    right = None if point.replaced_by is None else facts.figures.numbered(point.replaced_by)
    return Step(
        at=at / 1e6,
        since=None if since is None else since / 1e6,
        mark=mark_of(figure),
        words=figure_words(figure),
        when=f"{VERBS[facts.axis]} {'by ' if since is not None else ''}{_day(facts, at)}",
        revision=point.number,
        corrected=f"corrected to {figure_words(figure_in(facts, right))}" if right is not None else "corrected",
        corrected_to=point.replaced_by,
        put_back=right is not None and is_put_back(facts.figures, right.number),
    )


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
            yield Edition(at / 1e6, short, short, day=_short_day(facts, at))
        else:
            words = f"{short} prints {figure_words(figure)}"
            yield Edition(at / 1e6, words, short, figure.get("value"), _short_day(facts, at))


def _ending(facts: Facts, now: int, last: int) -> Ending | None:
    if facts.view["status"] == "retracted" and facts.view["retracted"]:
        at = us(datetime.fromisoformat(facts.view["retracted"][0]["recorded_at"]))
        names = " and ".join(f"by the {one['by']}" for one in facts.view["retracted"])
        day = "" if facts.axis == "recorded" else f", recorded {_short_day(facts, at)}"
        cut = ", not to scale" if at > now else ""
        return Ending("retracted", min(at, now) / 1e6, f"retracted {names}{day}{cut}", is_cut=at > now)
    if facts.successor:
        return Ending("continued", last / 1e6, f"continued as {facts.successor}")
    return None


def _days(first: int, last: int) -> int:
    return day_of(last).toordinal() - day_of(first).toordinal()


def _day(facts: Facts, at: int) -> str:
    return _in_words(facts, at, MONTHS_IN_FULL)


def _short_day(facts: Facts, at: int) -> str:
    return _in_words(facts, at, MONTHS)


def _in_words(facts: Facts, at: int, months: Sequence[str]) -> str:
    """A day, its year only where the page has days of another."""
    moment = day_of(at)
    words = f"{moment.day} {months[moment.month - 1]}"
    return words if facts.is_of_one_year else f"{words} {moment.year}"


def _moment(text: Any) -> int | None:  # noqa: ANN401 (a time, or an erased one)
    """The first moment that a time allows, in µs since 1970."""
    if not isinstance(text, str):
        return None
    try:
        first = read_time(text).first_ns
    except NotATime:
        return None
    return None if first is None else first // 1_000
