"""Where a claim was printed: stories, editions, the words of each place, and what became of them since."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from adapters.story_record import in_force
from api.http.story_reading import PrintedIn, claims_of, headlines_of, printed_in
from api.web.filters import when_words
from api.words import figure_words, is_erased, who_words
from domain.claim_record import ClaimRecord
from domain.edition_changes import Change, ShownPrint, changes
from domain.event_parts import Print
from domain.print_states import PrintState, states_of
from domain.refusals import Json
from domain.shapes import Erased
from domain.story import Edition
from domain.wire import wire

SQL = queries("claim_printed")
MOST_STORIES, MOST_OLDEST = 5, 3
MOST_EDITIONS = 12
MOST_NAMED = 50

State = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A print: where, in which words, and what is to be said of it alone."""

    placement: str
    wording: Json
    figure: Any
    states: Sequence[State]
    is_behind: bool = False


@dataclass(frozen=True, slots=True)
class Printing:
    """What one edition prints of the claim; ``states`` hold of every place."""

    edition: int
    outlet: Json
    headline: Json
    published_at: Json
    recorded_at: datetime
    places: Sequence[Place]
    states: Sequence[State]

    @property
    def figure(self) -> Json:
        """The figure that its body gives, which says it in full, else its first; not erased, and known; or None."""
        known = [one for one in self.places if one.figure is not None and not is_erased(one.figure)]
        return next((one.figure for one in (*(one for one in known if one.placement == "body"), *known)), None)


@dataclass(frozen=True, slots=True)
class Silent:
    """A figure that changed from one edition to another without a word."""

    before: int
    after: int
    was: Mapping[str, Json]
    is_: Mapping[str, Json]
    published_at: Json

    @property
    def words(self) -> str:
        """It in a sentence."""
        was, is_ = figure_words(self.was), figure_words(self.is_)
        return f"Edition {self.before} to {self.after}: {was} to {is_}, silently"


@dataclass(frozen=True, slots=True)
class Story:
    """A story that prints the claim: editions, the latest first; from the edition ``dropped`` on it no longer does."""

    story: str
    printings: Sequence[Printing]
    dropped: int | None
    silent: Sequence[Silent]

    @property
    def latest(self) -> Printing:
        """What the latest edition that prints the claim says."""
        return self.printings[0]

    @property
    def behind(self) -> str:
        """That it still prints a figure that no longer stands, in words; nothing where it does not."""
        behind = [one for one in self.latest.places if one.is_behind] if self.dropped is None else []
        if not behind:
            return ""
        plainest = next((one for one in behind if one.placement == "body"), behind[0])
        return f"{who_words(self.latest.outlet)} still prints {figure_words(plainest.figure)}"


@dataclass(frozen=True, slots=True)
class Printed:
    """The stories shown, the latest published first, the first ones of the others, and the ids of all others.

    ``headlines`` are those of the first few others, erased ones as they are shown.
    """

    stories: Sequence[Story] = field(default_factory=tuple)
    oldest: Sequence[Story] = field(default_factory=tuple)
    others: Sequence[str] = field(default_factory=tuple)
    headlines: Mapping[str, Any] = field(default_factory=dict)

    @property
    def named(self) -> Sequence[str]:
        """The others that are named."""
        return self.others[:MOST_NAMED]

    @property
    def told(self) -> Sequence[Story]:
        """All of which more is known than the id."""
        return [*self.stories, *self.oldest]

    @property
    def states(self) -> list[str]:
        """The kinds of states that the section's heading names."""
        shown = [one.latest for one in self.stories]
        kinds = {kind for one in shown for kind, _ in one.states}
        kinds |= {kind for one in shown for place in one.places for kind, _ in place.states}
        if any(one.silent for one in self.stories):
            kinds.add("silent")
        return [one for one in ("silent", "corrected", "retracted", "behind") if one in kinds]


async def printed_of(pool: Pool, claim: str, until: int) -> Printed:
    """Where *claim* was printed, up to a position; what is told in full is of the last five stories and the first."""
    found = (await printed_in(pool, [claim], until)).get(claim, [])
    by_story = {story: list(prints) for story, prints in groupby(found, lambda one: one.story)}
    in_order = sorted(by_story, key=lambda one: _latest(by_story[one]), reverse=True)
    others = in_order[MOST_STORIES:]
    told = (*in_order[:MOST_STORIES], *others[-MOST_OLDEST:])
    printing = {story: sorted({one.edition for one in by_story[story]})[-MOST_EDITIONS:] for story in told}
    read, numbers, headlines = await asyncio.gather(
        _editions(pool, printing, claim, until),
        _numbers(pool, told, until),
        headlines_of(pool, others[:MOST_NAMED], until),
    )
    claims = await claims_of(pool, [one for of in read.values() for one in of.values()], until)
    stories = await asyncio.to_thread(_stories, claim, read, numbers, claims)
    shown = set(in_order[:MOST_STORIES])
    return Printed(
        [one for one in stories if one.story in shown],
        [one for one in stories if one.story not in shown],
        others,
        headlines,
    )


