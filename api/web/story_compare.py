"""Two editions held against each other: every figure edition by edition, and what changed word by word."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal

from markupsafe import Markup

from api.web.sentences import claim_subject, count_words
from api.web.story_steps import StepChanges, claims_among, goes_back
from api.web.story_words import difference, names_for_list
from api.web.words_times import moment_of, span_words
from api.words import list_words
from domain.edition_changes import PLACEMENTS, Change, ShownPrint
from domain.history import figure_diff
from domain.refusals import Json
from domain.shapes import Erased
from domain.story import Edition
from domain.view import View
from domain.wire import wire
from domain.word_diff import wording_diff

MOST_COLUMNS = 4
MOST_ROWS, MOST_UNFOLDED = 40, 200
MOST_WORDED_FIRST, MOST_WORDED = 4, 40

CellState = Literal["first", "same", "silent", "told", "appeared", "dropped", "absent", "unknown"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What an edition prints of a claim: its figure and how many other ones; against the edition before, ``change``."""

    state: CellState
    figure: Json = None
    others: int = 0
    change: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim, at a placement where it stands at several, with a cell for each column."""

    claim: str
    name: str
    placement: str
    cells: Sequence[Cell]

    @property
    def differs(self) -> bool:
        """Whether any edition prints it otherwise than the one before."""
        return any(one.state not in ("first", "same", "unknown", "absent") for one in self.cells)


@dataclass(frozen=True, slots=True)
class Worded:
    """What became of the words of one claim; of the headline for no claim."""

    claim: str
    name: str
    placement: str
    words: Markup
    is_silent: bool
    excuse: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that the comparison of ``before`` with ``after`` shows; ``left_out`` are claims that nobody looked into."""

    before: int
    after: int
    columns: Sequence[int]
    heading: str
    rows: Sequence[Row]
    unfolded: Sequence[Row]
    unchanged: int
    left_out: int
    silent: int
    title: str
    worded: Sequence[Worded]
    told: str
    """How many figures appeared, were dropped, and moved."""
    pairs: Sequence[tuple[int, int, bool]]
    """Comparisons that lead on: from, to, and whether it is this one."""
    headline: Markup | None = None
    others: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows_left_out(self) -> int:
        """Rows that are neither shown nor unfolded."""
        return self.others.get("rows", 0)


def columns_of(numbers: Sequence[int], before: int, after: int, *, are_few: bool) -> list[int]:
    """The editions that are columns: all of a few, else the two compared, and the one that follows two neighbours.

    It tells whether what they changed was changed back; of two that lie apart nobody asks that.
    """
    if not are_few:
        return [before, after]
    if len(numbers) <= MOST_COLUMNS:
        return list(numbers)
    at = numbers.index(after)
    are_neighbours = numbers.index(before) == at - 1
    return [before, after, *(numbers[at + 1 : at + 2] if are_neighbours else ())]


def comparison(
    columns: Sequence[int],
    compared: StepChanges,
    steps: Mapping[tuple[int, int], StepChanges],
    editions: Mapping[int, Edition],
    views: Mapping[str, View],
) -> Comparison:
    """The comparison, of what is looked into."""
    in_columns = [steps[step] for step in pairwise(columns) if step in steps]
    rows = list(_rows(columns, in_columns, views))
    names = names_for_list([one.name for one in rows])
    rows = [Row(one.claim, name, one.placement, one.cells) for one, name in zip(rows, names.short, strict=True)]
    short = {one.claim: one.name for one in rows}
    shown = rows if len(rows) <= MOST_ROWS else [one for one in rows if one.differs]
    printed = _claims_of(editions[compared.looked.before]) | _claims_of(editions[compared.looked.after])
    open_rows = MOST_ROWS if any(one.differs for one in shown) else 0
    left_out = 0 if compared.looked.is_whole else compared.looked.differing - len(compared.looked.claims)
    after = editions[compared.looked.after]
    reworded = [one for one in compared.of_kind("unchanged") if _is_reworded(one)]
    changed = [*sorted(compared.of_kind("changed"), key=lambda one: not one.silent), *reworded]
    return Comparison(
        before=compared.looked.before,
        after=compared.looked.after,
        columns=columns,
        heading=names.heading,
        rows=shown[:open_rows],
        unfolded=shown[open_rows:MOST_UNFOLDED],
        unchanged=max(0, len(printed) - len({one.claim for one in shown}) - left_out),
        left_out=left_out,
        silent=claims_among(compared.silent),
        title=_title(compared, steps),
        worded=[_worded(one, short, after) for one in changed[:MOST_WORDED]],
        told=_besides(compared),
        pairs=_pairs_of(columns, (compared.looked.before, compared.looked.after)),
        headline=_headline(editions[compared.looked.before], after),
        others={
            "rows": max(0, len(shown) - MOST_UNFOLDED),
            "worded": max(0, len(changed) - MOST_WORDED),
        },
    )


