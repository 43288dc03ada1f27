"""The head of a claim's page: the standing figure, what it commits to, its dates and its states; or why none stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from markupsafe import Markup

from api.web.charts.figures import mark_of
from api.web.charts.marks import bound_mark, tally_bar
from api.web.charts.svg import Told
from api.web.filters import BAR, LONGEST_IN_A_LINE, amount, figure
from api.web.sentences import bounds_words, count_words, dispute_name, figure_of
from api.words import Shown, figure_words, is_erased, originator_words, who_words
from domain.clock import DAY_US, EPOCH
from domain.figure import bounds
from domain.view import bounds_view

Size: TypeAlias = Literal["", "wide", "long", "longest", "in-words"]
SIZES: tuple[tuple[int, Size], ...] = ((6, ""), (9, "wide"), (12, "long"), (LONGEST_IN_A_LINE, "longest"))
"""Up to how many characters a size holds; the style sheet knows how wide the longest of each can be."""
QUALIFIED = ("approximate", "at_least", "more_than", "at_most", "less_than")
HUGE_BAR = Markup('<span class="bar huge"><span class="words-of-bar">erased</span></span>')
State = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Large:
    """The large figure: its *shown* words, a *qualifier* before them, how large and whether struck.

    ``exact`` is what the button copies. ``note`` and ``more`` stand below it where the figure alone does not tell,
    ``before`` is the last one where the source no longer states any.
    """

    shown: Markup
    qualifier: str = ""
    size: Size = ""
    struck: bool = False
    grey: bool = False
    exact: str | None = None
    note: str = ""
    more: str = ""
    before: Markup | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the figure commits to: a *mark* on no scale, and its sentence."""

    mark: Markup
    words: str
    is_about: bool = False


def large(view: Shown, standing: Shown | None, last: Shown | None, last_figure: Shown | None) -> Large:
    """The figure that stands; else the *last* revision that did.

    *last_figure* is the last revision with a figure, for a source that no longer states one.
    """
    if standing is None:
        return _nothing(view, last)
    if is_erased(standing["figure"]):
        return Large(HUGE_BAR)
    if standing["figure"]["form"] == "none":
        return _no_figure(last_figure)
    return _of_figure(standing["figure"])


def bounds_of(shown: Any, tolerance: Shown | None) -> Bounds | None:  # noqa: ANN401 (a figure, or an erased one)
    """The mark and the sentence; None where the figure's own words say as much."""
    if is_erased(shown) or shown["form"] == "none":
        return None
    words = bounds_words(shown, tolerance)
    if shown["form"] == "tally":
        return Bounds(tally_bar(Told("tally", words), mark_of(shown)), words)
    return Bounds(bound_mark(mark_of(shown, band(shown, tolerance)), "bound"), words, shown["form"] == "approximate")


def band(shown: Shown, tolerance: Shown | None) -> Mapping[str, Any] | None:
    """The bounds that *tolerance* gives an "about", as routes show bounds; None for what has bounds of its own."""
    if shown["form"] != "approximate" or tolerance is None:
        return None
    found = bounds_view(bounds(figure_of(shown), Decimal(str(tolerance["value"]))))
    return found if isinstance(found, dict) else None


def states(view: Shown, *, stood: str, last_correction: str, behind: Sequence[str]) -> list[State]:
    """The states below the figure: kinds of the macro ``state``, and their words."""
    return [
        *_standing_states(view, stood),
        *([("disputed", words)] if (words := dispute_name(view)) else []),
        *_correction_states(view["corrections"], last_correction),
        *([("late", "Late: the last one recorded was said earlier")] if view["late"] else []),
        *(("behind", words) for words in behind),
    ]


def withdrawn_by(view: Shown) -> Iterator[str]:
    """Who took the claim back: the source or the outlet, by name."""
    for one in view["retracted"]:
        yield retractor(view, one["by"])


def retractor(view: Shown, party: str) -> str:
    """The name of the claim's source, or of its outlet."""
    chain = view["attribution"]
    if party == "source":
        return originator_words(chain) or "the source"
    last = chain[-1] if chain else {"redacted": True}
    return "the outlet" if is_erased(last) or last["role"] != "outlet" else who_words(last["who"])


def days_words(said: tuple[int | None, int | None], until: datetime) -> str:
    """How many days have passed since something was *said*, in µs since 1970; nothing for less than one.

    *until* is by the reader's clocks, and so is a time of day; a day belongs to no zone. Of an interval the days since
    its end are certain.
    """
    first, last = said
    if last is None:
        return ""
    is_moment, is_interval = first is not None and last - first < DAY_US - 1, first is None or last - first >= DAY_US
    try:
        day = (EPOCH + timedelta(microseconds=last)).astimezone(until.tzinfo if is_moment else UTC).date()
    except OverflowError:
        return ""
    days = (until.date() - day).days
    return f"{'at least ' if is_interval else ''}{count_words(days, 'day')}" if days > 0 else ""


def _standing_states(view: Shown, stood: str) -> Iterator[State]:
    if view["status"] == "retracted":
        for name in withdrawn_by(view):
            yield "retracted", f"Retracted by {name}"
    elif view["standing"]:
        number, of = view["standing"]["revision"], view["revisions"]
        yield "stands", stood.format(f"revision {number:,} of {of:,}")


def _correction_states(corrections: int, last: str) -> Iterator[State]:
    if corrections:
        times = {1: "once", 2: "twice"}.get(corrections, f"{corrections:,} times")
        yield "corrected", f"Corrected {times}{f', last {last}' if last and corrections > 1 else ''}"


def _nothing(view: Shown, last: Shown | None) -> Large:
    note = "Nothing stands."
    more = "Every revision that it had belongs elsewhere; they are listed below."
    if view["status"] == "retracted":
        parties = {one["by"] for one in view["retracted"]}
        more = {
            frozenset({"source"}): "Withdrawn by the source. Its history below stays as it was.",
            frozenset({"outlet"}): (
                "Withdrawn by the outlet; the source has not withdrawn it. Its history below stays as it was."
            ),
        }.get(frozenset(parties), "Withdrawn by the source and by the outlet. Its history below stays as it was.")
    if last is None:
        return Large(Markup("No figure"), size="in-words", note=note, more=more)
    if is_erased(last["figure"]):
        return Large(BAR, size="in-words", note=note, more=more)
    made = _of_figure(last["figure"])
    return Large(
        made.shown, made.qualifier, made.size, struck=view["status"] == "retracted", grey=True, note=note, more=more
    )


def _no_figure(last: Shown | None) -> Large:
    if last is None:
        return Large(Markup("No figure"), size="in-words")
    more = "The source no longer states one. Its last is in grey."
    return Large(Markup("No figure"), size="in-words", more=more, before=figure(last["figure"]))


def _of_figure(shown: Shown) -> Large:
    if shown["form"] not in QUALIFIED:
        return Large(figure(shown), size=_size(figure_words(shown), shown["form"]), exact=shown.get("value"))
    value = amount(shown["value"])
    qualifier = figure_words(shown).removesuffix(value.striptags()).strip()
    return Large(value, qualifier, _size(value.striptags(), shown["form"]), exact=shown["value"])


def _size(words: str, form: str) -> Size:
    if form in ("vague", "relative"):
        return "in-words"
    return next((size for most, size in SIZES if len(words) <= most), "in-words")
