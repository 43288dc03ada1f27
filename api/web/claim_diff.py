"""What changed between two revisions of a claim, or between two moments: figure, wording word by word, chain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from api.http.as_of import moment_of
from api.http.at_least import VIEWS
from api.http.claim_figures import revisions_of
from api.http.claim_past import claim_stream
from api.http.claim_reading import events_of, stood_before, view_of
from api.http.parameters import AS_OF, AXIS, FROM, TO
from api.http.reading import pool_of
from api.http.revisions import difference_of
from api.web.claim_corrected import Correction, correction_of
from api.web.claim_hops import Hop, hops_of
from api.web.filters import BAR, change, when
from api.web.reader import reader_of, reading
from api.web.sentences import claim_name, verdict_name, verdict_reason
from api.web.site import as_query, asked_of, page
from api.words import VOTE, amount_words, figure_words, is_erased
from domain.ports import LARGEST_POSITION

KNOWN = (FROM, TO, AXIS, AS_OF)
PARTS = {"same": "", "removed": "del", "added": "ins"}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """The parts of the page; ``sides`` are words for both of what is compared.

    ``language`` is that of both wordings, None where they are in different ones, or in one that nobody has stated.
    """

    sides: tuple[Markup, Markup]
    changes: Sequence[tuple[str, str]]
    verdict: str
    reason: str
    wording: Markup
    language: str | None
    chain: Sequence[Hop]
    correction: Correction | None

    @property
    def is_same_chain(self) -> bool:
        """Whether nothing in the chain changed."""
        return all(one.op == "same" for one in self.chain)


@router.get("/claims/{claim}/diff")
async def diff_page(request: Request, claim: str) -> Response:
    """Two revisions of a claim, or what was known at two moments, side by side."""
    asked = asked_of(request, KNOWN)
    stream = claim_stream(claim)
    position = await moment_of(pool_of(request), asked, VIEWS, stream)
    view = await view_of(request, claim, position)
    found = await difference_of(request, claim, asked)
    is_recorded = asked[AXIS] == "recorded"
    nothing = await _nothing(request, claim, found) if is_recorded else ""
    numbers = await _numbers(request, claim, found, is_recorded=is_recorded)
    revisions = await revisions_of(pool_of(request), claim, numbers, position) if numbers else []
    end = LARGEST_POSITION if position is None else position
    correction = await correction_of(pool_of(request), claim, numbers, revisions, end) if len(numbers) > 1 else None
    with reading(reader_of(request)):
        sides = [_side(asked.text[one.name], found[one.name], is_recorded=is_recorded) for one in (FROM, TO)]
        title = _title(found)
        shown = _shown(found, (sides[0], sides[1]), _one_language(revisions), nothing, correction)
        name = claim_name(view)
    return await page(
        request,
        "claim_diff.html",
        title=f"{title}: {name}",
        heading=title,
        section="claims",
        as_of=position,
        as_of_path=f"/claims/{claim}",
        json_url=f"/v1/claims/{claim}/diff{as_query({**asked.text, **({AS_OF.name: position} if position else {})})}",
        claim=claim,
        name=name,
        diff=found,
        shown=shown,
        is_recorded=is_recorded,
    )


async def _numbers(request: Request, claim: str, found: Mapping[str, Any], *, is_recorded: bool) -> list[int]:
    """The revisions compared, from and to; of two moments those that stood, if one did at each."""
    ends = [int(str(found[one.name])) for one in (FROM, TO)]
    if not is_recorded:
        return ends
    stood = await stood_before(pool_of(request), claim, [one + 1 for one in ends])
    numbers = [stood.get(one + 1) for one in ends]
    return [one for one in numbers if one is not None] if None not in numbers else []


async def _nothing(request: Request, claim: str, found: Mapping[str, Any]) -> str:
    """Why there is no figure on one side, so that nothing is compared; "" where there is one on both."""
    at = next((found[one.name] for one in (TO, FROM) if found["figure"][one.name] is None), None)
    if at is None:
        return ""
    view = await view_of(request, claim, at)
    retracted = await events_of(pool_of(request), claim, "claim.retracted.v1", at, 1)
    if view["status"] != "retracted" or not retracted:
        return "Nothing stood on one side, so there is nothing to compare."
    return f"Retracted at position {retracted[0]['position']:,}: nothing stood then, so there is nothing to compare."


def _title(found: Mapping[str, Any]) -> str:
    was, is_ = found["figure"]["from"], found["figure"]["to"]
    if was == is_ and was is not None:
        return f"The figure is the same, {figure_words(was)}"
    words = ["nothing" if one is None else figure_words(one) for one in (was, is_)]
    return f"From {words[0]} to {words[1]}"


def _side(text: str, shown: Any, *, is_recorded: bool) -> Markup:  # noqa: ANN401 (a number of JSON)
    """What one side is called: a revision, or a moment that was asked for."""
    if not is_recorded:
        return Markup("revision {}").format(f"{shown:,}")
    if text.isdecimal():
        return Markup("position {}").format(f"{shown:,}")
    return Markup("{}, position {}").format(when(text), f"{shown:,}")


def _one_language(revisions: Sequence[Mapping[str, Any]]) -> str | None:
    stated = {language if isinstance(language := one.get("language"), str) else None for one in revisions}
    return stated.pop() if len(stated) == 1 else None


def _shown(
    found: Mapping[str, Any],
    sides: tuple[Markup, Markup],
    language: str | None,
    nothing: str,
    correction: Correction | None,
) -> Difference:
    figure = found["figure"]
    standing = [{"figure": figure[one], "refers_to": found["refers_to"][one]} for one in ("from", "to")]
    is_of_one_period = found["refers_to"]["from"] == found["refers_to"]["to"]
    has_verdict = figure["verdict"] is not None and is_of_one_period and correction is None
    other_period = "" if is_of_one_period else "About another period, so the one does not contradict the other."
    without = nothing if figure["verdict"] is None else "" if correction is not None else other_period
    return Difference(
        sides=sides,
        changes=list(_changes(figure.get("change"), found.get("parts") or [])),
        verdict=verdict_name(figure) if has_verdict else "",
        reason=verdict_reason(figure, standing[0], standing[1]) if has_verdict else without,
        wording=Markup("").join(_part(one) for one in found["wording"]),
        language=language,
        chain=hops_of(found["attribution"]),
        correction=correction,
    )


def _changes(moved: Mapping[str, str | None] | None, parts: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The differences that can be told exactly, by what they are of."""
    told = [(name, change(amount)) for name, amount in (moved or {}).items() if amount is not None]
    if moved and moved.get("amount") is not None and len({amount for _, amount in told}) == 1:
        told = [("amount", change(moved["amount"]))]
    names = {"amount": "Amount", "low": "Lower bound", "high": "Upper bound"}
    return [
        *((names[name], words) for name, words in told),
        *((str(one["part"]), _of_part(one)) for one in sorted(parts, key=_order)),
    ]


def _order(part: Mapping[str, Any]) -> int:
    """The parts of a vote as votes are told; others behind."""
    return VOTE.index(part["part"]) if part["part"] in VOTE else len(VOTE)


def _of_part(one: Mapping[str, Any]) -> str:
    ends = ["none" if one[side] is None else amount_words(one[side]) for side in ("from", "to")]
    moved = f" ({change(one['change'])})" if one["change"] is not None else ""
    return f"{ends[0]} to {ends[1]}{moved}"


def _part(one: Mapping[str, Any]) -> Markup:
    text = BAR if is_erased(one["text"]) else Markup("{}").format(one["text"])
    tag = PARTS[one["op"]]
    return Markup("<{}>{}</{}>").format(Markup(tag), text, Markup(tag)) if tag else text  # noqa: S704 (ours)
