"""What a person may want to record of an edition of which only the text is known: claims that it words, loose numbers.

Rules, not a reader of prose: a wording of a known claim that stands in the text word for word, or a figure of one that
stands there beside a word of what the claim is about. Nothing is recorded until a person accepts it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, takewhile
from typing import Literal

from domain.compare import compare_figures
from domain.event_parts import Placement, Print, Selector
from domain.figure import Approximate, Figure, bounds
from domain.printed import figure_key
from domain.refusals import Json
from domain.set_aside import set_aside
from domain.shapes import Erased
from domain.story import Edition
from domain.text_places import IN_A_NUMBER, MOST_PLACES, Covered, Place, Text
from domain.view import View
from domain.wire import wire
from domain.worded_figure import figures_of_numeral, is_no_year, qualified
from domain.wording import Numeral, numerals

MOST_NUMBERS = 1_000
MOST_FOUND = 500
MOST_ALIKE = 200
"""Candidates among which the claim of a number is sought."""
MOST_CLAIMS = 20
WORDS_AFTER = 6
SHORTEST_WORD = 4
STEM = 5
NEARLY = Decimal("0.05")
"""How far off a rounded figure may be to be taken for a claim's."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A revision of a claim that may be printed. ``about`` are the words of its scope, for telling like from like."""

    claim: str
    revision: int
    wording: str
    figure: Figure | Erased
    about: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """That the text words *revision* of *claim* at *place*: found by its wording, or by its figure.

    ``figure`` is what the text says of it where that is not the revision's own: nearly 500, of 498.
    """

    claim: str
    revision: int
    place: Place
    by: Literal["wording", "figure"]
    figure: Approximate | None = None


