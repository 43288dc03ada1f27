"""What templates write figures, times and names with: markup that keeps the exact value beside the words."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from api import words
from api.web import sentences, words_times
from api.web.reader import present_reader
from domain.wire import instant_text

LONGEST_IN_A_LINE = 16

_GROUP = re.compile(r"[^\d]*\d{1,3},?\.?")

BAR = Markup('<span class="bar"><span class="words-of-bar">erased</span></span>')


def amount(value: Any) -> Markup:  # noqa: ANN401 (an amount's text, a whole number, or an erased one)
    """An amount with commas; what is copied by the button, or read by a program, is the exact value."""
    if words.is_erased(value):
        return BAR
    text = str(value)
    return Markup('<data value="{}">{}</data>').format(text, _breakable(words.amount_words(text)))


def figure(value: Any) -> Markup:  # noqa: ANN401 (a figure, an erased one, or none)
    """A figure in a few words, its exact value kept: ``more than <data value="7000">7,000</data>``."""
    if value is None:
        return Markup("")
    if words.is_erased(value):
        return BAR
    said = words.figure_words(value)
    exact = value.get("value")
    shown = None if exact is None else words.amount_words(exact)
    if value["form"] == "tally" and words.DASH in said and len(said) <= LONGEST_IN_A_LINE:
        return Markup('<span class="nowrap">{}</span>').format(said)
    if exact is None or shown is None or not said.endswith(shown):
        return Markup("{}").format(said)
    return Markup('{}<data value="{}">{}</data>').format(said.removesuffix(shown), exact, _breakable(shown))


def change(value: Any) -> str:  # noqa: ANN401 (an amount's text, or nothing)
    """A difference with its sign: "+17", "−14", "0"."""
    if value is None:
        return ""
    text = str(value)
    return words.amount_words(text) if text.startswith("-") or not text.strip("0.") else f"+{words.amount_words(text)}"


def change_shown(value: Any) -> Markup:  # noqa: ANN401 (an amount's text, or nothing)
    """The same for a narrow column: a long one may be broken at its groups."""
    return _breakable(change(value))


def text(value: Any) -> Markup:  # noqa: ANN401 (a text, an erased one, or none)
    """A text that may be erased, or missing."""
    return BAR if words.is_erased(value) else Markup("{}").format(words.text_words(value))


def quoted(value: Any, said: Any = None) -> Markup:  # noqa: ANN401 (a text, an erased one, or none)
    """Somebody's own words, in the voice of quotations and between marks, in their direction.

    *said* is the revision or the event that has them: where it states a language, they are marked as being in it.
    """
    if value is None or words.is_erased(value):
        return text(value)
    return Markup('<q class="said" dir="auto"{}>{}</q>').format(in_language(said), str(value))


def in_language(said: Any) -> Markup:  # noqa: ANN401 (what a route answers, or nothing)
    """The attribute of an element with somebody's own words that says their language, where *said* states it."""
    language = said.get("language") if isinstance(said, Mapping) else None
    return Markup(' lang="{}"').format(language) if isinstance(language, str) else Markup("")


def when(value: Any) -> Markup:  # noqa: ANN401 (a time, an erased one, or none)
    """When something was said, printed or recorded, by the reader's clocks."""
    return _timed(value, words_times.said_words)


def exactly(value: Any) -> Markup:  # noqa: ANN401 (a time, an erased one, or none)
    """The same to the second."""
    return _timed(value, words_times.said_words, seconds=True)


def audited(value: Any) -> Markup:  # noqa: ANN401 (a moment)
    """The same with the exact UTC written out, for the audit trail and the log: not everybody can point at a time."""
    moment = _moment(value)
    if moment is None:
        return exactly(value)
    return Markup('{} <span class="utc">{}</span>').format(exactly(moment), words_times.exact_utc(moment))


def period(value: Any) -> Markup:  # noqa: ANN401 (a time, an erased one, or none)
    """What a figure is about: "24 Feb – 2 Mar 2022"."""
    return _timed(value, words_times.period_words)


def by_day(value: Any) -> Markup:  # noqa: ANN401 (a time, an erased one, or none)
    """When something was said, in a narrow column: a day, "by 2 Mar 2022"; a moment gives its day alone."""
    moment = _moment(value)
    if moment is None:
        return _timed(value, words_times.by_words)
    day = words_times.day_words_of(moment.astimezone(present_reader().zone))
    return _tagged(moment, day)


def year_of_all(values: Iterable[Any]) -> str:
    """The year in which all *values* are, to be said once above a narrow column; nothing where they differ."""
    years = {by_day(one).striptags().rpartition(" ")[2] for one in values}
    year = years.pop() if len(years) == 1 else ""
    return year if year.isdecimal() else ""


def when_words(value: Any) -> str:  # noqa: ANN401 (a time, an erased one, or none)
    """The words of ``when`` alone, for a title or a sentence."""
    return str(when(value).striptags())


def clock(value: Any, *, seconds: bool = False) -> Markup:  # noqa: ANN401 (a moment)
    """The time of day of a moment: "10:40"."""
    moment, zone = _moment(value), present_reader().zone
    return Markup("") if moment is None else _tagged(moment, words_times.clock_words(moment, zone, seconds=seconds))


def _breakable(shown: str) -> Markup:
    """An amount that may be broken where people group digits, if it is too long for a column."""
    if len(shown) <= LONGEST_IN_A_LINE:
        return Markup("{}").format(shown)
    return Markup("<wbr>").join(_GROUP.findall(shown))


def _timed(value: Any, of_days: Callable[[str], str], *, seconds: bool = False) -> Markup:  # noqa: ANN401 (as above)
    if value is None:
        return Markup("")
    if words.is_erased(value):
        return BAR
    moment = _moment(value)
    if moment is None:
        return Markup("{}").format(of_days(value))
    return _tagged(moment, words_times.moment_words(moment, present_reader().zone, seconds=seconds))


def _moment(value: Any) -> datetime | None:  # noqa: ANN401 (a time, an erased one, or none)
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return words_times.moment_of(value) if isinstance(value, str) else None


def _tagged(moment: datetime, shown: str) -> Markup:
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        instant_text(moment), words_times.exact_utc(moment), shown
    )


FILTERS: Mapping[str, Callable[..., Any]] = {
    "amount": amount,
    "audited": audited,
    "bounds": sentences.bounds_words,
    "by_day": by_day,
    "change": change_shown,
    "claim_name": sentences.claim_name,
    "claim_subject": sentences.claim_subject,
    "clock": clock,
    "event": words.event_words,
    "exactly": exactly,
    "figure": figure,
    "figure_words": words.figure_words,
    "hop": words.hop_words,
    "in_language": in_language,
    "listed": words.list_words,
    "medium": sentences.medium_words,
    "party": sentences.party_words,
    "percent": sentences.percent_words,
    "period": period,
    "quoted": quoted,
    "scope": sentences.scope_words,
    "scope_parts": sentences.scope_parts,
    "span": words_times.span_words,
    "text": text,
    "verdict": sentences.verdict_name,
    "way": sentences.way_words,
    "when": when,
    "when_words": when_words,
    "who": words.who_words,
}
GLOBALS: Mapping[str, Callable[..., Any]] = {
    "verdict_reason": sentences.verdict_reason,
    "verdict_words": words.verdict_words,
    "dispute_name": sentences.dispute_name,
    "is_erased": words.is_erased,
    "count": sentences.count_words,
    "year_of_all": year_of_all,
}
