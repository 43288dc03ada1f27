"""What a board says in sentences: how its pairs stand, what moved since, which figure another source supports."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from api.http.boards import Found
from api.web.sentences import count_words, party_words
from api.words import figure_words, standing_words, with_article
from domain.survey import VERDICTS, Survey
from domain.view import View

Shown: TypeAlias = Mapping[str, Any]


def counts_sentence(claims: int, groups: int, surveyed: Survey) -> str:
    """How many claims there are and how their pairs stand: "5 claims in 2 groups. One pair contradicts, …"."""
    if not claims:
        return ""
    told = f"{count_words(claims, 'claim')} in {count_words(groups, 'group')}."
    verbs = {
        "disjoint": ("contradicts", "contradict"),
        "overlaps": ("may both be true", "may both be true"),
        "contains": ("contains the other", "contain one another"),
        "same": ("is the same", "are the same"),
        "undecidable": ("cannot be decided", "cannot be decided"),
        "incomparable": ("cannot be compared", "cannot be compared"),
    }
    found = [(verdict, n) for verdict in VERDICTS if (n := surveyed.counts.get(verdict, 0))]
    parts = [f"{number_words(n)} {verbs[verdict][n != 1]}" for verdict, n in found]
    if found:
        verdict, n = found[0]
        noun = "pair" if n == 1 else "pairs"
        parts[0] = f"{number_words(n).capitalize()} {noun} {verbs[verdict][n != 1]}"
        told += f" {', '.join(parts)}."
        told += (
            " No figure is corroborated."
            if not surveyed.corroborated
            else f" {count_words(surveyed.corroborated, 'figure is', 'figures are')} corroborated."
        )
    return told


def number_words(n: int) -> str:
    """A small number in letters, as a sentence has it; others in digits."""
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return names[n] if n < len(names) else f"{n:,}"


def corroboration(told: View, claims: Mapping[str, Shown]) -> str:
    """Which of two figures another source supports, and how; "" where neither does.

    A figure that lies within a wider one supports it, but does not give it.
    """
    if not told["corroborates"]:
        return ""
    left, right = (claims[str(told[side])] for side in ("left", "right"))
    if told["corroborates"] == "both":
        return f"Also given by {with_article(right['attribution'])}, independently."
    by, of = (left, right) if told["corroborates"] == "left" else (right, left)
    who = with_article(by["attribution"])
    return (
        f"{who[:1].upper()}{who[1:]} supports {standing_words(of)}, independently: "
        f"its own figure, {standing_words(by)}, lies within it."
    )


def since_words(then: Found, now: Found) -> str:
    """What has moved on a board since *then*."""
    views = {one["claim"]: one for one in now.claims}
    moved = [views[one["claim"]] for one in _still_on(then, views) if _figure(one) != _figure(views[one["claim"]])]
    new = len(set(views) - {one["claim"] for one in then.claims})
    told = []
    if len(moved) == 1:
        who = party_words(moved[0]["attribution"][0]) if moved[0]["attribution"] else "one source"
        told.append(f"One figure has moved since: {who} now says {standing_words(moved[0])}.")
    elif moved:
        told.append(f"{_capital(number_words(len(moved)))} figures have moved since.")
    if new:
        told.append(f"{_capital(number_words(new))} {'claim' if new == 1 else 'claims'} came later.")
    return " ".join(told) or "Nothing on this board has moved since."


def _still_on(then: Found, views: Mapping[str, Shown]) -> Iterable[Shown]:
    return (one for one in then.claims if one["claim"] in views)


def _figure(view: Shown) -> object:
    standing = view["standing"]
    return None if standing is None else figure_words(standing["figure"])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
