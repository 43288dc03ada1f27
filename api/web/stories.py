"""The list of stories: the last moved first, each with what needs a look."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.as_of import moment_of_page
from api.http.at_least import FIGURES
from api.http.paging import page as page_of
from api.http.parameters import AS_OF, CURSOR, LIMIT, ORDER, Q
from api.http.reading import pool_of
from api.http.stories import FINDING, found_then, listed_stories, ordered_until, story_item
from api.http.story_reading import findings_of
from api.web.sentences import count_words
from api.web.site import as_query, asked_of, page
from api.web.story_against import WORST_FIRST
from domain.findings import Found
from domain.view import View

USUAL, MOST = 25, 100
THAT = {
    "silent": "changed figures silently",
    "mismatches": "print different figures of one claim",
    "behind": "print figures that are behind",
    "corrected": "print what was corrected since",
    "disputed": "print what is disputed",
    "retracted": "print what was retracted since",
    "unmatched": "print what no claim is about",
    "wrong": "print what was corrected or retracted since",
}

Shown: TypeAlias = Mapping[str, Any]
State: TypeAlias = tuple[str, str]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """A story as the list tells it: its view, and what needs a look by kind and in words; nothing where too much is."""

    view: Any
    states: Sequence[State]
    is_told: bool


@router.get("/stories")
async def stories_page(request: Request) -> Response:
    """The page."""
    asked = asked_of(request, (Q, FINDING, AS_OF, LIMIT, CURSOR, ORDER))
    listed = page_of(request.url.path, asked)
    listed = replace(listed, order=asked[ORDER] or "desc", limit=min(asked[LIMIT] or USUAL, MOST))
    pool = pool_of(request)
    moment = await moment_of_page(pool, listed, FIGURES)
    found = await listed_stories(pool, listed, moment)
    then = await found_then(pool, listed, found, moment)
    rows = [story_item(row, then) for row in found[: listed.limit]]
    findings = _entries(then) if listed.is_past else await findings_of(pool, [str(one["story"]) for one in rows])
    has_more = len(found) > listed.limit
    past = moment if listed.is_past else None
    words, finding = asked.text.get("q"), asked.text.get("finding")
    narrowed = {"q": words, "finding": finding}
    return await page(
        request,
        "stories.html",
        title=f"Stories{f' that {THAT[finding]}' if finding else ''}{f' with “{words}”' if words else ''}",
        section="stories",
        as_of=past,
        json_url=f"/v1/stories{as_query({**narrowed, 'order': listed.order, 'as_of': past})}",
        now_words="Show the list as it stands now",
        live=(),
        stories=[_listed(one, findings.get(str(one["story"]), {})) for one in rows],
        words=words or "",
        finding=finding,
        verdicts=WORST_FIRST,
        next=listed.next_url(int(found[listed.limit - 1][0]), ordered_until(found, moment)) if has_more else None,
        first=f"/stories{as_query({**narrowed, 'as_of': asked.text.get('as_of')})}" if asked[CURSOR] else None,
    )


def _entries(found: Mapping[str, Found]) -> dict[str, Shown]:
    return {story: {name: kind.entries for name, kind in one.by_kind.items()} for story, one in found.items()}


def _listed(item: View, found: Shown) -> Listed:
    findings: Any = item["findings"]
    return Listed(item, [] if findings is None else list(told_of(findings, found)), findings is not None)


TOLD = (
    ("corrected", "corrected", "corrected since"),
    ("retracted", "retracted", "retracted since"),
    ("disputed", "disputed", "disputed"),
    ("behind", "behind", "behind"),
)
"""In order of harm: the kind of finding, its state, and what is the matter with a figure."""
TIMES = {2: "twice", 3: "three times", 4: "four times"}


def told_of(counts: Shown, found: Shown) -> Iterator[State]:
    """What needs a look, in order of harm: "3 figures changed silently".

    *counts* are of all entries of a kind; *found* has the entries themselves, of each kind the first ones.
    """
    if counts["silent"]:
        yield "silent", _silent(counts["silent"], found.get("silent", ()))
    yield from _at_odds(counts["mismatches"], found.get("mismatches", ()))
    for kind, sign, words in TOLD:
        if counts[kind]:
            yield sign, f"{figures_among(counts[kind], found.get(kind, ()))} {words}"
    if counts["unmatched"]:
        yield "none", f"{count_words(counts['unmatched'], 'wording')} with no claim yet"


def figures_among(count: int, entries: Sequence[Shown]) -> str:
    """How many figures prints give, a claim and its figure counted once; of too many prints, how many these are."""
    if count > len(entries):
        return count_words(count, "print")
    return count_words(len({(one.get("claim"), str(one.get("figure"))) for one in entries}), "figure")


def _silent(count: int, entries: Sequence[Shown]) -> str:
    """In one step or in several: "11 figures changed silently, twice"."""
    steps: dict[int, set[str]] = {}
    for one in entries:
        steps.setdefault(one["to_edition"], set()).add(one["claim"])
    if count > len(entries):
        return count_words(count, "silent change")
    claims = set().union(*steps.values())
    told = f"{count_words(len(claims), 'figure')} changed silently"
    if len(steps) == 1:
        return told
    if all(of == claims for of in steps.values()):
        return f"{told}, {TIMES.get(len(steps), f'{len(steps)} times')}"
    return f"{told}, in {len(steps)} editions"


def _at_odds(count: int, entries: Sequence[Shown]) -> Iterator[State]:
    """Places of one edition that do not give the same figure, a claim counted once, by its worst pair."""
    if count and not entries:
        yield "undecidable", count_words(count, "pair of places in other figures", "pairs of places in other figures")
    worst: dict[str, Shown] = {}
    for one in sorted(entries, key=lambda one: WORST_FIRST.index(one["verdict"])):
        worst.setdefault(one["claim"], one)
    told: dict[State, list[Shown]] = {}
    for one in worst.values():
        told.setdefault((one["verdict"], _verdict_words(one)), []).append(one)
    for (verdict, words), pairs in told.items():
        yield verdict, _places(pairs, words)


def _verdict_words(pair: Shown) -> str:
    match pair["verdict"]:
        case "disjoint":
            return "contradict each other"
        case "undecidable" if pair["reasons"] == ["needs_tolerance"]:
            return "cannot be decided without a tolerance"
        case "undecidable":
            return "cannot be decided"
        case "incomparable":
            return "cannot be compared"
        case _:
            return "may both be true"


def _places(pairs: Sequence[Shown], what: str) -> str:
    """The two places, where all pairs are of the same; then of how many claims."""
    named = {(one["left"]["placement"], one["right"]["placement"]) for one in pairs}
    left, right = next(iter(named))
    words = f"{left.capitalize()} and {right}" if len(named) == 1 and left != right else "Places"
    return f"{words} {what}{f', {len(pairs)} claims' if len(pairs) > 1 else ''}"
