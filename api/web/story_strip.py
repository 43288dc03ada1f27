"""A story's editions as a strip: those around the one shown, and those that are not in the record."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TypeAlias

from api.web.sentences import count_words
from api.web.story_steps import Step, StepChanges, claims_among, goes_back
from api.web.story_words import short
from api.web.words_times import moment_of
from domain.print_states import PrintState
from domain.refusals import Json
from domain.story import Edition
from domain.wire import instant_text, wire
from domain.wording import numerals

MOST_SHOWN = 5
MOST_BEFORE = 3
WITHIN = timedelta(hours=1)

Line: TypeAlias = tuple[str, str]
"""A kind of state ("" for none), and words."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An edition in the strip, or a run of editions that are not in the record: ``first`` to ``last``."""

    first: int
    last: int
    is_recorded: bool
    is_shown: bool
    published_at: Json = None
    recorded_at: str = ""
    lines: Sequence[Line] = ()
    note: Json = None
    corrections: int = 0


@dataclass(frozen=True, slots=True)
class Strip:
    """The marks shown, and the nearest editions that are left out on either side, with how many there are.

    ``before`` and ``after`` are the recorded editions next to the one shown, where keys lead.
    """

    marks: Sequence[Mark]
    before: int | None
    after: int | None
    earlier: int | None
    earlier_count: int
    later: int | None
    later_count: int
    is_close: bool
    """Whether two of them were published within an hour, so that seconds tell."""


def around(numbers: Sequence[int], shown: int) -> list[int]:
    """The recorded editions in the strip: those around the one shown."""
    first = max(0, min(numbers.index(shown) - MOST_BEFORE, len(numbers) - MOST_SHOWN))
    return list(numbers[first : first + MOST_SHOWN])


def steps_of(numbers: Sequence[int], strip: Sequence[int]) -> list[Step]:
    """The steps that lead to the editions of the strip."""
    return [(before, after) for before, after in pairwise(numbers) if after in strip]


def strip_of(
    numbers: Sequence[int],
    shown: int,
    editions: Mapping[int, Edition],
    steps: Mapping[Step, StepChanges],
    states: Mapping[int, Sequence[PrintState]],
) -> Strip:
    """The strip; *states* are those of all prints of editions, where they are known."""
    strip = around(numbers, shown)
    first, last = numbers.index(strip[0]), numbers.index(strip[-1])
    before = {after: (before, after) for before, after in pairwise(numbers)}
    marks: list[Mark] = []
    for number in strip:
        previous = before[number][0] if number in before else 0
        if number > previous + 1:
            marks.append(Mark(previous + 1, number - 1, is_recorded=False, is_shown=False))
        step = None if number not in before else steps.get(before[number])
        earlier = None if step is None else steps.get(before.get(step.looked.before, (0, 0)))
        told = list(_changed(step, earlier)) if step is not None else []
        if number not in before or not told:
            told = [_counted(editions[number], states.get(number))]
        marks.append(_mark(editions[number], told, is_shown=number == shown))
    return Strip(
        marks,
        before=before[shown][0] if shown in before else None,
        after=next((after for earlier, after in before.values() if earlier == shown), None),
        earlier=numbers[first - 1] if first else None,
        earlier_count=first,
        later=numbers[last + 1] if last + 1 < len(numbers) else None,
        later_count=len(numbers) - last - 1,
        is_close=_are_close([one.published_at for one in marks]),
    )


def previous(numbers: Sequence[int], number: int) -> int | None:
    """The recorded edition before one."""
    at = bisect_right(numbers, number - 1)
    return numbers[at - 1] if at else None


def gives_amounts(edition: Edition) -> bool | None:
    """Whether its update note gives any; None where it has none, or it is erased."""
    note = edition.update_note
    return bool(numerals(note)) if isinstance(note, str) else None


def _are_close(published: Sequence[Json]) -> bool:
    found = [moment for one in published if isinstance(one, str) and (moment := moment_of(one)) is not None]
    return any(abs(other - one) < WITHIN for one, other in pairwise(found))


def _mark(edition: Edition, lines: Sequence[Line], *, is_shown: bool) -> Mark:
    return Mark(
        edition.number,
        edition.number,
        is_recorded=True,
        is_shown=is_shown,
        published_at=wire(edition.published_at),
        recorded_at=instant_text(edition.recorded_at),
        lines=lines,
        note=short(note) if isinstance(note := wire(edition.update_note), str) else note,
        corrections=edition.corrections,
    )


def _changed(step: StepChanges, earlier: StepChanges | None) -> Iterator[Line]:
    """What an edition changed against the recorded one before it."""
    if not step.looked.is_whole:
        yield "", f"{count_words(step.looked.differing, 'claim')} printed otherwise"
        return
    if silent := claims_among(step.silent):
        is_back = earlier is not None and goes_back(earlier, step)
        back = f", back to edition {earlier.looked.before}" if is_back and earlier is not None else ""
        yield "silent", f"{count_words(silent, 'figure')} changed silently{back}"
    if told := claims_among(one for one in step.of_kind("changed") if not one.silent):
        yield "", f"{count_words(told, 'figure')} changed, and said so"
    for kind in ("appeared", "dropped"):
        if moved := claims_among(step.of_kind(kind)):
            yield "", f"{count_words(moved, 'figure')} {kind}"
    if step.found and not step.of_kind("changed", "appeared", "dropped"):
        yield "", "No figure changed"


def _counted(edition: Edition, states: Sequence[PrintState] | None) -> Line:
    """How many figures an edition prints, a claim and its figure counted once, and how often in all."""
    prints = count_words(len(edition.prints), "print")
    if not edition.prints:
        return "", "Nothing recorded of what it prints"
    if states is None:
        return "", prints
    told = [one for one in states if getattr(one.figure, "form", "") != "none"]
    count = len({(one.claim, one.key if one.key is not None else one.n) for one in told})
    figures = count_words(count, "figure")
    if count == len(states):
        return "", f"{figures}{' appeared' if edition.number == 1 else ''}"
    return "", f"{figures} in {prints}"
