"""What has just been recorded: the newest events first, each with what it changed in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.http.as_of import moment_of
from api.http.at_least import AUDIT
from api.http.live_entries import newest_entries
from api.http.parameters import AS_OF
from api.http.reading import pool_of
from api.web.site import as_query, asked_of, page
from api.words import list_words
from domain.ports import LARGEST_POSITION

MOST_ENTRIES = 50
PAGES = {"claim": "/claims/", "question": "/questions/", "story": "/stories/"}
SAID = ("wording", "statement", "headline", "text")
WHY = ("reason", "basis", "method", "update_note")

Data: TypeAlias = Mapping[str, Any]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as the page tells it. Values may be erased ones, as answers show them; what there is not, is None."""

    item: Data
    was: Any
    figure: Any
    """The figure that it gives, in place of *was* where it corrects one."""

    said: Any
    """Somebody's own words."""

    note: Any
    """The editors' words."""

    members: str

    @property
    def kind(self) -> str:
        """What its stream is: claim, question or story."""
        return str(self.item["stream"]).partition("/")[0]

    @property
    def address(self) -> str:
        """The page of what it is about."""
        return PAGES[self.kind] + str(self.item["subject"])


@router.get("/live")
async def live(request: Request) -> Response:
    """The page; with script it says how many events have come since, and never puts one in."""
    asked = asked_of(request, (AS_OF,))
    position = await moment_of(pool_of(request), asked, AUDIT)
    items = await newest_entries(pool_of(request), LARGEST_POSITION if position is None else position, MOST_ENTRIES)
    return await page(
        request,
        "live.html",
        title="What was recorded last",
        section="",
        as_of=position,
        json_url=f"/v1/events{as_query({'order': 'desc', AS_OF.name: position})}",
        live=(),
        since="Later events are left out.",
        entries=[entry(one) for one in items],
        most=MOST_ENTRIES,
    )


def entry(item: Data) -> Entry:
    """What the page tells of an event, from an item of ``newest_entries``."""
    data: Data = item.get("data") or {}  # an event of another application has none
    was, now = _object(data, "was"), _object(data, "is")
    is_note = item["type"] == "claim.annotated.v1"
    return Entry(
        item=item,
        was=was.get("figure"),
        figure=now.get("figure") if "figure" in was else data.get("figure"),
        said=None if is_note else _first(data, SAID) or now.get("wording"),
        note=data.get("text") if is_note else _first(data, WHY),
        members=_members(item),
    )


def _object(data: Data, name: str) -> Data:
    found = data.get(name)
    return found if isinstance(found, Mapping) else {}


def _first(data: Data, names: Sequence[str]) -> Any:  # noqa: ANN401 (a text, or an erased one)
    return next((data[one] for one in names if data.get(one) is not None), None)


def _members(item: Data) -> str:
    """The members that it changed: "figure, wording and said at"."""
    return list_words(one.replace("_", " ") for one in item["changed"])
