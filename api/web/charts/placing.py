"""Where labels go: beside their point, over nothing else, inside the drawing."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from api.web.charts.course import Column

CELL = 4  # px of the line's outline that are looked at as one
_NEAR, _LINE_COST, _FAR_COST, SOFT_COST = 13.0, 1.5, 0.3, 16.0
_OFF = 2.5  # px that the halo of a label needs beside the line, or it would rub it out
_UPRIGHT, _TALL = 5, 9.0  # an upright stroke through words harms more than a flat one behind them
_BESIDE, _MARK, _LEADER_LEVEL = 16.0, 8.0, 7.5
_HIDDEN_COST = 0.15  # a square pixel of a mark: to hide one whole is as bad as a leader of 100 px
_ASIDE = (7.0, 14.0)  # px further from the point, past a pennant or a mark beside it
_LEADERS = (24.0, 40.0, 58.0, 78.0, 100.0, 126.0, 156.0)


class Box(NamedTuple):
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    foot: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share any pixel."""
        return self.left < other.right and other.left < self.right and self.top < other.foot and other.top < self.foot

    def shared(self, other: "Box") -> float:
        """How many square pixels the two share."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return max(across, 0.0) * max(min(self.foot, other.foot) - max(self.top, other.top), 0.0)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it or on its edge."""
        return self.left <= x <= self.right and self.top <= y <= self.foot

    def within(self, other: "Box") -> bool:
        """Whether *other* holds all of it."""
        return (
            self.left >= other.left and self.right <= other.right and self.top >= other.top and self.foot <= other.foot
        )


