"""Sentences for people about figures, scopes and verdicts, beyond the words that the command line shares."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from api.web.words_times import period_words
from api.words import (
    ERASED,
    Shown,
    amount_words,
    counted_words,
    figure_words,
    hop_words,
    is_erased,
    tally_parts,
    text_words,
    verdict_words,
    with_article,
)
from domain.claim_state import CONTESTING_ASPECTS
from domain.figure import Bounds, Figure, WireFigure, bounds, plain

CHART_FROM = "A chart is drawn from the second figure on."
VERDICTS = {
    "same": "The same figure",
    "contains": "One contains the other",
    "overlaps": "May both be true",
    "disjoint": "Contradict each other",
    "undecidable": "Cannot be decided",
    "incomparable": "Not comparable",
}
NO_MARK = {
    "vague": "No mark: the word has no bounds of its own.",
    "relative": "No mark: a relative figure gives no number of its own.",
    "none": "No mark: there is no figure.",
}
MEDIA = {"social_post": "post", "other": ""}

_FIGURE: TypeAdapter[Figure] = TypeAdapter(WireFigure)
_HUNDRED = Decimal(100)
LONGEST_ON_AXIS = 40
"""Signs of what an axis counts; of longer words the unit alone."""


def figure_of(shown: Shown) -> Figure:
    """The figure that an answer shows, which is not erased."""
    return _FIGURE.validate_python(dict(shown))


def bounds_words(figure: Any, tolerance: Shown | None = None) -> str:  # noqa: ANN401 (a figure, or an erased one)
    """What a figure commits to: "Exactly 498: no more, no fewer", "1,350 to 1,650 at your 10 %"."""
    if is_erased(figure):
        return "Erased: its bounds cannot be told"
    match figure["form"]:
        case "exact":
            return f"Exactly {amount_words(figure['value'])}: no more, no fewer"
        case "at_least":
            return f"{amount_words(figure['value'])} or more"
        case "at_most":
            return f"{amount_words(figure['value'])} or fewer"
        case "more_than":
            return f"More than {amount_words(figure['value'])}, itself not included"
        case "less_than":
            return f"Less than {amount_words(figure['value'])}, itself not included"
        case "range":
            return f"From {amount_words(figure['low'])} to {amount_words(figure['high'])}"
        case "approximate":
            return _approximate_words(figure, tolerance)
        case "tally":
            return tally_words(figure)
        case form:
            return NO_MARK[form]


def tally_words(figure: Shown) -> str:
    """A tally part by part: "141 for, 5 against, 35 abstaining, of 193"."""
    whole = [f"of {amount_words(figure['of'])}"] if figure.get("of") else []
    return ", ".join([f"{amount_words(amount)} {name}" for name, amount in tally_parts(figure["parts"])] + whole)


def percent_words(fraction: str) -> str:
    """A tolerance as people say it: "0.10" is "10 %", "0.025" is "2.5 %"."""
    number = format((Decimal(fraction) * _HUNDRED).normalize(), "f")
    return f"{number} %"


def claim_name(view: Shown) -> str:
    """What a claim is called: "Russian soldiers killed, says the Russian Ministry of Defence"."""
    return f"{claim_subject(view)}, {says_words(view['attribution'])}"


def says_words(attribution: Sequence[Any]) -> str:
    """Who says so, to stand behind what is said; the unnamed may be one or many, so no verb is theirs."""
    if attribution and is_erased(attribution[0]):
        return "by a source that was erased"
    is_unnamed = bool(attribution) and attribution[0]["who"].get("kind") == "unnamed"
    return f"{'according to' if is_unnamed else 'says'} {with_article(attribution)}"


def claim_subject(view: Shown) -> str:
    """What a claim counts, or the words it is known by: "Russian soldiers killed".

    These are its first ones, where they were read (``api.http.first_wordings``).
    """
    scope = view["scope"]
    subject = ERASED if is_erased(scope) else counted_words(scope)
    if subject and subject != ERASED:
        return _capital(subject)
    wording = text_words(view.get("first_wording", (view.get("standing") or {}).get("wording")))
    return f"“{wording}”" if wording and wording != ERASED else str(view["claim"])


def scope_words(scope: Any) -> str:  # noqa: ANN401 (a scope, or an erased one)
    """What a figure counts, and where: "Russian soldiers killed in Ukraine"."""
    if is_erased(scope):
        return ERASED
    counted, place = counted_words(scope), scope.get("place")
    words = " in ".join(one for one in (counted, place) if one)
    return _capital(words)


def scope_parts(scope: Any) -> str:  # noqa: ANN401 (a scope, or an erased one)
    """The same as a list: "Russian soldiers · Ukraine · killed · persons"."""
    if is_erased(scope):
        return ERASED
    parts = [str(scope[one]) for one in ("population", "place", "definition") if scope.get(one)]
    return " · ".join([*parts, *([_in_plural(str(scope["unit"]))] if scope.get("unit") else [])])


def unit_words(scope: Any) -> str:  # noqa: ANN401 (a scope, or an erased one)
    """What an axis counts: "Persons killed", "Votes"."""
    if is_erased(scope) or not scope.get("unit"):
        return ""
    unit = _in_plural(str(scope["unit"]))
    counted = counted_words({"population": unit, "definition": scope.get("definition")})
    return _capital(counted if len(counted) <= LONGEST_ON_AXIS else unit)


def _in_plural(unit: str) -> str:
    """Units are recorded as they come; the commonest is told as many."""
    return "persons" if unit == "person" else unit


def party_words(hop: Any) -> str:  # noqa: ANN401 (a hop, or an erased one)
    """Who stands at a hop, as a title: "A Ukrainian military adviser, unnamed"."""
    name = _capital(hop_words(hop))
    if is_erased(hop) or hop["who"].get("kind") != "unnamed" or "named" in name:
        return name
    return f"{name}, unnamed"


def medium_words(medium: str | None) -> str:
    """How a hop passed it on: "statement", "post"; nothing where the record only says that it was some other way."""
    return "" if medium is None else MEDIA.get(medium, medium.replace("_", " "))


def way_words(attribution: Sequence[Any]) -> str:
    """The way from the originator to the reader: "via Reuters, to Newsweek", "in its own voice"."""
    hops = each_party_once(attribution)
    if len(hops) == 1 < len(attribution):
        return "in its own voice"
    *through, last = [hop_words(hop) for hop in hops[1:]] or [""]
    via = f"via {', '.join(through)}, " if through else ""
    return f"{via}to {last}" if last else ""


def each_party_once(attribution: Sequence[Any]) -> list[Any]:
    """The hops of a chain without those after which the same party comes again: nobody hears from themselves."""
    after = [*attribution[1:], None]
    return [one for one, then in zip(attribution, after, strict=True) if then is None or not _is_one_party(one, then)]


def _is_one_party(one: Any, other: Any) -> bool:  # noqa: ANN401 (hops, or erased ones)
    if is_erased(one) or is_erased(other):
        return False
    known = [who.get("id") for who in (one["who"], other["who"])]
    return known[0] is not None and known[0] == known[1]


def verdict_name(pair: Shown) -> str:
    """A pair's verdict in two or three words."""
    return VERDICTS[pair["verdict"]]