@dataclass(frozen=True, slots=True)
class LooseNumber:
    """A number that no print and no wording of a claim covers; *claims* have a figure like it, the likeliest first."""

    place: Place
    figure: Figure | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is suggested for a text, the first of it; *aside* are dates, times and codes, and numbers that may be none.

    ``found_count`` says how much was found.
    """

    text: str
    found_count: int
    found: tuple[Suggestion, ...]
    loose: tuple[LooseNumber, ...]
    aside: tuple[Place, ...]


def suggestions(text: str, prints: Sequence[Print | Erased], candidates: Sequence[Candidate]) -> Suggestions:
    """What is suggested for *text* beside the *prints* already recorded of it."""
    told = Text(text)
    recorded = [(one.claim, place) for one in prints if isinstance(one, Print) for place in _places_of(one, told)]
    by_wording = _by_wording(told, candidates, recorded)
    covered = Covered([*(place for _, place in recorded), *(one.place for one in by_wording)])
    every = numerals(text)
    known = every[:MOST_NUMBERS]
    until = len(text) if len(known) == len(every) else known[-1].end
    uncovered = [one for one in known if not covered.overlaps(Place(one.start, one.end))]
    amounts = [one for one in uncovered if not one.doubtful or is_no_year(text, one)]
    doubtful = [Place(one.start, one.end) for one in uncovered if one.doubtful and not is_no_year(text, one)]
    aside = sorted((*islice(_aside(text, until, known), MOST_NUMBERS), *doubtful))
    by_figure, loose = _by_figure(told, _phrases(text, amounts, [*covered.places, *aside]), candidates)
    found = sorted((*by_wording, *by_figure), key=lambda one: (one.place, one.claim))
    set_apart = tuple(one for one in aside if not covered.overlaps(one))
    return Suggestions(text, len(found), tuple(found[:MOST_FOUND]), tuple(loose), set_apart)


def suggestions_view(edition: Edition, found: Suggestions) -> View:
    """Suggestions as they are answered: what is missing first, then what was found.

    ``prints`` is the whole new list for ``story.corrected``: what is recorded, and after it what is suggested by its
    wording. What a figure alone suggests is left to a person, who finds its number among the missing ones as well.
    """
    suggested: list[Json] = [_print_view(edition, found.text, one) for one in found.found]
    sure = [printed for one, printed in zip(found.found, suggested, strict=True) if one.by == "wording"]
    return {
        "edition": edition.number,
        "missing": [_loose_view(found.text, one) for one in found.loose],
        "found": [
            {"by": one.by, "claim": one.claim, "revision": one.revision, "print": printed}
            for one, printed in zip(found.found, suggested, strict=True)
        ],
        "found_count": found.found_count,
        "set_aside": [
            {"text": found.text[one.start : one.end], "start": one.start, "end": one.end} for one in found.aside
        ],
        "prints": [*(wire(one) for one in edition.prints if isinstance(one, Print)), *sure],
    }


_WORD = re.compile(r"\w+")
_CLAUSE_END = re.compile(r"[.,;:!?()\"“”\n]")
_SENTENCE_END = re.compile(r"[.!?](?:\s|\Z)|\n")
_SHORTENED = re.compile(
    r"(?:(?<!\w)[^\W\d_]|\b(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|Col|Capt|Lt|Sgt|Maj|Adm|Sen|Rep|Gov|Pres|Rev|Hon|Jr|Sr|No|vs|ca"
    r"|approx|est|Inc|Ltd|Corp|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\Z"
)
_LONGEST_SHORTENED = 8
_FARTHEST = 400
_JOINS = frozenset("and or to at in on of by from for with than about the a an".split())


def _places_of(one: Print, told: Text) -> list[Place]:
    """Where a recorded print stands: as its selector says, else wherever its words do."""
    selector = one.selector
    if isinstance(selector, Selector) and selector.start is not None and selector.end is not None:
        return [Place(selector.start, selector.end)]
    return list(told.places(one.wording))


def _by_wording(told: Text, candidates: Sequence[Candidate], recorded: Sequence[tuple[str, Place]]) -> list[Suggestion]:
    """The wordings that stand in the text, of each claim the longest ones, and the latest revision of those."""
    of_claim: dict[str, list[Place]] = {one.claim: [] for one in candidates}
    for claim, place in recorded:
        of_claim.setdefault(claim, []).append(place)
    covered = {claim: Covered(places) for claim, places in of_claim.items()}
    left = dict.fromkeys(of_claim, MOST_PLACES)
    found: list[Suggestion] = []
    for one in sorted(candidates, key=lambda one: (-len(one.wording), -one.revision)):
        if left[one.claim] and len(_WORD.findall(one.wording)) > 1:
            free = (place for place in told.places(one.wording) if not covered[one.claim].overlaps(place))
            for place in islice(free, left[one.claim]):
                covered[one.claim].add(place)
                left[one.claim] -= 1
                found.append(Suggestion(one.claim, one.revision, place, "wording"))
    return found


class _Figures:
    """The figures of candidates, for finding those that are like a number of the text."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._of_key: dict[str, list[Candidate]] = {}
        for one in candidates:
            if (key := figure_key(one.figure)) is not None:
                self._of_key.setdefault(key, []).append(one)
        by_low = ((within.low, key) for key, of in self._of_key.items() if (within := bounds(of[0].figure)) is not None)
        self._by_low = sorted((low, key) for low, key in by_low if low is not None)
        self._stems: dict[tuple[str, int], frozenset[str]] = {}

    def stems(self, one: Candidate) -> frozenset[str]:
        """The words of a candidate, as ``_stems`` has them."""
        known = self._stems.get((one.claim, one.revision))
        if known is None:
            known = self._stems[one.claim, one.revision] = _stems(f"{one.wording} {one.about}")
        return known

    def same(self, figures: Iterable[Figure]) -> list[Candidate]:
        """Those that have one of *figures*, the first of many."""
        every = (one for figure in figures for one in self._of_key.get(figure_key(figure) or "", ()))
        return list(islice(every, MOST_ALIKE))

    def rounded(self, figure: Approximate) -> list[Candidate]:
        """Those whose figure may be rounded to *figure*, the first of many."""
        within = bounds(figure, NEARLY)
        low, high = (None, None) if within is None else (within.low, within.high)
        if low is None or high is None:
            return []
        keys = takewhile(lambda one: one[0] <= high, islice(self._by_low, bisect_left(self._by_low, (low,)), None))
        every = (one for _, key in keys for one in self._of_key[key] if _rounds(figure, one.figure))
        return list(islice(every, MOST_ALIKE))


def _by_figure(
    told: Text, phrases: Sequence[tuple[Numeral, Place]], candidates: Sequence[Candidate]
) -> tuple[list[Suggestion], list[LooseNumber]]:
    """Every number, and the claim whose figure it is, if one is about more of its sentence's words than any other."""
    found: list[Suggestion] = []
    loose: list[LooseNumber] = []
    of_figures = _Figures(candidates)
    for numeral, place in phrases:
        figures = figures_of_numeral(told.text, numeral)
        alike = of_figures.same(figures)
        rounded = None if alike else next((one for one in figures if isinstance(one, Approximate)), None)
        if rounded is not None:
            alike = of_figures.rounded(rounded)
        best = _likeliest([(one, of_figures.stems(one)) for one in alike], _stems(_sentence(told.text, numeral)))
        claims = dict.fromkeys(one.claim for one in (*([best] if best else ()), *alike))
        loose.append(LooseNumber(place, next(iter(figures), None), tuple(claims)[:MOST_CLAIMS]))
        if best is not None:
            found.append(Suggestion(best.claim, best.revision, place, "figure", rounded))
    return found, loose


def _rounds(rounded: Approximate, figure: Figure | Erased) -> bool:
    verdict = compare_figures(rounded, figure, NEARLY)
    return verdict.verdict == "contains" and verdict.container == "left"


