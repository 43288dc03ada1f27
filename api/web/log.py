"""The log: can this record be trusted? What is checked here, what on one's own machine, and what there is not yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import Response

from adapters.postgres.fetch import Pool
from api.http.as_of import moment_of
from api.http.at_least import AUDIT, FIGURES, VIEWS, reach
from api.http.log_activity import activity_until
from api.http.log_trust import MOST_CHECKED, end_of, entries, extent, order, read_models, redactions, root_of
from api.http.parameters import AS_OF, NotReadable, Parameter
from api.http.reading import pool_of
from api.web.lists import filled
from api.web.log_activity import Drawn, drawn
from api.web.log_entry import ENTRY, looked_up
from api.web.log_lines import Line, lines
from api.web.reader import reader_of
from api.web.site import as_query, asked_of, page
from domain.ports import LARGEST_POSITION

MOST_ENTRIES = 12

Shown: TypeAlias = Mapping[str, Any]

router = APIRouter(include_in_schema=False)


def _position(text: str) -> int:
    digits = text.strip().replace(",", "")
    if not (digits.isascii() and digits.isdecimal()) or not 0 < (position := int(digits[:20])) <= LARGEST_POSITION:
        raise NotReadable("a position, such as 1042")
    return position


BEFORE = Parameter("before", "Only entries before this position.", _position, {"type": "integer"})
TAKEN = (ENTRY, BEFORE, AS_OF)


@dataclass(frozen=True, slots=True)
class Window:
    """Some entries, and where those before and the latest ones are; None where there are no others."""

    lines: Sequence[Line]
    earlier: str | None
    latest: str | None


@router.get("/log")
async def log_page(request: Request) -> Response:
    """The page. Only this very path: what lies below it is for programs."""
    request = filled(request)
    asked = asked_of(request, TAKEN)
    pool = pool_of(request)
    moment = await moment_of(pool, asked, AUDIT)
    if moment is not None:
        await reach(pool, VIEWS, moment)
        await reach(pool, FIGURES, moment)
    until = await end_of(pool, moment)
    found = await extent(pool, until)
    told = None if found is None else await activity_until(pool, until, found.last_recorded_at, reader_of(request).zone)
    return await page(
        request,
        "log.html",
        title="Can this record be trusted?",
        section="log",
        as_of=moment,
        json_url=f"/v1/events{as_query({'order': 'desc', 'as_of': moment})}",
        since=None if moment is None else "What was recorded later is left out.",
        now_words="Show the log as it stands now",
        live=(),
        extent=found,
        root=None if found is None else await root_of(pool, until),
        most=MOST_CHECKED,
        order=await order(pool, until),
        read_models=await read_models(pool, moment),
        redactions=await redactions(pool, until),
        entry=await looked_up(pool, asked[ENTRY], until),
        typed=asked.text.get(ENTRY.name, ""),
        rest={name: text for name, text in asked.text.items() if name != ENTRY.name},
        activity=Drawn() if told is None else drawn(told),
        window=await _window(pool, asked[BEFORE], until, asked.text),
    )


async def _window(pool: Pool, before: int | None, until: int, text: Mapping[str, str]) -> Window:
    end = until if before is None else min(until, before - 1)
    found = await entries(pool, end, MOST_ENTRIES)
    rest = {name: value for name, value in text.items() if name == AS_OF.name}
    last = found[-1]["position"] if found else 0
    return Window(
        lines=lines(found, is_past=AS_OF.name in text),
        earlier=f"/log{as_query({**rest, 'before': last})}#entries" if last > 1 else None,
        latest=f"/log{as_query(rest)}#entries" if before is not None and end < until else None,
    )