def verdict_reason(pair: Shown, left: Shown | None = None, right: Shown | None = None) -> str:
    """Why the verdict is that, as a sentence to stand beside its name."""
    match pair["verdict"]:
        case "disjoint":
            return "No number is both."
        case "same" | "overlaps":
            return ""
        case "contains":
            return verdict_words(pair, left, right)
        case "undecidable":
            return _undecided_words(pair["reasons"], [one for one in (left, right) if one is not None])
        case _:
            return _capital(verdict_words(pair, left, right, period_words).partition(": ")[2])


def dispute_name(view: Shown, *, on_board: bool = False) -> str:
    """What is disputed: "Disputed: this figure", "Disputed: attribution", "Disputed: revision 1 only"; else "".

    A board is about figures alone: there other aspects are left out.
    """
    found = [one for one in view["disputes"] if one["open"] and (not on_board or _is_contesting(one))]
    disputed = sorted({one["revision"] for one in found})
    standing = view.get("standing")
    if not disputed:
        return ""
    if standing and standing["revision"] in disputed:
        return disputed_words(
            [one for one in found if one["revision"] == standing["revision"]], "Disputed: this figure"
        )
    *others, last = map(str, disputed)
    return f"Disputed: revisions {', '.join(others)} and {last}" if others else f"Disputed: revision {last} only"


def _is_contesting(dispute: Shown) -> bool:
    return _is_told(dispute) and dispute["aspect"] in CONTESTING_ASPECTS


def _is_told(dispute: Shown) -> bool:
    return not is_erased(dispute["aspect"])


def disputed_words(disputes: Iterable[Shown], figure_alone: str = "Disputed") -> str:
    """What *disputes* of one revision are about: *figure_alone*, or each aspect; an erased one may be any."""
    aspects = {one["aspect"] for one in disputes if _is_told(one)}
    if aspects == {"figure"}:
        return figure_alone
    return f"Disputed: {', '.join(sorted(aspects))}" if aspects else "Disputed"


def count_words(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 claim", "2,311 claims"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _approximate_words(figure: Shown, tolerance: Shown | None) -> str:
    if tolerance is None:
        return "No bounds until you give a tolerance"
    found = bounds(figure_of(figure), Decimal(str(tolerance["value"])))
    if found is None:
        return "No bounds: no share of zero is more than zero"
    whose = "your" if tolerance.get("by") == "reader" else "the question’s"
    return f"{_interval_words(found)} at {whose} {percent_words(str(tolerance['value']))}"


def _interval_words(found: Bounds) -> str:
    low, high = interval_end(found.low), interval_end(found.high)
    if not found.high_closed:
        return f"From {low} up to but not including {high}"
    if not found.low_closed:
        return f"More than {low}, up to {high}"
    return f"{low} to {high}"


def interval_end(number: Decimal | None) -> str:
    """An amount that was reckoned, without the zeros that reckoning leaves behind its point: "927"."""
    text = plain(number) or ""
    return amount_words(text.rstrip("0").rstrip(".") if "." in text else text)


def _undecided_words(reasons: Sequence[str], sides: Sequence[Mapping[str, Any]]) -> str:
    """The reasons with the words of the figures that they are about; those without sides in general."""
    unbounded = [one["figure"] for one in sides if _has_no_bounds(one["figure"])]
    if len(unbounded) > 1 and set(reasons) <= {"vague", "relative"}:
        return "Neither has bounds of its own."
    named = {one["form"]: _capital(figure_words(one)) for one in unbounded}
    sentences = {
        "needs_tolerance": "“About” needs a tolerance.",
        "vague": f"{named.get('vague', 'A vague word')} has no bounds of its own.",
        "relative": f"{named.get('relative', 'One')} is relative: it gives no number of its own.",
        "redacted": "A value is erased.",
    }
    return " ".join(sentences.get(one, one) for one in reasons)


def _has_no_bounds(figure: Any) -> bool:  # noqa: ANN401 (a figure, or an erased one)
    return not is_erased(figure) and figure["form"] in ("vague", "relative")


def _capital(words: str) -> str:
    """*words* as a sentence begins, quotation marks left alone."""
    at = 1 if words[:1] in '“‘"' else 0
    return words[:at] + words[at : at + 1].upper() + words[at + 1 :]
