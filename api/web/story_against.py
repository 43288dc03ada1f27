"""Headline against body: a claim that one edition prints at several places with figures that are not all the same."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from markupsafe import Markup

from api.web.charts.figures import Mark, mark_of
from api.web.charts.marks import shared_axis
from api.web.charts.svg import Told
from api.web.sentences import bounds_words, percent_words
from api.web.story_words import marked, phrase
from api.words import figure_words
from domain.compare import Verdict, compare_figures
from domain.edition_changes import PLACEMENTS
from domain.event_parts import Print
from domain.figure import Approximate, Figure, bounds
from domain.print_states import PrintState
from domain.printed import figure_key
from domain.shapes import Erased
from domain.story import Edition
from domain.view import bounds_view
from domain.wire import wire

MOST_PLACES = 12
"""Places of a claim that are drawn; more of them are in the list of what is printed."""
MOST_LOOKED_INTO = 60
TOLERANCES = tuple(map(Decimal, ("0.01", "0.02", "0.05", "0.1", "0.2")))
"""Tolerances that are tried for an example, the smallest first."""
WORST_FIRST = ("disjoint", "undecidable", "incomparable", "overlaps", "contains", "same")


@dataclass(frozen=True, slots=True)
class Said:
    """A place where the claim is printed: its words, its drawing or the words in its place."""

    placement: str
    words: Markup
    drawing: Markup
    figure: str


@dataclass(frozen=True, slots=True)
class Against:
    """A claim at its places, on one small axis, and how the figures stand to one another.

    ``verdict`` names the worst pair; ``example`` is a tolerance that would decide it, and what it would say.
    """

    claim: str
    title: str
    places: Sequence[Said]
    others: int
    axis: Markup
    verdict: str
    words: str
    sentence: str
    example: tuple[str, str] | None
    is_about: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    """``phrase`` are the words that most places give the figure in."""

    placement: str
    wording: str
    figure: Figure
    phrase: str = ""


def claims_at_several_places(edition: Edition) -> list[str]:
    """The claims that an edition prints at more than one placement, in its order."""
    places: dict[str, set[str]] = {}
    for one in edition.prints:
        if isinstance(one, Print):
            places.setdefault(one.claim, set()).add(one.placement)
    return [claim for claim, of in places.items() if len(of) > 1]


def against(states: Sequence[PrintState], claims: Sequence[str], tolerance: Decimal | None) -> list[Against]:
    """A part for each of *claims* whose figures at several placements are known and not all the same."""
    placed: dict[str, list[_Placed]] = {claim: [] for claim in claims}
    keys: dict[str, set[str | None]] = {claim: set() for claim in claims}
    for one in sorted(states, key=_place):
        if isinstance(one.print, Erased) or one.print.claim not in placed:
            continue
        if one.figure is None or isinstance(one.figure, Erased):
            continue
        said = _Placed(one.print.placement, one.print.wording, one.figure)
        if said not in placed[one.print.claim]:
            placed[one.print.claim].append(said)
            keys[one.print.claim].add(one.key)
    return [
        _part(claim, _phrased(said), tolerance)
        for claim, said in placed.items()
        if len(keys[claim]) > 1 and len({one.placement for one in said}) > 1
    ]


def _place(one: PrintState) -> int:
    return PLACEMENTS.index(one.print.placement) if isinstance(one.print, Print) else len(PLACEMENTS)


def _title(said: Sequence[_Placed]) -> str:
    """The first two places against each other: "Headline against body"; a lede is body where there is a headline."""
    places = list(dict.fromkeys(one.placement for one in said))
    other = "body" if "body" in places and places[0] != "body" else places[1]
    return f"{places[0].capitalize()} against {other}"


def _phrased(said: Sequence[_Placed]) -> list[_Placed]:
    phrases: dict[str | None, Counter[str]] = {}
    for one in said:
        phrases.setdefault(figure_key(one.figure), Counter())[_lowered(phrase(one.wording, one.figure))] += 1
    return [replace(one, phrase=phrases[figure_key(one.figure)].most_common(1)[0][0]) for one in said]


def _part(claim: str, said: Sequence[_Placed], tolerance: Decimal | None) -> Against:
    shown = _chosen(said)
    rows = [
        (Told(f"at-{claim}-{n}", figure_words(_wire(one.figure))), _mark(one.figure, tolerance))
        for n, one in enumerate(shown)
    ]
    drawn = shared_axis(rows, Told(f"axis-{claim}", "The axis that these figures share"))
    pairs = list(_pairs(shown))
    verdict, pair = _worst(pairs, tolerance)
    bare, _ = _worst(pairs, None)
    example = None if tolerance is not None else _example(pairs, bare)
    return Against(
        claim=claim,
        title=_title(said),
        places=[
            Said(one.placement, marked(one.wording, one.figure), drawing, figure_words(_wire(one.figure)))
            for one, drawing in zip(shown, drawn.rows, strict=True)
        ],
        others=len(said) - len(shown),
        axis=drawn.axis,
        verdict=verdict.verdict,
        words=_words(bare, verdict, pair, tolerance),
        sentence=_sentence(verdict, pair, tolerance),
        example=example,
        is_about=any(isinstance(one.figure, Approximate) for one in said),
    )


Pair = tuple[_Placed, _Placed]


def _chosen(said: Sequence[_Placed]) -> list[_Placed]:
    """As many as are shown, from each placement in turn, in the order of *said*: no placement crowds out another."""
    seen: Counter[str] = Counter()
    turns = []
    for place, one in enumerate(said):
        turns.append((seen[one.placement], place))
        seen[one.placement] += 1
    return [said[place] for place in sorted(place for _, place in sorted(turns)[:MOST_PLACES])]


def _pairs(said: Sequence[_Placed]) -> Iterator[Pair]:
    return ((one, other) for one, other in combinations(said, 2) if one.placement != other.placement)


def _worst(pairs: Sequence[Pair], tolerance: Decimal | None) -> tuple[Verdict, Pair]:
    found = [(compare_figures(one.figure, other.figure, tolerance), (one, other)) for one, other in pairs]
    return min(found, key=lambda each: WORST_FIRST.index(each[0].verdict))


def _words(bare: Verdict, verdict: Verdict, pair: Pair, tolerance: Decimal | None) -> str:
    """The verdict as a heading tells it: "Cannot be decided without a tolerance; at 1 %, “nearly 500” contains 498"."""
    told = _verdict_words(verdict, pair)
    if tolerance is None or verdict.verdict == bare.verdict:
        return told
    at = f"at {percent_words(str(tolerance))}, {told[:1].lower()}{told[1:]}"
    return f"Cannot be decided without a tolerance; {at}" if bare.verdict == "undecidable" else at[:1].upper() + at[1:]


def _verdict_words(verdict: Verdict, pair: Pair) -> str:
    left, right = pair
    match verdict.verdict:
        case "disjoint":
            return f"{_said(left)} and {_said(right)} contradict each other: no number is both"
        case "contains":
            outer, inner = (left, right) if verdict.container == "left" else (right, left)
            return f"{_said(outer)} contains {_said(inner)}"
        case "overlaps":
            return f"{_said(left)} and {_said(right)} may both be true"
        case "undecidable" if verdict.reasons == ("needs_tolerance",):
            return "Cannot be decided without a tolerance"
        case "undecidable":
            return "Cannot be decided: a word has no bounds of its own"
        case "incomparable":
            return f"{_said(left)} and {_said(right)} cannot be compared"
        case _:
            return "The same figure in other words"


def _said(one: _Placed) -> str:
    """A figure within a sentence: an exact one as it is, another in the words that give it."""
    if one.figure.form == "exact":
        return figure_words(_wire(one.figure))
    return f"“{one.phrase}”"


def _sentence(verdict: Verdict, pair: Pair, tolerance: Decimal | None) -> str:
    """What an "about" comes to at a tolerance: "At 1 %, “nearly 500” runs from 495 up to …, and contains 498."."""
    about = next((one for one in pair if isinstance(one.figure, Approximate)), None)
    if tolerance is None or about is None or bounds(about.figure, tolerance) is None:
        return ""
    percent = percent_words(str(tolerance))
    words = bounds_words(_wire(about.figure), {"value": str(tolerance), "by": "reader"}).partition(" at your")[0]
    runs = words[:1].lower() + words[1:] if words[:1].isalpha() else f"from {words}"
    other = pair[1] if about is pair[0] else pair[0]
    contains = f", and contains {_said(other)}" if verdict.verdict == "contains" else ""
    return f"At {percent}, “{about.phrase}” runs {runs}{contains}."


def _example(pairs: Sequence[Pair], bare: Verdict) -> tuple[str, str] | None:
    """The smallest tolerance that is tried at which the worst pair can be decided, and how it is."""
    if bare.verdict != "undecidable":
        return None
    for one in TOLERANCES:
        verdict, pair = _worst(pairs, one)
        if verdict.verdict != "undecidable":
            return str(one), _verdict_words(verdict, pair)
    return None


def _mark(figure: Figure, tolerance: Decimal | None) -> Mark:
    band = bounds_view(bounds(figure, tolerance)) if isinstance(figure, Approximate) and tolerance is not None else None
    return mark_of(_wire(figure), band)  # type: ignore[arg-type]  # bounds are an object, or none


def _wire(figure: Figure) -> Mapping[str, object]:
    shown = wire(figure)
    assert isinstance(shown, dict)  # noqa: S101 (a figure is an object)
    return shown


def _lowered(words: str) -> str:
    """*words* within a sentence; of abbreviations and names nobody can tell, so only a word of small letters is."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
