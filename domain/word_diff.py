"""Two wordings held side by side, word by word; and any two sequences, run by run."""

import re
from collections.abc import Hashable, Iterator, Sequence
from difflib import Match, SequenceMatcher
from itertools import accumulate
from typing import TypeVar

from domain.refusals import Json
from domain.shapes import Erased
from domain.wire import wire

T = TypeVar("T", bound=Hashable)

MOST_STEPS = 100_000
"""Of a comparison: a few milliseconds. Two paragraphs take a tenth of that."""

_UNSPACED = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese and Japanese, which put nothing between words: there each character is taken as one."""
_WORDS = re.compile(rf"\s+|[{_UNSPACED}]|[^\s{_UNSPACED}]+")


def wording_diff(old: str | Erased | None, new: str | Erased | None) -> list[Json]:
    """What became of *old*, as ``{"op", "text"}``: same, removed, added; all but the added spell out *old*."""
    if isinstance(old, Erased) or isinstance(new, Erased):
        # an erased wording cannot be split, and nobody can say that two of them were the same
        whole = (("removed", old), ("added", new))
        return [{"op": op, "text": wire(text)} for op, text in whole if text is not None]
    return [
        {"op": op, "text": "".join(words)} for op, words in runs(_WORDS.findall(old or ""), _WORDS.findall(new or ""))
    ]


def runs(old: Sequence[T], new: Sequence[T]) -> Iterator[tuple[str, Sequence[T]]]:
    """What *old* and *new* share, what was removed and what added, in order, removed before added.

    Where it takes more than MOST_STEPS to find out, and they begin and end alike, only what is between is compared; if
    that takes more as well, all of it was replaced.
    """
    try:
        yield from _runs(old, new)
    except _TooManyStepsError:
        yield from _runs_between(old, new)


def _runs_between(old: Sequence[T], new: Sequence[T]) -> Iterator[tuple[str, Sequence[T]]]:
    first = _alike(old, new)
    left, right = old[first:], new[first:]
    last = _alike(left[::-1], right[::-1])
    removed, added = left[: len(left) - last], right[: len(right) - last]
    try:
        between = _runs(removed, added)
    except _TooManyStepsError:
        between = [("removed", removed), ("added", added)]
    for op, run in (("same", old[:first]), *between, ("same", old[len(old) - last :])):
        if run:
            yield op, run


def _alike(one: Sequence[T], other: Sequence[T]) -> int:
    """How many of them are the same from the beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _runs(old: Sequence[T], new: Sequence[T]) -> list[tuple[str, Sequence[T]]]:
    """Raises _TooManyStepsError."""
    found: list[tuple[str, Sequence[T]]] = []
    for op, old_start, old_end, new_start, new_end in _Bounded(old, new).get_opcodes():
        if op == "equal":
            found.append(("same", old[old_start:old_end]))
            continue
        if old_start < old_end:
            found.append(("removed", old[old_start:old_end]))
        if new_start < new_end:
            found.append(("added", new[new_start:new_end]))
    return found


class _TooManyStepsError(Exception):
    """Two sequences repeat themselves, or are too long and too unlike, to be compared in time."""


class _Bounded(SequenceMatcher[T]):
    """What difflib finds, unless that takes too many steps: one for an element, and for each other that is like it."""

    def __init__(self, old: Sequence[T], new: Sequence[T]) -> None:
        super().__init__(None, old, new)
        like: dict[T, list[int]] = self.b2j  # type: ignore[attr-defined]  # documented, but not in its stubs
        self._steps = [0, *accumulate(1 + len(like.get(one, ())) for one in old)]
        self._left = MOST_STEPS

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """As SequenceMatcher has it; raises _TooManyStepsError."""
        self._left -= self._steps[-1 if ahi is None else ahi] - self._steps[alo]
        if self._left < 0:
            raise _TooManyStepsError
        return super().find_longest_match(alo, ahi, blo, bhi)
