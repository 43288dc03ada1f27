"""The page of a story: its editions, what one of them prints, and what changed without anybody saying so."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from api.http.as_of import moment_of
from api.http.at_least import FIGURES, VIEWS
from api.http.claim_reading import views_of
from api.http.outlet_stories import SilentStory, changed_silently, names_of
from api.http.parameters import AS_OF, TOLERANCE, NotReadable, Parameter, bad
from api.http.reading import pool_of
from api.http.stories import OF_EDITION, story_shown
from api.http.story_notes import Note, notes_of
from api.http.story_reading import claims_of
from api.http.story_window import OpenedStory, editions_among, later_events, opened_story
from api.http.suggesting import suggested as suggested_by
from api.web.percent import PERCENT, as_a_share, in_percent
from api.web.sentences import count_words
from api.web.site import as_query, asked_of, page
from api.web.story_against import MOST_LOOKED_INTO, Against, against, claims_at_several_places
from api.web.story_compare import Comparison, Lone, columns_of, comparison, lone_edition
from api.web.story_prints import PrintRow, Window, claims_named, first_look, rows_of, window_from
from api.web.story_steps import (
    MOST_COMPARED,
    MOST_COUNTED,
    Looked,
    Step,
    StepChanges,
    are_few,
    looked_into,
    only,
    only_at,
    stepped,
)
from api.web.story_strip import Strip, around, gives_amounts, previous, steps_of, strip_of
from api.web.story_suggested import Suggested, suggested_of
from api.web.story_words import difference
from api.words import figure_words, text_words, time_words, who_words
from domain.claim_record import ClaimRecord
from domain.correction_notes import Draft, drafts
from domain.print_states import PrintState, states_of
from domain.refusals import Refused
from domain.story import Edition
from domain.view import View
from domain.wire import wire

MOST_DRAFTS = 10
MOST_OTHERS = 4


def _place(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 8 and int(text) > 0):  # noqa: PLR2004 (no edition has so many)
        raise NotReadable("the number of the first print to show, such as 101")
    return int(text)


COMPARE = replace(OF_EDITION, name="compare", meaning="Another edition, to hold it against.")
FROM = Parameter("from", "Show all that it prints, from this one on.", _place, {"type": "integer", "minimum": 1})

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a story is shown: an edition, the two that are compared, the columns, and what is loaded for them."""

    opened: OpenedStory
    shown: int
    before: int | None
    after: int | None
    editions: Mapping[int, Edition]
    columns: Sequence[int]
    is_few: bool

    @property
    def edition(self) -> Edition:
        """The edition shown."""
        return self.editions[self.shown]

    @property
    def compared(self) -> Step | None:
        """The step that is compared."""
        return None if self.before is None or self.after is None else (self.before, self.after)


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page shows."""

    number: int
    strip: Strip
    note_is_bare: bool
    missing_before: tuple[int, int] | None
    against: Sequence[Against]
    against_left_out: int
    window: Window
    rows: Sequence[PrintRow]
    comparison: Comparison | None
    lone: Lone | None
    drafts: Sequence[Note]
    are_drafts_whole: bool


@router.get("/stories/{story}")
async def story_page(request: Request, story: str) -> Response:
    """The page."""
    asked = asked_of(request, (OF_EDITION, COMPARE, FROM, TOLERANCE, PERCENT, AS_OF))
    if (sent_on := as_a_share(request, asked, "#against")) is not None:
        return sent_on
    pool = pool_of(request)
    moment = await moment_of(pool, asked, FIGURES, f"story/{story}")
    await moment_of(pool, asked, VIEWS)
    opened = await opened_story(request, story, moment)
    for parameter in (OF_EDITION, COMPARE):
        if (number := asked[parameter]) is not None and number not in opened.numbers:
            return await _missing(request, opened, number, moment)
    chosen = await _chosen(request, opened, asked[OF_EDITION] or opened.latest, asked[COMPARE])
    looked = _looked(chosen)
    several = claims_at_several_places(chosen.edition)
    window = None if asked[FROM] is None else window_from(chosen.edition, asked[FROM] or 1)
    window = window or first_look(chosen.edition, None, opened.finding if chosen.shown == opened.latest else {})
    claims = await claims_of(pool, _asked_editions(chosen, looked, window, several), opened.until)
    tolerance = asked[TOLERANCE]
    made = await asyncio.to_thread(_prepared, chosen, looked, claims, asked[FROM], tolerance)
    suggested = await _suggested(request, chosen)
    views = await views_of(pool, {*_named(made, claims), *(suggested.claims if suggested else ())}, opened.until)
    shown = await asyncio.to_thread(_shown, chosen, made, claims, views, is_past=moment is not None)
    outlet, headline = wire(chosen.edition.outlet), wire(chosen.edition.headline)
    return await page(
        request,
        "story.html",
        title=text_words(headline) or story,
        section="stories",
        as_of=moment,
        json_url=_json_url(chosen, asked[OF_EDITION], moment),
        since=None if moment is None else _since(await later_events(pool, opened)),
        live=[f"story/{story}", *(f"claim/{claim}" for claim in claims)],
        story=opened,
        shown=shown,
        is_latest=chosen.shown == opened.latest,
        views=views,
        outlet=who_words(outlet),
        headline=headline,
        withdrawal=await _withdrawal(request, opened, moment),
        suggested=suggested,
        silent_others=await _others(request, opened, moment),
        tolerance=asked.text.get("tolerance"),
        percent=in_percent(tolerance),
        told={name: value for name, value in asked.text.items() if name != "as_of"},
        query=as_query,
    )


async def _missing(request: Request, opened: OpenedStory, number: int, moment: int | None) -> Response:
    """That an edition is not in the record, with those that are."""
    is_between = number < opened.latest
    return await page(
        request,
        "story_missing.html",
        title=f"Edition {number:,} is not in this record",
        section="stories",
        status=404,
        as_of=moment,
        json_url=f"/v1/stories/{opened.story}/editions{as_query({'as_of': moment})}",
        story=opened,
        number=number,
        is_between=is_between,
        nearest=around(opened.numbers, min(opened.numbers, key=lambda one: abs(one - number))),
    )


async def _chosen(request: Request, opened: OpenedStory, shown: int, compare: int | None) -> Chosen:
    """Which editions are shown; loads those that the strip and the comparison need."""
    other = previous(opened.numbers, shown) if compare is None else compare
    if compare == shown:
        raise Refused(bad(COMPARE.name, "another edition than the one shown", str(compare)))
    before, after = (None, None) if other is None else (min(other, shown), max(other, shown))
    strip = around(opened.numbers, shown)
    steps = steps_of(opened.numbers, strip)
    columns = [] if before is None or after is None else columns_of(opened.numbers, before, after, are_few=True)
    needed = {shown, *strip, *(one for step in steps for one in step), *columns}
    editions = await editions_among(pool_of(request), opened, needed, worded=shown)
    is_few = are_few(editions.values())
    if before is not None and after is not None:
        columns = columns_of(opened.numbers, before, after, are_few=is_few)
    return Chosen(opened, shown, before, after, editions, columns, is_few)


def _looked(chosen: Chosen) -> dict[Step, Looked]:
    """What is looked into for each step: all where there is little, else what differs, the comparison first."""
    strip = around(chosen.opened.numbers, chosen.shown)
    steps = dict.fromkeys([*steps_of(chosen.opened.numbers, strip), *pairwise(chosen.columns)])
    found: dict[Step, Looked] = {}
    for before, after in [*([chosen.compared] if chosen.compared else []), *steps]:
        if (before, after) not in found:
            most = None if chosen.is_few else MOST_COMPARED if (before, after) == chosen.compared else MOST_COUNTED
            found[before, after] = looked_into(chosen.editions[before], chosen.editions[after], most)
    return found


def _asked_editions(
    chosen: Chosen, looked: Mapping[Step, Looked], window: Window, several: Sequence[str]
) -> list[Edition]:
    """The editions with all that has to be looked up of their claims, the rest veiled."""
    if chosen.is_few:
        return list(chosen.editions.values())
    needed: dict[int, set[str]] = {number: set() for number in chosen.editions}
    for one in looked.values():
        needed[one.before] |= one.claims
        needed[one.after] |= one.claims
    needed[chosen.shown] |= set(several[:MOST_LOOKED_INTO])
    of_steps = [only(edition, needed[number]) for number, edition in chosen.editions.items()]
    return [*of_steps, only_at(chosen.edition, window.places)]


@dataclass(frozen=True, slots=True)
class _Prepared:
    steps: Mapping[Step, StepChanges]
    counted: Mapping[int, Sequence[PrintState]]
    """Of the first edition and the one shown, where all that they print is looked into."""
    window: Window
    in_window: Sequence[PrintState]
    against: Sequence[Against]
    against_left_out: int
    drafts: Sequence[Draft]
    are_drafts_whole: bool


def _prepared(
    chosen: Chosen,
    looked: Mapping[Step, Looked],
    claims: Mapping[str, ClaimRecord],
    first: int | None,
    tolerance: Decimal | None,
) -> _Prepared:
    edition, is_latest = chosen.edition, chosen.shown == chosen.opened.latest
    several = claims_at_several_places(edition)
    states = states_of(edition, claims) if chosen.is_few else None
    finding = chosen.opened.finding if is_latest else {}
    window = first_look(edition, states, finding) if first is None else window_from(edition, first)
    if states is None:
        in_window = [one for one in states_of(only_at(edition, window.places), claims) if one.n in set(window.places)]
        looked_at = several[:MOST_LOOKED_INTO]
        of_several = states_of(only(edition, looked_at), claims)
    else:
        in_window = [states[n] for n in window.places]
        looked_at, of_several = several, states
    owed, is_whole = _drafts(chosen, claims, in_window)
    return _Prepared(
        steps={step: stepped(one, chosen.editions, claims) for step, one in looked.items()},
        counted={} if states is None else {**_first(chosen, claims), chosen.shown: states},
        window=window,
        in_window=in_window,
        against=against(of_several, looked_at, tolerance),
        against_left_out=len(several) - len(looked_at),
        drafts=owed,
        are_drafts_whole=is_whole,
    )


def _first(chosen: Chosen, claims: Mapping[str, ClaimRecord]) -> dict[int, Sequence[PrintState]]:
    first = chosen.editions.get(chosen.opened.numbers[0])
    return {} if first is None else {first.number: states_of(first, claims)}


def _drafts(
    chosen: Chosen, claims: Mapping[str, ClaimRecord], in_window: Sequence[PrintState]
) -> tuple[Sequence[Draft], bool]:
    """The notes owed; of a story that is too long to look through, those for what is shown of the latest edition."""
    if chosen.is_few and len(chosen.editions) == len(chosen.opened.numbers):
        return drafts(chosen.editions, claims, figure_words, time_words), True
    if chosen.shown != chosen.opened.latest:
        return [], False
    wrong = [one.n for one in in_window if one.corrected is not None]
    return drafts({chosen.shown: only_at(chosen.edition, wrong)}, claims, figure_words, time_words), False


def _named(made: _Prepared, claims: Mapping[str, ClaimRecord]) -> Collection[str]:
    """The claims that the page calls by name, or says of who withdrew them."""
    named = claims_named(made.in_window) | {one.claim for one in made.against} | {one.claim for one in made.drafts}
    named |= {claim for claim, known in claims.items() if known.status == "retracted"}
    return named | {one.claim for step in made.steps.values() for one in step.found}


def _shown(
    chosen: Chosen, made: _Prepared, claims: Mapping[str, ClaimRecord], views: Mapping[str, View], *, is_past: bool
) -> Shown:
    edition, numbers = chosen.edition, chosen.opened.numbers
    before = previous(numbers, chosen.shown) or 0
    strip = strip_of(numbers, chosen.shown, chosen.editions, made.steps, made.counted)
    in_order = [made.steps[step] for step in sorted(made.steps) if step != chosen.compared or _is_single(numbers, step)]
    compared = None if chosen.compared is None else made.steps[chosen.compared]
    latest = _latest(chosen, made.window)
    notes = notes_of({} if latest is None else {latest.number: latest}, made.drafts, claims, views)
    return Shown(
        number=chosen.shown,
        strip=strip,
        note_is_bare=gives_amounts(edition) is False,
        missing_before=(before + 1, chosen.shown - 1) if chosen.shown > before + 1 else None,
        against=made.against,
        against_left_out=made.against_left_out,
        window=made.window,
        rows=rows_of(made.in_window, views, is_past=is_past),
        comparison=None
        if compared is None
        else comparison(chosen.columns, compared, made.steps, chosen.editions, views),
        lone=lone_edition(chosen.shown, in_order, chosen.editions),
        drafts=notes[:MOST_DRAFTS],
        are_drafts_whole=made.are_drafts_whole and len(notes) <= MOST_DRAFTS,
    )


def _latest(chosen: Chosen, window: Window) -> Edition | None:
    """The latest edition as far as its claims are looked up; None where it is not shown."""
    latest = chosen.editions.get(chosen.opened.latest)
    if latest is None or chosen.is_few:
        return latest
    return only_at(latest, window.places) if chosen.shown == latest.number else None


def _is_single(numbers: Sequence[int], step: Step) -> bool:
    return numbers.index(step[1]) == numbers.index(step[0]) + 1


def _since(count: int) -> str | None:
    """How much of the story came later, as the banner tells it."""
    return f"{count_words(count, 'event').capitalize()} of this story came later." if count else None


async def _withdrawal(request: Request, opened: OpenedStory, moment: int | None) -> Any:  # noqa: ANN401 (as answered)
    return (await story_shown(request, opened.story, moment))["withdrawal"] if opened.view["withdrawn"] else None


async def _suggested(request: Request, chosen: Chosen) -> Suggested | None:
    if chosen.edition.text is None:
        return None
    found = await suggested_by(pool_of(request), chosen.opened.story, chosen.edition, chosen.opened.until)
    return suggested_of(found)


@dataclass(frozen=True, slots=True)
class Other:
    """Another story of the outlet with silent changes: the last one, its words, and how many there are."""

    story: str
    headline: Any
    last: Any
    words: Markup
    count: int


async def _others(request: Request, opened: OpenedStory, moment: int | None) -> list[Other]:
    """Other silent changes of the outlet."""
    outlets = names_of(opened.view["outlet"])
    found = await changed_silently(pool_of(request), outlets, moment, MOST_OTHERS, besides=opened.story)
    return [_other(one) for one in found.stories if one.changes]


def _other(one: SilentStory) -> Other:
    last: Any = one.changes[0]
    return Other(one.story, one.view["headline"], last, difference(last.get("words") or ()), one.count)


def _json_url(chosen: Chosen, edition: int | None, moment: int | None) -> str:
    """The answer that has what the page shows; a tolerance is the page's own, for no answer about a story takes one."""
    where = f"/v1/stories/{chosen.opened.story}"
    if chosen.compared is not None:
        return f"{where}/changes{as_query({'from': chosen.before, 'to': chosen.after, 'as_of': moment})}"
    one = "" if edition is None else f"/editions/{edition}"
    return f"{where}{one}{as_query({'as_of': moment})}"
