"""Words of what a story prints: the figure marked in them, what they differ in from others, short names for a list."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from domain.figure import Figure, Relative, Tally, Vague, amounts
from domain.shapes import Erased, amount_value
from domain.worded_figure import qualified
from domain.wording import numerals

LONGEST_SHOWN = 400
"""Code points of a wording that a page shows; the JSON has all of them."""
SAME_KEPT = 60
"""Code points that a difference keeps of what stayed the same, on either side of it."""
FEWEST_ALIKE = 3

_NEXT_WORD = re.compile(r" \w{1,40}")


class Place(NamedTuple):
    """From code point *start* to before *end* of a wording."""

    start: int
    end: int


class Names(NamedTuple):
    """Names for a list, and what they share, which its heading tells once: "Russian … lost" ("" for nothing)."""

    heading: str
    short: Sequence[str]


def place_of(wording: str, figure: Figure | Erased | None) -> Place | None:
    """Where *wording* gives *figure*, with the words that qualify it; None where nobody can tell."""
    match figure:
        case None | Erased():
            return None
        case Vague(term=words) | Relative(comparison=words):
            at = wording.casefold().find(words.casefold())
            return None if at < 0 or len(wording.casefold()) != len(wording) else Place(at, at + len(words))
        case _:
            return _of_amounts(wording, figure)


def marked(wording: str, figure: Figure | Erased | None) -> Markup:
    """*wording* with the figure marked in it, and only what is around it where it is long."""
    place = place_of(wording, figure)
    if place is None:
        return Markup("{}").format(short(wording))
    first = max(0, place.start - LONGEST_SHOWN // 2)
    last = max(place.end, first + LONGEST_SHOWN)
    return Markup("{}{}<mark>{}</mark>{}{}").format(
        "… " if first else "",
        wording[first : place.start],
        wording[place.start : place.end],
        wording[place.end : last],
        " …" if last < len(wording) else "",
    )


def short(wording: str) -> str:
    """*wording*, cut where it is long."""
    return wording if len(wording) <= LONGEST_SHOWN else f"{wording[:LONGEST_SHOWN].rstrip()} …"


def phrase(wording: str, figure: Figure | Erased | None) -> str:
    """The words of *wording* that give the figure: "nearly 500"."""
    place = place_of(wording, figure)
    return short(wording) if place is None else wording[place.start : place.end]


def difference(words: Sequence[Mapping[str, Any]]) -> Markup:
    """A word by word difference, as changes show it; long runs that stayed the same are cut."""
    return Markup("").join(_run(words, n) for n in range(len(words)))


def names_for_list(names: Sequence[str]) -> Names:
    """What each name says beyond the words that all begin and end with; the names themselves where that is little."""
    split = [one.split() for one in names]
    if len(set(names)) < FEWEST_ALIKE:
        return Names("", names)
    shortest = min(map(len, split))
    lead = next((n for n in range(shortest) if len({one[n].casefold() for one in split}) > 1), shortest)
    rest = shortest - lead
    trail = next((n for n in range(rest) if len({one[-1 - n].casefold() for one in split}) > 1), rest)
    short = [" ".join(one[lead : len(one) - trail]).strip(",;: ") for one in split]
    if not lead + trail or not all(short):
        return Names("", names)
    first = split[0]
    heading = " ".join([*first[:lead], "…", *first[len(first) - trail :]])
    return Names(heading, [one[:1].upper() + one[1:] for one in short])


def names_in_common(names: Sequence[str]) -> Names:
    """The same for a list of which only some names, but at least three, begin and end alike: the others stay whole."""
    ends = Counter((one.split()[0], one.split()[-1]) for one in set(names) if len(one.split()) > 2)  # noqa: PLR2004 (more than its ends)
    if not ends:
        return Names("", names)
    (first, last), _ = min(ends.most_common(), key=lambda one: (-one[1], one[0]))
    alike = [one for one in names if len(one.split()) > 2 and (one.split()[0], one.split()[-1]) == (first, last)]  # noqa: PLR2004 (as above)
    shared = names_for_list(alike)
    if not shared.heading:
        return Names("", names)
    short = dict(zip(alike, shared.short, strict=True))
    heading = shared.heading if len(alike) == len(names) else f"{shared.heading}, or in full"
    return Names(heading, [short.get(one, one) for one in names])


def _of_amounts(wording: str, figure: Figure) -> Place | None:
    wanted = {abs(amount_value(amount)) for amount in amounts(figure)}
    found = [one for one in numerals(wording) if not one.values.isdisjoint(wanted)]
    if not found:
        return None
    if isinstance(figure, Tally):
        counted = _NEXT_WORD.match(wording, found[-1].end)
        return Place(found[0].start, counted.end() if counted else found[-1].end)
    _, start, end = qualified(wording, found[0])
    return Place(start, max(end, found[-1].end) if len(wanted) > 1 else end)


def _run(words: Sequence[Mapping[str, Any]], n: int) -> Markup:
    op, text = words[n]["op"], words[n]["text"]
    if not isinstance(text, str):
        text = "erased"
    if op == "same":
        return Markup("{}").format(_cut(text, is_first=n == 0, is_last=n == len(words) - 1))
    tag = Markup("del") if op == "removed" else Markup("ins")
    is_replaced = op == "removed" and n + 1 < len(words) and words[n + 1]["op"] == "added"
    return Markup("<{}>{}</{}>{}").format(tag, short(text), tag, " " if is_replaced else "")


def _cut(text: str, *, is_first: bool, is_last: bool) -> str:
    if is_first and len(text) > SAME_KEPT:
        return f"… {text[-SAME_KEPT:]}"
    if is_last and len(text) > SAME_KEPT:
        return f"{text[:SAME_KEPT]} …"
    return text if len(text) <= 2 * SAME_KEPT else f"{text[:SAME_KEPT]} … {text[-SAME_KEPT:]}"
