"""Two wordings held side by side, word by word; and any two sequences, run by run."""

import re
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from domain.refusals import Json
from domain.shapes import Erased
from domain.wire import wire

T = TypeVar("T", bound=Hashable)

_WORDS = re.compile(r"\s+|\S+")


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
    """What *old* and *new* share, what was removed and what added, in order, removed before added."""
    for op, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if op == "equal":
            yield "same", old[old_start:old_end]
            continue
        if old_start < old_end:
            yield "removed", old[old_start:old_end]
        if new_start < new_end:
            yield "added", new[new_start:new_end]