def _latest(prints: Sequence[PrintedIn]) -> tuple[str, int]:
    last = max(prints, key=lambda one: one.recorded_at)
    return str(last.published_at if isinstance(last.published_at, str) else ""), last.edition


async def _editions(
    pool: Pool, printing: Mapping[str, Sequence[int]], claim: str, until: int
) -> dict[str, dict[int, Edition]]:
    """Those editions of each story, with what they print of *claim* alone: nothing else is asked of the record."""
    wanted = [(story, number) for story, numbers in printing.items() for number in numbers]
    asked = {"stories": [story for story, _ in wanted], "editions": [number for _, number in wanted], "until": until}
    editions = in_force(await rows(pool, SQL["editions"], asked), only=(claim,))
    found = {story: editions[story] for story in printing if story in editions}
    return {story: {number: _of_claim(one) for number, one in of.items()} for story, of in found.items()}


async def _numbers(pool: Pool, stories: Sequence[str], until: int) -> dict[str, Sequence[int]]:
    """The numbers of all editions of each story, in order."""
    return dict(await rows(pool, SQL["numbers"], {"stories": list(stories), "until": until}))


def _of_claim(edition: Edition) -> Edition:
    return replace(edition, prints=tuple(one for one in edition.prints if isinstance(one, Print)))


def _stories(
    claim: str,
    editions: Mapping[str, Mapping[int, Edition]],
    numbers: Mapping[str, Sequence[int]],
    claims: Mapping[str, ClaimRecord],
) -> list[Story]:
    known = claims if claim in claims else {claim: ClaimRecord(claim)}
    printing = {story: {number: one for number, one in of.items() if one.prints} for story, of in editions.items()}
    return [_story(story, of, numbers[story], known) for story, of in printing.items() if of]


def _story(
    story: str, printing: Mapping[int, Edition], numbers: Sequence[int], claims: Mapping[str, ClaimRecord]
) -> Story:
    return Story(
        story,
        [_printing(printing[number], claims) for number in sorted(printing, reverse=True)],
        dropped=next((number for number in numbers if number > max(printing)), None),
        silent=list(_silent(printing, numbers, claims)),
    )


def _printing(edition: Edition, claims: Mapping[str, ClaimRecord]) -> Printing:
    found = [(one, list(_states(one))) for one in states_of(edition, claims)]
    shared = [state for state in found[0][1] if all(state in states for _, states in found)]
    return Printing(
        edition.number,
        wire(edition.outlet),
        wire(edition.headline),
        wire(edition.published_at),
        edition.recorded_at,
        [_place(one, [state for state in states if state not in shared]) for one, states in found],
        shared,
    )


def _place(one: PrintState, states: Sequence[State]) -> Place:
    if isinstance(one.print, Erased):
        return Place("", {"redacted": True}, None, ())
    return Place(one.print.placement, one.print.wording, wire(one.figure), states, one.behind is not None)


def _states(one: PrintState) -> Iterator[State]:
    if one.retracted:
        yield "retracted", "Retracted since"
    elif one.corrected is not None:
        right = one.corrected.right
        is_figure = right is not None and "figure" in one.corrected.members
        words = f"Corrected to {figure_words(wire(right.figure))}" if right is not None and is_figure else "Corrected"  # type: ignore[arg-type]  # a figure is an object
        yield "corrected", words
    elif one.behind is not None:
        since = when_words(one.behind.said_at)
        yield "behind", f"It stands at {figure_words(wire(one.behind.figure))} since {since}"  # type: ignore[arg-type]  # as above
    if one.disputes:
        yield "disputed", "Disputed"


def _silent(
    printing: Mapping[int, Edition], numbers: Sequence[int], claims: Mapping[str, ClaimRecord]
) -> Iterator[Silent]:
    for number, next_one in pairwise(numbers):
        if number not in printing or next_one not in printing:
            continue
        before, after = printing[number], printing[next_one]
        for one in changes(before, after, claims):
            if one.silent and (shown := _differing(one)) is not None:
                yield Silent(before.number, after.number, *shown, wire(after.published_at))


def _differing(one: Change) -> tuple[Mapping[str, Json], Mapping[str, Json]] | None:
    befores, afters = ([each for each in side if each.key or each.is_mute] for side in (one.before, one.after))
    pairs = ((old, new) for old in befores for new in afters if old.key != new.key)
    return next(((figure_view(old), figure_view(new)) for old, new in pairs), None)


def figure_view(one: ShownPrint) -> Mapping[str, Json]:
    """The figure of a print of which it is known, as routes show figures."""
    found = wire(one.figure)
    return found if isinstance(found, dict) else {"form": "none"}
