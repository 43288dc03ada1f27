"""Where words stand in a text, and which of its places are covered by others: in time that grows as the text does."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

MOST_PLACES = 50
"""Places at which one wording, or one claim, is looked for in a text; a wording is tried at ten times as many."""
IN_A_NUMBER = re.compile(r"\d[.,]\d")
_QUOTES = str.maketrans(
    dict.fromkeys("‘’\u201a\u201b", "'") | dict.fromkeys("“”„«»", '"') | {"\u2010": "-", "\u2011": "-"}
)


class Place(NamedTuple):
    """From code point *start* to before *end* of a text."""

    start: int
    end: int


class Covered:
    """Places of a text, for telling at once whether another overlaps any of them."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places: list[Place] = []
        for one in sorted(places):
            last = self.places[-1] if self.places else None
            if last is not None and one.start < last.end:
                self.places[-1] = Place(last.start, max(last.end, one.end))
            else:
                self.places.append(one)

    def overlaps(self, place: Place) -> bool:
        """Whether *place* shares a code point with one of them."""
        before = bisect_left(self.places, (place.end,)) - 1  # those that begin before it ends; the last ends last
        return before >= 0 and self.places[before].end > place.start

    def add(self, place: Place) -> None:
        """Adds one that overlaps none."""
        insort(self.places, place)


class Text:
    """A text, and the same folded for looking words up in it: case, white space and quotation marks are as one."""

    def __init__(self, text: str) -> None:
        self.text = text
        folded: list[str] = []
        self._at: list[int] = []
        for at, character in enumerate(text):
            for one in _folded(character):
                if one != " " or (folded and folded[-1] != " "):
                    folded.append(one)
                    self._at.append(at)
        self.folded = "".join(folded)

    def places(self, wording: str) -> Iterator[Place]:
        """Where *wording* stands as whole words, the first of these places."""
        return islice(self._whole(wording), MOST_PLACES)

    def _whole(self, wording: str) -> Iterator[Place]:
        sought = " ".join("".join(map(_folded, wording)).split()).rstrip(".,")
        at = self.folded.find(sought)
        for _ in range(10 * MOST_PLACES):
            if not sought or at < 0:
                return
            end = at + len(sought)
            if not self._goes_on(at - 1, at) and not self._goes_on(end - 1, end):
                yield Place(self._at[at], self._at[end - 1] + 1)
            at = self.folded.find(sought, end)

    def _goes_on(self, left: int, right: int) -> bool:
        """Whether a word or a number goes on from the one folded character to the next."""
        if left < 0 or right >= len(self.folded):
            return False
        one, other = self.folded[left], self.folded[right]
        return (one.isalnum() and other.isalnum()) or IN_A_NUMBER.match(self.folded, max(0, left - 1)) is not None


def _folded(character: str) -> str:
    return " " if character.isspace() else character.casefold().translate(_QUOTES)
