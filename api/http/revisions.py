"""A claim's figures: every revision that it has had, and what changed between two of them or between two moments."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters import compared
from adapters.postgres.composed import composed
from adapters.postgres.fetch import Pool, rows
from api.http.as_of import begin_of, moment_of, moment_of_page, position_of
from api.http.at_least import FIGURES, reach
from api.http.claim_figures import item, until
from api.http.claim_past import claim_stream
from api.http.etags import tagged
from api.http.examples import DIFF, REVISION, ClaimId
from api.http.paging import Page, page_response
from api.http.parameters import AXIS, FROM, MOMENT, PAGE, TO, Asked, AsOf, Parameter, bad
from api.http.reading import asked_of, documented, json_response, page_of, pool_of
from domain.history import Shown, diff
from domain.ports import LARGEST_VERSION
from domain.refusals import NotFound, Refused
from domain.view import View

LISTED = (*MOMENT, *PAGE)
COMPARED = (FROM, TO, AXIS, *MOMENT)

router = APIRouter(tags=["claims"])


@router.get(
    "/v1/claims/{claim}/revisions",
    **documented("Every figure that the claim has had.", {"items": [REVISION], "next": None}, LISTED),
)
async def revisions(request: Request, claim: ClaimId) -> Response:
    """A page of revisions, with their clocks, what replaced them, and which one stands."""
    page = page_of(request, LISTED)
    pool = pool_of(request)
    stream = claim_stream(claim)
    moment = await moment_of_page(pool, page, FIGURES, stream)
    found = await _page_of_revisions(pool, page, claim, moment)
    if found[0].last is None:
        await reach(pool, FIGURES, await begin_of(pool, stream, moment))
        found = await _page_of_revisions(pool, page, claim, moment)
    items = [one for one in found if one.key is not None]
    response = page_response(page, items, lambda one: one.key or 0, _item, moment)
    return tagged(request, response, found[0].last if moment is None else None)


@router.get(
    "/v1/claims/{claim}/diff",
    **documented("What changed between two revisions, or between two moments.", DIFF, COMPARED),
)
async def difference(request: Request, claim: ClaimId) -> Response:
    """The figure's change, the wording word by word, the chain hop by hop."""
    return json_response(await difference_of(request, claim, asked_of(request, COMPARED)))


async def difference_of(request: Request, claim: str, asked: Asked) -> View:
    """What COMPARED asks for; raises Refused."""
    pool = pool_of(request)
    stream = claim_stream(claim)
    moment = await moment_of(pool, asked, FIGURES, stream)
    await begin_of(pool, stream, moment)
    if asked[AXIS] == "recorded":
        return await _between_moments(pool, asked, claim, until(moment))
    return await _between_revisions(pool, asked, claim, until(moment))


class _Listed(NamedTuple):
    """A row of the query: *key* is the revision's number, and None where the page is empty."""

    reflected: int
    last: int | None
    stands: int | None
    key: int | None
    view: bytes
    late: bool
    replaced: bool
    replaced_by: int | None


async def _page_of_revisions(pool: Pool, page: Page, claim: str, moment: int | None) -> list[_Listed]:
    """At least one row; one more than the page's limit if there are."""
    key = page.whole_key()
    low, high = (0, key) if page.is_descending else (key, None)
    query = composed("figure_reading", "revisions", descending=page.is_descending)
    window = {"low": low or 0, "high": LARGEST_VERSION if high is None else high, "limit": page.limit + 1}
    parameters = {**window, "claim": claim, "until": until(moment)}
    return [_Listed(*one) for one in await rows(pool, query, parameters)]


def _item(one: _Listed) -> bytes:
    return item(one[3:], stands=one.stands)


async def _between_revisions(pool: Pool, asked: Asked, claim: str, end: int) -> View:
    numbers = {one: _number(asked, one) for one in (FROM, TO)}
    found = await _revisions(pool, claim, list(numbers.values()), end)
    for one, number in numbers.items():
        if number not in found:
            _, last = await compared.ends(pool, claim, end)
            expected = f"{one.name}: a revision that the claim has, from 1 to {last}"
            got = asked.required(one).beyond or number
            raise Refused(NotFound(expected=expected, got=got, extensions={"last_revision": last}))
    before, after = numbers.values()
    return {"from": before, "to": after, **diff(found[before], found[after])}


async def _revisions(pool: Pool, claim: str, numbers: Sequence[int], end: int) -> Mapping[int, Shown]:
    """Those that there are; what was recorded just now is waited for."""
    found = await compared.revisions(pool, claim, numbers, end)
    if not found.keys() >= set(numbers):
        position, _ = await compared.ends(pool, claim, end)
        await reach(pool, FIGURES, position)
        found = await compared.revisions(pool, claim, numbers, end)
    return found


async def _between_moments(pool: Pool, asked: Asked, claim: str, end: int) -> View:
    """Of moments beyond *end* what was known then is what was known at the end."""
    before, after = [await _position(pool, asked.required(one), claim) for one in (FROM, TO)]
    looked_at = [min(one, end) for one in (before, after)]
    await reach(pool, FIGURES, max(looked_at))
    found = await compared.moments(pool, claim, looked_at)
    return {"from": before, "to": after, **diff(*(found[one] for one in looked_at))}


def _number(asked: Asked, parameter: Parameter[AsOf]) -> int:
    number = asked.required(parameter).position
    if number is None:
        expected = "the number of a revision (a moment only with axis=recorded)"
        raise Refused(bad(parameter.name, expected, asked.text[parameter.name]))
    return number


async def _position(pool: Pool, as_of: AsOf, claim: str) -> int:
    stream = claim_stream(claim)
    position = await position_of(pool, as_of, stream)
    await begin_of(pool, stream, position)
    return position
