"""What of a text a search shows: the part with the words that were asked for, in segments of which some are marked."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from adapters.search_words import searchable
from domain.wording import numerals

LONGEST_EXCERPT = 240
BEFORE_THE_FIRST = 60
LOOKED_THROUGH = 2_000
"""Code points of a text in which something is marked."""

_WORD = re.compile(r"\w+")

Segments = list[dict[str, Any]]


def words_of(text: str) -> Iterator[str]:
    """Each word of *text* as a search compares it."""
    for found in _WORD.finditer(text[:LOOKED_THROUGH]):
        yield searchable(found[0]).lower()


def marked_spans(text: str, is_asked_for: Callable[[str], bool], numbers: frozenset[Decimal]) -> list[tuple[int, int]]:
    """Where in *text* a word that is asked for stands, or one of *numbers* however it is written; in order, apart."""
    text = text[:LOOKED_THROUGH]
    spans = [found.span() for found in _WORD.finditer(text) if is_asked_for(searchable(found[0]).lower())]
    if numbers:
        spans += [(one.start, one.end) for one in numerals(text) if not one.values.isdisjoint(numbers)]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def segments(text: str, spans: list[tuple[int, int]]) -> Segments:
    """The part of *text* around the first of *spans*, 240 code points at most; "…" where it is cut."""
    begin = _beginning(text, spans[0][0] if spans else 0)
    end = min(len(text), begin + LONGEST_EXCERPT)
    made: Segments = [_segment("…", is_marked=False)] if begin else []
    at = begin
    for start, stop in spans:
        if start >= end:
            break
        made += [_segment(text[at:start], is_marked=False), _segment(text[start : min(stop, end)], is_marked=True)]
        at = min(stop, end)
    made.append(_segment(text[at:end] + ("…" if end < len(text) else ""), is_marked=False))
    return [one for one in made if one["text"]]


def _beginning(text: str, first: int) -> int:
    """At a word, some way before the *first* mark; at the text's own beginning where that is near."""
    if len(text) <= LONGEST_EXCERPT or first <= BEFORE_THE_FIRST:
        return 0
    space = text.find(" ", first - BEFORE_THE_FIRST, first)
    return first if space < 0 else space + 1


def _segment(text: str, *, is_marked: bool) -> dict[str, Any]:
    return {"text": text, "marked": is_marked}
