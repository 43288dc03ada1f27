"""Figures, verdicts, times and names as people read them, from the JSON that routes answer."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

Shown: TypeAlias = Mapping[str, Any]

ERASED = "erased"
MINUS, DASH = "−", "–"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
VOTE = ("for", "against", "abstaining")

_VERDICTS = ("disjoint", "overlaps", "contains", "same", "undecidable", "incomparable")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_REASONS = {
    "question": "another question",
    "population": "other population",
    "place": "other place",
    "unit": "other unit",
    "definition": "other definition",
    "no_figure": "no figure",
    "form": "a tally against a single number",
    "parts": "no part in common",
}
_UNDECIDED = {
    "needs_tolerance": '"about" needs a tolerance',
    "vague": "a vague word has no bounds of its own",
    "relative": "relative, it gives no number of its own",
    "redacted": "a value is erased",
}
_PARTICIPLES = frozenset("born dead found given held left lost missing seen sent shot sunk taken told took".split())
_OFFICES = frozenset(
    "administration agency alliance army assembly association authority board bureau cabinet chancellery coalition "
    "commission committee council court cross department directorate embassy federation forces foundation government "
    "guard institute kingdom league ministry nations navy office organisation organization parliament police programme "
    "secretariat senate service staff states union".split()
)
_EVENTS = {
    "question.asked.v1": "Question asked",
    "question.reworded.v1": "Question reworded",
    "question.redacted.v1": "Erased",
    "claim.redacted.v1": "Erased",
    "story.published.v1": "Edition published",
    "story.corrected.v1": "Record of an edition corrected",
    "story.withdrawn.v1": "Story withdrawn",
    "story.redacted.v1": "Erased",
}


def is_erased(value: Any) -> bool:  # noqa: ANN401 (any JSON)
    """Whether *value* is what an answer shows in place of an erased one."""
    return isinstance(value, Mapping) and value.get("redacted") is True


def text_words(value: Any) -> str:  # noqa: ANN401 (any JSON)
    """A text that may be erased or missing."""
    if value is None:
        return ""
    return ERASED if is_erased(value) else str(value)


def amount_words(amount: str) -> str:
    """Digits as sent, with commas from 1,000 on and a true minus."""
    whole, point, rest = amount.partition(".")
    sign, digits = (MINUS, whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{point}{rest}" if digits == str(int(digits)) else f"{sign}{digits}{point}{rest}"


def figure_words(figure: Shown) -> str:
    """A figure in a few words: "more than 7,000", "about 1,500", "141–5–35", "no figure"."""
    if is_erased(figure):
        return ERASED
    match figure["form"]:
        case "exact":
            return amount_words(figure["value"])
        case "approximate":
            return f"{_about(figure.get('leaning'))} {amount_words(figure['value'])}"
        case "range":
            return f"{amount_words(figure['low'])} to {amount_words(figure['high'])}"
        case "vague":
            return f"“{figure['term']}”"
        case "tally":
            return _tally_words(figure["parts"])
        case "relative":
            return f"“{figure['comparison']}”"
        case "none":
            return "no figure"
        case bounded:
            return f"{bounded.replace('_', ' ')} {amount_words(figure['value'])}"


def standing_words(view: Shown) -> str:
    """The standing figure of a current view, or why there is none."""
    standing = view["standing"]
    if standing is None:
        return "retracted" if view["status"] == "retracted" else "nothing stands"
    return figure_words(standing["figure"])


def dispute_words(view: Shown) -> str:
    """Whether what stands is disputed, or only another revision: "disputed", "revision 1 disputed", else nothing."""
    disputed = sorted({one["revision"] for one in view["disputes"] if one["open"]})
    if view["standing"] and view["standing"]["revision"] in disputed:
        return "disputed"
    if not disputed:
        return ""
    *others, last = map(str, disputed)
    return f"revisions {', '.join(others)} and {last} disputed" if others else f"revision {last} disputed"


def time_words(text: str | None) -> str:
    """A day, a period or a moment in words, moments in UTC; what is of another form stays as it was written."""
    if text is None:
        return ""
    first, slash, last = text.partition("/")
    if slash and _is_day(first) and _is_day(last):
        return f"{_first_day_words(first, last)} {DASH} {day_words(last)}"
    if _is_day(text):
        return day_words(text)
    return moment_words(text, seconds=False) if "T" in text else text


def moment_words(text: str, *, seconds: bool = True) -> str:
    """An RFC 3339 moment in UTC: "2 Mar 2022, 20:41:07"; as it is where the calendar does not have it."""
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return text
    clock = f"{moment:%H:%M:%S}" if seconds else f"{moment:%H:%M}"
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}, {clock}"


def clock_words(text: str | None) -> str:
    """The same as time_words, but a time of day names its zone, for where no heading does."""
    words = time_words(text)
    return f"{words} UTC" if text and "T" in text and words != text else words


def day_words(text: str) -> str:
    """A day: "2 Mar 2022"."""
    year, month, day = text.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"


def originator_words(attribution: Sequence[Any]) -> str:
    """Who said it first."""
    return hop_words(attribution[0]) if attribution else ""


def with_article(attribution: Sequence[Any]) -> str:
    """The originator within a sentence: "the Russian Ministry of Defence", "the United Nations", "Reuters".

    An article that is recorded with the name of an office or an organisation is the same one; of an outlet it is part
    of the name: "The New York Times".
    """
    name = originator_words(attribution)
    kind = None if not attribution or is_erased(attribution[0]) else attribution[0]["who"].get("kind")
    if kind not in ("office", "organisation"):
        return name or "somebody unnamed"
    if name.startswith("The "):
        return f"the {name.removeprefix('The ')}"
    has_article = name.casefold().startswith(("the ", "a ", "an ")) or "’s " in name or "'s " in name
    return name if has_article or not _OFFICES & set(name.casefold().split()) else f"the {name}"


def hop_words(hop: Shown) -> str:
    """Who stands at one hop of a chain."""
    return ERASED if is_erased(hop) else who_words(hop["who"])


def who_words(who: Any) -> str:  # noqa: ANN401 (a party, or a name alone)
    """A party by its name, else its id, else as unnamed."""
    if is_erased(who):
        return ERASED
    if isinstance(who, str):
        return who
    return who.get("name") or who.get("id") or "somebody unnamed"


def list_words(words: Iterable[str]) -> str:
    """Some words in a sentence: "a, b and c"."""
    *others, last = [*words] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def claim_words(view: Shown) -> str:
    """What a claim is called: population and definition, or its wording, and who says so."""
    scope = view["scope"]
    parts = [] if is_erased(scope) else [scope[one] for one in ("population", "definition") if one in scope]
    standing = view["standing"]
    subject = ", ".join(parts) or (text_words(standing["wording"]) if standing else view["claim"])
    return f"{subject}: {originator_words(view['attribution'])}"


def counted_words(scope: Shown) -> str:
    """Population and definition as one phrase, what both say said once: "Russian artillery systems lost"."""
    population, definition = scope.get("population"), scope.get("definition")
    if not population or not definition:
        return str(population or definition or "")
    first, then = str(population).split(), str(definition).split()
    if not then:
        return str(population)
    for shared in range(min(len(first), len(then)), 0, -1):
        if [one.casefold() for one in first[-shared:]] == [one.casefold() for one in then[:shared]]:
            return " ".join([*first, *then[shared:]])
    is_said_of_it = then[0].casefold().endswith("ed") or then[0].casefold() in _PARTICIPLES
    return f"{population}{' ' if is_said_of_it else ', '}{definition}"


def event_words(name: str) -> str:
    """What happened, from the type of an event: "Dispute resolved" of ``claim.dispute_resolved.v1``."""
    return _EVENTS.get(name) or name.split(".")[1].replace("_", " ").capitalize()


def contradictions_first(pairs: Sequence[Shown]) -> list[Shown]:
    """Pairs by what a reader has to know first; those that cannot be compared are last."""
    return sorted(pairs, key=lambda pair: _VERDICTS.index(pair["verdict"]))


def verdict_words(
    pair: Shown,
    left: Shown | None = None,
    right: Shown | None = None,
    period: Callable[[str], str] = time_words,
) -> str:
    """A pair's verdict as a sentence; the standing revisions *left* and *right* give it figures and periods."""
    match pair["verdict"]:
        case "same":
            return "The same figure."
        case "contains":
            return _contains(pair, left, right)
        case "overlaps":
            return "May both be true."
        case "disjoint":
            return "Contradict each other: no number is both."
        case "undecidable":
            return f"Cannot be decided: {'; '.join(_UNDECIDED.get(one, one) for one in pair['reasons'])}."
        case _:
            return f"Not comparable: {'; '.join(_reason(one, left, right, period) for one in pair['reasons'])}."


