"""What becomes of the stories that print a claim, if the event of a form is recorded."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from adapters.postgres.fetch import Pool, rows
from adapters.postgres.queries import queries
from api.http.story_reading import PrintedIn, printed_in, reflected
from api.web.forms.preview import Line
from api.words import figure_words, who_words
from domain.claim_state import ClaimState
from domain.event_parts import MadeBy, Print
from domain.events import ClaimData, Corrected, Disputed, Retracted, Updated
from domain.figure import Figure
from domain.printed import figure_key, figure_of_print
from domain.shapes import Erased
from domain.wire import wire

SQL = queries("form_offers")
MOST_STORIES = 5
MOST_CANDIDATES = 50

_PRINT = TypeAdapter(Print)


async def latest_prints(pool: Pool, claim: str) -> Sequence[PrintedIn]:
    """What the latest edition of each story that prints *claim* prints of it."""
    prints = (await printed_in(pool, [claim], await reflected(pool, None))).get(claim, [])
    latest: dict[str, int] = {}
    for one in prints:
        latest[one.story] = max(one.edition, latest.get(one.story, 0))
    return [one for one in prints if one.edition == latest[one.story]]


async def still_printed(pool: Pool, prints: Sequence[PrintedIn]) -> Sequence[PrintedIn]:
    """Those of *prints* that a reader finds in a story today: in its latest edition, unless it was withdrawn."""
    stories = sorted({one.story for one in prints})
    latest: dict[str, int] = dict(await rows(pool, SQL["latest_editions"], {"stories": stories})) if stories else {}
    return [one for one in prints if one.edition == latest.get(one.story)]


def story_lines(prints: Sequence[PrintedIn], before: ClaimState, after: ClaimState, data: ClaimData) -> Iterator[Line]:
    """A line for each story whose figure the event touches; of many the first few."""
    told: dict[str, Line] = {}
    for one in prints:
        figure = _figure(one, before)
        words = "" if figure is None else _becomes(figure, before, after, data)
        if words and one.story not in told:
            edition = f"{who_words(one.outlet)}, edition {one.edition}"
            told[one.story] = Line("Stories", f" {words}", link=f"/stories/{one.story}", linked=edition)
    yield from list(told.values())[:MOST_STORIES]
    if len(told) > MOST_STORIES:
        yield Line("Stories", f"and {len(told) - MOST_STORIES} more")


def _figure(printed: PrintedIn, state: ClaimState) -> Figure | None:
    """The figure that is printed, if it can be told."""
    try:
        one = _PRINT.validate_python(dict(cast("Mapping[str, Any]", printed.view)))
    except ValidationError:  # erased
        return None
    candidates = [revision.figure for revision in state.revisions.numbered[-MOST_CANDIDATES:]]
    figure = figure_of_print(one, _target(one, state), candidates[::-1])
    return None if isinstance(figure, Erased) else figure


def _target(one: Print, state: ClaimState) -> Figure | Erased | None:
    match one.target:
        case int(number) if number <= len(state.revisions):
            return state.revisions[number].figure
        case MadeBy(id=id_, source=str(source)) if number := state.events.get((source, id_), 0):
            return state.revisions[number].figure
        case _:
            return None


def _becomes(figure: Figure, before: ClaimState, after: ClaimState, data: ClaimData) -> str:
    """What is to be said of a print of *figure*; "" if the event leaves it alone."""
    printed = figure_words(cast("Mapping[str, Any]", wire(figure)))
    match data:
        case Corrected(target=int(number)):
            is_meant = figure_key(figure) == figure_key(before.revisions[number].figure)
            return "prints the old figure: a correction note will be drafted" if is_meant and _moves(data) else ""
        case Updated() if after.standing is not None and _number(after) != _number(before):
            is_behind = figure_key(figure) != figure_key(after.standing.figure)
            return f"prints {printed}: it will be behind" if is_behind else f"prints {printed} already"
        case Disputed(target=int(number)):
            is_meant = figure_key(figure) == figure_key(before.revisions[number].figure)
            return "prints the disputed figure" if is_meant else ""
        case Retracted():
            return f"prints {printed}, which will be retracted"
        case _:
            return ""


def _moves(data: Corrected) -> bool:
    """Whether the correction leaves its target without the figure that it had."""
    named = data.is_.named()
    return not named or "figure" in named


def _number(state: ClaimState) -> int:
    return 0 if state.standing is None else state.standing.number