@dataclass(frozen=True, slots=True)
class Lone:
    """An edition that alone printed ``figures`` other figures: the next one went back to those of edition ``back_to``.

    ``lasted`` is for how long ("" where the times of publication do not tell).
    """

    edition: int
    figures: int
    back_to: int
    lasted: str
    is_noted: bool


def lone_edition(shown: int, steps: Sequence[StepChanges], editions: Mapping[int, Edition]) -> Lone | None:
    """That all silent changes of an edition were changed back in the next, if the one shown is among the three."""
    for first, second in pairwise(steps):
        numbers = (first.looked.before, first.looked.after, second.looked.after)
        if shown in numbers and goes_back(first, second):
            before, alone, after = (editions[number] for number in numbers)
            is_noted = any(one.update_note is not None for one in (before, alone, after))
            return Lone(numbers[1], claims_among(first.silent), numbers[0], _between(alone, after), is_noted)
    return None


def _between(one: Edition, other: Edition) -> str:
    moments = [moment_of(each.published_at) if isinstance(each.published_at, str) else None for each in (one, other)]
    first, last = moments
    return "" if first is None or last is None or last < first else span_words(last - first)


def _rows(columns: Sequence[int], steps: Sequence[StepChanges], views: Mapping[str, View]) -> Iterator[Row]:
    found = [_by_claim(step) for step in steps]
    printed = _printed(steps)
    for claim in dict.fromkeys(claim for of in reversed(found) for claim in of):
        changed = [of.get(claim, ()) for of in found]
        last = changed[-1]
        is_merged = any(_has_moved(one) for of in changed for one in of)
        places = [""] if is_merged else _places_of(printed, columns, claim)
        for place in places:
            prints = [_at(printed.get((number, claim), ()), place) for number in columns]
            cells = list(_cells(prints, [_of_place(of, place) for of in changed]))
            moved = next((f"{_places(one.before)} to {_places(one.after)}" for one in last if _has_moved(one)), "")
            yield Row(claim, _name(claim, views), place if len(places) > 1 else moved, cells)


def _by_claim(step: StepChanges) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for one in step.found:
        found.setdefault(one.claim, []).append(one)
    return found


def _printed(steps: Sequence[StepChanges]) -> dict[tuple[int, str], list[ShownPrint]]:
    """What each edition prints of each claim, whichever step tells of it."""
    found: dict[tuple[int, str], list[ShownPrint]] = {}
    for step in steps:
        for number, side in ((step.looked.before, "before"), (step.looked.after, "after")):
            of_step: dict[tuple[int, str], list[ShownPrint]] = {}
            for one in step.found:
                of_step.setdefault((number, one.claim), []).extend(getattr(one, side))
            found |= of_step
    return found


def _places_of(
    printed: Mapping[tuple[int, str], Sequence[ShownPrint]], columns: Sequence[int], claim: str
) -> list[str]:
    used = {one.print.placement for number in columns for one in printed.get((number, claim), ())}
    return [one for one in PLACEMENTS if one in used]


def _at(prints: Sequence[ShownPrint], place: str) -> list[ShownPrint]:
    return [one for one in prints if not place or one.print.placement == place]


def _of_place(changed: Sequence[Change], place: str) -> Change | None:
    """The change at a place; of a claim's changes at all of them the silent one, if there is any."""
    of_place = [
        one for one in changed if not place or place in {each.print.placement for each in one.before + one.after}
    ]
    return min(of_place, key=lambda one: (not one.silent, one.kind == "unchanged"), default=None)


def _cells(prints: Sequence[Sequence[ShownPrint]], changed: Sequence[Change | None]) -> Iterator[Cell]:
    for n, held in enumerate(prints):
        change = changed[n - 1] if n else None
        before = prints[n - 1] if n else []
        if not held:
            yield Cell(_state_without(change) if before else "absent")
            continue
        keys = {one.key for one in before}
        example = next((one for one in held if one.key not in keys), held[0])
        others = len({one.key for one in held} - {example.key})
        state = _state(change, is_first=n == 0, has_before=bool(before))
        yield Cell(state, wire(example.figure), others, _change(before, example) if before else "")


def _state(change: Change | None, *, is_first: bool, has_before: bool) -> CellState:
    if is_first:
        return "first"
    if not has_before:
        return "appeared" if change is None or change.kind != "unchanged" else "unknown"
    if change is None or change.kind != "changed":
        return "same"
    return "silent" if change.silent else "told"


def _state_without(change: Change | None) -> CellState:
    """Of a claim that is printed no more, unless an erased print may be of it."""
    return "dropped" if change is None or change.kind != "unchanged" else "unknown"


