"""The revisions beside the chart: all of a short history; of a long one a window of turns, of corrections or of all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from adapters.postgres.fetch import Pool
from api.http.claim_figures import revisions_of
from api.web.claim_asked import BELOW, SHOW, Asking, Show
from api.web.claim_history import Figures, years_said
from api.web.filters import by_day, change
from api.web.reader import present_reader
from api.web.sentences import disputed_words
from api.words import Shown, text_words
from domain.exact import EXACT
from domain.figure import plain
from domain.refusals import Json
from domain.shapes import amount_value
from domain.view import View

AT_ONCE: Mapping[Show, int] = {"turns": 12, "latest": 12, "corrections": 12, "all": 50}
NAMES: Mapping[Show, str] = {"turns": "Turns", "latest": "Latest", "corrections": "Corrections", "all": "All"}
LONGEST_NOTE, MOST_PAIRS = 400, 3
PLACE = "revisions"

State = tuple[str, str]
Disputed = Mapping[int, Sequence[Shown]]


@dataclass(frozen=True, slots=True)
class Row:
    """A revision: its figure and how it is written (``look``), states, then a word in bold and a note."""

    number: int
    figure: Json
    look: str
    said_at: Json
    published_at: Json
    states: Sequence[State]
    strong: str
    note: str
    stands: bool
    cut_at: int | None = None
    """The position of the event with the whole of a note that was cut."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A choice of revisions, and where it leads; None for the one that is shown."""

    words: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Rows:
    """The window: its rows, the tabs, the way to earlier ones and back, two revisions to compare.

    ``neighbours`` are all that stand side by side, where they are few.
    ``year`` is the one in which all were said, as it stands behind a day: rows leave it out. Else it is empty.
    """

    rows: Sequence[Row]
    tabs: Sequence[Tab]
    earlier: str | None
    first: str | None
    compare: tuple[int, int] | None
    neighbours: Sequence[tuple[int, int]]
    year: str


async def rows_of(  # noqa: PLR0913, PLR0917 (what is at hand, and what is asked for)
    pool: Pool, claim: str, figures: Figures, asking: Asking, disputed: Disputed, until: int
) -> Rows:
    """The rows that are asked for, as of a position."""
    show = (asking.asked[SHOW] or "turns") if figures.is_long else "all"
    numbers = _numbers(figures, show)
    below = asking.asked[BELOW] if figures.is_long and asking.axis != "recorded" else None
    left = [one for one in numbers if below is None or one < below]
    window = left[: AT_ONCE[show]]
    items = await revisions_of(pool, claim, window, until)
    more = len(left) > len(window)
    return Rows(
        rows=[_row(one, figures, disputed) for one in items],
        tabs=list(_tabs(figures, asking, show)) if figures.is_long else [],
        earlier=asking.address(PLACE, below=window[-1]) if more else None,
        first=asking.address(PLACE, below=None) if below is not None else None,
        compare=(pairs[0] if (pairs := _neighbours(items)) else None),
        neighbours=pairs[::-1] if len(pairs) <= MOST_PAIRS else [],
        year=_year(figures),
    )


def change_of(figures: Figures, number: int) -> str | None:
    """The exact difference of a figure to the one before it in the course, as a decimal; None where there is none."""
    point, before = figures.numbered(number), figures.before.get(number)
    if point is None or before is None or point.amount is None or before.amount is None:
        return None
    return plain(EXACT.subtract(amount_value(point.amount), amount_value(before.amount)))


def sharing_a_day(rows: Rows, *, is_published: bool) -> frozenset[int]:
    """The numbers of those whose day reads like another's, by the reader's clocks: these need their time of day."""
    days = {one.number: by_day(one.published_at if is_published else one.said_at).striptags() for one in rows.rows}
    often = Counter(days.values())
    return frozenset(number for number, day in days.items() if often[day] > 1)


def _year(figures: Figures) -> str:
    ends = [figures.course.points[place] for place in (0, -1)] if figures.course.points else []
    zone = present_reader().zone
    years = {year for one in ends for year in years_said(one, zone)}
    return f" {next(iter(years))}" if len(years) == 1 and None not in years else ""


def _numbers(figures: Figures, show: Show) -> Sequence[int]:
    match show:
        case "turns":
            return figures.turns
        case "corrections":
            return figures.corrections
        case "latest":
            return range(len(figures.points), max(len(figures.points) - AT_ONCE["latest"], 0), -1)
        case "all":
            return range(len(figures.points), 0, -1)


def _tabs(figures: Figures, asking: Asking, shown: Show) -> Iterator[Tab]:
    corrections = sum(one.replaced for one in figures.points)
    counts = {"corrections": f" {corrections:,}", "all": f" {len(figures.points):,}"}
    for one, name in NAMES.items():
        if one == "corrections" and not corrections:
            continue
        address = None if one == shown else asking.address(PLACE, show=None if one == "turns" else one, below=None)
        yield Tab(f"{name}{counts.get(one, '')}", address)


def _row(item: View, figures: Figures, disputed: Disputed) -> Row:
    number = int(str(item["revision"]))
    states = [
        *_states(item, figures, number),
        *([("disputed", disputed_words(disputed[number]))] if number in disputed else []),
    ]
    moved = change(change_of(figures, number))
    fell = number in figures.course.fell
    return Row(
        number=number,
        figure=item["figure"],
        look="corrected" if item["replaced"] else "",
        said_at=item["said_at"],
        published_at=item["published_at"],
        states=states,
        strong=moved if fell else "",
        note=_note(item, figures, number, "" if fell else moved),
        stands=bool(item["standing"]),
        cut_at=int(str(item["position"])) if len(text_words(item["reason"])) > LONGEST_NOTE else None,
    )


def _states(item: Shown, figures: Figures, number: int) -> Iterator[State]:
    if item["standing"]:
        yield "stands", "Stands"
    if item["replaced"]:
        yield "corrected", "Corrected" if item["replaced_by"] else "Moved"
    elif item["replaces"]:
        yield "corrected", "Put back" if is_put_back(figures, number) else f"Corrects {item['replaces']:,}"
    if item["late"]:
        yield "late", "Late"


def _note(item: Shown, figures: Figures, number: int, moved: str) -> str:
    if item["replaced"]:
        return f"by {item['replaced_by']:,}" if item["replaced_by"] else "to another claim, where it belongs"
    reason = _shortened(text_words(item["reason"]))
    if item["replaces"]:
        return f"replaces {item['replaces']:,}" if is_put_back(figures, number) else reason
    if not figures.is_long:
        return f"Updated: {reason}" if item["kind"] == "updated" else "Reported"
    is_told = number in figures.course.fell or not moved
    return " ".join(one for one in (moved, reason if is_told else "") if one) or "Reported"


def is_put_back(figures: Figures, number: int) -> bool:
    """Whether a correction undoes the one before it."""
    point = figures.numbered(number)
    undone = None if point is None or point.replaces is None else figures.numbered(point.replaces)
    earlier = None if undone is None or undone.replaces is None else figures.numbered(undone.replaces)
    return point is not None and earlier is not None and point.amount is not None and earlier.amount == point.amount


def _neighbours(items: Sequence[Shown]) -> list[tuple[int, int]]:
    """Each two that stand side by side, the earlier first; the last two first of all."""
    return [(before["revision"], after["revision"]) for after, before in pairwise(items)]


def _shortened(text: str) -> str:
    """*text*, cut between words where it is very long."""
    return text if len(text) <= LONGEST_NOTE else f"{text[:LONGEST_NOTE].rpartition(' ')[0] or text[:LONGEST_NOTE]} …"
