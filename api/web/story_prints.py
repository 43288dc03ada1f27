"""What an edition prints, as rows: the words with their figure marked, what stands now, and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias
from urllib.parse import urlencode

from markupsafe import Markup

from api.web.forms.entries import as_entries
from api.web.sentences import claim_name, claim_subject
from api.web.story_words import marked, place_of
from api.words import who_words
from domain.compare import compare_figures
from domain.event_parts import Print
from domain.figure import Figure
from domain.print_states import PrintState
from domain.refusals import Json
from domain.shapes import Erased
from domain.story import Edition
from domain.view import View
from domain.wire import wire

MOST_FIRST = 15
MOST_IN_WINDOW = 50
LONGEST_SENT = 1_500
"""Code points of a wording that a link to the form for reporting carries."""

State: TypeAlias = tuple[str, str]
AS_PRINTED = "as printed"
HARM = ("corrected", "retracted", "disputed", "unmatched", "behind")


@dataclass(frozen=True, slots=True)
class Note:
    """A few words beside the states, with the address that they lead to ("" for none)."""

    words: str
    address: str = ""
    name: str = ""
    """What the link leads to, where the words alone do not tell."""


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A print, or several in the same words that are alike in all that is told of them; ``n`` counts from 1."""

    n: int
    placement: str
    words: Markup
    figure: Json
    struck: str
    standing: Json
    claim: str
    name: str
    states: Sequence[State]
    notes: Sequence[Note]
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Which prints are shown: ``places`` of ``total``. ``first`` is None where they are a choice of all."""

    places: Sequence[int]
    total: int
    first: int | None

    @property
    def last(self) -> int:
        """The last one's number, from 1."""
        return self.places[-1] + 1 if self.places else 0

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return len(self.places) == self.total

    @property
    def fits(self) -> bool:
        """Whether all of it is one window."""
        return self.total <= MOST_IN_WINDOW

    @property
    def earlier(self) -> int | None:
        """Where the window before begins."""
        return None if self.first in (None, 1) or self.first is None else max(1, self.first - MOST_IN_WINDOW)

    @property
    def later(self) -> int | None:
        """Where the window after begins."""
        return None if self.first is None or self.last >= self.total else self.last + 1


def window_from(edition: Edition, first: int) -> Window:
    """The window of an edition's prints that begins with the one numbered *first*."""
    total = len(edition.prints)
    return Window(range(min(first - 1, total), min(first - 1 + MOST_IN_WINDOW, total)), total, first)


def first_look(edition: Edition, states: Sequence[PrintState] | None, finding: View) -> Window:
    """The prints to look at first, in the edition's order: those that need it, then others from its beginning.

    *states* are those of every print; where they are not known, *finding* tells what of the latest edition needs it.
    """
    total = len(edition.prints)
    if total <= MOST_FIRST:
        return Window(range(total), total, None)
    ranked = _ranked(states) if states is not None else _found(finding)
    chosen = [one for one in dict.fromkeys([*ranked, *range(total)]) if one < total][:MOST_FIRST]
    if states is not None:
        words = {_words_key(states[one]) for one in chosen}
        chosen = [one.n for one in states if _words_key(one) in words]
    return Window(sorted(chosen), total, None)


def rows_of(states: Sequence[PrintState], views: Mapping[str, View], *, is_past: bool) -> list[PrintRow]:
    """A row for each print; prints of several claims in the same words share one if it says the same of all of them."""
    rows: list[PrintRow] = []
    for _, group in groupby(states, _words_key):
        prints = list(group)
        made = [_row(one, views, is_past=is_past) for one in prints]
        if len(prints) > 1 and len({_alike(one) for one in made}) == 1:
            others = [note for note in made[0].notes if note.words != AS_PRINTED]
            notes = [Note(f"{_number(len(prints))} claims in one wording"), *others]
            rows.append(PrintRow(**{**_members(made[0]), "notes": notes}))
        else:
            rows += made
    return rows


def claims_named(states: Sequence[PrintState]) -> set[str]:
    """The claims that rows of these prints name."""
    return {one.claim for one in states if one.claim is not None} | {
        each for one in states for each in one.continued_by
    }


def report_address(wording: str, figure: Json, claim: str | None = None) -> str:
    """The form that reports what is printed in these words as a claim."""
    shown = {} if figure is None else as_entries(figure, "figure")
    entries = {"wording": wording, **{name: text for name, text in shown.items() if name.count(".") == 1}}
    known = entries if claim is None else {"subject": claim, **entries}
    return f"/claims/new?{urlencode({name: text[:LONGEST_SENT] for name, text in known.items()})}"