def _change(before: Sequence[ShownPrint], example: ShownPrint) -> str:
    """By how much the figure changed, as an amount; "" where that cannot be told."""
    keys = {one.key for one in before}
    was = example if example.key in keys else before[0]
    if was.figure is None or example.figure is None or isinstance(was.figure, Erased | None):
        return ""
    told: Any = figure_diff(was.figure, example.figure)["change"]
    amount = None if told is None else told["amount"]
    return "" if amount is None else str(amount)


def _has_moved(one: Change) -> bool:
    """Whether the claim stands at none of the places where it stood."""
    return bool(one.before and one.after) and not {each.print.placement for each in one.before} & {
        each.print.placement for each in one.after
    }


def _title(compared: StepChanges, steps: Mapping[tuple[int, int], StepChanges]) -> str:
    """What happened: "11 changed silently, then changed back silently"."""
    silent = claims_among(compared.silent)
    if silent:
        is_back = any(goes_back(compared, one) for one in steps.values())
        if any(goes_back(one, compared) for one in steps.values()):
            return f"{silent:,} changed back silently"
        at_least = "" if compared.looked.is_whole else "at least "
        return f"{at_least}{silent:,} changed silently{', then changed back silently' if is_back else ''}"
    changed = claims_among(compared.of_kind("changed"))
    if changed:
        return f"{count_words(changed, 'figure')} changed, and said so"
    return list_words(_told(compared))


def _worded(one: Change, short: Mapping[str, str], after: Edition) -> Worded:
    telling = _wordings_besides if one.kind == "unchanged" else _example
    old, new = telling(one.before, one.after), telling(one.after, one.before)
    return Worded(
        one.claim,
        short.get(one.claim, one.claim),
        new.print.placement,
        difference(wording_diff(old.print.wording, new.print.wording)),  # type: ignore[arg-type]  # runs are objects
        is_silent=one.silent,
        excuse=_excuse(one, after),
    )


def _example(held: Sequence[ShownPrint], others: Sequence[ShownPrint]) -> ShownPrint:
    keys = {one.key for one in others}
    return next((one for one in held if one.key not in keys), held[0])


def _is_reworded(one: Change) -> bool:
    """Whether the same figure is printed in other words; of what an erased print may have been, nobody can tell."""
    return bool(one.before and one.after) and {each.print.wording for each in one.before} != {
        each.print.wording for each in one.after
    }


def _wordings_besides(held: Sequence[ShownPrint], others: Sequence[ShownPrint]) -> ShownPrint:
    wordings = {one.print.wording for one in others}
    return next((one for one in held if one.print.wording not in wordings), held[0])


def _excuse(one: Change, after: Edition) -> str:
    """Why it is not silent: "Changed; corrected here 41 seconds later"."""
    if one.correction is not None:
        return f"Changed; corrected here {_relative(one.correction.recorded_at, after.recorded_at)}"
    if one.kind == "unchanged":
        return "Other words; the same figure"
    told = {"update_note": "Changed; the update note gives the amount", "erased": "Changed; the update note is erased"}
    return told.get(one.excuse or "", "")


def _relative(moment: datetime, to: datetime) -> str:
    if moment == to:
        return "at the same moment"
    return f"{span_words(moment - to)} {'later' if moment > to else 'before'}"


def _told(compared: StepChanges) -> list[str]:
    """How many figures appeared, were dropped, and moved: "2 figures dropped"."""
    moved = [one for one in compared.of_kind("unchanged", "changed") if _has_moved(one)]
    counted = (
        (claims_among(compared.of_kind("appeared")), "appeared"),
        (claims_among(compared.of_kind("dropped")), "dropped"),
        (claims_among(moved), "moved to another place"),
    )
    return [f"{count_words(count, 'figure')} {what}" for count, what in counted if count]


def _besides(compared: StepChanges) -> str:
    """The same, unless it is all that happened: then the title tells it."""
    return " ".join(f"{one}." for one in _told(compared)) if compared.of_kind("changed") else ""


def _places(prints: Sequence[ShownPrint]) -> str:
    return ", ".join(dict.fromkeys(one.print.placement for one in prints))


def _name(claim: str, views: Mapping[str, View]) -> str:
    return claim_subject(views[claim]) if claim in views else claim


def _pairs_of(columns: Sequence[int], shown: tuple[int, int]) -> list[tuple[int, int, bool]]:
    pairs = [*pairwise(columns), *([(columns[0], columns[-1])] if len(columns) > 2 else [])]  # noqa: PLR2004 (two are a step)
    return [(before, after, (before, after) == shown) for before, after in dict.fromkeys([*pairs, shown])]


def _claims_of(edition: Edition) -> set[str]:
    return {one.claim for one in edition.prints if not isinstance(one, Erased)}


def _headline(before: Edition, after: Edition) -> Markup | None:
    """How the headline changed; None where it did not, or is erased."""
    if not isinstance(before.headline, str) or not isinstance(after.headline, str) or before.headline == after.headline:
        return None
    return difference(wording_diff(before.headline, after.headline))  # type: ignore[arg-type]  # runs are objects