class Sheet:
    """What of a drawing is taken, and where its line runs."""

    def __init__(self, frame: Box, outline: dict[int, tuple[float, float]]) -> None:
        """An empty sheet."""
        self.frame = frame
        self._outline = outline
        self._taken: list[Box] = []
        self._marks: list[Box] = []
        self._soft: list[Box] = []

    def take(self, box: Box) -> None:
        """Keeps all labels off *box*."""
        self._taken.append(box)

    def mark(self, box: Box) -> None:
        """Keeps labels off the mark in *box*, but for one that may lie across marks."""
        self._marks.append(box)

    def avoid(self, box: Box) -> None:
        """Keeps labels off *box* while there is room elsewhere."""
        self._soft.append(box)

    def free(self, box: Box) -> bool:
        """Whether *box* lies inside the frame, on no label and on no mark."""
        return self._beside_labels(box) and not any(box.meets(one) for one in self._marks)

    def _beside_labels(self, box: Box) -> bool:
        return box.within(self.frame) and not any(box.meets(one) for one in self._taken)

    def _reached(self, box: Box, x: float, y: float, marks: Iterable[Box]) -> bool:
        """Whether the leader from the point to *box* crosses no label, no line and no other one of *marks*."""
        parts = leader(box, x, y)
        others = (one for one in chain(self._taken, marks) if not one.holds(x, y))
        is_free = not parts or not any(part.meets(one) for one in others for part in parts)
        return is_free and not any(self._crossed(one) for one in parts)

    def cost(self, box: Box) -> float:
        """How much lies under *box*."""
        return self._crossed(box) * _LINE_COST + sum(SOFT_COST for one in self._soft if box.meets(one))

    def _crossed(self, box: Box) -> int:
        """How much of the line lies under *box*."""
        cells = range(int(box.left) // CELL, int(box.right) // CELL + 1)
        runs = [self._outline[cell] for cell in cells if cell in self._outline]
        return sum(_UPRIGHT if foot - top > _TALL else 1 for top, foot in runs if top <= box.foot and foot >= box.top)

    def best(self, size: tuple[float, float], x: float, y: float) -> tuple[float, Box] | None:
        """The best free place for a label of a point, off the line, and what it costs; None if there is none."""
        found: tuple[float, Box] | None = None
        for order, (box, far) in enumerate(self._places(size, x, y)):
            base = order * 0.4 + far * _FAR_COST
            if (found is not None and base >= found[0]) or not self._is_off_line(box):
                continue
            is_free = self.free(box) and self._reached(box, x, y, self._marks)
            cost = base + sum(SOFT_COST for one in self._soft if box.meets(one))
            if is_free and (found is None or cost < found[0]):
                found = cost, box
        return found

    def _is_off_line(self, box: Box) -> bool:
        return not self._crossed(Box(box.left - _OFF, box.top - _OFF, box.right + _OFF, box.foot + _OFF))

    def place_across(self, size: tuple[float, float], x: float, y: float) -> Box | None:
        """The best place on no other label, near the point and hiding little of the marks or the line."""
        found = (
            (order * 0.4 + far * _FAR_COST + self.cost(box) + self._hidden(box), box)
            for order, (box, far) in enumerate(self._places(size, x, y))
            if self._beside_labels(box) and self._reached(box, x, y, ())
        )
        best = min(found, default=None)
        return None if best is None else best[1]

    def _hidden(self, box: Box) -> float:
        return _HIDDEN_COST * sum(box.shared(one) for one in self._marks)

    def keep(self, box: Box, x: float, y: float) -> None:
        """Takes a place and the leader to it."""
        for part in (box, *leader(box, x, y)):
            self.take(part)

    def _places(self, size: tuple[float, float], x: float, y: float) -> Iterator[tuple[Box, float]]:
        width, height = size
        right, left = x + _NEAR, x - _NEAR - width
        middle = min(max(x - width / 2, self.frame.left), self.frame.right - width)
        level = min(max(y - height / 2, self.frame.top), max(self.frame.foot - height, self.frame.top))
        for top in (level, y + 5, y - 5 - height, y + 9, y - 9 - height):
            yield _box(right, top, size), 0
        for top in (level, y - 5 - height, y + 5, y - 9 - height, y + 9):
            yield _box(left, top, size), 0
        yield _box(middle, y - _NEAR - height, size), 0
        yield _box(middle, y + _NEAR, size), 0
        for aside in _ASIDE:
            for top in (level, y - 5 - height, y + 5):
                yield _box(right + aside, top, size), aside
                yield _box(left - aside, top, size), aside
        for far in _LEADERS:
            for top in (y - far - height, y + far):
                yield _box(left + 3, top, size), far
                yield _box(right - 3, top, size), far
                yield _box(middle, top, size), far


def leader(box: Box, x: float, y: float) -> list[Box]:
    """The thin line from a point to its label as one or two strokes, upright and then level; none if it is beside."""
    below, above = box.top - y, y - box.foot
    if max(below, above) < _BESIDE:
        return []
    if box.left <= x <= box.right:
        ends = (box.foot, y - _MARK) if above > below else (y + _MARK, box.top)
        return [Box(x - 0.5, ends[0], x + 0.5, ends[1])]
    level = box.foot - _LEADER_LEVEL if above > below else box.top + _LEADER_LEVEL
    ends = (level, y - _MARK) if above > below else (y + _MARK, level)
    across = (box.right + 2, x) if box.right < x else (x, box.left - 2)
    return [Box(x - 0.5, ends[0], x + 0.5, ends[1]), Box(across[0], level - 0.5, across[1], level + 0.5)]


def _box(left: float, top: float, size: tuple[float, float]) -> Box:
    return Box(left, top, left + size[0], top + size[1])


def outline(found: Iterable[Column], end: float) -> dict[int, tuple[float, float]]:
    """The highest and lowest pixel of the line in each cell, upright strokes and flat ones."""
    runs: dict[int, tuple[float, float]] = {}
    before: Column | None = None
    for one in found:
        if before is not None and before.last is not None:
            _flat(runs, before.x, one.x, before.last)
        ys = [y for y in (one.top, one.foot, before.last if before else None) if y is not None]
        if ys and one.first is not None:
            _grow(runs, int(one.x) // CELL, min(ys), max(ys))
        before = one
    if before is not None and before.last is not None:
        _flat(runs, before.x, end, before.last)
    return runs


def _flat(runs: dict[int, tuple[float, float]], start: float, end: float, y: float) -> None:
    for cell in range(int(start) // CELL, int(end) // CELL + 1):
        _grow(runs, cell, y, y)


def _grow(runs: dict[int, tuple[float, float]], cell: int, top: float, foot: float) -> None:
    known = runs.get(cell)
    runs[cell] = (top, foot) if known is None else (min(known[0], top), max(known[1], foot))