def _likeliest(alike: Sequence[tuple[Candidate, frozenset[str]]], stems: frozenset[str]) -> Candidate | None:
    scores: dict[str, int] = {}
    for one, words in alike:
        scores[one.claim] = len(stems & words)
    best = max(scores.values(), default=0)
    leading = [claim for claim, score in scores.items() if score == best]
    if best == 0 or len(leading) > 1:
        return None
    return max((one for one, _ in alike if one.claim == leading[0]), key=lambda one: one.revision)


def _stems(text: str) -> frozenset[str]:
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word[:STEM] for word in words if len(word) >= SHORTEST_WORD and not word.isdecimal())


def _sentence(text: str, numeral: Numeral) -> str:
    first = max(0, numeral.start - _FARTHEST)
    ends = list(_ends(_SENTENCE_END, text, first, numeral.start))
    after = next(_ends(_SENTENCE_END, text, numeral.end, numeral.end + _FARTHEST), numeral.end + _FARTHEST)
    return text[ends[-1] + 1 if ends else first : after]


def _phrases(text: str, amounts: Sequence[Numeral], taken: Sequence[Place]) -> list[tuple[Numeral, Place]]:
    """Each numeral with its qualifier and the words after it, up to the end of the clause, or whatever comes next."""
    forms = [qualified(text, one) for one in amounts]
    starts = sorted({*(one.start for one in forms), *(one.start for one in amounts), *(one.start for one in taken)})
    phrases: list[tuple[Numeral, Place]] = []
    end = 0
    for numeral, form in zip(amounts, forms, strict=True):
        start = max(form.start, min(end, numeral.start))
        later = bisect_right(starts, numeral.start)
        until = starts[later] if later < len(starts) else len(text)
        end = _end_of_phrase(text, max(numeral.end, min(form.end, until)), until)
        phrases.append((numeral, Place(start, end)))
    return phrases


def _end_of_phrase(text: str, end: int, until: int) -> int:
    clause = min(until, next(_ends(_CLAUSE_END, text, end, until), until))
    words = list(islice(_WORD.finditer(text, end, clause), WORDS_AFTER))
    while words and words[-1].group().casefold() in _JOINS:
        words.pop()
    return words[-1].end() if words else end


def _ends(ends: re.Pattern[str], text: str, first: int, last: int) -> Iterator[int]:
    """Where clauses or sentences end from *first* to *last*: not at the point of a number or of an abbreviation."""
    for found in ends.finditer(text, first, last):
        at = found.start()
        is_inside = text[at] in ".," and IN_A_NUMBER.match(text, at - 1) if at else None
        is_short = text[at] == "." and _SHORTENED.search(text, max(0, at - _LONGEST_SHORTENED), at)
        if not is_inside and not is_short:
            yield at


_DIGITS = re.compile(r"\d+")
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\Z")
_LONGEST_MONTH = 12


def _aside(text: str, until: int, known: Sequence[Numeral]) -> Iterator[Place]:
    """Dates, times of day, codes: digits that the reader of numbers goes past, with the month before them."""
    starts = [one.start for one in known]
    end = 0
    for digits in _DIGITS.finditer(text, 0, until):
        start = digits.start()
        before = bisect_right(starts, start) - 1
        if start < end or (before >= 0 and start < known[before].end):
            continue
        end = set_aside(text, start) or digits.end()
        first = max(0, start - _LONGEST_MONTH)
        month = _MONTH.search(text[first:start])
        yield Place(first + month.start() if month else start, end)


def _print_view(edition: Edition, text: str, one: Suggestion) -> Json:
    exact = text[one.place.start : one.place.end]
    return {
        "claim": one.claim,
        "placement": placement_of(edition, text, one.place),
        "wording": exact,
        **({"target": one.revision} if one.figure is None else {"figure": wire(one.figure)}),
        "selector": {"exact": exact, "start": one.place.start, "end": one.place.end},
    }


def _loose_view(text: str, one: LooseNumber) -> Json:
    exact = text[one.place.start : one.place.end]
    return {
        "text": exact,
        "figure": wire(one.figure),
        "selector": {"exact": exact, "start": one.place.start, "end": one.place.end},
        "claims": list(one.claims),
    }


def placement_of(edition: Edition, text: str, place: Place) -> Placement:
    """Where in an edition's text a place is: headline (if the text begins with it), first paragraph, or body."""
    headline = edition.headline if isinstance(edition.headline, str) and text.startswith(edition.headline) else ""
    if place.end <= len(headline):
        return "headline"
    begin = len(headline) + len(text[len(headline) :]) - len(text[len(headline) :].lstrip())
    first = text.find("\n", begin)
    return "lede" if first < 0 or place.end <= first else "body"
