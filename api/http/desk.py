"""What needs a look: changed silently, disputed, contested, printed then corrected, printed now behind; what moved.

Nothing on the desk is set by anybody or ticked off: every entry is derived, and stays for as long as it holds, silent
changes for a week. Counts are of everything, lists are bounded. As of a position the same is derived from the past, of
the stories and questions that moved last: ``looked_at`` says of how many, and is null where that was everything.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters.postgres.fetch import Pool, row, rows
from adapters.postgres.queries import queries
from api.http.as_of import moment_of
from api.http.at_least import CONTESTS, FIGURES, VIEWS
from api.http.desk_contests import contested, disputed
from api.http.desk_moved import moving
from api.http.desk_stories import of_stories
from api.http.etags import tagged
from api.http.examples import DESK
from api.http.kept_desks import Desk, KeptDesks, Looked, Shown
from api.http.parameters import AT_LEAST, MOMENT
from api.http.reading import asked_of, documented, json_response, pool_of, service_of

SQL = queries("desk")

SILENT_FOR = timedelta(days=7)
MOVED_WITHIN = timedelta(hours=24)
OLD_S = 60.0
TAG_DIGITS = 16

router = APIRouter(tags=["desk"])


class Views(Mapping[str, Shown]):
    """Views of claims, of which thousands are named and few are shown: each is read when it is first asked for."""

    def __init__(self, unread: dict[str, bytes], read: Mapping[str, Shown]) -> None:
        self._unread, self._read = unread, dict(read)

    def __getitem__(self, claim: str) -> Shown:
        if claim not in self._read:
            self._read[claim] = orjson.loads(self._unread[claim])
        return self._read[claim]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._unread, **self._read})

    def __len__(self) -> int:
        return len({**self._unread, **self._read})


@router.get("/v1/desk", **documented("What needs a look.", DESK, MOMENT))
async def desk(request: Request) -> Response:
    """Everything that an editor should look at today, with its counts."""
    asked = asked_of(request, MOMENT)
    moment = await moment_of(pool_of(request), asked, VIEWS)
    for read_model in (FIGURES, CONTESTS):
        await moment_of(pool_of(request), asked, read_model)
    shown = (await desk_of(request, moment, asked[AT_LEAST])).view
    response = json_response(shown)
    return tagged(request, response, _tag(shown["position"], bytes(response.body)) if moment is None else None)


def _tag(position: int, body: bytes) -> str:
    """What is on the desk goes after some days though nothing is recorded, so its position is not all of its tag."""
    return f"{position}-{sha256(body).hexdigest()[:TAG_DIGITS]}"


async def desk_of(request: Request, moment: int | None, at_least: int | None = None) -> Desk:
    """The desk as of position *moment* (None: now); that of now reflects *at_least* that position."""
    kept = service_of(request).desks
    if moment is not None:
        return await _past_desk(request, moment, kept)
    async with kept.making:
        began = asyncio.get_running_loop().time()
        position, erasures = await row(pool_of(request), SQL["moved_on"]) or (0, 0)
        is_due = position != kept.position and (began > kept.until or kept.position < (at_least or 0))
        if kept.desk is None or is_due or erasures != kept.erasures or began > kept.made_at + OLD_S:
            if erasures != kept.erasures:
                kept.looked.clear()
            kept.desk, kept.position, kept.erasures = await _desk(request, None, kept.looked), position, erasures
            kept.made_at = asyncio.get_running_loop().time()
            kept.until = kept.made_at + 10 * (kept.made_at - began)
        return kept.desk


async def _past_desk(request: Request, moment: int, kept: KeptDesks) -> Desk:
    reflected, erasures = await row(pool_of(request), SQL["moved_on"]) or (0, 0)
    found = kept.past(moment, erasures)
    if found is None:
        found = await _desk(request, moment, {})
        if moment <= reflected:  # else something is still to be reflected
            kept.keep_past(moment, erasures, found)
    return found


async def _desk(request: Request, moment: int | None, looked: Looked) -> Desk:
    pool = pool_of(request)
    standing = await row(pool, SQL["standing"])
    reflected, clock = standing or (0, None)
    now = await _recorded_at(pool, moment) if moment is not None else clock
    contests, stories, disputes, moves = await asyncio.gather(
        contested(request, moment, looked),  # first, for it is the longest of the database
        of_stories(pool, moment, now - SILENT_FOR),
        disputed(pool, moment),
        moving(pool, moment, now - MOVED_WITHIN),
    )
    is_complete = stories.is_complete and contests.is_complete
    view = {
        "position": reflected if moment is None else moment,
        "looked_at": None if is_complete else {"stories": stories.looked_at, "questions": contests.looked_at},
        "counts": {
            "silent": stories.silent_count,
            "disputed": disputes.count,
            "contested": contests.count,
            "corrected": stories.corrected_count,
            "behind": stories.behind_count,
        },
        "silent": stories.silent,
        "disputed": disputes.items,
        "contested": contests.items,
        "corrected": stories.corrected,
        "behind": stories.behind,
        "behind_stories": stories.behind_stories,
        "moved": moves.items,
        "fell": moves.falls,
    }
    named = {*_named(view)} - set(moves.views)
    return Desk(view, Views(await _views(pool, sorted(named), moment), moves.views))


async def _recorded_at(pool: Pool, position: int) -> datetime:
    found = await row(pool, queries("pages")["record"], {"position": position})
    moment: datetime = found[-1] if found else datetime.now(UTC)
    return moment


def _named(view: Shown) -> Sequence[str]:
    """The claims that the desk names."""
    stories = [one for story in view["behind"] for one in story["prints"]]
    pairs_shown = [one["pair"] for one in view["contested"] if one.get("pair")]
    return [
        *(one["claim"] for one in (*view["silent"], *view["disputed"], *view["corrected"], *stories)),
        *(one["counter_claim"] for one in view["disputed"] if isinstance(one.get("counter_claim"), str)),
        *(one[side] for one in pairs_shown for side in ("left", "right")),
    ]


async def _views(pool: Pool, claims: Sequence[str], moment: int | None) -> dict[str, bytes]:
    if not claims:
        return {}
    name = "views" if moment is None else "views_as_of"
    named = {"claims": list(claims)} if moment is None else {"claims": list(claims), "position": moment}
    return dict(await rows(pool, SQL[name], named))
