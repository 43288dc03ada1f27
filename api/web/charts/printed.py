"""The editions above a claim's chart: a tick for each, with its name where there is room."""

from collections.abc import Sequence
from operator import itemgetter

from markupsafe import Markup

from api.web.charts.history import Edition
from api.web.charts.labels import Item
from api.web.charts.lettering import Span, width_of
from api.web.charts.plot import Plot
from api.web.charts.scales import seconds
from api.web.charts.svg import line, words

_BESIDE_EACH_OTHER = 24.0  # px from one edition to the next
_EDGE = 2.0
_TICK = (6.0, 20.0)

Placed = tuple[float, Edition]


def rail(plot: Plot) -> tuple[list[Markup], list[Item]]:
    """The ticks and the names beside them, and items for the names without room; of some side by side the first."""
    placed = sorted(((plot.across.at(seconds(one.at)), one) for one in plot.given.history.editions), key=itemgetter(0))
    ticks = sorted({round(x) for x, _ in placed})
    drawn = [line((x, _TICK[0]), (x, _TICK[1]), "ink", stroke_width=2) for x in ticks]
    items: list[Item] = []
    taken: list[tuple[float, float]] = []
    for beside in _side_by_side(placed):
        found = _named(plot, beside, ticks, taken)
        if found is None:
            items.append(_item(beside))
        else:
            drawn.append(found)
    return drawn, items


def _named(
    plot: Plot, beside: Sequence[Placed], ticks: Sequence[int], taken: list[tuple[float, float]]
) -> Markup | None:
    """The name of editions side by side, right or left of them; its place is then taken."""
    first, last = beside[0][0], beside[-1][0]
    texts = [f"{text}{_more(beside)}" for text in (beside[0][1].words, beside[0][1].short)]
    spots = ((last + 8, text) for text in texts)
    back = ((first - 8 - width_of(text), text) for text in texts)
    for left, text in (*spots, *back):
        right = left + width_of(text)
        others = any(left - 3 < tick < right + 3 for tick in ticks)
        if left >= _EDGE and right <= plot.form.width - _EDGE and not others and not _meets(taken, left, right):
            taken.append((left, right))
            start = left if left > first else first - 8
            return words([Span(text)], (start, 17), anchor="start" if left > first else "end")
    return None


def _item(beside: Sequence[Placed]) -> Item:
    one = beside[0][1]
    day = f"{one.day}: " if one.day else ""
    return Item(line((0, -6), (0, 6), "ink", stroke_width=2), [Span(f"{day}{one.words}{_more(beside)}")])


def _more(beside: Sequence[Placed]) -> str:
    return f" and {len(beside) - 1} more" if len(beside) > 1 else ""


def _side_by_side(placed: Sequence[Placed]) -> list[list[Placed]]:
    groups: list[list[Placed]] = []
    for one in placed:
        if groups and one[0] - groups[-1][-1][0] <= _BESIDE_EACH_OTHER:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _meets(taken: Sequence[tuple[float, float]], left: float, right: float) -> bool:
    return any(left < end + 8 and start - 8 < right for start, end in taken)