def _ranked(states: Sequence[PrintState]) -> list[int]:
    """Places by need: what is at odds with the record, each figure of a claim once; then other figures once each."""
    seen: set[tuple[str | None, str | None]] = set()
    ranked: list[tuple[int, int]] = []
    for one in states:
        is_new = (one.claim, one.key) not in seen
        seen.add((one.claim, one.key))
        form = getattr(one.figure, "form", "")
        is_worded = isinstance(one.print, Print) and place_of(one.print.wording, one.figure) is not None
        is_figure = is_worded and form not in ("vague", "relative")
        rank = 0 if one.needs_a_look and is_new else 1 if is_new and is_figure else 2 if is_worded else 3
        ranked.append((rank, one.n))
    return [n for _, n in sorted(ranked)]


def _found(finding: View) -> list[int]:
    return [one["n"] for kind in HARM for one in _entries(finding, kind)]


def _entries(finding: View, kind: str) -> Sequence[Any]:
    found = finding.get(kind, ())
    return found if isinstance(found, Sequence) else ()


def _words_key(one: PrintState) -> tuple[Any, ...]:
    if isinstance(one.print, Erased):
        return (one.n,)
    return one.print.placement, one.print.wording, _start(one.print)


def _start(one: Print) -> int | None:
    selector = one.selector
    return selector.start if selector is not None and not isinstance(selector, Erased) else None


def _alike(row: PrintRow) -> tuple[Any, ...]:
    return str(row.figure), str(row.standing), row.struck, tuple(row.states), tuple(row.notes), row.is_erased


def _members(row: PrintRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PrintRow.__slots__}


def _row(one: PrintState, views: Mapping[str, View], *, is_past: bool) -> PrintRow:
    if isinstance(one.print, Erased):
        return PrintRow(one.n + 1, "", Markup(""), None, "", None, "", "", (), (), is_erased=True)
    view = views.get(one.print.claim)
    return PrintRow(
        n=one.n + 1,
        placement=one.print.placement,
        words=marked(one.print.wording, one.figure),
        figure=wire(one.figure),
        struck="retracted" if one.retracted else "corrected" if _is_figure_wrong(one) else "",
        standing=_standing(one),
        claim=one.print.claim,
        name=claim_name(view) if view is not None else one.print.claim,
        states=list(_states(one)),
        notes=list(_notes(one, views, is_past=is_past)),
    )


def _standing(one: PrintState) -> Json:
    """The figure that stands now; None where none does."""
    if one.standing is not None:
        return wire(one.standing.figure)
    return None


def _is_figure_wrong(one: PrintState) -> bool:
    return one.corrected is not None and "figure" in one.corrected.members


def _states(one: PrintState) -> Iterator[State]:
    if one.retracted:
        yield "retracted", "Retracted"
    if one.corrected is not None:
        members = ["period" if name == "refers_to" else name for name in one.corrected.members if name != "figure"]
        yield "corrected", "Corrected since" if not members else f"Corrected since: {', '.join(members)}"
    if one.behind is not None and one.corrected is None and not one.retracted:
        yield "behind", "Behind"
    if one.disputes:
        yield "disputed", _disputed(one)


def _disputed(one: PrintState) -> str:
    aspects = {each.aspect for each in one.disputes if isinstance(each.aspect, str)}
    return "Disputed" if aspects <= {"figure"} else f"Disputed: {', '.join(sorted(aspects))}"


def _notes(one: PrintState, views: Mapping[str, View], *, is_past: bool) -> Iterator[Note]:
    assert isinstance(one.print, Print)  # noqa: S101 (an erased print has no notes)
    if one.unmatched:
        yield Note("no claim yet")
        if not is_past:
            yield Note(
                "report it", report_address(one.print.wording, wire(one.figure), one.print.claim), one.print.claim
            )
        return
    for successor in one.continued_by:
        view = views.get(successor)
        yield Note("continued", f"/claims/{successor}", f"as {successor if view is None else claim_subject(view)}")
    found = _assessed(views.get(one.print.claim))
    if found:
        yield Note(found)
    if one.figure is None:
        yield Note("figure not known")
    elif isinstance(one.figure, Erased):
        yield Note("the figure is erased")
    elif not one.needs_a_look and not found and not one.continued_by:
        yield Note(_held(one, one.figure))


def _held(one: PrintState, figure: Figure) -> str:
    """How a printed figure with which nothing is the matter stands to the one that stands."""
    if one.standing is None:
        return "nothing stands"
    if figure.form == "none":
        return "a statement"
    if one.key == one.standing.figure_key:
        return AS_PRINTED
    verdict = compare_figures(figure, one.standing.figure).verdict
    return "other than what stands" if verdict == "disjoint" else "in other words"


def _assessed(view: View | None) -> str:
    """What somebody found of the revision that stands: "found unverifiable by Newsweek"."""
    if view is None or not view.get("standing"):
        return ""
    shown: Any = view
    of = [one for one in shown["assessments"] if one["revision"] == shown["standing"]["revision"]]
    last = of[-1] if of else None
    if last is None or not isinstance(last["finding"], str):
        return ""
    by = who_words(last["by"]) if last.get("by") else ""
    return f"found {last['finding']}{f' by {by}' if by else ''}"


def _number(count: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five"}.get(count, f"{count:,}")