def tally_parts(parts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The parts of a vote as votes are told, for the stored form keeps no order; others behind."""
    order = (*VOTE, *parts)
    return sorted(parts.items(), key=lambda part: order.index(part[0]))


def _tally_words(parts: Mapping[str, str]) -> str:
    """A vote as votes are written, 141–5–35; other parts with their names."""
    if set(parts) <= set(VOTE):
        return DASH.join(amount_words(amount) for _, amount in tally_parts(parts))
    return ", ".join(f"{amount_words(amount)} {name}" for name, amount in tally_parts(parts))


def _contains(pair: Shown, left: Shown | None, right: Shown | None) -> str:
    if left is None or right is None:
        return f"The {pair['container']} one contains the other."
    outer, inner = (left, right) if pair["container"] == "left" else (right, left)
    return f"“{figure_words(outer['figure'])}” contains {figure_words(inner['figure'])}."


def _reason(reason: str, left: Shown | None, right: Shown | None, period: Callable[[str], str]) -> str:
    if reason != "period":
        return _REASONS.get(reason, reason)
    if left is None or right is None:
        return "other period"
    return f"other period, {_period(left, period)} against {_period(right, period)}"


def _period(standing: Shown, period: Callable[[str], str]) -> str:
    return period(standing["refers_to"]) if standing["refers_to"] else "one not stated"


def _about(leaning: str | None) -> str:
    return {"below": "nearly", "above": "just over"}.get(leaning or "", "about")


def _first_day_words(first: str, last: str) -> str:
    """The first day of a period without what its last day says: "24 – 28 Feb 2022"."""
    day, month, year = day_words(first).split(" ")
    if first[:7] == last[:7]:
        return day
    return f"{day} {month}" if first[:4] == last[:4] else f"{day} {month} {year}"


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
